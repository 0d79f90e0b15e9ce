/** How the payloads of `lifecycle.openapi.yaml` are read. */
import { inList, type PayloadContract } from '../parse.ts';
import type { FailureSummaryItem, LifecycleList, LifecycleRecord, OperationRunDetail, OperationRunListItem, ReconciliationRecord } from '../types.ts';
import { LIFECYCLE_FRESHNESS_STATES, RECONCILIATION_SOURCES, RUN_OUTCOMES, RUN_STATUSES } from '../vocabulary.ts';
import { flag, integer, listOf, mapOf, number, oneOf, text, time } from './kinds.ts';
import { object, type NullableFields, type OptionalFields, type RequiredFields } from './object.ts';

const required: RequiredFields<OperationRunListItem> = {
  id: integer,
  reconciled: flag,
  type: text,
  status: oneOf(RUN_STATUSES),
  outcome: oneOf(RUN_OUTCOMES),
  freshness_state: oneOf(LIFECYCLE_FRESHNESS_STATES),
  created_at: time,
};
const optional: OptionalFields<OperationRunListItem> = { type_label: text, operator_message: text };
const nullable: NullableFields<OperationRunListItem> = { tenant_id: integer, initiator_name: text, started_at: time, completed_at: time };

const becomes = {
  type: '',
  status: 'unknown',
  outcome: 'unknown',
  freshness_state: 'unknown',
  created_at: null,
  // Null would say that the system started the run.
  initiator_name: undefined,
};

const evidence = mapOf<unknown>();

const reconciliation = object<NonNullable<ReconciliationRecord>>(
  {},
  { reconciled_at: time, source: oneOf(RECONCILIATION_SOURCES), reason_code: text, reason_message: text, evidence },
  {},
);

export const lifecycleList: PayloadContract<LifecycleList> = {
  name: 'OperationRunList',
  read: object<LifecycleList>({ data: inList }, {}, {}),
  list: 'data',
  entry: object<OperationRunListItem>(required, optional, nullable, {
    becomes: { ...becomes, id: null, reconciled: false },
    truth: ['freshness_state', 'id', 'reconciled'],
  }),
};

export const lifecycleDetail: PayloadContract<LifecycleRecord> = {
  name: 'OperationRunDetail',
  read: object<OperationRunDetail>(
    required,
    {
      ...optional,
      summary_counts: mapOf(number),
      failure_summary: listOf(object<FailureSummaryItem>({ code: text, message: text }, {}, {}, { becomes: { code: '', message: '' } })),
      diagnostics: object<NonNullable<OperationRunDetail['diagnostics']>>({}, { threshold_seconds: integer, evidence }, {}),
    },
    { ...nullable, reconciliation },
    { becomes },
  ),
};
