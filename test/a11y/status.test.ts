/** What a screen reader announces on a page with every surface: each change once, simultaneous ones together, in one region (WCAG 4.1.3). */
import { becomes, records, runs } from '../../mocks/index.ts';
import { byRole, expect, fired, listen, regions, time, until, useStage } from '../elements/stage.ts';
import { page, say, sayEverywhere, type Page } from './surfaces.ts';

useStage();

const FRESH = { run: runs.freshRunning, items: [runs.freshRunning, runs.freshQueued] };

async function refreshAll({ all }: Page): Promise<void> {
  await Promise.all(all.map((element) => element.refresh()));
  await time.advance(1_000);
}

describe('what is heard of a whole page', () => {
  it('nothing while it loads, and nothing when a refresh finds what is known', async () => {
    say(FRESH);
    const heard = listen();
    const whole = await page();
    await time.advance(1_000);
    for (let round = 0; round < 3; round += 1) await refreshAll(whole);
    expect(heard).to.deep.equal([]);
    expect(regions()).to.have.length(1);
  });

  for (const [lang, text, pack] of [['en', 'Baseline compare: Likely stale', 'Review pack: Likely stale'], ['de', 'Baseline compare: Vermutlich überfällig', 'Prüfpaket: Vermutlich überfällig']] as const) {
    it(`a state that changes, once, with all that changes with it in the same text, ${lang}`, async () => {
      say(FRESH);
      const whole = await page({ lang });
      await time.advance(1_000);
      const heard = listen();
      const stale = becomes(runs.freshRunning, runs.staleQueued);
      say({ run: stale, items: [stale, runs.freshQueued], record: records.staleQueued });
      await refreshAll(whole);
      expect(heard).to.have.length(1);
      expect(heard[0]!.split(text)).to.have.length(2);
      expect(heard[0]!.split(pack)).to.have.length(2);
      await refreshAll(whole);
      expect(heard).to.have.length(1);
    });
  }

  it('a refresh that fails, once, and that it works again, once', async () => {
    say(FRESH);
    const whole = await page();
    await time.advance(1_000);
    const heard = listen();
    sayEverywhere(500);
    for (let round = 0; round < 3; round += 1) await refreshAll(whole);
    expect(heard).to.deep.equal(['Operation information is not updating.']);
    say(FRESH);
    await refreshAll(whole);
    expect(heard).to.deep.equal(['Operation information is not updating.', 'Operation information is updating again.']);
  });

  it('what a filter has found, once', async () => {
    say({ run: runs.staleRunning, items: [runs.staleRunning, runs.succeeded] });
    const list = (await page())['op-run-list'];
    await time.advance(1_000);
    const heard = listen();
    byRole(list, 'button', /likely stale/i)[0]!.click();
    await until(() => fired('op-load', list).length > 1, 'the filter has an answer');
    await time.advance(1_000);
    expect(heard).to.deep.equal(['1 likely stale, All: 2']);
    await list.refresh();
    await time.advance(1_000);
    expect(heard).to.have.length(1);
  });
});
