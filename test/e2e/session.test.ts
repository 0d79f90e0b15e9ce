/** Pages of an operator whose session ends elsewhere: by a sign-out in another tab, or because it expires (P4). */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { until, type Client } from '../host/host.ts';
import { hasPostgres, query, startPostgres } from '../host/postgres.ts';
import { isAnswer } from './asked.ts';
import { assertQualified } from './honest.ts';
import { assertSilence, operatorOf, signIn, signOut, type Operator } from './operator.ts';
import { startStage, type Stage } from './stage.ts';
import { BARE, embed } from './surfaces.ts';
import { assertEnds, assertKeeps, watchRun, type Watch } from './watch.ts';

let stage: Stage;
let client: Client;
let olivia: Operator;
before(async () => {
  stage = await startStage();
  client = await stage.host.signIn('olivia');
});
after(() => stage.host.stop());
beforeEach(async () => {
  olivia = await operatorOf(stage.host.address, 'olivia');
});

const ENDED = /^Session ended - as of \d\d:\d\d:\d\d\. Sign in again\.$/;

/** Asserts that the pages say that the session has ended, keep what they showed with its time, and send no more requests. */
async function assertSessionEnds(watch: Watch, operator: Operator, on: Stage, end: () => Promise<void>): Promise<void> {
  const asked = () => Promise.all(watch.pages.map((page) => operator.asked(page)));
  const before = await asked();
  const kept = await assertKeeps(watch, operator, end, ENDED);
  const refused = (await asked()).flatMap((all, index) => all.slice(before[index]!.length)).filter((request) => !isAnswer(request));
  assert.deepEqual([...new Set(refused.map(({ status }) => status))], [401]);
  assert.equal(refused.length, new Set(refused.map(({ path }) => path)).size, 'of all tabs one asked for each, once');
  await assertSilence(operator, on);
  assert.deepEqual(await watch.told(), kept);
  for (const page of watch.pages) {
    const samples = await operator.samples(page);
    assertQualified(samples, Date.now());
    const announced = samples.flatMap(({ told }) => told.filter(({ surface, text }) => surface === 'announcer' && text !== '').map(({ text }) => text));
    assert.deepEqual([...new Set(announced)], ['Session ended. Sign in again.']);
  }
}

test('signed out in another tab: every surface says that the session ended, keeps what it showed with its time, and asks nothing more', async () => {
  const watch = await watchRun(olivia, stage);
  await assertSessionEnds(watch, olivia, stage, () => signOut(olivia.context));
  await olivia.leave(/status of 401/);
});

if (hasPostgres) {
  test('a session whose time is over ends like one that was signed out', async () => {
    const postgres = await startPostgres();
    const own = await startStage({ DATABASE_URL: postgres.url });
    const operator = await operatorOf(own.host.address, 'olivia');
    const watch = await watchRun(operator, own);
    await assertSessionEnds(watch, operator, own, () => query(postgres.url, 'UPDATE sessions SET expires_at = now()'));
    await operator.leave(/status of 401/);
    await own.host.stop();
  });
} else {
  console.log('No PostgreSQL server is installed: no session is made to expire.');
}

test('signed in again in another tab: a refresh that is asked for brings the truth, and the surface goes on', async () => {
  const { pages } = await watchRun(olivia, stage);
  const dashboard = pages[0]!;
  const activity = dashboard.locator('op-tenant-activity');
  await signOut(olivia.context);
  await olivia.passIntervals(1);
  await activity.filter({ hasText: 'Session ended' }).waitFor();
  await signIn(olivia.context, 'olivia');

  const answers = async () => (await olivia.asked(dashboard)).filter((request) => request.path === '/admin/t/1/dashboard' && isAnswer(request)).length;
  const before = await answers();
  await activity.evaluate((element) => (element as unknown as { refresh(): Promise<void> }).refresh());
  await activity.filter({ hasText: 'Inventory sync', hasNotText: 'Session ended' }).waitFor();
  await olivia.passIntervals(1);
  assert.equal((await answers()) - before, 2, 'one for the refresh, one for the interval');
  await olivia.leave(/status of 401/);
});

/** Texts that an operator of the third tenant must not see: they belong to runs of the first tenant. */
const FOREIGN = /Alpine Clinics|Brightwater Schools|Northwind|\d active|Operation active|Running|of 60/;

for (const noticed of [true, false]) {
  const when = noticed ? 'after the first one’s pages have said that their session ended' : 'before the first one’s pages have asked again';
  test(`another operator signs in in another tab, ${when}: nothing of the first one’s is ever shown there`, async () => {
    const own = await client.start(3, { type: 'inventory_sync', folder: 'reports' });
    await until('it ends', async () => (await client.get(`/api/admin/operations/${own}`)).json.status === 'completed');
    const watch = await watchRun(olivia, stage);
    const shared = await olivia.open('/admin/operations');
    // Now each page has an answer that it could pass on to other tabs.
    await olivia.passIntervals(1);
    await shared.locator(`op-run-list [data-run="${watch.run}"]`).waitFor();
    await signOut(olivia.context);
    if (noticed) await olivia.passIntervals(1);
    await signIn(olivia.context, 'wanda');
    const asked = await Promise.all(watch.pages.map(async (page) => (await olivia.asked(page)).length));

    const list = await olivia.open('/admin/operations');
    const sessionKey = await list.locator('op-run-list').getAttribute('session-key');
    const [unnamed, named] = [await olivia.open(BARE), await olivia.open(BARE)];
    await embed(unnamed, watch.run);
    await embed(named, watch.run, sessionKey);
    await olivia.passIntervals(2);

    for (const page of [list, unnamed, named]) {
      const samples = await olivia.samples(page);
      for (const { text } of samples.flatMap(({ told }) => told)) assert.doesNotMatch(text, FOREIGN);
    }
    const rows = (await olivia.told(list)).filter(({ surface }) => surface === 'row').map(({ run }) => run);
    assert(rows.includes(own) && !rows.includes(watch.run), 'the same URL, and another operator’s list');
    for (const page of [unnamed, named]) {
      const said = (await olivia.told(page)).filter(({ surface }) => ['row', 'banner', 'diagnostics'].includes(surface));
      assert.equal(said.length, 3);
      for (const { text } of said) assert.match(text, /Not found\./);
    }
    // The pages of the first operator must neither continue, nor show anything of the second one.
    for (const { notice } of (await watch.told()).flat()) assert.match(notice ?? '', ENDED);
    const kept = (await olivia.told(shared)).filter(({ surface }) => surface === 'row');
    assert(kept.some(({ run }) => run === watch.run) && kept.every(({ notice }) => ENDED.test(notice ?? '')), JSON.stringify(kept));
    if (noticed) assert.deepEqual(await Promise.all(watch.pages.map(async (page) => (await olivia.asked(page)).length)), asked, 'a session that ended asks for nothing');
    await assertSilence(olivia, stage);
    assert.notEqual(sessionKey, await watch.pages[1]!.locator('op-run-list').getAttribute('session-key'), 'each operator has another key');
    await olivia.leave(/status of 40[14]/);
  });
}

test('signed in again in another tab: the surfaces of the first one have the truth again, without a reload', async () => {
  const watch = await watchRun(olivia, stage);
  await assertKeeps(watch, olivia, () => signOut(olivia.context), ENDED);
  await signIn(olivia.context, 'olivia');
  const [, , detail] = await Promise.all(watch.pages.map((page) => olivia.open(page.url())));
  await detail!.locator('op-run-diagnostics summary').click();
  await olivia.passIntervals(2);
  await until('nothing says any more that the session ended', async () => (await watch.told()).flat().every(({ notice }) => notice === null), 5);
  await assertEnds(watch, olivia, stage);
  await olivia.leave(/status of 401/);
});
