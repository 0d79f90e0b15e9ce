/** A tenant's review pack in each state of its latest evidence export. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { lifecycleDetail, reviewPack, type ReviewPackGeneration } from 'op-run-elements/contract';
import { describeReviewPack } from 'op-run-elements/projection';
import { clientOf, QUICK, startHost, temporaryFolder, until, type Client, type TestHost } from './host.ts';

const folder = temporaryFolder();
const files = join(folder, 'files');
const FILES = 8;

let host: TestHost;
let olivia: Client;
let inventory: string;

before(async () => {
  mkdirSync(join(files, 'reports'), { recursive: true });
  for (let index = 0; index < FILES; index += 1) writeFileSync(join(files, 'reports', `${index}.txt`), `content ${index}`.repeat(100));
  host = await startHost({ ...QUICK, OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files });
  olivia = await host.signIn('olivia');
});
after(() => host.stop());
beforeEach(async () => assert.equal((await olivia.worker('start')).state, 'running'));

/** The served pack. Asserts that it keeps the contract and that the kit replaces none of its texts. */
async function pack(client = olivia): Promise<ReviewPackGeneration> {
  const served = await client.contract(reviewPack, '/admin/t/1/review-pack');
  assert.deepEqual(describeReviewPack({ pack: served, run: null }).violations, []);
  return served;
}

const reaches = (state: ReviewPackGeneration['generation_state']): Promise<ReviewPackGeneration> =>
  until(`the pack is ${state}`, async () => {
    const now = await pack();
    return now.generation_state === state && now;
  });
const freshness = (run: number, state: string) => until(`run ${run} is ${state}`, async () => (await olivia.contract(lifecycleDetail, `/api/admin/operations/${run}`)).freshness_state === state);
const start = (pace = 0): Promise<number> => olivia.start(1, { type: 'evidence_export', inventory, pace: String(pace) });
const archive = (run: number): string => join(folder, 'data', 'exports', `export-${run}.tar.gz`);

test('no export yet: not started', async () => {
  const run = await olivia.start(1, { type: 'inventory_sync', folder: 'reports' });
  await freshness(run, 'terminal_normal');
  inventory = /<option value="(\d+)"/.exec((await olivia.page('/admin/t/1/dashboard')).text)![1]!;
  assert.deepEqual(await pack(), { tenant_id: 1, generation_state: 'not_started', keep_active_polling: false });
});

test('queued, also while its run is likely stale; then ready, and the archive can be fetched', async () => {
  await olivia.worker('freeze');
  const run = await start();
  const queued = { tenant_id: 1, generation_state: 'queued', keep_active_polling: true, message: null, run_id: run, detail_url: `/admin/operations/${run}`, download_url: null, generated_at: null };
  assert.deepEqual(await pack(), queued);
  await freshness(run, 'likely_stale');
  assert.deepEqual(await pack(), queued, 'that the run is late is told by the run, which the card follows');
  await olivia.worker('start');
  const ready = await reaches('ready');
  const { completed_at } = await olivia.contract(lifecycleDetail, `/api/admin/operations/${run}`);
  assert.deepEqual(ready, { ...queued, generation_state: 'ready', keep_active_polling: false, download_url: `/admin/t/1/exports/${run}`, generated_at: completed_at });
  assert.equal((await fetch(host.address + ready.download_url, { headers: { cookie: olivia.cookie } })).status, 200);
});

test('generating; a killed worker leaves a run that is reconciled as failed, and the pack says by whom and why', async () => {
  const run = await start(400);
  const generating = await reaches('generating');
  assert.deepEqual([generating.run_id, generating.keep_active_polling, generating.message], [run, true, null]);
  await olivia.worker('kill');
  await freshness(run, 'likely_stale');
  assert.deepEqual(await pack(), generating);
  const failed = await reaches('failed');
  assert.deepEqual(
    [failed.keep_active_polling, failed.message, failed.detail_url, failed.download_url, failed.generated_at],
    [false, 'Source: adapter reconciler. Reason: No complete archive was found on disk.', `/admin/operations/${run}`, null, null],
  );
  const german = clientOf(host.address, `${olivia.cookie}; op_host_lang=de`);
  assert.match((await pack(german)).message!, /Auf der Platte lag kein vollständiges Archiv\./);
});

test('a run that an adapter confirms is ready, and says who confirmed it', async () => {
  const run = await start(200);
  await until('the archive is written', async () => existsSync(archive(run)));
  await olivia.worker('kill');
  const { message, run_id, generated_at } = await reaches('ready');
  assert.deepEqual([run_id, message], [run, 'Source: adapter reconciler. Reason: The archive was found complete on disk.']);
  assert(generated_at);
});

test('an export that left files out is ready, and says so', async () => {
  writeFileSync(join(files, 'reports', '0.txt'), 'changed');
  const run = await start();
  const { message, download_url } = await until('it has ended', async () => {
    const now = await reaches('ready');
    return now.run_id === run && now;
  });
  assert.deepEqual([message, download_url], ['Outcome: Partially succeeded. Review the outcome before you run it again.', `/admin/t/1/exports/${run}`]);
  assert.equal(host.errors(), '', 'nothing reached the error log');
});
