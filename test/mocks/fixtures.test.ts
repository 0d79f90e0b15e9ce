import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as contracts from '../../src/contract/index.ts';
import {
  GENERATION_STATES,
  lifecycleDetail,
  lifecycleList,
  parsePayload,
  progressOverlay,
  reviewPack,
  runCollection,
  runDetail,
  surfaceItem,
  tenantActivity,
  type PayloadContract,
  type ReviewPackGeneration,
} from '../../src/contract/index.ts';
import {
  activityOf,
  becomes,
  brokenPayloads,
  collectionOf,
  detailOf,
  lifecycleListOf,
  overlayOf,
  records,
  reviewPacks,
  runLists,
  runs,
  type BrokenPayload,
} from '../../mocks/index.ts';

function assertKeepsContract(contract: PayloadContract<unknown>, payload: unknown): void {
  const result = parsePayload(contract, JSON.parse(JSON.stringify(payload)));
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  assert.deepEqual(result.violations, []);
}

describe('every valid fixture keeps the contract', () => {
  for (const [name, item] of Object.entries(runs)) {
    test(`run ${name}: as item, overlay, activity, collection and detail`, () => {
      assertKeepsContract(surfaceItem, item);
      assertKeepsContract(progressOverlay, overlayOf([item]));
      assertKeepsContract(tenantActivity, activityOf([item]));
      assertKeepsContract(runCollection, collectionOf([item]));
      assertKeepsContract(runDetail, detailOf(item));
    });
  }

  for (const [name, items] of Object.entries(runLists)) {
    test(`list ${name}`, () => assertKeepsContract(runCollection, collectionOf(items)));
  }

  for (const [name, record] of Object.entries(records)) {
    test(`record ${name}: as detail and in a list`, () => {
      assertKeepsContract(lifecycleDetail, record);
      assertKeepsContract(lifecycleList, lifecycleListOf([record]));
    });
  }

  for (const [name, pack] of Object.entries(reviewPacks)) {
    test(`review pack ${name}`, () => assertKeepsContract(reviewPack, pack));
  }
});

describe('every broken fixture breaks the contract as it says', () => {
  for (const [name, broken] of Object.entries<BrokenPayload>(brokenPayloads)) {
    test(name, () => {
      const result = parsePayload(contracts[broken.contract] as contracts.PayloadContract<unknown>, broken.payload);
      if (broken.error) {
        assert.ok(!result.ok);
        assert.deepEqual({ path: result.error.path, expected: result.error.expected }, broken.error);
      } else {
        assert.ok(result.ok);
        assert.deepEqual(result.violations.map(({ path, rule }) => ({ path, rule })), broken.violations);
      }
    });
  }
});

describe('the fixtures are what their names say', () => {
  test('no two runs share an id', () => {
    const ids = Object.values(runs).map(({ run_id }) => run_id);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('a record and the run of the same name are one run, in the same state', () => {
    for (const [name, record] of Object.entries(records)) {
      const run = runs[name as keyof typeof records];
      assert.equal(record.id, run.run_id, name);
      assert.equal(record.type_label, run.operation_label, name);
      assert.equal(record.freshness_state, run.active_state.freshness_state, name);
      assert.equal(record.reconciled, run.active_state.is_reconciled, name);
    }
  });

  test('the review packs go through every state of a generation, and the run that makes one is among the runs', () => {
    const packs: readonly ReviewPackGeneration[] = Object.values(reviewPacks);
    assert.deepEqual(new Set(packs.map(({ generation_state }) => generation_state)), new Set(GENERATION_STATES));
    const ids = new Set<number>(Object.values(runs).map(({ run_id }) => run_id));
    for (const { run_id } of packs) assert.ok(run_id === undefined || run_id === null || ids.has(run_id));
    assert.equal(reviewPacks.generatingByStaleRun.run_id, runs.staleRunning.run_id);
  });

  test('some runs leave every word to the kit, and some bring the words of their server', () => {
    const labelled = Object.values(runs).filter(({ active_state }) => 'compact_label' in active_state && active_state.compact_label !== null);
    assert.ok(labelled.length > 0 && labelled.length < Object.keys(runs).length);
  });

  test('the overflow is seven active runs', () => {
    assert.equal(runLists.overflow.length, 7);
    assert.ok(runLists.overflow.every(({ active_state }) => active_state.is_currently_active));
  });
});

describe('the builders say what a correct backend would say', () => {
  test('an overlay polls while a run asks for it, and not for unknown or ended ones', () => {
    assert.equal(overlayOf([runs.unknownActive, runs.staleQueued]).poll_interval, '10s');
    assert.deepEqual(overlayOf([runs.unknownActive]), {
      tenant_id: 7,
      has_visible_active_runs: true,
      poll_interval: null,
      items: [runs.unknownActive],
    });
    assert.equal(overlayOf([runs.succeeded]).has_visible_active_runs, false);
    assert.equal(overlayOf([]).poll_interval, null);
  });

  test('overrides win', () => {
    assert.equal(overlayOf([runs.staleQueued], { poll_interval: null, tenant_id: 8 }).poll_interval, null);
    assert.equal(activityOf([], { tenant_id: 8 }).tenant_id, 8);
    assert.equal(collectionOf([], { active_tab: 'active' }).active_tab, 'active');
    assert.equal(detailOf(runs.succeeded, { top_summary: 'Done.' }).top_summary, 'Done.');
  });

  test('a run detail tells a stale run in the category of the run page, and no other category changes', () => {
    assert.equal(detailOf(runs.staleQueued).active_state.surface_category, 'likely_stale');
    assert.equal(detailOf(runs.freshQueued).active_state.surface_category, 'healthy_active');
  });

  test('a run that becomes another state keeps its identity, and nothing of its old state', () => {
    const ended = becomes(runs.freshDeterminate, runs.succeeded);
    assert.equal(ended.run_id, runs.freshDeterminate.run_id);
    assert.equal(ended.operation_label, runs.freshDeterminate.operation_label);
    assert.equal(ended.detail_url, runs.freshDeterminate.detail_url);
    assert.equal(ended.outcome_label, 'Succeeded');
    assert.equal(ended.progress, undefined);
    assertKeepsContract(surfaceItem, ended);
  });

  test('a lifecycle list leaves out what only the detail tells', () => {
    const [item] = lifecycleListOf([records.reconciledByScheduler]).data;
    assert.deepEqual(Object.keys(item!).filter((key) => ['summary_counts', 'failure_summary', 'reconciliation', 'diagnostics'].includes(key)), []);
  });
});
