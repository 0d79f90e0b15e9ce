/** What a backend may say about a run's lifecycle and its reconciliation: the schemas of `lifecycle.openapi.yaml`, and the types of its JSON. */
import * as z from 'zod/mini';
import { LIFECYCLE_FRESHNESS_STATES, RECONCILIATION_SOURCES, RUN_OUTCOMES, RUN_STATUSES } from '../vocabulary.ts';
import { dateTime } from './shapes.ts';

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
