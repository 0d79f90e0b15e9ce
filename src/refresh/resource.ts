/**
 * One URL: its last answer, its schedule and its subscribers. Every answer enters through `receive()`, no matter who
 * fetched it; every request leaves through `#send()`, so there is never more than one under way.
 */
import { ContractError, type ContractViolation, type ParseResult } from '../contract/index.ts';
import type { FailureReason } from '../projection/index.ts';
import type { Clock } from './clock.ts';
import type { Page } from './page.ts';
import { send, type Answer, type Prepare } from './request.ts';
import { DEFAULT_INTERVAL, nextDelay } from './schedule.ts';
import { IDLE, type Snapshot } from './snapshot.ts';

/** Everything outside the kit that a refresh depends on. */
export interface Environment {
  readonly clock: Clock;
  readonly page: Page;
  readonly fetch: (request: Request) => Promise<Response>;
  /** 0 to 1. */
  readonly random: () => number;
  /** Milliseconds until a hung server counts as a failure. */
  readonly timeout: number;
  /** Bytes; a larger body is refused. */
  readonly maxBytes: number;
}

/** How an answer is read. Readers of one key give the same value for the same JSON. */
export interface Reader<Value> {
  readonly key: string;
  read(json: unknown): ParseResult<Value>;
}

export interface Subscriber {
  readonly reader: Reader<unknown>;
  readonly paused: boolean;
  readonly prepare: Prepare;
  /** Milliseconds between refreshes that what is shown asks for; null: none. */
  interval(): number | null;
  /** An answer came. `changed` is false when it only confirmed what is shown. */
  answered(changed: boolean): void;
}

interface Reading {
  value: unknown;
  violations: readonly ContractViolation[];
  error: ContractError | null;
  asOf: number | null;
  order: number;
}

interface Trouble {
  readonly kind: 'session-ended' | 'forbidden' | 'missing' | 'failure';
  /** Set for a failure. */
  readonly reason: FailureReason | null;
}

let lastOrder = 0;
/** Stamps requests and handed-in payloads, so that the later one wins wherever two meet. */
export const nextOrder = (): number => ++lastOrder;

export class Resource {
  readonly url: string | null;
  readonly #environment: Environment;
  readonly #subscribers = new Set<Subscriber>();
  readonly #readings = new Map<string, Reading>();
  #text: string | null = null;
  #order = -1;
  #trouble: Trouble | null = null;
  #failures = 0;
  #retryAfter: number | null = null;
  /** Spreads the retries; drawn once per answer, so that asking again does not move the date. */
  #chance = 0;
  #attemptedAt: number | null = null;
  #confirmedAt = 0;
  #request: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  #demanded: { readonly done: Promise<void>; readonly settle: () => void } | null = null;
  #timer: unknown = null;

  /** `url` is null for a resource that only ever holds what it is handed. */
  constructor(url: string | null, environment: Environment) {
    this.url = url;
    this.#environment = environment;
  }

  /** The last body, with when it was true on the monotonic clock; null once it was denied. */
  get body(): { readonly text: string; readonly order: number; readonly at: number } | null {
    return this.#text === null ? null : { text: this.#text, order: this.#order, at: this.#confirmedAt };
  }

  get subscribed(): boolean {
    return this.#subscribers.size > 0;
  }

  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    const { reader } = subscriber;
    if (this.#text !== null && !this.#readings.has(reader.key)) this.#readings.set(reader.key, this.#read(reader, parseJson(this.#text), this.#order));
    this.reschedule();
    return () => {
      this.#subscribers.delete(subscriber);
      if (![...this.#subscribers].some(({ reader: other }) => other.key === reader.key)) this.#readings.delete(reader.key);
      this.reschedule();
    };
  }

  snapshot(key: string): Snapshot<unknown> & { readonly order: number } {
    const { value = null, violations = [], error = null, asOf = null, order = -1 } = this.#readings.get(key) ?? {};
    const known = { ...IDLE, value, violations, error, asOf, order };
    switch (this.#trouble?.kind) {
      case 'missing':
        return { ...known, status: 'missing' };
      case 'forbidden':
        return { ...known, status: 'denied', denial: 'permission' };
      case 'session-ended':
        return { ...known, status: 'denied', denial: 'session' };
      case 'failure':
        return { ...known, status: 'failed', failure: this.#trouble.reason };
    }
    if (error) return { ...known, status: 'failed', failure: 'unreadable' };
    if (value === null) return { ...known, status: 'loading' };
    return { ...known, status: this.#request ? 'refreshing' : 'ready' };
  }

  /** Asks now, or as soon as the page may; joins a request that is under way unless it must be a later one. */
  refresh({ later = false }: { later?: boolean } = {}): Promise<void> {
    if (this.url === null || !this.subscribed) return Promise.resolve();
    if (this.#request && !later) return this.#request.done;
    if (!this.#demanded) {
      let settle!: () => void;
      const done = new Promise<void>((resolve) => (settle = resolve));
      this.#demanded = { done, settle };
    }
    const { done } = this.#demanded;
    this.reschedule();
    return done;
  }

  /**
   * Takes an answer in. One that was asked for before the newest known one changes nothing.
   * `age` is how many milliseconds ago it was true.
   */
  receive(answer: Answer, order: number, age = 0): void {
    if (order < this.#order || answer.kind === 'withheld') return;
    this.#order = order;
    this.#attemptedAt = this.#environment.clock.monotonic() - age;
    this.#chance = this.#environment.random();
    const changed = answer.kind === 'body' ? this.#takeBody(answer.text, order) : this.#takeTrouble(answer);
    for (const subscriber of [...this.#subscribers]) subscriber.answered(changed);
    this.reschedule();
  }

  /** Sets the one timer by what is due; call it whenever something changed that bears on it. */
  reschedule(): void {
    const { clock, page } = this.#environment;
    clock.clearTimeout(this.#timer);
    this.#timer = null;
    const due = this.#request || !page.active ? null : this.#due();
    if (due === null) return;
    const wait = due - clock.monotonic();
    if (wait <= 0) this.#send();
    else this.#timer = clock.setTimeout(() => this.reschedule(), wait);
  }

  /** Ends everything under way. The resource can be subscribed to again. */
  close(): void {
    this.#request?.abort.abort();
    this.#request = null;
    this.#environment.clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#settle();
  }

  /** When the next request is due on the monotonic clock, or null. */
  #due(): number | null {
    if (this.url === null || !this.subscribed) return null;
    if (this.#demanded) return -Infinity;
    if (this.#trouble && this.#trouble.kind !== 'failure') return null;
    if (this.#attemptedAt === null && this.#text === null) return -Infinity;
    const intervals = [...this.#subscribers].map((subscriber) => this.#intervalOf(subscriber)).filter((interval) => interval !== null);
    if (intervals.length === 0) return null;
    const delay = nextDelay({ interval: Math.min(...intervals), failures: this.#failures, retryAfter: this.#retryAfter, random: this.#chance });
    return (this.#attemptedAt ?? 0) + delay;
  }

  /** A surface that has nothing to show yet keeps trying; one that shows something asks by what it shows. */
  #intervalOf(subscriber: Subscriber): number | null {
    if (subscriber.paused) return null;
    return (this.#readings.get(subscriber.reader.key)?.value ?? null) === null ? DEFAULT_INTERVAL : subscriber.interval();
  }

  #send(): void {
    const { clock, fetch, timeout, maxBytes } = this.#environment;
    const abort = new AbortController();
    const order = nextOrder();
    const demanded = this.#demanded;
    this.#demanded = null;
    const [first] = this.#subscribers;
    const done = send(this.url!, { clock, fetch, timeout, maxBytes, prepare: first!.prepare, signal: abort.signal }).then((answer) => {
      if (this.#request?.abort !== abort) return;
      this.#request = null;
      this.#attemptedAt = clock.monotonic();
      if (answer.kind === 'withheld') this.reschedule();
      else this.receive(answer, order);
    });
    this.#request = { abort, done };
    if (demanded) void done.then(demanded.settle);
  }

  #takeBody(text: string, order: number): boolean {
    this.#confirmedAt = this.#attemptedAt!;
    const recovered = this.#trouble !== null;
    this.#trouble = null;
    this.#retryAfter = null;
    if (text !== this.#text) {
      this.#text = text;
      const json = parseJson(text);
      const readers = new Map([...this.#subscribers].map(({ reader }) => [reader.key, reader]));
      for (const [key, reader] of readers) this.#readings.set(key, this.#read(reader, json, order));
      this.#countFailures();
      return true;
    }
    for (const reading of this.#readings.values()) {
      if (reading.error) continue;
      reading.order = order;
      reading.asOf = this.#asOf();
    }
    this.#countFailures();
    return recovered;
  }

  #countFailures(): void {
    this.#failures = [...this.#readings.values()].some(({ error }) => error) ? this.#failures + 1 : 0;
  }

  #takeTrouble(answer: Exclude<Answer, { kind: 'body' }>): boolean {
    const before = this.#trouble;
    if (answer.kind === 'failure') {
      this.#failures += 1;
      this.#retryAfter = answer.retryAfter;
      this.#trouble = { kind: 'failure', reason: answer.reason };
    } else if (answer.kind !== 'withheld') {
      this.#trouble = { kind: answer.kind, reason: null };
    }
    // Denied as not found: nothing that was shown may stay, not even in memory (SPEC P4).
    if (answer.kind === 'missing' || answer.kind === 'forbidden') {
      this.#text = null;
      this.#readings.clear();
    }
    return before?.kind !== this.#trouble?.kind || before?.reason !== this.#trouble?.reason;
  }

  /** Reads a body; a broken one keeps the last good value, which an error must never wipe. */
  #read(reader: Reader<unknown>, json: ParseResult<unknown>, order: number): Reading {
    const result = json.ok ? reader.read(json.value) : json;
    if (result.ok) return { value: result.value, violations: result.violations, error: null, asOf: this.#asOf(), order };
    const last = this.#readings.get(reader.key);
    return { value: last?.value ?? null, violations: [], asOf: last?.asOf ?? null, error: result.error, order: last?.order ?? -1 };
  }

  /** When the body was last true, on the wall clock. */
  #asOf(): number {
    const { clock } = this.#environment;
    return clock.now() - (clock.monotonic() - this.#confirmedAt);
  }

  #settle(): void {
    this.#demanded?.settle();
    this.#demanded = null;
  }
}

function parseJson(text: string): ParseResult<unknown> {
  try {
    return { ok: true, value: JSON.parse(text), violations: [] };
  } catch {
    return { ok: false, error: new ContractError('', 'valid JSON', 'The answer') };
  }
}
