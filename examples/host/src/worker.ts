/**
 * The worker process: takes jobs and does the work. Started by src/supervisor.ts. It may be frozen or killed at any
 * moment: what it leaves unfinished is found without its help, by the reconciler or the next start.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig, type Config } from './config.ts';
import { openServer, patient, type Database } from './db.ts';
import { linkedDatabase } from './db-link.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Attempt } from './operations/operation.ts';
import { joinQueue, OPERATIONS_QUEUE, type RunJob } from './queue.ts';
import { claimRun, findRun, finishRun, recordWork, RunTaken } from './runs.ts';

const AT_ONCE = 4;
const REPORT_EVERY_MS = 500;

const stopping = new AbortController();

/** Exits at once. A run under way keeps its row and its job, and is continued at the next start. */
function leave(): void {
  stopping.abort();
  process.exit(0);
}

async function perform(db: Database, config: Config, jobId: string, runId: number): Promise<void> {
  const run = await findRun(db, runId);
  const operation = run && OPERATIONS.get(run.type);
  const claimed = operation && (await claimRun(db, runId, jobId));
  if (!claimed) return;
  try {
    const result = await operation.perform(attemptOf(db, config, runId, run.tenant_id!, claimed.attempt, run.context));
    await finishRun(db, runId, claimed.attempt, result);
  } catch (error) {
    // The run was ended by a reconciler, or belongs to a newer attempt: nothing to do, nothing to retry.
    if (!(error instanceof RunTaken)) throw error;
  }
}

function attemptOf(db: Database, config: Config, runId: number, tenantId: number, attempt: number, context: Record<string, unknown>): Attempt {
  const pace = Number(context['pace'] ?? 0);
  let reportedAt = 0;
  return {
    runId,
    tenantId,
    attempt,
    context,
    db,
    config,
    signal: stopping.signal,
    async report(progress, counts, now = false) {
      if (!now && performance.now() - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = performance.now();
      await recordWork(db, runId, attempt, progress, counts);
    },
    async pace() {
      if (pace > 0) await wait(pace, undefined, { signal: stopping.signal });
    },
  };
}

process.on('SIGTERM', leave);
// Ctrl-C is sent to the whole process group, but the server stops its worker itself.
process.on('SIGINT', () => {});
// When the server is gone, the worker has no database, or would compete with the worker of the next server.
process.on('disconnect', leave);

const config = readConfig(process.env);
const db: Database = config.databaseUrl ? patient(await openServer(config.databaseUrl)) : linkedDatabase();
const boss = await joinQueue(db, config.databaseUrl ? 'postgres' : 'pglite');
await boss.work<RunJob>(OPERATIONS_QUEUE, { pollingIntervalSeconds: 0.5, localConcurrency: AT_ONCE }, async ([job]) =>
  perform(db, config, job!.id, job!.data.runId),
);
process.send!({ kind: 'ready' });
