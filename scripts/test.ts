/**
 * `npm test`: every check and every test of this repository, with one total at the end.
 * `npm test -- unit` (or several of checks, unit, browser, engines, stories, faults, tabs, long-life, host, e2e) runs only those, on a fresh build.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenRequirements } from './requirements.ts';
import { noCounts, type TestCounts } from './test-counts.ts';

const CHECKS = {
  build: 'npm run --silent build',
  typecheck: 'npm run --silent typecheck',
  eslint: 'eslint . --max-warnings 0',
  'lit-analyzer': 'lit-analyzer src/elements --maxWarnings 0 --rules.no-invalid-css off --rules.no-missing-import off',
  'custom-elements.json': 'node scripts/check-manifest.ts',
  size: 'npm run --silent size',
  storybook: 'npm run --silent build-storybook',
};

const COVERED = ['contract', 'projection', 'refresh'];
const COVERAGE = [
  '--experimental-test-coverage',
  ...COVERED.map((layer) => `--test-coverage-include=src/${layer}/**/*.ts`),
  '--test-coverage-lines=95',
  '--test-coverage-functions=95',
  '--test-coverage-branches=90',
];

const STEPS: Record<string, () => void> = {
  checks: () => (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).forEach(check),
  unit: () => nodeTests('unit', [...COVERED, 'cdn', 'mocks', 'package'], [...COVERAGE, '--test-timeout=60000']),
  browser: () => browserTests('browser', 'web-test-runner'),
  // The same tests in the engines that the step before has not.
  engines: () => browserTests('engines', 'node scripts/engines.ts firefox webkit'),
  stories: () => nodeTests('stories', ['stories'], ['--test-timeout=300000']),
  faults: () => nodeTests('faults', ['faults'], ['--test-timeout=300000']),
  tabs: () => nodeTests('tabs', ['tabs'], ['--test-timeout=300000']),
  // One browser at a time: it counts what lives in it.
  'long-life': () => nodeTests('long-life', ['long-life'], ['--test-timeout=500000', '--test-concurrency=1']),
  host: () => nodeTests('host', ['host'], ['--test-timeout=300000']),
  // One browser and one host at a time: each has a worker, a queue and a clock that the story depends on.
  e2e: () => nodeTests('e2e', ['e2e'], ['--test-timeout=600000', '--test-concurrency=1']),
};

const temp = mkdtempSync(join(tmpdir(), 'op-run-elements-'));
const total = { passed: 0, failed: 0 };
const names: TestCounts['names'] = [];
/** What failed, told once more at the end, where nobody has to look for it. */
const failures: string[] = [];

try {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((step) => !Object.hasOwn(STEPS, step));
  if (unknown.length > 0) throw new Error(`There is no step ${unknown.join(', ')}: the steps are ${Object.keys(STEPS).join(', ')}.`);

  if (wanted.length > 0 && !wanted.includes('checks')) {
    heading('build');
    if (wanted.some((step) => step !== 'stories')) check('build');
    if (wanted.includes('stories')) check('storybook');
  }
  for (const [name, step] of Object.entries(STEPS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    heading(name);
    step();
  }
  // A part of the tests says nothing about the whole of the table.
  if (wanted.length === 0) requirements();
} finally {
  rmSync(temp, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `✖ ${failure}\n`).join('')}`.trimEnd());
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** One command that passes or fails. What it printed is shown only when it failed. */
function check(name: keyof typeof CHECKS): void {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(CHECKS[name], { shell: true, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const passed = status === 0;
  total[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? '✔' : '✖'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (passed) return;
  failures.push(name);
  console.log(`${stdout}${stderr}`.trimEnd().replace(/^/gm, '    '));
}

/** The table of requirements, held against the tests that passed. */
function requirements(): void {
  const broken = brokenRequirements(names);
  total[broken.length === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${broken.length === 0 ? '✔' : '✖'} requirements`);
  if (broken.length > 0) failures.push('requirements');
  for (const sentence of broken) console.log(`    ${sentence}`);
}

function nodeTests(name: string, folders: readonly string[], options: readonly string[]): void {
  const file = join(temp, `${name}.json`);
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/test-counts.ts', `--test-reporter-destination=${file}`],
  ];
  const globs = folders.map((folder) => `test/${folder}/**/*.test.ts`);
  const { status } = spawnSync(process.execPath, ['--test', ...reporters, ...options, ...globs], { stdio: 'inherit' });
  add(name, status, file);
}

function browserTests(name: string, command: string): void {
  const file = join(temp, `${name}.json`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, TEST_COUNTS_FILE: file } });
  add(name, status, file);
}

/** Adds what a runner counted. Whatever it did not count but ended badly with (a crash, too little coverage, no test) is one failure. */
function add(name: string, status: number | null, file: string): void {
  const { passed, failed, empty, names: ran, failures: broken } = readCounts(file);
  failures.push(...broken.map(({ file, path }) => [name, file, ...path].join(' › ')));
  names.push(...ran);
  const unexplained = failed === 0 && (status !== 0 || passed === 0);
  total.passed += passed;
  total.failed += failed + (unexplained ? 1 : 0);
  const more = [...empty.map((path) => `${path} ran no test`), ...(unexplained ? [`${name} ${passed === 0 ? 'ran no test' : 'ended badly: see above'}`] : [])];
  for (const sentence of more) console.log(`✖ ${sentence}`);
  failures.push(...more);
  console.log(`${name}: ${passed} passed, ${failed + (unexplained ? 1 : 0)} failed`);
}

function readCounts(file: string): TestCounts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
  } catch {
    return noCounts();
  }
}

function heading(name: string): void {
  console.log(`\n── ${name} ──`);
}
