/**
 * How many tests passed and failed, as JSON, from the two test runners: the default export is a reporter for node:test,
 * `webTestCounts` one for @web/test-runner. A test that was skipped is neither.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';

export interface TestCounts {
  passed: number;
  failed: number;
  /** Test files that ended well without having run a test: they tested nothing, so each counts as failed. */
  empty: string[];
}

export default async function* nodeTestCounts(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts: TestCounts = { passed: 0, failed: 0, empty: [] };
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.details.type !== 'suite' && data.skip === undefined && data.todo === undefined) {
      // A file that registers no test is reported as one passed test with the file's name.
      const isFile = data.nesting === 0 && data.file === resolve(data.name);
      if (isFile) counts.empty.push(data.name);
      counts[isFile ? 'failed' : 'passed'] += 1;
    }
    if (type === 'test:fail' && data.todo === undefined && !failedThroughItsTests(data.details.error)) counts.failed += 1;
  }
  yield JSON.stringify(counts);
}

/** A suite fails with each of its tests; those are counted already. */
const failedThroughItsTests = (error: Error): boolean => 'failureType' in error && error.failureType === 'subtestsFailed';

/** Writes the counts to `file` after each run; does nothing without one. */
export function webTestCounts(file: string | undefined): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      if (!file) return;
      const counts: TestCounts = { passed: 0, failed: 0, empty: [] };
      for (const session of sessions) countSession(session, counts);
      writeFileSync(file, JSON.stringify(counts));
    },
  };
}

function countSession(session: TestSession, counts: TestCounts): void {
  const results = session.testResults ? testsOf(session.testResults) : [];
  const ran = results.filter(({ skipped }) => !skipped);
  const failed = ran.filter(({ passed }) => !passed).length;
  counts.passed += ran.length - failed;
  // A file that did not load, or whose page crashed, has failed without a failed test.
  counts.failed += failed === 0 && !session.passed ? 1 : failed;
  if (ran.length === 0 && session.passed) {
    counts.empty.push(session.testFile ?? session.id);
    counts.failed += 1;
  }
}

const testsOf = ({ tests, suites }: TestSuiteResult): TestSuiteResult['tests'] => [...tests, ...suites.flatMap(testsOf)];
