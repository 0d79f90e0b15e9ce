/** Finds a program that the tests need. As root on Debian or Ubuntu, a missing one is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Program {
  readonly name: string;
  /** The environment variable that overrides the path. */
  readonly variable?: string;
  /** The usual paths, the best first. Called again after an installation. */
  readonly places: () => readonly string[];
  /** The Debian packages that contain the program and what it needs. */
  readonly packages: readonly string[];
  /** One sentence: what is missing, and how to get it. */
  readonly advice: string;
}

/**
 * The path of the executable. Installs the Debian packages when it is missing and that is possible.
 * @throws an Error whose message is the program's advice
 */
export function pathOf({ name, variable, places, packages, advice }: Program): string {
  const named = variable && process.env[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`${variable} names ${named}, where there is no file.`);
  }
  const installed = (): string | undefined => places().find((path) => existsSync(path));
  const path = installed() ?? (install(name, packages) ? installed() : undefined);
  if (path) return path;
  throw new Error(advice);
}

/** The paths that programs of these names would have in the directories of PATH. */
export function onPath(...names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function install(name: string, packages: readonly string[]): boolean {
  if (!isRoot() || !onPath('apt-get').some((path) => existsSync(path))) return false;
  const apt = (...args: string[]): boolean => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  console.log(`No ${name} found: installing ${packages.join(', ')}.`);
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
}
