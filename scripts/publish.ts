/**
 * `npm run release`: publishes the version that package.json and CHANGELOG.md name, with provenance, from a continuous integration job.
 * `npm run release -- --dry-run` does everything except the upload, on any machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integrityOf } from './package-files.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: unknown;
}

/** The reasons why the version cannot be published, one sentence each; empty when it can. */
export function obstacles(manifest: Manifest, changelog: string, env: NodeJS.ProcessEnv): string[] {
  const section = new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b(.*)$`, 'm').exec(changelog);
  return [
    section ? '' : `CHANGELOG.md has no section for ${manifest.version}: run "npx changeset version".`,
    section?.[1]!.includes('unreleased') ? `CHANGELOG.md calls ${manifest.version} unreleased: write its date.` : '',
    // npm rejects provenance for a package without a "repository".
    manifest.repository ? '' : 'package.json names no "repository": provenance needs the address of the one that the job builds from.',
    env['ACTIONS_ID_TOKEN_REQUEST_URL'] || env['SIGSTORE_ID_TOKEN'] ? '' : 'There is no identity token: provenance is made in a continuous integration job with the permission "id-token: write".',
  ].filter(Boolean);
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed.`);
  return stdout;
}

function publish({ dryRun }: { dryRun: boolean }): void {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const found = obstacles(manifest, readFileSync('CHANGELOG.md', 'utf8'), process.env);
  for (const sentence of found) console.log(`${dryRun ? 'Before a release' : 'Not published'}: ${sentence}`);
  if (found.length > 0 && !dryRun) throw new Error('Nothing was published.');
  if (existsSync('.git') && run('git', ['status', '--porcelain']) !== '' && !dryRun) throw new Error('The work tree has changes that are not committed. Nothing was published.');

  const folder = mkdtempSync(join(tmpdir(), 'op-release-'));
  try {
    run('npm', ['run', '--silent', 'build']);
    const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])) as [{ filename: string; files: unknown[] }];
    console.log(`${filename}: ${files.length} files`);
    console.log(`op-run-elements.js: integrity="${integrityOf(readFileSync('dist/cdn/op-run-elements.js'))}"`);
    run('npm', ['publish', join(folder, filename), '--access', 'public', ...(dryRun ? ['--dry-run'] : ['--provenance'])]);
    const id = `${manifest.name}@${manifest.version}`;
    console.log(dryRun ? `${id} would be published. Nothing was uploaded.` : `${id} is published.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    publish({ dryRun: process.argv.includes('--dry-run') });
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
