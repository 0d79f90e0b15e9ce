import { activityOf, runLists, runs } from '../../mocks/index.ts';
import type { OpTenantActivity } from '../../src/index.ts';
import { activity, asked, backend, byRole, expect, fired, html, link, load, nameOf, parts, partTexts, textOf, time, until, useStage } from './stage.ts';

useStage();

const LIST = `${location.origin}/admin/operations`;
const counts = (element: OpTenantActivity): string[] => [...parts(element, 'counts')[0]!.children].map((count) => (count as HTMLElement).innerText.replace(/\s+/g, ' ').trim());

describe('op-tenant-activity', () => {
  it('counts the runs per state, each count a link to the part of the list that it counts', async () => {
    backend.activity(7).enqueue(activityOf(runLists.mixedTenant));
    const element = await activity();
    expect(counts(element)).to.deep.equal(['2 Active', '1 Likely stale', '2 Follow-up', '1 Unknown']);
    const links = [...parts(element, 'counts')[0]!.querySelectorAll('a')].map(({ href }) => href);
    expect(links).to.deep.equal([
      `${LIST}?tenant=7&activeTab=active&problemClass=none`,
      `${LIST}?tenant=7&problemClass=active_stale_attention`,
      `${LIST}?tenant=7&problemClass=terminal_follow_up`,
    ]);
  });

  it('links below its base URL and workspace', async () => {
    backend.activity(7).enqueue(activityOf([runs.staleQueued]));
    const element = await load<OpTenantActivity>(html`<op-tenant-activity tenant-id="7" workspace="3" base-url="/"></op-tenant-activity>`);
    expect(link(element, /likely stale/i)!.href).to.equal(`${location.origin}/admin/workspaces/3/operations?tenant=7&problemClass=active_stale_attention`);
    expect(link(element, /policy restore/i)!.href).to.equal(`${location.origin}/admin/workspaces/3/operations/4106`);
  });

  it('says that there is nothing to show only when there is nothing', async () => {
    backend.activity(7).enqueue(activityOf([]));
    const element = await activity();
    expect(partTexts(element, 'empty')).to.deep.equal(['No operations to show.']);
    expect(counts(element)).to.deep.equal(['0 Active', '0 Likely stale', '0 Follow-up']);
    expect(asked()).to.have.length(1);
    await time.advance(3_600_000);
    expect(asked()).to.have.length(1);
  });

  it('never claims to be empty because of max-items', async () => {
    backend.activity(7).enqueue(activityOf(runLists.mixedTenant));
    const element = await activity();
    for (const [change, shown] of [
      [() => element.setAttribute('max-items', '0'), 0],
      [() => element.setAttribute('max-items', 'many'), 5],
      [() => element.setAttribute('max-items', '-1'), 5],
      [() => element.removeAttribute('max-items'), 5],
    ] as const) {
      change();
      await element.updateComplete;
      expect(textOf(element)).not.to.contain('No operations to show');
      expect(parts(element, 'run').length).to.equal(shown);
      expect(partTexts(element, 'more')).to.deep.equal([`+${7 - shown} more`]);
    }
  });

  it('shows the likely stale runs first, at most five, and links to the others', async () => {
    const list = [...runLists.mixedTenant.slice(1), runLists.mixedTenant[0]!];
    backend.activity(7).enqueue(activityOf(list));
    const element = await activity();
    expect(parts(element, 'run').length).to.equal(5);
    expect(partTexts(element, 'badge')[0]).to.equal('Likely stale');
    expect(link(element, /^\+2 more$/)!.href).to.equal(`${LIST}?tenant=7`);
  });

  it('opens a run by its link, once, with its name in it', async () => {
    backend.activity(7).enqueue(activityOf([runs.freshRunning]));
    const element = await activity();
    const links = byRole(element, 'link', /baseline compare/i);
    expect(links.length).to.equal(1);
    expect(nameOf(links[0]!)).to.match(/^Baseline compare #4102 Running/);
  });

  it('shows a run that its backend lists twice, and patches both when they change', async () => {
    const { freshRunning, freshQueued, staleQueued } = runs;
    backend.activity(7).enqueue(activityOf([freshRunning, freshRunning, freshQueued]), activityOf([freshQueued, freshRunning, staleQueued, freshRunning]), activityOf([freshRunning]));
    const element = await activity();
    expect(partTexts(element, 'operation')).to.deep.equal(['Baseline compare', 'Baseline compare', 'Inventory sync']);
    await element.refresh();
    expect(partTexts(element, 'operation')).to.deep.equal(['Policy restore', 'Inventory sync', 'Baseline compare', 'Baseline compare']);
    await element.refresh();
    expect(partTexts(element, 'operation')).to.deep.equal(['Baseline compare']);
  });

  it('wakes when work is enqueued for its tenant', async () => {
    backend.activity(7).enqueue(activityOf([]), activityOf([runs.freshQueued]));
    const element = await activity();
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 7 } }));
    await until(() => textOf(element).includes('Waiting for worker.'), 'the new run is shown');
  });

  it('does not link or open a detail_url that is no web address, and reports it', async () => {
    const hostile = ['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', ' JaVaScRiPt:alert(1)', 'vbscript:x', 'file:///etc/passwd', 'blob:https://x/1'];
    backend.activity(7).enqueue(activityOf(hostile.map((detail_url, index) => ({ ...runs.freshRunning, run_id: 900 + index, detail_url }))));
    const element = await load<OpTenantActivity>(html`<op-tenant-activity tenant-id="7" max-items="10"></op-tenant-activity>`);
    expect(parts(element, 'run').length).to.equal(hostile.length);
    expect(byRole(element, 'link', /baseline compare/i).length).to.equal(0);
    parts(element, 'run')[0]!.click();
    expect(fired('op-run-open')).to.be.empty;
    const rules = fired('op-contract-violation', element).flatMap(({ detail }) => detail.violations.map(({ rule }: { rule: string }) => rule));
    expect(rules.filter((rule) => rule === 'unsafe-url')).to.have.length(hostile.length);
  });
});
