/** The job queue: pg-boss on the host's own database. A job only points to its run; the run row is the truth. */
import { randomUUID } from 'node:crypto';
import { PgBoss, type JobWithMetadata } from 'pg-boss';
import { complain, rowsOf, type Database, type DatabaseKind } from './db.ts';

export const OPERATIONS_QUEUE = 'operations';
/** The queue of jobs that failed after their last retry. The failed-job callback reads it. */
export const FAILED_QUEUE = 'operations-failed';

export interface RunJob {
  readonly runId: number;
}

/** Opens the queue in the server, which owns its schema and its maintenance. */
export async function openQueue(db: Database, kind: DatabaseKind): Promise<PgBoss> {
  const boss = new PgBoss({ db, backend: kind, schedule: false });
  boss.on('error', complain('Queue'));
  await boss.start();
  await boss.createQueue(FAILED_QUEUE);
  await boss.createQueue(OPERATIONS_QUEUE, { deadLetter: FAILED_QUEUE, retryLimit: 2, retryDelay: 1, expireInSeconds: 23 * 3600 });
  return boss;
}

/** Opens the queue in the worker, which only takes jobs. */
export async function joinQueue(db: Database, kind: DatabaseKind): Promise<PgBoss> {
  const boss = new PgBoss({ db, backend: kind, schedule: false, supervise: false, migrate: false, createSchema: false });
  boss.on('error', complain('Queue'));
  return boss.start();
}

/** Sends the run's job. Its id is stored in the run first, and a job whose id is not in its run is ignored. */
export async function enqueueRun(db: Database, boss: PgBoss, runId: number): Promise<void> {
  const jobId = randomUUID();
  await db.executeSql('UPDATE operation_runs SET job_id = $2 WHERE id = $1', [runId, jobId]);
  await boss.send(OPERATIONS_QUEUE, { runId } satisfies RunJob, { id: jobId });
}

/**
 * Replaces the job of every active run by a new one. Called while no worker is alive, so that runs are continued whose job a
 * killed worker had taken, or a killed server had not sent.
 */
export async function requeueActiveRuns(db: Database, boss: PgBoss, types: readonly string[]): Promise<void> {
  const runs = await rowsOf<{ id: number; job_id: string | null }>(
    db,
    `SELECT id, job_id FROM operation_runs WHERE status <> 'completed' AND type = ANY($1::text[]) ORDER BY id`,
    [types],
  );
  for (const run of runs) {
    if (run.job_id) await boss.cancel(OPERATIONS_QUEUE, run.job_id);
    await enqueueRun(db, boss, run.id);
  }
}

export async function onFailedJob(boss: PgBoss, handle: (job: JobWithMetadata<RunJob>) => Promise<void>): Promise<void> {
  await boss.work<RunJob, void, { includeMetadata: true; pollingIntervalSeconds: number }>(
    FAILED_QUEUE,
    { includeMetadata: true, pollingIntervalSeconds: 1 },
    async ([job]) => handle(job!),
  );
}
