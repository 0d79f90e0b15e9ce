/**
 * What a backend may say about a run's active state: the schemas of `active-state.openapi.yaml`.
 * The wire types are inferred from the schemas; the value types are what parsing makes of them.
 */
import * as z from 'zod/mini';
import { keepValid, type PayloadContract, type Repair } from './parse.ts';
import { id, optionalText } from './shapes.ts';

export const FRESHNESS_STATES = ['fresh_active', 'likely_stale', 'reconciled_failed', 'terminal_normal', 'unknown'] as const;
export const PROBLEM_CLASSES = ['none', 'active_stale_attention', 'terminal_follow_up'] as const;
export const SURFACE_CATEGORIES = ['healthy_active', 'past_expected_lifecycle', 'likely_stale', 'no_longer_active', 'unknown'] as const;

export const operationRunActiveStateProjection = z.strictObject({
  freshness_state: z.enum(FRESHNESS_STATES),
  problem_class: z.enum(PROBLEM_CLASSES),
  surface_category: z.enum(SURFACE_CATEGORIES),
  compact_label: optionalText,
  diagnostic_label: optionalText,
  lifecycle_label: optionalText,
  guidance: optionalText,
  stale_lineage_note: optionalText,
  is_currently_active: z.boolean(),
  is_reconciled: z.boolean(),
  show_in_active_progress: z.boolean(),
  keep_active_polling: z.boolean(),
});

const amount = z.number().check(z.minimum(0));
const ordinal = z.int().check(z.minimum(1));

/** The kit's optional extension to a surface item: how far a fresh run has come. `processed` and `total` count units of work. */
export const runProgress = z.strictObject({
  kind: z.enum(['determinate', 'phase']),
  processed: z.optional(amount),
  total: z.optional(amount),
  label: z.optional(z.string()),
  step: z.optional(ordinal),
  steps: z.optional(ordinal),
});

export const operationRunSurfaceItem = z.strictObject({
  run_id: id,
  tenant_id: z.optional(z.nullable(id)),
  tenant_label: optionalText,
  operation_label: z.string(),
  status_label: optionalText,
  outcome_label: optionalText,
  active_state: operationRunActiveStateProjection,
  detail_url: optionalText,
  progress: z.optional(z.nullable(runProgress)),
});

const items = z.array(operationRunSurfaceItem);

export const tenantActivityOperationsSummary = z.strictObject({ tenant_id: id, items });

export const tenantOperationProgressOverlay = z.strictObject({
  tenant_id: id,
  has_visible_active_runs: z.boolean(),
  poll_interval: z.nullable(z.enum(['10s'])),
  items,
});

export const operationRunCollectionContract = z.strictObject({
  tenant_filter: z.optional(z.nullable(id)),
  active_tab: optionalText,
  problem_class: optionalText,
  items,
});

export const operationRunDetailContract = z.strictObject({
  run_id: id,
  operation_label: z.string(),
  active_state: operationRunActiveStateProjection,
  top_summary: optionalText,
  diagnostics_visible_after_summary: z.optional(z.literal(true)),
});

export type OperationRunActiveStateProjection = z.infer<typeof operationRunActiveStateProjection>;
export type OperationRunSurfaceItem = z.infer<typeof operationRunSurfaceItem>;
export type TenantActivityOperationsSummary = z.infer<typeof tenantActivityOperationsSummary>;
export type TenantOperationProgressOverlay = z.infer<typeof tenantOperationProgressOverlay>;
export type OperationRunCollectionContract = z.infer<typeof operationRunCollectionContract>;
export type OperationRunDetailContract = z.infer<typeof operationRunDetailContract>;
export type RunProgress = z.infer<typeof runProgress>;

/** A surface item as the kit holds it: a broken one keeps what could be read, and its `run_id` may be null. */
export type RunItem = Omit<OperationRunSurfaceItem, 'run_id'> & { run_id: number | null };
type WithRunItems<Wire> = Omit<Wire, 'items'> & { items: RunItem[] };

/** A run about which nothing is known. A broken item must not vanish, so it stays visible; nothing polls for it. */
export const UNKNOWN_ACTIVE_STATE: OperationRunActiveStateProjection = {
  freshness_state: 'unknown',
  problem_class: 'none',
  surface_category: 'unknown',
  is_currently_active: true,
  is_reconciled: false,
  show_in_active_progress: true,
  keep_active_polling: false,
};

function unknownItem(raw: unknown): RunItem {
  const kept = keepValid(operationRunSurfaceItem.shape, raw) as Partial<RunItem>;
  return { run_id: null, operation_label: '', ...kept, active_state: UNKNOWN_ACTIVE_STATE };
}

const itemRepairs: Repair[] = [
  { at: 'items.*.progress', with: () => null },
  { at: 'items.*', with: unknownItem },
];

export const tenantActivity: PayloadContract<WithRunItems<TenantActivityOperationsSummary>> = {
  name: 'TenantActivityOperationsSummary',
  schema: tenantActivityOperationsSummary,
  repairs: itemRepairs,
};

export const progressOverlay: PayloadContract<WithRunItems<TenantOperationProgressOverlay>> = {
  name: 'TenantOperationProgressOverlay',
  schema: tenantOperationProgressOverlay,
  repairs: [{ at: 'poll_interval', with: () => '10s' }, ...itemRepairs],
};

export const runCollection: PayloadContract<WithRunItems<OperationRunCollectionContract>> = {
  name: 'OperationRunCollectionContract',
  schema: operationRunCollectionContract,
  repairs: itemRepairs,
};

export const surfaceItem: PayloadContract<RunItem> = {
  name: 'OperationRunSurfaceItem',
  schema: operationRunSurfaceItem,
  repairs: [
    { at: 'progress', with: () => null },
    { at: '', with: unknownItem },
  ],
};

export const runDetail: PayloadContract<OperationRunDetailContract> = {
  name: 'OperationRunDetailContract',
  schema: operationRunDetailContract,
  repairs: [
    { at: 'active_state', with: () => UNKNOWN_ACTIVE_STATE },
    { at: 'diagnostics_visible_after_summary', with: () => undefined },
  ],
};
