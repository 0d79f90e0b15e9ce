/**
 * From a lifecycle record to the active-state contract, so that a backend in TypeScript can serve the contract from its
 * own rows, and so that a record and a projection of the same run never read differently.
 */
import type {
  LifecycleListItem,
  LifecycleRecord,
  OperationRunActiveStateProjection,
  OperationRunDetailContract,
  OperationRunSurfaceItem,
  RunItem,
} from '../contract/payloads.ts';
import { resolveActiveState, TRUTH_TABLE, type RunState } from './active-state.ts';
import { catalogueFor, DEFAULT_LOCALE, type Catalogue, type Locale } from './copy/index.ts';
import { describeRun } from './describe-run.ts';
import type { DescribableRun, RunView, Surface } from './run-view.ts';

export interface LifecycleOptions {
  readonly surface: Surface;
  readonly locale?: Locale;
  /** Whether the run was seen past its lifecycle window before it ended. */
  readonly wasStale?: boolean;
}

/** A record of the list or of the detail; the detail also tells how the run was reconciled. */
export type AnyLifecycleRecord = LifecycleListItem | LifecycleRecord;

/** The active-state projection of a lifecycle record, with the kit's own labels. Total: an unknown freshness projects to unknown. */
export function projectLifecycle(record: AnyLifecycleRecord, { surface, locale = DEFAULT_LOCALE, wasStale = false }: LifecycleOptions): OperationRunActiveStateProjection {
  const row = TRUTH_TABLE[record.freshness_state];
  const active = record.status === 'queued' || record.status === 'running' || (record.status === 'unknown' && row.is_currently_active[0]);
  const stale = record.freshness_state === 'likely_stale';
  const needsLook = record.freshness_state === 'terminal_normal' && record.outcome !== 'succeeded';
  const reconciliation = 'reconciliation' in record ? record.reconciliation : null;
  const projection: OperationRunActiveStateProjection = {
    freshness_state: record.freshness_state,
    problem_class: needsLook ? 'terminal_follow_up' : row.problem_class[0],
    surface_category: stale && surface === 'detail' ? 'likely_stale' : row.surface_category[0],
    is_currently_active: active,
    is_reconciled: record.reconciled,
    show_in_active_progress: active && row.show_in_active_progress[0],
    keep_active_polling: active && row.keep_active_polling[0],
  };
  const { state } = resolveActiveState(projection);
  const copy = catalogueFor(locale);
  const reconciledBy = reconciliation
    ? copy.reconciledBy(reconciliation.source ? copy.source[reconciliation.source] : null, reconciliation.reason_message?.trim() || reconciliation.reason_code || null)
    : '';
  const ended = state === 'reconciled' || state === 'terminal';
  return {
    ...projection,
    ...labelsOf(record, state, needsLook, copy),
    guidance: ended && reconciledBy ? reconciledBy : null,
    stale_lineage_note: ended && (wasStale || reconciliation?.source === 'scheduled_reconciler') ? copy.lineage : null,
  };
}

function labelsOf(record: AnyLifecycleRecord, state: RunState, followUp: boolean, copy: Catalogue): Pick<OperationRunActiveStateProjection, 'compact_label' | 'diagnostic_label' | 'lifecycle_label'> {
  if (state === 'fresh' && record.status !== 'unknown') {
    return { compact_label: copy.status[record.status], diagnostic_label: copy.heading[record.status === 'queued' ? 'queued' : 'fresh'], lifecycle_label: copy.label.fresh };
  }
  if (state === 'terminal') {
    const ended = followUp ? 'followUp' : 'terminal';
    const outcome = record.outcome === 'unknown' ? copy.label.terminal : copy.outcome[record.outcome];
    return { compact_label: followUp ? copy.label.followUp : outcome, diagnostic_label: copy.heading[ended], lifecycle_label: copy.label.terminal };
  }
  return { compact_label: copy.label[state], diagnostic_label: copy.heading[state], lifecycle_label: copy.label[state] };
}

export interface SurfaceItemOptions {
  readonly locale?: Locale;
  readonly wasStale?: boolean;
  readonly tenantLabel?: string | null;
  readonly detailUrl?: string | null;
  readonly progress?: OperationRunSurfaceItem['progress'];
}

/** The surface item of a lifecycle record. Throws a RangeError for a record without an id: it cannot be served. */
export function surfaceItemOf(record: AnyLifecycleRecord, options: SurfaceItemOptions = {}): OperationRunSurfaceItem {
  const { locale = DEFAULT_LOCALE, wasStale = false, tenantLabel = null, detailUrl = null, progress } = options;
  const active_state = projectLifecycle(record, { surface: 'compact', locale, wasStale });
  return {
    ...namesOf(record, locale),
    run_id: idOf(record),
    tenant_label: tenantLabel,
    active_state,
    detail_url: detailUrl,
    ...(progress === undefined || resolveActiveState(active_state).state !== 'fresh' ? {} : { progress }),
  };
}

/** The detail contract of a lifecycle record. Throws a RangeError for a record without an id: it cannot be served. */
export function runDetailOf(record: AnyLifecycleRecord, { locale = DEFAULT_LOCALE, wasStale = false }: Pick<LifecycleOptions, 'locale' | 'wasStale'> = {}): OperationRunDetailContract {
  return {
    run_id: idOf(record),
    operation_label: record.type_label ?? record.type,
    active_state: projectLifecycle(record, { surface: 'detail', locale, wasStale }),
    top_summary: projectLifecycleRun(record, { surface: 'detail', locale, wasStale }).guidance,
    diagnostics_visible_after_summary: true,
  };
}

/** The view of a lifecycle record, the same that its projection gives. */
export function projectLifecycleRun(record: AnyLifecycleRecord, { surface, locale = DEFAULT_LOCALE, wasStale = false }: LifecycleOptions): RunView {
  return describeRun(runOf(record, { surface, locale, wasStale }), { surface, locale });
}

/** A lifecycle record as a run of the active-state contract, for surfaces that were given records in place of projections. */
export function runOf(record: AnyLifecycleRecord, { surface, locale = DEFAULT_LOCALE, wasStale = false }: LifecycleOptions): RunItem & Pick<DescribableRun, 'top_summary'> {
  return {
    ...namesOf(record, locale),
    run_id: record.id,
    active_state: projectLifecycle(record, { surface, locale, wasStale }),
    top_summary: record.operator_message ?? null,
  };
}

/** What a record calls itself, its status and its outcome, in words. */
function namesOf(record: AnyLifecycleRecord, locale: Locale) {
  const copy = catalogueFor(locale);
  return {
    tenant_id: record.tenant_id ?? null,
    operation_label: record.type_label ?? record.type,
    status_label: record.status === 'unknown' ? null : copy.status[record.status],
    outcome_label: record.status === 'completed' && record.outcome !== 'unknown' ? copy.outcome[record.outcome] : null,
  };
}

function idOf(record: AnyLifecycleRecord): number {
  if (record.id === null) throw new RangeError(`The lifecycle record of type "${record.type}" has no id; give it one before serving it.`);
  return record.id;
}
