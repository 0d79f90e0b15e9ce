/** A scenario: what is true in the backend's world from which second on. Data only; `answerAt` is the backend that speaks it. */
import type { OperationRunDetail, OperationRunSurfaceItem, ReviewPackGeneration } from 'op-run-elements/contract';

/** A run at one moment, as its surfaces are told and as its lifecycle record tells it; null for a type without a lifecycle policy. */
export interface ScenarioRun {
  readonly item: OperationRunSurfaceItem;
  readonly record: OperationRunDetail | null;
}

/** What is true at one moment. */
export interface World {
  /** Newest first, of every tenant. */
  readonly runs: readonly ScenarioRun[];
  /** Whether the operator is signed in. */
  readonly session: boolean;
  /** Whether requests reach the backend. The page does not learn of it by itself. */
  readonly network: boolean;
  /** The tenant that the host shows. */
  readonly tenant: number;
  /** The run that the host shows; null while it shows none. */
  readonly run: number | null;
  /** A tenant without one has not started any. */
  readonly reviewPack: ReviewPackGeneration | null;
}

/** A change of the world. What it leaves out stays as it was. */
export interface Moment extends Partial<World> {
  /** Seconds since the beginning. */
  readonly from: number;
  /** What happens, in one short sentence. */
  readonly told: string;
  /** The id of a run that the host starts now and tells its surfaces of (`op-run-enqueued`). */
  readonly enqueued?: number;
}

export interface Scenario {
  /** Its key in `scenarios`. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  /** Seconds. */
  readonly duration: number;
  /** Oldest first; the first one is from 0 on. */
  readonly moments: readonly Moment[];
}

/** What the wall clock shows when a scenario begins, in epoch milliseconds: 14:02:10 wherever it is played, so that it looks the same everywhere. */
export const SCENARIO_START = new Date(2026, 10, 21, 14, 2, 10).getTime();

const QUIET: World = { runs: [], session: true, network: true, tenant: 7, run: null, reviewPack: null };

/** The world of a scenario after so many seconds. */
export function worldAt({ moments }: Scenario, seconds: number): World {
  return moments.filter(({ from }) => from <= seconds).reduce<World>((world, { from: _from, told: _told, enqueued: _enqueued, ...change }) => ({ ...world, ...change }), QUIET);
}
