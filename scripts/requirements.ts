/**
 * Holds docs/requirements.md against the tests that ran: every requirement has a row, and every row a test that passed.
 * A row names a test, or a suite of which every test that ran has passed, with the suites around it: `suite › test`.
 */
import { readFileSync } from 'node:fs';
import type { TestName } from './test-counts.ts';

const FILE = 'docs/requirements.md';

const numbered = (letter: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
/** Truth table, copy law, fetching, polling. */
const REQUIREMENTS = [...numbered('T', 10), ...numbered('L', 9), ...numbered('F', 4), ...numbered('P', 10)];

/** What is wrong with the table, one sentence each; empty when it holds. */
export function brokenRequirements(passed: readonly TestName[]): string[] {
  const rows = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]\d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, id = '', , name = '', file = '']) => ({ id, name, file }));
  const ids = new Set(rows.map(({ id }) => id));
  const ran = new Set(passed.flatMap(({ file, path }) => path.map((_, length) => `${file} ${path.slice(0, length + 1).join(' › ')}`)));
  return [
    ...REQUIREMENTS.filter((id) => !ids.has(id)).map((id) => `${FILE} has no row for ${id}.`),
    ...rows.filter(({ name, file }) => !ran.has(`${file} ${name}`)).map(({ id, name, file }) => `${FILE} says that "${name}" in ${file} holds ${id}; no test of that name passed.`),
  ];
}
