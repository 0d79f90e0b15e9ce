/** A host's page with every surface, a backend that gives the same state on all of their routes, and payloads with long words. */
import type { OperationRunDetail, OperationRunSurfaceItem, ReviewPackGeneration } from '../../src/contract/index.ts';
import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs, type Endpoint, type Reply } from '../../mocks/index.ts';
import { answered, backend, fixture, html, nextFrame, type AnyElement } from '../elements/stage.ts';

export interface Said {
  /** The items of the lists. Default: `run` alone. */
  readonly items?: readonly OperationRunSurfaceItem[];
  /** The run of row, banner and diagnostics. */
  readonly run: OperationRunSurfaceItem;
  /** Its lifecycle record; null: the route answers 404. */
  readonly record?: OperationRunDetail | null;
  readonly pack?: ReviewPackGeneration;
}

const RUN = 4190;
const TAGS = ['op-tenant-activity', 'op-run-list', 'op-run-row', 'op-run-detail-banner', 'op-run-diagnostics', 'op-review-pack-card', 'op-progress-overlay'] as const;
export type Tag = (typeof TAGS)[number];

/** The same run with the id that the page's elements ask for, and without a link from the server. */
const numbered = (run: OperationRunSurfaceItem): OperationRunSurfaceItem => ({ ...run, run_id: RUN, detail_url: null });

const endpoints = (): Readonly<Record<Tag, Endpoint>> => ({
  'op-tenant-activity': backend.activity(7),
  'op-run-list': backend.collection(),
  'op-run-row': backend.run(RUN),
  'op-run-detail-banner': backend.run(RUN),
  'op-run-diagnostics': backend.lifecycleRun(RUN),
  'op-review-pack-card': backend.reviewPack(7),
  'op-progress-overlay': backend.overlay(7),
});

/** Scripts every route with the state of one run and its tenant. */
export function say({ run, items = [run], record = recordOf(run), pack = packOf(run) }: Said): void {
  const own = numbered(run);
  const all = items.map((item) => (item === run ? own : item));
  const at = endpoints();
  at['op-tenant-activity'].enqueue(activityOf(all));
  at['op-run-list'].enqueue(collectionOf(all));
  at['op-run-row'].enqueue(detailOf(own));
  at['op-run-diagnostics'].enqueue(record ? { ...record, id: RUN } : 404);
  at['op-review-pack-card'].enqueue({ ...pack, run_id: pack.run_id && RUN, detail_url: null });
  at['op-progress-overlay'].enqueue(overlayOf(all));
}

/** Scripts every route with the same replies. */
export const sayEverywhere = (...replies: Reply[]): void => new Set(Object.values(endpoints())).forEach((endpoint) => endpoint.enqueue(...replies));

/** Makes every route hold its answer back. */
export const holdEverywhere = (): void => new Set(Object.values(endpoints())).forEach((endpoint) => endpoint.hold({}));

const recordOf = ({ run_id }: OperationRunSurfaceItem): OperationRunDetail | null => Object.values<OperationRunDetail>(records).find(({ id }) => id === run_id) ?? null;

function packOf({ active_state: { freshness_state } }: OperationRunSurfaceItem): ReviewPackGeneration {
  if (freshness_state === 'fresh_active') return reviewPacks.generating;
  return { likely_stale: reviewPacks.generatingByStaleRun, terminal_normal: reviewPacks.ready, reconciled_failed: reviewPacks.failed, unknown: reviewPacks.unknown }[freshness_state];
}

export interface Looks {
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly density?: 'compact';
  /** Whether the overlay and the diagnostics are open. */
  readonly open?: boolean;
  readonly pausable?: boolean;
  /** Do not wait for answers. */
  readonly pending?: boolean;
}

export type Page = Readonly<Record<Tag, AnyElement>> & { readonly main: HTMLElement; readonly all: readonly AnyElement[] };

/** Renders a host's page in reading order, and waits for the first answer of each element. */
export async function page({ lang = 'en', dir = 'ltr', density, open = true, pausable = true, pending = false }: Looks = {}): Promise<Page> {
  const main = await fixture<HTMLElement>(html`
    <main lang=${lang} dir=${dir}>
      <h1>Contoso</h1>
      <op-tenant-activity tenant-id="7" ?pausable=${pausable}></op-tenant-activity>
      <op-run-list tenant-id="7" ?pausable=${pausable}></op-run-list>
      <op-run-row run-id=${RUN} ?pausable=${pausable}></op-run-row>
      <op-run-detail-banner run-id=${RUN} ?pausable=${pausable}>
        <op-run-diagnostics run-id=${RUN} ?open=${open} ?pausable=${pausable}></op-run-diagnostics>
      </op-run-detail-banner>
      <op-review-pack-card tenant-id="7" ?pausable=${pausable}></op-review-pack-card>
      <op-progress-overlay tenant-id="7" ?open=${open} ?pausable=${pausable}></op-progress-overlay>
    </main>
  `);
  const all = TAGS.map((tag) => main.querySelector<AnyElement>(tag)!);
  for (const element of all) element.density = density ?? null;
  await Promise.all(all.map(async (element) => (pending || (element.localName === 'op-run-diagnostics' && !open) ? element.updateComplete : answered(element))));
  await laidOut(all);
  return { main, all, ...(Object.fromEntries(all.map((element) => [element.localName, element])) as Record<Tag, AnyElement>) };
}

/** Waits until the elements are laid out. Rows of a list need a frame of the browser. */
export async function laidOut(elements: readonly AnyElement[]): Promise<void> {
  for (const element of elements) await element.updateComplete;
  for (let frames = 0; frames < 2; frames += 1) await nextFrame();
}

const SENTENCE = 'Nightly reconciliation of device compliance policies against the approved baseline of the European subsidiaries ';
const WORD = 'Richtlinienabweichungsüberprüfungswiederherstellungsvorgangsprotokollübersichtsliste';

/** Runs with long labels: one of 300 characters, and one long word of 84 characters that only breaks at the edge of its box. */
export const longRuns: readonly OperationRunSurfaceItem[] = [
  { ...runs.staleRunning, operation_label: SENTENCE.repeat(3).slice(0, 300), tenant_label: 'Contoso Manufacturing Services International Holding (Central and Eastern Europe)' },
  { ...runs.freshDeterminate, operation_label: WORD, tenant_label: WORD },
  { ...runs.reconciledByScheduler, operation_label: WORD, active_state: { ...runs.reconciledByScheduler.active_state, guidance: `${SENTENCE}${WORD}` } },
  { ...runs.partiallySucceeded, operation_label: SENTENCE.repeat(3).slice(0, 300), outcome_label: WORD, active_state: { ...runs.partiallySucceeded.active_state, compact_label: WORD } },
  { ...runs.freshPhase, operation_label: WORD, progress: { kind: 'phase', label: `${SENTENCE}${WORD}`, step: 2, steps: 4 } },
];

/** A lifecycle record with long texts in every field. */
export const longRecord: OperationRunDetail = {
  ...records.reconciledByScheduler,
  initiator_name: WORD,
  failure_summary: [{ code: WORD, message: SENTENCE.repeat(3) }],
  diagnostics: { threshold_seconds: 5400, evidence: { [WORD]: WORD, checksum: 'a'.repeat(96), worker: { hostname: WORD, attempts: [{ [WORD]: SENTENCE }] } } },
};

export const longPack: ReviewPackGeneration = { ...reviewPacks.generating, message: `${SENTENCE}${WORD}` };
