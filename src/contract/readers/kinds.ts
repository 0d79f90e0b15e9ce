/** The kinds of values that the contract knows, as readers. Each agrees with its zod schema (test/contract/validator.test.ts). */
import { broken, named, readAt, type Reader, type Report } from './report.ts';

export const text: Reader<string> = (value, report) => (typeof value === 'string' ? value : broken(report, 'a string'));
export const flag: Reader<boolean> = (value, report) => (typeof value === 'boolean' ? value : broken(report, 'a boolean'));
export const number: Reader<number> = (value, report) => (Number.isFinite(value) ? (value as number) : broken(report, 'a number'));
/** An integer that a number holds exactly. */
export const integer: Reader<number> = (value, report) =>
  Number.isSafeInteger(value) ? (value as number) : broken(report, Number.isInteger(value) ? 'of the documented shape' : Number.isFinite(value) ? 'an integer' : 'a number');

const atLeast =
  (minimum: number, reader: Reader<number>): Reader<number> =>
  (value, report) => {
    const read = reader(value, report);
    return read! < minimum ? broken(report, `at least ${minimum}`) : read;
  };

export const amount = atLeast(0, number);
export const ordinal = atLeast(1, integer);
/** Ids of tenants and runs: the one place that says what an id is. */
export const id = atLeast(1, integer);

export const oneOf =
  <Word>(words: readonly Word[]): Reader<Word> =>
  (value, report) =>
    words.includes(value as Word) ? (value as Word) : broken(report, words[1] ? `one of ${words.join(', ')}` : String(words[0]));

/** RFC 3339, but for the length of the month. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Engines read a day that its month does not have as one of the next month, or not at all. */
const isDay = (day: string): boolean | undefined => (new Date(day).toJSON() as string | null)?.startsWith(day);

/** For a text that was meant as a time; a word such as "yesterday" has another fault than its format. */
const TIME_ADVICE =
  '; send RFC 3339 with an offset, e.g. 2026-04-23T15:10:06+00:00 (PHP: DATE_ATOM or toIso8601String(); Python: isoformat() of an aware datetime; Ruby: Time#iso8601)';

export const time: Reader<string> = (value, report) => {
  const read = text(value, report);
  return read === undefined || (DATE_TIME.test(read) && isDay(read.slice(0, 10))) ? read : broken(report, `a valid datetime${/\d|^$/.test(read) ? TIME_ADVICE : ''}`);
};

/** A shallow copy of an object; undefined, and reported, for anything else. */
export function copyOf(value: unknown, report: Report, expected: string): Record<string, unknown> | undefined {
  if (typeof value === 'object' && value && !Array.isArray(value)) return { ...value };
  return broken(report, expected + (isEmptyList(value) ? '; send an empty map as {} (PHP: (object) [])' : ''));
}

/** PHP writes an empty map as an empty list. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && !value.length;

/** A map with keys of the backend's choice, without the entries that cannot be read. With no `entry`, what stands in it is the input's own. */
export const mapOf =
  <Entry>(entry?: Reader<Entry>): Reader<Record<string, Entry>> =>
  (value, report) => {
    const out = copyOf(value, report, 'a record') ?? (isEmptyList(value) ? {} : undefined);
    if (entry) for (const key in out) if (readAt(named(key), entry, out[key], report) === undefined) delete out[key];
    return Object.freeze(out) as Record<string, Entry>;
  };

/** A list without the entries of which nothing can be read. */
export const listOf =
  <Entry extends object>(entry: Reader<Entry>): Reader<Entry[]> =>
  (value, report) =>
    Array.isArray(value) ? (Object.freeze(value.flatMap((one, index) => readAt(`[${index}]`, entry, one, report) ?? [])) as Entry[]) : broken(report, 'an array');
