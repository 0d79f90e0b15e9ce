/** Axe on every state of every surface, in English and German, light and dark: no violation of WCAG 2.2 AA or of axe's best practices. */
import 'axe-core';
import type axe from 'axe-core';
import { setViewport } from '@web/test-runner-commands';
import { brokenPayloads, detailOf, records, reviewPacks, runLists, runs } from '../../mocks/index.ts';
import { backend, expect, html, put, time, until, useStage } from '../elements/stage.ts';
import { runNames } from '../elements/states.ts';
import { holdEverywhere, laidOut, longPack, longRecord, longRuns, page, say, sayEverywhere, type Looks, type Page } from './surfaces.ts';

useStage();

const { axe: checker } = globalThis as unknown as { axe: typeof axe };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The names of landmarks do not depend on the state, so they are checked in one test below instead of on every page. */
const NAMED_BELOW = { 'landmark-unique': { enabled: false } };

const describeViolation = ({ id, help, nodes }: axe.Result): string => `${id}: ${help}\n${nodes.map(({ html: node, failureSummary }) => `  ${node}\n  ${failureSummary}`).join('\n')}`;

/** Runs axe on a page with every surface, in both languages and both colour schemes. No rule depends on both at once, so not all combinations are needed. */
async function holdsAgainstAxe(looks: Looks = {}, after: (whole: Page) => Promise<unknown> = async () => undefined): Promise<void> {
  const whole = await page(looks);
  await after(whole);
  // Axe needs real timers.
  time.run();
  for (const [lang, scheme, background] of [['en', 'light', '#fff'], ['de', 'dark', '#0d1117']] as const) {
    whole.main.lang = lang;
    document.documentElement.style.setProperty('color-scheme', scheme);
    document.body.style.setProperty('background', background);
    // Elements render a moment after a change of the language.
    await laidOut(whole.all);
    const { violations } = await checker.run(whole.main, { runOnly: TAGS, rules: { 'target-size': { enabled: true }, ...NAMED_BELOW } });
    expect(violations.map(describeViolation), `${lang}, ${scheme}`).to.deep.equal([]);
  }
}

const refreshed = ({ all }: Page): Promise<unknown> => Promise.all(all.map((element) => element.refresh()));

describe('axe finds nothing', () => {
  before(() => setViewport({ width: 1000, height: 4000 }));
  afterEach(() => {
    document.documentElement.style.removeProperty('color-scheme');
    document.body.style.removeProperty('background');
  });

  for (const name of runNames) {
    it(`on a page about ${name}`, () => {
      say({ run: runs[name] });
      return holdsAgainstAxe();
    });
  }

  for (const [what, said] of Object.entries({
    'a mixed tenant': { items: runLists.mixedTenant },
    'nothing active': { items: [runs.succeeded] },
    'nothing at all': { items: [] },
    'more than is shown': { items: runLists.overflow },
    'long labels': { items: longRuns, record: longRecord, pack: longPack },
  })) {
    for (const open of [true, false]) {
      it(`on a page about ${what}, ${open ? 'all open' : 'all closed'}`, () => {
        say({ run: runs.reconciledByScheduler, ...said });
        return holdsAgainstAxe({ open });
      });
    }
  }

  for (const [name, pack] of Object.entries(reviewPacks)) {
    it(`in a review pack that is ${name}`, () => {
      say({ run: runs.freshPhase, pack });
      return holdsAgainstAxe();
    });
  }

  for (const [name, record] of Object.entries(records)) {
    it(`in diagnostics of ${name}`, () => {
      say({ run: runs.freshRunning, record });
      return holdsAgainstAxe();
    });
  }

  it('in compact density', () => {
    say({ run: runs.staleRunning, items: Object.values(runs) });
    return holdsAgainstAxe({ density: 'compact' });
  });

  it('in a list that no run passes the filter of', () => {
    say({ run: runs.freshRunning, items: [] });
    return holdsAgainstAxe({}, async (whole) => {
      const list = whole['op-run-list'];
      list.shadowRoot!.querySelector<HTMLElement>('[data-filter=stale]')!.click();
      await until(() => list.shadowRoot!.querySelector('.rest button'), 'the list tells that no run passes');
    });
  });

  it('in a widget of recent operations', () => {
    say({ run: runs.freshRunning, items: runLists.overflow });
    return holdsAgainstAxe({}, async (whole) => {
      Object.assign(whole['op-run-list'], { limit: 3, compact: true });
    });
  });

  it('in a broken item among good ones', () => {
    backend.activity(7).enqueue(brokenPayloads.activityWithOneBrokenItem.payload);
    backend.collection().enqueue(brokenPayloads.collectionWithOneBrokenItem.payload);
    say({ run: runs.freshRunning });
    return holdsAgainstAxe();
  });

  it('while everything loads', () => {
    holdEverywhere();
    return holdsAgainstAxe({ pending: true });
  });

  for (const failure of [401, 403, 404, 500]) {
    it(`when every first answer is ${failure}`, () => {
      sayEverywhere(failure);
      return holdsAgainstAxe();
    });

    it(`when every answer after a good one is ${failure}`, () => {
      say({ run: runs.freshRunning, items: runLists.overflow });
      sayEverywhere(failure);
      return holdsAgainstAxe({}, refreshed);
    });
  }

  it('while everything is paused', () => {
    say({ run: runs.freshRunning, items: runLists.overflow });
    return holdsAgainstAxe({}, async ({ all }) => {
      for (const element of all) element.paused = true;
    });
  });

  it('in the names of the surfaces: no two are called the same', async () => {
    say({ run: runs.freshRunning });
    const { main } = await page();
    time.run();
    for (const lang of ['en', 'de']) {
      main.lang = lang;
      await until(() => main.querySelector('op-review-pack-card')!.shadowRoot!.querySelector('h2')!.textContent === (lang === 'de' ? 'Prüfpaket' : 'Review pack'), `the page speaks ${lang}`);
      const { violations } = await checker.run(main, { runOnly: { type: 'rule', values: Object.keys(NAMED_BELOW) } });
      expect(violations.map(describeViolation), lang).to.deep.equal([]);
    }
  });

  it('although it looks into the elements: a theme that is too pale is found', async () => {
    const element = await put(html`<op-run-row .item=${runs.freshRunning}></op-run-row>`);
    element.style.setProperty('--op-color-muted', '#ccc');
    time.run();
    const { violations } = await checker.run(element, { runOnly: TAGS });
    expect(violations.map(({ id }) => id)).to.deep.equal(['color-contrast']);
  });
});

/** Axe cannot check text on a mixed background, so the banner's contrast is computed here with the same formula. */
describe('the contrast of the banner', () => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

  /** The colour that results when `colours` are drawn on each other, the lowest first. */
  function blend(...colours: string[]): number[] {
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }
  const luminance = (rgb: number[]): number => {
    const [red, green, blue] = rgb.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const contrast = (one: number[], other: number[]): number => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light! + 0.05) / (dark! + 0.05);
  };

  for (const scheme of ['light', 'dark']) {
    for (const name of ['freshRunning', 'staleRunning', 'reconciledByScheduler', 'staleLineage', 'unknown'] as const) {
      it(`is at least 4.5 in ${scheme} for ${name}`, async () => {
        document.documentElement.style.setProperty('color-scheme', scheme);
        const element = await put(html`<op-run-detail-banner .payload=${detailOf(runs[name])}></op-run-detail-banner>`);
        const summary = element.shadowRoot!.querySelector<HTMLElement>('[part~=summary]')!;
        const { backgroundColor, backgroundImage } = getComputedStyle(summary);
        const tints = backgroundImage.match(/(?:rgba?|color|oklab|oklch|color-mix)\([^()]*\)/g) ?? [];
        const background = blend('#fff', backgroundColor, ...tints.slice(0, 1));
        for (const part of ['heading', 'operation', 'explanation', 'lineage']) {
          const found = element.shadowRoot!.querySelector(`[part~=${part}]`);
          if (found === null) continue;
          expect(contrast(blend(getComputedStyle(found).color), background), part).to.be.at.least(4.5);
        }
        document.documentElement.style.removeProperty('color-scheme');
      });
    }
  }
});
