/**
 * A real HTTP server on loopback that serves the kit, pages with its elements, and the contract's routes from a small world of
 * runs; and that can be told, per URL, to answer in any way a server, a proxy or a network can. It logs every request.
 *
 *     const server = await ChaosServer.start();
 *     server.world.items = [runs.freshQueued];
 *     server.script('/admin/t/7/dashboard', inTurn(truth, status(500)));
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { OperationRunDetail, OperationRunSurfaceItem, ReviewPackGeneration } from '../../src/contract/index.ts';
import { activityOf, detailOf, EPOCH, filteredCollectionOf, lifecycleListOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { loginPage, truth, typed, type Reply } from './replies.ts';

export * from './replies.ts';

const KIT = join(import.meta.dirname, '../../dist/cdn/op-run-elements.js');

/** The contract's routes, for `script`. */
export const CONTRACT = /^\/(api\/)?admin\//;

/** Names a request of a page; set by the lab. The same name twice: the browser sent the second one by itself. */
export const REQUEST_NAME = 'x-lab-request';

/** What the routes tell while nothing else is scripted. */
export interface World {
  items: readonly OperationRunSurfaceItem[];
  /** Behind `/api/admin/operations`. */
  records: readonly OperationRunDetail[];
  pack: ReviewPackGeneration | null;
}

export interface Logged {
  /** Milliseconds of virtual time. */
  readonly at: number;
  /** Epoch milliseconds of the machine. */
  readonly wall: number;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly name: string | null;
  /** No request of the kit's: the browser follows a redirect, or sends again what met a broken connection that it had kept. */
  readonly repeated: boolean;
  /** Null until headers are sent. */
  status: number | null;
  /** Bytes of the body that the network has taken. */
  sent: number;
  /** `cut`: the connection ended before the answer did, whoever ended it. */
  outcome: 'open' | 'answered' | 'cut';
}

/** One request, and the answer that is made of it. */
export class Exchange {
  readonly server: ChaosServer;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly logged: Logged;

  constructor(server: ChaosServer, request: IncomingMessage, response: ServerResponse, logged: Logged) {
    this.server = server;
    this.request = request;
    this.response = response;
    this.logged = logged;
  }

  get open(): boolean {
    return this.logged.outcome === 'open';
  }

  /** The answer is not to be waited for, until `answer` goes on with it. */
  hold(): void {
    if (this.logged.name !== null) this.server.held.add(this.logged.name);
  }

  /** Answers now, unless the browser has gone. */
  answer(reply: Reply): void {
    if (this.logged.name !== null) this.server.held.delete(this.logged.name);
    if (this.open) void reply(this);
  }

  /** Sends the chunks as the network takes them, and ends; stops when the connection does, and for ever after `pause` bytes. */
  async stream(chunks: Iterable<Buffer>, pause = Infinity): Promise<void> {
    for (const chunk of chunks) {
      if (!this.open || this.logged.sent >= pause) return;
      await new Promise<void>((taken) => {
        this.response.once('close', taken);
        this.response.write(chunk, () => {
          this.response.off('close', taken);
          if (this.open) this.logged.sent += chunk.length;
          taken();
        });
      });
    }
    this.response.end();
  }
}

/** Requests that wait until a test answers them, in any order. */
export class Gate {
  readonly waiting: Exchange[] = [];

  readonly reply: Reply = (exchange) => {
    exchange.hold();
    this.waiting.push(exchange);
  };

  /** Answers the request that came as number `index` of those that still wait. */
  release(index: number, reply: Reply = truth): void {
    const [exchange] = this.waiting.splice(index, 1);
    if (!exchange) throw new RangeError(`No request number ${index} waits.`);
    exchange.answer(reply);
  }
}

export class ChaosServer {
  world: World = { items: [runs.freshQueued], records: Object.values(records), pack: reviewPacks.queued };
  /** Every request but those for pages and scripts, oldest first. */
  readonly log: Logged[] = [];
  /** The names of the requests that are not to be waited for. */
  readonly held = new Set<string>();
  /** Milliseconds of virtual time since the start. */
  elapsed = 0;
  #scripts: { readonly where: string | RegExp; readonly reply: Reply }[] = [];
  #appointments: { readonly at: number; readonly keep: () => void }[] = [];
  readonly #pages = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => this.#receive(request, response));
  readonly #kit = readFileSync(KIT);
  #port = 0;

  /** A server at a free port. */
  static async start(): Promise<ChaosServer> {
    const server = new ChaosServer();
    await server.#listenAnywhere();
    return server;
  }

  /** With a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** What the server's wall clock shows, in epoch milliseconds. */
  now(): number {
    return EPOCH + this.elapsed;
  }

  /** The requests of the kit, those to `where` only: a path, a path with a query, or a pattern for one. */
  asked(where: string | RegExp = CONTRACT): Logged[] {
    return this.log.filter(({ url, repeated }) => !repeated && matches(where, url));
  }

  /** When each of them came, in seconds of virtual time. */
  times(where?: string | RegExp): number[] {
    return this.asked(where).map(({ at }) => at / 1000);
  }

  /** How requests to `where` are answered from now on. The last word counts. */
  script(where: string | RegExp, reply: Reply): void {
    this.#scripts.unshift({ where, reply });
  }

  /** How a request to `url` would be answered now. */
  scriptOf(url: string): Reply {
    return this.#scripts.find(({ where }) => matches(where, url))?.reply ?? (url === '/login' ? loginPage : truth);
  }

  /** Holds the requests to `where` from now on. */
  hold(where: string | RegExp): Gate {
    const gate = new Gate();
    this.script(where, gate.reply);
    return gate;
  }

  /** From now on the world is told everywhere. */
  heal(): void {
    this.#scripts = [];
  }

  /** Goes away: connections end, and new ones are refused. */
  async leave(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Comes back at the same address. */
  async comeBack(): Promise<void> {
    await this.#listen(this.#port);
  }

  /** Ends for good. */
  async close(): Promise<void> {
    if (this.#server.listening) await this.leave();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** A page at `path` with `body` in it; the kit is loaded by `head`. Its time begins with what the server's clock shows then. */
  page(path: string, body: string, head = '<script type="module" src="/kit.js"></script>'): void {
    this.#pages.set(path, `${head}</head><body>${body}</body></html>`);
  }

  /** Calls `keep` when so much virtual time has passed. */
  after(milliseconds: number, keep: () => void): void {
    this.#appointments.push({ at: this.elapsed + milliseconds, keep });
  }

  /** When the next late answer is due, in milliseconds of virtual time. */
  get due(): number {
    return Math.min(...this.#appointments.map(({ at }) => at));
  }

  /** Gives the late answers that are due. Whoever moves time on (the lab does) stops for it at each `due`. */
  keepAppointments(): void {
    const kept = this.#appointments.filter(({ at }) => at <= this.elapsed);
    this.#appointments = this.#appointments.filter(({ at }) => at > this.elapsed);
    for (const { keep } of kept) keep();
  }

  /** What a contract route tells of the world; null where it tells nothing. */
  payloadOf(url: string): unknown {
    const { pathname, searchParams } = new URL(url, this.url);
    const { items, records, pack } = this.world;
    const [, tenant = '', route = ''] = /^\/admin\/t\/(\d+)\/(.+)$/.exec(pathname) ?? [];
    const ofTenant = items.filter(({ tenant_id }) => tenant_id === Number(tenant));
    if (route === 'operations/progress') return overlayOf(ofTenant.filter(({ active_state }) => active_state.is_currently_active), { tenant_id: Number(tenant) });
    if (route === 'dashboard') return activityOf(ofTenant, { tenant_id: Number(tenant) });
    if (route === 'review-pack') return pack && { ...pack, tenant_id: Number(tenant) };
    const [, api, run] = /^\/(api\/)?admin\/(?:workspaces\/\w+\/)?operations(?:\/(\d+))?$/.exec(pathname) ?? [];
    if (run === undefined) return pathname.endsWith('/operations') ? (api ? lifecycleListOf(records) : filteredCollectionOf(items, searchParams)) : null;
    if (api) return records.find(({ id }) => id === Number(run)) ?? null;
    const item = items.find(({ run_id }) => run_id === Number(run));
    return item ? detailOf(item) : null;
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url!;
    response.sendDate = false;
    response.setHeader('date', new Date(this.now()).toUTCString());
    const resource = this.#resourceOf(url);
    if (resource) return void resource(new Exchange(this, request, response, unlogged(url)));

    const name = (request.headers[REQUEST_NAME] as string | undefined) ?? null;
    const repeated = name !== null && this.log.some((entry) => entry.name === name);
    const logged: Logged = { at: this.elapsed, wall: Date.now(), url, headers: request.headers, name, repeated, status: null, sent: 0, outcome: 'open' };
    this.log.push(logged);
    response.on('close', () => {
      logged.outcome = response.writableFinished ? 'answered' : 'cut';
      logged.status = response.headersSent ? response.statusCode : null;
      if (name !== null) this.held.delete(name);
    });
    void this.scriptOf(url)(new Exchange(this, request, response, logged));
  }

  /** What is no part of the experiment: pages, and the kit. */
  #resourceOf(url: string): Reply | undefined {
    const { pathname } = new URL(url, this.url);
    if (pathname === '/kit.js') return typed('text/javascript', this.#kit);
    const page = this.#pages.get(pathname);
    if (page === undefined) return undefined;
    const head = `<title>Lab</title><link rel="icon" href="data:,"><script>window.lab?.begin(${this.elapsed})</script>`;
    return typed('text/html; charset=utf-8', `<!doctype html><html lang="en"><head>${head}${page}`);
  }

  /** Below the ports that a system takes for outgoing connections: there, one to a server that has left may reach itself. */
  async #listenAnywhere(): Promise<void> {
    for (;;) {
      try {
        return await this.#listen(20_000 + Math.floor(Math.random() * 12_000));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      }
    }
  }

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }
}

const matches = (where: string | RegExp, url: string): boolean => (typeof where === 'string' ? url === where || url.split('?')[0] === where : where.test(url));

const unlogged = (url: string): Logged => ({ at: 0, wall: 0, url, headers: {}, name: null, repeated: false, status: null, sent: 0, outcome: 'open' });
