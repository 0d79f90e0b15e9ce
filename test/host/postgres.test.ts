/**
 * The durability tests on a real PostgreSQL server: the one in DATABASE_URL, in a database that is made for the test, or one that
 * the test starts itself when PostgreSQL is installed. Without either nothing is tested, and the output says so. The test that
 * stops the server needs its own.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lifecycleDetail } from 'op-run-elements/contract';
import { durabilityTests } from './durability.ts';
import { clientOf, startHost, temporaryFolder, until, type Answer, type Client, type TestHost } from './host.ts';
import { hasPostgres, query, startPostgres, type Postgres } from './postgres.ts';

const given = process.env['DATABASE_URL'];

const own = hasPostgres ? await startPostgres() : null;

if (given) {
  const NAME = `op_host_test_${process.pid}`;
  before(() => query(given, `CREATE DATABASE ${NAME}`));
  after(() => query(given, `DROP DATABASE ${NAME} WITH (FORCE)`));
  durabilityTests('PostgreSQL server', () => {
    const url = new URL(given);
    url.pathname = `/${NAME}`;
    return { DATABASE_URL: url.href };
  });
} else if (own) {
  durabilityTests('PostgreSQL server', () => ({ DATABASE_URL: own.url }));
} else {
  console.log('No PostgreSQL server is installed and DATABASE_URL is not set: the host is tested on embedded PGlite only.');
}
if (own) outageTests(own);

function outageTests(postgres: Postgres): void {
  const FILES = 12;
  const SENTENCE = 'The database does not answer. Try again in a moment.';
  let host: TestHost;
  let olivia: Client;
  let run: number;

  const ask = (): Promise<Answer>[] => ['/admin/t/1/dashboard', '/admin/t/1/operations/progress', '/admin/operations', `/api/admin/operations/${run}`, '/admin/worker'].map((path) => olivia.get(path));

  test('PostgreSQL is cut off and comes back: 503 in one sentence meanwhile, and the run goes on in its worker', async () => {
    const folder = temporaryFolder();
    const files = join(folder, 'files');
    mkdirSync(join(files, 'sized'), { recursive: true });
    for (let index = 0; index < FILES; index += 1) writeFileSync(join(files, 'sized', `${index}.txt`), `file ${index}`);
    host = await startHost({ DATABASE_URL: postgres.url, OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files });
    olivia = await host.signIn('olivia');
    run = await olivia.start(1, { type: 'inventory_sync', folder: 'sized', pace: '500' });
    const record = () => olivia.contract(lifecycleDetail, `/api/admin/operations/${run}`);
    await until('it is worked on', async () => ((await record()).summary_counts!['files'] ?? 0) > 0);
    const worker = (await olivia.get('/admin/worker')).json;

    const underWay = Array.from({ length: 8 }, ask).flat();
    await postgres.stop();
    for (const { status, text } of await Promise.all(underWay)) assert([200, 503].includes(status), `${status} ${text}`);
    // Longer than the interval in which the worker records work.
    for (const end = performance.now() + 1_500; performance.now() < end; ) {
      for (const { status, text } of await Promise.all(ask())) assert.deepEqual([status, text], [503, JSON.stringify({ message: SENTENCE })]);
    }
    const page = await olivia.page('/admin/t/1/dashboard');
    assert.equal(page.status, 503);
    assert.match(page.text, new RegExp(`<h1>Not available now</h1><p>${SENTENCE}</p>`));
    assert.equal((await olivia.post('/sign-in', { login: 'olivia', password: 'operator' })).status, 503);
    assert.equal((await olivia.post('/admin/t/1/operations', { type: 'inventory_sync', folder: 'sized' })).status, 503);
    assert.deepEqual([(await olivia.page('/sign-in')).status, (await olivia.get('/assets/host.css')).status], [200, 200], 'what needs no database is there');

    await postgres.start();
    await until('the host has found it again', async () => (await Promise.all(ask())).every(({ status }) => status === 200));
    const done = await until('the run ends', async () => {
      const now = await record();
      return now.status === 'completed' && now;
    });
    assert.deepEqual([done.outcome, done.summary_counts!['files'], done.diagnostics!.evidence!['attempt']], ['succeeded', FILES, 1]);
    assert.deepEqual((await olivia.get('/admin/worker')).json, worker, 'no process had to be replaced');
    const after = await olivia.start(1, { type: 'inventory_sync', folder: 'sized' });
    await until('the queue goes on', async () => (await olivia.get(`/api/admin/operations/${after}`)).json.status === 'completed');
    for (const line of host.errors().trimEnd().split('\n')) assert.match(line, /^PostgreSQL (is away: .+|answers again\.)$/, 'the log says that it was away, and nothing else');
  });

  test('a host whose PostgreSQL is away can be stopped, and starts again on it', async () => {
    const { address } = host;
    await postgres.stop();
    await until('it is noticed', async () => (await olivia.get('/admin/operations')).status === 503);
    await host.stop();
    assert.equal(host.process.exitCode, 0);
    await postgres.start();
    host = await startHost({ DATABASE_URL: postgres.url, OP_HOST_DATA: temporaryFolder(), PORT: new URL(address).port });
    assert.equal((await clientOf(host.address, olivia.cookie).get(`/admin/operations/${run}`)).status, 200);
    await host.stop();
  });
}
