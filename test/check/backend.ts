/**
 * A small HTTP backend that serves the contract from the fixtures of mocks/ and can break it in one way at a time. It has sessions by
 * cookie, ETags and filters, and gives the same answer for what does not exist and what the caller may not know of.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationRunDetail, OperationRunSurfaceItem, ReviewPackGeneration } from '../../src/contract/index.ts';
import { activityOf, detailOf, filteredCollectionOf, overlayOf } from '../../mocks/fixtures/payloads.ts';
import { lifecycleListOf, records } from '../../mocks/fixtures/lifecycle.ts';
import { reviewPacks } from '../../mocks/fixtures/review-packs.ts';
import { runs, tenants } from '../../mocks/fixtures/runs.ts';

export const COOKIE = 'session=token-of-a-signed-in-operator';
export const TENANT = tenants.contoso.tenant_id;
export const FORBIDDEN_RUN = 4999;
export const FORBIDDEN_TENANT = 9;

export type Route = 'collection' | 'overlay' | 'dashboard' | 'review-pack' | 'detail' | 'lifecycle-list' | 'lifecycle-detail';

/** One request of a route. */
export interface Asked {
  readonly route: Route;
  /** The tenant or run in the path; null when the path has none. */
  readonly id: number | null;
  readonly query: URLSearchParams;
  readonly signedIn: boolean;
  readonly ifNoneMatch: string | null;
  /** How many requests came before this one. */
  readonly count: number;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The rows from which payloads are made. */
export interface World {
  items: OperationRunSurfaceItem[];
  records: OperationRunDetail[];
  pack: ReviewPackGeneration;
}

/** One way to break the contract: in the rows, in a payload before its ETag is made, or in the reply. */
export interface Breakage {
  world?(world: World, asked: Asked): void;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- A breakage writes what the contract's types do not allow.
  payload?(payload: any, asked: Asked): void;
  reply?(reply: Reply, asked: Asked): void;
  /** Answers without a session. */
  readonly open?: boolean;
  /** True leaves the request without an answer. */
  hangs?(asked: Asked): boolean;
}

export interface Backend {
  readonly address: string;
  /** All requests so far; `writes` counts those that were not GET. */
  readonly asked: readonly Asked[];
  readonly writes: number;
  stop(): Promise<void>;
}

const contoso = [runs.staleRunning, runs.freshDeterminate, runs.freshQueued, runs.unknownActive, runs.reconciledByScheduler, runs.partiallySucceeded, runs.succeeded];
const fabrikam = [{ ...runs.freshRunning, ...tenants.fabrikam }];

const worldOf = (): World =>
  structuredClone({
    items: [...contoso, ...fabrikam] as OperationRunSurfaceItem[],
    records: (Object.values(records) as OperationRunDetail[]).filter(({ id }) => contoso.some(({ run_id }) => run_id === id)),
    pack: reviewPacks.ready,
  });

export async function startBackend(breakage: Breakage = {}): Promise<Backend> {
  const asked: Asked[] = [];
  let writes = 0;
  const server = createServer((request, response) => {
    if (request.method !== 'GET') writes += 1;
    const one = readRequest(request, asked.length, breakage.open);
    if (one === null) return send(response, problem(404));
    asked.push(one);
    if (breakage.hangs?.(one)) return;
    send(response, replyTo(one, breakage));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    get writes() {
      return writes;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^\/admin\/t\/(\d+)\/operations\/progress$/, 'overlay'],
  [/^\/admin\/t\/(\d+)\/dashboard$/, 'dashboard'],
  [/^\/admin\/t\/(\d+)\/review-pack$/, 'review-pack'],
  [/^\/admin\/(?:workspaces\/3\/)?operations$/, 'collection'],
  [/^\/admin\/(?:workspaces\/3\/)?operations\/(\d+)$/, 'detail'],
  [/^\/api\/admin\/operations$/, 'lifecycle-list'],
  [/^\/api\/admin\/operations\/(\d+)$/, 'lifecycle-detail'],
];

function readRequest({ url = '', headers }: IncomingMessage, count: number, open = false): Asked | null {
  const { pathname, searchParams: query } = new URL(url, 'http://backend');
  for (const [pattern, route] of ROUTES) {
    const match = pattern.exec(pathname);
    if (match) return { route, id: match[1] ? Number(match[1]) : null, query, signedIn: open || headers.cookie === COOKIE, ifNoneMatch: headers['if-none-match'] ?? null, count };
  }
  return null;
}

function replyTo(asked: Asked, breakage: Breakage): Reply {
  const world = worldOf();
  breakage.world?.(world, asked);
  const payload = payloadOf(asked, world);
  const reply = asked.signedIn ? (payload === null ? problem(404) : json(payload)) : problem(401);
  breakage.reply?.(reply, asked);
  return reply;

  function json(payload: object): Reply {
    breakage.payload?.(payload, asked);
    const body = JSON.stringify(payload);
    const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
    const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-cache', etag };
    return asked.ifNoneMatch === etag ? { status: 304, headers, body: '' } : { status: 200, headers, body };
  }
}

const problem = (status: number): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify({ message: status === 404 ? 'Not found.' : 'Unauthenticated.', trace: Math.random() }),
});

/** The payload; null for what does not exist, or what this operator may not know of. */
function payloadOf({ route, id, query }: Asked, { items, records: rows, pack }: World): object | null {
  const ofTenant = items.filter(({ tenant_id }) => tenant_id === TENANT);
  const tenant = Number(query.get('tenant') ?? query.get('tenant_id') ?? TENANT);
  switch (route) {
    case 'overlay':
      return id === TENANT ? overlayOf(ofTenant.filter(({ active_state }) => active_state.is_currently_active)) : null;
    case 'dashboard':
      return id === TENANT ? activityOf(ofTenant) : null;
    case 'review-pack':
      return id === TENANT ? { ...pack } : null;
    case 'collection':
      return tenant === TENANT ? filteredCollectionOf(items, query) : null;
    case 'lifecycle-list':
      return tenant === TENANT ? lifecycleListOf(rows) : null;
    case 'detail': {
      const item = items.find(({ run_id }) => run_id === id);
      return item ? detailOf(item) : null;
    }
    case 'lifecycle-detail':
      return rows.find((record) => record.id === id) ?? null;
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  if (status !== 304 || body === '') return void response.writeHead(status, headers).end(body);
  // Node does not send a body with a 304, so the answer is written to the socket.
  const head = [`HTTP/1.1 304 Not Modified`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  response.socket!.end(`${head}\r\n\r\n${body}`);
}
