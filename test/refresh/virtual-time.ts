/** A clock that stands still until a test moves it on: no test sleeps, and no timer fires late. */
import type { Clock } from '../../src/refresh/index.ts';

/** What the wall clock shows when the virtual one starts. */
export const EPOCH = Date.UTC(2026, 10, 21, 14, 2, 10);

export class VirtualTime implements Clock {
  #elapsed = 0;
  #lastTimer = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  readonly #settle: () => Promise<void>;

  /** `settled` lets everything run that needs no time: in Node by default. */
  constructor(settled: () => Promise<void> = settle) {
    this.#settle = settled;
  }

  /** Timers that are set. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return EPOCH + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimeout(callback: () => void, milliseconds: number): unknown {
    // A browser fires a longer timer at once; the schedule must never set one.
    if (!(milliseconds <= 2 ** 31 - 1)) throw new RangeError(`A timer of ${milliseconds} ms overflows.`);
    this.#timers.set(++this.#lastTimer, { at: this.#elapsed + milliseconds, callback });
    return this.#lastTimer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  /** Moves time on, firing every timer at its own moment, with all that follows from it. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      await this.#settle();
      const [next] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, { at, callback }] = next;
      this.#timers.delete(id);
      this.#elapsed = at;
      callback();
    }
    this.#elapsed = end;
    await this.#settle();
  }
}

/** Lets everything run that needs no time: promises, streams, updates. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
