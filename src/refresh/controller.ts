/**
 * Gives an element one snapshot, and asks it to render when, and only when, something changed.
 * `@lit/task` runs the load, anew when the element asks for something else; the last good value lives in the resource.
 */
import { Task, TaskStatus } from '@lit/task';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { resolveActiveState, type DescribableRun, type RunState } from '../projection/index.ts';
import type { RunEnqueuedDetail } from './page.ts';
import { prepareOn } from './request-event.ts';
import type { Prepare } from './request.ts';
import { nextOrder, type Body, type Reader, type Resource } from './resource.ts';
import { backendOf, type Address } from './routes.ts';
import type { Observation } from './run-ledger.ts';
import { IDLE, type Snapshot } from './snapshot.ts';
import { pageStore, type ResourceStore, type StoreSubscriber } from './store.ts';
import type { Subject } from './subjects.ts';

/** What an element asks for at the moment. */
export interface Source<Value> {
  readonly subject: Subject<Value>;
  readonly address: Address;
  /** Data that needs no request: what the host handed over, or what the page was rendered with. */
  readonly payload: unknown;
  /** Whether `payload` was rendered with the page, so that anything fetched since is newer. */
  readonly inline: boolean;
  /** Set while nothing may be asked for or shown, as if the element were off the page. */
  readonly dormant?: boolean;
}

/** Whoever asks: the element itself, or a part of it that asks for something of its own. */
export interface RefreshClient<Value> {
  readonly source: Source<Value>;
  /** Called when what is known has changed, before the host renders it. */
  refreshed(change: Change<Value>): void;
}

export interface RefreshHost extends ReactiveControllerHost, EventTarget {
  readonly isConnected: boolean;
  readonly paused: boolean;
}

export interface Change<Value> {
  readonly before: Snapshot<Value>;
  readonly after: Snapshot<Value>;
  /** Whether an answer brought it; otherwise another surface did. */
  readonly answered: boolean;
  readonly transitions: readonly Transition[];
}

/** A run that was shown in one state, and now is in another. */
export interface Transition {
  readonly runId: number;
  readonly from: RunState;
  readonly to: RunState;
  readonly run: DescribableRun;
}

/** What a load depends on: where it asks, how answers are read, and whether nothing may be asked for. */
type Target = readonly [url: string | null, key: string, dormant: boolean];

/** A body without a request of its own: handed over by the host, or kept while the element was off the page. */
interface Handed extends Body {
  readonly url: string | null;
  readonly sessionKey: string;
}

export class RefreshController<Value> implements ReactiveController, StoreSubscriber {
  readonly prepare: Prepare;
  /** The backend whose runs are shown, and to whom. */
  backend!: string;
  /** How answers are read for the current address. */
  reader!: Reader<Value>;

  readonly #host: RefreshHost;
  readonly #client: RefreshClient<Value>;
  readonly #store: ResourceStore;
  readonly #load: Task<Target, void>;
  #source!: Source<Value>;
  #payload: unknown = undefined;
  /** The part of the address that the payload tells by itself. */
  #identity: Partial<Address> = {};
  #handed: Handed | null = null;
  #resource: Resource | null = null;
  #unsubscribe: (() => void) | null = null;
  #loaded: (() => void) | null = null;
  #snapshot: Snapshot<Value> = IDLE;
  #states = new Map<number, RunState>();
  readonly #watches = new Map<number, () => void>();
  /** Order of the last answer that the ledger was told of. */
  #observed: number | null = null;
  /** Whether the ledger had news while an answer was taken in. */
  #news = false;

  constructor(host: RefreshHost, client: RefreshClient<Value>, store: ResourceStore = pageStore) {
    this.#host = host;
    this.#client = client;
    this.#store = store;
    this.prepare = prepareOn(host);
    this.#load = new Task(host, { args: () => this.#target(), task: (target) => this.#open(target) });
    host.addController(this);
  }

  /** What the element may show now. A refresh in the background changes `status`, but asks for no render. */
  get snapshot(): Snapshot<Value> {
    if (this.#resource === null) return this.#snapshot;
    const { status: live, asOf } = this.#resource.snapshot(this.reader.key);
    return { ...this.#snapshot, asOf, status: live === 'refreshing' ? live : this.#snapshot.status };
  }

  /** What a server shows, where nobody asks and nothing changes: the payload is all there is. */
  get served(): Snapshot<Value> {
    this.#target();
    const { subject, address, payload, dormant } = this.#source;
    if (payload === undefined || dormant) return IDLE;
    const read = subject.read(payload, address);
    if (!read.ok) return { ...IDLE, status: 'failed', failure: 'unreadable', error: read.error };
    return { ...IDLE, status: 'ready', value: read.value, violations: read.violations, asOf: this.now };
  }

  /** On the wall clock, in epoch milliseconds. */
  get now(): number {
    return this.#store.environment.clock.now();
  }

  get paused(): boolean {
    return this.#host.paused;
  }

  /** Asks for the truth now; resolves when the answer is in, whatever it is. */
  refresh(): Promise<void> {
    return this.#resource?.refresh() ?? Promise.resolve();
  }

  /** What is known is out of date: it is asked for as soon as it may be. */
  expire(): void {
    this.#resource?.expire();
  }

  interval(): number | null {
    const { value } = this.#snapshot;
    return value === null ? null : this.#source.subject.interval(value);
  }

  wakes(enqueued: RunEnqueuedDetail): boolean {
    return this.#source.subject.wakes(this.#source.address, enqueued);
  }

  answered(changed: boolean): void {
    this.#observe();
    if (changed || this.#news) this.#update(true);
    // The day of the last answer is told as soon as it is not today's.
    else if (this.#snapshot.status === 'failed') this.#host.requestUpdate();
    this.#loaded?.();
  }

  hostConnected(): void {
    // The first load starts with the first update; only a return to the page has to start one itself.
    if (this.#load.status !== TaskStatus.INITIAL) void this.#load.run();
  }

  hostDisconnected(): void {
    this.#leave({ keep: true });
  }

  /** Runs after the task's own, so that a payload for the current resource is taken in before the host renders, and a new one is scheduled by what it shows. */
  hostUpdate(): void {
    this.#takeHanded();
    this.#resource?.reschedule();
  }

  /** Resolves the source to what a load depends on; a change of it starts a new one. */
  #target(): Target {
    const source = this.#client.source;
    const { subject, payload, inline } = source;
    const { tenantId, runId } = source.address;
    const news = payload !== this.#payload;
    if (news) {
      this.#payload = payload;
      const read = subject.read(payload, { ...source.address, tenantId: null, runId: null });
      this.#identity = read.ok ? subject.identify(read.value) : {};
    }
    const address = { ...source.address, tenantId: tenantId ?? this.#identity.tenantId ?? null, runId: runId ?? this.#identity.runId ?? null };
    this.#source = { ...source, address };
    const sessionKey = address.sessionKey ?? '';
    this.backend = backendOf(address) + (sessionKey && ` ${sessionKey}`);
    const url = subject.url(address);
    const { clock } = this.#store.environment;
    if (news) this.#handed = payload === undefined ? null : { url, sessionKey, text: textOf(payload), order: nextOrder(clock, { inline }), at: clock.monotonic() };
    return [url, `${subject.name} ${address.tenantId} ${address.runId} ${this.backend}`, source.dormant ?? false];
  }

  #open([url, key, dormant]: Target): Promise<void> {
    const { subject, address } = this.#source;
    this.#leave({ keep: dormant });
    if (!this.#host.isConnected) return Promise.resolve();
    this.reader = { key, read: (json) => subject.read(json, address) };
    if (dormant || (url === null && this.#handed?.url !== null)) {
      this.#update(false);
      return Promise.resolve();
    }
    this.#resource = this.#store.resource(url, address.sessionKey ?? '');
    this.#takeHanded();
    this.#handed = null;
    this.#unsubscribe = this.#store.subscribe(this.#resource, this);
    this.#observe();
    this.#update(true);
    return new Promise((resolve) => (this.#loaded = resolve));
  }

  #leave({ keep }: { keep: boolean }): void {
    if (this.#resource === null) return;
    // An element that comes back paints what it knew, and asks at once if that is due.
    if (keep && this.#resource.body) this.#handed = { url: this.#resource.url, sessionKey: this.#resource.session.key, ...this.#resource.body };
    this.#resource = null;
    this.#unsubscribe?.();
    this.#watch([]);
  }

  #takeHanded(): void {
    const handed = this.#handed;
    if (handed === null || handed.url !== this.#resource?.url || handed.sessionKey !== this.#resource.session.key) return;
    this.#handed = null;
    this.#resource.receive({ kind: 'body', text: handed.text }, handed.order, { age: this.#store.environment.clock.monotonic() - handed.at });
  }

  /** Tells the ledger what this surface saw, and follows the runs it shows. */
  #observe(): void {
    const seen = this.#seen();
    this.#watch(seen);
    if (!this.#source.subject.mentions) this.#store.ledger.observe(this.backend, seen);
    this.#observed = this.#order;
  }

  /** The ledger has news of a run that is shown. While an answer is still to be taken in, one update follows for all of it. */
  readonly #heard = (): void => {
    if (this.#observed === this.#order) this.#update(false);
    else this.#news = true;
  };

  #watch(seen: readonly Observation[]): void {
    const shown = new Set(seen.map(({ run }) => run.run_id).filter((id) => id !== null));
    for (const [runId, unwatch] of this.#watches) {
      if (shown.delete(runId)) continue;
      unwatch();
      this.#watches.delete(runId);
    }
    for (const runId of shown) {
      this.#watches.set(runId, this.#store.ledger.watch(this.backend, runId, this.#heard));
    }
  }

  /** Of the answer that is shown. */
  get #order(): number | null {
    return this.#resource?.snapshot(this.reader.key).order ?? null;
  }

  #seen(): Observation[] {
    if (this.#resource === null) return [];
    const { subject, address } = this.#source;
    const { value, order } = this.#resource.snapshot(this.reader.key);
    if (value === null) return [];
    const by = subject.by(value as Value);
    return subject.runs(value as Value).map((run) => ({ order: subject.mentions ? -Infinity : order, by, run, tenantId: run.tenant_id ?? address.tenantId }));
  }

  #update(answered: boolean): void {
    this.#news = false;
    const before = this.#snapshot;
    const after = this.#current();
    if (same(before, after)) return;
    this.#snapshot = after;
    this.#client.refreshed({ before, after, answered, transitions: this.#transitions(after) });
    this.#host.requestUpdate();
    this.#resource?.reschedule();
  }

  /** The resource's snapshot, with each run as the newest observation on the page tells it. */
  #current(): Snapshot<Value> {
    if (this.#resource === null) return IDLE;
    const { subject } = this.#source;
    const told = this.#resource.snapshot(this.reader.key) as Snapshot<Value>;
    const seen = this.#seen();
    const runs = seen.map((observation) => this.#store.ledger.apply(this.backend, observation));
    const news = runs.some((run, index) => run !== seen[index]!.run);
    const fresh = told.value !== null && news ? subject.withRuns(told.value, runs) : told.value;
    // The same truth stays the same value, so that whoever compares it need not read it again.
    const value = sameJson(fresh, this.#snapshot.value) ? this.#snapshot.value : fresh;
    const current = told.status === 'ready' || told.status === 'refreshing';
    const status = current ? (value !== null && subject.interval(value) !== null ? 'ready' : 'settled') : told.status;
    return { ...told, value, status };
  }

  #transitions({ value }: Snapshot<Value>): Transition[] {
    const before = this.#states;
    const { subject } = this.#source;
    const runs = value === null || subject.mentions ? [] : subject.runs(value);
    this.#states = new Map();
    return runs.flatMap((run) => {
      if (run.run_id === null) return [];
      const to = resolveActiveState(run.active_state).state;
      const from = before.get(run.run_id);
      this.#states.set(run.run_id, to);
      return from === undefined || from === to ? [] : [{ runId: run.run_id, from, to, run }];
    });
  }
}

/** A payload that is no JSON is unreadable, like any other broken answer. */
function textOf(payload: unknown): string {
  try {
    return JSON.stringify(payload) ?? '';
  } catch {
    return '';
  }
}

/** The time of the last confirmation alone is no change: nothing on the screen depends on it while all is current. */
const same = <Value>(one: Snapshot<Value>, other: Snapshot<Value>): boolean => one.value === other.value && sameJson(aboutOf(one), aboutOf(other));

const aboutOf = ({ status, failure, denial, error, violations }: Snapshot<unknown>) => [status, failure, denial, error?.message, violations];

function sameJson(one: unknown, other: unknown): boolean {
  try {
    return one === other || JSON.stringify(one) === JSON.stringify(other);
  } catch {
    // Nested deeper than the engine writes: nobody can tell.
    return false;
  }
}
