/**
 * A real HTTP server on loopback that serves the kit, pages with its elements, and the contract's routes from a small set of runs.
 * Per URL it can be scripted to answer in any way a server, a proxy or a network can. It logs every request.
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

/** A header with a name for each request of a page, set by the lab. If a name comes twice, the browser itself sent the second request. */
export const REQUEST_NAME = 'x-lab-request';

/** The data of the routes that are not scripted. */
export interface World {
  items: readonly OperationRunSurfaceItem[];
  /** The records of `/api/admin/operations`. */
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
  /** True for a request that the browser sent by itself: it followed a redirect, or repeated a request after a kept-alive connection had broken. */
  readonly repeated: boolean;
  /** Null until headers are sent. */
  status: number | null;
  /** Bytes of the body that were passed to the network. */
  sent: number;
  /** `cut`: either side ended the connection before the end of the answer. */
  outcome: 'open' | 'answered' | 'cut';
}

/** One request and its answer. */
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

  /** The lab must not wait for this answer, until `answer` is called. */
  hold(): void {
    if (this.logged.name !== null) this.server.held.add(this.logged.name);
  }

  /** Answers now, unless the browser has closed the connection. */
  answer(reply: Reply): void {
    if (this.logged.name !== null) this.server.held.delete(this.logged.name);
    if (this.open) void reply(this);
  }

  /** Sends the chunks with back-pressure, then ends the answer. Stops when the connection ends, or for ever after `pause` bytes. */
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

  /** Answers one of the waiting requests; `index` counts them from 0, oldest first. */
  release(index: number, reply: Reply = truth): void {
    const [exchange] = this.waiting.splice(index, 1);
    if (!exchange) throw new RangeError(`No request number ${index} waits.`);
    exchange.answer(reply);
  }
}

export class ChaosServer {
  world: World = { items: [runs.freshQueued], records: Object.values(records), pack: reviewPacks.queued };
  /** Every request except those for pages and scripts, oldest first. */
  readonly log: Logged[] = [];
  /** The names of the requests for which the lab must not wait. */
  readonly held = new Set<string>();
  /** Milliseconds of virtual time since the start. */
  elapsed = 0;
  #scripts: { readonly where: string | RegExp; readonly reply: Reply }[] = [];
  #appointments: { readonly at: number; readonly keep: () => void }[] = [];
  readonly #pages = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => this.#receive(request, response));
  readonly #kit = readFileSync(KIT);
  #port = 0;

  /** Starts a server at a free port. */
  static async start(): Promise<ChaosServer> {
    const server = new ChaosServer();
    await server.#listenAnywhere();
    return server;
  }

  /** The server's URL, with a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** The time of the server's virtual wall clock, in epoch milliseconds. */
  now(): number {
    return EPOCH + this.elapsed;
  }

  /** The kit's requests to `where`: a path, a path with a query, or a pattern. */
  asked(where: string | RegExp = CONTRACT): Logged[] {
    return this.log.filter(({ url, repeated }) => !repeated && matches(where, url));
  }

  /** When each of these requests came, in seconds of virtual time. */
  times(where?: string | RegExp): number[] {
    return this.asked(where).map(({ at }) => at / 1000);
  }

  /** Sets the answer to requests to `where` from now on. A later call wins. */
  script(where: string | RegExp, reply: Reply): void {
    this.#scripts.unshift({ where, reply });
  }

  /** The current script of `url`. */
  scriptOf(url: string): Reply {
    return this.#scripts.find(({ where }) => matches(where, url))?.reply ?? (url === '/login' ? loginPage : truth);
  }

  /** Holds the requests to `where` from now on. */
  hold(where: string | RegExp): Gate {
    const gate = new Gate();
    this.script(where, gate.reply);
    return gate;
  }

  /** Removes all scripts: every route answers from the world again. */
  heal(): void {
    this.#scripts = [];
  }

  /** Stops the server: connections end, and new ones are refused. */
  async leave(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Starts it again at the same address. */
  async comeBack(): Promise<void> {
    await this.#listen(this.#port);
  }

  /** Ends the server. */
  async close(): Promise<void> {
    if (this.#server.listening) await this.leave();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Serves a page at `path` with `body`; `head` loads the kit. The page's time begins at the server's time. */
  page(path: string, body: string, head = '<script type="module" src="/kit.js"></script>'): void {
    this.#pages.set(path, `${head}</head><body>${body}</body></html>`);
  }

  /** Calls `keep` after so many milliseconds of virtual time. */
  after(milliseconds: number, keep: () => void): void {
    this.#appointments.push({ at: this.elapsed + milliseconds, keep });
  }

  /** When the next late answer is due, in milliseconds of virtual time. */
  get due(): number {
    return Math.min(...this.#appointments.map(({ at }) => at));
  }

  /** Sends the late answers that are due. The lab calls it at each `due` while it moves time. */
  keepAppointments(): void {
    const kept = this.#appointments.filter(({ at }) => at <= this.elapsed);
    this.#appointments = this.#appointments.filter(({ at }) => at > this.elapsed);
    for (const { keep } of kept) keep();
  }

  /** The payload of a contract route; null when it has none. */
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

  /** Pages and the kit, which are not logged or scripted. */
  #resourceOf(url: string): Reply | undefined {
    const { pathname } = new URL(url, this.url);
    if (pathname === '/kit.js') return typed('text/javascript', this.#kit);
    const page = this.#pages.get(pathname);
    if (page === undefined) return undefined;
    const head = `<title>Lab</title><link rel="icon" href="data:,"><script>window.lab?.begin(${this.elapsed})</script>`;
    return typed('text/html; charset=utf-8', `<!doctype html><html lang="en"><head>${head}${page}`);
  }

  /** Listens below the range of ports for outgoing connections: in that range, a connection to a stopped server could connect to itself. */
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
