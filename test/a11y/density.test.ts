/** `density="compact"`: the same words in less space, and targets are still large enough (WCAG 2.5.8). */
import { setViewport } from '@web/test-runner-commands';
import { records, runs } from '../../mocks/index.ts';
import { expect, textOf, useStage } from '../elements/stage.ts';
import { laidOut, longPack, longRecord, longRuns, page, say, type Page } from './surfaces.ts';
import { tooSmall } from './targets.ts';

useStage();

const heights = ({ all }: Page): Map<string, number> => new Map(all.map((element) => [element.localName, element.localName === 'op-run-detail-banner' ? element.shadowRoot!.firstElementChild!.getBoundingClientRect().height : element.getBoundingClientRect().height]));

describe('in compact density', () => {
  before(() => setViewport({ width: 900, height: 5000 }));

  for (const [what, said] of Object.entries({
    'runs in every state': { run: runs.reconciledByScheduler, items: Object.values(runs) },
    // The newest answer about a run counts on every surface (L3), so the record must be of the same state.
    'long labels': { run: longRuns[0]!, items: longRuns.slice(0, 1), record: { ...records.staleRunning, diagnostics: longRecord.diagnostics }, pack: longPack },
  })) {
    it(`every surface takes less room and loses nothing, with ${what}`, async () => {
      say(said);
      const whole = await page();
      const before = { heights: heights(whole), texts: whole.all.map(textOf) };
      for (const element of whole.all) element.density = 'compact';
      await laidOut(whole.all);
      expect(whole.all.map(textOf)).to.deep.equal(before.texts);
      for (const [name, height] of heights(whole)) expect(height, name).to.be.below(before.heights.get(name)!);
      expect(tooSmall(whole)).to.deep.equal([]);
    });
  }
});
