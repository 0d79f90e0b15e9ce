/**
 * The one gate between a backend and the kit. A payload comes out as a value with a list of violations, or as an
 * error that names the path and what was expected; it never comes out half right.
 */
import { broken, prefixed, type Reader, type Report } from './readers/report.ts';
import { ContractError, WHOLE, type ContractViolation, type ParseResult } from './result.ts';

/** A payload of the contract, and how it is read. One with a list of runs is read as a frame and its entries. */
export interface PayloadContract<Value> {
  /** Its schema's name in the OpenAPI documents. */
  readonly name: string;
  /** Reads the payload; of one with a list, all but the entries. */
  readonly read: Reader<Value>;
  /** The field that holds the list; undefined for a payload that has none. */
  readonly list?: 'items' | 'data';
  /** Reads one entry of the list, whatever it is. */
  readonly entry?: Reader<EntryOf<Value>>;
  /** Carries the type of the read value; never set. */
  readonly value?: Value;
}

/** What a payload's list holds. */
export type EntryOf<Value> = Value extends { items: (infer Entry)[] } | { data: (infer Entry)[] } ? Entry : never;

/** A list within a frame: it is there, and empty. */
export const inList: Reader<never[]> = (value, report) => (Array.isArray(value) ? [] : broken(report, 'an array'));

/**
 * Reads `json` (any JSON value) against a payload of the contract. Never throws and never changes `json`.
 * A value is fresh, holds only fields of the contract, and is deeply frozen but for its outermost object, a payload's list, and what stands in `evidence`.
 */
export const parsePayload = <Value>(contract: PayloadContract<Value>, json: unknown): ParseResult<Value> =>
  guarded(contract, () => {
    const frame = readFrame(contract, json);
    const { list } = contract;
    if (!frame.ok || !list) return frame;
    const entries = (frame.value as Record<string, unknown[]>)[list]!;
    const violations = [...frame.violations];
    for (const raw of (json as Record<string, unknown[]>)[list]!) {
      const entry = readEntry(contract, raw);
      violations.push(...prefixed(entry.violations, `${list}[${entries.length}]`));
      entries.push(entry.value);
    }
    return { ...frame, violations };
  });

/** Reads a payload as if its list were empty: its own fields, with their violations, or its error. A payload without a list is read whole. */
export const readFrame = <Value>(contract: PayloadContract<Value>, json: unknown): ParseResult<Value> =>
  guarded(contract, () => {
    const violations: Report = [];
    const value = contract.read(json, violations);
    if (value) return { ok: true, value: { ...value }, violations };
    const { path, message } = violations[0]!;
    return refused(path, message.slice((path || WHOLE).length + ' must be '.length, -1), contract);
  });

/** Reads one entry of a payload's list. Never fails: a broken entry is an unknown one. Paths are relative to the entry, whose own is ''. */
export function readEntry<Value>(contract: PayloadContract<Value>, json: unknown): { value: EntryOf<Value>; violations: readonly ContractViolation[] } {
  const violations: Report = [];
  try {
    return { value: contract.entry!(json, violations)!, violations };
  } catch {
    return readEntry(contract, null);
  }
}

const refused = (path: string, expected: string, { name }: { readonly name: string }): ParseResult<never> => ({ ok: false, error: new ContractError(path, expected, name) });

/** What a host hands over may be any object, with getters that throw. */
function guarded<Value>(contract: PayloadContract<Value>, read: () => ParseResult<Value>): ParseResult<Value> {
  try {
    return read();
  } catch {
    return refused('', 'readable', contract);
  }
}
