/** A page that a server renders again around its elements, while an operator has opened panels and focused a link in them. */
import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import type { OpProgressOverlay, OpRunDiagnostics, OpRunList, OpTenantActivity } from '../../src/index.ts';
import { asked, backend, byRole, expect, focused, link, nextFrame, regions, settle, textOf, time, until, type AnyElement } from '../elements/stage.ts';

const RUN = runs.freshRunning;
const ITEMS = [RUN, runs.staleRunning, runs.failed];
const { run_id: ID } = RUN;

/** How the server renders the elements: with or without inline payloads, and with which attributes. */
export interface Rendering {
  readonly data: boolean;
  readonly attributes?: string;
}

/** The HTML of the page in round `round`. */
export function rendered(round: number, { data, attributes = '' }: Rendering): string {
  const element = (tag: string, own: string, payload: unknown, content = '') =>
    `<${tag} id="${tag}" ${own} ${attributes}>${data ? `<script type="application/json">${JSON.stringify(payload).replaceAll('<', '\\u003c')}</script>` : ''}${content}</${tag}>`;
  return `
    <h1>Rendered ${round}</h1>
    <section class="round-${round}">
      ${element('op-tenant-activity', 'tenant-id="7" pausable', activityOf(ITEMS))}
      ${element('op-run-list', 'tenant-id="7"', collectionOf(ITEMS))}
      ${element('op-run-detail-banner', `run-id="${ID}"`, detailOf(RUN), `<op-run-diagnostics id="op-run-diagnostics" run-id="${ID}"></op-run-diagnostics>`)}
      ${element('op-run-row', `run-id="${runs.staleRunning.run_id}"`, detailOf(runs.staleRunning))}
      ${element('op-review-pack-card', 'tenant-id="7"', { ...reviewPacks.generating, run_id: ID })}
      ${element('op-progress-overlay', 'tenant-id="7"', overlayOf(ITEMS))}
    </section>
    ${round % 2 === 0 ? '<p>Flash: saved.</p>' : ''}`;
}

/** Scripts the backend of the elements. */
export function serve(): void {
  backend.overlay(7).enqueue(overlayOf(ITEMS));
  backend.activity(7).enqueue(activityOf(ITEMS));
  backend.collection().enqueue(collectionOf(ITEMS));
  for (const run of ITEMS) backend.run(run.run_id).enqueue(detailOf(run));
  backend.lifecycleRun(ID).enqueue({ ...records.freshRunning, id: ID });
  backend.reviewPack(7).enqueue({ ...reviewPacks.generating, run_id: ID });
}

export const get = <Element extends AnyElement>(tag: Element['localName']): Element => document.querySelector<Element>(tag)!;

const elements = (): AnyElement[] => [...document.querySelectorAll<AnyElement>('op-tenant-activity, op-run-list, op-run-detail-banner, op-run-diagnostics, op-run-row, op-review-pack-card, op-progress-overlay')];

export interface Seen {
  readonly elements: readonly AnyElement[];
  readonly texts: readonly string[];
  /** The focused element; null: none. */
  readonly focus: HTMLElement | null;
  readonly asked: number;
}

/** Warnings that the elements wrote to the console. */
export const warnings: string[] = [];
const { warn } = console;
console.warn = (...said: unknown[]) => {
  warnings.push(said.join(' '));
  warn(...said);
};

/** Opens panels and disclosures as an operator, and focuses a link. Returns what is visible then. */
export async function choose({ focuses = true } = {}): Promise<Seen> {
  await settle();
  await until(() => elements().every((element) => element.localName === 'op-progress-overlay' || textOf(element).trim() !== ''), 'every element shows something');
  byRole(get<OpProgressOverlay>('op-progress-overlay'), 'button')[0]!.click();
  byRole(get<OpTenantActivity>('op-tenant-activity'), 'button', /pause/i)[0]!.click();
  byRole(get<OpRunList>('op-run-list'), 'button', /^Likely stale/)[0]!.click();
  const diagnostics = get<OpRunDiagnostics>('op-run-diagnostics');
  diagnostics.shadowRoot!.querySelector('summary')!.click();
  await until(() => /Started by/.test(textOf(diagnostics)), 'the diagnostics are there');
  await time.advance(500);
  if (focuses) link(get<OpTenantActivity>('op-tenant-activity'))!.focus();
  warnings.length = 0;
  const seen = { elements: elements(), texts: elements().map(textOf), focus: focuses ? focused() : null, asked: asked().length };
  expect(seen.elements.length).to.equal(7);
  return seen;
}

/** Asserts that the page shows round `round`, and that the elements lost nothing, sent no request and logged no warning. */
export async function assertKept({ elements: before, texts, focus, asked: count }: Seen, round: number): Promise<void> {
  // Libraries wait for frames, which are real, and for timers, which are virtual.
  for (let frames = 0; document.querySelector('h1')?.textContent !== `Rendered ${round}`; frames += 1) {
    if (frames > 60) throw new Error('The page is not rendered anew.');
    await nextFrame();
    await time.advance(20);
  }
  await time.advance(500);
  const after = elements();
  expect(after.map((element, index) => `${element.localName} ${element === before[index]}`)).to.deep.equal(before.map(({ localName }) => `${localName} true`));
  expect(get<OpProgressOverlay>('op-progress-overlay').open, 'the panel is open').to.be.true;
  expect(get<OpRunDiagnostics>('op-run-diagnostics').open, 'the diagnostics are revealed').to.be.true;
  expect(get<OpTenantActivity>('op-tenant-activity').paused, 'the activity is paused').to.be.true;
  expect(get<OpRunList>('op-run-list').problemClass, 'the list is filtered').to.equal('active_stale_attention');
  expect(after.map(textOf)).to.deep.equal(texts);
  if (focus) expect(focused() === focus, 'the focus stays').to.be.true;
  expect(asked().slice(count)).to.deep.equal([]);
  expect(regions().length, 'regions that a screen reader listens to').to.equal(1);
  expect(warnings).to.deep.equal([]);
}
