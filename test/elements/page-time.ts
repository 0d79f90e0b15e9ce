/** Virtual time for the test page: the page's clocks and timers stand still until a test moves them. */

import { settle, turn, VirtualTime } from '../../mocks/virtual-time.ts';

export { settle } from '../../mocks/virtual-time.ts';

const real = {
  setTimeout: window.setTimeout.bind(window),
  clearTimeout: window.clearTimeout.bind(window),
  now: performance.now.bind(performance),
  date: Date.now.bind(Date),
};

/** The wall clock at the start of a test: 14:02:10 in the browser's time zone. */
export const START = new Date(2026, 10, 21, 14, 2, 10).getTime();

/** Replaces the page's own clocks and timers by virtual ones. */
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

  /** Moves time forward. Each timer fires at its own time, and the work that it starts is done before the next one fires. */
  advance(milliseconds: number): Promise<void> {
    return this.#virtual.advance(milliseconds);
  }
}

export const time = new PageTime();

/** The number of requests under way, and how many of them a test holds back. */
let pending = 0;
let held: () => number = () => 0;

/** Counts the page's requests from now on. Called once per page, after the network is mocked. */
export function watchNetwork(backend: { readonly waiting: number }): void {
  held = () => backend.waiting;
  const { fetch } = window;
  window.fetch = async (...request) => {
    pending += 1;
    const answered = fetch(...request);
    // A request has ended when the whole body has arrived.
    void answered
      .then((response) => response.clone().arrayBuffer())
      .catch(() => {})
      .finally(() => (pending -= 1));
    return answered;
  };
}

/** Waits for answers that are on their way, so that virtual time does not reach a request's timeout first. Held answers are not awaited. */
async function answersIn(): Promise<void> {
  const end = real.now() + 2_000;
  do await settle();
  while (pending > held() && real.now() < end);
  await settle();
}

/** Resolves as soon as `condition` is true. Fails with `what` when it does not become true. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  const end = real.now() + 5_000;
  while (!condition()) {
    if (real.now() > end) throw new Error(`It did not come to be that ${what}.`);
    await turn();
    await new Promise((resolve) => real.setTimeout(resolve));
  }
}
