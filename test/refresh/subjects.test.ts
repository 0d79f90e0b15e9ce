/** How an answer becomes a value: payloads are recognised by their shape, and rejected when they are about another tenant or run. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ParseResult } from '../../src/contract/index.ts';
import { describeRun, resolveActiveState, runOf, type DescribableRun } from '../../src/projection/index.ts';
import {
  activitySubject,
  collectionSubject,
  diagnosticsSubject,
  overlaySubject,
  reviewPackSubject,
  runSubject,
  type Subject,
} from '../../src/refresh/index.ts';
import { activityOf, collectionOf, detailOf, lifecycleListOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { addressOf, BASE, OVERLAY, Stage } from './stage.ts';

const all = Object.values(records);
const compact = { surface: 'compact' } as const;

function value<Value>(result: ParseResult<Value>): Value {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

function refusal(result: ParseResult<unknown>): { path: string; message: string } {
  assert.ok(!result.ok);
  return { path: result.error.path, message: result.error.message };
}

const states = (told: readonly DescribableRun[]): string[] => told.map(({ run_id, active_state }) => `${run_id} ${resolveActiveState(active_state).state}`);

const lists: readonly (readonly [string, Subject<{ items: DescribableRun[] }>])[] = [
  ['overlay', overlaySubject],
  ['activity', activitySubject],
  ['collection', collectionSubject],
];

describe('F1: a lifecycle list in the place of a list of runs', () => {
  for (const [name, subject] of lists) {
    test(`F1 the ${name} reads its records as runs, in their order`, () => {
      const told = value(subject.read(lifecycleListOf(all), addressOf({ tenantId: 7 })));
      assert.deepEqual(told.items, lifecycleListOf(all).data.map((record) => runOf(record, compact)));
      assert.deepEqual(subject.runs(told), told.items);
      assert.equal(subject.kind(told), 'record');
      for (const [index, item] of told.items.entries()) assert.deepEqual(describeRun(item, compact).violations, [], all[index]!.type);
    });

    test(`F1 the ${name} of a tenant leaves out the records of others, and keeps those that name none`, () => {
      const list = lifecycleListOf([records.freshRunning, { ...records.staleRunning, tenant_id: 8 }, { ...records.failed, tenant_id: null }]);
      assert.deepEqual(states(value(subject.read(list, addressOf({ tenantId: 7 }))).items), ['4102 fresh', '4115 terminal']);
      assert.deepEqual(states(value(subject.read(list, addressOf({ tenantId: 8 }))).items), ['4107 stale', '4115 terminal']);
      assert.deepEqual(states(value(subject.read(list, addressOf())).items), ['4102 fresh', '4107 stale', '4115 terminal']);
    });

    test(`F1 the ${name} polls while one of its records asks for it`, () => {
      const interval = (...told: Parameters<typeof lifecycleListOf>[0][number][]) => subject.interval(value(subject.read(lifecycleListOf(told), addressOf({ tenantId: 7 }))));
      assert.deepEqual([interval(records.succeeded, records.freshQueued), interval(records.staleQueued), interval(records.succeeded, records.failed), interval()], [10_000, 10_000, null, null]);
    });

    test(`F3 in the ${name} one broken record never hides the others`, () => {
      const list = { data: [...lifecycleListOf([records.freshRunning]).data, { id: 'x' }, { ...records.failed, status: 'odd' }] };
      const result = subject.read(list, addressOf({ tenantId: 7 }));
      assert.deepEqual(states(value(result).items), ['4102 fresh', 'null unknown', '4115 terminal']);
      assert.ok(result.ok && result.violations.length > 0);
    });

    test(`F3 a list that is none is an error of the lifecycle contract, in the ${name}`, () => {
      assert.deepEqual(refusal(subject.read({ data: 'none' }, addressOf({ tenantId: 7 }))), { path: 'data', message: 'OperationRunList: data must be an array.' });
    });

    test(`F3 a payload of its own contract is read by that one, whatever else is in it, in the ${name}`, () => {
      const own = { overlay: overlayOf([runs.staleRunning]), activity: activityOf([runs.staleRunning]), collection: collectionOf([runs.staleRunning]) }[name]!;
      const result = subject.read({ ...own, data: [] }, addressOf({ tenantId: 7 }));
      assert.deepEqual(states(value(result).items), ['4107 stale']);
      assert.deepEqual(result.ok && result.violations.map(({ rule, path }) => `${rule} ${path}`), ['unknown-key data']);
    });
  }

  test('F1 the overlay of records is one of the tenant that was asked for, or else of the tenant that the records tell', () => {
    const told = value(overlaySubject.read(lifecycleListOf([records.staleRunning]), addressOf({ tenantId: 7 })));
    assert.deepEqual({ ...told, items: [] }, { tenant_id: 7, has_visible_active_runs: true, poll_interval: '10s', items: [] });
    assert.equal(value(overlaySubject.read(lifecycleListOf([records.succeeded]), addressOf())).tenant_id, 7);
    assert.equal(value(overlaySubject.read(lifecycleListOf([records.succeeded]), addressOf({ tenantId: 7 }))).has_visible_active_runs, false);
    assert.equal(value(activitySubject.read(lifecycleListOf([]), addressOf({ tenantId: 7 }))).tenant_id, 7);
  });

  test('F1 from src, polled, shown and followed like any other', async () => {
    const stage = new Stage();
    stage.backend.serve('/runs?tenant=7', lifecycleListOf([records.staleRunning, records.succeeded]));
    stage.backend.serve('/runs', lifecycleListOf([records.staleRunning, records.freshQueued]));
    const shown = await stage.surface(collectionSubject, { src: `${BASE}runs`, tenantId: 7 }).connect();
    const overlay = await stage.surface(overlaySubject, { src: `${BASE}runs`, tenantId: 7 }).connect();
    assert.deepEqual([shown.shown, overlay.shown], [['4107 stale', '4112 terminal'], ['4107 stale', '4101 fresh']]);
    stage.backend.serve('/runs', lifecycleListOf([records.reconciledByScheduler, { ...records.staleRunning, status: 'completed', outcome: 'succeeded', freshness_state: 'terminal_normal' }]));
    await overlay.refresher.refresh();
    assert.deepEqual(shown.shown, ['4107 terminal', '4112 terminal']);
  });

  test('F2 handed over as a payload that names no tenant, nothing is asked for in the name of one', async () => {
    for (const subject of [overlaySubject, activitySubject] as Subject<unknown>[]) {
      const stage = new Stage();
      const { tenant_id: _tenant, ...record } = records.freshRunning;
      const surface = await stage.surface(subject, {}, { payload: lifecycleListOf([record]) }).connect();
      assert.deepEqual(surface.shown, ['4102 fresh']);
      await stage.advance(60_000);
      assert.deepEqual(stage.backend.requests.map(({ path }) => path), []);
    }
  });
});

test('F2 a list that was handed over is refreshed as the list of all tenants, unless the address names one', async () => {
  for (const [address, path] of [[{}, '/admin/operations'], [{ tenantId: 7 }, '/admin/operations?tenant=7']] as const) {
    const stage = new Stage();
    await stage.surface(collectionSubject, address, { payload: collectionOf([runs.staleRunning], { tenant_filter: 7 }) }).connect();
    await stage.advance(10_000);
    assert.deepEqual(stage.backend.requests.map((asked) => asked.path), [path]);
  }
});

describe('F1: a lifecycle record in the place of a run', () => {
  test('F1 it is read as the run that it tells', () => {
    for (const record of all) {
      const told = value(runSubject.read(record, addressOf({ runId: record.id })));
      assert.deepEqual(told, runOf(record, compact));
      assert.equal(runSubject.kind(told), 'record');
      assert.equal(runSubject.interval(told), resolveActiveState(told.active_state).polls ? 10_000 : null);
    }
    assert.equal(value(runSubject.read(records.staleRunning, addressOf())).run_id, 4107);
  });

  test('F1 a run is told apart by its shape: detail, item, record', () => {
    assert.equal(runSubject.kind(value(runSubject.read(detailOf(runs.staleRunning), addressOf()))), 'detail');
    assert.equal(runSubject.kind(value(runSubject.read(runs.staleRunning, addressOf()))), 'item');
    assert.deepEqual(states([value(runSubject.read({ ...records.failed, run_id: 4115 }, addressOf()))]), ['4115 unknown'], 'whatever has a run_id is no record');
  });

  test('F3 another run than was asked for is no answer, and the error names the field of the payload', () => {
    assert.deepEqual(refusal(runSubject.read(records.staleRunning, addressOf({ runId: 15 }))), { path: 'id', message: 'OperationRunDetail: id must be 15.' });
    assert.deepEqual(refusal(runSubject.read(runs.staleRunning, addressOf({ runId: 15 }))), { path: 'run_id', message: 'OperationRunSurfaceItem: run_id must be 15.' });
    assert.deepEqual(refusal(diagnosticsSubject.read(records.staleRunning, addressOf({ runId: 15 }))), { path: 'id', message: 'OperationRunDetail: id must be 15.' });
  });

  test('F1 from src: followed, and told as every other surface tells it', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlayOf([runs.freshRunning]));
    stage.backend.serve('/run.json', { ...records.freshRunning, freshness_state: 'likely_stale' });
    const overlay = await stage.overlay();
    const banner = await stage.surface(runSubject, { src: `${BASE}run.json` }).connect();
    assert.deepEqual([overlay.shown, banner.shown], [['4102 stale'], ['4102 stale']]);
    assert.deepEqual(overlay.transitions, ['4102 fresh > stale']);
    await stage.advance(9_999);
    assert.equal(stage.backend.count('/run.json'), 1);
    await stage.advance(1);
    assert.equal(stage.backend.count('/run.json'), 2);
  });
});

describe('F3: an answer about another tenant is no answer', () => {
  for (const [name, subject, payload, field] of [
    ['overlay', overlaySubject, overlayOf([]), 'tenant_id'],
    ['activity', activitySubject, activityOf([]), 'tenant_id'],
    ['collection', collectionSubject, collectionOf([], { tenant_filter: 7 }), 'tenant_filter'],
    ['review pack', reviewPackSubject, reviewPacks.ready, 'tenant_id'],
  ] as [string, Subject<unknown>, object, string][]) {
    test(`F3 ${name}`, () => {
      value(subject.read(payload, addressOf({ tenantId: 7 })));
      value(subject.read(payload, addressOf()));
      const { path, message } = refusal(subject.read(payload, addressOf({ tenantId: 8 })));
      assert.equal(path, field);
      assert.match(message, new RegExp(`: ${field} must be 8\\.$`));
    });
  }

  test('F3 a list need not repeat the tenant that it was narrowed to', () => {
    const { tenant_filter: _filter, ...silent } = collectionOf([runs.failed]);
    for (const payload of [collectionOf([runs.failed]), silent]) assert.equal(value(collectionSubject.read(payload, addressOf({ tenantId: 7 }))).items.length, 1);
  });

  test('F3 nor may it show the runs of another tenant by that', async () => {
    const stage = new Stage();
    stage.backend.serve('/admin/operations?tenant=7', collectionOf([], { tenant_filter: 8 }));
    const list = await stage.surface(collectionSubject, { tenantId: 7 }).connect();
    assert.deepEqual([list.snapshot.status, list.snapshot.failure, list.snapshot.value], ['failed', 'unreadable', null]);
  });
});

describe('the record behind the diagnostics', () => {
  test('is kept beside the run that it tells', () => {
    for (const record of all) {
      const told = value(diagnosticsSubject.read(record, addressOf({ runId: record.id })));
      assert.deepEqual(told, { record, run: runOf(record, compact) });
      assert.deepEqual(diagnosticsSubject.runs(told), [told.run]);
      assert.deepEqual(diagnosticsSubject.identify(told), { runId: record.id });
      assert.equal(diagnosticsSubject.kind(told), 'record');
      assert.equal(diagnosticsSubject.interval(told), resolveActiveState(told.run.active_state).polls ? 10_000 : null);
    }
  });

  test('L3 what it tells of its run, other surfaces take over, and it takes over what they tell', async () => {
    const stage = new Stage();
    const path = '/api/admin/operations/4102';
    stage.backend.serve(OVERLAY, overlayOf([runs.freshRunning]));
    stage.backend.serve(path, { ...records.freshRunning, freshness_state: 'likely_stale' });
    const overlay = await stage.overlay();
    const diagnostics = await stage.surface(diagnosticsSubject, { runId: 4102 }).connect();
    assert.deepEqual([overlay.shown, diagnostics.shown], [['4102 stale'], ['4102 stale']]);
    stage.backend.serve(OVERLAY, overlayOf([{ ...runs.succeeded, run_id: 4102 }]));
    await overlay.refresher.refresh();
    assert.deepEqual([overlay.shown, diagnostics.shown], [['4102 terminal'], ['4102 terminal']]);
    assert.deepEqual(diagnostics.transitions, ['4102 stale > terminal']);
    assert.equal(diagnostics.snapshot.value!.record.freshness_state, 'likely_stale', 'the record is what was recorded');
    const { times } = stage;
    await stage.advance(60_000);
    assert.deepEqual(stage.times, times, 'a run that has ended is not polled');
  });

  test('F3 evidence that is nested deeper than anybody reads is shown as far as it goes', async () => {
    const stage = new Stage();
    const depth = 20_000;
    const body = JSON.stringify(records.staleRunning).replace('"worker":"worker-1"', `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`);
    stage.backend.serve('/api/admin/operations/4107', () => new Response(body));
    const diagnostics = await stage.surface(diagnosticsSubject, { runId: 4107 }).connect();
    assert.deepEqual([diagnostics.snapshot.status, diagnostics.shown], ['ready', ['4107 stale']]);
    await stage.advance(10_000);
    assert.equal(stage.backend.count(), 2);
    assert.equal(diagnostics.snapshot.status, 'ready');
  });
});
