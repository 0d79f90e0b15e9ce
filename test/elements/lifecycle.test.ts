/** Elements that get lifecycle records instead of active-state payloads: they recognise them by their shape, and show the same words. */
import type { OperationRunDetail } from '../../src/contract/index.ts';
import { runDetailOf, surfaceItemOf } from '../../src/projection/index.ts';
import { activityOf, collectionOf, detailOf, lifecycleListOf, overlayOf, records, runs } from '../../mocks/index.ts';
import type { OpProgressOverlay, OpRunDetailBanner, OpRunList, OpRunRow, OpTenantActivity } from '../../src/index.ts';
import { asked, backend, expect, fired, html, load, parts, partTexts, row, rowsOf, settle, textOf, time, until, useStage, type AnyElement } from './stage.ts';
import { CALM } from './states.ts';

useStage();

type RecordName = keyof typeof records;
const recordNames = Object.keys(records) as RecordName[];
const LISTED = '/api/admin/operations';
const ofOne = (record: OperationRunDetail): string => `${LISTED}/${record.id}`;

/** The record in its form for the list, without the fields of the detail. */
const listed = (record: OperationRunDetail) => lifecycleListOf([record]).data[0]!;

const ROUTED: Readonly<Record<string, { readonly element: (src?: string) => Promise<AnyElement>; readonly serve: (record: OperationRunDetail) => void }>> = {
  row: {
    element: (src) => load<OpRunRow>(src ? html`<op-run-row src=${src}></op-run-row>` : html`<op-run-row run-id="1"></op-run-row>`),
    serve: (record) => void backend.run(1).enqueue({ ...surfaceItemOf(record), run_id: 1 }),
  },
  banner: {
    element: (src) => load<OpRunDetailBanner>(src ? html`<op-run-detail-banner src=${src}></op-run-detail-banner>` : html`<op-run-detail-banner run-id="1"></op-run-detail-banner>`),
    serve: (record) => void backend.run(1).enqueue({ ...runDetailOf(record), run_id: 1 }),
  },
  list: {
    element: (src) => load<OpRunList>(src ? html`<op-run-list src=${src}></op-run-list>` : html`<op-run-list></op-run-list>`),
    serve: (record) => void backend.collection().enqueue(collectionOf([surfaceItemOf(record)])),
  },
  activity: {
    element: (src) => load<OpTenantActivity>(src ? html`<op-tenant-activity src=${src}></op-tenant-activity>` : html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`),
    serve: (record) => void backend.activity(7).enqueue(activityOf([surfaceItemOf(record)])),
  },
  overlay: {
    element: (src) => load<OpProgressOverlay>(src ? html`<op-progress-overlay open src=${src}></op-progress-overlay>` : html`<op-progress-overlay open tenant-id="7"></op-progress-overlay>`),
    serve: (record) => void backend.overlay(7).enqueue(overlayOf([surfaceItemOf(record)])),
  },
};

/** The text of an element without the run's number and the tenant, which a record does not have. */
const words = (element: AnyElement): string => textOf(element).replace(/#\d+/g, '').replace(/Contoso|Tenant #?\d*/g, '').replace(/\s+/g, ' ').trim();

describe('a lifecycle record at src', () => {
  for (const [surface, { element, serve }] of Object.entries(ROUTED)) {
    const ofMany = surface !== 'row' && surface !== 'banner';
    for (const name of recordNames) {
      it(`reads on the ${surface} as the projection of ${name} does`, async () => {
        const record: OperationRunDetail = records[name];
        backend.lifecycleList().enqueue(lifecycleListOf([record]));
        backend.lifecycleRun(record.id).enqueue(record);
        const told = await element(ofMany ? LISTED : ofOne(record));
        const said = words(told);
        told.remove();
        await settle();
        serve(ofMany ? listed(record) : record);
        expect(said).to.equal(words(await element()));
        if (ofMany || surface === 'row') expect(said === '' || said.includes(record.type_label!)).to.be.true;
        expect(fired('op-contract-violation').flatMap(({ detail }) => detail.violations.map(({ message }: { message: string }) => message))).to.deep.equal([]);
        expect(fired('op-error')).to.be.empty;
      });
    }
  }

  for (const name of ['freshQueued', 'freshRunning', 'staleQueued', 'staleRunning', 'reconciledByScheduler', 'failed', 'succeeded'] as const) {
    it(`gives ${name} the badge that its contract payload has`, async () => {
      const record = records[name];
      backend.lifecycleRun(record.id).enqueue(record);
      backend.lifecycleList().enqueue(lifecycleListOf([record]));
      const badges = new Set<string>();
      for (const [surface, { element }] of Object.entries(ROUTED)) {
        if (surface === 'banner') continue;
        const told = await element(surface === 'row' ? ofOne(record) : LISTED);
        for (const badge of partTexts(told, 'badge')) badges.add(badge);
        if (name.startsWith('stale')) expect(textOf(told)).not.to.match(CALM);
        told.remove();
        await settle();
      }
      const item = await load<OpRunRow>(html`<op-run-row .item=${runs[name]}></op-run-row>`);
      expect([...badges]).to.deep.equal(partTexts(item, 'badge'));
    });
  }

  it('is refreshed while it is active, and stops at its end', async () => {
    const record = records.freshRunning;
    backend.lifecycleRun(record.id).enqueue(record, { ...record, freshness_state: 'likely_stale' }, { ...records.failed, id: record.id });
    const element = await load<OpRunRow>(html`<op-run-row src=${ofOne(record)}></op-run-row>`);
    for (const badge of ['Likely stale', 'Needs follow-up']) {
      await time.advance(10_000);
      await until(() => partTexts(element, 'badge')[0] === badge, `it is ${badge}`);
    }
    await time.advance(3_600_000);
    expect(asked()).to.have.length(3);
  });

  it('tells the other surfaces, which were served the contract', async () => {
    const record = records.freshRunning;
    backend.run(record.id).enqueue(detailOf(runs.freshRunning));
    backend.lifecycleRun(record.id).enqueue({ ...record, freshness_state: 'likely_stale' });
    const other = await row(record.id);
    await load(html`<op-run-detail-banner src=${ofOne(record)}></op-run-detail-banner>`);
    await other.updateComplete;
    expect(partTexts(other, 'badge')).to.deep.equal(['Likely stale']);
  });

  it('is no answer for an element that asked for another run', async () => {
    backend.lifecycleRun(4102).enqueue(records.freshRunning);
    const element = await load<OpRunRow>(html`<op-run-row run-id="15" src=${ofOne(records.freshRunning)}></op-run-row>`);
    expect(textOf(element)).not.to.contain('Baseline compare');
    expect(fired('op-error', element)[0]!.detail.reason).to.equal('unreadable');
  });

  it('is shown as unknown where its freshness cannot be read', async () => {
    backend.lifecycleRun(4102).enqueue({ ...records.freshRunning, freshness_state: 'hibernating' });
    const element = await load<OpRunRow>(html`<op-run-row src=${ofOne(records.freshRunning)}></op-run-row>`);
    expect(partTexts(element, 'badge')).to.deep.equal(['State unknown']);
    expect(textOf(element)).not.to.match(CALM);
    await time.advance(3_600_000);
    expect(asked()).to.have.length(1);
  });

  it('paints from a payload or from the page, too', async () => {
    const list = await load<OpRunList>(html`<op-run-list .payload=${lifecycleListOf([records.staleQueued, records.succeeded])}></op-run-list>`);
    expect(partTexts(list, 'badge')).to.deep.equal(['Likely stale', 'Succeeded']);
    const banner = await load<OpRunDetailBanner>(html`<op-run-detail-banner .payload=${records.reconciledByAdapter}></op-run-detail-banner>`);
    expect(partTexts(banner, 'explanation')).to.deep.equal(['Source: adapter reconciler. Reason: The export target holds no archive for this run.']);
    expect(asked()).to.be.empty;
  });
});

describe('a list of lifecycle records at src', () => {
  const mixed = [
    records.staleRunning,
    { ...records.freshRunning, tenant_id: 8, type_label: 'Fabrikam import' },
    { ...records.failed, tenant_id: null, type_label: 'Of no tenant' },
    records.succeeded,
  ];

  it('shows no run of another tenant where a tenant is asked for', async () => {
    backend.lifecycleList().enqueue(lifecycleListOf(mixed));
    const list = await load<OpRunList>(html`<op-run-list tenant-id="7" src=${LISTED}></op-run-list>`);
    expect(partTexts(list, 'operation')).to.deep.equal(['Inventory sync', 'Of no tenant', 'Inventory sync']);
    expect(partTexts(list, 'filter')).to.deep.equal(['All 3', 'Active 0', 'Likely stale 1', 'Follow-up 1']);
    const activity = await load<OpTenantActivity>(html`<op-tenant-activity tenant-id="7" src=${LISTED}></op-tenant-activity>`);
    const overlay = await load<OpProgressOverlay>(html`<op-progress-overlay tenant-id="8" open src=${LISTED}></op-progress-overlay>`);
    expect(textOf(activity)).not.to.contain('Fabrikam import');
    expect(partTexts(overlay, 'operation')).to.deep.equal(['Fabrikam import']);
  });

  it('shows all of them where none is', async () => {
    backend.lifecycleList().enqueue(lifecycleListOf(mixed));
    const list = await load<OpRunList>(html`<op-run-list src=${LISTED}></op-run-list>`);
    expect(rowsOf(list).length).to.equal(4);
    expect(partTexts(list, 'tenant')).to.deep.equal(['Tenant #7', 'Tenant #8', 'Tenant #7']);
  });

  it('takes the overlay away when none of them is active', async () => {
    backend.lifecycleList().enqueue(lifecycleListOf([records.succeeded, records.reconciledByAdapter]));
    const overlay = await load<OpProgressOverlay>(html`<op-progress-overlay tenant-id="7" open src=${LISTED}></op-progress-overlay>`);
    expect(textOf(overlay).trim()).to.equal('');
    await time.advance(3_600_000);
    expect(asked()).to.have.length(1);
  });

  it('shows a broken record as unknown among good ones', async () => {
    const broken = { data: [...lifecycleListOf([records.staleRunning, records.succeeded]).data, { id: 99, type: 'custom_import' }] };
    backend.lifecycleList().enqueue(broken);
    const list = await load<OpRunList>(html`<op-run-list src=${LISTED}></op-run-list>`);
    expect(partTexts(list, 'badge')).to.deep.equal(['Likely stale', 'Succeeded', 'State unknown']);
    expect(fired('op-contract-violation', list)).not.to.be.empty;
  });

  it('is no answer when it is neither the contract\'s nor a list of records', async () => {
    backend.lifecycleList().enqueue({ data: 'none' });
    const list = await load<OpRunList>(html`<op-run-list src=${LISTED}></op-run-list>`);
    expect(partTexts(list, 'notice')).to.deep.equal(['The server sent an answer that cannot be read. Trying again.']);
    expect(parts(list, 'rows').length).to.equal(0);
  });
});
