/** How the payloads of `active-state.openapi.yaml` are read. */
import { inList, type PayloadContract } from '../parse.ts';
import type {
  OperationRunActiveStateProjection,
  OperationRunDetailContract,
  OperationRunSurfaceItem,
  ProgressOverlay,
  RunCollection,
  RunItem,
  RunProgress,
  TenantActivity,
} from '../types.ts';
import { FRESHNESS_STATES, POLL_INTERVALS, PROBLEM_CLASSES, PROGRESS_KINDS, SURFACE_CATEGORIES } from '../vocabulary.ts';
import { amount, flag, id, oneOf, ordinal, text } from './kinds.ts';
import { object, type NullableFields } from './object.ts';
import type { Reader } from './report.ts';

/** A run about which nothing is known. A broken item must not vanish, so it stays visible; nothing polls for it. */
export const UNKNOWN_ACTIVE_STATE: OperationRunActiveStateProjection = Object.freeze({
  freshness_state: 'unknown',
  problem_class: 'none',
  surface_category: 'unknown',
  is_currently_active: true,
  is_reconciled: false,
  show_in_active_progress: true,
  keep_active_polling: false,
});

const activeState = object<OperationRunActiveStateProjection>(
  {
    freshness_state: oneOf(FRESHNESS_STATES),
    problem_class: oneOf(PROBLEM_CLASSES),
    surface_category: oneOf(SURFACE_CATEGORIES),
    is_currently_active: flag,
    is_reconciled: flag,
    show_in_active_progress: flag,
    keep_active_polling: flag,
  },
  {},
  { compact_label: text, diagnostic_label: text, lifecycle_label: text, guidance: text, stale_lineage_note: text },
);

const progress = object<RunProgress>({ kind: oneOf(PROGRESS_KINDS) }, { processed: amount, total: amount, label: text, step: ordinal, steps: ordinal }, {}, { whole: true });

/** The fields that a run detail has not. */
const ofItemsOnly: NullableFields<OperationRunSurfaceItem> = { tenant_id: id, tenant_label: text, status_label: text, outcome_label: text, detail_url: text, progress };

/** Whether JSON that may be a surface item or a run detail has a field of the former. */
export const looksLikeSurfaceItem = (json: unknown): boolean => Object.keys(Object(json) as object).some((key) => Object.hasOwn(ofItemsOnly, key));

const item = object<OperationRunSurfaceItem>({ run_id: id, operation_label: text, active_state: activeState }, {}, ofItemsOnly, {
  becomes: { run_id: null, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE },
  truth: ['active_state', 'run_id'],
}) as Reader<RunItem>;

const interval = oneOf(POLL_INTERVALS);

export const tenantActivity: PayloadContract<TenantActivity> = {
  name: 'TenantActivityOperationsSummary',
  read: object<TenantActivity>({ tenant_id: id, items: inList }, {}, {}),
  list: 'items',
  entry: item,
};

export const progressOverlay: PayloadContract<ProgressOverlay> = {
  name: 'TenantOperationProgressOverlay',
  read: object<ProgressOverlay>(
    { tenant_id: id, has_visible_active_runs: flag, items: inList, poll_interval: (value, report) => (value === null ? null : interval(value, report)) },
    {},
    {},
    { becomes: { poll_interval: '10s' } },
  ),
  list: 'items',
  entry: item,
};

export const runCollection: PayloadContract<RunCollection> = {
  name: 'OperationRunCollectionContract',
  read: object<RunCollection>({ items: inList }, {}, { tenant_filter: id, active_tab: text, problem_class: text }),
  list: 'items',
  entry: item,
};

export const surfaceItem: PayloadContract<RunItem> = { name: 'OperationRunSurfaceItem', read: item };

export const runDetail: PayloadContract<OperationRunDetailContract> = {
  name: 'OperationRunDetailContract',
  read: object<OperationRunDetailContract>(
    { run_id: id, operation_label: text, active_state: activeState },
    { diagnostics_visible_after_summary: oneOf([true as const]) },
    { top_summary: text },
    { becomes: { operation_label: '', active_state: UNKNOWN_ACTIVE_STATE } },
  ),
};
