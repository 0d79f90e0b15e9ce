/** One run, one truth (L3): row, banner, overlay, activity, list and review pack of one run never disagree, in whatever order answers arrive. */
import { activityOf, becomes, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { activity, asked, backend, banner, diagnostics, expect, html, list, load, overlay, pack, parts, partTexts, put, row, rowsOf, settle, textOf, until, useStage, type AnyElement } from './stage.ts';
import type { OpRunList } from '../../src/index.ts';
import { CALM } from './states.ts';

useStage();

const RUN = runs.freshRunning;
type Stage = 'fresh' | 'stale' | 'reconciled';
const AT_STAGE = { fresh: RUN, stale: becomes(RUN, runs.staleQueued), reconciled: becomes(RUN, runs.reconciledByScheduler) } as const satisfies Record<Stage, object>;

/** The state of the run by the words that an element shows; null when it does not show the run. */
function says(element: AnyElement): Stage | null {
  const text = element.localName === 'op-run-list' ? rowsOf(element as OpRunList).map(textOf).join('\n') : textOf(element);
  const words = text.replace(/^\d+\s+(active|likely stale|follow-up|unknown)$/gim, '').replaceAll(/^\d+\nLikely stale\n/gm, '');
  // A review pack does not show the name of its run.
  if (!words.includes(element.localName === 'op-review-pack-card' ? 'Review pack' : RUN.operation_label)) return null;
  if (/reconciled/i.test(words)) return 'reconciled';
  return /likely stale/i.test(words) ? 'stale' : 'fresh';
}

/** Puts all elements on one page, and compares them at every change of any of them. */
async function all(): Promise<{ elements: AnyElement[]; disagreements: string[]; stop: () => void }> {
  backend.overlay(7).enqueue(overlayOf([AT_STAGE.fresh]));
  backend.activity(7).enqueue(activityOf([AT_STAGE.fresh]));
  backend.collection().enqueue(collectionOf([AT_STAGE.fresh]));
  backend.run(RUN.run_id).enqueue(detailOf(AT_STAGE.fresh));
  backend.reviewPack(7).enqueue({ ...reviewPacks.generating, run_id: RUN.run_id });
  const elements: AnyElement[] = [await overlay(), await activity(), await row(RUN.run_id), await banner(RUN.run_id), await list(), await pack()];
  const disagreements: string[] = [];
  const observer = new MutationObserver(() => {
    const told = elements.map(says);
    if (new Set(told.filter((state) => state !== null)).size > 1) disagreements.push(told.join(' / '));
    for (const element of elements) if (says(element) === 'stale' && CALM.test(textOf(element))) disagreements.push(`calm beside stale in ${element.localName}`);
  });
  for (const element of elements) observer.observe(element.shadowRoot!, { childList: true, characterData: true, attributes: true, subtree: true });
  return { elements, disagreements, stop: () => observer.disconnect() };
}

const requestAll = (elements: readonly AnyElement[]): void => elements.forEach((element) => void element.refresh());
const permutations = <Value>(values: readonly Value[]): Value[][] =>
  values.length < 2 ? [[...values]] : values.flatMap((value, index) => permutations([...values.slice(0, index), ...values.slice(index + 1)]).map((rest) => [value, ...rest]));

describe('one run on all elements', () => {
  for (const order of permutations(['overlay', 'activity', 'run', 'list'] as const)) {
    it(`never shows two states while news arrives by ${order.join(', then ')}`, async () => {
      const { elements, disagreements, stop } = await all();
      const release = {
        overlay: backend.overlay(7).hold(overlayOf([AT_STAGE.stale])),
        activity: backend.activity(7).hold(activityOf([AT_STAGE.stale])),
        run: backend.run(RUN.run_id).hold(detailOf(AT_STAGE.stale)),
        list: backend.collection().hold(collectionOf([AT_STAGE.stale])),
      };
      requestAll(elements);
      for (const url of order) {
        release[url]();
        await until(() => elements.every((element) => says(element) === 'stale'), `all say likely stale after ${url} answered`);
        await settle();
      }
      stop();
      expect(disagreements).to.deep.equal([]);
      expect(elements.map(says)).to.deep.equal(elements.map(() => 'stale'));
    });
  }

  it('does not fall back when an answer comes late that was asked for before the news', async () => {
    const { elements, disagreements, stop } = await all();
    const late = backend.run(RUN.run_id).hold(detailOf(AT_STAGE.fresh));
    void elements[2]!.refresh();
    await until(() => backend.run(RUN.run_id).requests.length === 2, 'the earlier request is under way');
    backend.overlay(7).enqueue(overlayOf([AT_STAGE.stale]));
    await elements[0]!.refresh();
    await until(() => elements.every((element) => says(element) === 'stale'), 'all say likely stale');
    late();
    await settle();
    await settle();
    stop();
    expect(elements.map(says)).to.deep.equal(elements.map(() => 'stale'));
    expect(disagreements).to.deep.equal([]);
  });

  it('tells all of them at once that the run was reconciled, and takes it off the overlay', async () => {
    const { elements, disagreements, stop } = await all();
    backend.run(RUN.run_id).enqueue(detailOf(AT_STAGE.reconciled));
    await elements[3]!.refresh();
    await until(() => says(elements[1]!) === 'reconciled', 'the activity says reconciled');
    stop();
    expect(disagreements).to.deep.equal([]);
    expect(elements.map(says)).to.deep.equal([null, 'reconciled', 'reconciled', 'reconciled', 'reconciled', 'reconciled']);
    expect(textOf(elements[0]!).trim()).to.equal('');
    for (const element of elements) expect(textOf(element)).not.to.match(/review worker|progress details|waiting for/i);
  });

  it('tells an element that joins later what the page already knows', async () => {
    backend.overlay(7).enqueue(overlayOf([AT_STAGE.stale]));
    await overlay();
    const newcomer = await load(html`<op-run-row .item=${AT_STAGE.stale}></op-run-row>`);
    expect(says(newcomer)).to.equal('stale');
    backend.run(RUN.run_id).enqueue(detailOf(AT_STAGE.stale));
    expect(says(await banner(RUN.run_id))).to.equal('stale');
  });

  it('adds no run to a surface that does not show it, and never crosses tenants', async () => {
    const foreign = { ...becomes(RUN, runs.staleQueued), tenant_id: 8, tenant_label: 'Fabrikam' };
    backend.overlay(7).enqueue(overlayOf([RUN]));
    backend.activity(8).enqueue(activityOf([foreign, { ...runs.staleRunning, tenant_id: 8 }], { tenant_id: 8 }));
    const panel = await overlay();
    await load(html`<op-tenant-activity tenant-id="8"></op-tenant-activity>`);
    await settle();
    expect(partTexts(panel, 'badge')).to.deep.equal(['Running']);
    expect(parts(panel, 'run').length).to.equal(1);
  });

  it('keeps two backends apart, although their run ids are the same', async () => {
    backend.overlay(7).enqueue(overlayOf([RUN]));
    const panel = await overlay();
    await load(html`<op-run-row base-url="https://other.example/" .item=${AT_STAGE.stale}></op-run-row>`);
    await settle();
    expect(partTexts(panel, 'badge')).to.deep.equal(['Running']);
  });
});

describe('a run whose diagnostics are open', () => {
  it('is told in the words, and with the progress, of the backend all the same', async () => {
    const run = runs.freshDeterminate;
    backend.activity(7).enqueue(activityOf([run]));
    backend.collection().enqueue(collectionOf([run]));
    backend.lifecycleRun(run.run_id).enqueue({ ...records.freshRunning, id: run.run_id });
    const elements = [await activity(), await list()];
    const before = elements.map(textOf);
    expect(before[0]).to.contain('1,840 of 5,200');
    const told = await diagnostics(run.run_id);
    await told.refresh();
    await Promise.all(elements.map((element) => element.updateComplete));
    await settle();
    expect(elements.map(textOf)).to.deep.equal(before);
  });
});

describe('many elements on one page', () => {
  it('send one request per URL, whatever their number, and on each refresh', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN));
    backend.overlay(7).enqueue(overlayOf([RUN]));
    const elements = await Promise.all([row(RUN.run_id), row(RUN.run_id), banner(RUN.run_id), banner(RUN.run_id), overlay(), overlay()]);
    expect(asked()).to.have.length(2);
    await Promise.all(elements.map((element) => element.refresh()));
    expect(asked()).to.have.length(4);
    expect(backend.requests).to.have.length(4);
  });

  it('answer an element that joins during a request or after it without another one', async () => {
    const release = backend.run(RUN.run_id).hold(detailOf(RUN));
    const first = await put(html`<op-run-row run-id=${RUN.run_id}></op-run-row>`);
    const second = await put(html`<op-run-detail-banner run-id=${RUN.run_id}></op-run-detail-banner>`);
    release();
    await until(() => says(first) === 'fresh' && says(second) === 'fresh', 'both show the run');
    const third = await put(html`<op-run-row run-id=${RUN.run_id}></op-run-row>`);
    await settle();
    expect(says(third)).to.equal('fresh');
    expect(asked()).to.have.length(1);
  });
});
