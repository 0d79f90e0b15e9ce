/** Uses an example as a reader would: copies it, installs the packed kit, builds and starts it. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { temporaryFolder } from '../host/host.ts';
import { packedKit } from '../package/tarball.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const read = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The environment without the variables that npm sets for scripts of this repository. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_(local_prefix|workspace))/.test(name)));

const npm = (folder: string, ...args: string[]) => promisify(execFile)('npm', args, { cwd: folder, env, maxBuffer: 2 ** 26 });

/** Copies `examples/<name>` and installs it with the packed kit. Returns its folder. */
export async function install(name: string): Promise<string> {
  const folder = join(temporaryFolder(), name);
  cpSync(join(ROOT, 'examples', name), folder, { recursive: true, filter: (path) => !['node_modules', 'dist', 'package-lock.json'].includes(basename(path)) });
  const manifest = read(folder);
  for (const [dependency, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/, dependency);
  assert.equal(manifest.dependencies['op-run-elements'], read(ROOT).version, 'an example is of this version of the kit');
  manifest.dependencies['op-run-elements'] = `file:${await packedKit()}`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error');
  return folder;
}

/** Checks the types of an example and builds it, if it has a build. */
export async function build(folder: string): Promise<void> {
  if (read(folder).scripts['build']) await npm(folder, 'run', 'build');
}

/** Functions that end the servers that are still running. */
const running = new Set<() => Promise<void>>();
after(() => Promise.all([...running].map((stop) => stop())));

export interface ExampleServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** Runs the npm script that serves the example. `backend` is the URL of the backend. */
export async function serve(folder: string, script: string, backend: string): Promise<ExampleServer> {
  // A process group, so that npm, its shell and the server can be ended together.
  const child = spawn('npm', ['run', script], { cwd: folder, env: { ...env, NO_COLOR: '1', PORT: '0', BACKEND: backend }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    running.delete(stop);
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid!, 'SIGTERM');
    await exited;
  };
  running.add(stop);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const address = new Promise<string>((found) => {
    createInterface(child.stdout).on('line', (line) => {
      said += `${line}\n`;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (url) found(url);
    });
  });
  const first = await Promise.race([address, exited.then(() => null)]);
  assert(first, `npm run ${script} must print its address; it said: ${said}`);
  return { address: first, stop };
}
