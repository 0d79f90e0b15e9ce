/** Runs in every state of their lifecycle, while the worker is frozen, killed and started again. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { lifecycleDetail, progressOverlay, runCollection, runDetail, tenantActivity, type LifecycleRecord } from 'op-run-elements/contract';
import { QUICK, startHost, temporaryFolder, until, type Client, type TestHost } from './host.ts';

const folder = temporaryFolder();
const files = join(folder, 'files');
const FILES = 8;
/** `sized`: eight files, half of them with names that a plain tar header cannot hold. */
const NAMES = Array.from({ length: FILES }, (_, index) => (index % 2 ? `${'deep-folder/'.repeat(10)}Prüfung-${index}.txt` : `plain-${index}.txt`));

let host: TestHost;
let olivia: Client;

before(async () => {
  for (const name of NAMES) {
    mkdirSync(join(files, 'sized', name, '..'), { recursive: true });
    writeFileSync(join(files, 'sized', name), `content of ${name}`.repeat(100));
  }
  host = await startHost({ ...QUICK, OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files });
  olivia = await host.signIn('olivia');
});
after(() => host.stop());
beforeEach(async () => assert.equal((await olivia.worker('start')).state, 'running'));

const record = (run: number): Promise<LifecycleRecord> => olivia.contract(lifecycleDetail, `/api/admin/operations/${run}`);
const ended = (run: number) => until(`run ${run} ends`, async () => ((await record(run)).status === 'completed' ? record(run) : null));
const running = (run: number) => until(`run ${run} runs`, async () => (await record(run)).status === 'running' && (await onOverlay(run))?.progress?.kind === 'determinate');
const freshness = (run: number, state: string) => until(`run ${run} is ${state}`, async () => (await record(run)).freshness_state === state);
const onOverlay = async (run: number) => (await olivia.contract(progressOverlay, '/admin/t/1/operations/progress')).items.find(({ run_id }) => run_id === run);
const sync = (pace = 0) => olivia.start(1, { type: 'inventory_sync', folder: 'sized', pace: String(pace) });
const inventoryOf = async (run: number): Promise<string> =>
  new RegExp(`operations/${run}">#(\\d+)</a>`).exec((await olivia.page('/admin/t/1/dashboard')).text)![1]!;

/** The run's active state. Asserts that it is the same on every route. */
async function everywhere(run: number) {
  const detail = await olivia.contract(runDetail, `/admin/operations/${run}`);
  const items = [
    ...(await olivia.contract(tenantActivity, '/admin/t/1/dashboard')).items,
    ...(await olivia.contract(runCollection, '/admin/operations?tenant=1')).items,
    ...(await olivia.contract(runCollection, '/admin/workspaces/1/operations')).items,
    ...(await olivia.contract(progressOverlay, '/admin/t/1/operations/progress')).items,
  ].filter(({ run_id }) => run_id === run);
  for (const { active_state: { freshness_state, problem_class, is_reconciled } } of items) {
    assert.deepEqual([freshness_state, problem_class, is_reconciled], [detail.active_state.freshness_state, detail.active_state.problem_class, detail.active_state.is_reconciled]);
  }
  return { state: detail.active_state, detail, items };
}

test('a run that works is fresh on every surface, with progress from the work done, then ends', async () => {
  const run = await sync(150);
  await running(run);
  const seen = await everywhere(run);
  assert.equal(seen.state.freshness_state, 'fresh_active');
  assert.equal(seen.items.length, 4);
  const overlay = await olivia.contract(progressOverlay, '/admin/t/1/operations/progress');
  assert.equal(overlay.poll_interval, '10s');
  const progress = await until('work is recorded', async () => {
    const now = (await onOverlay(run))?.progress;
    return now?.kind === 'determinate' && (now.processed ?? 0) > 0 && now;
  });
  assert.equal(progress.total, FILES);

  const done = await ended(run);
  assert.equal(done.outcome, 'succeeded');
  assert.equal(done.freshness_state, 'terminal_normal');
  assert.equal(done.summary_counts!['files'], FILES);
  assert.equal((await everywhere(run)).state.keep_active_polling, false);
  const after = await olivia.contract(progressOverlay, '/admin/t/1/operations/progress');
  assert.deepEqual([after.has_visible_active_runs, after.poll_interval, after.items], [false, null, []]);
});

test('a killed worker: likely stale everywhere, then reconciled, and a new worker does not bring the run back', async () => {
  const run = await sync(400);
  await running(run);
  assert.deepEqual(await olivia.worker('kill'), { state: 'stopped', pid: null });
  await freshness(run, 'likely_stale');
  const stale = await everywhere(run);
  assert.equal(stale.items.length, 4);
  assert.deepEqual(new Set(stale.items.map(({ active_state }) => active_state.compact_label)), new Set(['Likely stale']));
  assert(stale.items.every((item) => !('progress' in item)), 'no progress beside a stale state');
  assert.doesNotMatch(JSON.stringify([stale.items, stale.detail]), /Waiting for worker|Progress details pending|No action needed/);
  assert.equal((await olivia.contract(progressOverlay, '/admin/t/1/operations/progress')).poll_interval, '10s');

  await freshness(run, 'reconciled_failed');
  const settled = await record(run);
  assert.equal(settled.reconciliation!.source, 'scheduled_reconciler');
  assert.equal(settled.reconciliation!.reason_code, 'no_work_recorded');
  assert(settled.reconciliation!.evidence);
  const view = await everywhere(run);
  assert.match(view.detail.top_summary!, /^Source: scheduled reconciler\. Reason: No work was recorded for \d+ seconds/);
  assert(view.state.stale_lineage_note);
  assert.match((await olivia.page(`/admin/operations/${run}`)).text, new RegExp(`scheduled reconciler[\\s\\S]*<op-run-diagnostics run-id="${run}" `));

  await olivia.worker('start');
  assert.equal((await ended(await sync())).outcome, 'succeeded', 'the new worker works');
  assert.deepEqual(await record(run), settled);
});

test('a killed worker that is started again in time picks its run up, and counts no file twice', async () => {
  const run = await sync(150);
  await running(run);
  await olivia.worker('kill');
  assert.equal((await record(run)).status, 'running');
  await olivia.worker('start');
  const done = await ended(run);
  assert.equal(done.outcome, 'succeeded');
  assert.equal(done.summary_counts!['files'], FILES);
  assert.equal(done.diagnostics!.evidence!['attempt'], 2);
  assert.equal(done.reconciled, false);
});

test('a frozen worker: a queued run goes stale without a worker, and tells so after it ended well', async () => {
  const { pid } = (await olivia.get('/admin/worker')).json;
  assert.deepEqual(await olivia.worker('freeze'), { state: 'frozen', pid });
  const run = await sync();
  const queued = await everywhere(run);
  assert.equal(queued.items[0]!.status_label, 'Queued');
  assert.equal(queued.state.freshness_state, 'fresh_active');
  await freshness(run, 'likely_stale');
  assert.equal((await everywhere(run)).items[0]!.status_label, 'Queued');
  assert.deepEqual(await olivia.worker('start'), { state: 'running', pid });
  const done = await ended(run);
  assert.equal(done.outcome, 'succeeded');
  assert((await everywhere(run)).state.stale_lineage_note);
});

test('a run that no worker takes is settled by the scheduled reconciler', async () => {
  await olivia.worker('freeze');
  const run = await sync();
  const { reconciliation } = await ended(run);
  assert.deepEqual([reconciliation!.source, reconciliation!.reason_code], ['scheduled_reconciler', 'no_worker_took_it']);
  await olivia.worker('kill');
});

test('a frozen worker that goes on after its run was settled leaves the truth alone', async () => {
  const run = await sync(300);
  await running(run);
  await olivia.worker('freeze');
  await freshness(run, 'reconciled_failed');
  const settled = await record(run);
  await olivia.worker('start');
  assert.equal((await ended(await sync())).outcome, 'succeeded', 'the same worker goes on with other work');
  assert.deepEqual(await record(run), settled);
});

test('a job that keeps failing is settled by the failed-job callback', async () => {
  mkdirSync(join(files, 'vanishing'));
  await olivia.worker('freeze');
  const run = await olivia.start(1, { type: 'inventory_sync', folder: 'vanishing' });
  rmSync(join(files, 'vanishing'), { recursive: true });
  await olivia.worker('start');
  const settled = await ended(run);
  assert.equal(settled.outcome, 'failed');
  assert.equal(settled.reconciliation!.source, 'failed_callback');
  assert.deepEqual(settled.reconciliation!.evidence, { attempts: 3, error: 'There is no such folder below the files root of this host.' });
  assert.equal((await everywhere(run)).state.freshness_state, 'reconciled_failed');
});

test('an export holds the files of its inventory, and can be fetched', async () => {
  const inventory = await inventoryOf(await ended(await sync()).then(({ id }) => id!));
  const run = await olivia.start(1, { type: 'evidence_export', inventory });
  assert.equal((await ended(run)).outcome, 'succeeded');
  const response = await fetch(`${host.address}/admin/t/1/exports/${run}`, { headers: { cookie: olivia.cookie } });
  assert.equal(response.headers.get('content-type'), 'application/gzip');
  const archive = join(folder, 'fetched.tar.gz');
  writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
  const extracted = join(folder, 'extracted');
  mkdirSync(extracted);
  execFileSync('tar', ['-xzf', archive, '-C', extracted]);
  execFileSync('diff', ['-r', join(files, 'sized'), join(extracted, 'files')]);
  assert(existsSync(join(extracted, 'manifest.json')));
});

test('an export leaves out what has changed since the inventory, and says so', async () => {
  const inventory = await inventoryOf(await ended(await sync()).then(({ id }) => id!));
  writeFileSync(join(files, 'sized', NAMES[0]!), 'tampered');
  const run = await olivia.start(1, { type: 'evidence_export', inventory });
  const done = await ended(run);
  assert.equal(done.outcome, 'partially_succeeded');
  assert.deepEqual(done.failure_summary, [{ code: 'changed', message: `${NAMES[0]} has changed since the inventory and was left out.` }]);
  assert.equal((await everywhere(run)).state.problem_class, 'terminal_follow_up');

  const now = await inventoryOf(await ended(await sync()).then(({ id }) => id!));
  const compared = await ended(await olivia.start(1, { type: 'baseline_compare', baseline: inventory, current: now }));
  assert.deepEqual(compared.summary_counts, { added: 0, removed: 0, changed: 1, unchanged: FILES - 1 });
});

test('an export whose archive is whole on disk is confirmed by the adapter, though its worker died', async () => {
  const inventory = await inventoryOf(await ended(await sync()).then(({ id }) => id!));
  const run = await olivia.start(1, { type: 'evidence_export', inventory, pace: '200' });
  await until('the archive is written', async () => existsSync(join(folder, 'data', 'exports', `export-${run}.tar.gz`)));
  await olivia.worker('kill');
  assert.equal((await record(run)).status, 'running');
  const confirmed = await ended(run);
  assert.equal(confirmed.outcome, 'succeeded');
  assert.equal(confirmed.freshness_state, 'terminal_normal');
  assert.equal(confirmed.reconciled, true);
  assert.equal(confirmed.reconciliation!.source, 'adapter_reconciler');
  const { state } = await everywhere(run);
  assert.deepEqual([state.is_reconciled, state.problem_class], [true, 'none']);
  assert.equal((await fetch(`${host.address}/admin/t/1/exports/${run}`, { headers: { cookie: olivia.cookie } })).status, 200);
});

test('an export without its archive is settled as failed by the adapter', async () => {
  const inventory = await inventoryOf(await ended(await sync()).then(({ id }) => id!));
  const run = await olivia.start(1, { type: 'evidence_export', inventory, pace: '400' });
  await running(run);
  await olivia.worker('kill');
  const settled = await ended(run);
  assert.deepEqual([settled.outcome, settled.reconciliation!.source, settled.reconciliation!.reason_code], ['failed', 'adapter_reconciler', 'archive_missing']);
});

test('the worker panel says what cannot be done now', async () => {
  await olivia.worker('kill');
  const answer = await olivia.post('/admin/worker', { action: 'freeze' });
  assert.deepEqual([answer.status, answer.json], [409, { message: 'There is no worker; start it first.' }]);
  assert.equal(host.errors(), '', 'nothing reached the error log');
});
