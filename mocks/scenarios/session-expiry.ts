import { runs } from '../fixtures/runs.ts';
import { lifeOf } from './life.ts';
import type { Scenario } from './scenario.ts';
import { counting } from './states.ts';

const compare = lifeOf({ run: runs.freshRunning, type: 'baseline_compare', initiator: 'Dana Reyes', created: -50, started: -48, window: 600 });
const sync = lifeOf({ run: runs.freshDeterminate, type: 'inventory_sync', initiator: 'Dana Reyes', created: -20, started: -18, window: 600 });
const next = lifeOf({ run: runs.freshQueued, type: 'inventory_sync', initiator: 'Dana Reyes', created: 102, started: 102, window: 300 });

const compared = compare(runs.followUp, { completed: 61, operator_message: '12 settings drifted from the baseline. Review them.' });
const synced = sync(runs.succeeded, { completed: 80, summary_counts: { processed: 5200, total: 5200 } });

export const sessionExpiry: Scenario = {
  name: 'sessionExpiry',
  title: 'Session expiry',
  description: 'The operator’s session ends while the page is open: the refresh stops, and goes on once the operator has signed in again and starts new work.',
  duration: 150,
  moments: [
    { from: 0, told: 'Two runs are active.', runs: [sync(counting(1840)), compare(runs.freshRunning)], run: runs.freshRunning.run_id },
    { from: 24, told: 'The session ends.', session: false },
    { from: 80, told: 'Meanwhile both runs ended.', runs: [synced, compared] },
    { from: 92, told: 'The operator signs in again, in another tab.', session: true },
    { from: 102, told: 'Back on this page, the operator starts a sync.', runs: [next(runs.freshQueued), synced, compared], run: runs.freshQueued.run_id, enqueued: runs.freshQueued.run_id },
    { from: 116, told: 'A worker takes it up.', runs: [next(counting(310)), synced, compared] },
  ],
};
