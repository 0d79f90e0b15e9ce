/**
 * Tabs of one real browser, with its locks, channels, windows, cache and processes, in the lab's virtual time.
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

/** A new origin without any stored state. `await using` closes its tabs. */
export async function openProfile(): Promise<Profile> {
  return new Profile(await ChaosServer.start(), await (chromium ??= launched()));
}

/** Answers with the current virtual time, for a page that catches up. */
export const now: Reply = ({ response, server }) => void response.end(String(server.elapsed));

export class Profile extends Lab {
  /** Errors and warnings on the console of any tab. */
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
    // The first page keeps the browser open.
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

  /** Opens tabs one after the other: each in its own window, so that all are visible, or all in one window. */
  async openTabs(count: number, body: string, { oneWindow = false, ...options }: { readonly oneWindow?: boolean; readonly head?: string } = {}): Promise<Tab[]> {
    const tabs: Tab[] = [];
    while (tabs.length < count) {
      this.#chromium.opens = oneWindow && tabs.length > 0 ? 'tab' : 'window';
      tabs.push(await this.open(body, options));
    }
    this.#chromium.opens = 'window';
    return tabs;
  }

  /** When each URL was requested since `seconds`, in seconds. Asserts that it was at the same times for all URLs. */
  askedSince(seconds: number, urls: readonly string[]): number[] {
    const [times, ...others] = urls.map((url) => this.server.times(url).filter((time) => time > seconds));
    for (const [index, other] of others.entries()) assert.deepEqual(other, times, urls[index + 1]);
    return times!;
  }

  /** Sets the clocks of all tabs before any timer fires, so that no tab gets a message that is in its future. */
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

/** The kit's locks at the origin of a tab: how many are held, and how many are requested. */
export const locksOf = (tab: Tab): Promise<{ held: number; pending: number }> =>
  tab.page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    const ofKit = (locks: LockInfo[] | undefined) => (locks ?? []).filter(({ name }) => name!.startsWith('op-run-elements')).length;
    return { held: ofKit(held), pending: ofKit(pending) };
  });

/** Makes the frames of a tab's page take part in virtual time, as separate tabs. `alone`: they exchange no messages with the rest of the origin. */
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

/** The same page with the session key of an operator. */
export const pageOf = (operator: string): string => PAGE.replaceAll(/<op-[a-z-]+/g, `$& session-key="${operator}"`);

/** The page's run when it is likely stale; below, when it has ended. */
export const LATE = { ...runs.staleQueued, run_id: runs.freshQueued.run_id };
export const ENDED = { ...runs.reconciledByScheduler, run_id: runs.freshQueued.run_id };

/** Asserts that all elements of a tab show the run as likely stale, or as fresh, without a notice. */
export async function assertTells(tab: Tab, truth: 'late' | 'fresh', which = 'a tab'): Promise<void> {
  for (const text of await tab.texts()) {
    assert.match(text, truth === 'late' ? /Likely stale/ : /queued|Queued/, which);
    assert.doesNotMatch(text, truth === 'late' ? /Waiting for worker/ : /stale/i, which);
    assert.doesNotMatch(text, /Not updating|As of/i, which);
  }
}
