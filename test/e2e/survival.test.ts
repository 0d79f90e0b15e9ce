/** An open page survives a restart of its server, and an outage of its database. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasPostgres, startPostgres } from '../host/postgres.ts';
import { operatorOf } from './operator.ts';
import { startStage } from './stage.ts';
import { assertSurvives, watchRun } from './watch.ts';

/** Windows that are long enough for no run to become late during an outage of some seconds. */
const PATIENT = { OP_HOST_LIFECYCLE: '{"queued":120,"running":120,"reconcileAfter":120}' };

test('the server is restarted while a run goes on', async () => {
  const stage = await startStage(PATIENT);
  const olivia = await operatorOf(stage.host.address, 'olivia');
  const watch = await watchRun(olivia, stage);
  await assertSurvives(watch, olivia, stage, { away: () => stage.host.kill(), back: () => stage.restart(), attempt: 2 });
  await olivia.leave(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  await stage.host.stop();
});

if (hasPostgres) {
  test('PostgreSQL is stopped and started while a run goes on', async () => {
    const postgres = await startPostgres();
    const stage = await startStage({ ...PATIENT, DATABASE_URL: postgres.url });
    const olivia = await operatorOf(stage.host.address, 'olivia');
    const watch = await watchRun(olivia, stage);
    await assertSurvives(watch, olivia, stage, { away: () => postgres.stop(), back: () => postgres.start(), attempt: 1 });
    for (const line of stage.host.errors().trimEnd().split('\n')) assert.match(line, /^PostgreSQL (is away: .+|answers again\.)$/);
    await olivia.leave(/status of 503/);
    await stage.host.stop();
  });
} else {
  console.log('No PostgreSQL server is installed: no database is taken away from the host.');
}
