/** A clock that only moves when a test calls `advance`: nothing sleeps, and no timer fires late. Has the shape of the kit's `Clock`. */

/** The default start of the virtual wall clock, in epoch milliseconds. */
export const EPOCH = Date.UTC(2026, 10, 21, 14, 2, 10);

export interface VirtualTimeOptions {
  /** The start of the wall clock, in epoch milliseconds. */
  readonly epoch?: number;
  /** Awaited between timers, so that everything runs that needs no time. Default: `settle`. */
  readonly settled?: () => Promise<void>;
}

export class VirtualTime {
  #elapsed = 0;
  #lastTimer = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  readonly #epoch: number;
  readonly #settled: () => Promise<void>;

  constructor({ epoch = EPOCH, settled = settle }: VirtualTimeOptions = {}) {
    this.#epoch = epoch;
    this.#settled = settled;
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** When the next timer fires, on the monotonic clock; null when none is set. */
  get next(): number | null {
    return this.#timers.size === 0 ? null : Math.min(...[...this.#timers.values()].map(({ at }) => at));
  }

  now(): number {
    return this.#epoch + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimeout(callback: () => void, milliseconds: number): unknown {
    // A browser fires a timer of more than 2^31 - 1 ms at once, so code that sets one is wrong.
    if (!(milliseconds <= 2 ** 31 - 1)) throw new RangeError(`A timer of ${milliseconds} ms overflows.`);
    this.#timers.set(++this.#lastTimer, { at: this.#elapsed + milliseconds, callback });
    return this.#lastTimer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  /** Moves time forward. Each timer fires at its own time, and the work that it starts is done before the next one fires. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      await this.#settled();
      const [next] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, { at, callback }] = next;
      this.#timers.delete(id);
      this.#elapsed = at;
      callback();
    }
    this.#elapsed = end;
    await this.#settled();
  }
}

/** Waits until everything has run that needs no time: promises, streams, updates. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

/** Waits for one turn of the event loop. Without a timer, because a browser throttles timers. */
export const turn: () => Promise<void> = typeof setImmediate === 'function' ? () => new Promise((resolve) => setImmediate(resolve)) : turnsOfPage();

function turnsOfPage(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
