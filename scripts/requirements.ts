/**
 * Holds the tables of docs/requirements.md and docs/refresh.md against the tests that ran: every requirement and every
 * transition that is drawn has a row, and every row a test that passed. A row names a test, or a suite of which every
 * test that ran has passed, with the suites around it: `suite › test`.
 */
import { readFileSync } from 'node:fs';
import type { TestName } from './test-counts.ts';

const numbered = (letter: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** What each file must have a row for. */
const TABLES: Readonly<Record<string, (text: string) => Iterable<string>>> = {
  // Truth table, copy law, fetching, polling.
  'docs/requirements.md': () => [...numbered('T', 10), ...numbered('L', 9), ...numbered('F', 4), ...numbered('P', 10)],
  'docs/refresh.md': (text) => Array.from(text.matchAll(/--> .*: ([RS]\d+) /g), ([, id]) => id!),
};

/** What is wrong with the tables, one sentence each; empty when they hold. */
export function brokenRequirements(passed: readonly TestName[]): string[] {
  const ran = new Set(passed.flatMap(({ file, path }) => path.map((_, length) => `${file} ${path.slice(0, length + 1).join(' › ')}`)));
  return Object.entries(TABLES).flatMap(([table, wanted]) => brokenTable(table, wanted, ran));
}

function brokenTable(table: string, wanted: (text: string) => Iterable<string>, ran: ReadonlySet<string>): string[] {
  const text = readFileSync(table, 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => /^\| [A-Z]\d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, id = '', , name = '', file = '']) => ({ id, name, file }));
  const ids = new Set(rows.map(({ id }) => id));
  return [
    ...[...wanted(text)].filter((id) => !ids.has(id)).map((id) => `${table} has no row for ${id}.`),
    ...rows.filter(({ name, file }) => !ran.has(`${file} ${name}`)).map(({ id, name, file }) => `${table} says that "${name}" in ${file} holds ${id}; no test of that name passed.`),
  ];
}
