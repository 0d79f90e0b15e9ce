/**
 * A simulated browser with several tabs: one virtual clock, one backend, and the locks and channels of one origin. A tab can be hidden,
 * frozen, hung, crashed or closed. Only these are simulated; the kit's code in the tabs is real.
 */
import { Stage, ScriptedBackend, type StageParts } from './stage.ts';
import type { Clock, Environment, Tabs } from '../../src/refresh/index.ts';
import { settle, turn, VirtualTime } from '../../mocks/virtual-time.ts';

type Channel = ReturnType<Tabs['open']>;

interface LockRequest {
  readonly name: string;
  readonly tab: Process;
  readonly granted: () => Promise<void> | void;
  readonly settle: { resolve(): void; reject(error: Error): void };
}

export class Browser {
  readonly clock = new VirtualTime();
  readonly backend = new ScriptedBackend(this.clock);
  readonly #held = new Map<string, LockRequest>();
  #queue: LockRequest[] = [];
  readonly #channels: { readonly name: string; readonly tab: Process; readonly channel: Channel }[] = [];

  /** Opens a tab. `without` lists features that its browser lacks. */
  open({ without = [], ...environment }: Partial<Environment> & { without?: ('locks' | 'channels' | 'tabs')[] } = {}): Tab {
    const process = new Process(this.clock);
    const tabs = without.includes('tabs') ? null : this.#tabs(process, without);
    return new Tab(this, process, { tabs, ...environment }, { clock: process, backend: this.backend });
  }

  /** The locks that are held or requested. */
  get locks(): string[] {
    return [...this.#held.keys(), ...this.#queue.map(({ name }) => `${name}, waiting`)];
  }

  get channels(): string[] {
    return this.#channels.map(({ name }) => name);
  }

  /** When each request was sent, in seconds. */
  get times(): number[] {
    return this.backend.requests.map(({ at }) => at / 1000);
  }

  advance(milliseconds: number): Promise<void> {
    return this.clock.advance(milliseconds);
  }

  /** Releases the locks and channels of a tab that is gone. */
  reclaim(tab: Process): void {
    for (let index = this.#channels.length - 1; index >= 0; index -= 1) if (this.#channels[index]!.tab === tab) this.#channels.splice(index, 1);
    this.#queue = this.#queue.filter((request) => request.tab !== tab);
    for (const [name, request] of this.#held) if (request.tab === tab) this.#release(name, request);
  }

  #tabs(tab: Process, without: readonly string[]): Tabs {
    const request = (name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) => this.#request(tab, name, options, callback);
    const refuse = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
    return {
      locks: { request: (without.includes('locks') ? refuse : request) as LockManager['request'] },
      open: (name) => {
        if (without.includes('channels')) throw new DOMException('The operation is insecure.', 'SecurityError');
        return this.#open(tab, name);
      },
    };
  }

  #request(tab: Process, name: string, { steal = false, signal }: LockOptions, callback: LockGrantedCallback<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      const granted = () => callback(null) as Promise<void> | void;
      const request: LockRequest = { name, tab, granted, settle: { resolve, reject } };
      signal?.addEventListener('abort', () => {
        if (!this.#queue.includes(request)) return;
        this.#queue = this.#queue.filter((other) => other !== request);
        reject(new DOMException('Aborted.', 'AbortError'));
      });
      const held = this.#held.get(name);
      if (steal && held) {
        held.tab.run(() => held.settle.reject(new DOMException('Lock broken by another request with the "steal" option.', 'AbortError')));
        this.#held.delete(name);
      }
      if (steal) this.#queue.unshift(request);
      else this.#queue.push(request);
      void this.#grant(name);
    });
  }

  async #grant(name: string): Promise<void> {
    await turn();
    const next = this.#queue.find((request) => request.name === name);
    if (!next || this.#held.has(name)) return;
    this.#queue = this.#queue.filter((request) => request !== next);
    this.#held.set(name, next);
    next.tab.run(() => {
      const done = () => {
        next.settle.resolve();
        this.#release(name, next);
      };
      void Promise.resolve(next.granted()).then(done);
    });
  }

  #release(name: string, request: LockRequest): void {
    if (this.#held.get(name) !== request) return;
    this.#held.delete(name);
    void this.#grant(name);
  }

  #open(tab: Process, name: string): Channel {
    const channel: Channel = {
      onmessage: null,
      postMessage: (message: unknown) => {
        const data = structuredClone(message);
        const others = this.#channels.filter((other) => other.name === name && other.channel !== channel);
        void turn().then(() => {
          for (const other of others) other.tab.run(() => this.#channels.includes(other) && other.channel.onmessage?.call(channel as BroadcastChannel, { data } as MessageEvent));
        });
      },
      close: () => {
        const index = this.#channels.findIndex((other) => other.channel === channel);
        if (index >= 0) this.#channels.splice(index, 1);
      },
    };
    this.#channels.push({ name, tab, channel });
    return channel;
  }
}

/** The clock of one tab, which decides whether the tab's code runs: not while it hangs, and not after it is gone. */
class Process implements Clock {
  readonly #clock: VirtualTime;
  #state: 'runs' | 'hangs' | 'gone' = 'runs';
  #waiting: (() => void)[] = [];

  constructor(clock: VirtualTime) {
    this.#clock = clock;
  }

  get timers(): number {
    return this.#clock.timers;
  }

  now(): number {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  setTimeout(callback: () => void, milliseconds: number): unknown {
    const timer = { cleared: false, id: null as unknown };
    timer.id = this.#clock.setTimeout(() => this.run(() => timer.cleared || callback()), milliseconds);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    if (timer === null) return;
    const { id } = Object.assign(timer as { cleared: boolean; id: unknown }, { cleared: true });
    this.#clock.clearTimeout(id);
  }

  run(callback: () => void): void {
    if (this.#state === 'runs') callback();
    else if (this.#state === 'hangs') this.#waiting.push(callback);
  }

  become(state: 'runs' | 'hangs' | 'gone'): void {
    this.#state = state;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) this.run(callback);
  }
}

export class Tab extends Stage {
  readonly #browser: Browser;
  readonly #process: Process;

  constructor(browser: Browser, process: Process, environment: Partial<Environment>, parts: StageParts) {
    super({ fetch: (request) => this.#fetch(request), ...environment }, parts);
    this.#browser = browser;
    this.#process = process;
  }

  /** Freezes the tab, as for the back-forward cache: it gets the event, then does not run until it is restored. */
  async freeze(): Promise<void> {
    this.page.active = this.page.present = false;
    await this.page.signal({ type: 'activity' });
    this.#process.become('hangs');
  }

  /** Restores the tab from the back-forward cache. */
  async restore(): Promise<void> {
    this.#process.become('runs');
    this.page.active = this.page.present = true;
    await this.page.signal({ type: 'restored' });
  }

  /** Hangs the tab, as a debugger or an endless script does: it keeps its locks, but does not run. */
  async hang(): Promise<void> {
    this.#process.become('hangs');
    await settle();
  }

  async runOn(): Promise<void> {
    this.#process.become('runs');
    await settle();
  }

  /** Closes the tab, or crashes it. */
  async close(): Promise<void> {
    this.#process.become('gone');
    this.page.active = this.page.present = false;
    this.#browser.reclaim(this.#process);
    await settle();
  }

  async #fetch(request: Request): Promise<Response> {
    const response = await this.backend.fetch(request);
    // Messages between tabs arrive before any answer of the backend.
    for (let turns = 0; turns < 3; turns += 1) await turn();
    return new Promise((resolve) => this.#process.run(() => resolve(response)));
  }
}
