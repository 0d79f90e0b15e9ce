/** Only the indeterminate bar of fresh work moves, while it is being refreshed; with reduced motion nothing does (WCAG 2.2.2, 2.3.3). */
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { reviewPacks, runs } from '../../mocks/index.ts';
import { expect, nextFrame, useStage } from '../elements/stage.ts';
import { insideOf } from './geometry.ts';
import { holdEverywhere, page, say, sayEverywhere, type Page } from './surfaces.ts';

useStage();

/** The animated elements of the page, inside shadow roots too. */
async function moving({ main }: Page): Promise<string[]> {
  await nextFrame();
  const roots = [document, ...[...insideOf(main)].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
  const targets = new Set(roots.flatMap((root) => root.getAnimations().map(({ effect }) => (effect as KeyframeEffect).target!)));
  return [...targets].map((target) => `${(target.getRootNode() as ShadowRoot).host.localName} ${target.localName}`).sort();
}

const EVERYTHING = { run: runs.freshRunning, items: Object.values(runs), pack: reviewPacks.generating };

describe('what moves', () => {
  before(() => setViewport({ width: 900, height: 3000 }));
  beforeEach(() => emulateMedia({ reducedMotion: 'no-preference' }));
  afterEach(() => emulateMedia({ reducedMotion: 'no-preference' }));

  it('is the bar of fresh work of unknown share, on every surface that shows it', async () => {
    say({ run: runs.freshRunning });
    expect(await moving(await page())).to.deep.equal(['op-progress-overlay progress', 'op-review-pack-card progress', 'op-run-list progress', 'op-run-row progress', 'op-tenant-activity progress']);
  });

  for (const [what, run] of Object.entries({ 'determinate progress': runs.freshDeterminate, 'likely stale work': runs.staleRunning, 'work that has ended': runs.succeeded, 'work of unknown state': runs.unknownActive })) {
    it(`is nothing for ${what}`, async () => {
      say({ run, pack: reviewPacks.ready });
      expect(await moving(await page())).to.deep.equal([]);
    });
  }

  it('is nothing while the page loads', async () => {
    holdEverywhere();
    expect(await moving(await page({ pending: true }))).to.deep.equal([]);
  });

  it('is nothing while nothing is updated', async () => {
    say(EVERYTHING);
    sayEverywhere(500);
    const whole = await page();
    expect(await moving(whole)).not.to.deep.equal([]);
    for (const element of whole.all) await element.refresh();
    expect(await moving(whole)).to.deep.equal([]);
  });

  it('is nothing while everything is paused', async () => {
    say(EVERYTHING);
    const whole = await page();
    for (const element of whole.all) {
      element.paused = true;
      await element.updateComplete;
    }
    expect(await moving(whole)).to.deep.equal([]);
  });

  it('is nothing where the operator wants less motion, and the bar is still seen', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    say(EVERYTHING);
    const whole = await page();
    expect(await moving(whole)).to.deep.equal([]);
    expect(whole['op-run-row'].shadowRoot!.querySelector('progress')!.checkVisibility()).to.be.true;
  });
});
