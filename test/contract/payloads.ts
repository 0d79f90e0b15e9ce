/** One full, valid payload per contract, for the parser's tests: every optional field is there, so that each can be broken. */
import * as contract from '../../src/contract/index.ts';
import type { OperationRunActiveStateProjection, OperationRunDetail, OperationRunSurfaceItem, PayloadContract } from '../../src/contract/index.ts';

export const activeState: OperationRunActiveStateProjection = {
  freshness_state: 'fresh_active',
  problem_class: 'none',
  surface_category: 'healthy_active',
  compact_label: 'Running',
  diagnostic_label: 'Operation in progress',
  lifecycle_label: 'Active',
  guidance: null,
  stale_lineage_note: null,
  is_currently_active: true,
  is_reconciled: false,
  show_in_active_progress: true,
  keep_active_polling: true,
};

export const item: OperationRunSurfaceItem = {
  run_id: 15,
  tenant_id: 7,
  tenant_label: 'Contoso',
  operation_label: 'Inventory sync',
  status_label: 'Running',
  outcome_label: null,
  active_state: activeState,
  detail_url: '/admin/operations/15',
  progress: { kind: 'determinate', processed: 3, total: 12 },
};

const phaseItem: OperationRunSurfaceItem = { ...item, run_id: 16, progress: { kind: 'phase', label: 'Hashing files', step: 2, steps: 4 } };

export const record: OperationRunDetail = {
  id: 15,
  type: 'inventory_sync',
  type_label: 'Inventory sync',
  status: 'completed',
  outcome: 'failed',
  freshness_state: 'reconciled_failed',
  reconciled: true,
  tenant_id: 7,
  initiator_name: null,
  operator_message: 'The sync did not report an outcome.',
  created_at: '2026-03-02T09:14:05.123456Z',
  started_at: '2026-03-02T09:14:06+01:00',
  completed_at: null,
  summary_counts: { processed: 980, total: 5200 },
  failure_summary: [{ code: 'run.lost', message: 'No worker reported.' }],
  reconciliation: {
    reconciled_at: '2026-03-02T09:31:00Z',
    source: 'scheduled_reconciler',
    reason_code: 'run.lost',
    reason_message: 'No worker reported.',
    evidence: { worker: null, attempts: [1, 2, { at: 'x' }] },
  },
  diagnostics: { threshold_seconds: 900, evidence: { worker: 'worker-1' } },
};
const { summary_counts: _counts, failure_summary: _failures, reconciliation: _reconciliation, diagnostics: _diagnostics, ...listItem } = record;

export interface Sample {
  readonly contract: PayloadContract<unknown>;
  readonly payload: Readonly<Record<string, unknown>>;
}

export const samples: Readonly<Record<string, Sample>> = {
  TenantActivityOperationsSummary: { contract: contract.tenantActivity, payload: { tenant_id: 7, items: [item, phaseItem] } },
  TenantOperationProgressOverlay: {
    contract: contract.progressOverlay,
    payload: { tenant_id: 7, has_visible_active_runs: true, poll_interval: '10s', items: [item, phaseItem] },
  },
  OperationRunCollectionContract: {
    contract: contract.runCollection,
    payload: { tenant_filter: 7, active_tab: 'active', problem_class: 'none', items: [item, phaseItem] },
  },
  OperationRunSurfaceItem: { contract: contract.surfaceItem, payload: { ...item } },
  OperationRunDetailContract: {
    contract: contract.runDetail,
    payload: { run_id: 15, operation_label: 'Inventory sync', active_state: activeState, top_summary: 'Hashing files.', diagnostics_visible_after_summary: true },
  },
  OperationRunList: { contract: contract.lifecycleList, payload: { data: [listItem, { ...listItem, id: 16 }] } },
  OperationRunDetail: { contract: contract.lifecycleDetail, payload: { ...record } },
  ReviewPackGeneration: {
    contract: contract.reviewPack,
    payload: {
      tenant_id: 7,
      generation_state: 'ready',
      keep_active_polling: false,
      message: 'The pack holds the evidence of 41 policies.',
      run_id: 15,
      detail_url: '/admin/operations/15',
      download_url: '/admin/t/7/exports/15',
      generated_at: '2026-03-02T09:20:31+01:00',
    },
  },
};
