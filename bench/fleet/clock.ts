/**
 * A virtual clock for very many timers: they are kept per millisecond, so that setting, clearing and firing one takes the same time however
 * many there are. Has the shape of the kit's `Clock`; `mocks/virtual-time.ts` is the clock for a few timers. As in a browser, time is in whole
 * milliseconds, and no timer fires early.
 */
import type { Clock } from '../../src/refresh/index.ts';

interface Timer {
  /** Null when the timer was cleared. */
  callback: (() => void) | null;
}

export class CalendarClock implements Clock {
  #elapsed = 0;
  readonly #calendar = new Map<number, Timer[]>();
  readonly #epoch: number;

  /** `epoch`: the start of the wall clock, in epoch milliseconds. */
  constructor(epoch: number) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#epoch + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimeout(callback: () => void, milliseconds: number): Timer {
    const timer: Timer = { callback };
    const moment = Math.ceil(this.#elapsed + milliseconds);
    const page = this.#calendar.get(moment);
    if (page) page.push(timer);
    else this.#calendar.set(moment, [timer]);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    if (timer) (timer as Timer).callback = null;
  }

  /** Moves time to the end of `moment`. Each timer fires at its own time, and the work that it starts is done before the next one fires. */
  async advanceTo(moment: number): Promise<void> {
    await promises();
    for (; ; this.#elapsed += 1) {
      for (let page; (page = this.#calendar.get(this.#elapsed)); await promises()) {
        this.#calendar.delete(this.#elapsed);
        for (const timer of page) timer.callback?.();
      }
      if (this.#elapsed >= moment) return;
    }
  }
}

/** Waits until pending promises are settled: that happens before the next turn of the event loop. */
const promises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
