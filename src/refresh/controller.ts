/** Gives an element one snapshot, and asks it to render when, and only when, something changed. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { resolveActiveState, type DescribableRun, type RunState } from '../projection/index.ts';
import type { RunEnqueuedDetail } from './page.ts';
import type { AnyReading } from './reading.ts';
import { prepareOn } from './request-event.ts';
import type { Prepare } from './request.ts';
import type { Resource } from './resource.ts';
import type { RunChange } from './run-ledger.ts';
import { IDLE, sameSnapshot, type Snapshot } from './snapshot.ts';
import { pageStore, type ResourceStore, type StoreSubscriber } from './store.ts';
import { Target, type Handed, type Resolved, type Wanted } from './target.ts';
import type { Reader, ValueReader } from './value-reader.ts';

/** What has a controller: the element itself, or a part of it that asks for something of its own. */
export interface RefreshClient<Value> {
  readonly wanted: Wanted<Value>;
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

export class RefreshController<Value> implements ReactiveController, StoreSubscriber {
  readonly prepare: Prepare;
  readonly #host: RefreshHost;
  readonly #client: RefreshClient<Value>;
  readonly #store: ResourceStore;
  readonly #target = new Target<Value>();
  /** What the current resource was opened for; null before the first update. */
  #resolved: Resolved<Value> | null = null;
  /** Waits for its resource. */
  #handed: Handed | null = null;
  #resource: Resource | null = null;
  #unsubscribe: (() => void) | null = null;
  #snapshot: Snapshot<Value> = IDLE;
  values: ValueReader<unknown> | undefined;

  constructor(host: RefreshHost, client: RefreshClient<Value>, store: ResourceStore = pageStore) {
    this.#host = host;
    this.#client = client;
    this.#store = store;
    this.prepare = prepareOn(host);
    host.addController(this);
  }

  /** What the element may show now. A refresh in the background changes `status`, but asks for no render. */
  get snapshot(): Snapshot<Value> {
    if (this.#resource === null) return this.#snapshot;
    const { status: live, asOf } = this.#resource.snapshot(this.reader);
    return { ...this.#snapshot, asOf, status: live === 'refreshing' ? live : this.#snapshot.status };
  }

  /** What a server shows, where nothing is asked for and nothing changes: the payload is all there is. */
  get served(): Snapshot<Value> {
    const { subject, payload } = this.#client.wanted;
    const { reader, dormant } = this.#target.resolve(this.#client.wanted, this.#store.environment.clock);
    if (payload === undefined || payload === null || dormant) return IDLE;
    const read = subject.read(payload, reader.address);
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

  /** How answers are read for what is asked for now. */
  get reader(): Reader<Value> {
    return this.#resolved!.reader;
  }

  /** Asks for the truth now; resolves when the answer is in, whatever it is. */
  refresh(): Promise<void> {
    return this.#resource?.refresh() ?? Promise.resolve();
  }

  /** What is known is out of date: it is asked for as soon as it may be. */
  expire(): void {
    this.#resource?.expire();
  }

  wakes(enqueued: RunEnqueuedDetail): boolean {
    const { subject, address } = this.reader;
    return subject.wakes(address, enqueued);
  }

  answered(): void {
    // The day of the last answer is shown as soon as it is not today's.
    if (!this.#update(true) && this.#snapshot.status === 'failed') this.#host.requestUpdate();
  }

  overruled(): void {
    this.#update(false);
  }

  hostConnected(): void {
    // The first update opens the resource; only a return to the page has to do it itself.
    if (this.#resolved) this.#open(this.#resolve());
  }

  hostDisconnected(): void {
    this.#leave({ keep: true });
  }

  /** A payload for the current resource is taken in before the host renders, and a new resource is opened by what it is asked for now. */
  hostUpdate(): void {
    const before = this.#resolved;
    const resolved = this.#resolve();
    if (before?.reader.key !== resolved.reader.key || before.url !== resolved.url || before.dormant !== resolved.dormant) this.#open(resolved);
    this.#takeHanded();
    this.#resource?.reschedule();
  }

  #resolve(): Resolved<Value> {
    const { handed, ...resolved } = this.#target.resolve(this.#client.wanted, this.#store.environment.clock);
    if (handed) this.#handed = handed;
    return resolved;
  }

  #open(resolved: Resolved<Value>): void {
    const { url, dormant, sessionKey } = resolved;
    const before = this.#resolved;
    this.#leave({ keep: dormant });
    // Of another URL nothing is taken over: what was read there is its own.
    if (before?.reader.key !== resolved.reader.key || before.url !== url || before.sessionKey !== sessionKey) this.values = undefined;
    this.#resolved = resolved;
    if (!this.#host.isConnected) return;
    if (dormant || (url === null && this.#handed?.url !== null)) {
      this.#update(false);
      return;
    }
    const resource = this.#store.resource(url, sessionKey);
    this.#resource = resource;
    this.#takeHanded();
    this.#handed = null;
    this.#unsubscribe = this.#store.subscribe(resource, this);
    this.#update(true);
    // A listener may have taken the element off the page.
    this.#resource?.reschedule();
  }

  #leave({ keep }: { keep: boolean }): void {
    if (this.#resource === null) return;
    const { url, session, readable } = this.#resource;
    // An element that comes back paints what it knew, and asks at once if that is due.
    if (keep && readable) this.#handed = { ...readable, url, sessionKey: session.key };
    this.values = keep && readable ? this.#resource.reading(this.reader).values : undefined;
    this.#resource = null;
    this.#unsubscribe?.();
  }

  #takeHanded(): void {
    const handed = this.#handed;
    if (handed === null || handed.url !== this.#resource?.url || handed.sessionKey !== this.#resource.session.key) return;
    this.#handed = null;
    const { text, etag, order, at } = handed;
    this.#resource.receive({ kind: 'body', text, ...(etag === undefined ? {} : { etag }) }, { order, at });
  }

  /** Takes over what is known; false when nothing of it has changed. */
  #update(answered: boolean): boolean {
    const before = this.#snapshot;
    const reading = this.#resource?.reading(this.reader) ?? null;
    const after = reading === null ? IDLE : this.#current();
    if (sameSnapshot(before, after)) return false;
    this.#snapshot = after;
    const transitions = before.value === null || reading === null || reading.mentions ? [] : transitionsOf(reading.changes);
    this.#client.refreshed({ before, after, answered, transitions });
    this.#host.requestUpdate();
    this.#resource?.reschedule();
    return true;
  }

  /** A request under way in the background is no change of what is known. */
  #current(): Snapshot<Value> {
    const current = this.#resource!.snapshot(this.reader) as Snapshot<Value>;
    const reading: AnyReading = this.#resource!.reading(this.reader);
    return current.status === 'refreshing' ? { ...current, status: reading.interval === null ? 'settled' : 'ready' } : current;
  }
}

function transitionsOf(changes: readonly RunChange[]): Transition[] {
  return changes.flatMap(({ before, after }) => {
    const [from, to] = [resolveActiveState(before.active_state).state, resolveActiveState(after.active_state).state];
    return after.run_id === null || from === to ? [] : [{ runId: after.run_id, from, to, run: after }];
  });
}
