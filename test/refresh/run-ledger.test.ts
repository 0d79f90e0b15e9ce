import assert from 'node:assert/strict';
import { test } from 'node:test';
import { records } from '../../mocks/index.ts';
import { runOf, type DescribableRun } from '../../src/projection/index.ts';
import { RunLedger, type RunChange, type Witness } from '../../src/refresh/run-ledger.ts';
import { item } from './payloads.ts';
import { settle } from '../../mocks/virtual-time.ts';

/** A reading of tenant 7 on backend `a`: what it tells, and what the ledger makes of that. */
class Teller implements Witness {
  readonly backend = 'a';
  readonly tenantId: number | null;
  readonly kind: Witness['kind'];
  readonly mentions = false;
  readonly overrides = new Map<DescribableRun, DescribableRun>();
  order = 0;
  /** How others have changed its runs. */
  readonly heard: RunChange[] = [];
  readonly #ledger: RunLedger;
  #runs: readonly DescribableRun[] = [];

  constructor(ledger: RunLedger, kind: Witness['kind'] = 'item', tenantId: number | null = 7) {
    this.#ledger = ledger;
    this.kind = kind;
    this.tenantId = tenantId;
  }

  tell(order: number, ...runs: DescribableRun[]): this {
    this.order = order;
    this.#ledger.update(this, this.#runs, runs);
    this.#runs = runs;
    return this;
  }

  confirm(order: number): void {
    this.order = order;
    this.#ledger.confirm(this);
  }

  overruled(changes: readonly RunChange[]): void {
    this.heard.push(...changes);
  }

  /** The runs as it shows them. */
  get shown(): DescribableRun[] {
    return this.#runs.map((run) => this.overrides.get(run) ?? run);
  }
}

const states = ({ shown }: Teller) => shown.map(({ active_state }) => active_state.freshness_state);

test('L3 a run that is told again while the ledger forgets it is not forgotten', async () => {
  const ledger = new RunLedger();
  const [first, second, late] = [new Teller(ledger), new Teller(ledger), new Teller(ledger)];
  first.tell(1, item('fresh'));
  second.tell(3, item('stale'));
  first.tell(1);
  second.tell(3);
  queueMicrotask(() => late.tell(2, item('fresh')));
  await settle();
  assert.equal(ledger.size, 1);
});

test('L3 a run without an id, or that is told once, is shown as it was told', () => {
  const ledger = new RunLedger();
  const nameless = { ...item('fresh'), run_id: null };
  const one = new Teller(ledger).tell(1, nameless, item('fresh'));
  new Teller(ledger).tell(2, { ...nameless, active_state: item('stale').active_state }, item('stale', { run_id: 16 }));
  assert.deepEqual(states(one), ['fresh_active', 'fresh_active']);
  assert.equal(one.shown[0], nameless);
  assert.equal(one.overrides.size, 0);
});

test('L3 a run detail, which tells less, keeps the names that a surface item told, and its progress while the state is the same', () => {
  const ledger = new RunLedger();
  const progress = { kind: 'determinate', processed: 1840, total: 5200 } as const;
  new Teller(ledger).tell(1, { ...item('fresh'), tenant_label: 'Contoso', progress });
  const detail = (meaning: 'fresh' | 'stale'): DescribableRun => {
    const { run_id, operation_label, active_state } = item(meaning);
    return { run_id, operation_label, active_state };
  };
  const banner = new Teller(ledger, 'detail', null).tell(2, detail('fresh'));
  assert.deepEqual([banner.shown[0]!.progress, banner.shown[0]!.tenant_label], [progress, 'Contoso']);
  banner.tell(3, detail('stale'));
  assert.deepEqual([banner.shown[0]!.progress, banner.shown[0]!.tenant_label], [undefined, 'Contoso'], 'names hold, the progress of another state does not');
});

test('L3 a lifecycle record changes the words of others only by its meaning, and takes the names and counts that it does not tell', () => {
  const ledger = new RunLedger();
  const seen = { ...item('fresh'), tenant_label: 'Contoso', progress: { kind: 'determinate' as const, processed: 1, total: 2 } };
  const record = (meaning: 'fresh' | 'stale'): DescribableRun => ({ ...runOf(records[meaning === 'fresh' ? 'freshRunning' : 'staleRunning'], { surface: 'compact' }), run_id: 15 });
  const list = new Teller(ledger).tell(1, seen);
  const diagnostics = new Teller(ledger, 'record').tell(2, record('fresh'));
  assert.equal(list.shown[0], seen, 'the same truth leaves the item as it is');
  assert.deepEqual([diagnostics.shown[0]!.tenant_label, diagnostics.shown[0]!.progress], ['Contoso', seen.progress]);
  diagnostics.tell(3, record('stale'));
  assert.deepEqual([diagnostics.shown[0]!.tenant_label, diagnostics.shown[0]!.progress ?? null], ['Contoso', null]);
  assert.deepEqual(states(list), ['likely_stale'], 'another truth is news');
});

test('L3 a run that one payload lists twice is told once: stale, where one of the two says so', () => {
  for (const meanings of [['fresh', 'stale'], ['stale', 'fresh']] as const) {
    const teller = new Teller(new RunLedger()).tell(1, ...meanings.map((meaning) => item(meaning)));
    assert.deepEqual(states(teller), ['likely_stale', 'likely_stale']);
  }
});

test('L3 an unchanged answer is newer than what others have told since the one before, and touches no other run', () => {
  const ledger = new RunLedger();
  const many = Array.from({ length: 100 }, (_, index) => item('fresh', { run_id: 100 + index }));
  const list = new Teller(ledger).tell(1, item('fresh'), ...many);
  const row = new Teller(ledger).tell(2, item('stale'));
  assert.deepEqual([list.shown[0]!.active_state.freshness_state, list.overrides.size], ['likely_stale', 1]);
  list.confirm(3);
  assert.deepEqual([list.overrides.size, states(row)], [0, ['fresh_active']]);
  assert.equal(row.heard.length, 1);
});

test('L3 what a reading told stays known when it leaves, while another one shows the run', async () => {
  const ledger = new RunLedger();
  const list = new Teller(ledger).tell(1, item('fresh'));
  const row = new Teller(ledger).tell(2, item('stale'));
  row.tell(2);
  await settle();
  assert.deepEqual(states(list), ['likely_stale']);
  list.confirm(1.5);
  assert.deepEqual(states(list), ['likely_stale'], 'an answer to an older request is no newer truth');
  list.tell(1.5);
  await settle();
  assert.equal(ledger.size, 0);
});
