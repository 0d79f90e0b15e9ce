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

/** A body, with when it was true on the monotonic clock. */
export interface Body {
  readonly text: string;
  readonly order: number;
  readonly at: number;
}

interface Trouble {
  readonly kind: 'session-ended' | 'forbidden' | 'missing' | 'failure';
  /** Set for a failure. */
  readonly reason: FailureReason | null;
}

let lastOrder = 0;
let lastInlineOrder = Number.MIN_SAFE_INTEGER;
/** Stamps requests and payloads, so that the later one wins wherever two meet. What came with the page is older than anything asked for since. */
export const nextOrder = ({ inline = false } = {}): number => (inline ? ++lastInlineOrder : ++lastOrder);

export class Resource {
  readonly url: string | null;
  readonly #environment: Environment;
  readonly #subscribers = new Set<Subscriber>();
  readonly #readings = new Map<string, Reading>();
  #body: Body | null = null;
  #readable: Body | null = null;
  /** Of the last answer, whatever it was. */
  #order = -Infinity;
  #trouble: Trouble | null = null;
  #failures = 0;
  #retryAfter: number | null = null;
  /** Spreads the retries; drawn once per answer, so that asking again does not move the date. */
  #chance = 0;
  /** A refresh that was asked for has failed so far: it is tried again, even when nothing that is shown polls. */
  #owed = false;
  #attemptedAt: number | null = null;
  #request: { readonly abort: AbortController; done: Promise<void> } | null = null;
  #demanded: { readonly done: Promise<void>; readonly settle: () => void } | null = null;
  #timer: unknown = null;

  /** `url` is null for a resource that only ever holds what it is handed. */
  constructor(url: string | null, environment: Environment) {
    this.url = url;
    this.#environment = environment;
  }

  /** The last body that could be read; null once it was denied. */
  get body(): Body | null {
    return this.#readable;
  }

  get subscribed(): boolean {
    return this.#subscribers.size > 0;
  }

  /** Sends nothing yet: the subscriber calls `reschedule()` once it shows what is known, for that decides what is due. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    const { reader } = subscriber;
    if (this.#body && !this.#readings.has(reader.key)) this.#readings.set(reader.key, this.#read(reader, parseJson(this.#body.text), this.#body));
    return () => {
      this.#subscribers.delete(subscriber);
      // A move inside the DOM leaves and comes back at once, and must not lose the last good value.
      queueMicrotask(() => this.#forget(reader.key));
      this.reschedule();
    };
  }

  snapshot(key: string): Snapshot<unknown> & { readonly order: number } {
    const { value = null, violations = [], error = null, asOf = null, order = -Infinity } = this.#readings.get(key) ?? {};
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
    this.#tell(changed);
    this.reschedule();
  }

  /** Sets the one timer by what is due; call it whenever something changed that bears on it. */
  reschedule(): void {
    const { clock, page } = this.#environment;
    clock.clearTimeout(this.#timer);
    // Nobody looks at a hidden page. One without a connection may be looked at for hours.
    const due = this.#request || (page.online && !page.active) ? null : this.#due();
    if (due === null) return;
    const wait = due - clock.monotonic();
    if (wait > 0) this.#timer = clock.setTimeout(() => this.reschedule(), wait);
    else if (page.active) this.#send();
    else this.#missConnection();
  }

  /** Ends everything under way. The resource can be subscribed to again. */
  close(): void {
    this.#request?.abort.abort();
    this.#request = null;
    this.#environment.clock.clearTimeout(this.#timer);
    this.#demanded?.settle();
    this.#demanded = null;
  }

  /** When the next request is due on the monotonic clock, or null. */
  #due(): number | null {
    if (this.url === null || !this.subscribed) return null;
    if (this.#demanded) return -Infinity;
    if (this.#trouble && this.#trouble.kind !== 'failure') return null;
    if (this.#attemptedAt === null) return -Infinity;
    const intervals = [...this.#subscribers].map((subscriber) => this.#intervalOf(subscriber)).filter((interval) => interval !== null);
    if (intervals.length === 0) return null;
    const delay = nextDelay({ interval: Math.min(...intervals), failures: this.#failures, retryAfter: this.#retryAfter, random: this.#chance });
    return this.#attemptedAt + delay;
  }

  /** A surface that has nothing to show yet keeps trying, and so does a refresh that is owed; else what is shown asks. */
  #intervalOf(subscriber: Subscriber): number | null {
    if (subscriber.paused) return null;
    const shows = (this.#readings.get(subscriber.reader.key)?.value ?? null) !== null;
    return shows && !this.#owed ? subscriber.interval() : DEFAULT_INTERVAL;
  }

  #send(): void {
    const { clock, fetch, timeout, maxBytes } = this.#environment;
    const abort = new AbortController();
    const order = nextOrder();
    const demanded = this.#demanded;
    this.#demanded = null;
    const [first] = this.#subscribers;
    // Under way before the host is asked: its listeners may change who subscribes.
    const request = { abort, done: Promise.resolve() };
    this.#request = request;
    request.done = send(this.url!, { clock, fetch, timeout, maxBytes, prepare: first!.prepare, signal: abort.signal }).then((answer) => {
      if (this.#request !== request) return;
      this.#request = null;
      this.#attemptedAt = clock.monotonic();
      this.receive(answer, order);
      this.#owed = this.#failures > 0 && (this.#owed || demanded !== null);
      this.reschedule();
    });
    if (demanded) void request.done.then(demanded.settle);
  }

  /** What is due cannot be asked for: it is not current any more. It stays due, so that the connection's return asks at once. */
  #missConnection(): void {
    if (this.#trouble) return;
    this.#trouble = { kind: 'failure', reason: 'network' };
    this.#tell(true);
  }

  #tell(changed: boolean): void {
    // One of them may remove another from the page.
    for (const subscriber of [...this.#subscribers]) if (this.#subscribers.has(subscriber)) subscriber.answered(changed);
  }

  #takeBody(text: string, order: number): boolean {
    const unchanged = text === this.#body?.text;
    const recovered = this.#trouble !== null;
    this.#body = { text, order, at: this.#attemptedAt! };
    this.#trouble = null;
    this.#retryAfter = null;
    if (unchanged) this.#confirm(this.#body);
    else this.#readAll(this.#body);
    const readable = ![...this.#readings.values()].some(({ error }) => error);
    this.#failures = readable ? 0 : this.#failures + 1;
    if (readable) this.#readable = this.#body;
    return recovered || !unchanged;
  }

  #confirm(body: Body): void {
    for (const reading of this.#readings.values()) {
      if (reading.error) continue;
      reading.order = body.order;
      reading.asOf = this.#asOf(body);
    }
  }

  #readAll(body: Body): void {
    const json = parseJson(body.text);
    const readers = new Map([...this.#subscribers].map(({ reader }) => [reader.key, reader]));
    for (const [key, reader] of readers) this.#readings.set(key, this.#read(reader, json, body));
  }

  #forget(key: string): void {
    if (![...this.#subscribers].some(({ reader }) => reader.key === key)) this.#readings.delete(key);
  }

  #takeTrouble(answer: Exclude<Answer, { kind: 'body' } | { kind: 'withheld' }>): boolean {
    const before = this.#trouble;
    if (answer.kind === 'failure') {
      this.#failures += 1;
      this.#retryAfter = answer.retryAfter;
      this.#trouble = { kind: 'failure', reason: answer.reason };
    } else {
      this.#trouble = { kind: answer.kind, reason: null };
    }
    // Denied as not found: nothing that was shown may stay, not even in memory (SPEC P4).
    if (answer.kind === 'missing' || answer.kind === 'forbidden') {
      this.#body = this.#readable = null;
      this.#readings.clear();
    }
    return before?.kind !== this.#trouble.kind || before.reason !== this.#trouble.reason;
  }

  /** Reads a body; a broken one keeps the last good value, which an error must never wipe. */
  #read(reader: Reader<unknown>, json: ParseResult<unknown>, body: Body): Reading {
    const result = json.ok ? reader.read(json.value) : json;
    if (result.ok) return { value: result.value, violations: result.violations, error: null, asOf: this.#asOf(body), order: body.order };
    const last = this.#readings.get(reader.key);
    return { value: last?.value ?? null, violations: [], asOf: last?.asOf ?? null, error: result.error, order: last?.order ?? -Infinity };
  }

  /** When the body was true, on the wall clock. */
  #asOf({ at }: Body): number {
    const { clock } = this.#environment;
    return clock.now() - (clock.monotonic() - at);
  }
}

function parseJson(text: string): ParseResult<unknown> {
  try {
    return { ok: true, value: JSON.parse(text), violations: [] };
  } catch {
    return { ok: false, error: new ContractError('', 'valid JSON', 'The answer') };
  }
}
