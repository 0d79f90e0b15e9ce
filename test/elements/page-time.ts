/** Time on the test page stands still until a test moves it on: what the kit does by timers and clocks happens when the test says so. */

import { settle, turn, VirtualTime } from '../../mocks/virtual-time.ts';

export { settle } from '../../mocks/virtual-time.ts';

const real = {
  setTimeout: window.setTimeout.bind(window),
  clearTimeout: window.clearTimeout.bind(window),
  now: performance.now.bind(performance),
  date: Date.now.bind(Date),
};

/** What the wall clock shows when a test begins: 14:02:10 where the browser is. */
export const START = new Date(2026, 10, 21, 14, 2, 10).getTime();

/** The page's own clocks and timers, run by a virtual one. */
class PageTime {
  #virtual = new VirtualTime({ settled: answersIn });

  stop(): void {
    this.#virtual = new VirtualTime({ settled: answersIn });
    const virtual = this.#virtual;
    window.setTimeout = ((callback: () => void, milliseconds = 0) => virtual.setTimeout(callback, milliseconds)) as typeof window.setTimeout;
    window.clearTimeout = (timer) => virtual.clearTimeout(timer);
    performance.now = () => virtual.monotonic();
    Date.now = () => START + virtual.monotonic();
  }

  run(): void {
    window.setTimeout = real.setTimeout;
    window.clearTimeout = real.clearTimeout;
    performance.now = real.now;
    Date.now = real.date;
  }

  /** Moves time on, firing every timer at its own moment, with all that follows from it. */
  advance(milliseconds: number): Promise<void> {
    return this.#virtual.advance(milliseconds);
  }
}

export const time = new PageTime();

/** Requests that are under way, and how many of them a test holds back. */
let pending = 0;
let held: () => number = () => 0;

/** Counts the requests of the page from now on. Called once per page, when the network is mocked. */
export function watchNetwork(backend: { readonly waiting: number }): void {
  held = () => backend.waiting;
  const { fetch } = window;
  window.fetch = async (...request) => {
    pending += 1;
    const answered = fetch(...request);
    // An answer is in when its last byte is.
    void answered
      .then((response) => response.clone().arrayBuffer())
      .catch(() => {})
      .finally(() => (pending -= 1));
    return answered;
  };
}

/** Time must not run into a request's own time limit while its answer is on the way; one that a test holds back may. */
async function answersIn(): Promise<void> {
  const end = real.now() + 2_000;
  do await settle();
  while (pending > held() && real.now() < end);
  await settle();
}

/** Resolves as soon as `condition` holds; fails with `what` when it does not come to hold. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  const end = real.now() + 5_000;
  while (!condition()) {
    if (real.now() > end) throw new Error(`It did not come to be that ${what}.`);
    await turn();
    await new Promise((resolve) => real.setTimeout(resolve));
  }
}
