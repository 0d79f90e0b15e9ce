/** The projection of lifecycle records to the active-state contract: total, valid, and with the meaning of the record. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  lifecycleDetail,
  lifecycleList,
  LIFECYCLE_FRESHNESS_STATES,
  parsePayload,
  RECONCILIATION_SOURCES,
  RUN_OUTCOMES,
  RUN_STATUSES,
  runDetail,
  surfaceItem,
  type LifecycleRecord,
} from '../../src/contract/index.ts';
import {
  catalogueFor,
  contradictionsOf,
  describeRun,
  projectLifecycle,
  projectLifecycleRun,
  registeredLocales,
  resolveActiveState,
  runDetailOf,
  runOf,
  surfaceItemOf,
  TRUTH_TABLE,
  type Surface,
} from '../../src/projection/index.ts';
import { lifecycleListOf, records as fixtures } from '../../mocks/index.ts';

const SURFACES = ['compact', 'detail'] as const satisfies Surface[];

const base = { id: 15, type: 'inventory_sync', type_label: 'Inventory sync', tenant_id: 7, created_at: '2026-03-02T09:00:00Z' } as const;
const recordOf = (rest: Partial<LifecycleRecord>): LifecycleRecord => ({ ...base, status: 'running', outcome: 'pending', freshness_state: 'fresh_active', reconciled: false, ...rest });

/** Every record that parsing can return, in the fields that determine the state. */
const records: readonly LifecycleRecord[] = [...RUN_STATUSES, 'unknown' as const].flatMap((status) =>
  [...RUN_OUTCOMES, 'unknown' as const].flatMap((outcome) =>
    [...LIFECYCLE_FRESHNESS_STATES, 'unknown' as const].flatMap((freshness_state) =>
      [true, false].flatMap((reconciled) =>
        [undefined, null, {}, ...RECONCILIATION_SOURCES.map((source) => ({ source, reason_code: 'run.lost', reason_message: 'The worker was lost before it reported an outcome' }))].map((reconciliation) =>
          recordOf({ status, outcome, freshness_state, reconciled, ...(reconciliation === undefined ? {} : { reconciliation }) }),
        ),
      ),
    ),
  ),
);

/** Whether the fields of a record agree: status, freshness and `reconciled`. */
const coherent = ({ status, freshness_state, reconciled, outcome }: LifecycleRecord): boolean => {
  const row = TRUTH_TABLE[freshness_state];
  const active = status === 'unknown' ? row.is_currently_active[0] : status !== 'completed';
  return (
    (row.is_currently_active as readonly boolean[]).includes(active) &&
    (row.is_reconciled as readonly boolean[]).includes(reconciled) &&
    !(freshness_state === 'reconciled_failed' && outcome === 'succeeded')
  );
};

describe('every record', () => {
  test('gives payloads that keep the contract, on every surface and in every locale', () => {
    for (const record of records) {
      for (const locale of registeredLocales()) {
        for (const wasStale of [true, false]) {
          for (const [contract, payload] of [[surfaceItem, surfaceItemOf(record, { locale, wasStale, progress: { kind: 'determinate', processed: 1, total: 2 } })], [runDetail, runDetailOf(record, { locale, wasStale })]] as const) {
            const parsed = parsePayload<unknown>(contract, JSON.parse(JSON.stringify(payload)));
            assert.ok(parsed.ok);
            assert.deepEqual(parsed.violations, []);
          }
        }
      }
    }
  });

  test('when coherent, projects without a contradiction and without a text that L1 to L9 replace', () => {
    for (const record of records.filter(coherent)) {
      for (const surface of SURFACES) {
        for (const wasStale of [true, false]) {
          assert.deepEqual(contradictionsOf(projectLifecycle(record, { surface, wasStale })), [], JSON.stringify(record));
          assert.deepEqual(projectLifecycleRun(record, { surface, wasStale }).violations, [], JSON.stringify(record));
        }
      }
    }
  });

  test('when coherent, is served in words that come back whole, in every locale', () => {
    for (const record of records.filter(coherent)) {
      for (const locale of registeredLocales()) {
        for (const wasStale of [true, false]) {
          for (const [surface, run] of [['compact', surfaceItemOf(record, { locale, wasStale })], ['detail', runDetailOf(record, { locale, wasStale })]] as const) {
            const { violations, label, guidance } = describeRun(run, { surface, locale });
            assert.deepEqual(violations, [], JSON.stringify(run));
            assert.equal(label, run.active_state[surface === 'compact' ? 'compact_label' : 'diagnostic_label']);
            if ('top_summary' in run) assert.equal(guidance, run.top_summary);
          }
        }
      }
    }
  });

  test('when incoherent, reads as what its contradiction resolves to, never calm and never done', () => {
    for (const record of records.filter((each) => !coherent(each) && each.outcome !== 'succeeded')) {
      for (const surface of SURFACES) {
        const { tone, violations } = projectLifecycleRun(record, { surface });
        assert.ok(violations.some(({ rule }) => rule === 'contradiction'), JSON.stringify(record));
        assert.ok(['neutral', 'problem'].includes(tone), `${tone} ${JSON.stringify(record)}`);
      }
    }
  });

  test('and its projection read the same', () => {
    for (const operator_message of [undefined, 'Likely stale', 'Waiting for worker.', 'The export holds 12 files.']) {
      // An operator_message is shown, however the run was reconciled.
      for (const record of records.filter(({ reconciliation }) => operator_message === undefined || reconciliation === undefined)) {
        for (const wasStale of [true, false]) {
          const told = operator_message === undefined ? record : { ...record, operator_message };
          const { violations: _item, ...fromItem } = describeRun(surfaceItemOf(told, { wasStale }), { surface: 'compact' });
          const { violations: _record, ...fromRecord } = projectLifecycleRun(told, { surface: 'compact', wasStale });
          assert.deepEqual(fromItem, fromRecord);
          const page = describeRun(runDetailOf(told, { wasStale }), { surface: 'detail' });
          const own = projectLifecycleRun(told, { surface: 'detail', wasStale });
          for (const key of ['runId', 'state', 'tone', 'label', 'operation', 'guidance', 'lineage', 'progress', 'inProgress', 'polls', 'followUp', 'announcement'] as const) {
            assert.deepEqual(page[key], own[key], `${key} ${JSON.stringify(told)}`);
          }
        }
      }
    }
  });

  test('is the same run on both surfaces; only the category of a stale one differs', () => {
    for (const record of records) {
      const compact = projectLifecycle(record, { surface: 'compact' });
      const detail = projectLifecycle(record, { surface: 'detail' });
      assert.deepEqual({ ...detail, surface_category: compact.surface_category }, compact);
      assert.deepEqual([compact.surface_category, detail.surface_category], record.freshness_state === 'likely_stale' ? ['past_expected_lifecycle', 'likely_stale'] : [compact.surface_category, compact.surface_category]);
    }
  });

  test('is not changed by being projected', () => {
    for (const record of records) {
      const frozen = Object.freeze({ ...record, reconciliation: Object.freeze(record.reconciliation ?? null) });
      surfaceItemOf(frozen);
      runDetailOf(frozen);
    }
  });
});

describe('what a record becomes', () => {
  const read = (rest: Partial<LifecycleRecord>, wasStale = false) => {
    const { state, tone, label, guidance, lineage, polls, inProgress, status } = projectLifecycleRun(recordOf(rest), { surface: 'compact', wasStale });
    return { state, tone, label, status, guidance, lineage, polls, inProgress };
  };
  const active = { polls: true, inProgress: true, lineage: null };
  const ended = { polls: false, inProgress: false, lineage: null };

  test('queued', () => assert.deepEqual(read({ status: 'queued' }), { state: 'fresh', tone: 'calm', label: 'Queued', status: null, guidance: 'Waiting for worker.', ...active }));
  test('running', () => assert.deepEqual(read({}), { state: 'fresh', tone: 'calm', label: 'Running', status: null, guidance: null, ...active }));
  test('likely stale while queued', () => {
    assert.deepEqual(read({ status: 'queued', freshness_state: 'likely_stale' }), { state: 'stale', tone: 'attention', label: 'Likely stale', status: 'Last reported: Queued', guidance: 'Past its lifecycle window. Review worker health.', ...active });
  });
  test('succeeded', () => {
    assert.deepEqual(read({ status: 'completed', outcome: 'succeeded', freshness_state: 'terminal_normal' }), { state: 'terminal', tone: 'done', label: 'Succeeded', status: null, guidance: null, ...ended });
  });
  for (const [outcome, said] of [['partially_succeeded', 'Partially succeeded'], ['blocked', 'Blocked'], ['failed', 'Failed'], ['pending', 'No outcome recorded']] as const) {
    test(`${outcome}: somebody should look`, () => {
      assert.deepEqual(read({ status: 'completed', outcome, freshness_state: 'terminal_normal' }), { state: 'terminal', tone: 'problem', label: 'Needs follow-up', status: said, guidance: 'Review the outcome before you run it again.', ...ended });
    });
  }
  test('an outcome that the kit does not know is never a success', () => {
    assert.deepEqual(read({ status: 'completed', outcome: 'unknown', freshness_state: 'terminal_normal' }), { state: 'terminal', tone: 'problem', label: 'Needs follow-up', status: null, guidance: 'Review the outcome before you run it again.', ...ended });
  });
  test('success that a reconciler confirmed', () => {
    const view = read({ status: 'completed', outcome: 'succeeded', freshness_state: 'terminal_normal', reconciled: true, reconciliation: { source: 'adapter_reconciler', reason_message: 'The archive is on disk.' } });
    assert.deepEqual(view, { state: 'terminal', tone: 'done', label: 'Succeeded', status: null, guidance: 'Source: adapter reconciler. Reason: The archive is on disk.', ...ended });
  });
  test('no freshness at all, of a type without a lifecycle policy', () => {
    assert.deepEqual(read({ freshness_state: 'unknown' }), { state: 'unknown', tone: 'neutral', label: 'State unknown', status: 'Running', guidance: 'The backend reports no lifecycle state for this run.', polls: false, inProgress: true, lineage: null });
    assert.deepEqual(read({ freshness_state: 'unknown', status: 'completed', outcome: 'failed' }).inProgress, false);
  });

  test('a missing or unrecognised status leaves the freshness to speak', () => {
    for (const status of [undefined, 'hibernating']) {
      const parsed = parsePayload(lifecycleDetail, { ...base, status, outcome: 'pending', freshness_state: 'likely_stale', reconciled: false });
      assert.ok(parsed.ok);
      const view = projectLifecycleRun(parsed.value, { surface: 'compact' });
      assert.deepEqual([view.state, view.label, view.status, view.polls], ['stale', 'Likely stale', null, true]);
      assert.equal(surfaceItemOf(parsed.value).status_label, null);
    }
    assert.equal(read({ status: 'unknown' }).label, 'Active');
    assert.equal(read({ status: 'unknown', freshness_state: 'reconciled_failed', reconciled: true }).state, 'reconciled');
  });

  test('a status that has ended under a freshness that has not is unknown', () => {
    for (const freshness_state of ['fresh_active', 'likely_stale'] as const) assert.deepEqual([read({ status: 'completed', freshness_state }).state, read({ status: 'completed', freshness_state }).polls], ['unknown', false]);
  });
});

describe('how it was reconciled', () => {
  const reconciled = { status: 'completed', outcome: 'failed', freshness_state: 'reconciled_failed', reconciled: true } as const;
  const guidance = (reconciliation: LifecycleRecord['reconciliation']) => projectLifecycle(recordOf({ ...reconciled, reconciliation: reconciliation! }), { surface: 'compact' }).guidance;

  test('source and reason, as far as the record has them', () => {
    assert.equal(guidance({ source: 'failed_callback', reason_message: 'Out of memory!' }), 'Source: failed-job callback. Reason: Out of memory!');
    assert.equal(guidance({ source: 'scheduled_reconciler', reason_code: 'run.lost' }), 'Source: scheduled reconciler. Reason: run.lost.');
    assert.equal(guidance({ source: 'adapter_reconciler' }), 'Source: adapter reconciler.');
    assert.equal(guidance({ reason_code: 'run.lost', reason_message: 'No worker reported.' }), 'Reason: No worker reported.');
    assert.equal(guidance({}), null);
    assert.equal(guidance(null), null);
  });

  test('an active run tells nothing of it', () => {
    const projection = projectLifecycle(recordOf({ reconciliation: { source: 'failed_callback' } }), { surface: 'compact', wasStale: true });
    assert.deepEqual([projection.guidance, projection.stale_lineage_note], [null, null]);
  });

  test('the lineage is told when the run was seen stale, or a schedule found it late', () => {
    const note = (source: (typeof RECONCILIATION_SOURCES)[number] | null, wasStale: boolean) =>
      projectLifecycleRun(recordOf({ ...reconciled, reconciliation: source && { source } }), { surface: 'detail', wasStale }).lineage;
    const told = 'This run was past its lifecycle window before it ended.';
    assert.deepEqual([note('scheduled_reconciler', false), note('failed_callback', false), note('adapter_reconciler', false), note(null, false)], [told, null, null, null]);
    for (const source of [...RECONCILIATION_SOURCES, null]) assert.equal(note(source, true), told);
  });
});

describe('the payloads that are served', () => {
  test('a surface item', () => {
    assert.deepEqual(surfaceItemOf(recordOf({}), { tenantLabel: 'Contoso', detailUrl: '/admin/operations/15', progress: { kind: 'phase', label: 'Hashing files' } }), {
      run_id: 15,
      tenant_id: 7,
      tenant_label: 'Contoso',
      operation_label: 'Inventory sync',
      status_label: 'Running',
      outcome_label: null,
      active_state: {
        freshness_state: 'fresh_active',
        problem_class: 'none',
        surface_category: 'healthy_active',
        compact_label: 'Running',
        diagnostic_label: catalogueFor('en').heading.fresh,
        lifecycle_label: 'Active',
        guidance: null,
        stale_lineage_note: null,
        is_currently_active: true,
        is_reconciled: false,
        show_in_active_progress: true,
        keep_active_polling: true,
      },
      detail_url: '/admin/operations/15',
      progress: { kind: 'phase', label: 'Hashing files' },
    });
  });

  test('progress is served for a fresh run alone', () => {
    const progress = { kind: 'determinate', processed: 1, total: 2 } as const;
    for (const record of records) {
      const item = surfaceItemOf(record, { progress });
      assert.equal('progress' in item, resolveActiveState(item.active_state).state === 'fresh', JSON.stringify(record));
    }
    assert.equal(surfaceItemOf(recordOf({}), { progress: null }).progress, null);
  });

  test('an outcome is told once the run has ended, not before', () => {
    assert.equal(surfaceItemOf(recordOf({ outcome: 'failed' })).outcome_label, null);
    assert.equal(surfaceItemOf(recordOf({ status: 'completed', outcome: 'failed', freshness_state: 'terminal_normal' })).outcome_label, 'Failed');
  });

  test('a record without a label goes by its type, one without a tenant has none', () => {
    const { type_label: _label, tenant_id: _tenant, ...bare } = recordOf({});
    assert.deepEqual([surfaceItemOf(bare).operation_label, surfaceItemOf(bare).tenant_id, runDetailOf(bare).operation_label], ['inventory_sync', null, 'inventory_sync']);
    assert.equal(projectLifecycleRun(bare, { surface: 'compact' }).operation, 'inventory_sync');
  });

  test('the operator message is the top summary, unless it does not agree with the state', () => {
    assert.equal(runDetailOf(recordOf({ operator_message: 'Hashing 5,200 files.' })).top_summary, 'Hashing 5,200 files.');
    assert.match(runDetailOf(recordOf({ operator_message: 'All good', freshness_state: 'likely_stale' })).top_summary!, /past its expected lifecycle window/);
  });

  test('a record without an id cannot be served, and the error says which', () => {
    for (const serve of [surfaceItemOf, runDetailOf]) {
      assert.throws(() => serve(recordOf({ id: null })), { name: 'RangeError', message: 'The lifecycle record of type "inventory_sync" has no id; give it one before serving it.' });
    }
    assert.equal(projectLifecycleRun(recordOf({ id: null }), { surface: 'compact' }).runId, null);
  });
});

describe('a record as a run of the contract', () => {
  test('is what the record would be served as, without what only a server knows', () => {
    for (const record of records) {
      for (const locale of registeredLocales()) {
        for (const wasStale of [true, false]) {
          const { tenant_label: _tenant, detail_url: _url, ...item } = surfaceItemOf(record, { locale, wasStale });
          const { top_summary, ...run } = runOf(record, { surface: 'compact', locale, wasStale });
          assert.deepEqual(run, item);
          assert.equal(top_summary, null);
          assert.deepEqual(runOf(record, { surface: 'detail', locale, wasStale }).active_state, runDetailOf(record, { locale, wasStale }).active_state);
        }
      }
    }
  });

  test('reads as the record itself, on every surface and in every locale', () => {
    for (const operator_message of [undefined, 'The export holds 12 files.']) {
      for (const record of Object.values(fixtures)) {
        for (const surface of SURFACES) {
          for (const locale of registeredLocales()) {
            const told = { ...record, ...(operator_message && { operator_message }) };
            assert.deepEqual(describeRun(runOf(told, { surface, locale }), { surface, locale }), projectLifecycleRun(told, { surface, locale }));
          }
        }
      }
    }
  });

  test('needs no id: a record that could not be read whole is still shown', () => {
    const run = runOf(recordOf({ id: null }), { surface: 'compact' });
    assert.deepEqual([run.run_id, describeRun(run, { surface: 'compact' }).reference], [null, null]);
  });

  test('speaks English unless it is told otherwise', () => {
    for (const record of records) for (const surface of SURFACES) assert.deepEqual(runOf(record, { surface }), runOf(record, { surface, locale: 'en', wasStale: false }));
  });
});

describe('a record of the list', () => {
  /** The fixtures in their form for the list, without the fields of the detail. */
  const listed = Object.values(fixtures).map((record) => {
    const parsed = parsePayload(lifecycleList, JSON.parse(JSON.stringify(lifecycleListOf([record]))));
    assert.ok(parsed.ok);
    return [parsed.value.data[0]!, record] as const;
  });

  for (const locale of registeredLocales()) {
    test(`says the same as that of the detail, but for how it was reconciled, in ${locale}`, () => {
      for (const [item, record] of listed) {
        for (const surface of SURFACES) {
          const [short, whole] = [item, record].map((each) => projectLifecycleRun(each, { surface, locale }));
          for (const key of ['runId', 'state', 'tone', 'label', 'operation', 'tenant', 'status', 'progress', 'inProgress', 'polls', 'followUp', 'announcement', 'violations'] as const) assert.deepEqual(short![key], whole![key], `${key} ${item.id}`);
          if (!('reconciliation' in record) || !record.reconciliation) assert.deepEqual(short, whole);
        }
      }
    });
  }

  test('has the kit’s own words where the detail has the reconciler’s', () => {
    const [item, record] = listed.find(([, { freshness_state }]) => freshness_state === 'reconciled_failed')!;
    for (const locale of registeredLocales()) {
      const { guidance, explanation } = catalogueFor(locale);
      assert.equal(projectLifecycleRun(item, { surface: 'compact', locale }).guidance, guidance.reconciled);
      assert.match(projectLifecycleRun(item, { surface: 'detail', locale }).guidance!, new RegExp(`${explanation.reconciled}$`));
      assert.notEqual(projectLifecycleRun(record, { surface: 'compact', locale }).guidance, guidance.reconciled);
    }
  });

  test('is served like any other', () => {
    for (const [item] of listed) {
      for (const [contract, payload] of [[surfaceItem, surfaceItemOf(item)], [runDetail, runDetailOf(item)]] as const) {
        const parsed = parsePayload<unknown>(contract, JSON.parse(JSON.stringify(payload)));
        assert.ok(parsed.ok);
        assert.deepEqual(parsed.violations, []);
      }
    }
  });
});
