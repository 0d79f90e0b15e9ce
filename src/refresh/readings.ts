/** The last body of one URL, and what each of its readers makes of it. */
import { ContractError, type ParseResult } from '../contract/payloads.ts';
import type { Clock } from './clock.ts';
import { onWallClock } from './order.ts';
import { Reading, type AnyReading, type BodyTime } from './reading.ts';
import type { RunLedger } from './run-ledger.ts';
import type { Reader, ValueReader } from './value-reader.ts';

export interface Body extends BodyTime {
  readonly text: string;
  /** For asking the server whether it still holds; absent where the server sent none, or the host handed the body over. */
  readonly etag?: string;
  /** Names the body among tabs, so that "unchanged" is understood by those that have it. */
  readonly id?: string;
}

export class Readings {
  /** The last body, readable or not; null before the first, and once it was denied. */
  body: Body | null = null;
  /** The last one that all readers could read. */
  readable: Body | null = null;
  readonly #clock: Clock;
  readonly #ledger: RunLedger;
  readonly #overruled: (reading: AnyReading) => void;
  readonly #byKey = new Map<string, AnyReading>();
  /** While a body is taken in, one update follows for all that it changes. */
  #taking = false;

  constructor(clock: Clock, ledger: RunLedger, overruled: (reading: AnyReading) => void) {
    this.#clock = clock;
    this.#ledger = ledger;
    this.#overruled = overruled;
  }

  /** The reading of `reader`, made of the last body when it is the first of its key. `values` is what was read for it before. */
  open(reader: Reader<unknown>, values?: ValueReader<unknown>): AnyReading {
    const known = this.#byKey.get(reader.key);
    if (known) return known;
    const reading: AnyReading = new Reading(reader, this.#ledger, () => this.#taking || this.#overruled(reading), values);
    this.#byKey.set(reader.key, reading);
    if (this.body) this.#read([reading], this.body);
    reading.changes = [];
    return reading;
  }

  /** Ends a reading that no surface shows any more. */
  close(key: string): void {
    this.#byKey.get(key)?.leave();
    this.#byKey.delete(key);
  }

  /** Takes a body in; false when a reader could not read it. The text of the body before only confirms what is known. */
  take(body: Body): boolean {
    const before = this.body;
    this.body = body;
    if (body.text === before?.text) this.#confirm(body);
    else this.#read(this.#byKey.values(), body);
    const readable = ![...this.#byKey.values()].some(({ error }) => error);
    if (readable) this.readable = body;
    return readable;
  }

  /** Nothing that was shown may stay, not even in memory (P4). */
  clear(): void {
    this.body = this.readable = null;
    for (const reading of this.#byKey.values()) reading.clear();
  }

  /** The surfaces have been told how their runs changed. */
  settle(): void {
    for (const reading of this.#byKey.values()) reading.changes = [];
  }

  #confirm(body: Body): void {
    for (const reading of this.#byKey.values()) reading.confirm(body, this.#asOf(body));
  }

  #read(readings: Iterable<AnyReading>, body: Body): void {
    let json: ParseResult<unknown> | null = null;
    this.#taking = true;
    for (const reading of readings) reading.take(body.text, () => (json ??= parseJson(body.text)), body, this.#asOf(body));
    this.#taking = false;
  }

  #asOf({ at }: Body): number {
    return onWallClock(this.#clock, at);
  }
}

function parseJson(text: string): ParseResult<unknown> {
  try {
    return { ok: true, value: JSON.parse(text), violations: [] };
  } catch {
    return { ok: false, error: new ContractError('', 'valid JSON', 'The answer') };
  }
}
