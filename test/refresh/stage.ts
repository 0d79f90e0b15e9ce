/**
 * A page without a browser: a virtual clock, a page that can be hidden, a scripted backend, and surfaces that use the refresh layer as
 * elements do. Only these are simulated; requests, responses, the store and the controllers are real.
 */
import {
  overlaySubject,
  RefreshController,
  ResourceStore,
  type Address,
  type Change,
  type Clock,
  type Environment,
  type Page,
  type PageSignal,
  type RefreshClient,
  type RefreshHost,
  type Snapshot,
  type Subject,
  type Wanted,
} from '../../src/refresh/index.ts';
import { resolveActiveState, type DescribableRun, type RunState } from '../../src/projection/index.ts';
import { settle, VirtualTime } from '../../mocks/virtual-time.ts';

export const BASE = 'https://app.example/';
export const OVERLAY = '/admin/t/7/operations/progress';
export const OVERLAY_OF_8 = '/admin/t/8/operations/progress';
export const ACTIVITY = '/admin/t/7/dashboard';
export const runPath = (runId: number): string => `/admin/operations/${runId}`;

/** A JSON value, or a function that makes a response. */
export type Reply = object | ((request: Request) => Response | Promise<Response>);

const responseTo = async (request: Request, reply: Reply): Promise<Response> => (typeof reply === 'function' ? (reply as (request: Request) => Response | Promise<Response>)(request) : Response.json(reply));

export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (): Response =>
    new Response('Not for you.', { status: code, headers });

export const text = (body: string) => (): Response => new Response(body);

export const noConnection = (): Response => {
  throw new TypeError('Failed to fetch');
};

export class ScriptedBackend {
  readonly requests: { readonly at: number; readonly path: string; readonly request: Request }[] = [];
  readonly #clock: VirtualTime;
  readonly #replies = new Map<string, Reply>();

  constructor(clock: VirtualTime) {
    this.#clock = clock;
  }

  /** Sets the answer of a path from now on. */
  serve(path: string, reply: Reply): void {
    this.#replies.set(path, reply);
  }

  /** Holds back the answers of a path until they are released, in any order. */
  hold(path: string): Held {
    const held = new Held();
    this.serve(path, (request) => held.take(request));
    return held;
  }

  count(path?: string): number {
    return this.requests.filter((request) => path === undefined || request.path === path).length;
  }

  readonly fetch = (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const path = pathname + search;
    this.requests.push({ at: this.#clock.monotonic(), path, request });
    const reply = this.#replies.get(path) ?? status(404);
    return new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason as Error), { once: true });
      responseTo(request, reply).then(resolve, reject);
    });
  };
}

export class Held {
  readonly #waiting: { readonly request: Request; readonly answer: (response: Promise<Response>) => void }[] = [];

  get waiting(): number {
    return this.#waiting.length;
  }

  take(request: Request): Promise<Response> {
    return new Promise((resolve) => this.#waiting.push({ request, answer: resolve }));
  }

  /** Answers the oldest waiting request. */
  async release(reply: Reply): Promise<void> {
    const { request, answer } = this.#waiting.shift()!;
    answer(responseTo(request, reply));
    await settle();
  }
}

export class ScriptedPage implements Page {
  active = true;
  present = true;
  online = true;
  readonly listeners = new Set<(signal: PageSignal) => void>();

  subscribe(listener: (signal: PageSignal) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async signal(signal: PageSignal): Promise<void> {
    for (const listener of [...this.listeners]) listener(signal);
    await settle();
  }

  async hide(): Promise<void> {
    this.active = false;
    await this.signal({ type: 'activity' });
  }

  async setOnline(online: boolean): Promise<void> {
    this.active = this.online = online;
    await this.signal({ type: 'activity' });
  }

  async show(): Promise<void> {
    this.active = true;
    await this.signal({ type: 'activity' });
  }
}

/** An element as the refresh layer sees it: updates in a microtask, and counts them. */
export class Surface<Value = unknown> extends EventTarget implements RefreshHost, RefreshClient<Value> {
  wanted: Wanted<Value>;
  paused = false;
  isConnected = false;
  /** How often it has rendered. */
  renders = 0;
  readonly changes: Change<Value>[] = [];
  readonly refresher: RefreshController<Value>;
  readonly #controllers: Parameters<RefreshHost['addController']>[0][] = [];
  #pending: Promise<boolean> | null = null;

  constructor(wanted: Wanted<Value>, store: ResourceStore) {
    super();
    this.wanted = wanted;
    this.refresher = new RefreshController<Value>(this, this, store);
  }

  get snapshot(): Snapshot<Value> {
    return this.refresher.snapshot;
  }

  /** The shown runs with their states: `15 stale`. */
  get shown(): string[] {
    return [...this.states].map(([runId, state]) => `${runId} ${state}`);
  }

  get states(): Map<number | null, RunState | 'follow-up'> {
    const { value } = this.snapshot;
    const runs: readonly DescribableRun[] = value === null ? [] : this.wanted.subject.runs(value);
    return new Map(
      runs.map((run) => {
        const { state, followUp } = resolveActiveState(run.active_state);
        return [run.run_id, state === 'terminal' && followUp ? 'follow-up' : state];
      }),
    );
  }

  /** The transitions that it was notified of: `15 fresh > stale`. */
  get transitions(): string[] {
    return this.changes.flatMap(({ transitions }) => transitions.map(({ runId, from, to }) => `${runId} ${from} > ${to}`));
  }

  get updateComplete(): Promise<boolean> {
    return this.#pending ?? Promise.resolve(true);
  }

  addController(controller: Parameters<RefreshHost['addController']>[0]): void {
    this.#controllers.push(controller);
  }

  removeController(): void {}

  requestUpdate(): void {
    this.#pending ??= Promise.resolve().then(() => this.#update());
  }

  refreshed(change: Change<Value>): void {
    this.changes.push(change);
  }

  /** Connects without waiting for the update, as a framework does. */
  connectNow(): void {
    this.isConnected = true;
    for (const controller of this.#controllers) controller.hostConnected?.();
    if (this.renders === 0) this.requestUpdate();
  }

  disconnectNow(): void {
    this.isConnected = false;
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  async connect(): Promise<this> {
    this.connectNow();
    await settle();
    return this;
  }

  async disconnect(): Promise<void> {
    this.disconnectNow();
    await settle();
  }

  /** Moves it inside the DOM: when its callbacks run, it is already in its new place. */
  async move(): Promise<void> {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
    this.connectNow();
    await settle();
  }

  async set(change: Partial<Wanted<Value>> & { readonly paused?: boolean }): Promise<void> {
    const { paused = this.paused, ...wanted } = change;
    this.paused = paused;
    this.wanted = { ...this.wanted, ...wanted };
    this.requestUpdate();
    await settle();
  }

  #update(): boolean {
    for (const controller of this.#controllers) controller.hostUpdate?.();
    this.#pending = null;
    this.renders += 1;
    for (const controller of this.#controllers) controller.hostUpdated?.();
    return this.#pending === null;
  }
}

/** Parts that several stages (tabs of one browser) share. */
export interface StageParts {
  readonly clock: Clock & { readonly timers: number };
  readonly backend: ScriptedBackend;
}

export class Stage {
  readonly time = new VirtualTime();
  readonly clock: StageParts['clock'];
  readonly page = new ScriptedPage();
  readonly backend: ScriptedBackend;
  readonly store: ResourceStore;

  constructor(environment: Partial<Environment> = {}, parts?: StageParts) {
    const { clock, backend } = parts ?? { clock: this.time, backend: new ScriptedBackend(this.time) };
    const { page } = this;
    this.clock = clock;
    this.backend = backend;
    this.store = new ResourceStore({ clock, page, tabs: null, fetch: backend.fetch, random: () => 0, timeout: 15_000, maxBytes: 100_000, ...environment });
  }

  /** A surface that is not on the page yet. */
  surface<Value>(subject: Subject<Value>, address: Partial<Address> = {}, seed: Partial<Pick<Wanted<Value>, 'payload' | 'inline'>> = {}): Surface<Value> {
    return new Surface({ subject, address: addressOf(address), payload: undefined, inline: false, ...seed }, this.store);
  }

  /** Puts the overlay of tenant 7 on the page. */
  overlay(address: Partial<Address> = {}): Promise<Surface<Parameters<typeof overlaySubject.runs>[0]>> {
    return this.surface(overlaySubject, { tenantId: 7, ...address }).connect();
  }

  /** Everything that is still held after all surfaces have left: timers, listeners, run 15, and bodies of these paths. */
  leftovers(...paths: string[]): string[] {
    const bodies = paths.map((path) => this.store.resource(new URL(path, BASE).href)).filter(({ readable, subscribed }) => readable !== null || subscribed);
    return [
      ...Array.from({ length: this.clock.timers }, () => 'timer'),
      ...[...this.page.listeners].map(() => 'listener'),
      ...(this.store.ledger.size > 0 ? ['run'] : []),
      ...bodies.map(({ url }) => url!),
    ];
  }

  advance(milliseconds: number): Promise<void> {
    return this.time.advance(milliseconds);
  }

  /** When each request was sent, in seconds. */
  get times(): number[] {
    return this.backend.requests.map(({ at }) => at / 1000);
  }
}

export const addressOf = (address: Partial<Address> = {}): Address => ({ baseUrl: BASE, src: null, workspace: null, tenantId: null, runId: null, ...address });
