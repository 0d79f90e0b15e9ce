/** Hashes the files below a folder into the database. */
import { relative } from 'node:path';
import type { FailureSummaryItem } from 'op-run-elements/contract';
import { rowOf } from '../db.ts';
import { badInput } from '../errors.ts';
import type { Result } from '../runs.ts';
import { confinedFolder, hashFile, isFileError, walk } from './files.ts';
import { readPace } from './form.ts';
import { summarise, type Attempt, type Operation } from './operation.ts';

const MAX_FILES = 50_000;
const BATCH = 100;

interface Row {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const inventorySync: Operation = {
  type: 'inventory_sync',

  async read(form, { config }) {
    const given = (form['folder'] ?? '').trim();
    if (given === '') throw badInput(({ error }) => error.noFolder);
    const folder = await confinedFolder(config.filesRoot, given);
    return { folder: relative(config.filesRoot, folder) || '.', pace: readPace(form) };
  },

  async perform(attempt): Promise<Result> {
    const { config, context } = attempt;
    const folder = await confinedFolder(config.filesRoot, String(context['folder']));
    const failures: FailureSummaryItem[] = [];
    const unreadable = (path: string) => void failures.push({ code: 'unreadable', message: `${path} could not be read.` });

    const paths: string[] = [];
    for await (const path of walk(folder, config.dataDir, unreadable)) {
      paths.push(path);
      if (paths.length > MAX_FILES) {
        return { outcome: 'blocked', counts: {}, failures: [{ code: 'too_many_files', message: `The folder holds more than ${MAX_FILES} files; choose a smaller one.` }] };
      }
      await attempt.report({ kind: 'phase', label: 'listing', step: 1, steps: 2 }, { listed: paths.length });
    }

    const inventoryId = await beginInventory(attempt);
    let batch: Row[] = [];
    let hashed = 0;
    let bytes = 0;
    const progress = (processed: number, now?: boolean) =>
      attempt.report({ kind: 'determinate', processed, total: paths.length }, { files: hashed, bytes, unreadable: failures.length }, now);

    await progress(0, true);
    for (const [index, path] of paths.entries()) {
      await attempt.pace();
      try {
        const file = await hashFile(folder, path, () => progress(index));
        batch.push({ path, ...file });
        hashed += 1;
        bytes += file.bytes;
      } catch (error) {
        if (!isFileError(error)) throw error;
        unreadable(path);
      }
      if (batch.length === BATCH) {
        await recordFiles(attempt, inventoryId, batch);
        batch = [];
      }
      await progress(index + 1);
    }
    await recordFiles(attempt, inventoryId, batch);
    return {
      outcome: failures.length ? 'partially_succeeded' : 'succeeded',
      counts: { files: hashed, bytes, unreadable: failures.length },
      failures: summarise(failures),
    };
  },
};

/** Starts the inventory. A new attempt starts from the beginning, because files may have changed since the last one. */
async function beginInventory({ db, runId, tenantId, context }: Attempt): Promise<number> {
  const inventory = await rowOf<{ id: number }>(
    db,
    `INSERT INTO inventories (run_id, tenant_id, folder) VALUES ($1, $2, $3)
     ON CONFLICT (run_id) DO UPDATE SET folder = excluded.folder RETURNING id`,
    [runId, tenantId, context['folder']],
  );
  await db.executeSql('DELETE FROM inventory_files WHERE inventory_id = $1', [inventory!.id]);
  return inventory!.id;
}

/** Writes the changes, if this attempt still owns the run. */
async function recordFiles({ db, runId, attempt }: Attempt, inventoryId: number, batch: readonly Row[]): Promise<void> {
  await db.executeSql(
    `INSERT INTO inventory_files (inventory_id, path, bytes, sha256)
     SELECT $1, file.path, file.bytes, file.sha256
     FROM jsonb_to_recordset($2::jsonb) AS file(path text, bytes bigint, sha256 text)
     WHERE EXISTS (SELECT 1 FROM operation_runs WHERE id = $3 AND attempt = $4 AND status = 'running')
     ON CONFLICT (inventory_id, path) DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256`,
    [inventoryId, JSON.stringify(batch), runId, attempt],
  );
}
