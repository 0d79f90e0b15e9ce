import { activityOf, becomes, detailOf, overlayOf, runs } from '../../mocks/index.ts';
import type { OpRunRow } from '../../src/index.ts';
import { activity, asked, backend, byRole, expect, fired, html, link, load, overlay, parts, partTexts, put, row, settle, textOf, time, until, useStage } from './stage.ts';

useStage();

const item = (value: unknown): Promise<OpRunRow> => load(html`<op-run-row .item=${value}></op-run-row>`);

describe('op-run-row', () => {
  it('is one link as large as the row, named by what the row says', async () => {
    const element = await item(runs.staleRunning);
    const links = byRole(element, 'link');
    expect(links.length).to.equal(1);
    const [whole, own] = [links[0]!.getBoundingClientRect(), element.getBoundingClientRect()];
    expect([whole.width, whole.height]).to.deep.equal([own.width, own.height]);
    expect(links[0]!.innerText).to.contain('Inventory sync').and.contain('Contoso').and.contain('Likely stale');
  });

  it('opens its detail_url, else the canonical page of the run', async () => {
    expect(link(await item(runs.freshRunning))!.href).to.equal(`${location.origin}/admin/operations/4102`);
    expect(link(await item(runs.freshQueued))!.href).to.equal(`${location.origin}/admin/operations/4101`);
    backend.run(4101, { workspace: 3 }).enqueue(detailOf(runs.freshQueued));
    const scoped = await load<OpRunRow>(html`<op-run-row run-id="4101" workspace="3"></op-run-row>`);
    expect(link(scoped)!.href).to.equal(`${location.origin}/admin/workspaces/3/operations/4101`);
    expect(asked()).to.deep.equal(['/admin/workspaces/3/operations/4101']);
  });

  for (const detail_url of ['javascript:alert(1)', 'data:text/html,x', 'java\nscript:alert(1)', '\u0001javascript:alert(1)']) {
    it(`does not link ${JSON.stringify(detail_url)}, and reports it`, async () => {
      const element = await item({ ...runs.freshRunning, detail_url });
      expect(byRole(element, 'link').length).to.equal(0);
      expect(partTexts(element, 'operation')).to.deep.equal(['Baseline compare']);
      parts(element, 'row')[0]!.click();
      expect(fired('op-run-open')).to.be.empty;
      const [reported] = fired('op-contract-violation', element);
      expect(reported!.detail.violations).to.have.length(1);
      expect(reported!.detail.violations[0]).to.include({ path: 'detail_url', rule: 'unsafe-url' });
    });
  }

  it('asks nothing for an item it was handed, and follows what another surface learns of the run', async () => {
    const run = runs.freshQueued;
    backend.overlay(7).enqueue(overlayOf([run]), overlayOf([becomes(run, runs.staleQueued)]));
    const element = await item(run);
    const panel = await overlay();
    expect(asked()).to.deep.equal(['/admin/t/7/operations/progress']);
    await panel.refresh();
    await element.updateComplete;
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);
    expect(fired('op-state-change', element).map(({ detail }) => detail)).to.deep.equal([{ runId: 4101, from: 'fresh', to: 'stale' }]);
  });

  it('shows the next item when it is handed another one, with nothing left of the last', async () => {
    const element = await item(runs.reconciledByScheduler);
    element.item = runs.freshRunning;
    await element.updateComplete;
    expect(textOf(element)).to.contain('Baseline compare').and.not.to.match(/reconcile|before it ended/i);
    expect(fired('op-state-change')).to.be.empty;
  });

  it('shows an item of which hardly anything can be read as unknown', async () => {
    for (const broken of [{}, [], 'nonsense', 7, { run_id: 'x', operation_label: 5 }]) {
      const element = await item(broken);
      expect(partTexts(element, 'badge'), JSON.stringify(broken)).to.deep.equal(['State unknown']);
      expect(byRole(element, 'link').length).to.equal(0);
    }
  });

  it('polls its own run until it has ended, and tells the end', async () => {
    const run = runs.freshRunning;
    backend.run(run.run_id).enqueue(detailOf(run), detailOf(becomes(run, runs.succeeded)));
    const element = await row(run.run_id);
    await time.advance(10_000);
    await until(() => /no longer active|succeeded/i.test(textOf(element)), 'the end is shown');
    const before = asked().length;
    await time.advance(3_600_000);
    expect(asked()).to.have.length(before);
  });

  it('is woken by news of its own run only', async () => {
    backend.run(4112).enqueue(detailOf(runs.succeeded));
    await row(4112);
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { runId: 99 } }));
    document.dispatchEvent(new CustomEvent('op-run-enqueued'));
    expect(asked()).to.have.length(1);
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { runId: 4112 } }));
    expect(asked()).to.have.length(2);
  });

  it('refuses the answer of another run', async () => {
    backend.run(15).enqueue(detailOf(runs.freshRunning));
    const element = await row(15);
    expect(textOf(element)).not.to.contain('Baseline compare');
    expect(fired('op-error', element)[0]!.detail.message).to.contain('run_id').and.contain('15');
  });

  it('says what it lacks, and asks nothing, without a run', async () => {
    const warnings: unknown[][] = [];
    const { warn } = console;
    console.warn = (...words: unknown[]) => warnings.push(words);
    try {
      for (const runId of ['', '0', '-4', '1.5', 'abc', '1e400']) await put(html`<op-run-row run-id=${runId}></op-run-row>`);
      await settle();
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.have.length(6);
    expect(String(warnings[0])).to.contain('<op-run-row>').and.contain('run-id');
    expect(asked()).to.be.empty;
  });

  it('has room for its run before it knows it', async () => {
    backend.activity(7).enqueue(activityOf([]));
    backend.run(4112).hold(detailOf(runs.succeeded));
    const element = await put<OpRunRow>(html`<op-run-row run-id="4112"></op-run-row>`);
    await activity();
    expect(element.getBoundingClientRect().height).to.be.at.least(50);
  });
});
