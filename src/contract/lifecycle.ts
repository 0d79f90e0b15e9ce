/**
 * What a backend may say about a run's lifecycle and its reconciliation: the schemas of `lifecycle.openapi.yaml`.
 */
import * as z from 'zod/mini';
import { keepValid, type PayloadContract, type Repair } from './parse.ts';
import { dateTime } from './shapes.ts';

export const RUN_STATUSES = ['queued', 'running', 'completed'] as const;
export const RUN_OUTCOMES = ['pending', 'succeeded', 'partially_succeeded', 'blocked', 'failed'] as const;
export const LIFECYCLE_FRESHNESS_STATES = ['fresh_active', 'likely_stale', 'reconciled_failed', 'terminal_normal'] as const;
export const RECONCILIATION_SOURCES = ['failed_callback', 'scheduled_reconciler', 'adapter_reconciler'] as const;

const evidence = z.record(z.string(), z.unknown());

export const failureSummaryItem = z.strictObject({ code: z.string(), message: z.string() });

export const reconciliationRecord = z.nullable(
  z.strictObject({
    reconciled_at: z.optional(dateTime),
    source: z.optional(z.enum(RECONCILIATION_SOURCES)),
    reason_code: z.optional(z.string()),
    reason_message: z.optional(z.string()),
    evidence: z.optional(evidence),
  }),
);

export const operationRunListItem = z.strictObject({
  id: z.int(),
  type: z.string(),
  type_label: z.optional(z.string()),
  status: z.enum(RUN_STATUSES),
  outcome: z.enum(RUN_OUTCOMES),
  freshness_state: z.enum(LIFECYCLE_FRESHNESS_STATES),
  reconciled: z.boolean(),
  tenant_id: z.optional(z.nullable(z.int())),
  initiator_name: z.optional(z.nullable(z.string())),
  operator_message: z.optional(z.string()),
  created_at: dateTime,
  started_at: z.optional(z.nullable(dateTime)),
  completed_at: z.optional(z.nullable(dateTime)),
});

export const operationRunDetail = z.extend(operationRunListItem, {
  summary_counts: z.optional(z.record(z.string(), z.number())),
  failure_summary: z.optional(z.array(failureSummaryItem)),
  reconciliation: z.optional(reconciliationRecord),
  diagnostics: z.optional(z.strictObject({ threshold_seconds: z.optional(z.int()), evidence: z.optional(evidence) })),
});

export const operationRunList = z.strictObject({ data: z.array(operationRunListItem) });

export type OperationRunListItem = z.infer<typeof operationRunListItem>;
export type OperationRunDetail = z.infer<typeof operationRunDetail>;
export type OperationRunList = z.infer<typeof operationRunList>;
export type ReconciliationRecord = z.infer<typeof reconciliationRecord>;
export type FailureSummaryItem = z.infer<typeof failureSummaryItem>;

/** A value that the kit does not know, or that is missing, is held as `unknown` instead of costing the record. */
type OrUnknown<Wire> = Omit<Wire, 'id' | 'status' | 'outcome' | 'freshness_state' | 'created_at'> & {
  id: number | null;
  status: (typeof RUN_STATUSES)[number] | 'unknown';
  outcome: (typeof RUN_OUTCOMES)[number] | 'unknown';
  freshness_state: (typeof LIFECYCLE_FRESHNESS_STATES)[number] | 'unknown';
  created_at: string | null;
};
export type LifecycleListItem = OrUnknown<OperationRunListItem>;
export type LifecycleRecord = OrUnknown<OperationRunDetail>;

const unknownRecord = (raw: unknown): LifecycleListItem => ({
  id: null,
  type: '',
  status: 'unknown',
  outcome: 'unknown',
  reconciled: false,
  created_at: null,
  ...(keepValid(operationRunListItem.shape, raw) as Partial<LifecycleListItem>),
  freshness_state: 'unknown',
});

const enumRepairs = (prefix: string): Repair[] =>
  ['status', 'outcome', 'freshness_state'].map((key) => ({ at: prefix + key, with: () => 'unknown' }));

export const lifecycleList: PayloadContract<{ data: LifecycleListItem[] }> = {
  name: 'OperationRunList',
  schema: operationRunList,
  repairs: [...enumRepairs('data.*.'), { at: 'data.*', with: unknownRecord }],
};

export const lifecycleDetail: PayloadContract<LifecycleRecord> = {
  name: 'OperationRunDetail',
  schema: operationRunDetail,
  repairs: [...enumRepairs(''), { at: 'reconciliation.source', with: () => undefined }],
};
