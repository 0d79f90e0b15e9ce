/** Runs must survive the end of any process, on each kind of database. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lifecycleDetail, runCollection } from 'op-run-elements/contract';
import { clientOf, QUICK, START, startHost, temporaryFolder, until, type Client, type TestHost } from './host.ts';

const FILES = 8;

/** `database` returns the environment variables that choose the database. */
export function durabilityTests(name: string, database: () => Record<string, string>): void {
  const folder = temporaryFolder();
  const files = join(folder, 'files');
  let environment: Record<string, string>;
  let host: TestHost;
  let olivia: Client;

  const record = (run: number) => olivia.contract(lifecycleDetail, `/api/admin/operations/${run}`);
  const ended = (run: number) => until(`run ${run} ends`, async () => ((await record(run)).status === 'completed' ? record(run) : null));
  const sync = (pace: number) => olivia.start(1, { type: 'inventory_sync', folder: 'sized', pace: String(pace) });
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  /** Processor time used by a process, in seconds: unlike real time it does not depend on other load. */
  const processorSeconds = (pid: number) => {
    const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return time.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  };
  const gone = (pid: number) => until(`process ${pid} ends`, async () => !isAlive(pid));

  test(`${name}: starts on a new database with less than 20 seconds of work`, async () => {
    mkdirSync(join(files, 'sized'), { recursive: true });
    for (let index = 0; index < FILES; index += 1) writeFileSync(join(files, 'sized', `${index}.txt`), `file ${index}`);
    environment = { ...QUICK, ...database(), OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files };
    host = await startHost(environment);
    assert(processorSeconds(host.process.pid!) < 20);
    olivia = await host.signIn('olivia');
    assert.equal((await ended(await sync(0))).outcome, 'succeeded');
  });

  test(`${name}: a second host on the same database is refused with one sentence`, () => {
    const { status, stderr } = spawnSync(process.execPath, [START], { env: { ...process.env, DATABASE_URL: '', PORT: '0', ...environment }, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /^The reference host could not start: Another host is already running on this database[^\n]*\n$/);
  });

  test(`${name}: a killed server takes its worker along and loses no run`, async () => {
    const run = await sync(300);
    await until('it runs', async () => (await record(run)).status === 'running');
    const before = (await olivia.get('/admin/operations')).json.items.map(({ run_id }: { run_id: number }) => run_id);
    const { pid } = (await olivia.get('/admin/worker')).json;
    await host.kill();
    await gone(pid);

    host = await startHost(environment);
    olivia = clientOf(host.address, olivia.cookie);
    const { items } = await olivia.contract(runCollection, '/admin/operations');
    assert.deepEqual(items.map(({ run_id }) => run_id), before);
    const done = await ended(run);
    assert.deepEqual([done.outcome, done.summary_counts!['files'], done.diagnostics!.evidence!['attempt']], ['succeeded', FILES, 2]);
  });

  test(`${name}: a killed worker's run is settled by the reconciler`, async () => {
    const run = await sync(400);
    await until('it runs', async () => (await record(run)).status === 'running');
    await olivia.worker('kill');
    assert.equal((await ended(run)).reconciliation!.source, 'scheduled_reconciler');
  });

  test(`${name}: a host that is stopped ends its worker, even a frozen one, and keeps everything for the next start`, async () => {
    await olivia.worker('start');
    const { pid } = await olivia.worker('freeze');
    const before = (await olivia.get('/admin/operations')).text;
    await host.stop();
    assert.equal(host.process.exitCode, 0);
    await gone(pid!);
    host = await startHost(environment);
    olivia = clientOf(host.address, olivia.cookie);
    assert.equal((await olivia.get('/admin/operations')).text, before);
    assert.equal(host.errors(), '', 'nothing reached the error log');
    await host.stop();
  });
}
