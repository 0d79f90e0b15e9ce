import { records } from '../fixtures/lifecycle.ts';
import { runs, tenants } from '../fixtures/runs.ts';
import { lifeOf } from './life.ts';
import type { Scenario } from './scenario.ts';
import { counting, inPhase, staleAt } from './states.ts';

const { contoso, fabrikam } = tenants;

const sync = lifeOf({ run: runs.freshDeterminate, type: 'inventory_sync', initiator: 'Dana Reyes', created: -400, started: -398, window: 300 });
const restore = lifeOf({ run: runs.staleQueued, type: 'policy_restore', initiator: 'Sam Okafor', created: -30, started: -28, window: 600 });
const exported = lifeOf({ run: { ...runs.freshPhase, ...fabrikam }, type: 'evidence_export', initiator: 'Ines Vidal', created: -60, started: -58, window: 600 });
const failed = lifeOf({ run: { ...runs.failed, ...fabrikam }, type: 'baseline_compare', initiator: 'Ines Vidal', created: -7200, started: -7190, window: 600 })(runs.failed, {
  completed: -7130,
  failure_summary: records.failed.failure_summary,
});

const stale = sync(staleAt(3120));
const settled = sync(runs.reconciledByScheduler, {
  completed: 60,
  summary_counts: { processed: 3120, total: 5200 },
  failure_summary: records.reconciledByScheduler.failure_summary,
  reconciliation: records.reconciledByScheduler.reconciliation,
});
const restoring = restore(counting(12, 41));

export const tenantSwitch: Scenario = {
  name: 'tenantSwitch',
  title: 'Tenant switch',
  description: 'The host switches from one tenant to another and back: no surface ever shows what is the other tenant’s.',
  duration: 150,
  moments: [
    { from: 0, told: 'The host shows Contoso.', runs: [stale, restoring, exported(inPhase('Collecting the evidence', 1)), failed], tenant: contoso.tenant_id, run: runs.freshDeterminate.run_id },
    { from: 28, told: 'The host switches to Fabrikam.', tenant: fabrikam.tenant_id, run: runs.freshPhase.run_id },
    { from: 44, told: 'Fabrikam’s export makes progress.', runs: [stale, restoring, exported(inPhase('Writing the archive', 2)), failed] },
    { from: 60, told: 'Meanwhile Contoso’s sync is settled.', runs: [settled, restoring, exported(inPhase('Uploading the archive', 3)), failed] },
    { from: 88, told: 'The host switches back to Contoso.', tenant: contoso.tenant_id, run: runs.freshDeterminate.run_id },
    { from: 104, told: 'Contoso’s restore makes progress.', runs: [settled, restore(counting(36, 41)), exported(inPhase('Uploading the archive', 3)), failed] },
  ],
};
