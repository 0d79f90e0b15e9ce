/**
 * Reads the bodies of one URL for one subject, one after the other. An entry whose text has not changed is the same object as before,
 * and so is one that says the same in another text: whoever compares values compares identities.
 */
import { EntryMemory } from '../contract/entries.ts';
import type { ContractError, ContractViolation, ParseResult } from '../contract/payloads.ts';
import type { DescribableRun } from '../projection/index.ts';
import { equal } from './equal.ts';
import { listKeyOf } from './list-subject.ts';
import type { Address } from './routes.ts';
import type { Entry, ListKey, Subject } from './subject.ts';

/** How an answer is read. Readers of one key give the same value for the same text. */
export interface Reader<Value> {
  readonly key: string;
  readonly subject: Subject<Value>;
  readonly address: Address;
  /** The backend that the run ids belong to, and the session in which it is asked. */
  readonly backend: string;
}

/** A body's JSON; parsed at most once, by the first reader that needs all of it. */
export type WholeJson = () => ParseResult<unknown>;

/** What a body says, and which runs it tells anew or no longer. A run with another content is in both. */
export type ReadStep<Value> =
  | { readonly ok: true; readonly value: Value; readonly violations: readonly ContractViolation[]; readonly added: readonly DescribableRun[]; readonly gone: readonly DescribableRun[] }
  | { readonly ok: false; readonly error: ContractError };

export class ValueReader<Value> {
  readonly #reader: Reader<Value>;
  readonly #memory: EntryMemory<Entry> | null;
  #value: Value | null = null;
  #violations: readonly ContractViolation[] = [];
  #entries: readonly Entry[] = [];
  /** Whether the memory's last body is the one that was read last: then it knows which entries are new. */
  #inStep = false;

  constructor(reader: Reader<Value>) {
    const { list } = reader.subject;
    this.#reader = reader;
    this.#memory = list ? new EntryMemory<Entry>((json, key) => list.readEntry(json, key)) : null;
  }

  /** Reads a body. One that cannot be read leaves what was read before. */
  read(text: string, json: WholeJson): ReadStep<Value> {
    const taken = this.#memory?.take(text) ?? null;
    if (taken) {
      const step = this.#readList(taken.frame, taken.key, taken.entries, this.#inStep ? taken : differenceOf(this.#entries, taken.entries));
      this.#inStep = step.ok;
      return step;
    }
    this.#inStep = false;
    const whole = json();
    if (!whole.ok) return whole;
    const { subject, address } = this.#reader;
    const key = subject.list ? listKeyOf(whole.value) : null;
    const raw = key === null ? null : (whole.value as Record<ListKey, unknown>)[key];
    if (key === null || !Array.isArray(raw)) return this.#readSingle(subject.read(whole.value, address));
    const entries = raw.map((entry) => subject.list!.readEntry(entry, key));
    return this.#readList({ ...(whole.value as object), [key]: [] }, key, entries, differenceOf(this.#entries, entries));
  }

  /** Nothing of what was read may stay. */
  forget(): void {
    this.#memory?.forget();
    this.#value = null;
    this.#entries = [];
    this.#inStep = false;
  }

  #readList(frame: unknown, key: ListKey, entries: readonly Entry[], difference: Difference): ReadStep<Value> {
    const { subject, address } = this.#reader;
    const { added, gone } = withoutEqual(difference);
    const result = subject.list!.assemble(frame, key, entries, address);
    if (!result.ok) return result;
    const runsOf = (some: readonly Entry[]) => some.filter((entry) => subject.list!.shows(entry, address)).map(({ run }) => run);
    const before = this.#value;
    const moved = added.length > 0 || gone.length > 0 || before === null;
    const value = !moved && equal(result.value, before) ? before! : result.value;
    const step = { ok: true as const, value, violations: this.#same(result.violations), added: runsOf(added), gone: runsOf(gone) };
    this.#entries = entries;
    this.#value = value;
    return step;
  }

  #readSingle(result: ParseResult<Value>): ReadStep<Value> {
    if (!result.ok) return result;
    const { subject } = this.#reader;
    const before = this.#value;
    const violations = this.#same(result.violations);
    if (equal(result.value, before)) return { ok: true, value: before!, violations, added: [], gone: [] };
    this.#value = result.value;
    return { ok: true, value: result.value, violations, added: subject.runs(result.value), gone: before === null ? [] : subject.runs(before) };
  }

  #same(violations: readonly ContractViolation[]): readonly ContractViolation[] {
    if (!equal(violations, this.#violations)) this.#violations = violations;
    return this.#violations;
  }
}

interface Difference {
  readonly added: readonly Entry[];
  readonly gone: readonly Entry[];
}

function differenceOf(before: readonly Entry[], after: readonly Entry[]): Difference {
  const [known, kept] = [new Set(before), new Set(after)];
  return { added: [...kept].filter((entry) => !known.has(entry)), gone: [...known].filter((entry) => !kept.has(entry)) };
}

/** An entry that says the same as one that has gone takes over its run, and is no difference. */
function withoutEqual({ added, gone }: Difference): Difference {
  if (added.length === 0 || gone.length === 0) return { added, gone };
  const known = new Map(gone.map((entry) => [entry.run.run_id, entry]));
  const kept = new Set<Entry>();
  for (const entry of added) {
    const { run_id } = entry.run;
    const before = known.get(run_id);
    if (run_id === null || !before || !equal(entry.run, before.run)) continue;
    entry.run = before.run;
    known.delete(run_id);
    kept.add(entry).add(before);
  }
  return kept.size === 0 ? { added, gone } : { added: added.filter((entry) => !kept.has(entry)), gone: gone.filter((entry) => !kept.has(entry)) };
}
