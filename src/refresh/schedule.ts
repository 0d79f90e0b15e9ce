/** When the next request is due. Pure: time and chance come in as arguments. */

/** Milliseconds between refreshes (P1). */
export const DEFAULT_INTERVAL = 10_000;
/** The longest wait between two attempts, unless the server asks for a longer one. */
export const MAX_BACKOFF = 5 * 60_000;
/**
 * The wait after an answer is longer by a random part: up to this many times what the answer took, and at most one interval. Without it a
 * server that stalls and then answers all browsers together would be asked by all of them together from then on.
 */
const SPREAD = 4;
/** Timers overflow beyond 2^31 - 1 ms and would fire at once. */
const MAX_DELAY = 2 ** 31 - 1;

export interface ScheduleInput {
  /** Milliseconds between refreshes while all is well. */
  readonly interval: number;
  /** Milliseconds from the last request to its answer. */
  readonly took?: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Milliseconds the server asked to wait, from `Retry-After`. */
  readonly retryAfter: number | null;
  /** 0 to 1; spreads the browsers that were answered, or failed, together. */
  readonly random: number;
}

/** Milliseconds from the end of the last attempt to the next (P3). */
export function nextDelay({ interval, took = 0, failures, retryAfter, random }: ScheduleInput): number {
  if (failures === 0) return Math.min(interval + random * Math.min(Math.max(0, SPREAD * took), interval), MAX_DELAY);
  const backoff = Math.min(interval * 2 ** Math.min(failures - 1, 30), Math.max(MAX_BACKOFF, interval));
  return Math.min(Math.max(backoff, retryAfter ?? 0) * (1 + random / 2), MAX_DELAY);
}

/** Milliseconds that a `Retry-After` header asks for (seconds or an HTTP date); null when absent or unreadable. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds);
}
