/** States of runs that more than one scenario tells, beside those of the fixtures. */
import type { OperationRunSurfaceItem } from 'op-run-elements/contract';
import { runs } from '../fixtures/runs.ts';

/** Fresh, with counts. */
export const counting = (processed: number, total = 5200): OperationRunSurfaceItem => ({
  ...runs.freshDeterminate,
  progress: { kind: 'determinate', processed, total },
});

/** Fresh, in a phase of four. */
export const inPhase = (label: string, step: number): OperationRunSurfaceItem => ({ ...runs.freshPhase, progress: { kind: 'phase', label, step, steps: 4 } });

/** Likely stale, with its last known counts. */
export const staleAt = (processed: number, total = 5200): OperationRunSurfaceItem => ({
  ...runs.staleRunning,
  progress: { kind: 'determinate', processed, total },
});

/** A run that was past its lifecycle window before it ended as `state` tells. */
export const afterStale = (state: OperationRunSurfaceItem): OperationRunSurfaceItem => ({
  ...state,
  active_state: { ...state.active_state, stale_lineage_note: runs.staleLineage.active_state.stale_lineage_note },
});
