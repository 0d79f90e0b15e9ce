/**
 * `npm test`: runs every check and every test, and prints one total at the end.
 * `npm test -- unit` runs only the named steps, on a fresh build.
 */
import { spawn, spawnSync } from 'node:child_process';
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
  openapi: 'node scripts/openapi.ts --check',
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

type Step = (output: Output) => Promise<void> | void;

const STEPS: Record<string, Step> = {
  checks: () => (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).forEach(check),
  unit: nodeTests('unit', [...COVERED, 'mocks'], [...COVERAGE, '--test-timeout=60000']),
  browser: browserTests('browser', 'web-test-runner'),
  // The same tests in the two engines that the step `browser` does not use.
  engines: browserTests('engines', 'node scripts/engines.ts firefox webkit'),
  docs: nodeTests('docs', ['docs'], ['--test-timeout=300000']),
  types: nodeTests('types', ['types'], ['--test-timeout=300000']),
  check: nodeTests('check', ['check'], ['--test-timeout=300000']),
  package: nodeTests('package', ['package'], ['--test-timeout=300000']),
  examples: nodeTests('examples', ['examples'], ['--test-timeout=600000', '--test-concurrency=1']),
  host: nodeTests('host', ['host'], ['--test-timeout=300000']),
  stories: nodeTests('stories', ['stories'], ['--test-timeout=300000']),
  faults: nodeTests('faults', ['faults'], ['--test-timeout=300000']),
  tabs: nodeTests('tabs', ['tabs'], ['--test-timeout=300000']),
  // One browser at a time, because these tests count the objects in its memory.
  'long-life': nodeTests('long-life', ['long-life'], ['--test-timeout=500000', '--test-concurrency=1']),
  // One browser and one host at a time: each needs the processor for its worker, queue and clock.
  e2e: nodeTests('e2e', ['e2e'], ['--test-timeout=600000', '--test-concurrency=1']),
};

/** Rounds run one after the other, the lanes of a round side by side. The second round mostly waits, so it can share the processor; the third measures real time, so it cannot. */
const ROUNDS: readonly (readonly (readonly string[])[])[] = [
  [['checks', 'unit']],
  [
    ['browser', 'engines'],
    ['docs', 'types', 'check', 'package', 'examples', 'host'],
  ],
  [['stories', 'faults', 'tabs', 'long-life', 'e2e']],
];

const temp = mkdtempSync(join(tmpdir(), 'op-run-elements-'));
const total = { passed: 0, failed: 0 };
const names: TestCounts['names'] = [];
/** The failures, repeated at the end of the output. */
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
  for (const round of ROUNDS) {
    const lanes = round.map((lane) => lane.filter((name) => wanted.length === 0 || wanted.includes(name))).filter((lane) => lane.length > 0);
    await Promise.all(lanes.map((lane) => runLane(lane, lanes.length > 1 ? 'at the end' : 'at once')));
  }
  // The table can be checked only when all tests ran.
  if (wanted.length === 0) requirements();
} finally {
  rmSync(temp, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `✖ ${failure}\n`).join('')}`.trimEnd());
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a command that passes or fails. Its output is shown only when it failed. */
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

/** Checks the tables of rules and transitions against the tests that passed. */
function requirements(): void {
  const broken = brokenRequirements(names);
  total[broken.length === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${broken.length === 0 ? '✔' : '✖'} requirements`);
  if (broken.length > 0) failures.push('requirements');
  for (const sentence of broken) console.log(`    ${sentence}`);
}

/** When the output of a step is shown: steps that run side by side are shown when they end, so that they do not mix. */
type Output = 'at once' | 'at the end';

async function runLane(names: readonly string[], output: Output): Promise<void> {
  for (const name of names) {
    if (output === 'at once') heading(name);
    await STEPS[name]!(output);
  }
}

function nodeTests(name: string, folders: readonly string[], options: readonly string[]): Step {
  const globs = folders.map((folder) => `test/${folder}/**/*.test.ts`);
  return async (output) => {
    const file = join(temp, `${name}.json`);
    const reporters = [
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=./scripts/test-counts.ts', `--test-reporter-destination=${file}`],
    ];
    add(name, await run(name, process.execPath, ['--test', ...reporters, ...options, ...globs], output, process.env), file);
  };
}

function browserTests(name: string, command: string): Step {
  return async (output) => {
    const file = join(temp, `${name}.json`);
    add(name, await run(name, command, [], output, { ...process.env, TEST_COUNTS_FILE: file }), file);
  };
}

/** Runs a program and returns its exit code. Without arguments, `command` is run by the shell. */
async function run(name: string, command: string, args: readonly string[], output: Output, env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn(command, args, { shell: args.length === 0, env, stdio: output === 'at once' ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const status = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (output === 'at the end') {
    heading(name);
    process.stdout.write(Buffer.concat(chunks));
  }
  return status;
}

/** Adds the counts of a runner. A bad exit code without a failed test (a crash, too little coverage, no test) counts as one failure. */
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
