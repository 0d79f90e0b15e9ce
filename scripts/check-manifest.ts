/** Fails when the committed custom-elements.json differs from what `npm run analyze` writes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const MANIFEST = 'custom-elements.json';
const temp = mkdtempSync(join(tmpdir(), 'op-run-elements-manifest-'));
try {
  // cem takes a folder relative to the working directory only.
  const analyze = `npm run --silent analyze -- --quiet --outdir "${relative(process.cwd(), temp)}"`;
  const { status } = spawnSync(analyze, { shell: true, stdio: 'inherit' });
  if (status !== 0) throw new Error('cem analyze failed.');
  const fresh = readFileSync(join(temp, MANIFEST), 'utf8');
  if (!existsSync(MANIFEST) || readFileSync(MANIFEST, 'utf8') !== fresh) {
    throw new Error(`${MANIFEST} does not tell what src/elements says: run "npm run analyze" and commit it.`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(temp, { recursive: true, force: true });
}
