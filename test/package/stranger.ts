/** A new project in a temporary folder, with the packed kit installed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packedKit } from './tarball.ts';

const run = promisify(execFile);

export interface Stranger {
  readonly folder: string;
  /** The folder of the installed package. */
  readonly kit: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Runs an ES module with this Node, and returns the JSON that it printed. */
  node(source: string): Promise<unknown>;
  /** Runs a program from the project's node_modules. On failure the error contains its output. */
  bin(name: string, ...args: string[]): Promise<string>;
}

/** Creates the project. `packages` (names with versions) are installed as well. */
export async function moveIn(...packages: string[]): Promise<Stranger> {
  const folder = mkdtempSync(join(tmpdir(), 'op-stranger-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const call = async (file: string, args: readonly string[]): Promise<string> => {
    const { stdout } = await run(file, args, { cwd: folder, maxBuffer: 2 ** 26 }).catch((error: Error & { stdout: string; stderr: string }) => {
      throw new Error(`${file} ${args.join(' ')} failed:\n${error.stdout}${error.stderr}`);
    });
    return stdout;
  };
  write('package.json', '{ "name": "stranger", "private": true, "type": "module" }');
  await call('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--no-save', await packedKit(), ...packages]);
  return {
    folder,
    kit: join(folder, 'node_modules/op-run-elements'),
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    async node(source) {
      write('run.mjs', source);
      const printed = await call(process.execPath, ['run.mjs']);
      assert.notEqual(printed, '', 'the module printed nothing');
      return JSON.parse(printed) as unknown;
    },
    bin: (name, ...args) => call(process.execPath, [join(folder, 'node_modules', name), ...args]),
  };
}
