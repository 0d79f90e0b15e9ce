/** When a resource has to ask again. Pure: all that it depends on comes in. */
import { nextDelay } from './schedule.ts';

/** The last attempt to learn the truth, in whatever tab, and what it says about the next. Moments are on the monotonic clock. */
export interface Attempt {
  /** The stamp of the request. */
  readonly order: number;
  /** When its answer came, or how long ago the data that was handed over was true. */
  readonly at: number;
  /** Milliseconds from the request to its answer. */
  readonly took: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter: number | null;
  /** 0 to 1: spreads the browsers that were answered together. Drawn once per answer, so that asking again does not move the date. */
  readonly chance: number;
}

export interface Timetable {
  /** Null before the first. */
  readonly attempt: Attempt | null;
  /** A refresh was asked for. */
  readonly demanded: boolean;
  /** The server has refused: nothing is asked for any more. */
  readonly refused: boolean;
  /** Since when other news has overtaken what is known; null when none has. */
  readonly expiredAt: number | null;
  /** The shortest interval in milliseconds that a surface asks for; null: none asks. */
  readonly interval: number | null;
}

/** When the next request is due on the monotonic clock; null: never. */
export function dueAt({ attempt, demanded, refused, expiredAt, interval }: Timetable): number | null {
  if (demanded) return -Infinity;
  if (refused) return null;
  if (attempt === null) return -Infinity;
  if (expiredAt !== null) return expiredAt;
  if (interval === null) return null;
  const { at, took, failures, retryAfter, chance } = attempt;
  return at + nextDelay({ interval, took, failures, retryAfter, random: chance });
}
