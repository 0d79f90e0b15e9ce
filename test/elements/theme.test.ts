/** Theming: light and dark, the tokens and the parts. */
import { emulateMedia } from '@web/test-runner-commands';
import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import type { OpProgressOverlay, OpReviewPackCard, OpRunDetailBanner, OpRunDiagnostics, OpRunList, OpRunRow, OpTenantActivity } from '../../src/index.ts';
import { expect, html, load, parts, useStage, type AnyElement } from './stage.ts';

useStage();

const row = (item: object = runs.staleRunning): Promise<OpRunRow> => load(html`<op-run-row .item=${item}></op-run-row>`);
const banner = (): Promise<OpRunDetailBanner> => load(html`<op-run-detail-banner .payload=${detailOf(runs.staleRunning)}></op-run-detail-banner>`);
const overlay = (): Promise<OpProgressOverlay> => load(html`<op-progress-overlay open .payload=${overlayOf([runs.freshDeterminate, runs.staleRunning])}></op-progress-overlay>`);
const activity = (): Promise<OpTenantActivity> => load(html`<op-tenant-activity .payload=${activityOf([runs.staleRunning, runs.failed])}></op-tenant-activity>`);
const list = (): Promise<OpRunList> => load(html`<op-run-list limit="1" .payload=${collectionOf([runs.staleRunning, runs.failed])}></op-run-list>`);
const empty = (): Promise<OpRunList> => load(html`<op-run-list tenant-id="8" .payload=${collectionOf([])}></op-run-list>`);
const diagnostics = (): Promise<OpRunDiagnostics> => load(html`<op-run-diagnostics open .payload=${records.freshRunning}></op-run-diagnostics>`);
const pack = (payload: object = reviewPacks.ready): Promise<OpReviewPackCard> => load(html`<op-review-pack-card .payload=${payload}></op-review-pack-card>`);
const all = (): Promise<AnyElement[]> => Promise.all([row(), banner(), overlay(), activity(), list(), diagnostics(), pack()]);

/** Every colour inside an element. */
const colours = (element: AnyElement): string =>
  [element, ...element.shadowRoot!.querySelectorAll('*')].map((inner) => {
    const { color, backgroundColor, borderTopColor } = getComputedStyle(inner);
    return `${color} ${backgroundColor} ${borderTopColor}`;
  }).join('\n');
const colourOf = (element: Element | undefined): string => getComputedStyle(element!).color;

describe('the looks', () => {
  afterEach(async () => {
    document.documentElement.style.removeProperty('color-scheme');
    await emulateMedia({ colorScheme: 'light' });
  });

  it('follow the color-scheme of the page', async () => {
    for (const element of await all()) {
      document.documentElement.style.setProperty('color-scheme', 'light');
      const light = colours(element);
      document.documentElement.style.setProperty('color-scheme', 'dark');
      expect(colours(element), element.localName).not.to.equal(light);
    }
  });

  it('follow the system where the page says that it supports both, and stay light where it does not', async () => {
    const element = await row();
    const light = colours(element);
    await emulateMedia({ colorScheme: 'dark' });
    expect(colours(element)).to.equal(light);
    document.documentElement.style.setProperty('color-scheme', 'light dark');
    expect(colours(element)).not.to.equal(light);
  });

  for (const [tone, item, token] of [
    ['calm', runs.freshRunning, '--op-color-calm'],
    ['attention', runs.staleRunning, '--op-color-attention'],
    ['problem', runs.failed, '--op-color-problem'],
    ['done', runs.succeeded, '--op-color-done'],
    ['neutral', runs.unknown, '--op-color-neutral'],
  ] as const) {
    it(`take the ${tone} colour from ${token}`, async () => {
      const element = await row(item);
      const [badge] = parts(element, 'badge');
      expect(colourOf(badge)).not.to.equal('rgb(1, 2, 3)');
      element.style.setProperty(token, 'rgb(1, 2, 3)');
      expect(colourOf(badge)).to.equal('rgb(1, 2, 3)');
    });
  }

  it('take their tokens from the page as well', async () => {
    const elements = await all();
    document.documentElement.style.setProperty('--op-color-text', 'rgb(4, 5, 6)');
    document.documentElement.style.setProperty('--op-font', 'serif');
    for (const element of elements) {
      expect(colourOf(element), element.localName).to.equal('rgb(4, 5, 6)');
      expect(getComputedStyle(element).fontFamily, element.localName).to.equal('serif');
    }
    document.documentElement.style.removeProperty('--op-color-text');
    document.documentElement.style.removeProperty('--op-font');
  });

  it('can be changed by every documented part', async () => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
    const documented: Readonly<Record<string, readonly string[]>> = {
      'op-run-row': ['row', 'operation', 'tenant', 'badge', 'guidance'],
      'op-run-detail-banner': ['summary', 'operation', 'heading', 'explanation'],
      'op-progress-overlay': ['pill', 'panel', 'run', 'operation', 'badge', 'guidance', 'progress', 'open'],
      'op-tenant-activity': ['counts', 'run', 'operation', 'badge', 'guidance'],
      'op-run-list': ['filters', 'filter', 'rows', 'more'],
      'op-run-diagnostics': ['summary', 'section', 'facts', 'as-of'],
      'op-review-pack-card': ['card', 'name', 'badge', 'guidance', 'download', 'open'],
    };
    const more: readonly (readonly [AnyElement, readonly string[]])[] = [[await empty(), ['empty']], [await pack({ ...reviewPacks.generating, tenant_id: 8 }), ['progress', 'notice']]];
    const every = (await all()).map((element) => [element, [...documented[element.localName]!, 'pause', ...(element.localName === 'op-review-pack-card' ? [] : ['notice'])]] as const);
    for (const [element, shown] of [...every, ...more]) {
      for (const part of shown) {
        // A paused element shows the part `notice`. A pack that is ready has nothing to pause.
        element.paused = part === 'notice';
        element.pausable = part === 'pause';
        await element.updateComplete;
        sheet.replaceSync(`${element.localName}::part(${part}) { outline: 3px solid rgb(7, 8, 9); }`);
        const found = parts(element, part);
        expect(found, `${element.localName} ${part}`).not.to.be.empty;
        for (const each of found) expect(getComputedStyle(each).outlineColor).to.equal('rgb(7, 8, 9)');
      }
    }
    document.adoptedStyleSheets.pop();
  });
});
