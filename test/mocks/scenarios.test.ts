import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  lifecycleDetail,
  lifecycleList,
  parsePayload,
  progressOverlay,
  reviewPack,
  runCollection,
  runDetail,
  tenantActivity,
  type PayloadContract,
  type RunItem,
} from '../../src/contract/index.ts';
import { projectLifecycle, resolveActiveState, type RunState } from '../../src/projection/index.ts';
import { answerAt, scenarios, tenants, worldAt, type Scenario } from '../../mocks/index.ts';

const BASE = 'https://backend.test/below/';
const tenantIds = Object.values(tenants).map(({ tenant_id }) => tenant_id);

const ask = async (scenario: Scenario, seconds: number, path: string): Promise<Response> => {
  const answer = await answerAt(scenario, seconds, new Request(BASE + path));
  assert.ok(answer !== null, `${path} has an answer`);
  return answer;
};

/** The parsed answer. Fails when it deviates from the contract. */
async function read<Value>(contract: PayloadContract<Value>, scenario: Scenario, seconds: number, path: string): Promise<Value> {
  const response = await ask(scenario, seconds, path);
  assert.equal(response.status, 200, path);
  const result = parsePayload(contract, await response.json());
  assert.ok(result.ok, result.ok ? '' : `${path}: ${result.error.message}`);
  assert.deepEqual(result.violations, [], path);
  return result.value;
}

type Told = `${RunState}${'' | ' follow-up'}`;
const toldOf = ({ active_state }: Pick<RunItem, 'active_state'>): Told => {
  const { state, followUp } = resolveActiveState(active_state);
  return followUp ? `${state} follow-up` : state;
};
const statesOf = (items: readonly RunItem[]): Map<number | null, Told> => new Map(items.map((item) => [item.run_id, toldOf(item)]));

/** The moments at which the backend can be reached. */
const answering = (scenario: Scenario): number[] =>
  scenario.moments.map(({ from }) => from).filter((from) => {
    const { session, network } = worldAt(scenario, from);
    return session && network;
  });

for (const [name, scenario] of Object.entries<Scenario>(scenarios)) {
  describe(name, () => {
    test('is named by its key, begins at 0, and its moments follow each other until its end', () => {
      const times = scenario.moments.map(({ from }) => from);
      assert.equal(scenario.name, name);
      assert.equal(times[0], 0);
      assert.deepEqual(times, [...new Set(times)].sort((one, other) => one - other));
      assert.ok(times.at(-1)! < scenario.duration);
      assert.ok(times.every(Number.isInteger));
    });

    for (const seconds of answering(scenario)) {
      test(`at ${seconds} s every route keeps the contract, and all of them tell one truth of each run`, async () => {
        const { runs } = worldAt(scenario, seconds);
        const truth = new Map(runs.map(({ item }) => [item.run_id as number | null, toldOf(item)]));
        assert.deepEqual(statesOf((await read(runCollection, scenario, seconds, 'admin/operations')).items), truth);
        await read(lifecycleList, scenario, seconds, 'api/admin/operations');

        for (const tenant of tenantIds) {
          const mine = new Map(runs.filter(({ item }) => item.tenant_id === tenant).map(({ item }) => [item.run_id as number | null, toldOf(item)]));
          const overlay = await read(progressOverlay, scenario, seconds, `admin/t/${tenant}/operations/progress`);
          const activity = await read(tenantActivity, scenario, seconds, `admin/t/${tenant}/dashboard`);
          const list = await read(runCollection, scenario, seconds, `admin/operations?tenant=${tenant}`);
          const pack = await read(reviewPack, scenario, seconds, `admin/t/${tenant}/review-pack`);
          assert.deepEqual([overlay.tenant_id, activity.tenant_id, list.tenant_filter, pack.tenant_id], [tenant, tenant, tenant, tenant]);
          assert.deepEqual(statesOf(activity.items), mine);
          assert.deepEqual(statesOf(list.items), mine);
          const inProgress = [...mine].filter(([, told]) => ['fresh', 'stale', 'unknown'].includes(told));
          assert.deepEqual(statesOf(overlay.items), new Map(inProgress));
        }

        for (const { item, record } of runs) {
          const detail = await read(runDetail, scenario, seconds, `admin/workspaces/3/operations/${item.run_id}`);
          assert.equal(toldOf(detail), toldOf(item));
          if (record === null) {
            assert.equal((await ask(scenario, seconds, `api/admin/operations/${item.run_id}`)).status, 404);
            continue;
          }
          const told = await read(lifecycleDetail, scenario, seconds, `api/admin/operations/${item.run_id}`);
          // A lifecycle record cannot express follow-up of a run that succeeded.
          const projected = toldOf({ active_state: projectLifecycle(told, { surface: 'detail' }) });
          assert.equal(projected.replace(' follow-up', ''), toldOf(item).replace(' follow-up', ''));
          assert.equal(told.tenant_id, item.tenant_id);
          assert.ok(Date.parse(told.created_at!) <= Date.parse(told.started_at ?? told.created_at!));
          assert.ok(Date.parse(told.started_at ?? told.created_at!) <= Date.parse(told.completed_at ?? '9999-01-01'));
        }
      });
    }

    test('the host shows a run of the tenant that it shows', () => {
      for (const { from } of scenario.moments) {
        const { tenant, run, runs } = worldAt(scenario, from);
        if (run !== null) assert.equal(runs.find(({ item }) => item.run_id === run)?.item.tenant_id, tenant, `at ${from} s`);
      }
    });
  });
}

describe('the backend of a scenario', () => {
  const { mixedTenant, sessionExpiry, flappingNetwork, workerDies } = scenarios;

  test('narrows the list by tab and problem class', async () => {
    const idsOf = async (query: string) => (await read(runCollection, mixedTenant, 0, `admin/operations?${query}`)).items.map(({ run_id }) => run_id);
    assert.deepEqual(await idsOf('tenant=7&problemClass=active_stale_attention'), [4107]);
    assert.deepEqual(await idsOf('tenant=7&problemClass=terminal_follow_up'), [4109, 4113]);
    assert.deepEqual(await idsOf('tenant=7&activeTab=active&problemClass=none'), [4103, 4101, 4119]);
    assert.deepEqual(await idsOf('tenant=8'), []);
  });

  test('knows no other tenant, run or route', async () => {
    for (const path of ['admin/t/9/dashboard', 'admin/operations/1', 'api/admin/operations/1', 'admin/devices']) {
      assert.equal((await ask(mixedTenant, 0, path)).status, 404, path);
    }
  });

  test('answers nobody who is not signed in', async () => {
    assert.equal((await ask(sessionExpiry, 23, 'admin/t/7/dashboard')).status, 200);
    assert.equal((await ask(sessionExpiry, 24, 'admin/t/7/dashboard')).status, 401);
    assert.equal((await ask(sessionExpiry, 92, 'admin/t/7/dashboard')).status, 200);
  });

  test('is not reached without a network', () => {
    assert.equal(answerAt(flappingNetwork, 15, new Request(`${BASE}admin/t/7/dashboard`)), null);
  });

  test('is the same world until the next moment', () => {
    assert.deepEqual(worldAt(workerDies, 97), worldAt(workerDies, 72));
    assert.notDeepEqual(worldAt(workerDies, 98), worldAt(workerDies, 97));
  });
});

/** The purpose of each scenario: its states over time. */
describe('the story of each scenario', () => {
  const storyOf = (scenario: Scenario, run: number): Told[] =>
    scenario.moments
      .flatMap(({ from }) => worldAt(scenario, from).runs.filter(({ item }) => item.run_id === run))
      .map(({ item }) => toldOf(item))
      .filter((told, index, all) => told !== all[index - 1]);

  test('queued to done', () => assert.deepEqual(storyOf(scenarios.queuedToDone, 4103), ['fresh', 'terminal']));
  test('worker dies', () => {
    assert.deepEqual(storyOf(scenarios.workerDies, 4103), ['fresh', 'stale', 'reconciled follow-up']);
    assert.deepEqual(storyOf(scenarios.workerDies, 4104), ['fresh', 'terminal']);
  });
  test('reconciled late success, with its lineage', () => {
    assert.deepEqual(storyOf(scenarios.reconciledLateSuccess, 4104), ['fresh', 'stale', 'terminal']);
    const { item, record } = worldAt(scenarios.reconciledLateSuccess, 200).runs[0]!;
    assert.ok(item.active_state.stale_lineage_note);
    assert.equal(record?.outcome, 'succeeded');
    assert.equal(record?.reconciliation?.source, 'adapter_reconciler');
  });
  test('the stale run of a mixed tenant changes nothing about the others', () => {
    assert.deepEqual(storyOf(scenarios.mixedTenant, 4107), ['stale', 'terminal']);
    assert.deepEqual(storyOf(scenarios.mixedTenant, 4101), ['fresh']);
  });
});
