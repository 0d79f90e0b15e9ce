import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activitySubject, itemSubject, overlaySubject, runSubject } from '../../src/refresh/index.ts';
import { activity, detail, item, overlay, overlayOf8 } from './payloads.ts';
import { ACTIVITY, noConnection, OVERLAY, OVERLAY_OF_8, runPath, Stage, status, text } from './stage.ts';
import { EPOCH, settle } from '../../mocks/virtual-time.ts';

const refusals = { 401: status(401), 404: status(404) };

describe('P7: off the page, back, and moved', () => {
  test('P7 an element that leaves cancels its timer and its request', async () => {
    const stage = new Stage();
    const held = stage.backend.hold(OVERLAY);
    const surface = await stage.overlay();
    await surface.disconnect();
    assert.equal(stage.backend.requests[0]!.request.signal.aborted, true);
    assert.equal(stage.clock.timers, 0);
    assert.equal(stage.page.listeners.size, 0);
    await held.release(overlay(item('fresh')));
    await stage.advance(60_000);
    assert.equal(surface.snapshot.value, null);
    assert.equal(stage.backend.count(), 1);
  });

  test('P7 a request that others wait for goes on when the one that started it leaves', async () => {
    const stage = new Stage();
    const held = stage.backend.hold(OVERLAY);
    const first = await stage.overlay();
    const second = await stage.overlay();
    await first.disconnect();
    await held.release(overlay(item('fresh')));
    assert.deepEqual(second.shown, ['15 fresh']);
    assert.equal(stage.backend.count(), 1);
  });

  test('P7 a move inside the DOM does not refetch, nor change what is shown', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await stage.advance(4000);
    const before = surface.changes.length;
    await surface.move();
    assert.deepEqual(surface.shown, ['15 fresh']);
    assert.equal(surface.snapshot.asOf, EPOCH);
    assert.equal(surface.changes.length, before);
    await stage.advance(6000);
    assert.deepEqual(stage.times, [0, 10]);
  });

  test('P7 a move inside the DOM keeps a request that is under way', async () => {
    const stage = new Stage();
    const held = stage.backend.hold(OVERLAY);
    const surface = await stage.overlay();
    await surface.move();
    await held.release(overlay(item('fresh')));
    assert.deepEqual(surface.shown, ['15 fresh']);
    assert.equal(stage.backend.count(), 1);
  });

  for (const [name, reply, failure] of [
    ['a failed refresh', status(500), 'server'],
    ['an unreadable answer', text('<p>Maintenance'), 'unreadable'],
  ] as const) {
    test(`P7 a move inside the DOM after ${name} keeps the failure, the last value and the backoff`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      const surface = await stage.overlay();
      stage.backend.serve(OVERLAY, reply);
      await stage.advance(20_000);
      await surface.move();
      assert.equal(surface.snapshot.status, 'failed');
      assert.equal(surface.snapshot.failure, failure);
      assert.deepEqual(surface.shown, ['15 fresh']);
      assert.equal(surface.snapshot.asOf, EPOCH);
      await stage.advance(19_999);
      assert.deepEqual(stage.times, [0, 10, 20]);
      await stage.advance(1);
      assert.deepEqual(stage.times, [0, 10, 20, 40]);
    });

    test(`P7 an element that comes back after ${name} paints the last good value`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('stale')));
      const surface = await stage.overlay();
      stage.backend.serve(OVERLAY, reply);
      await stage.advance(10_000);
      await surface.disconnect();
      await stage.page.hide();
      await surface.connect();
      assert.deepEqual(surface.shown, ['15 stale']);
      assert.equal(surface.snapshot.asOf, EPOCH);
    });
  }

  test('P7 an element that comes back paints what it knew, and asks when that is due', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await surface.disconnect();
    await stage.advance(4000);
    await surface.connect();
    assert.deepEqual(surface.shown, ['15 fresh']);
    assert.equal(surface.snapshot.asOf, EPOCH);
    assert.deepEqual(stage.times, [0]);
    await stage.advance(6000);
    assert.deepEqual(stage.times, [0, 10]);
  });

  test('P7 an element that comes back late paints what it knew, and asks at once', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await surface.disconnect();
    await stage.advance(60_000);
    const held = stage.backend.hold(OVERLAY);
    await surface.connect();
    assert.deepEqual(surface.shown, ['15 fresh']);
    assert.deepEqual(stage.times, [0, 60]);
    await held.release(overlay(item('stale')));
    assert.deepEqual(surface.shown, ['15 stale']);
    assert.deepEqual(surface.transitions, ['15 fresh > stale']);
  });

  test('P7 an element that comes back to ended work asks nothing', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    const surface = await stage.overlay();
    await surface.disconnect();
    await stage.advance(60_000);
    await surface.connect();
    assert.deepEqual(surface.shown, ['15 terminal']);
    assert.equal(stage.backend.count(), 1);
  });

  test('P7 an element that comes back does not undo what was refused meanwhile', async () => {
    for (const reply of Object.values(refusals)) {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      const away = await stage.overlay();
      const staying = await stage.overlay();
      await away.disconnect();
      stage.backend.serve(OVERLAY, reply);
      await stage.advance(10_000);
      await away.connect();
      assert.equal(away.snapshot.status, staying.snapshot.status);
      assert.equal(staying.snapshot.status, reply === refusals[401] ? 'denied' : 'missing');
    }
  });

  test('P7 an element that is updated while off the page asks for nothing until it is on it', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('stale', { run_id: 16 })));
    const surface = await stage.overlay();
    await surface.disconnect();
    await surface.set({ address: { ...surface.wanted.address, tenantId: 8 } });
    await stage.advance(60_000);
    assert.equal(stage.backend.count(), 1);
    await stage.page.hide();
    await surface.connect();
    assert.equal(surface.snapshot.status, 'loading');
    await stage.page.show();
    assert.deepEqual(surface.shown, ['16 stale']);
    await surface.disconnect();
    await stage.page.hide();
    await surface.connect();
    assert.deepEqual(surface.shown, ['16 stale']);
  });

  test('P7 an element that was never on the page asks for nothing', async () => {
    const stage = new Stage();
    const surface = stage.surface(overlaySubject, { tenantId: 7 });
    surface.disconnectNow();
    await surface.set({});
    assert.equal(stage.backend.count(), 0);
    assert.equal(stage.clock.timers, 0);
  });

  test('P7 an element that a listener removes during its own request leaves nothing behind', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = stage.surface(overlaySubject, { tenantId: 7 });
    surface.addEventListener('op-request', () => surface.disconnectNow());
    await surface.connect();
    await stage.advance(60_000);
    assert.ok(stage.backend.count() <= 1);
    assert.equal(stage.clock.timers, 0);
    assert.equal(stage.page.listeners.size, 0);
  });

  test('P7 an element that leaves takes nothing from the others', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('terminal', { run_id: 16 })));
    const leaving = await stage.overlay();
    await stage.overlay({ tenantId: 8 });
    await leaving.disconnect();
    await stage.page.signal({ type: 'enqueued', detail: {} });
    assert.equal(stage.backend.count(OVERLAY_OF_8), 2);
  });

  test('P7 nor does it cost its neighbour a second request', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const first = await stage.overlay();
    const second = await stage.overlay();
    first.addEventListener('op-request', () => first.disconnectNow());
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 10]);
    assert.deepEqual(second.shown, ['15 stale']);
  });

  test('P7 an element that is removed while its neighbours are told keeps what it knew', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const first = await stage.overlay();
    const second = await stage.overlay();
    first.refreshed = () => second.disconnectNow();
    const changes = second.changes.length;
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await stage.advance(10_000);
    assert.equal(second.changes.length, changes);
    assert.notEqual(second.snapshot.value, null);
  });

  test('P7 nor is it told of news that others have of its runs', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve(runPath(15), detail('fresh'));
    const first = await stage.overlay();
    const second = await stage.surface(runSubject, { runId: 15 }).connect();
    const third = await stage.surface(itemSubject, {}, { payload: item('fresh', { tenant_id: 7 }) }).connect();
    second.refreshed = () => third.disconnectNow();
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await first.refresher.refresh();
    assert.deepEqual(third.shown, ['15 fresh']);
  });
});

describe('P7: a changed tenant or run', () => {
  test('P7 the late answer of the old tenant never shows, in whatever order the answers come', async () => {
    for (const order of ['old first', 'new first', 'old never']) {
      const stage = new Stage();
      const old = stage.backend.hold(OVERLAY);
      const next = stage.backend.hold(OVERLAY_OF_8);
      const surface = await stage.overlay();
      await surface.set({ address: { ...surface.wanted.address, tenantId: 8 } });
      assert.equal(surface.snapshot.status, 'loading');
      if (order === 'old first') await old.release(overlay(item('stale')));
      assert.equal(surface.snapshot.value, null);
      await next.release(overlayOf8(item('fresh', { run_id: 16 })));
      if (order === 'new first') await old.release(overlay(item('stale')));
      assert.deepEqual(surface.shown, ['16 fresh'], order);
      assert.deepEqual(surface.transitions, []);
      await stage.advance(5000);
      assert.deepEqual(surface.shown, ['16 fresh'], order);
    }
  });

  test('P7 nor does it show when another surface still waits for it', async () => {
    const stage = new Stage();
    const old = stage.backend.hold(OVERLAY);
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('fresh', { run_id: 16 })));
    const surface = await stage.overlay();
    const staying = await stage.overlay();
    await surface.set({ address: { ...surface.wanted.address, tenantId: 8 } });
    await old.release(overlay(item('stale')));
    assert.deepEqual(surface.shown, ['16 fresh']);
    assert.deepEqual(staying.shown, ['15 stale']);
  });

  test('P7 there and back again within one load: one answer, of the tenant that is asked for', async () => {
    const stage = new Stage();
    const seven = stage.backend.hold(OVERLAY);
    const eight = stage.backend.hold(OVERLAY_OF_8);
    const surface = await stage.overlay();
    await surface.set({ address: { ...surface.wanted.address, tenantId: 8 } });
    await surface.set({ address: { ...surface.wanted.address, tenantId: 7 } });
    await seven.release(overlay(item('stale', { run_id: 1 })));
    await eight.release(overlayOf8(item('fresh', { run_id: 16 })));
    assert.equal(surface.snapshot.value, null, 'the first answer was aborted');
    await seven.release(overlay(item('fresh')));
    assert.deepEqual(surface.shown, ['15 fresh']);
  });

  test('P7 what was shown goes at once with the tenant', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    stage.backend.hold(OVERLAY_OF_8);
    await surface.set({ address: { ...surface.wanted.address, tenantId: 8 } });
    assert.equal(surface.snapshot.value, null);
    assert.equal(surface.snapshot.status, 'loading');
  });

  test('P7 without an address there is nothing to ask for, and nothing stays', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await surface.set({ address: { ...surface.wanted.address, tenantId: null } });
    await surface.refresher.refresh();
    assert.equal(surface.snapshot.status, 'idle');
    assert.equal(surface.snapshot.value, null);
    await stage.advance(60_000);
    assert.equal(stage.backend.count(), 1);
    assert.equal(stage.clock.timers, 0);
  });

  test('P7 an item that is taken away does not stay', async () => {
    const stage = new Stage();
    const surface = await stage.surface(itemSubject, {}, { payload: item('fresh') }).connect();
    assert.deepEqual(surface.shown, ['15 fresh']);
    await surface.set({ payload: undefined });
    assert.equal(surface.snapshot.status, 'idle');
    assert.equal(surface.snapshot.value, null);
  });

  test('P7 an answer about another tenant or run than was asked for is unreadable', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlayOf8(item('fresh')));
    stage.backend.serve(ACTIVITY, { ...activity(item('fresh')), tenant_id: 8 });
    stage.backend.serve(runPath(15), detail('fresh', { run_id: 16 }));
    const surfaces = [
      await stage.overlay(),
      await stage.surface(activitySubject, { tenantId: 7 }).connect(),
      await stage.surface(runSubject, { runId: 15 }).connect(),
    ];
    for (const { snapshot } of surfaces) {
      assert.equal(snapshot.status, 'failed');
      assert.equal(snapshot.failure, 'unreadable');
      assert.equal(snapshot.value, null);
      assert.match(snapshot.error!.message, /(tenant_id|run_id) must be (7|15)/);
    }
  });
});

describe('no leaks', () => {
  test('P7 coming and going a thousand times leaves no timer, no listener, no resource and no run', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve(runPath(15), detail('stale'));
    const surfaces = [stage.surface(overlaySubject, { tenantId: 7 }), stage.surface(runSubject, { runId: 15 })];
    for (let round = 0; round < 1000; round += 1) {
      for (const surface of surfaces) surface.connectNow();
      if (round % 50 === 0) await stage.advance(11_000);
      if (round % 3 === 0) await settle();
      for (const surface of surfaces) surface.disconnectNow();
      if (round % 2 === 0) await settle();
    }
    await settle();
    const asked = stage.backend.count();
    await stage.advance(60_000);
    assert.equal(stage.backend.count(), asked);
    assert.ok(asked > 20);
    assert.deepEqual(stage.leftovers(OVERLAY, runPath(15)), []);
  });

  test('P7 failing and hanging servers leave nothing behind either', async () => {
    for (const reply of [noConnection, status(500), status(401), text('{')]) {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, reply);
      const surface = await stage.overlay();
      void surface.refresher.refresh();
      await surface.disconnect();
      assert.deepEqual(stage.leftovers(OVERLAY), []);
    }
  });

  test('P8 a refresh() that is under way when the element leaves still resolves', async () => {
    const stage = new Stage();
    stage.backend.hold(OVERLAY);
    const surface = await stage.overlay();
    const joined = surface.refresher.refresh();
    await stage.page.signal({ type: 'enqueued', detail: {} });
    await surface.disconnect();
    await joined;
    await surface.connect();
    await surface.disconnect();
    await stage.page.hide();
    await surface.connect();
    const waiting = surface.refresher.refresh();
    await surface.disconnect();
    await waiting;
    await surface.refresher.refresh();
  });
});
