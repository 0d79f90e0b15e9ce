/** What one URL's answers say to all surfaces that read them alike, with what other readings know better of its runs. */
import type { ContractError, ContractViolation } from '../contract/payloads.ts';
import type { DescribableRun } from '../projection/index.ts';
import type { RunKind } from './merge-runs.ts';
import type { RunChange, RunLedger, Witness } from './run-ledger.ts';
import { IDLE, type Snapshot } from './snapshot.ts';
import { ValueReader, type Reader, type WholeJson } from './value-reader.ts';

/** When a body was asked for, and when it came, both on the monotonic clock. */
export interface BodyTime {
  readonly order: number;
  readonly at: number;
}

const NONE: readonly ContractViolation[] = [];

export class Reading<Value> implements Witness {
  readonly reader: Reader<Value>;
  readonly overrides = new Map<DescribableRun, DescribableRun>();
  kind: RunKind = 'item';
  /** Of the last answer that could be read. */
  order = -Infinity;
  /** When it came, on the monotonic clock. */
  at = 0;
  /** The same in epoch milliseconds; null before the first answer. */
  asOf: number | null = null;
  value: Value | null = null;
  violations: readonly ContractViolation[] = NONE;
  /** Why the last body could not be read. */
  error: ContractError | null = null;
  /** Milliseconds between refreshes that what is shown asks for; null: none. */
  interval: number | null = null;
  /** How its runs have changed since its surfaces were last told. */
  changes: RunChange[] = [];

  /** Outlives the reading where an element leaves the page and comes back: what says the same then is the same object. */
  readonly values: ValueReader<Value>;
  readonly #ledger: RunLedger;
  readonly #overruled: () => void;
  /** As the body told it. */
  #served: Value | null = null;

  /** `overruled` is called when other readings have changed what this one shows. */
  constructor(reader: Reader<Value>, ledger: RunLedger, overruled: () => void, values: ValueReader<Value> = new ValueReader(reader)) {
    this.reader = reader;
    this.#ledger = ledger;
    this.#overruled = overruled;
    this.values = values;
  }

  get backend(): string {
    return this.reader.backend;
  }

  get tenantId(): number | null {
    return this.reader.address.tenantId;
  }

  get mentions(): boolean {
    return this.reader.subject.mentions ?? false;
  }

  /** Takes a body in. A broken one keeps the last good value, which an error must never wipe. */
  take(text: string, json: WholeJson, time: BodyTime, asOf: number): void {
    const step = this.values.read(text, json);
    this.error = step.ok ? null : step.error;
    if (!step.ok) return;
    const { value, violations } = step;
    const { gone, added } = this.#served === null ? { gone: [], added: this.reader.subject.runs(value) } : step;
    const lastOrder = this.order;
    const changed = value !== this.#served;
    this.#stamp(time, asOf);
    this.violations = violations;
    this.kind = this.reader.subject.kind(value);
    this.#served = value;
    const changes = [...(gone.length > 0 || added.length > 0 ? this.#ledger.update(this, gone, added, lastOrder) : []), ...this.#ledger.confirm(this)];
    if (changed || changes.length > 0) this.#show(changes);
  }

  /** The same body holds at a later time. Whatever was told in between by others is older than it now. */
  confirm(time: BodyTime, asOf: number): void {
    if (this.error) return;
    this.#stamp(time, asOf);
    const changes = this.#ledger.confirm(this);
    if (changes.length > 0) this.#show(changes);
  }

  overruled(changes: readonly RunChange[]): void {
    this.#show(changes);
    this.#overruled();
  }

  /** Leaves the ledger: no surface shows it any more. */
  leave(): void {
    if (this.#served !== null) this.#ledger.update(this, this.reader.subject.runs(this.#served), []);
  }

  /** Forgets all that it knows, and leaves the ledger. */
  clear(): void {
    this.leave();
    this.values.forget();
    this.#served = this.value = this.error = this.asOf = this.interval = null;
    this.violations = NONE;
    this.changes = [];
    this.order = -Infinity;
  }

  /** What is known while nothing is wrong with the resource. */
  snapshot(requesting: boolean): Snapshot<Value> {
    const { value, asOf, violations, error, interval } = this;
    const known = { ...IDLE, value, asOf, violations, error };
    if (error) return { ...known, status: 'failed', failure: 'unreadable' };
    if (value === null) return { ...known, status: 'loading' };
    return { ...known, status: requesting ? 'refreshing' : interval === null ? 'settled' : 'ready' };
  }

  #stamp({ order, at }: BodyTime, asOf: number): void {
    this.order = order;
    this.at = at;
    this.asOf = asOf;
  }

  #show(changes: readonly RunChange[]): void {
    const { subject } = this.reader;
    const served = this.#served!;
    const { overrides } = this;
    this.value = overrides.size === 0 ? served : subject.withRuns(served, subject.runs(served).map((run) => overrides.get(run) ?? run));
    this.interval = subject.interval(this.value);
    this.changes.push(...changes);
  }
}

export type AnyReading = Reading<unknown>;
