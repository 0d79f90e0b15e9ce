/** What an answer costs, in exact counts: an unchanged one nothing, one changed run of a thousand the work of one run. */
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { collectionSubject, type Subject } from '../../src/refresh/index.ts';
import { collectionOf } from '../../mocks/index.ts';
import { item } from './payloads.ts';
import { Stage, text } from './stage.ts';

const LIST = '/admin/operations';
const thousand = Array.from({ length: 1000 }, (_, index) => item('fresh', { run_id: 1000 + index, status_label: 'Running', progress: { kind: 'determinate', processed: 1, total: 9 } }));

/** A list of a thousand runs, and how often its parts were called since. */
async function list() {
  const calls = { read: 0, assembled: 0, parsed: 0, stringified: 0 };
  const own = collectionSubject.list!;
  const subject = {
    ...collectionSubject,
    list: { ...own, readEntry: (...entry) => ((calls.read += 1), own.readEntry(...entry)), assemble: (...body) => ((calls.assembled += 1), own.assemble(...body)) },
  } satisfies typeof collectionSubject;
  const stage = new Stage({ maxBytes: 2_000_000 });
  const served = { body: JSON.stringify(collectionOf(thousand)), etag: '"1"' };
  stage.backend.serve(LIST, (request) =>
    request.headers.get('If-None-Match') === served.etag ? new Response(null, { status: 304 }) : new Response(served.body, { headers: { ETag: served.etag } }),
  );
  const surface = await stage.surface(subject as Subject<{ items: (typeof thousand)[number][] }>).connect();
  for (const name of ['read', 'assembled', 'parsed', 'stringified'] as const) calls[name] = 0;
  const { renders } = surface;
  const changes = surface.changes.length;
  return { stage, surface, served, calls, drawn: () => [surface.renders - renders, surface.changes.length - changes] };
}

/** Runs `act` and counts the calls of JSON's functions in it. */
async function counting(calls: { parsed: number; stringified: number }, act: () => Promise<void>): Promise<void> {
  const parse = mock.method(JSON, 'parse');
  const stringify = mock.method(JSON, 'stringify');
  await act();
  calls.parsed = parse.mock.callCount();
  calls.stringified = stringify.mock.callCount();
  mock.restoreAll();
}

const NOTHING = { read: 0, assembled: 0, parsed: 0, stringified: 0 };

describe('P10: what an answer about 1,000 runs costs', () => {
  test('P10 the same body: nothing', async () => {
    const { stage, surface, calls, drawn } = await list();
    const { value } = surface.snapshot;
    await counting(calls, () => stage.advance(30_000));
    assert.equal(stage.backend.count(LIST), 4);
    assert.deepEqual(calls, NOTHING);
    assert.deepEqual(drawn(), [0, 0]);
    assert.equal(surface.snapshot.value, value);
  });

  test('P10 a 304 to the ETag that the kit keeps: nothing', async (context) => {
    const origin = Object.getOwnPropertyDescriptor(globalThis, 'origin');
    Object.defineProperty(globalThis, 'origin', { value: 'https://app.example', configurable: true });
    context.after(() => (origin ? Object.defineProperty(globalThis, 'origin', origin) : Reflect.deleteProperty(globalThis, 'origin')));
    const { stage, surface, calls, drawn } = await list();
    const before = surface.snapshot.asOf!;
    await counting(calls, () => stage.advance(30_000));
    assert.deepEqual(stage.backend.requests.map(({ request }) => request.headers.get('If-None-Match')), [null, '"1"', '"1"', '"1"']);
    assert.deepEqual(calls, NOTHING);
    assert.deepEqual(drawn(), [0, 0]);
    assert.deepEqual([surface.snapshot.status, surface.snapshot.asOf! - before], ['ready', 30_000]);
  });

  test('P10 one changed run: one entry is parsed and read, and the others are the objects that they were', async () => {
    const { stage, surface, served, calls, drawn } = await list();
    const before = surface.snapshot.value!.items;
    served.body = JSON.stringify(collectionOf(thousand.map((run, index) => (index === 500 ? { ...run, progress: { ...run.progress!, processed: 2 } } : run))));
    await counting(calls, () => stage.advance(10_000));
    assert.deepEqual(calls, { read: 1, assembled: 1, parsed: 1, stringified: 0 });
    assert.deepEqual(drawn(), [1, 1]);
    const after = surface.snapshot.value!.items;
    assert.deepEqual(after.flatMap((run, index) => (run === before[index] ? [] : [index])), [500]);
    assert(Object.isFrozen(after[500]) && Object.isFrozen(after[500]!.active_state));
  });
});

describe('a 304', () => {
  test('P10 that a host’s own listener gives confirms what is shown', async () => {
    const { stage, surface } = await list();
    surface.addEventListener('op-request', (event) => (event as unknown as { respondWith(response: Response): void }).respondWith(new Response(null, { status: 304 })));
    await stage.advance(10_000);
    assert.equal(surface.snapshot.status, 'ready');
    assert.equal(stage.backend.count(LIST), 1);
  });

  test('P10 about nothing that is known is no answer', async () => {
    const stage = new Stage();
    stage.backend.serve(LIST, () => new Response(null, { status: 304 }));
    const surface = await stage.surface(collectionSubject).connect();
    assert.deepEqual([surface.snapshot.status, surface.snapshot.failure], ['failed', 'unreadable']);
    stage.backend.serve(LIST, text(JSON.stringify(collectionOf([item('fresh')]))));
    await stage.advance(10_000);
    assert.deepEqual(surface.shown, ['15 fresh']);
  });
});
