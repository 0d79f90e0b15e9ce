import { becomes, detailOf, runs } from '../../mocks/index.ts';
import { backend, banner, byRole, expect, html, parts, partTexts, put, textOf, time, until, useStage, type AnyElement } from './stage.ts';
import { runNames } from './states.ts';

useStage();

/** Asserts that the host's diagnostics come after the banner's summary. */
function diagnosticsComeAfter(element: AnyElement): void {
  const diagnostics = element.querySelector('[data-diagnostics]')!;
  expect(diagnostics.assignedSlot, 'the diagnostics are slotted').to.exist;
  expect((diagnostics as HTMLElement).innerText).to.equal('Diagnostics of the host');
  const [summary] = parts(element, 'summary');
  expect(summary!.compareDocumentPosition(diagnostics.assignedSlot!) & Node.DOCUMENT_POSITION_FOLLOWING, 'after the summary in reading order').to.be.above(0);
  expect(diagnostics.getBoundingClientRect().top, 'below the summary').to.be.at.least(summary!.getBoundingClientRect().bottom);
}

describe('op-run-detail-banner', () => {
  it('keeps the host\'s diagnostics after the summary in every state of a run', async () => {
    for (const name of runNames) {
      backend.run(runs[name].run_id).enqueue(detailOf(runs[name]));
      diagnosticsComeAfter(await banner(runs[name].run_id));
    }
  });

  it('keeps the host\'s diagnostics after the summary while it loads, fails, is denied and finds nothing', async () => {
    backend.run(15).hold(404);
    diagnosticsComeAfter(await put(html`<op-run-detail-banner run-id="15"><p data-diagnostics>Diagnostics of the host</p></op-run-detail-banner>`));
    for (const failure of [500, 401, 403, 404]) {
      backend.run(16).enqueue(failure);
      const element = await banner(16);
      diagnosticsComeAfter(element);
      element.remove();
    }
  });

  it('keeps the diagnostics as they are, whatever arrives', async () => {
    const run = runs.freshRunning;
    backend.run(run.run_id).enqueue(detailOf(run), detailOf(becomes(run, runs.reconciledByScheduler)));
    const element = await banner(run.run_id);
    const diagnostics = element.querySelector('[data-diagnostics]')!;
    let slotChanges = 0;
    diagnostics.assignedSlot!.addEventListener('slotchange', () => (slotChanges += 1));
    await element.refresh();
    expect(element.querySelector('[data-diagnostics]') === diagnostics).to.be.true;
    expect(slotChanges).to.equal(0);
  });

  it('has exactly one heading and one explanation, and its region is named by the heading', async () => {
    for (const name of runNames) {
      backend.run(runs[name].run_id).enqueue(detailOf(runs[name]));
      const element = await banner(runs[name].run_id);
      const [heading] = byRole(element, 'heading');
      expect(byRole(element, 'heading').length, name).to.equal(1);
      expect(parts(element, 'explanation').length, name).to.equal(1);
      expect(byRole(element, 'region', new RegExp(`^${heading!.innerText.trim()}$`)).length, name).to.equal(1);
      expect(byRole(element, 'link').length, 'it opens nothing').to.equal(0);
    }
  });

  it('tells a run from fresh to stale to reconciled, with the lineage at the end', async () => {
    const run = runs.freshQueued;
    backend.run(run.run_id).enqueue(detailOf(run), detailOf(becomes(run, runs.staleQueued)), detailOf(becomes(run, runs.reconciledByScheduler)));
    const element = await banner(run.run_id);
    expect(partTexts(element, 'heading')).to.deep.equal(['Operation active']);
    await time.advance(10_000);
    await until(() => partTexts(element, 'heading')[0] === 'Likely stale operation', 'the banner says likely stale');
    expect(parts(element, 'lineage').length).to.equal(0);
    await time.advance(10_000);
    await until(() => partTexts(element, 'heading')[0] === 'Automatically reconciled as failed', 'the banner says reconciled');
    expect(partTexts(element, 'lineage')).to.deep.equal(['This run was past its lifecycle window before it ended.']);
    expect(textOf(element)).not.to.match(/review worker|still marked active|waiting for/i);
    const count = backend.run(run.run_id).requests.length;
    await time.advance(3_600_000);
    expect(backend.run(run.run_id).requests).to.have.length(count);
  });

  it('uses the server\'s summary where it agrees with the state, and its own words where it does not', async () => {
    backend.run(4107).enqueue(
      detailOf(runs.staleRunning, { top_summary: 'Past its expected lifecycle window since 13:40. Review the queue worker health.' }),
      detailOf(runs.staleRunning, { top_summary: 'Everything is fine, this will finish shortly.' }),
      detailOf(runs.staleRunning, { top_summary: 'The worker died and the run is lost.' }),
    );
    const element = await banner(4107);
    expect(partTexts(element, 'explanation')[0]).to.contain('since 13:40');
    await element.refresh();
    expect(partTexts(element, 'explanation')[0]).to.match(/past its/i).and.not.to.match(/fine|shortly/i);
    await element.refresh();
    expect(partTexts(element, 'explanation')[0]).to.match(/past its/i).and.not.to.match(/died|lost/i);
  });

  it('hides all of itself by the hidden attribute, the slot included', async () => {
    backend.run(4107).enqueue(detailOf(runs.staleRunning));
    const element = await banner(4107);
    element.hidden = true;
    expect(element.getBoundingClientRect().height).to.equal(0);
    expect((element).querySelector('p')!.checkVisibility()).to.be.false;
  });
});
