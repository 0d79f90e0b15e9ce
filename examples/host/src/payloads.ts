/** Makes the payloads of both contracts from the host's rows, with the kit's projection, in the reader's language. */
import type {
  LifecycleRecord,
  OperationRunCollectionContract,
  OperationRunDetail,
  OperationRunDetailContract,
  OperationRunListItem,
  OperationRunSurfaceItem,
  ReviewPackGeneration,
  RunProgress,
  TenantActivityOperationsSummary,
  TenantOperationProgressOverlay,
} from 'op-run-elements/contract';
import { catalogueFor, projectLifecycle, projectLifecycleRun, resolveActiveState, runDetailOf, surfaceItemOf } from 'op-run-elements/projection';
import type { Reconciliation, Run } from './runs.ts';
import type { Words } from './words/index.ts';

/** A run as a lifecycle record, the input of the projection. */
function recordOf(run: Run, words: Words) {
  const reconciliation = run.reconciliation && { ...run.reconciliation, reason_message: reasonOf(run.reconciliation, words) };
  return {
    id: run.id,
    type: run.type,
    type_label: labelOf(run, words),
    status: run.status,
    outcome: run.outcome,
    freshness_state: run.freshness_state,
    reconciled: reconciliation !== null,
    tenant_id: run.tenant_id,
    initiator_name: run.initiator_name,
    created_at: run.created_at.toISOString(),
    started_at: run.started_at?.toISOString() ?? null,
    completed_at: run.completed_at?.toISOString() ?? null,
    summary_counts: { ...run.summary_counts },
    failure_summary: run.failure_summary.map((failure) => (failure.code === reconciliation?.reason_code ? { ...failure, message: reconciliation.reason_message } : failure)),
    reconciliation,
  } satisfies LifecycleRecord;
}

export const labelOf = ({ type }: Run, words: Words): string => words.type[type] ?? type;

const reasonOf = ({ reason_code: code = '', reason_message: message = '', evidence = {} }: Reconciliation, words: Words): string => words.reason[code]?.(evidence) ?? message;

const progressOf = ({ progress }: Run, words: Words): RunProgress | null =>
  progress?.label === undefined ? progress : { ...progress, label: words.phase[progress.label] ?? progress.label };

export const operationsPath = (workspaceId: number | null): string => `/admin/${workspaceId === null ? '' : `workspaces/${workspaceId}/`}operations`;

export const runPath = (run: Run, workspaceId: number | null = null): string => `${operationsPath(workspaceId)}/${run.id}`;

export const itemOf = (run: Run, words: Words, workspaceId: number | null = null): OperationRunSurfaceItem =>
  surfaceItemOf(recordOf(run, words), {
    locale: words.lang,
    wasStale: run.was_stale,
    tenantLabel: run.tenant_name,
    detailUrl: runPath(run, workspaceId),
    progress: progressOf(run, words),
  });

export const detailOf = (run: Run, words: Words): OperationRunDetailContract => runDetailOf(recordOf(run, words), { locale: words.lang, wasStale: run.was_stale });

export const activityOf = (tenantId: number, runs: readonly Run[], words: Words): TenantActivityOperationsSummary => ({
  tenant_id: tenantId,
  items: runs.map((run) => itemOf(run, words)),
});

/** The overlay's payload. `poll_interval` is set exactly while one of its runs is polled. */
export function overlayOf(tenantId: number, runs: readonly Run[], words: Words): TenantOperationProgressOverlay {
  const items = runs.map((run) => itemOf(run, words));
  const states = items.map(({ active_state }) => resolveActiveState(active_state));
  return {
    tenant_id: tenantId,
    has_visible_active_runs: states.some(({ inProgress }) => inProgress),
    poll_interval: states.some(({ polls }) => polls) ? '10s' : null,
    items,
  };
}

export interface ListFilter {
  readonly tenant: number | null;
  readonly tab: 'active' | null;
  readonly problemClass: string | null;
}

export const collectionOf = (runs: readonly Run[], filter: ListFilter, words: Words, workspaceId: number | null): OperationRunCollectionContract => ({
  tenant_filter: filter.tenant,
  active_tab: filter.tab,
  problem_class: filter.problemClass,
  items: runs.map((run) => itemOf(run, words, workspaceId)),
});

/** The tenant's review pack, by the state of its latest evidence export; `run` is null when there is none. */
export function reviewPackOf(tenantId: number, run: Run | null, words: Words): ReviewPackGeneration {
  if (!run) return { tenant_id: tenantId, generation_state: 'not_started', keep_active_polling: false };
  const record = recordOf(run, words);
  const ready = run.outcome === 'succeeded' || run.outcome === 'partially_succeeded';
  const active = { queued: 'queued', running: 'generating', completed: null } as const;
  return {
    tenant_id: tenantId,
    generation_state: active[run.status] ?? (ready ? 'ready' : 'failed'),
    keep_active_polling: projectLifecycle(record, { surface: 'compact' }).keep_active_polling,
    message: packMessage(record, words),
    run_id: run.id,
    detail_url: runPath(run),
    download_url: ready ? `/admin/t/${tenantId}/exports/${run.id}` : null,
    generated_at: ready ? record.completed_at : null,
  };
}

/** The message of a pack whose run has ended. For an active run there is none, because the card's own words are better. */
function packMessage(record: LifecycleRecord, { lang }: Words): string | null {
  if (record.status !== 'completed') return null;
  const { state, followUp, status, guidance } = projectLifecycleRun(record, { surface: 'compact', locale: lang });
  const outcome = state === 'terminal' && followUp && status ? catalogueFor(lang).outcomeWas(status) : null;
  return [outcome, guidance].filter(Boolean).join(' ') || null;
}

/** The payload of the lifecycle contract. It covers runs of types with a lifecycle policy only. */
export function lifecycleDetailOf(run: Run, words: Words): OperationRunDetail {
  const { summary_counts, failure_summary, reconciliation } = recordOf(run, words);
  return {
    ...lifecycleItemOf(run, words),
    summary_counts,
    failure_summary,
    reconciliation,
    diagnostics: {
      ...(run.threshold_seconds === null ? {} : { threshold_seconds: Math.ceil(run.threshold_seconds) }),
      evidence: { attempt: run.attempt, was_stale: run.was_stale, last_work_recorded_at: run.worked_at?.toISOString() ?? null },
    },
  };
}

export function lifecycleItemOf(run: Run, words: Words): OperationRunListItem {
  const { summary_counts: _counts, failure_summary: _failures, reconciliation: _reconciliation, ...item } = recordOf(run, words);
  const view = projectLifecycleRun(recordOf(run, words), { surface: 'compact', locale: words.lang, wasStale: run.was_stale });
  return { ...(item as OperationRunListItem), operator_message: view.guidance ?? view.label };
}
