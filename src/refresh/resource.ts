/**
 * One URL: its last answer, when it is asked again, and who is told. Every answer enters through `receive()`, no matter which
 * tab fetched it; every request leaves through `#send()`, so that there is never more than one under way.
 */
import type { Environment } from './environment.ts';
import { nextOrder, onWallClock } from './order.ts';
import type { AnyReading } from './reading.ts';
import { Readings, type Body } from './readings.ts';
import { send, type FetchResult, type Prepare } from './request.ts';
import type { RunLedger } from './run-ledger.ts';
import { DEFAULT_INTERVAL } from './schedule.ts';
import { inTrouble, type Snapshot, type Trouble } from './snapshot.ts';
import { TabLink, type Linked, type Session } from './tab-link.ts';
import { dueAt, type Attempt } from './timetable.ts';
import type { Reader, ValueReader } from './value-reader.ts';

/** A result, with the name that another tab gave its body. */
type IdentifiedResult = FetchResult & { readonly id?: string };

export interface Subscriber {
  readonly reader: Reader<unknown>;
  readonly paused: boolean;
  readonly prepare: Prepare;
  /** What it has read for the same reader before, on a resource that it has left. */
  readonly values: ValueReader<unknown> | undefined;
  /** An answer came, which need not have changed anything. */
  answered(): void;
  /** Other readings have changed what is shown. */
  overruled(): void;
}

/** A refresh that was asked for, until its request leaves. */
interface Demand {
  readonly done: Promise<void>;
  readonly settle: () => void;
}

/** How a result came. All but its stamp may be left out for data that the host hands over. */
export interface Arrival extends Partial<Omit<Attempt, 'retryAfter'>> {
  readonly order: number;
  /** A request of this tab brought it, so that the other tabs have yet to be told. */
  readonly fetched?: boolean;
}

let bodies = 0;
/** No two tabs give a body the same name. */
const tabName = crypto.getRandomValues(new Uint32Array(2)).join('-');

export class Resource implements Linked {
  readonly url: string | null;
  readonly session: Session;
  attempt: Attempt | null = null;
  readonly #environment: Environment;
  readonly #readings: Readings;
  readonly #link: TabLink | null;
  readonly #subscribers = new Set<Subscriber>();
  #trouble: Trouble | null = null;
  /** A refresh that was asked for has failed so far: it is tried again, even when nothing that is shown polls. */
  #owed = false;
  /** Since when other news has overtaken what is known; null when none has. */
  #expiredAt: number | null = null;
  #request: { readonly abort: AbortController; done: Promise<void> } | null = null;
  #demand: Demand | null = null;
  #timer: unknown = null;

  /** `url` is null for a resource that only ever holds what it is handed. */
  constructor(url: string | null, session: Session, environment: Environment, ledger: RunLedger) {
    this.url = url;
    this.session = session;
    this.#environment = environment;
    this.#readings = new Readings(environment.clock, ledger, (reading) => this.#overrule(reading));
    this.#link = url !== null && environment.tabs ? new TabLink(url, session, environment, this) : null;
  }

  get body(): Body | null {
    return this.#readings.body;
  }

  /** The last body that could be read; null once it was denied. */
  get readable(): Body | null {
    return this.#readings.readable;
  }

  get subscribed(): boolean {
    return this.#subscribers.size > 0;
  }

  get requesting(): boolean {
    return this.#request !== null;
  }

  /** Sends nothing yet: the subscriber calls `reschedule()` once it shows what is known, for that decides what is due. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    const { reader, values } = subscriber;
    this.#readings.open(reader, values);
    return () => {
      this.#subscribers.delete(subscriber);
      // A move inside the DOM leaves and comes back at once, and must not lose the last good value.
      queueMicrotask(() => [...this.#subscribers].some((other) => other.reader.key === reader.key) || this.#readings.close(reader.key));
      this.reschedule();
    };
  }

  /** What the readers of `reader` see at this moment. */
  reading(reader: Reader<unknown>): AnyReading {
    return this.#readings.open(reader);
  }

  snapshot(reader: Reader<unknown>): Snapshot<unknown> {
    const { clock } = this.#environment;
    const reading = this.reading(reader);
    const known = reading.snapshot(this.requesting);
    // A clock that was set back must not make it a time that is still to come.
    const asOf = known.asOf !== null && known.asOf > clock.now() ? onWallClock(clock, reading.at) : known.asOf;
    return this.#trouble ? inTrouble({ ...known, asOf }, this.#trouble) : { ...known, asOf };
  }

  /** Asks now, or as soon as the page may; joins a request that is under way unless it must be a later one. */
  refresh({ later = false }: { later?: boolean } = {}): Promise<void> {
    if (this.url === null || !this.subscribed) return Promise.resolve();
    if (this.#request && !later) return this.#request.done;
    if (!this.#demand) {
      let settle!: () => void;
      const done = new Promise<void>((resolve) => (settle = resolve));
      this.#demand = { done, settle };
    }
    const { done } = this.#demand;
    this.reschedule();
    return done;
  }

  /** What is known is out of date: it is due now, in whatever tab polls. */
  expire(): void {
    this.#expiredAt = this.#environment.clock.monotonic();
    this.#owed = true;
    this.reschedule();
  }

  /** Takes a result in. One that was asked for before the newest known one changes nothing. */
  receive(result: IdentifiedResult, { order, fetched = false, ...rest }: Arrival): void {
    const { clock, random } = this.#environment;
    const { attempt } = this;
    if (result.kind === 'withheld' || order < (attempt?.order ?? -Infinity)) return;
    const { at = clock.monotonic(), took = 0, failures = (attempt?.failures ?? 0) + 1, chance = random() } = rest;
    const before = this.body;
    const content = this.#contentOf(result, fetched);
    const trouble = content ? null : troubleOf(result);
    const good = content !== null && this.#readings.take({ ...content, order, at });
    // Denied as not found: nothing that was shown may stay (P4).
    if (trouble?.kind === 'missing' || trouble?.kind === 'forbidden') this.#readings.clear();
    if (trouble?.kind === 'session-ended') this.session.since = clock.monotonic();
    // A refusal is no failure in a row of them, and does not end the row either.
    const inARow = good ? 0 : trouble === null || trouble.kind === 'failure' ? failures : (attempt?.failures ?? 0);
    this.attempt = { order, at, took, chance, failures: inARow, retryAfter: result.kind === 'failure' ? result.retryAfter : null };
    this.#expiredAt = null;
    this.#owed &&= !good;
    this.#trouble = trouble;
    // The other tabs are told before this one may stop polling, or another one would take its place and ask.
    if (fetched) this.#link?.tell({ whole: content?.id !== before?.id });
    this.#tell();
    this.reschedule();
  }

  /** Sets the one timer by what is due; call it whenever something changed that bears on it. */
  reschedule(): void {
    const { clock, page } = this.#environment;
    clock.clearTimeout(this.#timer);
    const { due } = this;
    this.#link?.attend(this.subscribed, due);
    // A hidden page is not looked at. One without a connection may be looked at for hours.
    if (this.#request || due === null || (page.online && !page.active)) return;
    const demanded = this.#demand !== null;
    const turn = page.active ? (this.#link?.turnAt(due, demanded) ?? due) : due;
    const wait = turn - clock.monotonic();
    if (wait > 0) this.#timer = clock.setTimeout(() => this.reschedule(), wait);
    else if (!page.active) this.#missConnection();
    else if (this.#link?.ask(demanded)) this.reschedule();
    else this.#send();
  }

  /** Ends everything under way. The resource can be subscribed to again. */
  close(): void {
    this.#request?.abort.abort();
    this.#request = null;
    this.#environment.clock.clearTimeout(this.#timer);
    this.#link?.leave();
    this.#demand?.settle();
    this.#demand = null;
  }

  /** When the next request is due on the monotonic clock, or null. */
  get due(): number | null {
    if (this.url === null || !this.subscribed) return null;
    const intervals = [...this.#subscribers].map((subscriber) => this.#intervalOf(subscriber)).filter((interval) => interval !== null);
    return dueAt({
      attempt: this.attempt,
      demanded: this.#demand !== null,
      refused: this.#trouble !== null && this.#trouble.kind !== 'failure',
      expiredAt: this.#expiredAt,
      interval: intervals.length === 0 ? null : Math.min(...intervals),
    });
  }

  /** A surface that has nothing to show yet keeps trying, and so does a refresh that is owed; else what is shown asks. */
  #intervalOf({ paused, reader }: Subscriber): number | null {
    if (paused) return null;
    const { value, interval } = this.reading(reader);
    return value !== null && !this.#owed ? interval : DEFAULT_INTERVAL;
  }

  #send(): void {
    const { clock, fetch, timeout, maxBytes } = this.#environment;
    const abort = new AbortController();
    const order = nextOrder(clock);
    const demand = this.#demand;
    this.#demand = null;
    const [first] = this.#subscribers;
    // Under way before the host is asked: its listeners may change who subscribes.
    const request = { abort, done: Promise.resolve() };
    this.#request = request;
    const prepare: Prepare = (asked, etag) => {
      const prepared = first!.prepare(asked, etag);
      if (prepared) this.#link?.signed(prepared.personal ?? false);
      return prepared;
    };
    const etag = this.body?.etag ?? null;
    request.done = send(this.url!, { clock, fetch, timeout, maxBytes, prepare, etag, signal: abort.signal }).then((result) => {
      if (this.#request !== request) return;
      this.#request = null;
      const at = clock.monotonic();
      if (result.kind !== 'withheld') this.#link?.learned(result, order);
      // Also where a payload has overtaken the answer, or the host cancelled the request: the next one is an interval away.
      this.attempt = { ...(this.attempt ?? NO_ATTEMPT), at };
      this.receive(result, { order, at, took: at - order, fetched: true });
      this.#owed ||= this.attempt.failures > 0 && demand !== null;
      this.reschedule();
    });
    this.#link?.sending();
    if (demand) void request.done.then(demand.settle);
  }

  /** The body that a result brings or confirms; null for one that brings none. */
  #contentOf(result: IdentifiedResult, fetched: boolean): Pick<Body, 'text' | 'etag' | 'id'> | null {
    const { body } = this;
    if (result.kind === 'unchanged') return body;
    if (result.kind !== 'body') return null;
    const { text, etag } = result;
    const id = fetched ? `${tabName} ${++bodies}` : result.id;
    // The same text stays the same string, and keeps the name under which other tabs know it.
    return text === body?.text ? { text: body.text, etag, id: body.id ?? id } : { text, etag, id };
  }

  /** What is due cannot be asked for, so it is not current any more. It stays due, so that the connection's return asks at once. */
  #missConnection(): void {
    if (this.#trouble) return;
    this.#trouble = { kind: 'failure', reason: 'network' };
    this.#tell();
  }

  #tell(): void {
    // One of them may remove another from the page.
    for (const subscriber of [...this.#subscribers]) if (this.#subscribers.has(subscriber)) subscriber.answered();
    this.#readings.settle();
  }

  #overrule(reading: AnyReading): void {
    for (const subscriber of [...this.#subscribers]) if (this.#subscribers.has(subscriber) && subscriber.reader.key === reading.reader.key) subscriber.overruled();
    reading.changes = [];
  }
}

const NO_ATTEMPT: Attempt = { order: -Infinity, at: 0, took: 0, failures: 0, retryAfter: null, chance: 0 };

/** Why a result without a body leaves nothing current. A 304 about a body that is not known here says nothing. */
function troubleOf(result: FetchResult): Trouble | null {
  switch (result.kind) {
    case 'body':
    case 'withheld':
      return null;
    case 'unchanged':
      return { kind: 'failure', reason: 'unreadable' };
    case 'failure':
      return { kind: 'failure', reason: result.reason };
    default:
      return { kind: result.kind, reason: null };
  }
}
