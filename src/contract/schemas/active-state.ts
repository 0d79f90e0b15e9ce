/** What a backend may say about a run's active state: the schemas of `active-state.openapi.yaml`, and the types of its JSON. */
import * as z from 'zod/mini';
import { FRESHNESS_STATES, POLL_INTERVALS, PROBLEM_CLASSES, PROGRESS_KINDS, SURFACE_CATEGORIES } from '../vocabulary.ts';
import { id, optionalText } from './shapes.ts';

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
  kind: z.enum(PROGRESS_KINDS),
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
  poll_interval: z.nullable(z.enum(POLL_INTERVALS)),
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
