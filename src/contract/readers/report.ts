/** What a reader reports. Paths grow from the inside out: a reader knows no path, its holder puts the key before it. */
import { WHOLE, type ContractViolation } from '../result.ts';

/** The violations found so far; a reader adds its own at the end. */
export type Report = ContractViolation[];

/** Makes a fresh value of `value`, any JSON. Gives undefined, and reports why, where there is nothing to keep. Never changes `value`. */
export type Reader<Value = unknown> = (value: unknown, report: Report) => Value | undefined;

/** Reports that the value must be `expected`. Gives undefined. */
export function broken(report: Report, expected: string): undefined {
  report.push({ path: '', rule: 'broken-part', message: `${WHOLE} must be ${expected}.` });
}

/** What follows a key without a dot: nothing, or an index. */
const UNNAMED = /^(\[|$)/;

/** The same violation as it reads one level further out: below `key`, or at a list's `[3]`. */
const below = (key: string, { path, rule, message }: ContractViolation): ContractViolation => {
  const full = key + (UNNAMED.test(path) ? '' : '.') + path;
  return { path: full, rule, message: full + message.slice((path || WHOLE).length) };
};

/** Violations of a part of a payload, with paths and messages as they read in the payload: `items[3].run_id must be at least 1.` */
export const prefixed = (violations: readonly ContractViolation[], prefix: string): ContractViolation[] => violations.map((one) => below(prefix, one));

/** Reads what a holder has at `key`, a path as `named` writes it. */
export function readAt<Value>(key: string, reader: Reader<Value>, value: unknown, report: Report): Value | undefined {
  let index = report.length;
  const read = reader(value, report);
  for (; index < report.length; index += 1) report[index] = below(key, report[index]!);
  return read;
}

/** A key that a backend chose, in a path. An empty one, or one that looks like an index, is quoted. */
export const named = (key: string): string => (UNNAMED.test(key) ? `["${key}"]` : key);
