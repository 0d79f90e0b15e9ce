/** A resource among those of other tabs that show the same URL: who asks the server, how long the others wait for it, and what they are told. */
import type { Environment } from './environment.ts';
import { onWallClock } from './order.ts';
import type { Body } from './readings.ts';
import type { FetchResult } from './request.ts';
import { Seat, type SharedResult, type TabMessage } from './tabs.ts';
import type { Attempt } from './timetable.ts';

/** On whose behalf it is asked. */
export interface Session {
  /** Empty where the host does not say who is signed in. */
  readonly key: string;
  /** Nothing that was asked for before this moment on the monotonic clock passes to or from another tab. */
  since: number;
}

/** The resource, as its link sees it. */
export interface Linked {
  readonly attempt: Attempt | null;
  readonly body: Body | null;
  /** When the next request is due on the monotonic clock; null: never. */
  readonly due: number | null;
  readonly requesting: boolean;
  receive(result: FetchResult & { readonly id?: string }, attempt: Omit<Attempt, 'retryAfter'>): void;
  reschedule(): void;
}

/** Milliseconds that the tab that polls is given to show a sign of life, once its next answer is overdue. */
const PATIENCE = 1000;
/** Milliseconds in which a new tab hears from the others whether it has to ask at all. */
const HEARING = 50;

export class TabLink {
  readonly #seat: Seat;
  readonly #session: Session;
  readonly #environment: Environment;
  readonly #resource: Linked;
  /** An older answer of another tab may be one to another operator. */
  readonly #since: number;
  /** The last result of a request, in whatever tab: its stamp, and how far the wall clock was ahead of the monotonic one then. */
  #last: { readonly result: FetchResult; readonly order: number; readonly ahead: number } | null = null;
  /** When the other tabs were asked for what is due; null while they have not been. */
  #askedAt: number | null = null;
  /** When the tab that polls last showed a sign of life. */
  #heardAt = -Infinity;
  /** The host changed the last request, so that its answer is valid in this tab alone. */
  #personal = false;

  constructor(url: string, session: Session, environment: Environment, resource: Linked) {
    const { tabs, clock } = environment;
    this.#session = session;
    this.#environment = environment;
    this.#resource = resource;
    this.#since = session.key ? -Infinity : clock.monotonic();
    this.#seat = new Seat(`${session.key} ${url}`, tabs!, { changed: () => resource.reschedule(), heard: (message) => this.#hear(message) });
  }

  /** Takes part while surfaces show the URL, and claims to poll while something is due in a page that may ask. */
  attend(subscribed: boolean, due: number | null): void {
    const { page } = this.#environment;
    this.#seat.listen(this.#shares && subscribed && page.present);
    this.#seat.claim(this.#shares && due !== null && page.active);
  }

  leave(): void {
    this.#seat.listen(false);
    this.#seat.claim(false);
  }

  /** When this tab may ask the server for what is due at `due`: at once, or after the other tabs had time to tell it. */
  turnAt(due: number, demanded: boolean): number {
    const patience = this.#patience(demanded);
    return patience === 0 ? due : (this.#askedAt ?? Math.max(due, this.#heardAt)) + patience;
  }

  /** Asks the other tabs for what is due. False where this tab has to ask the server: it has asked them already, or it is the one that polls. */
  ask(demanded: boolean): boolean {
    if (this.#patience(demanded) === 0 || this.#askedAt !== null) return false;
    const { clock, random } = this.#environment;
    // Tabs that wait together must not all lose their patience at once.
    this.#askedAt = clock.monotonic() + (this.#resource.attempt === null ? 0 : (random() * PATIENCE) / 2);
    this.#seat.tell({ kind: 'ask' });
    return true;
  }

  /** A request leaves. A tab that was asked in vain no longer polls, so this one does. */
  sending(): void {
    if (this.#askedAt !== null) {
      this.#askedAt = null;
      if (!this.#seat.leads) this.#seat.replace();
    }
    if (this.#shares) this.#seat.tell({ kind: 'asking' });
  }

  /** The host had, or had not, a part in the request. */
  signed(personal: boolean): void {
    this.#personal = personal;
  }

  /** Remembers what a request of this tab came to. */
  learned(result: FetchResult, order: number): void {
    this.#last = { result, order, ahead: this.#ahead };
  }

  /** Tells the other tabs the last result; of an unchanged body only its name. */
  tell({ whole }: { readonly whole: boolean }): void {
    const last = this.#last;
    const { attempt } = this.#resource;
    // What the host has handed over since is for this tab.
    if (!this.#shares || !last || attempt?.order !== last.order || (isBody(last.result) && last.order < this.#session.since)) return;
    const result = this.#shared(last.result, whole);
    const { clock } = this.#environment;
    const { order, at, failures, chance } = attempt;
    if (result) this.#seat.tell({ kind: 'answer', result, asked: onWallClock(clock, order), came: onWallClock(clock, at), failures, chance });
  }

  get #shares(): boolean {
    return !this.#seat.refused && (this.#session.key !== '' || !this.#personal);
  }

  get #ahead(): number {
    return onWallClock(this.#environment.clock, 0);
  }

  #patience(demanded: boolean): number {
    if (!this.#shares || demanded) return 0;
    const { leads } = this.#seat;
    if (this.#resource.attempt !== null) return leads ? 0 : PATIENCE;
    // What another tab knows already is taken only where the host says that its operator is the same.
    return this.#session.key === '' ? 0 : leads ? HEARING : PATIENCE;
  }

  #shared(result: FetchResult, whole: boolean): SharedResult | null {
    if (result.kind === 'withheld') return null;
    if (result.kind !== 'body' && result.kind !== 'unchanged') return result;
    const { text, etag, id } = this.#resource.body ?? {};
    if (text === undefined || id === undefined) return null;
    return whole ? { kind: 'body', text, id, ...(etag === undefined ? {} : { etag }) } : { kind: 'unchanged', id };
  }

  #hear(message: TabMessage): void {
    if (message.kind === 'ask') {
      this.#answer();
      return;
    }
    if (message.kind === 'answer') this.#takeOver(message);
    // A tab that repeats what is overdue already has stopped polling: that is no sign of life.
    if (message.kind === 'asking' || this.#isCurrent) {
      this.#askedAt = null;
      this.#heardAt = this.#environment.clock.monotonic();
    }
    this.#resource.reschedule();
  }

  /** Tells a tab that asks what is current, or that it soon will be. A failure is no answer to a tab that has yet to try. */
  #answer(): void {
    const last = this.#last;
    if (this.#resource.requesting) this.#seat.tell({ kind: 'asking' });
    // After a sleep or a change of the time the age of an answer is not known.
    else if (this.#isCurrent && last && isBody(last.result) && Math.abs(this.#ahead - last.ahead) < PATIENCE) this.tell({ whole: true });
  }

  /** Polled, and not due yet. */
  get #isCurrent(): boolean {
    return (this.#resource.due ?? -Infinity) > this.#environment.clock.monotonic();
  }

  #takeOver({ result, asked, came, failures, chance }: TabMessage & { kind: 'answer' }): void {
    const { clock } = this.#environment;
    const ago = (moment: number) => Math.max(0, clock.now() - moment);
    const order = clock.monotonic() - ago(asked);
    // What an answer denies, it denies in every tab.
    if (order <= this.#since || (isBody(result) && order <= this.#session.since)) return;
    if (result.kind === 'unchanged' && result.id !== this.#resource.body?.id) {
      // This tab has missed the body that still holds.
      this.#seat.tell({ kind: 'ask' });
      return;
    }
    const at = clock.monotonic() - ago(came);
    this.learned(result, order);
    this.#resource.receive(result, { order, at, took: at - order, failures, chance });
  }
}

const isBody = ({ kind }: FetchResult | SharedResult): boolean => kind === 'body' || kind === 'unchanged';
