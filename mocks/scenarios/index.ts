/**
 * Scenarios: scripted backends whose runs change over time, and `answerAt`, which answers every contract route as of one second.
 * The scenario player, tests and hosts use them.
 * Lives here: scripts, as data. Must not live here: clocks, elements, the player.
 */
import { flappingNetwork } from './flapping-network.ts';
import { mixedTenant } from './mixed-tenant.ts';
import { queuedToDone } from './queued-to-done.ts';
import { reconciledLateSuccess } from './reconciled-late-success.ts';
import type { Scenario } from './scenario.ts';
import { sessionExpiry } from './session-expiry.ts';
import { tenantSwitch } from './tenant-switch.ts';
import { workerDies } from './worker-dies.ts';

export { answerAt } from './answer-at.ts';
export { SCENARIO_START, worldAt, type Moment, type Scenario, type ScenarioRun, type World } from './scenario.ts';

export const scenarios = {
  queuedToDone,
  workerDies,
  reconciledLateSuccess,
  flappingNetwork,
  sessionExpiry,
  tenantSwitch,
  mixedTenant,
} as const satisfies Record<string, Scenario>;
