import { runs } from '../fixtures/runs.ts';
import { lifeOf } from './life.ts';
import type { Scenario } from './scenario.ts';
import { counting } from './states.ts';

const sync = lifeOf({ run: runs.freshDeterminate, type: 'inventory_sync', initiator: 'Dana Reyes', created: 8, started: 26, window: 300 });
const lastNight = lifeOf({ run: runs.succeeded, type: 'inventory_sync', initiator: null, created: -43_200, started: -43_190, window: 900 })(runs.succeeded, {
  completed: -42_700,
  operator_message: 'All 5,200 files are in the inventory.',
});

export const queuedToDone: Scenario = {
  name: 'queuedToDone',
  title: 'Queued to done',
  description: 'An operator starts an inventory sync; it waits for a worker, progresses and succeeds.',
  duration: 150,
  moments: [
    { from: 0, told: 'Nothing is active.', runs: [lastNight] },
    { from: 8, told: 'An operator starts an inventory sync.', runs: [sync(runs.freshQueued), lastNight], run: runs.freshDeterminate.run_id, enqueued: runs.freshDeterminate.run_id },
    { from: 26, told: 'A worker takes it up.', runs: [sync(runs.freshRunning), lastNight] },
    { from: 36, told: 'It reports how far it has come.', runs: [sync(counting(840)), lastNight] },
    { from: 56, told: 'Half of the files are read.', runs: [sync(counting(2600)), lastNight] },
    { from: 76, told: 'Most of the files are read.', runs: [sync(counting(3900)), lastNight] },
    { from: 96, told: 'The last files.', runs: [sync(counting(5010)), lastNight] },
    {
      from: 116,
      told: 'It succeeds.',
      runs: [sync(runs.succeeded, { completed: 116, summary_counts: { processed: 5200, total: 5200 }, operator_message: 'All 5,200 files are in the inventory.' }), lastNight],
    },
  ],
};
