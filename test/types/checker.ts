/**
 * Checks templates with the framework's own checker, in a temporary project that has the packed kit in its node_modules and nothing else of this repository.
 * Each case is one line in its own file, so that an error belongs to one case.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packedKit } from '../package/tarball.ts';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** A line of a template; `wrong` is the error that the checker must report. */
export interface Case {
  readonly name: string;
  readonly line: string;
  readonly wrong?: RegExp;
}

export interface Found {
  /** The file's name without its folder. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Framework {
  readonly name: string;
  /** The file extension of a template. */
  readonly extension: string;
  /** Makes the file around a line. */
  readonly file: (line: string) => string;
  readonly cases: readonly Case[];
  /** Further packages that the project needs, by path below node_modules. */
  readonly packages: readonly string[];
  readonly compilerOptions: object;
  readonly tsconfig?: object;
  /** Further files of the project, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Runs the checker in the project. */
  readonly check: (folder: string) => Promise<Found[]>;
}

/** Defines one test per case, and one that asserts that there are no other errors. */
export function describeTemplates({ name, extension, file, cases, packages, compilerOptions, tsconfig, files = {}, check }: Framework): void {
  describe(name, () => {
    let folder: string;
    let found: Found[];

    before(async () => {
      const sources = Object.fromEntries(cases.map(({ line }, index) => [`src/${fileName(index)}${extension}`, file(line)]));
      folder = await project(packages, compilerOptions, { ...files, ...sources }, tsconfig);
      found = await check(folder);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [index, { name, line, wrong }] of cases.entries()) {
      test(`${name}: ${wrong ? 'refused' : 'accepted'}`, () => {
        const own = found.filter((error) => error.file === `${fileName(index)}${extension}`);
        if (!wrong) return assert.deepEqual(own, [], line);
        const place = file(line).split('\n').findIndex((text) => text.includes(line)) + 1;
        assert.ok(own.length > 0, `nothing is said of ${line}`);
        for (const error of own) assert.equal(error.line, place, `${line}\n${error.message}`);
        return assert.match(own.map(({ message }) => message).join('\n'), wrong, line);
      });
    }

    test('nothing else is wrong, the types themselves included', () => {
      const known = new Set(cases.map((_, index) => `${fileName(index)}${extension}`));
      assert.deepEqual(found.filter(({ file }) => !known.has(file)), []);
    });
  });
}

const fileName = (index: number): string => `Case${index + 1}`;

/** Makes a folder with `files`, whose node_modules has the unpacked kit, its dependencies and `packages`. */
export async function project(packages: readonly string[], compilerOptions: object, files: Readonly<Record<string, string>>, tsconfig: object = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'op-run-elements-types-'));
  const kit = join(folder, 'node_modules/op-run-elements');
  mkdirSync(kit, { recursive: true });
  await promisify(execFile)('tar', ['-xzf', await packedKit(), '--strip-components=1', '-C', kit]);
  const { dependencies } = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  for (const name of [...Object.keys(dependencies), ...packages]) {
    mkdirSync(join(folder, 'node_modules', dirname(name)), { recursive: true });
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const options = { strict: true, noEmit: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [], ...compilerOptions };
  write(folder, 'package.json', JSON.stringify({ private: true, type: 'module' }));
  write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['src'], ...tsconfig }));
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  return folder;
}

function write(folder: string, path: string, text: string): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

/** Runs a checker with this Node and returns its output, also when it reports errors. */
function run(script: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd, maxBuffer: 2 ** 26 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

const bin = (path: string): string => join(REPOSITORY, 'node_modules', path);

/** The errors in the output of tsc, vue-tsc and the like: `src/Case1.tsx(3,5): error TS2322: …`, and errors without a file. */
function tscErrors(output: string): Found[] {
  const found: Found[] = [];
  for (const line of output.split('\n')) {
    const located = /^(.+?)\((\d+),\d+\): error (.*)$/.exec(line);
    if (located) found.push({ file: basename(located[1]!), line: Number(located[2]), message: located[3]! });
    // Indented lines after an error belong to it.
    else if (/^\s+\S/.test(line) && found.length > 0) found.push({ ...found.at(-1)!, message: `${found.pop()!.message}\n${line}` });
    else if (/^error /.test(line)) found.push({ file: '', line: 0, message: line });
  }
  return found;
}

/** The checkers: plain TypeScript first. */
export const tsc = async (folder: string): Promise<Found[]> => tscErrors(await run(bin('@typescript/native/bin/tsc'), ['-p', '.', '--pretty', 'false'], folder));
export const vueTsc = async (folder: string): Promise<Found[]> => tscErrors(await run(fileURLToPath(import.meta.resolve('vue-tsc/bin/vue-tsc.js')), ['-p', '.', '--pretty', 'false'], folder));
export const svelteCheck = async (folder: string): Promise<Found[]> =>
  svelteErrors(await run(fileURLToPath(import.meta.resolve('svelte-check/bin/svelte-check')), ['--tsconfig', './tsconfig.json', '--output', 'machine-verbose', '--threshold', 'error'], folder));

/** Angular reports errors of a template in the file of its component. */
export const ngc = async (folder: string): Promise<Found[]> => {
  const output = await run(bin('@angular/compiler-cli/bundles/src/bin/ngc.js'), ['-p', 'tsconfig.json', '--pretty', 'false'], folder);
  return tscErrors(output.replace(/\x1b\[\d*m/g, '').replace(/^(\S+?):(\d+):(\d+) - error /gm, '$1($2,$3): error '));
};

/** `1700000000000 {"type":"ERROR","filename":"src/Case1.svelte","start":{"line":9,…},"message":…}`; lines are counted from 0. */
function svelteErrors(output: string): Found[] {
  const lines = output.split('\n').filter((line) => /^\d+ \{/.test(line));
  return lines
    .map((line) => JSON.parse(line.replace(/^\d+ /, '')) as { type: string; filename: string; start: { line: number }; message: string })
    .filter(({ type }) => type === 'ERROR')
    .map(({ filename, start, message }) => ({ file: basename(filename), line: start.line + 1, message }));
}
