/** The life of one run in a scenario: its identity and times, from which items and lifecycle records are made. */
import type { OperationRunDetail, OperationRunSurfaceItem } from 'op-run-elements/contract';
import { becomes } from '../fixtures/runs.ts';
import { SCENARIO_START, type ScenarioRun } from './scenario.ts';

/** Times are seconds since the scenario began; negative ones are before it. */
export interface Life {
  /** Identity, names and link. */
  readonly run: OperationRunSurfaceItem;
  readonly type: string;
  /** The name of who started it; null: a schedule did. */
  readonly initiator: string | null;
  readonly created: number;
  readonly started: number;
  /** Seconds of its lifecycle window; null for a type without a lifecycle policy. */
  readonly window: number | null;
}

/** Fields of the lifecycle record that cannot be derived from an item. */
export interface Deeds extends Partial<Pick<OperationRunDetail, 'summary_counts' | 'failure_summary' | 'operator_message'>> {
  readonly completed?: number;
  /** Its `reconciled_at` is replaced by the time at which the run completed. */
  readonly reconciliation?: OperationRunDetail['reconciliation'];
  readonly evidence?: Record<string, unknown>;
}

/** ISO 8601, as a backend sends it. */
export const isoAt = (seconds: number): string => new Date(SCENARIO_START + seconds * 1000).toISOString();

/** `live(runs.succeeded, { completed: 112 })` gives this run in the state of that item. */
export const lifeOf =
  (life: Life) =>
  (state: OperationRunSurfaceItem, deeds: Deeds = {}): ScenarioRun => {
    const item = becomes(life.run, state);
    return { item, record: life.window === null ? null : recordOf(life, life.window, item, deeds) };
  };

function recordOf(life: Life, window: number, item: OperationRunSurfaceItem, deeds: Deeds): OperationRunDetail {
  const { completed, reconciliation, evidence, ...told } = deeds;
  const { active_state, status_label, outcome_label, progress } = item;
  const queued = status_label === 'Queued';
  const completedAt = completed === undefined ? null : isoAt(completed);
  const { processed, total } = progress ?? {};
  return {
    id: item.run_id,
    type: life.type,
    type_label: item.operation_label,
    status: active_state.is_currently_active ? (queued ? 'queued' : 'running') : 'completed',
    outcome: OUTCOMES[outcome_label ?? ''] ?? 'pending',
    freshness_state: active_state.freshness_state as OperationRunDetail['freshness_state'],
    reconciled: active_state.is_reconciled,
    tenant_id: item.tenant_id ?? null,
    initiator_name: life.initiator,
    created_at: isoAt(life.created),
    started_at: queued ? null : isoAt(life.started),
    completed_at: completedAt,
    ...(processed !== undefined && total !== undefined && { summary_counts: { processed, total } }),
    ...told,
    reconciliation: reconciliation && completedAt ? { ...reconciliation, reconciled_at: completedAt } : null,
    diagnostics: { threshold_seconds: window, ...(evidence && { evidence }) },
  };
}

const OUTCOMES: Readonly<Record<string, OperationRunDetail['outcome']>> = {
  Succeeded: 'succeeded',
  'Partially succeeded': 'partially_succeeded',
  Blocked: 'blocked',
  Failed: 'failed',
};
