/**
 * Tabs of one browser, with its own locks, channels, windows, cache and processes, in the lab's virtual time.
 *
 *     await using profile = await openProfile();
 *     const [first, second] = await profile.openTabs(2, PAGE);
 *     await cached.leave(first);
 *     await profile.advance(10_000);
 *     await assertTells(second, 'late');
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { Frame } from 'playwright-core';
import { EPOCH, runs } from '../../mocks/index.ts';
import { ChaosServer, REQUEST_NAME, type Reply } from '../faults/chaos-server.ts';
import { instrument, type PageState } from '../faults/in-page.ts';
import { Lab, type Tab } from '../faults/lab.ts';
import { SURFACES } from '../faults/surfaces.ts';
import { startChromium, type RunningChromium } from './browser.ts';
import { live, openLabChannel } from './in-page.ts';

let chromium: Promise<RunningChromium> | undefined;
after(async () => (await chromium)?.close());

async function launched(): Promise<RunningChromium> {
  const started = await startChromium();
  await started.context.addInitScript(openLabChannel);
  await started.context.addInitScript(instrument, { epoch: EPOCH, requestName: REQUEST_NAME, random: 0 });
  await started.context.addInitScript(live);
  return started;
}

/** An origin of its own that nobody has visited yet. `await using` closes its tabs. */
export async function openProfile(): Promise<Profile> {
  return new Profile(await ChaosServer.start(), await (chromium ??= launched()));
}

/** Tells a page that catches up what time it is. */
export const now: Reply = ({ response, server }) => void response.end(String(server.elapsed));

export class Profile extends Lab {
  /** What was said on the console as an error or a warning, in any tab. */
  readonly complaints: string[] = [];
  readonly #chromium: RunningChromium;
  #clocks = 0;

  constructor(server: ChaosServer, chromium: RunningChromium) {
    const { context } = chromium;
    super(server, context, true);
    this.#chromium = chromium;
    context.on('console', this.#onConsole);
    server.page('/elsewhere', '<p>Another page</p>', '');
    server.script('/now', now);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.context.off('console', this.#onConsole);
    // The first page is the browser's own, and keeps it open.
    for (const page of this.context.pages().slice(1)) await page.close();
    await this.context.clearCookies();
    await this.server.close();
  }

  override async visit(path: string): Promise<Tab> {
    const tab = await super.visit(path);
    const moveTo = tab.moveTo.bind(tab);
    tab.moveTo = async (elapsed) => {
      await this.#setClocks(elapsed);
      return moveTo(elapsed);
    };
    return tab;
  }

  /** Opens tabs, one after the other: each in a window of its own, where all of them are visible, or all in one. */
  async openTabs(count: number, body: string, { oneWindow = false, ...options }: { readonly oneWindow?: boolean; readonly head?: string } = {}): Promise<Tab[]> {
    const tabs: Tab[] = [];
    while (tabs.length < count) {
      this.#chromium.opens = oneWindow && tabs.length > 0 ? 'tab' : 'window';
      tabs.push(await this.open(body, options));
    }
    this.#chromium.opens = 'window';
    return tabs;
  }

  /** When each URL was asked since then, in seconds; asserts that all were asked alike. */
  askedSince(seconds: number, urls: readonly string[]): number[] {
    const [times, ...others] = urls.map((url) => this.server.times(url).filter((time) => time > seconds));
    for (const [index, other] of others.entries()) assert.deepEqual(other, times, urls[index + 1]);
    return times!;
  }

  /** The tabs of one machine have one time: none tells the others what for their clocks is still to come. */
  async #setClocks(elapsed: number): Promise<void> {
    if (elapsed === this.#clocks) return;
    this.#clocks = elapsed;
    const frames = this.tabs.filter(({ away }) => !away).flatMap(({ page }) => page.frames());
    await Promise.all(frames.map((frame) => frame.evaluate((elapsed) => window.setClocks(elapsed), elapsed)));
  }

  readonly #onConsole = (message: { type(): string; text(): string }): void => {
    if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
  };
}

/** The kit's locks at the origin of a tab: how many are held, and asked for. */
export const locksOf = (tab: Tab): Promise<{ held: number; pending: number }> =>
  tab.page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    const ofKit = (locks: LockInfo[] | undefined) => (locks ?? []).filter(({ name }) => name!.startsWith('op-run-elements')).length;
    return { held: ofKit(held), pending: ofKit(pending) };
  });

/** Puts the frames of a tab's page on its time, as tabs of their own. `alone`: they hear nothing of the rest of the origin. */
export async function withFrames(tab: Tab, { alone = false } = {}): Promise<void> {
  const { page, lab } = tab;
  const frames = (): Frame[] => page.frames().filter((frame) => frame !== page.mainFrame());
  const merge = (states: PageState[]): PageState => ({
    ...states[0]!,
    next: states.reduce<number | null>((soonest, { next }) => (next === null ? soonest : Math.min(next, soonest ?? Infinity)), null),
    underWay: states.flatMap(({ underWay }) => underWay),
    activity: states.reduce((sum, { activity }) => sum + activity, 0),
  });
  const [moveTo, settle] = [tab.moveTo.bind(tab), tab.settle.bind(tab)];
  tab.moveTo = async (elapsed) => {
    const ofPage = await moveTo(elapsed);
    return merge([ofPage, ...(await Promise.all(frames().map((frame) => frame.evaluate((elapsed) => window.lab.moveTo(elapsed), elapsed))))]);
  };
  tab.settle = async (round, others) => {
    const heard = alone ? 0 : others + frames().length;
    const inFrames = frames().map((frame) => frame.evaluate(([round, heard]) => window.lab.settle(round!, heard!), [round, heard]));
    return merge(await Promise.all([settle(round, alone ? others : heard), ...inFrames]));
  };
  await lab.settle();
}

const SHOWN = ['op-progress-overlay', 'op-run-row', 'op-run-detail-banner'] as const;

/** A page with several elements, two of which share a URL. */
export const PAGE = SHOWN.map((name) => SURFACES[name].html).join('');
export const PAGE_URLS: readonly string[] = [...new Set(SHOWN.map((name) => SURFACES[name].url))];

/** The same for a signed-in operator. */
export const pageOf = (operator: string): string => PAGE.replaceAll(/<op-[a-z-]+/g, `$& session-key="${operator}"`);

/** The run of that page when it is late, and when it has ended. */
export const LATE = { ...runs.staleQueued, run_id: runs.freshQueued.run_id };
export const ENDED = { ...runs.reconciledByScheduler, run_id: runs.freshQueued.run_id };

/** Asserts that a tab's elements all tell that the run is late, or that it is not, and that none of them doubts it. */
export async function assertTells(tab: Tab, truth: 'late' | 'fresh', which = 'a tab'): Promise<void> {
  for (const text of await tab.texts()) {
    assert.match(text, truth === 'late' ? /Likely stale/ : /queued|Queued/, which);
    assert.doesNotMatch(text, truth === 'late' ? /Waiting for worker/ : /stale/i, which);
    assert.doesNotMatch(text, /Not updating|As of/i, which);
  }
}
