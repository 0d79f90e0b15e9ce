import { runs } from '../fixtures/runs.ts';
import { lifeOf } from './life.ts';
import type { Scenario } from './scenario.ts';
import { counting, staleAt } from './states.ts';

const sync = lifeOf({ run: runs.freshDeterminate, type: 'inventory_sync', initiator: 'Dana Reyes', created: -40, started: -38, window: 180 });
const queued = lifeOf({ run: runs.freshQueued, type: 'inventory_sync', initiator: 'Sam Okafor', created: -3, started: 0, window: 600 })(runs.freshQueued);

export const flappingNetwork: Scenario = {
  name: 'flappingNetwork',
  title: 'Flapping network',
  description: 'The connection comes and goes; what is shown is qualified by its time, and a run that turned stale meanwhile is told as soon as it is back.',
  duration: 240,
  moments: [
    { from: 0, told: 'Two runs are active.', runs: [sync(counting(1840)), queued], run: runs.freshDeterminate.run_id },
    { from: 15, told: 'The connection is lost.', network: false },
    { from: 26, told: 'It is back.', network: true, runs: [sync(counting(2310)), queued] },
    { from: 44, told: 'It blinks between two refreshes: nobody notices.', network: false },
    { from: 48, told: 'It is back.', network: true, runs: [sync(counting(3120)), queued] },
    { from: 66, told: 'It is lost for longer.', network: false },
    { from: 142, told: 'Meanwhile the sync went past its lifecycle window.', runs: [sync(staleAt(3120)), queued] },
    { from: 160, told: 'It is back.', network: true },
  ],
};
