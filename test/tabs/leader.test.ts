/** The polling tab is replaced, in whatever way it stops, and comes back (P6). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '../../mocks/index.ts';
import { CONTRACT, truth } from '../faults/chaos-server.ts';
import { cached, closed, crashed, frozen, hidden, hung } from './fates.ts';
import { assertTells, LATE, locksOf, openProfile, PAGE, PAGE_URLS, type Profile } from './stage.ts';

/** Three tabs at 15 s. The first one polled for all of them at 10 s. */
async function threeTabs(profile: Profile) {
  const tabs = await profile.openTabs(3, PAGE);
  const asked = () => Promise.all(tabs.map(async (tab) => (await tab.events('op-request')).length));
  assert.deepEqual(await asked(), [2, 2, 2]);
  await profile.advance(15_000);
  assert.deepEqual(await asked(), [4, 2, 2]);
  assert.deepEqual(await locksOf(tabs[0]!), { held: 2, pending: 4 });
  const [first, ...others] = tabs;
  return { first: first!, others };
}

describe('the tab that polls is replaced within one interval, by one other, when it is', () => {
  // A hanging tab is silent: the others wait one second for the overdue answer, and one more for an answer to their question.
  for (const [what, fate, at] of [
    ['closed', closed, 20],
    ['crashed', crashed, 20],
    ['hidden', hidden, 20],
    ['frozen', frozen, 20],
    ['in the back-forward cache', cached, 20],
    ['hung', hung, 22],
  ] as const) {
    it(`${what}`, async () => {
      await using profile = await openProfile();
      const { first, others } = await threeTabs(profile);
      await fate.leave(first);
      profile.server.world.items = [LATE];
      await profile.advance(at * 1000 - profile.elapsed);
      assert.deepEqual(profile.askedSince(10, PAGE_URLS), [at]);
      for (const [index, tab] of others.entries()) await assertTells(tab, 'late', `tab ${index + 2}`);
      await profile.advance(60_000);
      assert.deepEqual(profile.askedSince(at, PAGE_URLS), [10, 20, 30, 40, 50, 60].map((later) => at + later));
      assert.deepEqual([profile.complaints, profile.uncaught], [[], []]);
    });
  }

  for (const [what, fate] of [['closed', closed], ['crashed', crashed]] as const) {
    it(`${what} in the middle of a request, which is then sent again at once`, async () => {
      await using profile = await openProfile();
      const { first, others } = await threeTabs(profile);
      const gate = profile.server.hold(CONTRACT);
      await profile.advance(5_000);
      assert.equal(gate.waiting.length, PAGE_URLS.length);
      profile.server.script(CONTRACT, truth);
      profile.server.world.items = [LATE];
      await fate.leave(first);
      await profile.settle();
      for (const tab of others) await assertTells(tab, 'late');
      assert.deepEqual(profile.askedSince(10, PAGE_URLS), [20, 20]);
    });
  }
});

describe('a tab that was', () => {
  for (const [what, fate, told] of [
    ['hidden', hidden, ['visibilitychange hidden', 'visibilitychange visible']],
    ['frozen', frozen, ['visibilitychange hidden', 'freeze', 'resume', 'visibilitychange visible']],
    ['in the back-forward cache', cached, ['pagehide persisted', 'visibilitychange hidden', 'freeze', 'resume', 'visibilitychange visible', 'pageshow persisted']],
    ['hung', hung, []],
  ] as const) {
    it(`${what} has the truth at once when it is back, and takes part again`, async () => {
      await using profile = await openProfile();
      const { server } = profile;
      const { first, others } = await threeTabs(profile);
      await fate.leave(first);
      // A tab that does not run cannot release its locks: the others take them.
      assert.deepEqual(await locksOf(others[0]!), fate === hung ? { held: 2, pending: 4 } : { held: 2, pending: 2 });
      server.world.items = [LATE];
      await profile.advance(40_000);
      const asked = profile.askedSince(0, PAGE_URLS);
      await fate.comeBack(first);
      await profile.advance(0);
      assert.deepEqual(await first.page.evaluate(() => window.told), ['pageshow', ...told]);
      await assertTells(first, 'late');
      assert.deepEqual(await locksOf(first), { held: 2, pending: 4 });
      const caughtUp = profile.askedSince(0, PAGE_URLS).slice(asked.length);
      // Back from the cache it always asks. After a hang it may ask before it has heard that others do.
      assert.deepEqual(caughtUp, fate === cached || (fate === hung && caughtUp.length > 0) ? [55] : []);

      server.world.items = [runs.freshQueued];
      await profile.advance(10_000);
      for (const tab of [first, ...others]) await assertTells(tab, 'fresh');
      for (const { page } of others) await page.close();
      server.world.items = [LATE];
      await profile.advance(30_000);
      await assertTells(first, 'late');
      assert.equal(profile.askedSince(55, PAGE_URLS).length, 4);
      assert.deepEqual([profile.complaints, profile.uncaught], [[], []]);
    });
  }
});
