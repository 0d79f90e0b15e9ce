/** Narrow windows, zoom, large text, long words and German: nothing overlaps, is cut off, or is wider than the window (WCAG 1.4.4, 1.4.10, 1.4.12). */
import { setViewport } from '@web/test-runner-commands';
import { reviewPacks, runLists, runs } from '../../mocks/index.ts';
import { expect, parts, useStage, type AnyElement } from '../elements/stage.ts';
import { cutIn, overlapsIn } from './geometry.ts';
import { laidOut, longPack, longRecord, longRuns, page, say, sayEverywhere, type Looks, type Page } from './surfaces.ts';

useStage();

const HEIGHT = 1000;
const WINDOWS = {
  'a window of 1280 px': { width: 1280 },
  'a window of 640 px, which is one of 1280 px at 200 % zoom': { width: 640 },
  'a window of 320 px': { width: 320 },
  'a window of 1280 px with text of 200 %': { width: 1280, text: '200%' },
  'a window of 640 px with text of 200 %': { width: 640, text: '200%' },
  'a window of 320 px with text of 200 %': { width: 320, text: '200%' },
} as const satisfies Record<string, { width: number; text?: string }>;

/** A window of 1280 x 1024 px, zoomed. */
const SMALL: Readonly<Record<string, { width: number; height: number; text?: string }>> = {
  'a window of 320 x 256 px': { width: 320, height: 256 },
  'a window of 640 x 512 px with text of 200 %': { width: 640, height: 512, text: '200%' },
};

const whatIsWrong = ({ all }: Page): string[] => all.flatMap((element: AnyElement) => [...overlapsIn(element), ...cutIn(element)].map((wrong) => `${element.localName}: ${wrong}`));

/** Makes the browser lay out rows that are off the screen, so that they can be measured too. */
const everyRow = new CSSStyleSheet();
everyRow.replaceSync('li { content-visibility: visible !important; contain: layout style paint }');

async function hold(looks: Looks, after: (whole: Page) => Promise<void> = async () => undefined): Promise<void> {
  const whole = await page(looks);
  whole['op-run-list'].shadowRoot!.adoptedStyleSheets.push(everyRow);
  await after(whole);
  const wrong: string[] = [];
  for (const [name, { width, ...more }] of Object.entries(WINDOWS)) {
    // The window and the font change one after the other, as for a person: WebKit keeps the old grid columns when a container query and the font change at once.
    await setViewport({ width, height: HEIGHT });
    await laidOut(whole.all);
    document.documentElement.style.fontSize = 'text' in more ? more.text : '';
    await laidOut(whole.all);
    wrong.push(...whatIsWrong(whole).map((what) => `${name}: ${what}`));
    if (document.documentElement.scrollWidth > width) wrong.push(`${name}: the page is ${document.documentElement.scrollWidth} px wide`);
  }
  expect(wrong).to.deep.equal([]);
}

describe('the overlay', () => {
  afterEach(() => {
    document.documentElement.style.fontSize = '';
  });

  for (const lang of ['en', 'de']) {
    for (const [name, { width, height, text = '' }] of Object.entries(SMALL)) {
      it(`stays inside ${name}, ${lang}`, async () => {
        await setViewport({ width, height });
        document.documentElement.style.fontSize = text;
        say({ run: runs.freshDeterminate, items: [...runLists.overflow, runs.unknownActive] });
        sayEverywhere(500);
        const overlay = (await page({ lang }))['op-progress-overlay'];
        await overlay.refresh();
        const boxes = ['pill', 'panel'].flatMap((part) => parts(overlay, part)).map((inside) => inside.getBoundingClientRect());
        expect(boxes).to.have.length(2);
        for (const { left, right, top, bottom } of boxes) {
          expect(Math.min(left, top), 'begins inside').to.be.at.least(0);
          expect([right <= width, bottom <= height], 'ends inside').to.deep.equal([true, true]);
        }
        // At least one line of the list is visible, and the others can be scrolled to.
        expect(boxes[1]!.height).to.be.at.least(48);
      });
    }
  }
});

describe('nothing overlaps and nothing is cut', () => {
  afterEach(() => {
    document.documentElement.style.fontSize = '';
  });

  for (const lang of ['en', 'de']) {
    for (const density of [undefined, 'compact'] as const) {
      const looks = { lang, density };
      const said = `${lang}${density ? `, ${density}` : ''}`;

      it(`in a tenant with a run in every state, ${said}`, async () => {
        say({ run: runs.reconciledByScheduler, items: Object.values(runs), pack: reviewPacks.ready });
        await hold(looks);
      });

      for (const [index, run] of longRuns.entries()) {
        it(`with labels as long as hosts write them, ${said} (${index + 1} of ${longRuns.length})`, async () => {
          say({ run, items: [run, ...longRuns.filter((other) => other !== run)], record: longRecord, pack: longPack });
          await hold(looks);
        });
      }

      it(`in notices, ${said}`, async () => {
        say({ run: runs.freshDeterminate, items: runLists.overflow });
        sayEverywhere(500);
        await hold(looks, async ({ all }) => {
          for (const element of all) await element.refresh();
        });
      });

      it(`in a page with nothing to show, and as little room for it as a host can leave, ${said}`, async () => {
        say({ run: runs.succeeded, items: [] });
        await hold(looks, async (whole) => {
          Object.assign(whole['op-tenant-activity'], { maxItems: 0 });
        });
      });

      for (const status of [401, 403, 500]) {
        it(`when the first answer is ${status}, ${said}`, async () => {
          sayEverywhere(status);
          await hold(looks);
        });
      }
    }
  }
});
