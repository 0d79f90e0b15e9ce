/** What a screen reader announces: one polite region per page, only changes of state, each once. */
import { activityOf, becomes, collectionOf, detailOf, networkError, overlayOf, records, runs } from '../../mocks/index.ts';
import { activity, answered, backend, banner, diagnostics, expect, html, list, listen, load, overlay, regions, row, settle, time, useStage, type AnyElement } from './stage.ts';

useStage();

const RUN = runs.freshRunning;

/** A lifecycle record for a run. */
const recordOf = ({ run_id, active_state }: { readonly run_id: number; readonly active_state: { readonly freshness_state: string } }) => {
  const record = { fresh_active: records.freshRunning, likely_stale: records.staleRunning, reconciled_failed: records.reconciledByScheduler }[active_state.freshness_state]!;
  return { ...record, id: run_id, type_label: RUN.operation_label };
};

async function all(run: typeof RUN | ReturnType<typeof becomes> = RUN): Promise<AnyElement[]> {
  backend.overlay(7).enqueue(overlayOf([run]));
  backend.activity(7).enqueue(activityOf([run]));
  backend.collection().enqueue(collectionOf([run]));
  backend.run(run.run_id).enqueue(detailOf(run));
  backend.lifecycleRun(run.run_id).enqueue(recordOf(run));
  const elements = [await overlay(), await activity(), await list(), await row(run.run_id), await banner(run.run_id), await diagnostics(run.run_id)];
  await time.advance(1_000);
  return elements;
}

function allBecome(run: ReturnType<typeof becomes>): void {
  backend.overlay(7).enqueue(overlayOf([run]));
  backend.activity(7).enqueue(activityOf([run]));
  backend.collection().enqueue(collectionOf([run]));
  backend.run(run.run_id).enqueue(detailOf(run));
  backend.lifecycleRun(run.run_id).enqueue(recordOf(run));
}

const refreshAll = async (elements: readonly AnyElement[]): Promise<void> => {
  await Promise.all(elements.map((element) => element.refresh()));
  await time.advance(1_000);
};

describe('what is announced', () => {
  it('by one polite region for the whole page, that nobody sees and that leaves with the last element', async () => {
    const elements = await all();
    expect(regions().length).to.equal(1);
    const [region] = regions();
    expect(region!.getAttribute('aria-live')).to.equal('polite');
    expect(region!.getRootNode() === document).to.be.true;
    expect(region!.getBoundingClientRect().width).to.be.at.most(1);
    for (const element of elements) element.remove();
    await settle();
    expect(regions().length).to.equal(0);
  });

  it('nothing when elements load, whatever they find', async () => {
    const heard = listen();
    await all(becomes(RUN, runs.staleRunning));
    backend.run(15).enqueue(500);
    backend.run(16).enqueue(404);
    backend.run(17).enqueue(403);
    backend.run(18).enqueue(401);
    for (const id of [15, 16, 17, 18]) await load(html`<op-run-row run-id=${id}></op-run-row>`);
    await time.advance(1_000);
    expect(heard).to.deep.equal([]);
  });

  it('a run that became likely stale, once, when all elements learn it', async () => {
    const elements = await all();
    const heard = listen();
    allBecome(becomes(RUN, runs.staleQueued));
    await refreshAll(elements);
    expect(heard).to.deep.equal(['Baseline compare: Likely stale']);
  });

  it('a run that became likely stale, once, when the elements learn it one after the other', async () => {
    const elements = await all();
    const heard = listen();
    allBecome(becomes(RUN, runs.staleQueued));
    for (const element of elements) await refreshAll([element]);
    expect(heard).to.deep.equal(['Baseline compare: Likely stale']);
  });

  it('a run once, also when the backend words it differently per surface', async () => {
    const elements = await all();
    const heard = listen();
    const stale = becomes(RUN, runs.staleQueued);
    const worded = (compact_label: string) => ({ ...stale, active_state: { ...stale.active_state, compact_label } });
    backend.overlay(7).enqueue(overlayOf([worded('Likely stale')]));
    backend.activity(7).enqueue(activityOf([worded('Past lifecycle window')]));
    backend.collection().enqueue(collectionOf([worded('Possibly stale')]));
    backend.run(RUN.run_id).enqueue(detailOf(stale));
    backend.lifecycleRun(RUN.run_id).enqueue(recordOf(stale));
    await refreshAll(elements);
    expect(heard).to.have.length(1);
    expect(heard[0]!.match(/Baseline compare/g)).to.have.length(1);
  });

  it('the reconciliation, and the end, in words that claim no more than is known', async () => {
    const elements = await all(becomes(RUN, runs.staleQueued));
    const heard = listen();
    allBecome(becomes(RUN, runs.reconciledByScheduler));
    await refreshAll(elements);
    expect(heard).to.deep.equal(['Baseline compare: Automatically reconciled as failed']);
  });

  it('several runs of one answer in one text', async () => {
    backend.overlay(7).enqueue(overlayOf([RUN, runs.freshQueued]), overlayOf([becomes(RUN, runs.staleQueued), becomes(runs.freshQueued, runs.staleQueued)]));
    const element = await overlay();
    const heard = listen();
    await refreshAll([element]);
    expect(heard).to.have.length(1);
    expect(heard[0]).to.contain('Baseline compare: Likely stale').and.contain('Inventory sync: Likely stale');
  });

  it('no progress, no new wording and no run that comes or goes', async () => {
    const run = runs.freshDeterminate;
    backend.overlay(7).enqueue(
      overlayOf([run]),
      overlayOf([{ ...run, progress: { ...run.progress, processed: 4000 } }]),
      overlayOf([{ ...run, progress: null, active_state: { ...run.active_state, guidance: 'Hashing files.' } }, runs.freshQueued]),
      overlayOf([runs.freshQueued]),
      overlayOf([runs.freshQueued]),
    );
    const element = await overlay();
    const heard = listen();
    for (let round = 0; round < 4; round += 1) await refreshAll([element]);
    expect(heard).to.deep.equal([]);
  });

  it('once that nothing is updated any more, however many elements and failures, and once that it is again', async () => {
    const elements = await all();
    const heard = listen();
    backend.overlay(7).enqueue(500, networkError(), 503);
    backend.activity(7).enqueue(networkError(), 500);
    backend.collection().enqueue(500, 503);
    backend.run(RUN.run_id).enqueue(500);
    backend.lifecycleRun(RUN.run_id).enqueue(networkError());
    for (let round = 0; round < 3; round += 1) await refreshAll(elements);
    expect(heard).to.deep.equal(['Operation information is not updating.']);
    allBecome(RUN);
    await refreshAll(elements);
    expect(heard).to.deep.equal(['Operation information is not updating.', 'Operation information is updating again.']);
  });

  it('a second failure after a recovery', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN), 500, detailOf(RUN), 500);
    const element = await row(RUN.run_id);
    const heard = listen();
    for (let round = 0; round < 3; round += 1) await refreshAll([element]);
    expect(heard).to.deep.equal(['Operation information is not updating.', 'Operation information is updating again.', 'Operation information is not updating.']);
  });

  it('a recovery, although another element has found nothing for good', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN), 500, detailOf(RUN));
    backend.run(15).enqueue(detailOf({ ...RUN, run_id: 15 }), 404);
    const [first, second] = [await row(RUN.run_id), await row(15)];
    await refreshAll([second]);
    const heard = listen();
    await refreshAll([first]);
    await refreshAll([first]);
    expect(heard).to.deep.equal(['Operation information is not updating.', 'Operation information is updating again.']);
  });

  it('that the session ended, once for all', async () => {
    const elements = await all();
    const heard = listen();
    backend.overlay(7).enqueue(401);
    backend.activity(7).enqueue(401);
    backend.collection().enqueue(401);
    backend.run(RUN.run_id).enqueue(401);
    backend.lifecycleRun(RUN.run_id).enqueue(401);
    await refreshAll(elements);
    expect(heard).to.deep.equal(['Session ended. Sign in again.']);
  });

  it('not by an overlay that was taken away by a missing permission', async () => {
    backend.overlay(7).enqueue(overlayOf([RUN]), 403);
    const element = await overlay();
    const heard = listen();
    await refreshAll([element]);
    expect(heard).to.deep.equal([]);
  });

  it('not what another tenant\'s runs are, when an element is pointed at another tenant', async () => {
    backend.activity(7).enqueue(activityOf([RUN]));
    backend.activity(8).enqueue(activityOf([{ ...becomes(RUN, runs.staleQueued), tenant_id: 8 }], { tenant_id: 8 }));
    const element = await activity();
    const heard = listen();
    element.tenantId = 8;
    await element.updateComplete;
    await settle();
    await answered(element);
    await time.advance(1_000);
    expect(heard).to.deep.equal([]);
  });

  it('what was just learned, although the element is moved at that moment', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN), detailOf(becomes(RUN, runs.staleQueued)));
    const element = await row(RUN.run_id);
    const heard = listen();
    await element.refresh();
    const place = document.createElement('div');
    element.parentElement!.append(place);
    place.append(element);
    await time.advance(1_000);
    expect(heard).to.deep.equal(['Baseline compare: Likely stale']);
    expect(regions().length).to.equal(1);
  });

  it('a recovery, although the element was moved while it was not updating', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN), 500, detailOf(RUN));
    const element = await row(RUN.run_id);
    await refreshAll([element]);
    const heard = listen();
    const place = document.createElement('div');
    element.parentElement!.append(place);
    place.append(element);
    await refreshAll([element]);
    expect(heard).to.deep.equal(['Operation information is updating again.']);
  });
});
