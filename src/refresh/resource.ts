/**
 * One URL: its last answer, its schedule and its subscribers. Every answer enters through `receive()`, no matter who
 * fetched it; every request leaves through `#send()`, so there is never more than one under way. Of the tabs that show
 * the URL one polls, and the others take what it tells them.
 */
import { ContractError, type ContractViolation, type ParseResult } from '../contract/payloads.ts';
import type { FailureReason } from '../projection/index.ts';
import type { Clock } from './clock.ts';
import type { Page } from './page.ts';
import { send, type Answer, type Prepare } from './request.ts';
import { DEFAULT_INTERVAL, nextDelay } from './schedule.ts';
import { IDLE, type Snapshot } from './snapshot.ts';
import { Seat, type TabMessage, type Tabs } from './tabs.ts';

/** Everything outside the kit that a refresh depends on. */
export interface Environment {
  readonly clock: Clock;
  readonly page: Page;
  /** Null: this tab polls for itself. */
  readonly tabs: Tabs | null;
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
  /** The same on the monotonic clock. */
  at: number;
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

/** On whose behalf it is asked. */
export interface Session {
  /** Empty where the host does not say who is signed in. */
  readonly key: string;
  /** Nothing that was asked for before this moment on the monotonic clock passes to or from another tab. */
  since: number;
}

/** An answer to a request: of this tab, or of another one. */
interface Told {
  readonly answer: Answer;
  readonly order: number;
  /** When it came, on the monotonic clock. */
  readonly at: number;
  /** How far the wall clock was ahead of that: after a sleep or a change of the time nobody can tell how old the answer is. */
  readonly ahead: number;
}

/** Milliseconds that the tab that polls is given to show a sign of life, once what it tells is overdue. */
const PATIENCE = 1000;
/** Milliseconds in which a new tab hears from the others whether it has to ask at all. */
const HEARING = 50;

const lastOrders = new WeakMap<Clock, number>();
let lastInlineOrder = Number.MIN_SAFE_INTEGER;

/**
 * Stamps requests and payloads, so that the later one wins wherever two meet: the moment on the monotonic clock, no two alike. What came with the
 * page is older than anything asked for since.
 */
export function nextOrder(clock: Clock, { inline = false } = {}): number {
  if (inline) return ++lastInlineOrder;
  const order = Math.max((lastOrders.get(clock) ?? -Infinity) + 1e-6, clock.monotonic());
  lastOrders.set(clock, order);
  return order;
}

export class Resource {
  readonly url: string | null;
  readonly session: Session;
  readonly #environment: Environment;
  readonly #seat: Seat | null;
  /** Another tab's answer that is older may be one to another operator. */
  readonly #since: number;
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
  /** When what is known was overtaken by other news. */
  #expiredAt: number | null = null;
  /** The host changed the last request: its answer holds for nobody but this tab. */
  #personal = false;
  /** Of the last request, in whatever tab. */
  #told: Told | null = null;
  /** When the other tabs were asked for what is due, and when the tab that polls last showed a sign of life. */
  #askedTabs: number | null = null;
  #heardTabs = -Infinity;
  #attemptedAt: number | null = null;
  #request: { readonly abort: AbortController; done: Promise<void> } | null = null;
  #demanded: { readonly done: Promise<void>; readonly settle: () => void } | null = null;
  #timer: unknown = null;

  /** `url` is null for a resource that only ever holds what it is handed. */
  constructor(url: string | null, session: Session, environment: Environment) {
    this.url = url;
    this.session = session;
    this.#environment = environment;
    const { tabs, clock } = environment;
    this.#since = session.key ? -Infinity : clock.monotonic();
    this.#seat = url !== null && tabs ? new Seat(`${session.key} ${url}`, tabs, { changed: () => this.reschedule(), heard: (message) => this.#hear(message) }) : null;
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
    const { value = null, violations = [], error = null, asOf = null, at = 0, order = -Infinity } = this.#readings.get(key) ?? {};
    // A clock that was set back must not make it a time that is still to come.
    const known = { ...IDLE, value, violations, error, asOf: asOf && asOf > this.#environment.clock.now() ? this.#onWall(at) : asOf, order };
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

  /** What is known is out of date: it is due now, in whatever tab polls. */
  expire(): void {
    this.#expiredAt = this.#environment.clock.monotonic();
    this.#owed = true;
    this.reschedule();
  }

  /**
   * Takes an answer in. One that was asked for before the newest known one changes nothing.
   * `age` is how many milliseconds ago it was true; `failures` how many it makes in a row, if it is one; `news` whether other tabs have yet to be told.
   */
  receive(answer: Answer, order: number, { age = 0, failures = this.#failures + 1, chance = this.#environment.random(), news = false } = {}): void {
    if (order < this.#order || answer.kind === 'withheld') return;
    const { clock } = this.#environment;
    this.#order = order;
    this.#expiredAt = null;
    this.#attemptedAt = clock.monotonic() - age;
    this.#chance = chance;
    if (answer.kind === 'session-ended') this.session.since = clock.monotonic();
    const changed = answer.kind === 'body' ? this.#takeBody(answer.text, order, failures) : this.#takeTrouble(answer, failures);
    // Before this tab may stop polling, or another one would take its place and ask.
    if (news) this.#tellTabs();
    this.#tell(changed);
    this.reschedule();
  }

  /** Sets the one timer by what is due; call it whenever something changed that bears on it. */
  reschedule(): void {
    const { clock, page } = this.#environment;
    clock.clearTimeout(this.#timer);
    const due = this.#due();
    this.#seat?.listen(this.#shares && this.subscribed && page.present);
    this.#seat?.claim(this.#shares && due !== null && page.active);
    // Nobody looks at a hidden page. One without a connection may be looked at for hours.
    if (this.#request || due === null || (page.online && !page.active)) return;
    const patience = page.active ? this.#patience : 0;
    const wait = (patience ? (this.#askedTabs ?? Math.max(due, this.#heardTabs)) + patience : due) - clock.monotonic();
    if (wait > 0) this.#timer = clock.setTimeout(() => this.reschedule(), wait);
    else if (!page.active) this.#missConnection();
    else if (patience && this.#askedTabs === null) this.#askTabs();
    else this.#send();
  }

  /** Ends everything under way. The resource can be subscribed to again. */
  close(): void {
    this.#request?.abort.abort();
    this.#request = null;
    this.#environment.clock.clearTimeout(this.#timer);
    this.#seat?.listen(false);
    this.#seat?.claim(false);
    this.#demanded?.settle();
    this.#demanded = null;
  }

  get #shares(): boolean {
    return this.#seat !== null && !this.#seat.refused && (this.session.key !== '' || !this.#personal);
  }

  /** Milliseconds for which other tabs may tell what is due, before this one asks the server. */
  get #patience(): number {
    if (!this.#shares || this.#demanded) return 0;
    const { leads } = this.#seat!;
    if (this.#attemptedAt !== null) return leads ? 0 : PATIENCE;
    // What another tab knows already is taken only where the host says that its operator is the same.
    return this.session.key === '' ? 0 : leads ? HEARING : PATIENCE;
  }

  #askTabs(): void {
    const { clock, random } = this.#environment;
    // Not all who wait lose their patience at once.
    this.#askedTabs = clock.monotonic() + (this.#attemptedAt === null ? 0 : (random() * PATIENCE) / 2);
    this.#seat!.tell({ kind: 'ask' });
    this.reschedule();
  }

  #hear(message: TabMessage): void {
    const { clock } = this.#environment;
    if (message.kind === 'ask') {
      this.#answerTabs();
      return;
    }
    if (message.kind === 'answer') this.#takeOver(message);
    // Whoever repeats what is overdue does not poll any more.
    if (message.kind === 'asking' || this.#current) {
      this.#askedTabs = null;
      this.#heardTabs = clock.monotonic();
    }
    this.reschedule();
  }

  /** Tells the other tabs what is current, or that it soon will be. A failure is no answer to a tab that has yet to try. */
  #answerTabs(): void {
    if (this.#request) this.#seat!.tell({ kind: 'asking' });
    else if (this.#current && this.#told?.answer.kind === 'body' && Math.abs(this.#onWall(0) - this.#told.ahead) < PATIENCE) this.#tellTabs();
  }

  /** Polled, and not due yet. */
  get #current(): boolean {
    return (this.#due() ?? -Infinity) > this.#environment.clock.monotonic();
  }

  #tellTabs(): void {
    const told = this.#told;
    // What the host has handed over since is for this tab.
    if (!this.#shares || told?.order !== this.#order || (told.answer.kind === 'body' && told.order < this.session.since)) return;
    const { answer, order, at } = told;
    this.#seat!.tell({ kind: 'answer', answer, asked: this.#onWall(order), came: this.#onWall(at), failures: this.#failures, chance: this.#chance });
  }

  #takeOver({ answer, asked, came, failures, chance }: TabMessage & { kind: 'answer' }): void {
    const { clock } = this.#environment;
    const ago = (moment: number) => Math.max(0, clock.now() - moment);
    const order = clock.monotonic() - ago(asked);
    // What an answer denies, it denies to everybody.
    if (order <= this.#since || (answer.kind === 'body' && order <= this.session.since)) return;
    const age = ago(came);
    this.#told = { answer, order, at: clock.monotonic() - age, ahead: this.#onWall(0) };
    this.receive(answer, order, { age, failures, chance });
  }

  /** When the next request is due on the monotonic clock, or null. */
  #due(): number | null {
    if (this.url === null || !this.subscribed) return null;
    if (this.#demanded) return -Infinity;
    if (this.#trouble && this.#trouble.kind !== 'failure') return null;
    if (this.#attemptedAt === null) return -Infinity;
    if (this.#expiredAt !== null) return this.#expiredAt;
    const intervals = [...this.#subscribers].map((subscriber) => this.#intervalOf(subscriber)).filter((interval) => interval !== null);
    if (intervals.length === 0) return null;
    const took = this.#told?.order === this.#order ? this.#told.at - this.#told.order : 0;
    const delay = nextDelay({ interval: Math.min(...intervals), took, failures: this.#failures, retryAfter: this.#retryAfter, random: this.#chance });
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
    const order = nextOrder(clock);
    const demanded = this.#demanded;
    this.#demanded = null;
    const [first] = this.#subscribers;
    // Under way before the host is asked: its listeners may change who subscribes.
    const request = { abort, done: Promise.resolve() };
    this.#request = request;
    const prepare: Prepare = (asked) => {
      const prepared = first!.prepare(asked);
      this.#personal = prepared?.personal ?? this.#personal;
      return prepared;
    };
    request.done = send(this.url!, { clock, fetch, timeout, maxBytes, prepare, signal: abort.signal }).then((answer) => {
      if (this.#request !== request) return;
      this.#request = null;
      const at = (this.#attemptedAt = clock.monotonic());
      if (answer.kind !== 'withheld') this.#told = { answer, order, at, ahead: this.#onWall(0) };
      this.receive(answer, order, { news: true });
      this.#owed ||= this.#failures > 0 && demanded !== null;
      this.reschedule();
    });
    // Nobody polls in this tab's place, or somebody who does not any more.
    if (this.#askedTabs !== null) {
      this.#askedTabs = null;
      if (!this.#seat!.leads) this.#seat!.replace();
    }
    if (this.#shares) this.#seat!.tell({ kind: 'asking' });
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

  #takeBody(text: string, order: number, failures: number): boolean {
    const unchanged = text === this.#body?.text;
    const recovered = this.#trouble !== null;
    this.#body = { text, order, at: this.#attemptedAt! };
    this.#trouble = null;
    this.#retryAfter = null;
    if (unchanged) this.#confirm(this.#body);
    else this.#readAll(this.#body);
    const readable = ![...this.#readings.values()].some(({ error }) => error);
    this.#failures = readable ? 0 : failures;
    if (readable) {
      this.#readable = this.#body;
      this.#owed = false;
    }
    return recovered || !unchanged;
  }

  #confirm(body: Body): void {
    for (const reading of this.#readings.values()) {
      if (reading.error) continue;
      reading.order = body.order;
      reading.asOf = this.#onWall(body.at);
      reading.at = body.at;
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

  #takeTrouble(answer: Exclude<Answer, { kind: 'body' } | { kind: 'withheld' }>, failures: number): boolean {
    const before = this.#trouble;
    if (answer.kind === 'failure') {
      this.#failures = failures;
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
    if (result.ok) return { value: result.value, violations: result.violations, error: null, asOf: this.#onWall(body.at), at: body.at, order: body.order };
    const last = this.#readings.get(reader.key);
    return { value: last?.value ?? null, violations: [], asOf: last?.asOf ?? null, at: last?.at ?? 0, error: result.error, order: last?.order ?? -Infinity };
  }

  /** A moment of the monotonic clock on the wall clock, in epoch milliseconds. */
  #onWall(moment: number): number {
    const { clock } = this.#environment;
    return clock.now() - (clock.monotonic() - moment);
  }
}

function parseJson(text: string): ParseResult<unknown> {
  try {
    return { ok: true, value: JSON.parse(text), violations: [] };
  } catch {
    return { ok: false, error: new ContractError('', 'valid JSON', 'The answer') };
  }
}
