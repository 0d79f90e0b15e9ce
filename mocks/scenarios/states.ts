/** States of runs that several scenarios use and that are not among the fixtures. */
import type { OperationRunSurfaceItem } from 'op-run-elements/contract';
import { runs } from '../fixtures/runs.ts';

/** Fresh, with counts. */
export const counting = (processed: number, total = 5200): OperationRunSurfaceItem => ({
  ...runs.freshDeterminate,
  progress: { kind: 'determinate', processed, total },
});

/** Fresh, in one of four phases. */
export const inPhase = (label: string, step: number): OperationRunSurfaceItem => ({ ...runs.freshPhase, progress: { kind: 'phase', label, step, steps: 4 } });

/** Likely stale, with its last known counts. */
export const staleAt = (processed: number, total = 5200): OperationRunSurfaceItem => ({
  ...runs.staleRunning,
  progress: { kind: 'determinate', processed, total },
});

/** A run that ended in `state`, after it had been likely stale. */
export const afterStale = (state: OperationRunSurfaceItem): OperationRunSurfaceItem => ({
  ...state,
  active_state: { ...state.active_state, stale_lineage_note: runs.staleLineage.active_state.stale_lineage_note },
});
