/**
 * How long an operation may take before its run is likely stale: the only place that knows thresholds. The policy is
 * written into `lifecycle_policies` on start, and the view `operation_runs_now` applies it by the database's clock, so
 * pages, payloads and the reconciler cannot disagree. A type that is not listed here has no policy.
 */
import type { Database } from './db.ts';

export interface LifecyclePolicy {
  /** Seconds for which a run may be queued. */
  readonly queued: number;
  /** Seconds for which a running run may go without recorded work. A long operation that records work is not late. */
  readonly running: number;
  /** Seconds after the end of its window at which a reconciler ends the run. */
  readonly reconcileAfter: number;
}

const POLICIES: Readonly<Record<string, LifecyclePolicy>> = {
  inventory_sync: { queued: 30, running: 20, reconcileAfter: 60 },
  baseline_compare: { queued: 30, running: 20, reconcileAfter: 60 },
  evidence_export: { queued: 30, running: 30, reconcileAfter: 60 },
};

const FIELDS = ['queued', 'running', 'reconcileAfter'] as const;

/** Reads `OP_HOST_LIFECYCLE`, e.g. `{"queued":2,"running":3,"reconcileAfter":4}`: seconds, for every type that has a policy. */
export function readLifecycleOverride(json: string | undefined): Partial<LifecyclePolicy> {
  if (!json) return {};
  const wrong = new Error(`OP_HOST_LIFECYCLE must be a JSON object of seconds, such as {"queued":2,"running":3,"reconcileAfter":4}.`);
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    throw wrong;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrong;
  for (const [field, seconds] of Object.entries(given)) {
    if (!(FIELDS as readonly string[]).includes(field) || typeof seconds !== 'number' || !(seconds > 0)) throw wrong;
  }
  return given;
}

/** Writes the policy into the database, at the start of the host. */
export async function publishPolicies(db: Database, override: Partial<LifecyclePolicy>): Promise<void> {
  const rows = Object.entries(POLICIES).map(([type, policy]) => ({ type, ...policy, ...override }));
  await db.executeSql(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS p(type text, queued float8, running float8, "reconcileAfter" float8)
     ), retired AS (
       DELETE FROM lifecycle_policies WHERE type NOT IN (SELECT type FROM given)
     )
     INSERT INTO lifecycle_policies SELECT type, queued, running, "reconcileAfter" FROM given
     ON CONFLICT (type) DO UPDATE SET
       queued_seconds = excluded.queued_seconds,
       running_seconds = excluded.running_seconds,
       reconcile_after_seconds = excluded.reconcile_after_seconds`,
    [JSON.stringify(rows)],
  );
}
