/** Writes the files of an inventory into an archive with a manifest, and verifies what it wrote. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { FailureSummaryItem } from 'op-run-elements/contract';
import type { Config } from '../config.ts';
import { rowOf, rowsOf, type Database } from '../db.ts';
import type { Result } from '../runs.ts';
import { tar, untar, type Entry } from './archive.ts';
import { confinedFolder, hashFile, isFileError, openConfined } from './files.ts';
import { findInventory, readInventory, readPace } from './form.ts';
import { summarise, type Attempt, type Operation } from './operation.ts';

interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Manifest {
  readonly run: number;
  readonly inventory: number;
  /** Files that differ from the inventory and were skipped, with the reason. */
  readonly skipped: readonly FailureSummaryItem[];
  readonly files: readonly ManifestFile[];
}

const MANIFEST = 'manifest.json';

/** The result of the run, derived from the manifest of its verified archive. */
const resultOf = ({ files, skipped }: Manifest): Result => ({
  outcome: skipped.length > 0 ? 'partially_succeeded' : 'succeeded',
  counts: { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), skipped: skipped.length },
  failures: summarise(skipped),
});


export const exportsFolder = (config: Config): string => join(config.dataDir, 'exports');
export const archiveName = (runId: number): string => `export-${runId}.tar.gz`;
const archivePath = (config: Config, runId: number): string => join(exportsFolder(config), archiveName(runId));

export const evidenceExport: Operation = {
  type: 'evidence_export',

  async read(form, { db, tenantId }) {
    return { inventory: await readInventory(form, 'inventory', ({ error }) => error.chooseExport, db, tenantId), pace: readPace(form) };
  },

  async perform(attempt) {
    const { config, context, db, runId, tenantId } = attempt;
    const inventory = await findInventory(db, tenantId, Number(context['inventory']));
    if (!inventory) {
      return { outcome: 'blocked', counts: {}, failures: [{ code: 'inventory_missing', message: `Inventory #${Number(context['inventory'])} is no longer available.` }] };
    }
    const path = archivePath(config, runId);
    await mkdir(exportsFolder(config), { recursive: true });
    await removeParts(config, runId);
    // An earlier attempt may have completed the archive before it was stopped.
    if ((await readArchive(path).catch(() => null)) === null) await writeArchive(attempt, inventory, path);

    let checked = 0;
    const manifest = await readArchive(path, async () => {
      await attempt.pace();
      await attempt.report({ kind: 'phase', label: 'verifying', step: 2, steps: 2 }, { verified: ++checked });
    });
    await recordExport(db, runId, tenantId, path, manifest);
    return resultOf(manifest);
  },

  async adapter(run, { db, config }) {
    const path = archivePath(config, run.id);
    const manifest = await readArchive(path).catch(() => null);
    if (manifest === null || manifest.run !== run.id) return null;
    return {
      result: resultOf(manifest),
      evidence: { file: archiveName(run.id), files: manifest.files.length, bytes: (await stat(path)).size },
      record: () => recordExport(db, run.id, run.tenant_id!, path, manifest),
    };
  },
};

/** Writes to a temporary name and renames, so that an archive under its final name is always complete. */
async function writeArchive(attempt: Attempt, inventory: { id: number; folder: string }, path: string): Promise<void> {
  const part = `${path}.${attempt.attempt}.part`;
  const folder = await confinedFolder(attempt.config.filesRoot, inventory.folder);
  const files = await rowsOf<ManifestFile>(
    attempt.db,
    'SELECT path, bytes::float8 AS bytes, sha256 FROM inventory_files WHERE inventory_id = $1 ORDER BY path',
    [inventory.id],
  );
  await pipeline(tar(entries(attempt, inventory.id, folder, files)), createGzip(), createWriteStream(part));
  const written = await open(part, 'r+');
  await written.sync();
  await written.close();
  await rename(part, path);
}

async function* entries(attempt: Attempt, inventory: number, folder: string, files: readonly ManifestFile[]): AsyncGenerator<Entry> {
  const skipped: FailureSummaryItem[] = [];
  const archived: ManifestFile[] = [];
  for (const [index, file] of files.entries()) {
    await attempt.pace();
    const working = () =>
      attempt.report({ kind: 'determinate', processed: index, total: files.length }, { files: archived.length, skipped: skipped.length });
    const now = await hashFile(folder, file.path, working).catch((error: unknown) => {
      if (!isFileError(error)) throw error;
      return null;
    });
    if (now?.sha256 === file.sha256) {
      const handle = await openConfined(folder, file.path);
      yield { path: `files/${file.path}`, bytes: file.bytes, content: handle.createReadStream() };
      archived.push(file);
    } else {
      skipped.push({ code: now ? 'changed' : 'unreadable', message: `${file.path} ${now ? 'has changed since the inventory' : 'could not be read'} and was left out.` });
    }
    await attempt.report({ kind: 'determinate', processed: index + 1, total: files.length }, { files: archived.length, skipped: skipped.length });
  }
  const manifest = Buffer.from(JSON.stringify({ run: attempt.runId, inventory, skipped, files: archived } satisfies Manifest, null, 2));
  yield { path: MANIFEST, bytes: manifest.length, content: [manifest] };
}

/** Reads the whole archive and returns its manifest. Throws unless every file it lists is there, with its hash. */
async function readArchive(path: string, each: () => Promise<void> = async () => {}): Promise<Manifest> {
  const found = new Map<string, string>();
  let manifest: Manifest | null = null;
  for await (const entry of untar(path)) {
    if (entry.path === MANIFEST) {
      const parts: Uint8Array[] = [];
      for await (const part of entry.content) parts.push(part);
      manifest = JSON.parse(Buffer.concat(parts).toString());
    } else {
      const hash = createHash('sha256');
      for await (const part of entry.content) hash.update(part);
      found.set(entry.path, hash.digest('hex'));
      await each();
    }
  }
  if (!manifest || manifest.files.length !== found.size) throw new Error('The archive does not hold what its manifest lists.');
  for (const file of manifest.files) {
    if (found.get(`files/${file.path}`) !== file.sha256) throw new Error(`${file.path} in the archive is not what its manifest lists.`);
  }
  return manifest;
}

async function recordExport(db: Database, runId: number, tenantId: number, path: string, manifest: Manifest): Promise<void> {
  await rowOf(
    db,
    `INSERT INTO exports (run_id, tenant_id, file_name, bytes, files) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (run_id) DO UPDATE SET bytes = excluded.bytes, files = excluded.files`,
    [runId, tenantId, archiveName(runId), (await stat(path)).size, manifest.files.length],
  );
}

async function removeParts(config: Config, runId: number): Promise<void> {
  for (const name of await readdir(exportsFolder(config))) {
    if (name.startsWith(`${archiveName(runId)}.`)) await rm(join(exportsFolder(config), name));
  }
}
