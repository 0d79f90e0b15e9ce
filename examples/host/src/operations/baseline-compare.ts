/** Compares two inventories of a tenant: which files were added, removed or changed between them. */
import { rowsOf } from '../db.ts';
import { badInput } from '../errors.ts';
import { findInventory, readInventory, readPace } from './form.ts';
import type { Attempt, Operation } from './operation.ts';

const BATCH = 200;

interface Pair {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | null;
}

export const baselineCompare: Operation = {
  type: 'baseline_compare',

  async read(form, { db, tenantId }) {
    const baseline = await readInventory(form, 'baseline', ({ error }) => error.chooseBaseline, db, tenantId);
    const current = await readInventory(form, 'current', ({ error }) => error.chooseCurrent, db, tenantId);
    if (baseline === current) throw badInput(({ error }) => error.chooseTwo);
    return { baseline, current, pace: readPace(form) };
  },

  async perform(attempt) {
    const { db, runId, tenantId, context } = attempt;
    const [baseline, current] = [Number(context['baseline']), Number(context['current'])];
    for (const id of [baseline, current]) {
      if (!(await findInventory(db, tenantId, id))) {
        return { outcome: 'blocked', counts: {}, failures: [{ code: 'inventory_missing', message: `Inventory #${id} is no longer available.` }] };
      }
    }
    await db.executeSql('DELETE FROM comparison_changes WHERE run_id = $1', [runId]);

    const counts = { added: 0, removed: 0, changed: 0, unchanged: 0 };
    const [union] = await rowsOf<{ total: number }>(
      db,
      `SELECT count(DISTINCT path)::int AS total FROM inventory_files WHERE inventory_id IN ($1, $2)`,
      [baseline, current],
    );
    let processed = 0;
    for (let after = ''; processed < union!.total; ) {
      const pairs = await nextPairs(attempt, baseline, current, after);
      if (pairs.length === 0) break;
      await recordChanges(attempt, pairs.filter(({ change }) => change !== null));
      for (const { change } of pairs) {
        await attempt.pace();
        counts[change ?? 'unchanged'] += 1;
        processed += 1;
        await attempt.report({ kind: 'determinate', processed, total: union!.total }, counts);
      }
      after = pairs.at(-1)!.path;
    }
    return { outcome: 'succeeded', counts, failures: [] };
  },
};

const nextPairs = ({ db }: Attempt, baseline: number, current: number, after: string): Promise<Pair[]> =>
  rowsOf(
    db,
    `SELECT coalesce(before.path, now.path) AS path,
       CASE WHEN before.path IS NULL THEN 'added' WHEN now.path IS NULL THEN 'removed' WHEN before.sha256 <> now.sha256 THEN 'changed' END AS change
     FROM (SELECT path, sha256 FROM inventory_files WHERE inventory_id = $1 AND path > $3 ORDER BY path LIMIT ${BATCH}) before
     FULL JOIN (SELECT path, sha256 FROM inventory_files WHERE inventory_id = $2 AND path > $3 ORDER BY path LIMIT ${BATCH}) now ON now.path = before.path
     ORDER BY 1 LIMIT ${BATCH}`,
    [baseline, current, after],
  );

/** Writes the changes, if this attempt still owns the run. */
const recordChanges = ({ db, runId, attempt }: Attempt, pairs: readonly Pair[]): Promise<unknown> =>
  db.executeSql(
    `INSERT INTO comparison_changes (run_id, path, change)
     SELECT $1, pair.path, pair.change FROM jsonb_to_recordset($2::jsonb) AS pair(path text, change text)
     WHERE EXISTS (SELECT 1 FROM operation_runs WHERE id = $1 AND attempt = $3 AND status = 'running')
     ON CONFLICT (run_id, path) DO UPDATE SET change = excluded.change`,
    [runId, JSON.stringify(pairs), attempt],
  );
