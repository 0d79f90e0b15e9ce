/** Files below the files root: confined, listed and hashed. Symbolic links are never followed. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { badInput } from '../errors.ts';

/** Folders that are skipped: their files are not the operator's own. */
export const SKIPPED_FOLDERS: readonly string[] = ['.git', 'node_modules'];

/** The real path of a folder below `root`. Throws an HttpError with a sentence for the operator when it is none. */
export async function confinedFolder(root: string, folder: string): Promise<string> {
  const outside = badInput(({ error }) => error.folderOutside);
  if (folder.includes('\0') || folder.length > 1000) throw badInput(({ error }) => error.folderPath);
  const wanted = resolve(root, folder);
  if (!isInside(root, wanted)) throw outside;
  let real: string;
  try {
    real = await realpath(wanted);
  } catch {
    throw badInput(({ error }) => error.folderMissing);
  }
  if (!isInside(root, real)) throw outside;
  if (!(await stat(real)).isDirectory()) throw badInput(({ error }) => error.folderIsFile);
  return real;
}

export const isInside = (root: string, path: string): boolean => {
  const rest = relative(root, path);
  return rest === '' || (rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest));
};

/** The files below `folder`, as paths with `/`, in a stable order. `unreadable` is called with folders that cannot be opened. */
export async function* walk(folder: string, excluded: string, unreadable: (path: string) => void, below = ''): AsyncGenerator<string> {
  const path = join(folder, below);
  // If the folder was replaced by a link after it was listed, its real path differs.
  if (path === excluded || (await realpath(path).catch(() => null)) !== path) return;
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    if (below === '') throw new Error('The folder cannot be read.');
    return unreadable(below);
  }
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const child = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) yield child;
    else if (entry.isDirectory() && !SKIPPED_FOLDERS.includes(entry.name)) yield* walk(folder, excluded, unreadable, child);
  }
}

export interface HashedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A path that was a regular file when it was listed, and is not one any more. */
class NoRegularFile extends Error {}

/** True for errors of one file (missing, not readable), which skip that file and do not fail the run. */
export const isFileError = (error: unknown): boolean =>
  error instanceof NoRegularFile || ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Opens a regular file for reading, or throws. Refuses a link in the last place, and any link on the way. */
export async function openConfined(folder: string, path: string) {
  const full = join(folder, path);
  if ((await realpath(full)) !== full || !(await lstat(full)).isFile()) throw new NoRegularFile();
  return open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
}

/** Hashes one file. `working` is awaited between its chunks, so that a large file also records work. */
export async function hashFile(folder: string, path: string, working: () => Promise<void>): Promise<HashedFile> {
  const file = await openConfined(folder, path);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
      hash.update(chunk);
      bytes += chunk.length;
      await working();
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}
