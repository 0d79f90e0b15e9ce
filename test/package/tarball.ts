/** Packs the package as for publishing, from the build in dist/, once per test process. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');

let packed: Promise<string> | undefined;

/** The path of the tarball, alone in a folder that is removed when the test process ends. */
export const packedKit = (): Promise<string> => (packed ??= pack());

async function pack(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'op-kit-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { stdout } = await promisify(execFile)('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: ROOT, maxBuffer: 2 ** 26 });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return join(folder, filename);
}
