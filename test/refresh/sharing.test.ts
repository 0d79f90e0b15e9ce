import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { overlaySubject, runSubject, type OpRequestEvent } from '../../src/refresh/index.ts';
import { item, overlay, overlayOf8 } from './payloads.ts';
import { noConnection, OVERLAY, OVERLAY_OF_8, Stage, text } from './stage.ts';
import { EPOCH } from '../../mocks/virtual-time.ts';

/** The overlay's subject, which also counts how often it parsed a body. */
const spying = () => {
  const spy = { reads: 0, subject: overlaySubject };
  const list = overlaySubject.list!;
  spy.subject = { ...overlaySubject, list: { ...list, assemble: (...body) => ((spy.reads += 1), list.assemble(...body)) } };
  return spy;
};

describe('P6: one request per URL', () => {
  test('P6 ten surfaces of one URL: one request each interval, and all show the same', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surfaces = await Promise.all(Array.from({ length: 10 }, () => stage.overlay()));
    await stage.advance(20_000);
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 10, 20, 30]);
    for (const surface of surfaces) {
      assert.deepEqual(surface.shown, ['15 stale']);
      assert.deepEqual(surface.transitions, ['15 fresh > stale']);
      assert.ok(surface.changes.every(({ answered }) => answered), 'an answer brought it, to each of them');
    }
  });

  test('P6 the answer is read once for all surfaces that ask alike', async () => {
    const stage = new Stage();
    const spy = spying();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    for (let surface = 0; surface < 5; surface += 1) await stage.surface(spy.subject, { tenantId: 7 }).connect();
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await stage.advance(10_000);
    assert.equal(spy.reads, 2);
  });

  test('P6 a surface that joins paints what is known, at once', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.overlay();
    await stage.advance(5000);
    const late = await stage.overlay();
    assert.deepEqual(late.shown, ['15 fresh']);
    assert.equal(late.snapshot.asOf, EPOCH);
    assert.equal(stage.backend.count(), 1);
  });

  test('P6 surfaces that read one URL differently each read it for themselves', async () => {
    const stage = new Stage();
    const src = 'https://app.example/progress';
    stage.backend.serve('/progress', overlay(item('fresh')));
    const seven = await stage.overlay({ src });
    const eight = await stage.overlay({ src, tenantId: 8 });
    const run = await stage.surface(runSubject, { src, runId: 15 }).connect();
    assert.equal(stage.backend.count(), 1);
    assert.equal(seven.snapshot.status, 'ready');
    assert.equal(eight.snapshot.failure, 'unreadable');
    assert.equal(run.snapshot.failure, 'unreadable');
    stage.backend.serve('/progress', overlayOf8(item('fresh')));
    await stage.advance(10_000);
    assert.equal(seven.snapshot.failure, 'unreadable');
    assert.deepEqual(seven.shown, ['15 fresh']);
    assert.equal(eight.snapshot.status, 'ready');
    await seven.disconnect();
    await run.disconnect();
    const before = stage.backend.count();
    await stage.advance(120_000);
    assert.equal(stage.backend.count(), before + 12, 'whoever left slows nobody down');
  });

  test('P6 different URLs are asked for apart', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('terminal', { run_id: 16 })));
    await stage.overlay();
    await stage.overlay({ tenantId: 8 });
    await stage.advance(10_000);
    assert.equal(stage.backend.count(OVERLAY), 2);
    assert.equal(stage.backend.count(OVERLAY_OF_8), 1);
  });
});

describe('P10: an unchanged answer costs nothing', () => {
  test('P10 no parse, no render, no change; the time of confirmation moves on', async () => {
    const stage = new Stage();
    const spy = spying();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.surface(spy.subject, { tenantId: 7 }).connect();
    const { renders } = surface;
    const changes = surface.changes.length;
    await stage.advance(60_000);
    assert.equal(stage.backend.count(), 7);
    assert.equal(spy.reads, 1);
    assert.equal(surface.renders, renders);
    assert.equal(surface.changes.length, changes);
    assert.equal(surface.snapshot.asOf, EPOCH + 60_000);
  });

  test('P10 the same truth in other bytes: no render, no change', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    const { renders } = surface;
    stage.backend.serve(OVERLAY, text(JSON.stringify(overlay(item('fresh')), null, 2)));
    await stage.advance(10_000);
    assert.equal(surface.renders, renders);
    assert.equal(surface.snapshot.asOf, EPOCH + 10_000);
  });

  test('P10 a changed answer is read once and rendered once', async () => {
    const stage = new Stage();
    const spy = spying();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.surface(spy.subject, { tenantId: 7 }).connect();
    const { renders } = surface;
    stage.backend.serve(OVERLAY, overlay(item('stale'), item('fresh', { run_id: 16 })));
    await stage.advance(10_000);
    assert.equal(spy.reads, 2);
    assert.equal(surface.renders, renders + 1);
  });

  test('P10 asking again renders nothing while the answer is under way', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    const { renders } = surface;
    const held = stage.backend.hold(OVERLAY);
    await stage.advance(12_000);
    assert.equal(surface.snapshot.status, 'refreshing');
    assert.equal(surface.renders, renders);
    await held.release(overlay(item('fresh')));
    assert.equal(surface.renders, renders);
  });
});

describe('F4: the host and its say in each request', () => {
  const listening = async (listener: (event: OpRequestEvent) => void) => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = stage.surface(overlaySubject, { tenantId: 7 });
    surface.addEventListener('op-request', (event) => listener(event as OpRequestEvent));
    await surface.connect();
    return { stage, surface };
  };

  test('F4 a listener is asked before each request, and may add headers', async () => {
    const { stage } = await listening((event) => {
      assert.ok(event.bubbles && event.composed && event.cancelable);
      event.request.headers.set('Authorization', 'Bearer 42');
    });
    await stage.advance(10_000);
    assert.deepEqual(
      stage.backend.requests.map(({ request }) => request.headers.get('Authorization')),
      ['Bearer 42', 'Bearer 42'],
    );
  });

  test('F4 a listener may answer, at once or later, and no request leaves', async () => {
    for (const answer of [() => Response.json(overlay(item('stale'))), () => Promise.resolve(Response.json(overlay(item('stale'))))]) {
      const { stage, surface } = await listening((event) => event.respondWith(answer()));
      assert.equal(stage.backend.count(), 0);
      assert.deepEqual(surface.shown, ['15 stale']);
    }
  });

  test('F4 a listener that cancels keeps what is shown; it is asked again after the interval', async () => {
    let cancels = true;
    const { stage, surface } = await listening((event) => cancels && event.preventDefault());
    assert.equal(stage.backend.count(), 0);
    assert.equal(surface.snapshot.status, 'loading');
    cancels = false;
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [10]);
    cancels = true;
    await surface.refresher.refresh();
    assert.equal(surface.snapshot.status, 'ready');
    assert.deepEqual(surface.shown, ['15 fresh']);
  });

  test('F4 an answer that fails or never comes is a failure like any other', async () => {
    const failing = await listening((event) => event.respondWith(Promise.reject(new Error('No token'))));
    assert.equal(failing.surface.snapshot.failure, 'network');
    const hanging = await listening((event) => event.respondWith(new Promise(() => {})));
    await hanging.stage.advance(15_000);
    assert.equal(hanging.surface.snapshot.failure, 'timeout');
    assert.equal(hanging.stage.clock.timers, 1);
  });

  test('F4 after a failed request, cancelling keeps the backoff', async () => {
    let cancels = false;
    const { stage, surface } = await listening((event) => cancels && event.preventDefault());
    stage.backend.serve(OVERLAY, noConnection);
    await stage.advance(20_000);
    cancels = true;
    await surface.refresher.refresh();
    cancels = false;
    await stage.advance(20_000);
    assert.deepEqual(stage.times, [0, 10, 20, 40]);
  });
});
