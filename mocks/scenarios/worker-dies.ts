import { records } from '../fixtures/lifecycle.ts';
import { runs } from '../fixtures/runs.ts';
import { isoAt, lifeOf } from './life.ts';
import type { Scenario } from './scenario.ts';
import { counting, inPhase, staleAt } from './states.ts';

const sync = lifeOf({ run: runs.freshDeterminate, type: 'inventory_sync', initiator: 'Dana Reyes', created: -24, started: -22, window: 120 });
const exported = lifeOf({ run: runs.freshPhase, type: 'evidence_export', initiator: 'Sam Okafor', created: -10, started: -9, window: 600 });

const worker = { worker: 'worker-2', heartbeat_at: isoAt(44) };
const done = exported(runs.succeeded, { completed: 72 });

export const workerDies: Scenario = {
  name: 'workerDies',
  title: 'Worker dies',
  description: 'A worker dies in the middle of a run: it stays fresh until the backend calls it likely stale, and the scheduled reconciler settles it.',
  duration: 240,
  moments: [
    { from: 0, told: 'Two runs are active.', runs: [sync(counting(1840)), exported(inPhase('Collecting the evidence', 1))], run: runs.freshDeterminate.run_id },
    { from: 24, told: 'Both make progress.', runs: [sync(counting(3120)), exported(inPhase('Writing the archive', 2))] },
    { from: 45, told: 'The sync’s worker dies. Nobody knows yet.' },
    { from: 72, told: 'The export succeeds. The sync reports nothing new.', runs: [sync(counting(3120)), done] },
    { from: 98, told: 'The sync is past its lifecycle window.', runs: [sync(staleAt(3120), { evidence: worker }), done] },
    {
      from: 186,
      told: 'The scheduled reconciler settles the sync as failed.',
      runs: [
        sync(runs.reconciledByScheduler, {
          completed: 186,
          summary_counts: { processed: 3120, total: 5200 },
          failure_summary: records.reconciledByScheduler.failure_summary,
          reconciliation: { ...records.reconciledByScheduler.reconciliation, evidence: { last_heartbeat_at: isoAt(44), threshold_seconds: 120 } },
          evidence: worker,
        }),
        done,
      ],
    },
  ],
};
