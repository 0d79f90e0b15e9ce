/** Time, as the refresh layer sees it; injectable, so that a test needs no waiting. */
export interface Clock {
  /** Wall time in epoch milliseconds: for telling people, never for scheduling. */
  now(): number;
  /** Milliseconds that only grow: for scheduling, since wall clocks jump. */
  monotonic(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as number),
};
