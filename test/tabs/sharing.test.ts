/** The requests of all tabs of one browser together, and what each tab shows (P6). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { records, runs } from '../../mocks/index.ts';
import { ALL, SURFACES, URLS } from '../faults/surfaces.ts';
import { CONTRACT, status, truth } from '../faults/chaos-server.ts';
import { becomes } from './browser.ts';
import { hidden } from './fates.ts';
import { assertTells, ENDED, LATE, locksOf, openProfile, PAGE, PAGE_URLS, pageOf, withFrames } from './stage.ts';

/** The seconds from `from` to `to`, one interval apart. */
const polls = (from: number, to: number): number[] => Array.from({ length: Math.round((to - from) / 10) + 1 }, (_, index) => Number((from + index * 10).toFixed(2)));

describe('three tabs of ten minutes', () => {
  it('with all elements send one request per URL and interval, and show the same', async () => {
    await using profile = await openProfile();
    const tabs = await profile.openTabs(3, ALL);
    await profile.advance(600_000);
    for (const url of URLS) assert.deepEqual(profile.server.times(url), [0, 0, ...polls(0, 600)], url);
    const [first, ...others] = await Promise.all(tabs.map((tab) => tab.texts()));
    for (const texts of others) assert.deepEqual(texts, first);
    assert.match(first!.join(), /Inventory sync/);
    assert.deepEqual([profile.complaints, profile.uncaught], [[], []]);
  });

  it('with a session key send not even a first request of their own', async () => {
    await using profile = await openProfile();
    const [first] = await profile.openTabs(1, pageOf('olivia'));
    await profile.advance(50);
    const later = await profile.openTabs(2, pageOf('olivia'));
    for (const tab of [first!, ...later]) await assertTells(tab, 'fresh');
    await profile.advance(600_000 - profile.elapsed);
    assert.deepEqual(profile.askedSince(0, PAGE_URLS), polls(0.05, 590.05));
  });

  it('that are all hidden send none, and one each when one is shown', async () => {
    await using profile = await openProfile();
    const tabs = await profile.openTabs(3, PAGE);
    await profile.advance(15_000);
    for (const tab of tabs) await hidden.leave(tab);
    assert.deepEqual(await locksOf(tabs[0]!), { held: 0, pending: 0 });
    profile.server.world.items = [LATE];
    await profile.advance(600_000);
    assert.deepEqual(profile.askedSince(10, PAGE_URLS), []);
    await hidden.comeBack(tabs[1]!);
    await profile.settle();
    assert.deepEqual(profile.askedSince(10, PAGE_URLS), [615]);
    for (const tab of tabs) await assertTells(tab, 'late', 'the others hear of it');
  });

  it('whose runs have all ended send none, and hold nothing', async () => {
    await using profile = await openProfile();
    const tabs = await profile.openTabs(3, PAGE);
    profile.server.world.items = [ENDED];
    await profile.advance(600_000);
    assert.deepEqual(profile.askedSince(0, PAGE_URLS), [10]);
    assert.deepEqual(await locksOf(tabs[0]!), { held: 0, pending: 0 });
    for (const tab of tabs) assert.match(await tab.text(), /Automatically reconciled as failed/);
  });

  it('whose server fails send one with backoff, and all say so at the same time', async () => {
    await using profile = await openProfile();
    const tabs = await profile.openTabs(3, PAGE);
    profile.server.script(CONTRACT, status(503));
    await profile.advance(600_000);
    assert.deepEqual(profile.askedSince(0, PAGE_URLS), [10, 20, 40, 80, 160, 320]);
    for (const tab of tabs) assert.deepEqual(await tab.parts('notice'), Array(3).fill('Not updating - as of 14:02:10'));
    profile.server.script(CONTRACT, truth);
    await profile.advance(20_000);
    for (const tab of tabs) assert.deepEqual(await tab.parts('notice'), []);
    assert.deepEqual(profile.askedSince(320, PAGE_URLS), [620]);
  });

  it('of one window: the one in front polls for all, whichever it is', async () => {
    await using profile = await openProfile();
    const tabs = await profile.openTabs(3, PAGE, { oneWindow: true });
    for (let switches = 0; switches < 16; switches += 1) {
      const front = tabs[switches % 3]!;
      await front.page.bringToFront();
      for (const { page } of tabs) await becomes(page, page === front.page ? 'visible' : 'hidden');
      const late = switches % 2 === 0;
      profile.server.world.items = [late ? LATE : runs.freshQueued];
      await profile.advance(37_000);
      for (const tab of tabs) await assertTells(tab, late ? 'late' : 'fresh');
    }
    assert.deepEqual(profile.askedSince(0, PAGE_URLS), polls(10, 590));
  });
});

it('a run that changes its state costs no tab a request of its own, wherever else the run is shown', async () => {
  await using profile = await openProfile();
  const { server } = profile;
  const [row, diagnostics] = [SURFACES['op-run-row'], SURFACES['op-run-diagnostics']];
  const tabs = await profile.openTabs(3, row.html + diagnostics.html);
  server.world = { ...server.world, items: [LATE], records: [{ ...records.staleQueued, id: LATE.run_id }] };
  await profile.advance(5_000);
  await tabs[0]!.refresh('op-run-row');
  await profile.advance(25_000);
  assert.deepEqual(server.times(row.url), [0, 0, 0, 5, 15, 25]);
  assert.deepEqual(server.times(diagnostics.url), [0, 0, 0, 5, 15, 25]);
});

it('copies of a page in frames poll once, with each other and with another tab', async () => {
  await using profile = await openProfile();
  const tab = await profile.open(PAGE);
  profile.server.page('/copy', PAGE);
  const framing = await profile.open('<iframe src="/copy"></iframe>'.repeat(3), { path: '/framing', head: '' });
  await withFrames(framing);
  await profile.advance(30_000);
  assert.deepEqual(profile.askedSince(0, PAGE_URLS), [10, 20, 30]);
  await tab.page.close();
  await framing.do(() => document.querySelector('iframe')!.remove());
  profile.server.world.items = [LATE];
  await profile.advance(30_000);
  assert.deepEqual(profile.askedSince(30, PAGE_URLS), [40, 50, 60]);
  for (const frame of framing.page.frames().slice(1)) assert.equal(await frame.getByText('Likely stale', { exact: true }).count(), 2, 'in the overlay and in the row');
});
