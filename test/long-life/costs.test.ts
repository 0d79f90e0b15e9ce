/** The cost of an answer: nothing when it is unchanged, in the polling tab and in the following one (P10); else at most in proportion to its runs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRACT, status } from '../faults/chaos-server.ts';
import { openLab, type Tab } from '../faults/lab.ts';
import { ALL, URLS } from '../faults/surfaces.ts';
import { BusyTenant, openTwoTabs } from './busy-tenant.ts';
import { refreshes } from './pace.ts';

declare global {
  interface Window {
    renders: number;
  }
}

/** Counts the renders of the elements from now on. */
async function countRenders({ page }: Tab): Promise<void> {
  await page.evaluate(() => {
    let { prototype } = customElements.get('op-run-row')!;
    while (!Object.hasOwn(prototype, 'performUpdate')) prototype = Object.getPrototypeOf(prototype);
    const lit = prototype as unknown as { performUpdate(): void };
    const { performUpdate } = lit;
    window.renders = 0;
    lit.performUpdate = function () {
      window.renders += 1;
      performUpdate.call(this);
    };
  });
}

const done = async (tab: Tab) => ({
  parsed: await tab.parsed(),
  renders: await tab.page.evaluate(() => window.renders),
  mutations: await tab.mutations(),
  heard: await tab.heard(),
  events: (await tab.events()).filter(({ type }) => type !== 'op-request'),
});
const NOTHING = { parsed: [], renders: 0, mutations: { notice: [], beyond: [] }, heard: [], events: [] };

describe('a hundred unchanged answers', () => {
  it('are not parsed, drawn or told in either tab, and each confirms what both show', async () => {
    await using lab = await openLab();
    const leader = await lab.open(ALL);
    const follower = await lab.visit('/');
    for (const tab of [leader, follower]) {
      await countRenders(tab);
      await tab.forget();
    }
    const before = lab.server.asked().length;

    await refreshes(lab, [leader, follower], 100);
    assert.equal(lab.server.asked().length - before, 100 * URLS.length, 'one tab asks for both');
    assert.deepEqual(await done(leader), NOTHING);
    assert.deepEqual(await done(follower), NOTHING);

    lab.server.script(CONTRACT, status(500));
    await lab.advance(10_000);
    for (const tab of [leader, follower]) assert.deepEqual(new Set(await tab.parts('notice')), new Set(['Not updating - as of 14:18:50']));
  });
});

/** How many calls of the kit's functions the browser counts during `change`. */
async function calls({ cdp }: Tab, change: () => Promise<void>): Promise<number> {
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.startPreciseCoverage', { callCount: true });
  await change();
  const { result } = await cdp.send('Profiler.takePreciseCoverage');
  await cdp.send('Profiler.disable');
  return result
    .filter(({ url }) => url.endsWith('/kit.js'))
    .flatMap(({ functions }) => functions)
    .reduce((sum, { ranges }) => sum + ranges[0]!.count, 0);
}

async function callsFor(runs: number): Promise<[polls: number, follows: number]> {
  await using lab = await openLab();
  new BusyTenant(lab, runs);
  const [leader, follower] = await openTwoTabs(lab);
  await refreshes(lab, [leader, follower], 2);
  const one = (): Promise<void> => refreshes(lab, [leader, follower], 1);
  return [await calls(leader, one), await calls(follower, one)];
}

describe('an answer in which every run has changed, on three surfaces', () => {
  it('makes four times the work when it has four times the runs', async () => {
    const [few, many] = [await callsFor(25), await callsFor(100)];
    for (const [index, who] of ['polls', 'follows'].entries()) {
      assert(many[index]! < 5 * few[index]!, `${many[index]} calls for 100 runs, ${few[index]} for 25, in the tab that ${who}`);
    }
  });
});
