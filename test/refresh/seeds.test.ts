import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { itemSubject, overlaySubject, runSubject } from '../../src/refresh/index.ts';
import { detail, item, overlay, overlayOf8 } from './payloads.ts';
import { OVERLAY, OVERLAY_OF_8, runPath, Stage } from './stage.ts';
import { EPOCH } from '../../mocks/virtual-time.ts';

describe('F2: data without a request', () => {
  for (const inline of [false, true]) {
    const kind = inline ? 'an inline payload' : 'a payload';

    test(`F2 ${kind} paints without a request, then polls because it asks for it`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('stale')));
      const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')), inline }).connect();
      assert.deepEqual(surface.shown, ['15 fresh']);
      assert.equal(surface.snapshot.asOf, EPOCH);
      await stage.advance(9999);
      assert.equal(stage.backend.count(), 0);
      await stage.advance(1);
      assert.deepEqual(stage.times, [10]);
      assert.deepEqual(surface.shown, ['15 stale']);
    });

    test(`F2 ${kind} with ended work is never asked about`, async () => {
      const stage = new Stage();
      const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('terminal')), inline }).connect();
      await stage.advance(3_600_000);
      assert.equal(stage.backend.count(), 0);
      assert.equal(surface.snapshot.status, 'settled');
    });

    test(`F2 ${kind} tells the tenant or run by itself`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      stage.backend.serve(runPath(15), detail('fresh'));
      await stage.surface(overlaySubject, {}, { payload: overlay(item('fresh')), inline }).connect();
      await stage.surface(runSubject, {}, { payload: detail('fresh'), inline }).connect();
      await stage.advance(10_000);
      assert.equal(stage.backend.count(OVERLAY), 1);
      assert.equal(stage.backend.count(runPath(15)), 1);
    });

    test(`F2 ${kind} that is broken is an error state, and the backend is asked`, async () => {
      for (const payload of [{ tenant_id: 7 }, 'not a payload', overlayOf8(item('fresh'))]) {
        const stage = new Stage();
        stage.backend.serve(OVERLAY, overlay(item('fresh')));
        const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload, inline }).connect();
        assert.equal(surface.snapshot.status, 'failed');
        assert.equal(surface.snapshot.failure, 'unreadable');
        await stage.advance(10_000);
        assert.equal(surface.snapshot.status, 'ready');
      }
    });
  }

  test('F2 a payload that is no JSON at all is unreadable', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const payload of [circular, () => {}]) {
      const stage = new Stage();
      const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload }).connect();
      assert.equal(surface.snapshot.failure, 'unreadable');
    }
  });

  test('F2 a payload without an address is shown and never asked about', async () => {
    const stage = new Stage();
    const surface = await stage.surface(itemSubject, {}, { payload: item('fresh') }).connect();
    assert.deepEqual(surface.shown, ['15 fresh']);
    await stage.advance(3_600_000);
    assert.equal(stage.backend.count(), 0);
  });

  test('F2 a new payload replaces the shown one, and another of the same words does not render', async () => {
    const stage = new Stage();
    const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')) }).connect();
    await surface.set({ payload: overlay(item('stale')) });
    assert.deepEqual(surface.shown, ['15 stale']);
    assert.deepEqual(surface.transitions, ['15 fresh > stale']);
    const changes = surface.changes.length;
    await surface.set({ payload: overlay(item('stale')) });
    assert.equal(surface.changes.length, changes);
  });

  test('F2 a payload for another tenant takes the surface there', async () => {
    const stage = new Stage();
    const surface = await stage.surface(overlaySubject, {}, { payload: overlay(item('fresh')) }).connect();
    await surface.set({ payload: overlayOf8(item('stale', { run_id: 16 })) });
    assert.deepEqual(surface.shown, ['16 stale']);
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('stale', { run_id: 16 })));
    await stage.advance(10_000);
    assert.deepEqual(stage.backend.requests.map(({ path }) => path), [OVERLAY_OF_8]);
  });

  test('F2 a payload is newer than what was fetched before, and than a request that is under way', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    const held = stage.backend.hold(OVERLAY);
    await stage.advance(10_000);
    await surface.set({ payload: overlay(item('stale')) });
    assert.deepEqual(surface.shown, ['15 stale']);
    await held.release(overlay(item('fresh')));
    assert.deepEqual(surface.shown, ['15 stale']);
  });

  test('F2 polling goes on after an answer that a payload had overtaken', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    const held = stage.backend.hold(OVERLAY);
    await stage.advance(10_000);
    await surface.set({ payload: overlay(item('stale')) });
    await held.release(overlay(item('fresh')));
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 10, 20]);
    assert.deepEqual(surface.shown, ['15 terminal']);
  });

  test('F2 an inline payload never overrides what was fetched', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    const first = await stage.overlay();
    const inline = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')), inline: true }).connect();
    assert.deepEqual(inline.shown, ['15 stale']);
    assert.deepEqual(first.shown, ['15 stale']);
    assert.deepEqual(first.transitions, []);
  });

  test('F2 taking the payload away leaves what is known', async () => {
    const stage = new Stage();
    const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('terminal')) }).connect();
    await surface.set({ payload: undefined });
    assert.deepEqual(surface.shown, ['15 terminal']);
    assert.equal(stage.backend.count(), 0);
  });

  test('F2 an element that was handed its data off the page paints it with its age', async () => {
    const stage = new Stage();
    const surface = await stage.overlay({ tenantId: 7 });
    await surface.disconnect();
    await surface.set({ payload: overlay(item('stale')) });
    await stage.advance(4000);
    await surface.connect();
    assert.deepEqual(surface.shown, ['15 stale']);
    assert.equal(surface.snapshot.asOf, EPOCH);
  });
});

describe('P12: data that says nothing new', () => {
  test('P12 an equal object handed over again brings no old truth back', async () => {
    const stage = new Stage();
    const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('stale')) }).connect();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.advance(10_000);
    assert.deepEqual(surface.shown, ['15 terminal']);
    const { renders } = surface;
    const { items, ...rest } = overlay(item('stale'));
    for (const payload of [overlay(item('stale')), { items, ...rest }]) await surface.set({ payload });
    assert.deepEqual(surface.shown, ['15 terminal']);
    assert.deepEqual(surface.transitions, ['15 stale > terminal']);
    assert.equal(surface.renders, renders + 2, 'the host asked for these');
    await surface.set({ payload: overlay(item('fresh')) });
    assert.deepEqual(surface.shown, ['15 fresh'], 'another one is news');
  });

  test('P12 null is no payload', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: null }).connect();
    assert.deepEqual([surface.shown, surface.snapshot.status], [['15 fresh'], 'ready']);
  });
});

describe('F3: validated at the boundary', () => {
  test('F3 unknown extra fields are dropped and reported', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, { ...overlay(item('fresh')), surprise: 1 });
    const { snapshot } = await stage.overlay();
    assert.deepEqual(Object.keys(snapshot.value!).includes('surprise'), false);
    assert.deepEqual(snapshot.violations.map(({ path }) => path), ['surprise']);
  });

  test('F3 one broken item never hides the others: it is unknown', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, { ...overlay(item('fresh')), items: [item('fresh'), { run_id: 'sixteen' }, item('stale', { run_id: 17 })] });
    const surface = await stage.overlay();
    assert.deepEqual(surface.shown, ['15 fresh', 'null unknown', '17 stale']);
  });

  test('F3 a broken payload is an error that names the path', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, { ...overlay(), items: 'none' });
    const { snapshot } = await stage.overlay();
    assert.equal(snapshot.status, 'failed');
    assert.equal(snapshot.error?.path, 'items');
    assert.equal(snapshot.value, null);
  });

  test('F3 a run is read as detail or as surface item, by its shape', async () => {
    for (const payload of [detail('stale'), item('stale', { status_label: 'Running' })]) {
      const stage = new Stage();
      stage.backend.serve('/run', payload);
      const surface = await stage.surface(runSubject, { src: 'https://app.example/run' }).connect();
      assert.deepEqual(surface.shown, ['15 stale']);
      assert.deepEqual(surface.snapshot.violations, []);
    }
  });

  test('F3 a body that is no object is unreadable', async () => {
    for (const body of ['null', '15', '[]', '"fresh"']) {
      const stage = new Stage();
      stage.backend.serve(runPath(15), () => new Response(body));
      const surface = await stage.surface(runSubject, { runId: 15 }).connect();
      assert.equal(surface.snapshot.status, 'failed', body);
      assert.equal(surface.snapshot.failure, 'unreadable', body);
    }
  });
});
