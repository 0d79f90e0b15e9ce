/** Every state of every element through axe, light and dark: no violation of WCAG 2.2 AA, and nothing that axe calls a best practice. */
import 'axe-core';
import type axe from 'axe-core';
import { activityOf, brokenPayloads, detailOf, overlayOf, runLists, runs } from '../../mocks/index.ts';
import type { TemplateResult } from 'lit';
import { answered, backend, expect, fixture, html, put, time, useStage, type AnyElement } from '../elements/stage.ts';
import { runNames } from '../elements/states.ts';

useStage();

const { axe: checker } = globalThis as unknown as { axe: typeof axe };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const describeViolation = ({ id, help, nodes }: axe.Result): string => `${id}: ${help}\n${nodes.map(({ html: node, failureSummary }) => `  ${node}\n  ${failureSummary}`).join('\n')}`;

/** Puts an element into a page as hosts have it, and holds it against axe in both colour schemes. */
async function holdsAgainstAxe(template: TemplateResult, after: (element: AnyElement) => Promise<void> = answered): Promise<void> {
  const main = await fixture<HTMLElement>(html`<main class="page"><h1>Operations of Contoso</h1>${template}</main>`);
  const element = main.querySelector<AnyElement>('op-progress-overlay, op-tenant-activity, op-run-row, op-run-detail-banner')!;
  await element.updateComplete;
  await after(element);
  // Axe needs a clock that goes.
  time.run();
  for (const [scheme, background] of [['light', '#fff'], ['dark', '#0d1117']] as const) {
    document.documentElement.style.setProperty('color-scheme', scheme);
    document.body.style.setProperty('background', background);
    const { violations } = await checker.run(main, { runOnly: TAGS, rules: { 'target-size': { enabled: true } } });
    expect(violations.map(describeViolation), scheme).to.deep.equal([]);
  }
}

const refreshed = async (element: AnyElement): Promise<void> => {
  await answered(element);
  await element.refresh();
};
const pending = async (): Promise<void> => undefined;

describe('axe finds nothing', () => {
  afterEach(() => {
    document.documentElement.style.removeProperty('color-scheme');
    document.body.style.removeProperty('background');
  });

  for (const name of runNames) {
    const run = runs[name];
    it(`in a row of ${name}`, () => holdsAgainstAxe(html`<op-run-row .item=${run}></op-run-row>`));

    it(`in a banner of ${name}`, () => {
      backend.run(run.run_id).enqueue(detailOf(run));
      return holdsAgainstAxe(html`<op-run-detail-banner run-id=${run.run_id}><p>Diagnostics</p></op-run-detail-banner>`);
    });

    it(`in an activity of ${name}`, () => {
      backend.activity(7).enqueue(activityOf([run]));
      return holdsAgainstAxe(html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`);
    });

    if (!run.active_state.show_in_active_progress) continue;
    it(`in an open overlay of ${name}`, () => {
      backend.overlay(7).enqueue(overlayOf([run]));
      return holdsAgainstAxe(html`<op-progress-overlay tenant-id="7" open></op-progress-overlay>`);
    });
  }

  for (const [what, list] of Object.entries({ 'a mixed tenant': runLists.mixedTenant, 'nothing': [], 'more than it shows': runLists.overflow })) {
    it(`in an activity of ${what}`, () => {
      backend.activity(7).enqueue(activityOf(list));
      return holdsAgainstAxe(html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`);
    });

    for (const open of [true, false]) {
      it(`in an overlay of ${what}, ${open ? 'open' : 'collapsed'}`, () => {
        backend.overlay(7).enqueue(overlayOf(list));
        return holdsAgainstAxe(html`<op-progress-overlay tenant-id="7" ?open=${open}></op-progress-overlay>`);
      });
    }
  }

  it('in a broken item among good ones', async () => {
    backend.activity(7).enqueue(brokenPayloads.activityWithOneBrokenItem.payload);
    await holdsAgainstAxe(html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`);
  });

  for (const [what, template, script] of [
    ['row', html`<op-run-row run-id="4101"></op-run-row>`, () => backend.run(4101)],
    ['banner', html`<op-run-detail-banner run-id="4101"></op-run-detail-banner>`, () => backend.run(4101)],
    ['activity', html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`, () => backend.activity(7)],
    ['overlay', html`<op-progress-overlay tenant-id="7" open></op-progress-overlay>`, () => backend.overlay(7)],
  ] as const) {
    const good = { row: detailOf(runs.freshQueued), banner: detailOf(runs.freshQueued), activity: activityOf([runs.freshQueued, runs.staleQueued]), overlay: overlayOf([runs.freshQueued, runs.staleQueued]) }[what];

    it(`while the ${what} loads`, () => {
      script().hold(good);
      return holdsAgainstAxe(template, pending);
    });

    for (const failure of [401, 403, 404, 500]) {
      it(`when the first answer of the ${what} is ${failure}`, () => {
        script().enqueue(failure);
        return holdsAgainstAxe(template);
      });

      it(`when the ${what} is answered ${failure} after a good answer`, () => {
        script().enqueue(good, failure);
        return holdsAgainstAxe(template, refreshed);
      });
    }

    it(`while the ${what} is paused`, () => {
      script().enqueue(good);
      return holdsAgainstAxe(template, async (element) => {
        await answered(element);
        element.paused = true;
        await element.updateComplete;
      });
    });
  }

  it('although it looks into the elements: a theme that is too pale is found', async () => {
    const element = await put(html`<op-run-row .item=${runs.freshRunning}></op-run-row>`);
    element.style.setProperty('--op-color-muted', '#ccc');
    time.run();
    const { violations } = await checker.run(element, { runOnly: TAGS });
    expect(violations.map(({ id }) => id)).to.deep.equal(['color-contrast']);
  });
});

/** Axe cannot judge text on a gradient; the banner's contrast is held here, by the same formula. */
describe('the contrast of the banner', () => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

  /** What is seen where `colours` lie on each other, the lowest first. */
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
