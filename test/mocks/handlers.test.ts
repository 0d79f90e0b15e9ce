import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setupServer } from 'msw/node';
import {
  activityOf,
  collectionOf,
  detailOf,
  htmlPage,
  json,
  lifecycleListOf,
  loginRedirect,
  malformedJson,
  mockBackend,
  networkError,
  overlayOf,
  records,
  retryAfter,
  reviewPacks,
  runs,
} from '../../mocks/index.ts';

const ORIGIN = 'http://backend.test';
const OVERLAY = `${ORIGIN}/admin/t/7/operations/progress`;
const backend = mockBackend();
const server = setupServer(...backend.handlers);
const bodyOf = async (url: string): Promise<unknown> => (await fetch(url)).json();
const overlay = () => backend.overlay(7);

before(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => backend.reset());
after(() => server.close());

describe('the script of an endpoint', () => {
  test('replies come in the order they were queued, and the last one repeats', async () => {
    const [first, second] = [overlayOf([runs.freshQueued]), overlayOf([runs.staleQueued])];
    overlay().enqueue(first).enqueue(500, second);
    assert.deepEqual(await bodyOf(OVERLAY), first);
    assert.equal((await fetch(OVERLAY)).status, 500);
    assert.deepEqual(await bodyOf(OVERLAY), second);
    assert.deepEqual(await bodyOf(OVERLAY), second);
  });

  test('a reply that is queued while the last one repeats comes next', async () => {
    overlay().enqueue(overlayOf([]));
    await fetch(OVERLAY);
    await fetch(OVERLAY);
    overlay().enqueue(503);
    assert.equal((await fetch(OVERLAY)).status, 503);
  });

  test('what was not scripted is not found', async () => {
    overlay().enqueue(overlayOf([]));
    assert.equal((await fetch(`${ORIGIN}/admin/t/8/operations/progress`)).status, 404);
  });

  test('a held reply waits until it is released, and other endpoints do not wait for it', async () => {
    const release = overlay().hold(overlayOf([runs.freshQueued]));
    backend.activity(7).enqueue(activityOf([]));
    let released = false;
    const held = bodyOf(OVERLAY).then((body) => ({ body, released }));
    assert.deepEqual(await bodyOf(`${ORIGIN}/admin/t/7/dashboard`), activityOf([]));
    released = true;
    release();
    assert.deepEqual(await held, { body: overlayOf([runs.freshQueued]), released: true });
  });

  test('a request that is given up while its reply is held fails as aborted', async () => {
    overlay().hold(overlayOf([]));
    const controller = new AbortController();
    const answer = fetch(OVERLAY, { signal: controller.signal });
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
  });

  test('a script of its own reads the request', async () => {
    overlay().enqueue((request: Request) =>
      request.headers.get('if-none-match') === '"1"' ? new Response(null, { status: 304 }) : Response.json(overlayOf([]), { headers: { etag: '"1"' } }),
    );
    const etag = (await fetch(OVERLAY)).headers.get('etag');
    assert.equal((await fetch(OVERLAY, { headers: { 'if-none-match': etag! } })).status, 304);
  });

  test('reset forgets scripts and requests', async () => {
    overlay().enqueue(overlayOf([]));
    await fetch(OVERLAY);
    backend.reset();
    assert.equal(backend.requests.length, 0);
    assert.equal(overlay().requests.length, 0);
    assert.equal((await fetch(OVERLAY)).status, 404);
  });
});

describe('recording', () => {
  test('each endpoint has the requests it saw, and the backend has all of them in order', async () => {
    await fetch(OVERLAY, { headers: { authorization: 'Bearer one' } });
    await fetch(`${ORIGIN}/admin/operations/4101`);
    await fetch(OVERLAY);
    assert.equal(overlay().requests.length, 2);
    assert.equal(overlay().requests[0]!.headers.get('authorization'), 'Bearer one');
    assert.deepEqual(backend.requests.map(({ url }) => new URL(url).pathname), [
      '/admin/t/7/operations/progress',
      '/admin/operations/4101',
      '/admin/t/7/operations/progress',
    ]);
  });

  test('the filters of a list request are in the recorded URL', async () => {
    await fetch(`${ORIGIN}/admin/operations?tenant=7&activeTab=active&problemClass=active_stale_attention`);
    const { searchParams } = new URL(backend.collection().requests[0]!.url);
    assert.equal(searchParams.get('problemClass'), 'active_stale_attention');
  });
});

describe('routes', () => {
  const detail = detailOf(runs.freshQueued);
  const collection = collectionOf([runs.freshQueued]);
  const activity = activityOf([runs.freshQueued]);
  const list = lifecycleListOf([records.freshQueued]);
  const routes = [
    ['admin/t/7/operations/progress', () => overlay().enqueue(overlayOf([])), overlayOf([])],
    ['admin/t/7/dashboard', () => backend.activity(7).enqueue(activity), activity],
    ['admin/t/7/review-pack', () => backend.reviewPack(7).enqueue(reviewPacks.ready), reviewPacks.ready],
    ['admin/operations/4101', () => backend.run(4101).enqueue(detail), detail],
    ['admin/workspaces/3/operations/4101', () => backend.run(4101, { workspace: 3 }).enqueue(detail), detail],
    ['admin/operations', () => backend.collection().enqueue(collection), collection],
    ['admin/workspaces/3/operations', () => backend.collection({ workspace: 3 }).enqueue(collection), collection],
    ['api/admin/operations', () => backend.lifecycleList().enqueue(list), list],
    ['api/admin/operations/4101', () => backend.lifecycleRun(4101).enqueue(records.freshQueued), records.freshQueued],
  ] as const;

  for (const [path, script, payload] of routes) {
    test(`/${path} answers, and no other route answers for it`, async () => {
      script();
      assert.deepEqual(await bodyOf(`${ORIGIN}/${path}`), payload);
      for (const [other] of routes.filter(([each]) => each !== path)) {
        assert.equal((await fetch(`${ORIGIN}/${other}`)).status, 404, other);
      }
    });
  }

  test('each tenant has a review pack of its own', async () => {
    backend.reviewPack(7).enqueue(reviewPacks.generating, reviewPacks.ready);
    backend.reviewPack(8).enqueue(403);
    assert.deepEqual(await bodyOf(`${ORIGIN}/admin/t/7/review-pack`), reviewPacks.generating);
    assert.equal((await fetch(`${ORIGIN}/admin/t/8/review-pack`)).status, 403);
    assert.deepEqual(await bodyOf(`${ORIGIN}/admin/t/7/review-pack`), reviewPacks.ready);
    assert.deepEqual([backend.reviewPack(7).requests.length, backend.reviewPack(8).requests.length], [2, 1]);
  });

  test('a base URL holds the backend to one place', async () => {
    const below = mockBackend({ baseUrl: 'https://apps.test:8443/ops' });
    below.run(4101).enqueue(detail);
    server.use(...below.handlers);
    assert.deepEqual(await bodyOf('https://apps.test:8443/ops/admin/operations/4101'), detail);
    backend.run(4101).enqueue(403);
    assert.equal((await fetch(`${ORIGIN}/admin/operations/4101`)).status, 403);
    server.resetHandlers();
  });

  test('a base URL that is not absolute is refused', () => {
    assert.throws(() => mockBackend({ baseUrl: '/ops' }), TypeError);
  });
});

describe('failures', () => {
  for (const code of [401, 403, 404, 419, 500, 503]) {
    test(`${code} comes with a message, as JSON`, async () => {
      overlay().enqueue(code);
      const response = await fetch(OVERLAY);
      assert.equal(response.status, code);
      assert.match(((await response.json()) as { message: string }).message, /\w/);
    });
  }

  for (const code of [429, 503] as const) {
    test(`${code} says when to come back`, async () => {
      overlay().enqueue(retryAfter(code, 30), retryAfter(code, 'Wed, 01 Apr 2026 10:00:00 GMT'));
      const response = await fetch(OVERLAY);
      assert.equal(response.status, code);
      assert.equal(response.headers.get('retry-after'), '30');
      assert.equal((await fetch(OVERLAY)).headers.get('retry-after'), 'Wed, 01 Apr 2026 10:00:00 GMT');
    });
  }

  test('an ended session redirects to a login page that answers 200 with HTML', async () => {
    overlay().enqueue(loginRedirect());
    const response = await fetch(OVERLAY);
    assert.ok(response.redirected);
    assert.equal(response.url, `${ORIGIN}/admin/login`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type')!, /text\/html/);
  });

  test('a wrong content type is a page instead of JSON', async () => {
    overlay().enqueue(htmlPage());
    const response = await fetch(OVERLAY);
    assert.equal(response.redirected, false);
    assert.match(response.headers.get('content-type')!, /text\/html/);
    assert.match(await response.text(), /^<!doctype html>/);
  });

  test('malformed JSON claims to be JSON and cannot be parsed', async () => {
    overlay().enqueue(malformedJson());
    const response = await fetch(OVERLAY);
    assert.match(response.headers.get('content-type')!, /application\/json/);
    await assert.rejects(response.json(), SyntaxError);
  });

  test('a network error rejects the request', async () => {
    overlay().enqueue(networkError());
    await assert.rejects(fetch(OVERLAY), TypeError);
  });

  test('a 304 has no body', async () => {
    overlay().enqueue(304);
    const response = await fetch(OVERLAY);
    assert.equal(response.status, 304);
    assert.equal(response.body, null);
  });

  test('a payload can carry a status and headers of its own', async () => {
    overlay().enqueue(json(overlayOf([]), { headers: { etag: '"7"' } }));
    assert.equal((await fetch(OVERLAY)).headers.get('etag'), '"7"');
  });
});
