/** An unchanged answer costs nothing, and a changed one patches in place (P10). Late data moves nothing on the page. */
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { activityOf, becomes, collectionOf, detailOf, overlayOf, records, reviewPacks, runLists, runs } from '../../mocks/index.ts';
import type { OpRunRow } from '../../src/index.ts';
import { activity, answered, backend, banner, byRole, diagnostics, expect, fixture, html, link, list, load, overlay, pack, parts, partTexts, put, row, settle, textOf, time, useStage, type AnyElement } from './stage.ts';
import { runNames, type RunName } from './states.ts';

useStage();

const RUN = runs.freshDeterminate;

/** Counts every DOM change in the shadow roots of `elements` and in the document. */
function countMutations(elements: readonly AnyElement[]): () => number {
  let count = 0;
  const observer = new MutationObserver((records) => (count += records.length));
  const everything = { childList: true, characterData: true, attributes: true, subtree: true };
  for (const element of elements) observer.observe(element.shadowRoot!, everything);
  observer.observe(document.body, everything);
  return () => {
    count += observer.takeRecords().length;
    observer.disconnect();
    return count;
  };
}

async function all(run: typeof RUN | typeof runs.freshRunning = runs.freshRunning): Promise<AnyElement[]> {
  backend.overlay(7).enqueue(overlayOf([run, runs.staleRunning]));
  backend.activity(7).enqueue(activityOf([run, runs.staleRunning, runs.failed]));
  backend.collection().enqueue(collectionOf([run, runs.staleRunning, runs.failed]));
  backend.run(run.run_id).enqueue(detailOf(run));
  backend.lifecycleRun(run.run_id).enqueue({ ...records.freshRunning, id: run.run_id });
  backend.reviewPack(7).enqueue({ ...reviewPacks.generating, run_id: run.run_id });
  return [await overlay(), await activity(), await list(), await row(run.run_id), await banner(run.run_id), await diagnostics(run.run_id), await pack()];
}

describe('an unchanged answer', () => {
  it('changes nothing on the page, in none of the elements', async () => {
    const elements = await all();
    const mutations = countMutations(elements);
    // The first unchanged answer may end the loading state. After that, nothing may render.
    await Promise.all(elements.map((element) => element.refresh()));
    let renders = 0;
    for (const element of elements) element.addController({ hostUpdated: () => void (renders += 1) });
    const before = backend.requests.length;
    for (let round = 0; round < 3; round += 1) await Promise.all(elements.map((element) => element.refresh()));
    await time.advance(30_000);
    expect(backend.requests.length - before).to.be.at.least(9);
    expect(mutations()).to.equal(0);
    expect(renders).to.equal(0);
  });

  it('changes nothing by the progress that only some of them are told', async () => {
    const elements = await all(RUN);
    const refreshAll = () => Promise.all(elements.map((element) => element.refresh()));
    await settle();
    const mutations = countMutations(elements);
    for (let round = 0; round < 3; round += 1) await refreshAll();
    await time.advance(30_000);
    expect(mutations()).to.equal(0);
  });

  it('changes nothing while the refresh fails again and again, once that is said', async () => {
    const elements = await all();
    backend.overlay(7).enqueue(500);
    backend.activity(7).enqueue(500);
    backend.collection().enqueue(500);
    backend.run(runs.freshRunning.run_id).enqueue(500);
    backend.lifecycleRun(runs.freshRunning.run_id).enqueue(500);
    backend.reviewPack(7).enqueue(500);
    await Promise.all(elements.map((element) => element.refresh()));
    await time.advance(1_000);
    const mutations = countMutations(elements);
    await Promise.all(elements.map((element) => element.refresh()));
    await time.advance(60_000);
    expect(mutations()).to.equal(0);
  });

  it('changes nothing when only its key order and blanks are another', async () => {
    const elements = await all();
    const reordered = Object.fromEntries(Object.entries(detailOf(runs.freshRunning)).reverse());
    backend.run(runs.freshRunning.run_id).enqueue(() => new Response(JSON.stringify(reordered, null, 4), { headers: { 'content-type': 'application/json' } }));
    const mutations = countMutations(elements);
    await elements.find(({ localName }) => localName === 'op-run-detail-banner')!.refresh();
    await time.advance(1_000);
    expect(mutations()).to.equal(0);
  });
});

describe('a changed answer', () => {
  it('changes a count in place: the row, its link and its bar stay the nodes they were', async () => {
    const later = { ...RUN, progress: { ...RUN.progress, processed: 4000 } };
    backend.activity(7).enqueue(activityOf([RUN]), activityOf([later]));
    const element = await activity();
    const before = [link(element, /inventory sync/i), ...byRole(element, 'progressbar'), ...parts(element, 'badge'), ...parts(element, 'operation')];
    await element.refresh();
    expect(textOf(element)).to.contain('4,000 of 5,200');
    expect(byRole<HTMLProgressElement>(element, 'progressbar')[0]!.position).to.be.closeTo(4000 / 5200, 0.0001);
    const after = [link(element, /inventory sync/i), ...byRole(element, 'progressbar'), ...parts(element, 'badge'), ...parts(element, 'operation')];
    expect(after.length === before.length && after.every((node, index) => node === before[index])).to.be.true;
  });

  it('keeps the focus on the run it was on, also when that run moves to the top', async () => {
    const [first, second, third, fourth] = [runs.freshQueued, runs.freshRunning, RUN, runs.freshPhase];
    for (const focusedRun of [first, second, third, fourth]) {
      const stale = (moved: readonly object[]) => [first, second, third, fourth].map((run) => (moved.includes(run) ? becomes(run, runs.staleQueued) : run));
      for (const moved of [[third], [fourth], [second, fourth], [first, fourth]]) {
        backend.reset();
        backend.activity(7).enqueue(activityOf([first, second, third, fourth]), activityOf(stale(moved)));
        const element = await activity();
        const target = byRole<HTMLAnchorElement>(element, 'link').find(({ href }) => href.endsWith(`/${focusedRun.run_id}`))!;
        target.focus();
        await element.refresh();
        const focused = element.shadowRoot!.activeElement as HTMLAnchorElement | null;
        expect(focused?.href ?? '', `focus on ${focusedRun.run_id} while ${moved.map((run) => run.run_id).join(' and ')} become stale`).to.contain(`/${focusedRun.run_id}`);
        element.remove();
      }
    }
  });

  it('keeps the panel open, its focus on the link and its scroll position', async () => {
    const many = [runs.freshQueued, runs.freshRunning, RUN, runs.freshPhase, runs.systemInitiated];
    backend.overlay(7).enqueue(overlayOf(many), overlayOf(many.map((run) => becomes(run, runs.staleQueued))));
    const element = await overlay();
    const [panel] = parts(element, 'panel');
    panel!.style.setProperty('max-block-size', '120px');
    panel!.scrollTop = 40;
    link(element, /review operations/i)!.focus({ preventScroll: true });
    await element.refresh();
    expect(partTexts(element, 'badge')).to.deep.equal(Array.from({ length: 5 }, () => 'Likely stale'));
    expect(element.open).to.be.true;
    expect(parts(element, 'panel')[0] === panel).to.be.true;
    // The browser may adjust the scroll position when rows grow. A panel that was rendered again would be at its top.
    expect(panel!.scrollTop).to.be.above(20);
    expect(element.shadowRoot!.activeElement === link(element, /review operations/i)).to.be.true;
  });

  it('keeps the text that an operator has selected', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN), detailOf(becomes(RUN, runs.staleQueued)));
    const element = await banner(RUN.run_id);
    const selection = getSelection()!;
    selection.selectAllChildren(parts(element, 'operation')[0]!);
    expect(selection.toString().trim()).to.equal('Inventory sync');
    await element.refresh();
    expect(textOf(element)).to.contain('Likely stale');
    expect(selection.toString().trim()).to.equal('Inventory sync');
  });

  it('keeps the focus on a row whose run changes its state', async () => {
    backend.run(RUN.run_id).enqueue(detailOf(RUN), detailOf(becomes(RUN, runs.succeeded)), 500);
    const element = await row(RUN.run_id);
    link(element)!.focus();
    const focused = element.shadowRoot!.activeElement;
    await element.refresh();
    await element.refresh();
    expect(textOf(element)).to.contain('Not updating');
    expect(element.shadowRoot!.activeElement === focused).to.be.true;
  });
});

describe('late data', () => {
  /** How far the first answer moves the host's content below the element. */
  async function shiftOf(element: AnyElement, release: () => void): Promise<number> {
    const next = element.nextElementSibling!;
    const before = next.getBoundingClientRect().top;
    release();
    await answered(element);
    await settle();
    return next.getBoundingClientRect().top - before;
  }

  const page = async (markup: string): Promise<AnyElement> => {
    const host = await fixture<HTMLElement>(`<div>${markup}<p>What the host shows next</p></div>`);
    const element = host.firstElementChild as AnyElement;
    await element.updateComplete;
    return element;
  };

  before(() => setViewport({ width: 1000, height: 800 }));

  // This run has a reason and a lineage note, which need two lines at 1000 px. Space is only reserved for ordinary texts.
  const TWO_LINES: RunName = 'reconciledByScheduler';

  for (const name of runNames) {
    it(`moves nothing below a banner that turns out ${name}`, async () => {
      const release = backend.run(runs[name].run_id).hold(detailOf(runs[name]));
      expect(await shiftOf(await page(`<op-run-detail-banner run-id="${runs[name].run_id}"></op-run-detail-banner>`), release)).to.equal(0);
    });

    if (name === TWO_LINES) continue;
    it(`moves nothing below a row that turns out ${name}`, async () => {
      const release = backend.run(runs[name].run_id).hold(runs[name]);
      expect(await shiftOf(await page(`<op-run-row run-id="${runs[name].run_id}"></op-run-row>`), release)).to.equal(0);
    });
  }

  for (const [what, list] of Object.entries({
    'no run': [],
    'one run': [runs.staleRunning],
    'five runs': [runs.staleRunning, RUN, runs.freshRunning, runs.unknownActive, runs.succeeded],
    'five that have ended': [runs.blocked, runs.reconciledByAdapter, runs.reconciledByCallback, runs.partiallySucceeded, runs.staleLineage],
    'more runs than it shows': [runs.staleRunning, RUN, runs.freshRunning, runs.unknownActive, runs.succeeded, runs.failed, runs.blocked],
  })) {
    it(`moves nothing below an activity that turns out to have ${what}`, async () => {
      const release = backend.activity(7).hold(activityOf(list));
      expect(await shiftOf(await page('<op-tenant-activity tenant-id="7"></op-tenant-activity>'), release)).to.equal(0);
    });
  }

  for (const [what, items] of Object.entries({ 'as many runs as fit its limit': runLists.overflow.slice(0, 5), 'more of them': runLists.overflow })) {
    for (const attributes of ['limit="5"', 'limit="5" compact']) {
      it(`moves nothing below a list with ${attributes} that turns out to have ${what}`, async () => {
        const release = backend.collection().hold(collectionOf(items));
        expect(await shiftOf(await page(`<op-run-list ${attributes}></op-run-list>`), release)).to.equal(0);
      });
    }
  }

  for (const [name, payload] of Object.entries(reviewPacks)) {
    it(`moves nothing below a review pack that turns out ${name}`, async () => {
      const release = backend.reviewPack(7).hold(payload);
      expect(await shiftOf(await page('<op-review-pack-card tenant-id="7"></op-review-pack-card>'), release)).to.equal(0);
    });
  }

  for (const failure of [401, 403, 404, 500]) {
    it(`moves nothing when the first answer is ${failure}`, async () => {
      const [run, tenant] = [backend.run(15).hold(failure), backend.activity(7).hold(failure)];
      const [first, second, third] = [
        await page('<op-run-detail-banner run-id="15"></op-run-detail-banner>'),
        await page('<op-run-row run-id="15"></op-run-row>'),
        await page('<op-tenant-activity tenant-id="7"></op-tenant-activity>'),
      ];
      const below = [first, second, third].map((element) => element.nextElementSibling!.getBoundingClientRect().top - element.getBoundingClientRect().top);
      run();
      tenant();
      await Promise.all([first, second, third].map(answered));
      expect([first, second, third].map((element) => element.nextElementSibling!.getBoundingClientRect().top - element.getBoundingClientRect().top)).to.deep.equal(below);
    });
  }

  it('moves nothing when a run goes from fresh to stale to reconciled', async () => {
    backend.activity(7).enqueue(activityOf([RUN]), activityOf([becomes(RUN, runs.staleQueued)]), activityOf([becomes(RUN, runs.reconciledByCallback)]));
    backend.run(RUN.run_id).enqueue(detailOf(RUN), detailOf(becomes(RUN, runs.staleQueued)), detailOf(becomes(RUN, runs.reconciledByCallback)));
    for (const element of [await activity(), await row(RUN.run_id), await banner(RUN.run_id)]) {
      const heights = new Set([element.getBoundingClientRect().height]);
      for (let round = 0; round < 2; round += 1) {
        await element.refresh();
        heights.add(element.getBoundingClientRect().height);
      }
      expect([...heights], element.localName).to.have.length(1);
    }
  });
});

describe('a bar that moves', () => {
  afterEach(() => emulateMedia({ reducedMotion: 'no-preference' }));

  it('moves only for a run whose progress is current, and not for an operator who asked for less motion', async () => {
    const element = await load<OpRunRow>(html`<op-run-row .item=${runs.freshRunning}></op-run-row>`);
    await emulateMedia({ reducedMotion: 'no-preference' });
    expect(byRole(element, 'progressbar')[0]!.getAnimations().length).to.equal(1);
    await emulateMedia({ reducedMotion: 'reduce' });
    expect(byRole(element, 'progressbar')[0]!.getAnimations().length).to.equal(0);
  });

  it('is no element that was put there for nothing', async () => {
    const element = await put<OpRunRow>(html`<op-run-row .item=${runs.freshQueued}></op-run-row>`);
    expect(byRole(element, 'progressbar').length).to.equal(0);
  });
});
