/** Single requests against a real local server. Only the clock is virtual, so that a timeout needs no waiting. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { FetchResult, OpRequestEvent, Prepare } from '../../src/refresh/index.ts';
import { prepareOn } from '../../src/refresh/request-event.ts';
import { send, type RequestOptions } from '../../src/refresh/request.ts';
import { EPOCH, VirtualTime } from '../../mocks/virtual-time.ts';

let server: Server;
let base: string;
let clock: VirtualTime;
let handle: RequestListener;

before(async () => {
  server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  clock = new VirtualTime();
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const serve = (listener: RequestListener) => (handle = listener);
const ask = (options: Partial<RequestOptions> = {}, path = 'run'): Promise<FetchResult> =>
  send(base + path, { clock, fetch: (request) => fetch(request), signal: new AbortController().signal, timeout: 15_000, maxBytes: 1000, ...options });
const failure = (reason: string, httpStatus: number | null = null, retryAfter: number | null = null) => ({ kind: 'failure', reason, httpStatus, retryAfter });

/** Waits for the next request at the server; its response can then be written. */
const arrival = () =>
  new Promise<{ request: IncomingMessage; response: ServerResponse }>((resolve) => serve((request, response) => resolve({ request, response })));

describe('F1 F4: what is sent', () => {
  test('F4 a GET for JSON with same-origin credentials that revalidates the cache', async () => {
    serve((request, response) => {
      assert.equal(request.method, 'GET');
      assert.equal(request.headers.accept, 'application/json');
      response.end('{}');
    });
    let sent: Request | undefined;
    assert.deepEqual(await ask({ fetch: (request) => fetch((sent = request)) }), { kind: 'body', text: '{}' });
    assert.equal(sent!.credentials, 'same-origin');
    assert.equal(sent!.cache, 'no-cache');
  });

  test('F1 a URL that makes no sense is a failure, not an exception', async () => {
    const options = { clock, fetch, signal: new AbortController().signal, timeout: 15_000, maxBytes: 1000 };
    for (const url of ['http://[', 'https://user:word@app.example/']) assert.deepEqual(await send(url, options), failure('network'));
    assert.equal(clock.timers, 0);
  });
});

describe('P3 P4: what becomes of an answer', () => {
  for (const [name, code, headers, expected] of [
    ['200', 200, {}, { kind: 'body', text: 'Body' }],
    ['204', 204, {}, { kind: 'body', text: '' }],
    ['401', 401, {}, { kind: 'session-ended' }],
    ['419', 419, {}, { kind: 'session-ended' }],
    ['403', 403, {}, { kind: 'forbidden' }],
    ['404', 404, {}, { kind: 'missing' }],
    ['410', 410, {}, { kind: 'missing' }],
    ['400', 400, {}, failure('server', 400)],
    ['500', 500, {}, failure('server', 500)],
    ['429 with Retry-After in seconds', 429, { 'Retry-After': '30' }, failure('server', 429, 30_000)],
    ['503 with Retry-After as a date, by the clock of the server', 503, { Date: new Date(EPOCH - 86_400_000).toUTCString(), 'Retry-After': new Date(EPOCH - 86_340_000).toUTCString() }, failure('server', 503, 60_000)],
    ['503 with Retry-After as a date, from a server without a clock', 503, { Date: '', 'Retry-After': new Date(EPOCH + 60_000).toUTCString() }, failure('server', 503, 60_000)],
    ['503 with an unreadable Retry-After', 503, { 'Retry-After': 'soon' }, failure('server', 503)],
  ] as const) {
    test(`P4 ${name}`, async () => {
      serve((_request, response) => response.writeHead(code, headers).end(code === 204 ? undefined : 'Body'));
      assert.deepEqual(await ask(), expected);
      assert.equal(clock.timers, 0);
    });
  }

  const redirectTo = (code: number, headers: Record<string, string>, body = '<form action="/login">') =>
    serve((request, response) => (request.url === '/run' ? response.writeHead(302, { Location: '/elsewhere' }).end() : response.writeHead(code, headers).end(body)));

  test('P4 a redirect to a login page is the end of the session', async () => {
    redirectTo(200, { 'Content-Type': 'text/html' });
    assert.deepEqual(await ask(), { kind: 'session-ended' });
    redirectTo(200, {});
    assert.deepEqual(await ask(), { kind: 'session-ended' });
  });

  test('P4 a redirect to JSON is followed', async () => {
    redirectTo(200, { 'Content-Type': 'application/json; charset=utf-8' }, '{}');
    assert.deepEqual(await ask(), { kind: 'body', text: '{}' });
  });

  test('P4 a redirect to an error page is that error', async () => {
    redirectTo(502, { 'Content-Type': 'text/html' });
    assert.deepEqual(await ask(), failure('server', 502));
    redirectTo(403, { 'Content-Type': 'text/html' });
    assert.deepEqual(await ask(), { kind: 'forbidden' });
  });

  test('P4 a redirect that the host does not follow is a login page too', async () => {
    // In a browser a manual redirect gives an opaque response; Node gives another one, so it is made here.
    const response = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    assert.deepEqual(await ask({ fetch: () => Promise.resolve(response) }), { kind: 'session-ended' });
  });

  test('P3 a server that is not there', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    assert.deepEqual(await ask({ fetch: () => fetch(`http://127.0.0.1:${port}/`) }), failure('network'));
  });

  test('P3 a connection that breaks in the middle of the body', async () => {
    serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{"run_id"');
      response.flushHeaders();
      setImmediate(() => response.destroy());
    });
    assert.deepEqual(await ask(), failure('network'));
  });

  test('F3 characters that are cut between two chunks come out whole', async () => {
    const bytes = Buffer.from('"Läuft – 進行中"');
    const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => (chunks.length ? controller.enqueue(chunks.shift()!) : controller.close()) });
    assert.deepEqual(await ask({ fetch: () => Promise.resolve(new Response(body)) }), { kind: 'body', text: bytes.toString() });
  });

  test('P3 a body over the cap is refused while it streams in, and its connection is closed', async () => {
    const arrived = arrival();
    const answer = ask();
    const { response } = await arrived;
    const closed = once(response, 'close');
    response.write('x'.repeat(1000));
    response.write('x');
    assert.deepEqual(await answer, failure('unreadable', 200));
    await closed;
  });

  test('P3 a body of exactly the cap is read', async () => {
    serve((_request, response) => response.end('x'.repeat(1000)));
    assert.deepEqual(await ask(), { kind: 'body', text: 'x'.repeat(1000) });
  });
});

describe('P9: a hung server', () => {
  test('P9 no headers: a timeout, and the connection is closed', async () => {
    const arrived = arrival();
    const answer = ask();
    const closed = once((await arrived).response, 'close');
    await clock.advance(14_999);
    assert.equal(clock.timers, 1);
    await clock.advance(1);
    assert.deepEqual(await answer, failure('timeout'));
    await closed;
  });

  test('P9 no end of the body: a timeout, and the connection is closed', async () => {
    const arrived = arrival();
    const fetched = new EventTarget();
    const headers = once(fetched, 'headers');
    const answer = ask({ fetch: (request) => fetch(request).finally(() => fetched.dispatchEvent(new Event('headers'))) });
    const { response } = await arrived;
    const closed = once(response, 'close');
    response.write('{"run_id"');
    await headers;
    await clock.advance(15_000);
    assert.deepEqual(await answer, failure('timeout'));
    await closed;
  });

  test('P7 an abort ends it and its timer', async () => {
    const leaving = new AbortController();
    const arrived = arrival();
    const answer = ask({ signal: leaving.signal });
    const closed = once((await arrived).response, 'close');
    leaving.abort();
    assert.deepEqual(await answer, failure('network'));
    assert.equal(clock.timers, 0);
    await closed;
  });

  test('P9 an answer in time leaves no timer', async () => {
    serve((_request, response) => response.end('{}'));
    await ask();
    assert.equal(clock.timers, 0);
  });
});

describe('F4: the host', () => {
  const asking = (listener: (event: OpRequestEvent) => void): { prepare: Prepare } => {
    const element = new EventTarget();
    element.addEventListener('op-request', (event) => listener(event as OpRequestEvent));
    return { prepare: prepareOn(element) };
  };
  const never = () => Promise.reject(new Error('must not be sent'));

  test('F4 without a listener the request is sent as it is', async () => {
    serve((_request, response) => response.end('{}'));
    assert.deepEqual(await ask({ prepare: prepareOn(new EventTarget()) }), { kind: 'body', text: '{}' });
  });

  test('F4 a header that a listener sets reaches the server', async () => {
    serve((request, response) => response.end(request.headers.authorization));
    assert.deepEqual(await ask(asking((event) => event.request.headers.set('Authorization', 'Bearer 42'))), { kind: 'body', text: 'Bearer 42' });
  });

  test('F4 a listener may replace the request, and its timeout still holds', async () => {
    const arrived = arrival();
    const answer = ask(asking((event) => (event.request = new Request(`${base}other`))));
    assert.equal((await arrived).request.url, '/other');
    await clock.advance(15_000);
    assert.deepEqual(await answer, failure('timeout'));
    server.closeAllConnections();
  });

  test('F4 a listener may answer with a response, or with the promise of one', async () => {
    for (const response of [() => new Response('Mine'), () => Promise.resolve(new Response('Mine'))]) {
      assert.deepEqual(await ask({ fetch: never, ...asking((event) => event.respondWith(response())) }), { kind: 'body', text: 'Mine' });
    }
    assert.deepEqual(await ask({ fetch: never, ...asking((event) => event.respondWith(new Response(null, { status: 403 }))) }), { kind: 'forbidden' });
    assert.deepEqual(await ask({ fetch: never, ...asking((event) => event.respondWith(Promise.reject(new Error('No token')))) }), failure('network'));
  });

  test('F4 an answer that never comes, or whose body never ends, is a timeout', async () => {
    for (const response of [new Promise<Response>(() => {}), new Response(new ReadableStream())]) {
      const answer = ask({ fetch: never, ...asking((event) => event.respondWith(response)) });
      await clock.advance(15_000);
      assert.deepEqual(await answer, failure('timeout'));
    }
  });

  test('F4 a response that was read before is a failure', async () => {
    const used = new Response('Mine');
    await used.text();
    assert.deepEqual(await ask({ fetch: never, ...asking((event) => event.respondWith(used)) }), failure('network'));
  });

  test('F4 a listener that cancels withholds the request', async () => {
    assert.deepEqual(await ask({ fetch: never, ...asking((event) => event.preventDefault()) }), { kind: 'withheld' });
    assert.equal(clock.timers, 0);
  });

  test('F4 an answer counts even from a listener that also cancels', async () => {
    const both = (event: OpRequestEvent) => {
      event.preventDefault();
      event.respondWith(new Response('Mine'));
    };
    assert.deepEqual(await ask({ fetch: never, ...asking(both) }), { kind: 'body', text: 'Mine' });
  });
});
