/** The simulated backend, and the scenarios: each breaks something for some seconds and repairs it at one instant. */
import type { Clock } from '../../src/refresh/index.ts';
import { item, overlay } from '../../test/refresh/payloads.ts';
import { noConnection, status, type ScriptedPage } from '../../test/refresh/stage.ts';

type Reply = () => Response | Promise<Response>;

/** A payload with one fresh run, so the overlay polls every 10 s. */
const BODY = JSON.stringify(overlay(item('fresh')));
const answer: Reply = () => new Response(BODY);
const reset = noConnection;

export class Backend {
  /** When each request arrived, in milliseconds. */
  readonly arrivals: number[] = [];
  reply: Reply = answer;
  #held: ((response: Promise<Response>) => void)[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly fetch = async (): Promise<Response> => {
    this.arrivals.push(this.#clock.monotonic());
    return this.reply();
  };

  /** Accepts the connection and does not answer. */
  readonly hold: Reply = () => new Promise((resolve) => this.#held.push(resolve));

  /** Answers all held connections at one instant. A browser whose request timed out before ignores it. */
  release(reply: Reply): void {
    for (const end of this.#held.splice(0)) end((async () => reply())());
  }
}

export interface World {
  readonly clock: Clock;
  readonly backend: Backend;
  /** One page object for all browsers, so that all go offline or come back at one instant. */
  readonly page: ScriptedPage;
}

export interface Scenario {
  /** What the backend does. */
  readonly name: string;
  /** How long the disturbance lasts. */
  readonly seconds: number;
  readonly begin: (world: World) => void;
  /** Repairs the backend: the restart. */
  readonly end: (world: World) => void;
  /** All browsers are opened at one instant instead of at random moments. */
  readonly together?: boolean;
  /** Measured, but the limit does not apply: the server does not restart. */
  readonly outside?: boolean;
}

const failing = (name: string, seconds: number, reply: (world: World) => Reply): Scenario => ({
  name,
  seconds,
  begin: (world) => (world.backend.reply = reply(world)),
  end: ({ backend }) => (backend.reply = answer),
});

const refusing = (name: string, seconds: number): Scenario => failing(name, seconds, () => noConnection);

const hanging = (name: string, seconds: number, reply: Reply): Scenario => ({
  name,
  seconds,
  begin: ({ backend }) => (backend.reply = backend.hold),
  end: ({ backend }) => {
    backend.reply = answer;
    backend.release(reply);
  },
});

/** A hang of 40 s ends after every browser's request has timed out once (15 s) and its second request hangs. */
export const SCENARIOS: readonly Scenario[] = [
  refusing('refuses connections for 20 s', 20),
  refusing('refuses connections for 60 s', 60),
  refusing('refuses connections for 5 min', 300),
  failing('answers 503 for 60 s, `Retry-After: 30`', 60, () => status(503, { 'Retry-After': '30' })),
  failing('answers 503 for 60 s, `Retry-After` with the moment of its return', 60, ({ clock }) => status(503, { 'Retry-After': new Date(clock.now() + 60_000).toUTCString() })),
  hanging('hangs for 10 s, then resets all connections', 10, reset),
  hanging('hangs for 40 s, then resets all connections', 40, reset),
  hanging('hangs for 5 s, then answers all requests', 5, answer),
  hanging('hangs for 10 s, then answers all requests', 10, answer),
  hanging('hangs for 40 s, then answers all requests', 40, answer),
  { ...refusing('refuses connections for 10 s, to browsers that were opened at one instant', 10), together: true },
  { name: 'does not restart; all browsers were opened at one instant', seconds: 0, begin: () => {}, end: () => {}, together: true, outside: true },
  {
    name: 'does not restart; all browsers are offline for 60 s and back at one instant',
    seconds: 60,
    begin: ({ page }) => void page.setOnline(false),
    end: ({ page }) => void page.setOnline(true),
    outside: true,
  },
];
