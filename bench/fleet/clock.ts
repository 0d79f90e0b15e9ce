/**
 * A virtual clock for very many timers: a calendar with a page for each millisecond, so that setting, clearing and firing one costs the same
 * however many there are. Has the shape of the kit's `Clock`; `mocks/virtual-time.ts` is the one for a few timers. As in a browser, a moment is
 * a whole millisecond, and no timer fires early.
 */
import type { Clock } from '../../src/refresh/index.ts';

interface Timer {
  /** Null once it is cleared. */
  callback: (() => void) | null;
}

export class CalendarClock implements Clock {
  #elapsed = 0;
  readonly #calendar = new Map<number, Timer[]>();
  readonly #epoch: number;

  /** `epoch`: what the wall clock shows at the start, in epoch milliseconds. */
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

  /** Moves time on to the end of `moment`, firing every timer at its own moment, with all that follows from it. */
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

/** All that promises lead to happens before the next turn of the event loop. */
const promises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
