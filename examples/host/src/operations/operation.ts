/** The interface of an operation: how to read its form, do its work, and prove its success without its worker. */
import type { FailureSummaryItem, RunProgress } from 'op-run-elements/contract';
import type { Config } from '../config.ts';
import type { Database } from '../db.ts';
import type { Counts, Result, Run } from '../runs.ts';

export type Context = Record<string, unknown>;

/** One attempt of one run, in the worker. */
export interface Attempt {
  readonly runId: number;
  readonly tenantId: number;
  readonly attempt: number;
  readonly context: Context;
  readonly db: Database;
  readonly config: Config;
  /** Aborts when the worker stops. */
  readonly signal: AbortSignal;
  /** Records the work done so far, a phase by its name in `Words.phase`, at most every half second unless `now`. Throws RunTaken when the run is not ours any more. */
  report(progress: RunProgress, counts: Counts, now?: boolean): Promise<void>;
  /** Waits for the operator's pace per file. */
  pace(): Promise<void>;
}

export interface Operation {
  readonly type: string;
  /** Reads the start form into the run's context, or throws an HttpError with a sentence for the operator. */
  read(form: Readonly<Record<string, string>>, scope: { db: Database; config: Config; tenantId: number }): Promise<Context>;
  perform(attempt: Attempt): Promise<Result>;
  /** For a run whose worker is gone: the success that its files on disk prove, or null. */
  adapter?(run: Run, scope: { db: Database; config: Config }): Promise<AdapterFinding | null>;
}

export interface AdapterFinding {
  readonly result: Result;
  readonly evidence: Record<string, unknown>;
  /** Records the results that the worker could not record any more. */
  record(): Promise<void>;
}

const MAX_FAILURES = 20;

/** Failures for the summary: the first ones, then how many more there were. */
export function summarise(failures: readonly FailureSummaryItem[]): FailureSummaryItem[] {
  if (failures.length <= MAX_FAILURES) return [...failures];
  return [...failures.slice(0, MAX_FAILURES), { code: 'more', message: `${failures.length - MAX_FAILURES} more of the same kind.` }];
}
