import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';
import { activityOf, becomes, collectionOf, detailOf, overlayOf, runLists, runs, type Answer } from '../../mocks/index.ts';
import type { OpRunList } from '../../src/index.ts';
import {
  activity,
  asked,
  askedUrls,
  backend,
  byRole,
  expect,
  fired,
  fixture,
  focused,
  html,
  link,
  list,
  listen,
  load,
  nameOf,
  overlay,
  parts,
  partTexts,
  put,
  rowsOf,
  settle,
  textOf,
  time,
  until,
  useStage,
} from './stage.ts';

useStage();

const { freshQueued, freshRunning, freshDeterminate, staleQueued, staleRunning, succeeded, failed } = runs;
const STALE = '?tenant=7&problemClass=active_stale_attention';

/** Answers with the runs that match the filter of the request. The payload may omit the filter. */
const filtering =
  (items: readonly OperationRunSurfaceItem[]): Answer =>
  ({ url }) => {
    const { searchParams } = new URL(url);
    const problem = searchParams.get('problemClass');
    const passes = ({ active_state }: OperationRunSurfaceItem) =>
      (searchParams.get('activeTab') !== 'active' || active_state.is_currently_active) && (!problem || active_state.problem_class === problem);
    return Response.json(collectionOf(items.filter(passes)));
  };

const idsOf = (element: OpRunList): number[] => rowsOf(element).map(({ dataset }) => Number(dataset['run']));
const operations = (element: OpRunList): string[] => partTexts(element, 'operation');
const filters = (element: OpRunList): HTMLButtonElement[] => parts(element, 'filter') as HTMLButtonElement[];
const filter = (element: OpRunList, name: RegExp): HTMLButtonElement => filters(element).find((button) => name.test(nameOf(button)))!;
const pressed = (element: OpRunList): string[] => filters(element).filter((button) => button.getAttribute('aria-pressed') === 'true').map(nameOf);
const rowOf = (element: OpRunList, run: { readonly run_id: number }): HTMLElement => rowsOf(element)[idsOf(element).indexOf(run.run_id)]!;

/** Clicks a filter and waits for the answer. */
async function choose(element: OpRunList, name: RegExp): Promise<void> {
  filter(element, name).click();
  await element.updateComplete;
  await settle();
}

describe('what the list asks for', () => {
  it('is the canonical list of its workspace, with tenant, tab and problem class in the query', async () => {
    backend.collection().enqueue(collectionOf([]));
    backend.collection({ workspace: 3 }).enqueue(collectionOf([], { tenant_filter: 7, active_tab: 'active', problem_class: 'none' }));
    await load(html`<op-run-list></op-run-list>`);
    await load(html`<op-run-list tenant-id="7" active-tab="active" problem-class="none" workspace="3" hide-filters></op-run-list>`);
    expect(askedUrls()).to.deep.equal(['/admin/operations', '/admin/workspaces/3/operations?tenant=7&activeTab=active&problemClass=none']);
  });

  it('keeps the query of a src of the host\'s own, and adds the filter to it', async () => {
    backend.collection().enqueue(collectionOf([]));
    await load(html`<op-run-list src="/admin/operations?page=2" tenant-id="7" problem-class="none" hide-filters></op-run-list>`);
    expect(askedUrls()).to.deep.equal(['/admin/operations?page=2&tenant=7&problemClass=none']);
  });

  for (const [name, value, url] of [
    ['tenant-id', '8', '/admin/operations?tenant=8'],
    ['active-tab', 'active', '/admin/operations?tenant=7&activeTab=active'],
    ['problem-class', 'terminal_follow_up', '/admin/operations?tenant=7&problemClass=terminal_follow_up'],
    ['workspace', '3', '/admin/workspaces/3/operations?tenant=7'],
  ] as const) {
    it(`is asked anew for another ${name}, and what was shown before is gone at once, its late answer too`, async () => {
      backend.collection().enqueue(collectionOf([freshQueued]));
      const element = await load<OpRunList>(html`<op-run-list tenant-id="7" hide-filters></op-run-list>`);
      const late = backend.collection().hold(collectionOf([staleQueued]));
      void element.refresh();
      await until(() => backend.collection().requests.length === 2, 'the second request is under way');
      const release = backend.collection(name === 'workspace' ? { workspace: 3 } : {}).hold(collectionOf([succeeded]));
      element.setAttribute(name, value);
      await element.updateComplete;
      expect(rowsOf(element).length).to.equal(0);
      expect(element.shadowRoot!.querySelector('[aria-busy="true"]')).to.exist;
      late();
      await settle();
      expect(rowsOf(element).length, 'nor by its late answer').to.equal(0);
      release();
      await until(() => rowsOf(element).length === 1, 'the new answer is shown');
      expect(idsOf(element)).to.deep.equal([succeeded.run_id]);
      expect(askedUrls().at(-1)).to.equal(url);
      expect(fired('op-state-change')).to.be.empty;
    });
  }

  it('is never another tenant\'s list', async () => {
    backend.collection().enqueue(collectionOf([{ ...freshQueued, tenant_id: 8 }], { tenant_filter: 8 }));
    const element = await list();
    expect(rowsOf(element).length).to.equal(0);
    expect(fired('op-error', element)[0]!.detail.message).to.contain('tenant_filter').and.contain('7');
  });

  it('goes on while a run is active, and stops when none is', async () => {
    backend.collection().enqueue(collectionOf([freshQueued]), collectionOf([becomes(freshQueued, staleQueued)]), collectionOf([becomes(freshQueued, failed)]));
    const element = await list();
    for (const badge of ['Likely stale', 'Needs follow-up']) {
      await time.advance(10_000);
      await until(() => partTexts(element, 'badge')[0] === badge, `the run is shown as ${badge}`);
    }
    await time.advance(3_600_000);
    expect(asked()).to.have.length(3);
  });

  it('again at once when work is enqueued, for its tenant or for any', async () => {
    backend.collection().enqueue(collectionOf([]), collectionOf([]), collectionOf([freshQueued]));
    const element = await list();
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 8 } }));
    expect(asked()).to.have.length(1);
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 7 } }));
    await until(() => backend.collection().requests.length === 2, 'it asks');
    await settle();
    document.dispatchEvent(new CustomEvent('op-run-enqueued'));
    await until(() => rowsOf(element).length === 1, 'the new run is shown');
  });
});

describe('the rows of the list', () => {
  /** Counts the DOM changes inside each row, and in the list around the rows. */
  function watch(element: OpRunList): () => Map<number | 'list', number> {
    const counts = new Map<number | 'list', number>();
    const count = (records: readonly MutationRecord[]) => {
      for (const { target } of records) {
        const row = (target instanceof Element ? target : target.parentElement!)?.closest<HTMLElement>('[part~="row"]');
        const key = row ? Number(row.dataset['run']) : 'list';
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    };
    const observer = new MutationObserver(count);
    observer.observe(element.shadowRoot!, { childList: true, characterData: true, attributes: true, subtree: true });
    return () => {
      count(observer.takeRecords());
      observer.disconnect();
      return counts;
    };
  }

  it('are one per run, in the order of the answer, each one link that opens its run', async () => {
    backend.collection().enqueue(collectionOf(runLists.workspace));
    const element = await load<OpRunList>(html`<op-run-list></op-run-list>`);
    expect(idsOf(element)).to.deep.equal(runLists.workspace.map(({ run_id }) => run_id));
    expect(byRole<HTMLAnchorElement>(element, 'link').map(({ href }) => href)).to.deep.equal(runLists.workspace.map(({ run_id }) => `${location.origin}/admin/operations/${run_id}`));
    expect(partTexts(element, 'tenant')).to.deep.equal(['Contoso', 'Fabrikam', 'Contoso', 'Fabrikam', 'Contoso', 'Fabrikam']);
    expect(parts(element, 'rows').length).to.equal(1);
  });

  it('open their runs below the base URL and the workspace of the list', async () => {
    backend.collection({ workspace: 3 }).enqueue(collectionOf([freshQueued]));
    const element = await load<OpRunList>(html`<op-run-list workspace="3" base-url="/"></op-run-list>`);
    expect(link(element)!.href).to.equal(`${location.origin}/admin/workspaces/3/operations/4101`);
  });

  it('tell a host through the list that a run is opened', async () => {
    backend.collection().enqueue(collectionOf([freshRunning]));
    const element = await list();
    const stay = (event: Event) => event.preventDefault();
    element.addEventListener('op-run-open', stay, { once: true });
    link(element, /baseline compare/i)!.click();
    const [event] = fired('op-run-open', element);
    expect(event!.detail).to.deep.equal({ runId: 4102, url: `${location.origin}/admin/operations/4102` });
    expect(event!.bubbles && event!.composed && event!.cancelable).to.be.true;
  });

  it('stay untouched by a refresh, but for the one whose run has changed', async () => {
    const later = { ...freshDeterminate, progress: { ...freshDeterminate.progress, processed: 4000 } };
    backend.collection().enqueue(collectionOf([freshQueued, freshDeterminate, staleQueued, succeeded]), collectionOf([freshQueued, later, staleQueued, succeeded]));
    const element = await list();
    const changes = watch(element);
    await element.refresh();
    await settle();
    expect(textOf(element)).to.contain('4,000 of 5,200');
    expect([...changes().keys()]).to.deep.equal([freshDeterminate.run_id]);
  });

  it('stay untouched by an unchanged answer', async () => {
    backend.collection().enqueue(collectionOf(runLists.mixedTenant));
    const element = await list();
    const changes = watch(element);
    await element.refresh();
    await time.advance(30_000);
    expect(asked().length).to.be.at.least(3);
    expect([...changes()]).to.deep.equal([]);
  });

  it('move with their runs: the elements stay, and so does the focus', async () => {
    const order = [freshQueued, freshRunning, freshDeterminate, succeeded];
    for (const target of order) {
      backend.reset();
      backend.collection().enqueue(collectionOf(order), collectionOf([succeeded, freshDeterminate, freshQueued, freshRunning]), collectionOf([staleRunning, ...order]));
      const element = await list();
      const before = new Map(order.map((run) => [run.run_id, rowOf(element, run)]));
      rowOf(element, target).focus();
      const place = focused();
      for (const ids of [[succeeded, freshDeterminate, freshQueued, freshRunning], [staleRunning, ...order]].map((each) => each.map(({ run_id }) => run_id))) {
        await element.refresh();
        expect(idsOf(element)).to.deep.equal(ids);
        for (const run of order) expect(rowOf(element, run) === before.get(run.run_id), `the row of ${run.run_id} is the same`).to.be.true;
        expect(focused() === place, `the focus is still on ${target.run_id}`).to.be.true;
      }
      element.remove();
    }
  });

  it('hand the focus to their neighbour when their run is gone', async () => {
    const order = [freshQueued, freshRunning, succeeded];
    for (const [gone, next] of [[freshQueued, freshRunning], [freshRunning, succeeded], [succeeded, freshRunning]] as const) {
      backend.reset();
      backend.collection().enqueue(collectionOf(order), collectionOf(order.filter((run) => run !== gone)));
      const element = await list();
      rowOf(element, gone).focus();
      await element.refresh();
      expect(idsOf(element)).to.have.length(2);
      expect((focused() as HTMLAnchorElement).href).to.contain(`/${next.run_id}`);
      element.remove();
    }
  });

  it('do not take the focus that is elsewhere', async () => {
    backend.collection().enqueue(collectionOf([freshQueued, succeeded]), collectionOf([succeeded]));
    const element = await list();
    filter(element, /^all/i).focus();
    await element.refresh();
    expect(nameOf(focused())).to.match(/^All/);
  });

  it('are two for a run that the backend lists twice, and both follow it', async () => {
    backend.collection().enqueue(collectionOf([freshRunning, freshQueued, freshRunning]), collectionOf([freshQueued, becomes(freshRunning, staleRunning), freshRunning]), collectionOf([freshRunning]));
    const element = await list();
    expect(operations(element)).to.deep.equal(['Baseline compare', 'Inventory sync', 'Baseline compare']);
    await element.refresh();
    expect(operations(element)).to.deep.equal(['Inventory sync', 'Baseline compare', 'Baseline compare']);
    expect(partTexts(element, 'badge')).to.deep.equal(['Queued', 'Likely stale', 'Likely stale']);
    await element.refresh();
    expect(operations(element)).to.deep.equal(['Baseline compare']);
    expect(partTexts(element, 'badge')).to.deep.equal(['Running']);
  });

  it('follow what another surface learns of their run, and so do the counts, without a request', async () => {
    backend.collection().enqueue(collectionOf([freshQueued, succeeded]));
    backend.overlay(7).enqueue(overlayOf([freshQueued]), overlayOf([becomes(freshQueued, staleQueued)]));
    const [element, panel] = [await list(), await overlay()];
    await panel.refresh();
    await element.updateComplete;
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale', 'Succeeded']);
    expect(partTexts(element, 'filter')).to.deep.equal(['All 2', 'Active 0', 'Likely stale 1', 'Follow-up 0']);
    expect(backend.collection().requests).to.have.length(1);
    expect(fired('op-state-change', element).map(({ detail }) => detail)).to.deep.equal([{ runId: 4101, from: 'fresh', to: 'stale' }]);
  });

  it('show what can be read of a broken item among good ones', async () => {
    backend.collection().enqueue({ items: [freshDeterminate, { operation_label: 'Policy restore' }, 'nonsense', staleQueued] });
    const element = await list();
    expect(operations(element)).to.deep.equal(['Inventory sync', 'Policy restore', 'Unreadable operation', 'Policy restore']);
    expect(partTexts(element, 'badge')).to.deep.equal(['Running', 'State unknown', 'State unknown', 'Likely stale']);
    expect(byRole(element, 'link').length).to.equal(2);
    expect(partTexts(element, 'filter')).to.deep.equal(['All 4', 'Active 1', 'Likely stale 1', 'Follow-up 0']);
  });

  it('report each deviation once, with its place in the payload', async () => {
    backend.collection().enqueue({ items: [freshDeterminate, { operation_label: 'Policy restore' }, runs.staleCalmLabels] });
    const element = await list();
    await settle();
    const paths = fired('op-contract-violation', element).flatMap(({ detail }) => detail.violations.map(({ path }: { path: string }) => path));
    expect(paths.filter((path: string) => path.endsWith('run_id'))).to.deep.equal(['items[1].run_id']);
    expect(paths).to.include('items[2].active_state.guidance');
  });
});

describe('the filter of the list', () => {
  it('offers all, active, likely stale and follow-up, with counts of each run in its one state, as the activity has them', async () => {
    backend.collection().enqueue(collectionOf(runLists.mixedTenant));
    backend.activity(7).enqueue(activityOf(runLists.mixedTenant));
    const [element, tenant] = [await list(), await activity()];
    expect(partTexts(element, 'filter')).to.deep.equal(['All 7', 'Active 2', 'Likely stale 1', 'Follow-up 2']);
    const counts = [...parts(tenant, 'counts')[0]!.querySelectorAll<HTMLElement>('a')].map(nameOf);
    expect(counts).to.deep.equal(['2 Active', '1 Likely stale', '2 Follow-up']);
    expect(nameOf(parts(element, 'filters')[0]!)).to.equal('Show operations');
  });

  it('asks once while nothing is filtered, and for the list and the counts of all while something is', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    await list();
    expect(askedUrls()).to.deep.equal(['/admin/operations?tenant=7']);
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" problem-class="active_stale_attention"></op-run-list>`);
    await settle();
    expect(askedUrls()).to.deep.equal(['/admin/operations?tenant=7', `/admin/operations${STALE}`]);
    expect(idsOf(element)).to.deep.equal([staleRunning.run_id]);
    expect(partTexts(element, 'filter')).to.deep.equal(['All 7', 'Active 2', 'Likely stale 1', 'Follow-up 2']);
  });

  it('takes the counts from the list of all, which it asks for itself', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" problem-class="terminal_follow_up"></op-run-list>`);
    await until(() => partTexts(element, 'filter')[0] === 'All 7', 'the counts are those of all');
    expect(askedUrls().sort()).to.deep.equal(['/admin/operations?tenant=7', '/admin/operations?tenant=7&problemClass=terminal_follow_up']);
    expect(rowsOf(element).length).to.equal(2);
  });

  it('shows no count before it knows it, and none of its own while only the filtered list is known', async () => {
    backend.collection().enqueue(({ url }) => (url.includes('problemClass') ? Response.json(collectionOf([staleQueued])) : new Response(null, { status: 403 })));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" problem-class="active_stale_attention"></op-run-list>`);
    await settle();
    expect(partTexts(element, 'filter')).to.deep.equal(['All', 'Active', 'Likely stale', 'Follow-up']);
    expect(rowsOf(element).length).to.equal(1);
  });

  for (const [name, query, activeTab, problemClass, count] of [
    ['Active', '?tenant=7&activeTab=active&problemClass=none', 'active', 'none', 3],
    ['Likely stale', STALE, null, 'active_stale_attention', 1],
    ['Follow-up', '?tenant=7&problemClass=terminal_follow_up', null, 'terminal_follow_up', 2],
  ] as const) {
    it(`narrows the list to ${name} by a click, and widens it again`, async () => {
      backend.collection().enqueue(filtering(runLists.mixedTenant));
      const element = await list();
      expect(pressed(element)).to.deep.equal(['All 7']);
      await choose(element, new RegExp(`^${name}`));
      expect(fired('op-filter-change', element)[0]!.detail).to.deep.equal({ activeTab, problemClass });
      const { bubbles, composed, cancelable } = fired('op-filter-change', element)[0]!;
      expect(bubbles && composed && cancelable).to.be.true;
      expect([element.activeTab, element.problemClass]).to.deep.equal([activeTab, problemClass]);
      expect(askedUrls().at(-1)).to.equal(`/admin/operations${query}`);
      await until(() => rowsOf(element).length === count, 'the runs that pass are shown');
      expect(pressed(element).join()).to.match(new RegExp(`^${name} \\d$`));
      expect(nameOf(filters(element)[0]!)).to.equal('All 7');

      await choose(element, /^All/);
      expect(fired('op-filter-change', element)[1]!.detail).to.deep.equal({ activeTab: null, problemClass: null });
      await until(() => rowsOf(element).length === 7, 'all are shown');
      expect([element.activeTab, element.problemClass]).to.deep.equal([null, null]);
      expect(pressed(element)).to.deep.equal(['All 7']);
    });
  }

  it('does nothing by a click on what is chosen already', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    const element = await list();
    await choose(element, /^All/);
    expect(fired('op-filter-change')).to.be.empty;
    expect(asked()).to.have.length(1);
  });

  it('presses none of its buttons for a filter of the host\'s own', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" active-tab="archived"></op-run-list>`);
    expect(pressed(element)).to.deep.equal([]);
  });

  it('leaves it to a host that cancels the change', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    const element = await list();
    element.addEventListener('op-filter-change', (event) => event.preventDefault());
    await choose(element, /^Likely stale/);
    expect(pressed(element)).to.deep.equal(['All 7']);
    expect(asked()).to.have.length(1);
    expect(rowsOf(element).length).to.equal(7);
    // As a host's router would, after it has changed the URL.
    element.problemClass = 'active_stale_attention';
    await until(() => rowsOf(element).length === 1, 'the host\'s filter is shown');
    expect(pressed(element)).to.deep.equal(['Likely stale 1']);
  });

  it('says once what it has found, and again for the next one', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    const element = await list();
    await time.advance(1_000);
    const heard = listen();
    await choose(element, /^Likely stale/);
    await time.advance(30_000);
    expect(heard).to.deep.equal(['1 likely stale, All: 1']);
    await choose(element, /^Follow-up/);
    await time.advance(30_000);
    expect(heard).to.deep.equal(['1 likely stale, All: 1', '2 need follow-up, All: 2']);
  });

  it('says so, too, when what it has found reads the same as before', async () => {
    backend.collection().enqueue(filtering([staleQueued]));
    const element = await list();
    const heard = listen();
    await choose(element, /^Likely stale/);
    await time.advance(1_000);
    await choose(element, /^All/);
    await time.advance(1_000);
    expect(heard).to.deep.equal(['1 likely stale, All: 1', '1 likely stale, All: 1']);
  });

  it('says that nothing passes, and takes itself off by "Show all operations", where the focus stays in the list', async () => {
    backend.collection().enqueue(filtering([freshQueued, succeeded]));
    const element = await list();
    const heard = listen();
    await choose(element, /^Likely stale/);
    await time.advance(1_000);
    expect(partTexts(element, 'empty')[0]).to.contain('No operations match this filter.');
    expect(textOf(element)).not.to.contain('No operations to show');
    expect(heard).to.deep.equal(['No operations match this filter.']);
    const all = byRole(element, 'button', /^Show all operations$/)[0]!;
    all.focus();
    all.click();
    await until(() => rowsOf(element).length === 2, 'all are shown');
    expect(fired('op-filter-change', element).at(-1)!.detail).to.deep.equal({ activeTab: null, problemClass: null });
    expect(nameOf(focused())).to.equal('All 2');
  });

  it('is not there, and no counts are asked for, where the host hides it or the list is compact', async () => {
    backend.collection().enqueue(filtering([freshQueued]));
    for (const template of [
      html`<op-run-list tenant-id="7" problem-class="active_stale_attention" hide-filters></op-run-list>`,
      html`<op-run-list tenant-id="7" problem-class="active_stale_attention" compact></op-run-list>`,
    ]) {
      const element = await load<OpRunList>(template);
      await settle();
      expect(filters(element).length).to.equal(0);
      expect(partTexts(element, 'empty')).to.deep.equal(['No operations match this filter.']);
      expect(byRole(element, 'button').length).to.equal(0);
      element.remove();
    }
    expect(new Set(askedUrls())).to.deep.equal(new Set([`/admin/operations${STALE}`]));
  });

  it('asks for the counts once it is shown', async () => {
    backend.collection().enqueue(filtering([freshQueued, staleQueued]));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" problem-class="active_stale_attention" hide-filters></op-run-list>`);
    element.hideFilters = false;
    await until(() => partTexts(element, 'filter')[0] === 'All 2', 'the counts are shown');
    expect(askedUrls()).to.deep.equal([`/admin/operations${STALE}`, '/admin/operations?tenant=7']);
  });

  it('shows the run that its count speaks of: a list that nobody polls for follows when the count of its filter changes', async () => {
    let known: OperationRunSurfaceItem[] = [freshQueued, succeeded];
    backend.collection().enqueue((request) => filtering(known)(request));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" problem-class="active_stale_attention"></op-run-list>`);
    await settle();
    expect(partTexts(element, 'empty')[0]).to.contain('No operations match this filter.');
    known = [becomes(freshQueued, staleQueued), succeeded];
    await time.advance(10_000);
    await until(() => nameOf(filter(element, /^Likely stale/)) === 'Likely stale 1', 'the count is refreshed');
    await until(() => rowsOf(element).length === 1, 'the run that is counted is shown');
  });
});

describe('a list without runs', () => {
  it('says so', async () => {
    backend.collection().enqueue(collectionOf([]));
    const element = await list();
    expect(partTexts(element, 'empty')).to.deep.equal(['No operations to show.']);
    expect(partTexts(element, 'filter')).to.deep.equal(['All 0', 'Active 0', 'Likely stale 0', 'Follow-up 0']);
    expect(byRole(element, 'button', /show all/i).length).to.equal(0);
    await time.advance(3_600_000);
    expect(asked()).to.have.length(1);
  });

  it('keeps room for rows while it loads, and claims nothing', async () => {
    backend.collection().hold(collectionOf([]));
    const element = await put<OpRunList>(html`<op-run-list tenant-id="7"></op-run-list>`);
    expect(element.shadowRoot!.querySelector('[aria-busy="true"]')).to.exist;
    expect(textOf(element)).not.to.match(/no operations|\d/i);
    expect(element.getBoundingClientRect().height).to.be.at.least(5 * 56);
  });
});

describe('a list that cannot be refreshed', () => {
  for (const code of [403, 404]) {
    it(`removes every row and every count at once when it is answered ${code}`, async () => {
      backend.collection().enqueue(collectionOf([freshQueued, staleRunning]), code);
      const element = await list();
      await element.refresh();
      await settle();
      expect(rowsOf(element).length).to.equal(0);
      expect(partTexts(element, 'filter')).to.deep.equal(['All', 'Active', 'Likely stale', 'Follow-up']);
      expect(partTexts(element, 'notice')).to.deep.equal([code === 403 ? 'You do not have permission to view operation runs.' : 'Not found.']);
      expect(element.shadowRoot!.innerHTML).not.to.contain('Inventory sync');
    });
  }

  for (const [what, reply, says] of [['fails', 500, 'Not updating - as of 14:02:10'], ['ends with the session', 401, 'Session ended - as of 14:02:10. Sign in again.']] as const) {
    it(`keeps its rows when a refresh ${what}: the calm ones say as of when, the notice stands once below them`, async () => {
      backend.collection().enqueue(collectionOf([freshQueued, freshRunning, freshDeterminate, staleQueued, succeeded]), reply);
      const element = await list();
      await time.advance(5_000);
      await element.refresh();
      await element.updateComplete;
      await settle();
      expect(partTexts(element, 'notice')).to.deep.equal([says]);
      const rows = rowsOf(element).map(textOf);
      expect(rows[0]).to.contain('As of 14:02:10: Waiting for worker.');
      expect(rows[1]).to.contain('As of 14:02:10: Progress details pending.');
      expect(rows[2]).to.contain('As of 14:02:10: 1,840 of 5,200');
      expect(rows[3]).to.contain('Likely stale').and.not.contain('As of');
      expect(rows[4]).to.contain('Succeeded').and.not.contain('As of');
      for (const bar of byRole(element, 'progressbar')) expect(bar.getAnimations().length).to.equal(0);
    });
  }

  it('is current again, row by row, after the next good answer', async () => {
    backend.collection().enqueue(collectionOf([freshQueued, freshRunning]), 500, collectionOf([freshQueued, freshRunning]));
    const element = await list();
    const before = textOf(element);
    await element.refresh();
    await settle();
    expect(textOf(element)).not.to.equal(before);
    await element.refresh();
    await settle();
    expect(textOf(element)).to.equal(before);
  });
});

describe('a list that came with the page', () => {
  const inline = (payload: object, attributes = 'tenant-id="7"') =>
    fixture<OpRunList>(`<op-run-list ${attributes}><script type="application/json">${JSON.stringify(payload)}</script></op-run-list>`);

  it('is painted with its counts, without a request, and stays as it is when no run is active', async () => {
    for (const element of [await inline(collectionOf([succeeded, failed])), await load<OpRunList>(html`<op-run-list tenant-id="7" .payload=${collectionOf([succeeded, failed])}></op-run-list>`)]) {
      await settle();
      expect(idsOf(element)).to.deep.equal([succeeded.run_id, failed.run_id]);
      expect(partTexts(element, 'filter')).to.deep.equal(['All 2', 'Active 0', 'Likely stale 0', 'Follow-up 1']);
    }
    await time.advance(3_600_000);
    expect(asked()).to.be.empty;
  });

  it('is refreshed when a run in it asks for it', async () => {
    backend.collection().enqueue(collectionOf([becomes(freshQueued, staleQueued)]));
    const element = await inline(collectionOf([freshQueued]));
    await settle();
    expect(asked()).to.be.empty;
    await time.advance(10_000);
    expect(askedUrls()).to.deep.equal(['/admin/operations?tenant=7']);
    await until(() => partTexts(element, 'badge')[0] === 'Likely stale', 'the refreshed state is shown');
  });

  for (const [what, make] of [
    ['inline', () => inline(collectionOf([failed]), 'tenant-id="7" problem-class="terminal_follow_up"')],
    ['a property', () => put<OpRunList>(html`<op-run-list tenant-id="7" problem-class="terminal_follow_up" .payload=${collectionOf([failed])}></op-run-list>`)],
  ] as const) {
    it(`is painted without a request when it is filtered (${what}), and asks for all by a click`, async () => {
      const element = await make();
      await settle();
      expect(idsOf(element)).to.deep.equal([failed.run_id]);
      expect(pressed(element)).to.deep.equal(['Follow-up']);
      expect(asked()).to.be.empty;
      backend.collection().enqueue(filtering(runLists.mixedTenant));
      await choose(element, /^All/);
      await until(() => rowsOf(element).length === 7, 'all are shown');
      expect(askedUrls()).to.deep.equal(['/admin/operations?tenant=7']);
      expect(nameOf(filters(element)[0]!)).to.equal('All 7');
    });

    it(`is not taken for the list of all (${what}) when a host takes the filter off by itself`, async () => {
      const element = await make();
      await settle();
      backend.collection().enqueue(filtering(runLists.mixedTenant));
      element.problemClass = null;
      await until(() => rowsOf(element).length === 7, 'all are asked for and shown');
      expect(partTexts(element, 'filter')[0]).to.equal('All 7');
    });
  }

  it('is not shown again as if it were current, when a host filters by itself and takes the filter off', async () => {
    backend.collection().enqueue(filtering([becomes(freshQueued, succeeded), failed]));
    const element = await inline(collectionOf([freshQueued, failed]));
    await settle();
    element.problemClass = 'terminal_follow_up';
    await until(() => rowsOf(element).length === 1, 'the filtered list is shown');
    await time.advance(600_000);
    const release = backend.collection().hold(collectionOf([becomes(freshQueued, succeeded), failed]));
    element.problemClass = null;
    await element.updateComplete;
    await settle();
    expect(partTexts(element, 'badge')).not.to.include('Queued');
    release();
    await until(() => partTexts(element, 'badge')[0] === 'Succeeded', 'the list of all is asked for again');
  });
});

describe('a list with a limit', () => {
  it('shows the likely stale first, counts the others and links to them with its filter', async () => {
    backend.collection().enqueue(collectionOf([succeeded, freshQueued, staleQueued, staleRunning]));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" active-tab="active" workspace="3" base-url="/" src="/admin/operations" limit="3" compact></op-run-list>`);
    expect(idsOf(element)).to.deep.equal([staleQueued.run_id, staleRunning.run_id, succeeded.run_id]);
    expect(partTexts(element, 'more')).to.deep.equal(['+1 more']);
    expect((parts(element, 'more')[0] as HTMLAnchorElement).href).to.equal(`${location.origin}/admin/workspaces/3/operations?tenant=7&activeTab=active`);
  });

  it('counts all of them, and has no link when none is left over', async () => {
    backend.collection().enqueue(collectionOf(runLists.overflow));
    const element = await load<OpRunList>(html`<op-run-list tenant-id="7" limit="7"></op-run-list>`);
    expect(parts(element, 'more').length).to.equal(0);
    expect(partTexts(element, 'filter')[0]).to.equal('All 7');
    element.limit = 2;
    await element.updateComplete;
    expect(partTexts(element, 'more')).to.deep.equal(['+5 more']);
    expect(partTexts(element, 'filter')[0]).to.equal('All 7');
  });

  it('never hides runs without a word, because of a limit that is no number of rows', async () => {
    backend.collection().enqueue(collectionOf(runLists.mixedTenant));
    for (const limit of ['many', '-1', '2.5', '']) {
      const element = await load<OpRunList>(html`<op-run-list tenant-id="7" limit=${limit}></op-run-list>`);
      const shown = rowsOf(element).length;
      const more = Number(/\d+/.exec(partTexts(element, 'more')[0] ?? '0')![0]);
      expect(shown + more, `limit="${limit}"`).to.equal(7);
      element.remove();
    }
  });
});

describe('the list by keyboard', () => {
  it('goes from row to row by the arrow keys, to the ends by Home and End, and leaves the rest to the page', async () => {
    backend.collection().enqueue(collectionOf([freshQueued, freshRunning, freshDeterminate, succeeded]));
    const element = await list();
    const at = (): number => rowsOf(element).indexOf(element.shadowRoot!.activeElement as HTMLElement);
    rowsOf(element)[0]!.focus();
    const walked = [at()];
    for (const press of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'ArrowUp']) {
      await sendKeys({ press });
      walked.push(at());
    }
    expect(walked).to.deep.equal([0, 1, 2, 1, 3, 3, 0, 0]);
    expect((focused() as HTMLAnchorElement).href).to.contain('/4101');
    expect(fired('op-run-open')).to.be.empty;
    await sendKeys({ press: 'Tab' });
    expect(at()).to.equal(1);
    const page = new KeyboardEvent('keydown', { key: 'ArrowDown', ctrlKey: true, bubbles: true, composed: true, cancelable: true });
    focused().dispatchEvent(page);
    expect(page.defaultPrevented).to.be.false;
    expect(at()).to.equal(1);
  });

  it('passes over rows that open nothing', async () => {
    backend.collection().enqueue({ items: [freshQueued, { ...freshRunning, detail_url: 'javascript:alert(1)' }, succeeded] });
    const element = await list();
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'ArrowDown' });
    expect((focused() as HTMLAnchorElement).href).to.contain(`/${succeeded.run_id}`);
  });

  it('reaches each filter and presses it', async () => {
    backend.collection().enqueue(filtering(runLists.mixedTenant));
    const element = await list();
    await sendKeys({ press: 'Tab' });
    expect(nameOf(focused())).to.equal('All 7');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => rowsOf(element).length === 1, 'the filtered list is shown');
    expect(nameOf(focused())).to.equal('Likely stale 1');
  });

  it('opens a run by Enter', async () => {
    backend.collection().enqueue(collectionOf([freshRunning]));
    const element = await list();
    element.addEventListener('op-run-open', (event) => event.preventDefault(), { once: true });
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'Enter' });
    expect(fired('op-run-open', element)[0]!.detail.runId).to.equal(4102);
  });
});

describe('a list of 1,000 runs', () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => ({ ...freshDeterminate, run_id: 10_000 + index, detail_url: null }));
  const laidOut = (element: OpRunList): number => rowsOf(element).filter((row) => row.checkVisibility({ contentVisibilityAuto: true })).length;

  before(() => setViewport({ width: 1000, height: 800 }));

  it('lays out the rows near the screen only, and those that are scrolled to', async () => {
    backend.collection().enqueue(collectionOf(thousand));
    const element = await list();
    expect(rowsOf(element).length).to.equal(1000);
    await until(() => laidOut(element) < 100, 'rows off the screen are not laid out');
    expect(laidOut(element)).to.be.at.least(5);
    const last = rowsOf(element).at(-1)!;
    expect(last.checkVisibility({ contentVisibilityAuto: true })).to.be.false;
    // Rows that are not rendered yet have their height, so that the scroll bar is right.
    expect(element.getBoundingClientRect().height).to.be.at.least(1000 * 56);
    scrollTo(0, document.documentElement.scrollHeight);
    await until(() => last.checkVisibility({ contentVisibilityAuto: true }), 'the last row is laid out once it is on the screen');
    expect(laidOut(element)).to.be.below(100);
    scrollTo(0, 0);
  });

  it('touches the one row whose run has changed', async () => {
    const changed = thousand.map((run, index) => (index === 500 ? { ...run, progress: { ...run.progress, processed: 4000 } } : run));
    backend.collection().enqueue(collectionOf(thousand), collectionOf(changed));
    const element = await list();
    const touched = new Set<Element>();
    const rowAt = (node: Node): Element => (node instanceof Element ? node : node.parentElement!).closest('li') ?? element;
    const observer = new MutationObserver((records) => records.forEach(({ target }) => touched.add(rowAt(target))));
    observer.observe(element.shadowRoot!, { childList: true, characterData: true, attributes: true, subtree: true });
    await element.refresh();
    await settle();
    const row = rowsOf(element)[500]!;
    expect(textOf(row)).to.contain('4,000 of 5,200');
    expect(touched.size === 1 && touched.has(row.closest('li')!)).to.be.true;
    observer.disconnect();
  });

  it('can be walked to its end by keyboard', async () => {
    backend.collection().enqueue(collectionOf(thousand));
    const element = await list();
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'End' });
    expect((focused() as HTMLAnchorElement).href).to.contain('/10999');
    await sendKeys({ press: 'Home' });
    expect((focused() as HTMLAnchorElement).href).to.contain('/10000');
  });
});

describe('a list beside a row that fetches alone', () => {
  it('shares what both know of the run', async () => {
    backend.collection().enqueue(collectionOf([freshRunning]));
    backend.run(4102).enqueue(detailOf(becomes(freshRunning, staleRunning)));
    const element = await list();
    await load(html`<op-run-row run-id="4102"></op-run-row>`);
    await element.updateComplete;
    await settle();
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);
    expect(fired('op-contract-violation'), 'what the page itself knows is no deviation of the backend').to.be.empty;
  });
});
