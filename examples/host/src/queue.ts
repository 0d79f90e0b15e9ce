/** The job queue: pg-boss on the host's own database. A job only points to its run; the run row is the truth. */
import { randomUUID } from 'node:crypto';
import { PgBoss, type JobWithMetadata } from 'pg-boss';
import { complain, rowsOf, type Database, type DatabaseKind } from './db.ts';

export const OPERATIONS_QUEUE = 'operations';
/** Where pg-boss puts a job that failed after its last retry: the failed-job callback listens here. */
export const FAILED_QUEUE = 'operations-failed';

export interface RunJob {
  readonly runId: number;
}

/** The server's end: owns the queue's schema and its maintenance. */
export async function openQueue(db: Database, kind: DatabaseKind): Promise<PgBoss> {
  const boss = new PgBoss({ db, backend: kind, schedule: false });
  boss.on('error', complain('Queue'));
  await boss.start();
  await boss.createQueue(FAILED_QUEUE);
  await boss.createQueue(OPERATIONS_QUEUE, { deadLetter: FAILED_QUEUE, retryLimit: 2, retryDelay: 1, expireInSeconds: 23 * 3600 });
  return boss;
}

/** The worker's end: takes jobs, and maintains nothing. */
export async function joinQueue(db: Database, kind: DatabaseKind): Promise<PgBoss> {
  const boss = new PgBoss({ db, backend: kind, schedule: false, supervise: false, migrate: false, createSchema: false });
  boss.on('error', complain('Queue'));
  return boss.start();
}

/** Sends the run's job. Its id is recorded first, so a job that the run does not name is never obeyed. */
export async function enqueueRun(db: Database, boss: PgBoss, runId: number): Promise<void> {
  const jobId = randomUUID();
  await db.executeSql('UPDATE operation_runs SET job_id = $2 WHERE id = $1', [runId, jobId]);
  await boss.send(OPERATIONS_QUEUE, { runId } satisfies RunJob, { id: jobId });
}

/**
 * Gives every active run a new job in place of its old one. Called while no worker is alive: a job that a killed worker
 * had taken, or that a killed server never sent, is thereby picked up again.
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
