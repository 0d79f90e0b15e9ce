/** The shape of a subject: a kind of payload on a surface. One constant per kind; elements name theirs and hold nothing of this themselves. */
import { ContractError, type ContractViolation, type ParseResult, type RunItem } from '../contract/payloads.ts';
import type { DescribableRun } from '../projection/index.ts';
import type { RunKind } from './merge-runs.ts';
import type { RunEnqueuedDetail } from './page.ts';
import type { Address } from './routes.ts';

export interface Subject<Value> {
  readonly name: string;
  /** Where it is asked for; null while the address is incomplete. */
  url(address: Address): string | null;
  /** The part of the address that a payload names by itself. */
  identify(value: Value): Partial<Address>;
  read(json: unknown, address: Address): ParseResult<Value>;
  /** How the entries of a list are read one by one, so that only those with a new text are. */
  readonly list?: ListReading<Value>;
  runs(value: Value): readonly DescribableRun[];
  /** `value` with its runs replaced one by one. */
  withRuns(value: Value, runs: readonly DescribableRun[]): Value;
  /** Set for a payload that only mentions its runs: it tells nothing about them, and takes over what others tell. */
  readonly mentions?: boolean;
  /** What the runs come from. */
  kind(value: Value): RunKind;
  /** Milliseconds until the next refresh; null when the payload asks for none. */
  interval(value: Value): number | null;
  /** Whether new work wakes this surface when it has stopped polling. */
  readonly wakes: (address: Address, enqueued: RunEnqueuedDetail) => boolean;
}

/** The key under which a payload holds its list: of the active-state contract, or of the lifecycle contract in its place. */
export type ListKey = 'items' | 'data';

/** An entry of a list, as it was read. */
export interface Entry {
  /** Replaced by the run of an entry before that says the same, so that an unchanged run stays the same object. */
  run: RunItem;
  readonly violations: readonly ContractViolation[];
}

export interface ListReading<Value> {
  readEntry(json: unknown, key: ListKey): Entry;
  /** Whether the entry belongs to what was asked for. */
  shows(entry: Entry, address: Address): boolean;
  /** The payload of a frame (its list is empty) and its entries. */
  assemble(frame: unknown, key: ListKey, entries: readonly Entry[], address: Address): ParseResult<Value>;
}



export const hasKey = (json: unknown, key: string): boolean => typeof json === 'object' && json !== null && key in json;

/** An answer about another tenant or run than was asked for is no answer. A list need not repeat its filter. */
export function expecting<Value>(result: ParseResult<Value>, field: string, asked: number | null, contract: string): ParseResult<Value> {
  if (!result.ok || asked === null) return result;
  const served = (result.value as Readonly<Record<string, number | null | undefined>>)[field];
  return served === asked || (field === 'tenant_filter' && !served) ? result : { ok: false, error: new ContractError(field, String(asked), contract) };
}

export function mapResult<From, To>(result: ParseResult<From>, make: (value: From) => To): ParseResult<To> {
  return result.ok ? { ...result, value: make(result.value) } : result;
}
