/**
 * Ends runs whose worker did not: the scheduled reconciler, the failed-job callback, and the adapter, which looks for results
 * on disk. Each records its source, reason and evidence.
 */
import type { JobWithMetadata } from 'pg-boss';
import type { Config } from './config.ts';
import { complain, type Database } from './db.ts';
import { OPERATIONS } from './operations/index.ts';
import type { RunJob } from './queue.ts';
import { findRun, listStaleRuns, markStaleRuns, settleRun, type Reconciliation, type Result, type Run } from './runs.ts';
import { wordsOf } from './words/index.ts';

type Evidence = Readonly<Record<string, unknown>>;

interface Scope {
  readonly db: Database;
  readonly config: Config;
}

export interface Reconciler {
  /** Stops after the current round. */
  stop(): Promise<void>;
}

/** Runs one round now and one every `config.reconcileSeconds`, never two at once. */
export function startReconciler(scope: Scope): Reconciler {
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();
  let stopped = false;
  const next = () => {
    timer = setTimeout(() => {
      round = reconcileStaleRuns(scope)
        .catch(complain('Reconciler'))
        .then(() => (stopped ? undefined : next()));
    }, scope.config.reconcileSeconds * 1000);
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

/** One round: confirms success that an adapter can prove as soon as a run is stale, and ends other runs when they are overdue. */
export async function reconcileStaleRuns(scope: Scope): Promise<void> {
  await markStaleRuns(scope.db);
  for (const run of await listStaleRuns(scope.db)) {
    if (OPERATIONS.get(run.type)?.adapter && run.status === 'running') await settleByAdapter(run, run.is_overdue, scope);
    else if (run.is_overdue) await settleAsFailed(run, scope);
  }
}

function settleAsFailed(run: Run, { db }: Scope): Promise<boolean> {
  const evidence = { last_reported_status: run.status, quiet_seconds: Math.round(run.quiet_seconds), threshold_seconds: run.threshold_seconds };
  return settleRun(db, run.id, { stillOverdue: true }, failed('scheduled_reconciler', run.status === 'queued' ? 'no_worker_took_it' : 'no_work_recorded', evidence));
}

async function settleByAdapter(run: Run, overdue: boolean, scope: Scope): Promise<void> {
  const finding = await OPERATIONS.get(run.type)!.adapter!(run, scope);
  if (finding) {
    const reconciliation = record('adapter_reconciler', 'archive_found', finding.evidence);
    await finding.record();
    await settleRun(scope.db, run.id, { stillStale: true }, { ...finding.result, reconciliation });
  } else if (overdue) {
    await settleRun(scope.db, run.id, { stillOverdue: true }, failed('adapter_reconciler', 'archive_missing', {}));
  }
}

/** Ends the run of a job that failed after its last retry. */
export async function settleFailedJob(job: JobWithMetadata<RunJob>, db: Database): Promise<void> {
  const run = await findRun(db, job.data.runId);
  if (!run || !job.sourceId) return;
  const attempts = (job.sourceRetryCount ?? 0) + 1;
  const error = (job.sourceOutput as { message?: string } | null)?.message ?? null;
  await settleRun(db, run.id, { jobId: job.sourceId }, failed('failed_callback', 'job_failed', { attempts, error }));
}

function failed(source: Reconciliation['source'], code: string, evidence: Evidence): Omit<Result, 'counts'> & { reconciliation: Reconciliation } {
  const reconciliation = record(source, code, evidence);
  return { outcome: 'failed', failures: [{ code, message: reconciliation.reason_message! }], reconciliation };
}

/** The reconciliation record. It is in English; pages make the reason in the reader's language from its code and evidence. */
const record = (source: Reconciliation['source'], reason_code: string, evidence: Evidence): Reconciliation => ({
  reconciled_at: new Date().toISOString(),
  source,
  reason_code,
  reason_message: wordsOf('en').reason[reason_code]!(evidence),
  evidence,
});
