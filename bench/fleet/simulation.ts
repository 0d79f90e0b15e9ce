/** Plays one scenario: 10,000 browsers, one backend, one clock. */
import { DEFAULT_INTERVAL, overlaySubject, ResourceStore, systemEnvironment } from '../../src/refresh/index.ts';
import { addressOf, ScriptedPage, Surface } from '../../test/refresh/stage.ts';
import { CalendarClock } from './clock.ts';
import { Backend, type Scenario, type World } from './scenarios.ts';

export const BROWSERS = 10_000;
const OUTAGE = 2 * DEFAULT_INTERVAL;
const A_MINUTE = 60_000;

export interface Figures {
  /** Mean requests per second in the last interval before the disturbance. */
  readonly mean: number;
  /** The most requests within any second, from the restart until a minute after all browsers are fresh. */
  readonly peak: number;
  /** Seconds from the restart until every browser shows an answer from after it. */
  readonly fresh: number;
  /** The most requests within any second of the interval after that minute. */
  readonly later: number;
}

export async function simulate(scenario: Scenario, random: () => number): Promise<Figures> {
  const clock = new CalendarClock(Date.UTC(2026, 10, 23, 9));
  const world: World = { clock, backend: new Backend(clock), page: new ScriptedPage() };
  const { arrivals } = world.backend;
  const overlays = Array.from({ length: BROWSERS }, () => openable(world, random));
  const opening = randomly(9);
  for (const overlay of overlays) clock.setTimeout(() => overlay.connectNow(), (scenario.together ? 0.5 : opening()) * DEFAULT_INTERVAL);
  await clock.advanceTo(OUTAGE);
  const mean = arrivals.filter((at) => at > OUTAGE - DEFAULT_INTERVAL).length / (DEFAULT_INTERVAL / 1000);

  scenario.begin(world);
  await clock.advanceTo(OUTAGE + scenario.seconds * 1000);
  const restart = clock.monotonic();
  const before = arrivals.length;
  scenario.end(world);
  const fresh = await freshness(overlays, clock);
  await clock.advanceTo(restart + fresh + A_MINUTE);
  const peak = peakOf(arrivals.slice(before));
  const minuteLater = arrivals.length;
  await clock.advanceTo(restart + fresh + A_MINUTE + DEFAULT_INTERVAL);
  return { mean, peak, fresh: fresh / 1000, later: peakOf(arrivals.slice(minuteLater)) };
}

/** A browser with one tab and one overlay, not opened yet. Browsers share only the backend, the clock and the page object. */
function openable({ clock, backend, page }: World, random: () => number): Surface {
  const { timeout, maxBytes } = systemEnvironment;
  const store = new ResourceStore({ clock, page, tabs: null, fetch: backend.fetch, random, timeout, maxBytes });
  return new Surface({ subject: overlaySubject, address: addressOf({ tenantId: 7 }), payload: undefined, inline: false }, store);
}

/** Waits until every overlay shows an answer that is newer than now. Returns the milliseconds until then. */
async function freshness(overlays: readonly Surface[], clock: CalendarClock): Promise<number> {
  const since = clock.now();
  let last = since;
  for (let waiting = overlays; waiting.length > 0; ) {
    // Short steps: the first new answer of each overlay is seen before its next one.
    await clock.advanceTo(clock.monotonic() + 1000);
    waiting = waiting.filter(({ snapshot: { asOf } }) => {
      if (asOf === null || asOf < since) return true;
      last = Math.max(last, asOf);
      return false;
    });
  }
  return last - since;
}

/** The most of these moments that lie within any one second. */
function peakOf(moments: readonly number[]): number {
  let [peak, first] = [0, 0];
  moments.forEach((moment, index) => {
    while (moment - moments[first]! >= 1000) first += 1;
    peak = Math.max(peak, index - first + 1);
  });
  return peak;
}

/** Seeded random numbers (mulberry32), the same on every run. */
export function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
