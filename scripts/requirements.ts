/**
 * Checks the tables of docs/requirements.md and docs/refresh.md against the tests that ran: every rule of docs/rules.md and
 * every transition in a drawing needs a row, and every row a test that passed. A row names a test or a suite by its path,
 * `suite › test`. A suite counts when all of its tests that ran have passed.
 */
import { readFileSync } from 'node:fs';
import type { TestName } from './test-counts.ts';

/** The ids that each file must have a row for. */
const TABLES: Readonly<Record<string, (text: string) => Iterable<string>>> = {
  'docs/requirements.md': () => Array.from(readFileSync('docs/rules.md', 'utf8').matchAll(/^### ([TLFP]\d+)$/gm), ([, id]) => id!),
  'docs/refresh.md': (text) => Array.from(text.matchAll(/--> .*: ([RS]\d+) /g), ([, id]) => id!),
};

/** The problems of the tables, one sentence each; empty when there are none. */
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
