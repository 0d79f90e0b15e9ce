/**
 * The answers of the bench: a list of runs as an OperationRunCollectionContract, in the states that a busy workspace has.
 * Each run has a version. A new version changes the texts of its row, never its state. This module runs in Node and in the page.
 */
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';

const CLAIMS = {
  fresh: { freshness_state: 'fresh_active', problem_class: 'none', surface_category: 'healthy_active', is_currently_active: true, is_reconciled: false, show_in_active_progress: true, keep_active_polling: true },
  stale: { freshness_state: 'likely_stale', problem_class: 'active_stale_attention', surface_category: 'past_expected_lifecycle', is_currently_active: true, is_reconciled: false, show_in_active_progress: true, keep_active_polling: true },
  succeeded: { freshness_state: 'terminal_normal', problem_class: 'none', surface_category: 'no_longer_active', is_currently_active: false, is_reconciled: false, show_in_active_progress: false, keep_active_polling: false },
  reconciled: { freshness_state: 'reconciled_failed', problem_class: 'terminal_follow_up', surface_category: 'no_longer_active', is_currently_active: false, is_reconciled: true, show_in_active_progress: false, keep_active_polling: false },
} as const;

const OPERATIONS = ['Inventory sync', 'Baseline compare', 'Policy restore', 'Evidence export'];
const TENANTS = ['Contoso', 'Fabrikam', 'Northwind', 'Tailspin', 'Wingtip'];

/** Units of work of a determinate run. */
const TOTAL = 5200;

/** Of ten runs six are determinate. */
const KINDS = ['determinate', 'queued', 'determinate', 'determinate', 'stale', 'determinate', 'determinate', 'succeeded', 'determinate', 'reconciled'] as const;

/** The run of a row, counted from 0. A version differs from the next one in what the row shows. */
export function runAt(row: number, version: number): OperationRunSurfaceItem {
  const tenant = row % TENANTS.length;
  const run = { run_id: row + 1, tenant_id: tenant + 1, tenant_label: TENANTS[tenant]!, operation_label: OPERATIONS[row % OPERATIONS.length]! };
  const count = 1000 + ((row * 37 + version * 7) % 4000);
  switch (KINDS[row % KINDS.length]!) {
    case 'determinate':
      return { ...run, status_label: 'Running', active_state: CLAIMS.fresh, progress: { kind: 'determinate', processed: count, total: TOTAL } };
    case 'queued':
      return { ...run, status_label: 'Queued', active_state: { ...CLAIMS.fresh, guidance: `${count} runs are ahead of it.` } };
    case 'stale':
      return { ...run, status_label: 'Running', active_state: { ...CLAIMS.stale, guidance: `Past its lifecycle window by ${count} minutes.` } };
    case 'succeeded':
      return { ...run, outcome_label: 'Succeeded', active_state: { ...CLAIMS.succeeded, guidance: `${count} settings were compared.` } };
    case 'reconciled':
      return { ...run, outcome_label: 'Failed', active_state: { ...CLAIMS.reconciled, guidance: `Source: scheduled reconciler. Reason: no report for ${count} s.` } };
  }
}

/** A whole list, with the version of each row. */
export function runsAt(versions: ArrayLike<number>): OperationRunSurfaceItem[] {
  return Array.from(versions, (version, row) => runAt(row, version));
}
