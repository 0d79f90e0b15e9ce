/**
 * Operation runs: every read and every change of state. A change is one guarded statement, so a run that has ended stays
 * ended, and an attempt that has lost its run (to a reconciler, or to a newer attempt) gets an error.
 */
import type { FailureSummaryItem, LifecycleRecord, RunProgress, OperationRunDetail } from 'op-run-elements/contract';
import { rowOf, rowsOf, type Database } from './db.ts';

export type Status = OperationRunDetail['status'];
export type Outcome = OperationRunDetail['outcome'];
export type Counts = Readonly<Record<string, number>>;
export type Reconciliation = NonNullable<OperationRunDetail['reconciliation']>;

export interface Run {
  readonly id: number;
  readonly workspace_id: number;
  readonly workspace_name: string;
  readonly tenant_id: number | null;
  readonly tenant_name: string | null;
  readonly initiator_name: string | null;
  readonly type: string;
  readonly status: Status;
  readonly outcome: Outcome;
  readonly context: Readonly<Record<string, unknown>>;
  readonly progress: RunProgress | null;
  readonly summary_counts: Counts;
  readonly failure_summary: FailureSummaryItem[];
  readonly reconciliation: Reconciliation | null;
  readonly was_stale: boolean;
  readonly attempt: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly worked_at: Date | null;
  readonly completed_at: Date | null;
  readonly freshness_state: LifecycleRecord['freshness_state'];
  readonly has_policy: boolean;
  readonly threshold_seconds: number | null;
  readonly quiet_seconds: number;
}

/** Thrown when an attempt records work on a run that is no longer its own. */
export class RunTaken extends Error {
  override readonly name = 'RunTaken';
}

const SELECT = `
  SELECT run.*, workspace.name AS workspace_name, tenant.name AS tenant_name, operator.name AS initiator_name
  FROM operation_runs_now run
  JOIN workspaces workspace ON workspace.id = run.workspace_id
  LEFT JOIN tenants tenant ON tenant.id = run.tenant_id
  LEFT JOIN operators operator ON operator.id = run.initiator_id`;

const STALE_NOW = `(was_stale OR (SELECT freshness_state = 'likely_stale' FROM operation_runs_now now WHERE now.id = operation_runs.id))`;

export const findRun = (db: Database, id: number): Promise<Run | null> => rowOf<Run>(db, `${SELECT} WHERE run.id = $1`, [id]);

/** The runs that an operator may see, and the filters of a request. Absent conditions do not restrict. */
export interface RunFilter {
  /** Runs of these tenants, and the runs of no tenant in these workspaces. */
  readonly tenants: readonly number[];
  readonly workspaces?: readonly number[];
  readonly status?: Status | 'active';
  readonly outcome?: string;
  readonly type?: string;
  readonly freshness?: string;
  readonly reconciled?: boolean;
  /** Only runs whose type has a lifecycle policy. */
  readonly covered?: boolean;
  readonly problemClass?: string;
  /** Only runs older than this one. */
  readonly before?: number;
  readonly limit: number;
}

/** The contract's problem classes: follow-up of a terminal run, attention for a likely stale one. */
const PROBLEM_CLASS = `CASE
  WHEN freshness_state = 'likely_stale' THEN 'active_stale_attention'
  WHEN freshness_state = 'reconciled_failed' OR (freshness_state = 'terminal_normal' AND outcome <> 'succeeded') THEN 'terminal_follow_up'
  ELSE 'none' END`;

/** Newest first. */
export function listRuns(db: Database, filter: RunFilter): Promise<Run[]> {
  const values: unknown[] = [];
  const where: string[] = [];
  const add = (condition: string, value: unknown) => where.push(condition.replaceAll('?', `$${values.push(value)}`));
  where.push(`(run.tenant_id = ANY($${values.push(filter.tenants)}::int[]) OR (run.tenant_id IS NULL AND run.workspace_id = ANY($${values.push(filter.workspaces ?? [])}::int[])))`);
  if (filter.status === 'active') where.push(`status <> 'completed'`);
  else if (filter.status) add('status = ?', filter.status);
  if (filter.outcome) add('outcome = ?', filter.outcome);
  if (filter.type !== undefined) add('type = ?', filter.type);
  if (filter.freshness) add('freshness_state = ?', filter.freshness);
  if (filter.reconciled !== undefined) where.push(`reconciliation IS ${filter.reconciled ? 'NOT NULL' : 'NULL'}`);
  if (filter.covered) where.push('has_policy');
  if (filter.problemClass) add(`${PROBLEM_CLASS} = ?`, filter.problemClass);
  if (filter.before) add('run.id < ?', filter.before);
  return rowsOf<Run>(db, `${SELECT} WHERE ${where.join(' AND ')} ORDER BY run.id DESC LIMIT ${filter.limit}`, values);
}

/** The most runs of one kind (active, follow-up, ended) in one payload. */
export const PAGE_SIZE = 100;

/** Stale runs first, so that a surface with a limit shows them. */
const staleFirst = (one: Run, other: Run): number =>
  Number(other.freshness_state === 'likely_stale') - Number(one.freshness_state === 'likely_stale') || other.id - one.id;

export const activeRuns = async (db: Database, tenantId: number): Promise<Run[]> =>
  (await listRuns(db, { tenants: [tenantId], status: 'active', limit: PAGE_SIZE })).sort(staleFirst);

/**
 * All active runs and runs that need follow-up, however old, and the last `ended` ones, newest first. So counts of these runs
 * leave no problem out.
 */
export async function recentRuns(db: Database, scope: Pick<RunFilter, 'tenants' | 'workspaces'>, ended = PAGE_SIZE): Promise<Run[]> {
  const lists = await Promise.all([
    listRuns(db, { ...scope, status: 'active', limit: PAGE_SIZE }),
    listRuns(db, { ...scope, problemClass: 'terminal_follow_up', limit: PAGE_SIZE }),
    listRuns(db, { ...scope, status: 'completed', limit: ended }),
  ]);
  // A run that ends between these reads is in both lists: the later read wins.
  const runs = [...new Map(lists.flat().map((run) => [run.id, run])).values()];
  return runs.sort((one, other) => other.id - one.id);
}

/** A tenant's recent runs, the active ones before those that have ended. */
export const activityRuns = async (db: Database, tenantId: number): Promise<Run[]> =>
  (await recentRuns(db, { tenants: [tenantId] }, 5)).sort((one, other) => Number(one.status === 'completed') - Number(other.status === 'completed') || staleFirst(one, other));

export async function createRun(
  db: Database,
  run: { tenantId: number; initiatorId: number; type: string; context: Record<string, unknown> },
): Promise<number> {
  const created = await rowOf<{ id: number }>(
    db,
    `INSERT INTO operation_runs (workspace_id, tenant_id, initiator_id, type, context)
     SELECT workspace_id, id, $2, $3, $4::jsonb FROM tenants WHERE id = $1 RETURNING id`,
    [run.tenantId, run.initiatorId, run.type, JSON.stringify(run.context)],
  );
  return created!.id;
}

/** Starts an attempt. Null when the run has ended, or waits for another job than `jobId`. */
export function claimRun(db: Database, id: number, jobId: string): Promise<{ attempt: number } | null> {
  return rowOf(
    db,
    `UPDATE operation_runs SET status = 'running', attempt = attempt + 1, progress = NULL, summary_counts = '{}',
       started_at = coalesce(started_at, clock_timestamp()), worked_at = clock_timestamp(), was_stale = ${STALE_NOW}
     WHERE id = $1 AND job_id = $2 AND status <> 'completed' RETURNING attempt`,
    [id, jobId],
  );
}

/** Records work of this attempt, which restarts the run's window. */
export async function recordWork(db: Database, id: number, attempt: number, progress: RunProgress, counts: Counts): Promise<void> {
  const updated = await rowOf(
    db,
    `UPDATE operation_runs SET progress = $3::jsonb, summary_counts = $4::jsonb, worked_at = clock_timestamp(), was_stale = ${STALE_NOW}
     WHERE id = $1 AND attempt = $2 AND status = 'running' RETURNING id`,
    [id, attempt, JSON.stringify(progress), JSON.stringify(counts)],
  );
  if (!updated) throw new RunTaken();
}

export interface Result {
  readonly outcome: Exclude<Outcome, 'pending'>;
  readonly counts: Counts;
  readonly failures: readonly FailureSummaryItem[];
}

export async function finishRun(db: Database, id: number, attempt: number, { outcome, counts, failures }: Result): Promise<void> {
  const updated = await rowOf(
    db,
    `UPDATE operation_runs SET status = 'completed', outcome = $3, summary_counts = $4::jsonb, failure_summary = $5::jsonb,
       progress = NULL, completed_at = clock_timestamp(), was_stale = ${STALE_NOW}
     WHERE id = $1 AND attempt = $2 AND status = 'running' RETURNING id`,
    [id, attempt, outcome, JSON.stringify(counts), JSON.stringify(failures)],
  );
  if (!updated) throw new RunTaken();
}

/** The condition under which a run is still settled: its worker may have recorded work or ended it meanwhile. */
export type SettleGuard = { readonly stillOverdue: true } | { readonly stillStale: true } | { readonly jobId: string };

/** Ends a run by a reconciler. False when the guard's condition is no longer true. */
export async function settleRun(
  db: Database,
  id: number,
  guard: SettleGuard,
  settled: Omit<Result, 'counts'> & { readonly reconciliation: Reconciliation; readonly counts?: Counts },
): Promise<boolean> {
  const now = `(SELECT %s FROM operation_runs_now now WHERE now.id = operation_runs.id)`;
  const holds = 'jobId' in guard ? 'job_id = $6::uuid' : now.replace('%s', 'stillOverdue' in guard ? 'is_overdue' : `freshness_state = 'likely_stale'`);
  const values: unknown[] = [
    id,
    settled.outcome,
    JSON.stringify(settled.reconciliation),
    settled.counts ? JSON.stringify(settled.counts) : null,
    JSON.stringify(settled.failures),
  ];
  if ('jobId' in guard) values.push(guard.jobId);
  const updated = await rowOf(
    db,
    `UPDATE operation_runs SET status = 'completed', outcome = $2, reconciliation = $3::jsonb,
       summary_counts = coalesce($4::jsonb, summary_counts), failure_summary = $5::jsonb,
       completed_at = clock_timestamp(), was_stale = ${STALE_NOW}
     WHERE id = $1 AND status <> 'completed' AND ${holds} RETURNING id`,
    values,
  );
  return updated !== null;
}

/** Records which runs are past their window, so that their payload can say so after they have ended. */
export const markStaleRuns = (db: Database): Promise<unknown> =>
  db.executeSql(
    `UPDATE operation_runs SET was_stale = true
     WHERE NOT was_stale AND id IN (SELECT id FROM operation_runs_now WHERE freshness_state = 'likely_stale')`,
  );

export const listStaleRuns = (db: Database): Promise<(Run & { is_overdue: boolean })[]> =>
  rowsOf(db, `${SELECT} WHERE freshness_state = 'likely_stale' ORDER BY run.id`);
