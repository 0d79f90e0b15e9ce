/** From the host's rows to the payloads of both contracts, through the kit's own projection. */
import {
  type LifecycleRecord,
  type OperationRunCollectionContract,
  type OperationRunDetailContract,
  type OperationRunListItem,
  type OperationRunSurfaceItem,
  type OperationRunDetail,
  type TenantOperationProgressOverlay,
} from 'op-run-elements/contract';
import { projectLifecycleRun, resolveActiveState, runDetailOf, surfaceItemOf } from 'op-run-elements/projection';
import { labelOf } from './operations/index.ts';
import type { Run } from './runs.ts';

/** A run as the projection reads it. */
export function recordOf(run: Run): LifecycleRecord {
  return {
    id: run.id,
    type: run.type,
    type_label: labelOf(run.type),
    status: run.status,
    outcome: run.outcome,
    freshness_state: run.freshness_state,
    reconciled: run.reconciliation !== null,
    tenant_id: run.tenant_id,
    initiator_name: run.initiator_name,
    created_at: run.created_at.toISOString(),
    started_at: run.started_at?.toISOString() ?? null,
    completed_at: run.completed_at?.toISOString() ?? null,
    summary_counts: { ...run.summary_counts },
    failure_summary: run.failure_summary,
    reconciliation: run.reconciliation,
  };
}

export const runPath = (run: Run, workspaceId: number | null = null): string =>
  `/admin/${workspaceId === null ? '' : `workspaces/${workspaceId}/`}operations/${run.id}`;

export const itemOf = (run: Run, workspaceId: number | null = null): OperationRunSurfaceItem =>
  surfaceItemOf(recordOf(run), { wasStale: run.was_stale, tenantLabel: run.tenant_name, detailUrl: runPath(run, workspaceId), progress: run.progress });

export const detailOf = (run: Run): OperationRunDetailContract => runDetailOf(recordOf(run), { wasStale: run.was_stale });

/** Polling is asked for exactly while something that polls is visible. */
export function overlayOf(tenantId: number, runs: readonly Run[]): TenantOperationProgressOverlay {
  const items = runs.map((run) => itemOf(run));
  const states = items.map(({ active_state }) => resolveActiveState(active_state));
  return {
    tenant_id: tenantId,
    has_visible_active_runs: states.some(({ inProgress }) => inProgress),
    poll_interval: states.some(({ polls }) => polls) ? '10s' : null,
    items,
  };
}

export const collectionOf = (
  runs: readonly Run[],
  filter: { tenant: number | null; tab: string; problemClass: string | null },
  workspaceId: number | null,
): OperationRunCollectionContract => ({
  tenant_filter: filter.tenant,
  active_tab: filter.tab,
  problem_class: filter.problemClass,
  items: runs.map((run) => itemOf(run, workspaceId)),
});

/** A record of the lifecycle contract, which knows covered runs only: those of a type with a policy. */
export function lifecycleDetailOf(run: Run): OperationRunDetail {
  return {
    ...lifecycleItemOf(run),
    summary_counts: { ...run.summary_counts },
    failure_summary: run.failure_summary,
    reconciliation: run.reconciliation,
    diagnostics: {
      ...(run.threshold_seconds === null ? {} : { threshold_seconds: Math.ceil(run.threshold_seconds) }),
      evidence: { attempt: run.attempt, was_stale: run.was_stale, last_work_recorded_at: run.worked_at?.toISOString() ?? null },
    },
  };
}

export function lifecycleItemOf(run: Run): OperationRunListItem {
  const { summary_counts: _counts, failure_summary: _failures, reconciliation: _reconciliation, ...item } = recordOf(run);
  const view = projectLifecycleRun(recordOf(run), { surface: 'compact', wasStale: run.was_stale });
  return { ...(item as OperationRunListItem), operator_message: view.guidance ?? view.label };
}
