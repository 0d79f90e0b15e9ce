/**
 * Scenarios: scripted backends whose world changes from second to second, and `answerAt`, which answers every contract route from
 * the world of one moment. For the scenario player, for tests, and for hosts.
 * Lives here: what happens when, as data. Must not live here: clocks, elements, the player.
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
