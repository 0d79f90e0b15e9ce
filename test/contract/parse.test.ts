/** The gate: what comes through it whole, what comes through repaired and reported, and what does not come through. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  ContractError,
  lifecycleDetail,
  lifecycleList,
  parsePayload,
  progressOverlay,
  runCollection,
  runDetail,
  surfaceItem,
  tenantActivity,
  UNKNOWN_ACTIVE_STATE,
  type ContractViolation,
  type PayloadContract,
} from '../../src/contract/index.ts';
import { activeState, item, record, samples } from './payloads.ts';

type Json = Record<string, unknown>;

const json = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

function accepted<Value>(contract: PayloadContract<Value>, input: unknown): { value: Value; violations: readonly ContractViolation[] } {
  const result = parsePayload(contract, input);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result;
}

function refused(contract: PayloadContract<unknown>, input: unknown): ContractError {
  const result = parsePayload(contract, input);
  assert.ok(!result.ok);
  assert.ok(result.error instanceof ContractError);
  return result.error;
}

const reported = (violations: readonly ContractViolation[]): string[] => violations.map(({ rule, path }) => `${rule} ${path}`);

/** Every object inside a value, with its path as the parser writes it. An open map holds whatever it likes. */
function* objectsIn(value: unknown, path = ''): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const [index, entry] of value.entries()) yield* objectsIn(entry, `${path}[${index}]`);
  else {
    yield [path, value as Json];
    for (const [key, entry] of Object.entries(value)) {
      if (key !== 'evidence' && key !== 'summary_counts') yield* objectsIn(entry, path ? `${path}.${key}` : key);
    }
  }
}

describe('a valid payload comes through unchanged', () => {
  for (const [name, { contract, payload }] of Object.entries(samples)) {
    test(name, () => assert.deepEqual(accepted(contract, json(payload)), { ok: true, value: payload, violations: [] }));
  }

  test('with its optional fields absent', () => {
    const bare = { freshness_state: 'unknown', problem_class: 'none', surface_category: 'unknown', is_currently_active: true, is_reconciled: false, show_in_active_progress: true, keep_active_polling: false };
    const payload = { items: [{ run_id: 1, operation_label: '', active_state: bare }] };
    assert.deepEqual(accepted(runCollection, payload).value, payload);
    assert.deepEqual(accepted(runDetail, payload.items[0]).value, payload.items[0]);
  });

  test('with `poll_interval` null, which stops the overlay, kept null', () => {
    assert.equal(accepted(progressOverlay, { ...samples['TenantOperationProgressOverlay']!.payload, poll_interval: null }).value.poll_interval, null);
  });
});

describe('an unknown key is dropped and reported, at every depth', () => {
  for (const [name, { contract, payload }] of Object.entries(samples)) {
    for (const [path] of objectsIn(payload)) {
      test(`${name} ${path || '(top)'}`, () => {
        const input = json(payload);
        const holder = [...objectsIn(input)].find(([at]) => at === path)![1];
        holder['retry_url'] = { deep: [1] };
        const at = path ? `${path}.retry_url` : 'retry_url';
        const { value, violations } = accepted(contract, input);
        assert.deepEqual(value, payload);
        assert.deepEqual(violations, [{ path: at, rule: 'unknown-key', message: `${at} is not part of the contract and was dropped.` }]);
      });
    }
  }

  test('__proto__ and constructor are keys like others, and pollute nothing', () => {
    const input = JSON.parse(JSON.stringify(samples['OperationRunDetailContract']!.payload).replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},')) as unknown;
    const { value, violations } = accepted(runDetail, input);
    assert.deepEqual(reported(violations).sort(), ['unknown-key __proto__', 'unknown-key constructor']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(value, samples['OperationRunDetailContract']!.payload);
    assert.equal(({} as Json)['polluted'], undefined);
  });

  test('inside a broken item too', () => {
    const { value, violations } = accepted(tenantActivity, { tenant_id: 7, items: [{ ...item, run_id: 'fifteen', retry: 1, active_state: { ...activeState, retry: 1 } }] });
    assert.deepEqual(reported(violations).sort(), ['broken-part items[0].run_id', 'unknown-key items[0].active_state.retry', 'unknown-key items[0].retry']);
    assert.equal('retry' in value.items[0]!, false);
  });
});

describe('one broken item becomes an unknown item and costs its neighbours nothing', () => {
  const listed: [string, PayloadContract<{ items: unknown[] }>, Json][] = [
    ['TenantActivityOperationsSummary', tenantActivity, { tenant_id: 7 }],
    ['TenantOperationProgressOverlay', progressOverlay, { tenant_id: 7, has_visible_active_runs: true, poll_interval: '10s' }],
    ['OperationRunCollectionContract', runCollection, {}],
  ];
  const breaks: [string, unknown, Json, string][] = [
    ['a state that is missing', { ...item, active_state: undefined }, { ...item, active_state: UNKNOWN_ACTIVE_STATE }, 'items[1].active_state'],
    ['a freshness that the kit does not know', { ...item, active_state: { ...activeState, freshness_state: 'hibernating' } }, { ...item, active_state: UNKNOWN_ACTIVE_STATE }, 'items[1].active_state.freshness_state'],
    ['a problem class that the kit does not know', { ...item, active_state: { ...activeState, problem_class: 'haunted' } }, { ...item, active_state: UNKNOWN_ACTIVE_STATE }, 'items[1].active_state.problem_class'],
    ['a boolean sent as a number', { ...item, active_state: { ...activeState, is_currently_active: 1 } }, { ...item, active_state: UNKNOWN_ACTIVE_STATE }, 'items[1].active_state.is_currently_active'],
    ['a run_id of zero', { ...item, run_id: 0 }, { ...item, run_id: null, active_state: UNKNOWN_ACTIVE_STATE }, 'items[1].run_id'],
    ['a run_id beyond what a number holds', { ...item, run_id: 2 ** 60 }, { ...item, run_id: null, active_state: UNKNOWN_ACTIVE_STATE }, 'items[1].run_id'],
    ['null', null, { run_id: null, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE }, 'items[1]'],
    ['a string', 'run 15', { run_id: null, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE }, 'items[1]'],
    ['an array', [item], { run_id: null, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE }, 'items[1]'],
  ];
  for (const [name, contract, rest] of listed) {
    for (const [what, broken, expected, path] of breaks) {
      test(`${name}: ${what}`, () => {
        const first = { ...item, run_id: 1 };
        const last = { ...item, run_id: 3 };
        const { value, violations } = accepted(contract, json({ ...rest, items: [first, broken, last] }));
        assert.deepEqual(value.items, [first, expected, last]);
        assert.deepEqual(reported(violations), [`broken-part ${path}`]);
      });
    }
  }

  test('an unknown item stays visible and asks for no polling', () => {
    assert.equal(UNKNOWN_ACTIVE_STATE.freshness_state, 'unknown');
    assert.equal(UNKNOWN_ACTIVE_STATE.show_in_active_progress, true);
    assert.equal(UNKNOWN_ACTIVE_STATE.keep_active_polling, false);
  });

  test('what could be read of it is kept, what could not is left out', () => {
    const { value, violations } = accepted(tenantActivity, { tenant_id: 7, items: [{ run_id: 15, operation_label: 'Inventory sync', tenant_id: 0, tenant_label: 4, status_label: 'Running', progress: 'half', active_state: activeState }] });
    assert.deepEqual(value.items, [{ run_id: 15, operation_label: 'Inventory sync', tenant_id: null, tenant_label: null, status_label: 'Running', progress: null, active_state: activeState }]);
    assert.deepEqual(reported(violations).sort(), ['broken-part items[0].progress', 'broken-part items[0].tenant_id', 'broken-part items[0].tenant_label']);
  });

  test('broken progress costs the progress alone', () => {
    for (const [progress, path] of [
      [{ kind: 'determinate', processed: '3', total: 12 }, 'items[0].progress.processed'],
      [{ kind: 'determinate', processed: -1, total: 12 }, 'items[0].progress.processed'],
      [{ kind: 'phase', label: 'Hashing', step: 0 }, 'items[0].progress.step'],
      [{ kind: 'spiral' }, 'items[0].progress.kind'],
      ['half', 'items[0].progress'],
    ] as const) {
      const { value, violations } = accepted(tenantActivity, { tenant_id: 7, items: [{ ...item, progress }] });
      assert.deepEqual(value.items, [{ ...item, progress: null }]);
      assert.deepEqual(reported(violations), [`broken-part ${path}`]);
    }
  });

  test('a single item is repaired in the same way, whatever stands in its place', () => {
    assert.deepEqual(accepted(surfaceItem, { ...item, active_state: null }).value, { ...item, active_state: UNKNOWN_ACTIVE_STATE });
    assert.deepEqual(accepted(surfaceItem, 'run 15').value, { run_id: null, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE });
    assert.deepEqual(accepted(surfaceItem, { ...item, progress: {} }).value, { ...item, progress: null });
  });
});

describe('a value that the kit does not know becomes unknown', () => {
  test('the state of a run detail', () => {
    const { value, violations } = accepted(runDetail, { ...samples['OperationRunDetailContract']!.payload, active_state: { ...activeState, surface_category: 'limbo' } });
    assert.deepEqual(value.active_state, UNKNOWN_ACTIVE_STATE);
    assert.deepEqual(reported(violations), ['broken-part active_state.surface_category']);
  });

  test('the promise of a run detail that its diagnostics come last', () => {
    const { value, violations } = accepted(runDetail, { ...samples['OperationRunDetailContract']!.payload, diagnostics_visible_after_summary: false });
    assert.equal('diagnostics_visible_after_summary' in value, false);
    assert.equal(violations[0]!.message, 'diagnostics_visible_after_summary must be true.');
  });

  test('an interval is read as the one that the contract knows', () => {
    const { value, violations } = accepted(progressOverlay, { ...samples['TenantOperationProgressOverlay']!.payload, poll_interval: '1s' });
    assert.equal(value.poll_interval, '10s');
    assert.deepEqual(reported(violations), ['broken-part poll_interval']);
  });

  for (const field of ['status', 'outcome', 'freshness_state'] as const) {
    for (const [what, broken] of [['unrecognised', 'hibernating'], ['null', null], ['missing', undefined]] as const) {
      test(`a lifecycle record's ${field} when ${what}, alone and in a list`, () => {
        const raw = json({ ...record, [field]: broken });
        const alone = accepted(lifecycleDetail, raw);
        assert.deepEqual(alone.value, { ...record, [field]: 'unknown' });
        assert.deepEqual(reported(alone.violations), [`broken-part ${field}`]);
        const { data } = samples['OperationRunList']!.payload as { data: Json[] };
        const inList = accepted(lifecycleList, json({ data: [data[0], { ...data[1], [field]: broken }] }));
        assert.deepEqual(inList.value.data, [data[0], { ...data[1], [field]: 'unknown' }]);
      });
    }
  }

  test('a lifecycle record in a list that cannot be read is an unknown record', () => {
    const { data } = samples['OperationRunList']!.payload as { data: Json[] };
    const { value } = accepted(lifecycleList, { data: [data[0], { ...data[1], id: 'x', status: 'odd' }, 7] });
    assert.deepEqual(value.data[0], data[0]);
    assert.deepEqual(value.data[1], { ...data[1], id: null, status: 'unknown', freshness_state: 'unknown' });
    assert.deepEqual(value.data[2], { id: null, type: '', status: 'unknown', outcome: 'unknown', reconciled: false, created_at: null, freshness_state: 'unknown' });
  });

  test('an unknown reconciliation source is left out, the rest of the record kept', () => {
    const { value, violations } = accepted(lifecycleDetail, { ...record, reconciliation: { ...record.reconciliation, source: 'oracle' } });
    const { source: _source, ...rest } = record.reconciliation!;
    assert.deepEqual(value.reconciliation, rest);
    assert.equal(violations[0]!.message, 'reconciliation.source must be one of failed_callback, scheduled_reconciler, adapter_reconciler.');
  });
});

describe('a broken payload is an error that a backend developer can act on', () => {
  const overlay = samples['TenantOperationProgressOverlay']!.payload;
  const cases: [string, PayloadContract<unknown>, unknown, string][] = [
    ['not an object', progressOverlay, 'oops', 'TenantOperationProgressOverlay: the payload must be an object.'],
    ['null', tenantActivity, null, 'TenantActivityOperationsSummary: the payload must be an object.'],
    ['no body', runDetail, undefined, 'OperationRunDetailContract: the payload must be an object.'],
    ['items of another type', progressOverlay, { ...overlay, items: {} }, 'TenantOperationProgressOverlay: items must be an array.'],
    ['a missing boolean', progressOverlay, { ...overlay, has_visible_active_runs: undefined }, 'TenantOperationProgressOverlay: has_visible_active_runs must be a boolean.'],
    ['an id below the minimum', progressOverlay, { ...overlay, tenant_id: 0 }, 'TenantOperationProgressOverlay: tenant_id must be at least 1.'],
    ['an id with a fraction', progressOverlay, { ...overlay, tenant_id: 1.5 }, 'TenantOperationProgressOverlay: tenant_id must be an integer.'],
    ['an id beyond what a number holds', progressOverlay, { ...overlay, tenant_id: 2 ** 60 }, 'TenantOperationProgressOverlay: tenant_id must be of the documented shape.'],
    ['a run detail without its run', runDetail, { ...samples['OperationRunDetailContract']!.payload, run_id: null }, 'OperationRunDetailContract: run_id must be a number.'],
    ['a record without its id', lifecycleDetail, { ...record, id: 'run-15' }, 'OperationRunDetail: id must be a number.'],
    ['a record that does not say whether it was reconciled', lifecycleDetail, { ...record, reconciled: 1 }, 'OperationRunDetail: reconciled must be a boolean.'],
  ];
  for (const [what, contract, payload, message] of cases) {
    test(what, () => assert.equal(refused(contract, payload).message, message));
  }

  test('the error carries path, expectation and contract apart', () => {
    const { name, path, expected, contract } = refused(progressOverlay, { ...overlay, items: 'none' });
    assert.deepEqual({ name, path, expected, contract }, { name: 'ContractError', path: 'items', expected: 'an array', contract: 'TenantOperationProgressOverlay' });
  });

  test('the messages of violations are sentences too', () => {
    const { violations } = accepted(tenantActivity, { tenant_id: 7, items: [{ ...item, progress: { kind: 'spiral' } }, 'x'] });
    assert.deepEqual(violations.map(({ message }) => message), ['items[0].progress.kind must be one of determinate, phase.', 'items[1] must be an object.']);
    assert.equal(accepted(surfaceItem, 4).violations[0]!.message, 'the payload must be an object.');
  });
});

describe('whatever JSON comes, the parser neither throws nor changes it', () => {
  function assertSafe(contract: PayloadContract<unknown>, input: unknown): void {
    const before = structuredClone(input);
    const result = parsePayload(contract, input);
    assert.deepEqual(input, before, 'the input was changed');
    if (!result.ok) {
      assert.match(result.error.message, new RegExp(`^${contract.name}: .+ must be .+\\.$`, 's'));
      return;
    }
    // What came out is whole: parsing it again finds nothing to repair but the run ids that could not be read.
    for (const { path, rule } of accepted(contract, result.value).violations) {
      assert.equal(rule, 'broken-part');
      assert.match(path, /(^|\.)(run_id|id|status|outcome|freshness_state|created_at)$/);
    }
  }

  for (const [name, { contract, payload }] of Object.entries(samples)) {
    test(`${name}: arbitrary JSON`, () => {
      fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (input) => assertSafe(contract, input)), { numRuns: 300 });
    });

    test(`${name}: a valid payload with up to three places mutated`, () => {
      const places = [...placesIn(json(payload))];
      const mutation = fc.record({ place: fc.nat(places.length - 1), value: fc.option(fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)), { nil: null }), key: fc.option(fc.constantFrom('__proto__', 'constructor', 'toString', 'extra', '0', '')) });
      fc.assert(
        fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
          const input = json(payload);
          for (const { place, value, key } of mutations) mutate(input, places[place]!, key, value);
          assertSafe(contract, json(input));
        }),
        { numRuns: 400 },
      );
    });
  }

  function* placesIn(value: unknown, path: string[] = []): Generator<string[]> {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, entry] of Object.entries(value)) {
      yield [...path, key];
      yield* placesIn(entry, [...path, key]);
    }
  }

  /** Sets (or, for undefined, removes) the value at a place, or beside it under another key; a place that is gone stays gone. */
  function mutate(root: unknown, path: string[], key: string | null, value: unknown): void {
    const holder = path.slice(0, -1).reduce<unknown>((node, part) => (typeof node === 'object' && node !== null ? (node as Json)[part] : undefined), root);
    if (typeof holder !== 'object' || holder === null) return;
    Object.defineProperty(holder, key ?? path.at(-1)!, { value, enumerable: true, configurable: true, writable: true });
  }

  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  test('a value nested 100,000 deep is kept where it may stand, and costs its own field elsewhere', () => {
    const payload = samples['OperationRunDetailContract']!.payload;
    const deep = nested(100_000);
    assert.ok(accepted(lifecycleDetail, { ...record, diagnostics: { evidence: { deep } } }).value.diagnostics!.evidence!['deep'] === deep);
    assert.ok(accepted(lifecycleDetail, { ...record, extra: 1, diagnostics: { evidence: { deep } } }).value.diagnostics!.evidence!['deep'] === deep);
    assert.deepEqual(accepted(runDetail, { ...payload, extra: deep }).value, payload);
    assert.deepEqual(accepted(runDetail, { ...payload, top_summary: deep }).value, { ...payload, top_summary: null });
    assert.deepEqual(accepted(runDetail, { ...payload, active_state: deep }).value, { ...payload, active_state: UNKNOWN_ACTIVE_STATE });
    assert.equal(refused(runDetail, deep).path, '');
  });

  test('20,000 items, each second one broken', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => (index % 2 ? null : { ...item, run_id: index + 1 }));
    const { value, violations } = accepted(tenantActivity, { tenant_id: 7, items });
    assert.equal(value.items.length, 20_000);
    assert.equal(violations.length, 10_000);
    assert.deepEqual(value.items[0], items[0]);
    assert.equal(value.items[1]!.run_id, null);
  });

  test('200,000 items that are none: each is an unknown item, and reported', () => {
    const { value, violations } = accepted(tenantActivity, { tenant_id: 7, items: new Array<null>(200_000).fill(null) });
    assert.deepEqual([value.items.length, violations.length, violations.at(-1)!.message], [200_000, 200_000, 'items[199999] must be an object.']);
  });

  test('a payload whose getters throw is one error, and an entry of that kind an unknown one', () => {
    const hostile = Object.defineProperty({}, 'items', { enumerable: true, get: () => { throw new Error('no'); } });
    assert.equal(refused(runCollection, hostile).message, 'OperationRunCollectionContract: the payload must be readable.');
    const entry = Object.defineProperty({}, 'run_id', { enumerable: true, get: () => { throw new Error('no'); } });
    assert.deepEqual(accepted(runCollection, { items: [entry, item] }).value.items, [{ run_id: null, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE }, item]);
  });

  test('a frozen payload, and one behind a proxy as reactive frameworks hand it out', () => {
    const broken = { tenant_id: 7, extra: 1, items: [{ ...item, run_id: null }] };
    const freeze = <Value>(value: Value): Value => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    const reactive = <Value extends object>(value: Value): Value =>
      new Proxy(value, { get: (target, key) => { const got: unknown = Reflect.get(target, key); return typeof got === 'object' && got !== null ? reactive(got) : got; } });
    const expected = accepted(tenantActivity, json(broken));
    assert.deepEqual(accepted(tenantActivity, freeze(json(broken))), expected);
    assert.deepEqual(accepted(tenantActivity, reactive(json(broken))), expected);
  });
});
