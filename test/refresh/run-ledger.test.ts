import assert from 'node:assert/strict';
import { test } from 'node:test';
import { records } from '../../mocks/index.ts';
import { runOf } from '../../src/projection/index.ts';
import { RunLedger, type Observation } from '../../src/refresh/run-ledger.ts';
import { item } from './payloads.ts';
import { settle } from '../../mocks/virtual-time.ts';

test('L3 a run that is followed again while the ledger forgets it is not forgotten', async () => {
  const ledger = new RunLedger();
  const told = (order: number, meaning: 'fresh' | 'stale') => ({ order, tenantId: 7, by: 'item' as const, run: item(meaning) });
  const [leaveFirst, leaveSecond] = [ledger.watch('a', 15, () => {}), ledger.watch('a', 15, () => {})];
  leaveFirst();
  leaveSecond();
  queueMicrotask(() => {
    ledger.watch('a', 15, () => {});
    ledger.observe('a', [told(2, 'stale')]);
  });
  queueMicrotask(leaveSecond);
  await settle();
  assert.equal(ledger.apply('a', told(1, 'fresh')).active_state.freshness_state, 'likely_stale');
});

test('L3 a run without an id, or that nobody follows, is told as it was seen', () => {
  const ledger = new RunLedger();
  const nameless = { order: 1, tenantId: 7, by: 'item' as const, run: { ...item('fresh'), run_id: null } };
  ledger.observe('a', [nameless]);
  ledger.observe('a', [{ ...nameless, run: item('stale') }]);
  assert.equal(ledger.apply('a', nameless), nameless.run);
  const seen = { ...nameless, order: 0, run: item('fresh') };
  assert.equal(ledger.apply('a', seen), seen.run);
});

test('L3 a run detail, which tells less, keeps the names that a surface item told, and its progress while the state is the same', () => {
  const ledger = new RunLedger();
  ledger.watch('a', 15, () => {});
  const progress = { kind: 'determinate', processed: 1840, total: 5200 } as const;
  ledger.observe('a', [{ order: 1, tenantId: 7, by: 'item' as const, run: { ...item('fresh'), tenant_label: 'Contoso', progress } }]);
  const detail = (meaning: 'fresh' | 'stale'): Observation => {
    const { run_id, operation_label, active_state } = item(meaning);
    return { order: 2, tenantId: null, by: 'detail' as const, run: { run_id, operation_label, active_state } };
  };
  const told = ledger.apply('a', detail('fresh'));
  assert.deepEqual([told.progress, told.tenant_label], [progress, 'Contoso']);
  const changed = ledger.apply('a', detail('stale'));
  assert.deepEqual([changed.progress, changed.tenant_label], [undefined, 'Contoso'], 'names hold, the progress of another state does not');
});

test('L3 a lifecycle record changes the words of others only by its meaning, and takes the names and counts that it does not tell', () => {
  const ledger = new RunLedger();
  ledger.watch('a', 15, () => {});
  const seen: Observation = { order: 1, tenantId: 7, by: 'item', run: { ...item('fresh'), tenant_label: 'Contoso', progress: { kind: 'determinate', processed: 1, total: 2 } } };
  const record = (meaning: 'fresh' | 'stale'): Observation => ({ order: 2, tenantId: 7, by: 'record', run: { ...runOf(records[meaning === 'fresh' ? 'freshRunning' : 'staleRunning'], { surface: 'compact' }), run_id: 15 } });
  ledger.observe('a', [record('fresh')]);
  ledger.observe('a', [seen]);
  assert.equal(ledger.apply('a', seen), seen.run, 'the same truth leaves the item as it is');
  const told = ledger.apply('a', record('fresh'));
  assert.deepEqual([told.tenant_label, told.progress], ['Contoso', seen.run.progress]);
  const changed = ledger.apply('a', record('stale'));
  assert.deepEqual([changed.tenant_label, changed.progress ?? null], ['Contoso', null]);
  ledger.observe('a', [{ ...record('stale'), order: 3 }]);
  assert.equal(ledger.apply('a', seen).active_state.freshness_state, 'likely_stale', 'another truth is news');
});

test('L3 a run that one payload lists twice is told once: stale, where one of the two says so', () => {
  for (const meanings of [['fresh', 'stale'], ['stale', 'fresh']] as const) {
    const ledger = new RunLedger();
    ledger.watch('a', 15, () => {});
    const seen = meanings.map((meaning): Observation => ({ order: 1, tenantId: 7, by: 'item' as const, run: item(meaning) }));
    ledger.observe('a', seen);
    assert.deepEqual(seen.map((observation) => ledger.apply('a', observation).active_state.freshness_state), ['likely_stale', 'likely_stale']);
  }
});
