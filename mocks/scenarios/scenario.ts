/** A scenario: a list of changes of the backend's world, with their times. It is data only; `answerAt` makes answers of it. */
import type { OperationRunDetail, OperationRunSurfaceItem, ReviewPackGeneration } from 'op-run-elements/contract';

/** A run at one moment, as surface item and as lifecycle record. The record is null for a type without a lifecycle policy. */
export interface ScenarioRun {
  readonly item: OperationRunSurfaceItem;
  readonly record: OperationRunDetail | null;
}

/** The state of the backend at one moment. */
export interface World {
  /** The runs of all tenants, newest first. */
  readonly runs: readonly ScenarioRun[];
  /** Whether the operator is signed in. */
  readonly session: boolean;
  /** Whether requests reach the backend. The browser does not report this as offline. */
  readonly network: boolean;
  /** The tenant that the host's page shows. */
  readonly tenant: number;
  /** The run that the host's page shows; null: none. */
  readonly run: number | null;
  /** The tenant's review pack; null when none was started. */
  readonly reviewPack: ReviewPackGeneration | null;
}

/** A change of the world. Fields that it omits stay as they were. */
export interface Moment extends Partial<World> {
  /** Seconds since the beginning. */
  readonly from: number;
  /** What happens, in one short sentence. */
  readonly told: string;
  /** The id of a run that the host starts now and tells its surfaces of (`op-run-enqueued`). */
  readonly enqueued?: number;
}

export interface Scenario {
  /** The scenario's key in `scenarios`. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  /** Length of the scenario in seconds. */
  readonly duration: number;
  /** Oldest first; the first one has `from: 0`. */
  readonly moments: readonly Moment[];
}

/** Epoch milliseconds at which a scenario begins: 14:02:10 in the local time zone, so that it looks the same everywhere. */
export const SCENARIO_START = new Date(2026, 10, 21, 14, 2, 10).getTime();

const QUIET: World = { runs: [], session: true, network: true, tenant: 7, run: null, reviewPack: null };

/** The world of a scenario `seconds` after its start. */
export function worldAt({ moments }: Scenario, seconds: number): World {
  return moments.filter(({ from }) => from <= seconds).reduce<World>((world, { from: _from, told: _told, enqueued: _enqueued, ...change }) => ({ ...world, ...change }), QUIET);
}
