/**
 * Plays a scenario once, from its beginning: the elements run on a virtual clock, with the scenario's backend and the injected faults.
 * The same scenario, faults and seconds always give the same screen and the same log.
 */
import { answerAt, malformedJson, SCENARIO_START, status, VirtualTime, worldAt, type Scenario, type World } from '../../mocks/index.ts';
import { systemPage, type Environment, type Page, type PageSignal } from '../../src/refresh/index.ts';
import { settle } from '../../mocks/virtual-time.ts';
import { activeKinds, type Fault, type FaultKind } from './faults.ts';
import { Log } from './log.ts';

/** Milliseconds until the backend answers. */
const LATENCY = 80;
/** Milliseconds until a slow backend answers: longer than the elements' timeout. */
const SLOW = 20_000;
/** Real milliseconds after which the page's live region has announced everything. */
const ANNOUNCED_WITHIN = 200;

const FAULT_TEXT: Readonly<Record<FaultKind, string>> = {
  slow: 'slow backend',
  '500': 'server error 500',
  truncated: 'truncated answers',
  offline: 'offline',
};

export interface Host {
  /** Shows the host's page for this state of the world; resolves when it is rendered. */
  show(world: World): Promise<void>;
  /** Called when the log has changed. */
  logged(): void;
}

export class Playback {
  readonly scenario: Scenario;
  readonly log: Log;
  readonly environment: Environment;
  #faults: readonly Fault[];
  readonly #host: Host;
  readonly #time = new VirtualTime({ epoch: SCENARIO_START, settled: () => this.#settled() });
  readonly #listeners = new Set<(signal: PageSignal) => void>();
  /** The number of requests under way. */
  #pending = 0;
  #answered = 0;
  /** The number of answers whose body is being read, which takes real time. */
  #reading = 0;
  /** When the last request was sent, in milliseconds. */
  #sentAt = -1;
  #offline = false;
  /** Whether virtual time is moving. While it stands still, requests (of a click, for instance) are answered at once. */
  #moving = false;
  /** The last answer per path. A different answer may cause an announcement, which has to be awaited (`#news`). */
  readonly #told = new Map<string, string>();
  #news = false;
  #heard: (() => void) | null = null;

  constructor(scenario: Scenario, faults: readonly Fault[], environment: Environment, host: Host) {
    this.scenario = scenario;
    this.#faults = faults;
    this.#host = host;
    this.log = new Log(() => host.logged());
    this.environment = {
      ...environment,
      clock: this.#time,
      tabs: null,
      random: () => 0,
      fetch: (request) => this.#fetch(request),
      page: this.#page(),
    };
  }

  /** Seconds since the beginning; a whole number while nothing is playing. */
  get seconds(): number {
    return this.#time.monotonic() / 1000;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  get world(): World {
    return worldAt(this.scenario, this.seconds);
  }

  /** Whether a refresh is scheduled. */
  get scheduled(): boolean {
    return this.#time.next !== null;
  }

  start(): Promise<void> {
    return this.#move(() => this.#enter(0));
  }

  advanceTo(seconds: number): Promise<void> {
    return this.#move(() => this.#advance(seconds * 1000));
  }

  /** Moves to the whole second after all of the next requests are answered; at most to the end. */
  step(): Promise<void> {
    return this.#move(() => this.#step());
  }

  /** Replaces the faults, which must be equal up to now. False when a request of this very moment was already answered without them. */
  async inject(faults: readonly Fault[]): Promise<boolean> {
    if (this.#sentAt === this.#time.monotonic()) return false;
    const before = activeKinds(this.#faults, this.seconds);
    this.#faults = faults;
    await this.#move(async () => {
      this.#applyFaults(before);
      await this.#settled();
    });
    return true;
  }

  heardTransition(change: string, surface: string): void {
    this.log.transition(this.seconds, change, surface);
  }

  heardAnnouncement(text: string): void {
    this.log.text('announcement', this.seconds, text);
    this.#heard?.();
  }

  async #move(way: () => Promise<void>): Promise<void> {
    this.#moving = true;
    await way();
    this.#moving = false;
  }

  async #step(): Promise<void> {
    const end = this.scenario.duration * 1000;
    const before = this.#answered;
    while (this.#answered === before || this.#pending > 0) {
      const next = Math.min(this.#time.next ?? end, ...this.#boundaries.map((boundary) => boundary * 1000).filter((at) => at > this.#time.monotonic()));
      await this.#advance(Math.min(next, end));
      if (this.#time.monotonic() === end) return;
    }
    await this.#advance(Math.ceil(this.seconds) * 1000);
  }

  /** The page as the elements see it. It ignores whether the real tab is visible, so that a story looks the same in the background; only a fault takes it offline. */
  #page(): Page {
    const isOffline = () => this.#offline;
    return {
      present: true,
      get active() {
        return !isOffline();
      },
      get online() {
        return !isOffline();
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        const leave = systemPage.subscribe((signal) => signal.type === 'enqueued' && listener(signal));
        return () => {
          this.#listeners.delete(listener);
          leave();
        };
      },
    };
  }

  /** The seconds at which the world or the faults change. */
  get #boundaries(): number[] {
    const times = [...this.scenario.moments.map(({ from }) => from), ...this.#faults.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))];
    return [...new Set(times)].sort((one, other) => one - other);
  }

  async #advance(milliseconds: number): Promise<void> {
    for (const boundary of this.#boundaries) {
      const at = boundary * 1000;
      if (at <= this.#time.monotonic() || at > milliseconds) continue;
      await this.#time.advance(at - this.#time.monotonic());
      await this.#enter(boundary);
    }
    await this.#time.advance(Math.max(0, milliseconds - this.#time.monotonic()));
  }

  /** Applies the changes of this second, after everything that was due before it. */
  async #enter(seconds: number): Promise<void> {
    const moment = this.scenario.moments.find(({ from }) => from === seconds);
    if (moment) this.log.text('script', seconds, moment.told);
    this.#applyFaults(activeKinds(this.#faults, seconds - 1));
    if (moment?.enqueued !== undefined) {
      document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: this.world.tenant, runId: moment.enqueued } }));
    }
    await this.#host.show(this.world);
    await this.#settled();
  }

  #applyFaults(before: ReadonlySet<FaultKind>): void {
    const now = activeKinds(this.#faults, this.seconds);
    for (const kind of now) if (!before.has(kind)) this.log.text('script', this.seconds, `Injected: ${FAULT_TEXT[kind]}.`);
    for (const kind of before) if (!now.has(kind)) this.log.text('script', this.seconds, `Ended: ${FAULT_TEXT[kind]}.`);
    if (this.#offline === now.has('offline')) return;
    this.#offline = now.has('offline');
    for (const listener of [...this.#listeners]) listener({ type: 'activity' });
  }

  async #fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const path = pathname + search;
    const sentAt = this.#time.monotonic();
    const logged = this.log.request(this.seconds, path);
    this.#sentAt = sentAt;
    this.#pending += 1;
    const end = (outcome: string, body = ''): void => {
      const before = this.#told.get(path);
      this.#told.set(path, outcome + body);
      this.#news ||= before !== undefined && before !== outcome + body;
      this.#pending -= 1;
      this.#answered += 1;
      logged(outcome, this.#time.monotonic() - sentAt);
    };
    try {
      const { status, headers, body } = await this.#answer(request, activeKinds(this.#faults, this.seconds));
      end(String(status), body);
      return new Response(streamOf(body), { status, headers });
    } catch (error) {
      const waited = this.#time.monotonic() - sentAt;
      end(!request.signal.aborted ? 'no connection' : waited >= this.environment.timeout ? 'timed out' : 'cancelled');
      throw error;
    }
  }

  /** The backend's answer, as of the moment at which it answers. */
  async #answer(request: Request, faults: ReadonlySet<FaultKind>): Promise<{ status: number; headers: Headers; body: string }> {
    const answer = answerAt(this.scenario, this.seconds, request);
    this.#reading += 1;
    const response = answer && (await (faults.has('500') ? status(500) : faults.has('truncated') ? malformedJson() : () => answer)(request));
    const body = response && (await response.text());
    this.#reading -= 1;
    await this.#wait(faults.has('slow') ? SLOW : this.#moving ? LATENCY : 0, request.signal);
    if (response === null) throw new TypeError('Failed to fetch');
    return { status: response.status, headers: response.headers, body: body! };
  }

  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = this.#time.setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => {
        this.#time.clearTimeout(timer);
        reject(signal.reason);
      });
    });
  }

  /** Waits until the elements have rendered, and the live region, which collects texts for some real milliseconds, has announced them. */
  async #settled(): Promise<void> {
    do await settle();
    while (this.#reading > 0);
    // If more timers are due at this moment, their announcements are awaited together.
    if (!this.#news || this.#time.next === this.#time.monotonic()) return;
    this.#news = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#heard = resolve;
      timer = setTimeout(resolve, ANNOUNCED_WITHIN);
    });
    clearTimeout(timer);
    this.#heard = null;
    await settle();
  }
}

/** A body that can be read without waiting for the event loop, so that the order of answers does not depend on chance. */
const streamOf = (body: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(body));
      controller.close();
    },
  });
