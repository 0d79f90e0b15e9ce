/** Worker thread: plays one scenario. */
import { parentPort, workerData } from 'node:worker_threads';
import { SCENARIOS } from './scenarios.ts';
import { randomly, simulate } from './simulation.ts';

export interface Job {
  /** Index in `SCENARIOS`. */
  readonly scenario: number;
  readonly jitter: boolean;
}

const { scenario, jitter } = workerData as Job;
parentPort!.postMessage(await simulate(SCENARIOS[scenario]!, jitter ? randomly(21) : () => 0));
