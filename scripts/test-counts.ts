/**
 * Reporters that write the numbers and names of passed and failed tests as JSON: the default export is for node:test,
 * `webTestCounts` for @web/test-runner. A skipped test is not counted.
 */
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';

export interface TestCounts {
  passed: number;
  failed: number;
  /** Test files that passed without running a test. They tested nothing, so each counts as failed. */
  empty: string[];
  /** The tests that passed: the file, relative to the repository's root, and the names of the suites and the test. */
  names: TestName[];
  /** The tests that failed, in the same form; a file that could not run has no test name. */
  failures: TestName[];
}

export interface TestName {
  file: string;
  path: string[];
}

const fileOf = (path: string): string => relative(process.cwd(), path).replaceAll('\\', '/');

export const noCounts = (): TestCounts => ({ passed: 0, failed: 0, empty: [], names: [], failures: [] });

export default async function* nodeTestCounts(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts = noCounts();
  /** The names of the suites around the current test. node:test reports a suite before its tests, and one file after the other. */
  let path: string[] = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') path = [...path.slice(0, data.nesting), data.name];
    if (type === 'test:pass' && data.details.type !== 'suite' && data.skip === undefined && data.todo === undefined) {
      // node:test reports a file without tests as one passed test that is named after the file.
      const isFile = data.nesting === 0 && data.file === resolve(data.name);
      if (isFile) counts.empty.push(data.name);
      counts[isFile ? 'failed' : 'passed'] += 1;
      if (!isFile && data.file) counts.names.push({ file: fileOf(data.file), path: [...path.slice(0, data.nesting), data.name] });
    }
    if (type === 'test:fail' && data.todo === undefined && !failedThroughItsTests(data.details.error)) {
      counts.failed += 1;
      counts.failures.push({ file: fileOf(data.file ?? ''), path: [...path.slice(0, data.nesting), data.name] });
    }
  }
  yield JSON.stringify(counts);
}

/** True when a suite failed only because its tests failed, which are counted themselves. */
const failedThroughItsTests = (error: Error): boolean => 'failureType' in error && error.failureType === 'subtestsFailed';

/** Writes the counts to `file` after each run; does nothing when `file` is undefined. */
export function webTestCounts(file: string | undefined): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      if (file) writeFileSync(file, JSON.stringify(countsOf(sessions)));
    },
  };
}

/** Prints the totals of each browser after each run. */
export function engineTotals(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      for (const engine of new Set(sessions.map(({ browser }) => browser.name))) {
        const { passed, failed } = countsOf(sessions.filter(({ browser }) => browser.name === engine));
        console.log(`${engine}: ${passed} passed, ${failed} failed`);
      }
    },
  };
}

function countsOf(sessions: readonly TestSession[]): TestCounts {
  const counts = noCounts();
  for (const session of sessions) countSession(session, counts);
  return counts;
}

function countSession(session: TestSession, counts: TestCounts): void {
  const results = session.testResults ? testsOf(session.testResults) : [];
  const ran = results.filter(({ skipped }) => !skipped);
  const failures = ran.filter(({ passed }) => !passed);
  const failed = failures.length;
  const file = fileOf(session.testFile ?? '');
  counts.names.push(...ran.filter(({ passed }) => passed).map(({ path }) => ({ file, path })));
  counts.passed += ran.length - failed;
  // A file that did not load, or whose page crashed, fails although no test of it failed.
  const broken = failed === 0 && !session.passed;
  counts.failed += broken ? 1 : failed;
  counts.failures.push(...(broken ? [{ path: [] }] : failures).map(({ path }) => ({ file, path: [session.browser.name, ...path] })));
  if (ran.length === 0 && session.passed) {
    counts.empty.push(session.testFile ?? session.id);
    counts.failed += 1;
  }
}

type NamedResult = TestSuiteResult['tests'][number] & { path: string[] };

const testsOf = ({ tests, suites }: TestSuiteResult, above: string[] = []): NamedResult[] => [
  ...tests.map((test) => ({ ...test, path: [...above, test.name] })),
  ...suites.flatMap((suite) => testsOf(suite, [...above, suite.name])),
];
