import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activitySubject, itemSubject, runSubject } from '../../src/refresh/index.ts';
import { activity, detail, item, overlay, overlayOf8 } from './payloads.ts';
import { ACTIVITY, OVERLAY, OVERLAY_OF_8, runPath, Stage, status } from './stage.ts';
import { settle } from '../../mocks/virtual-time.ts';

describe('P8: refresh()', () => {
  test('P8 resolves when the answer is in, and shows it', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await surface.refresher.refresh();
    assert.deepEqual(surface.shown, ['15 terminal']);
  });

  test('P8 resolves whatever the answer is', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, status(500));
    const surface = await stage.overlay();
    await surface.refresher.refresh();
    assert.equal(surface.snapshot.status, 'failed');
  });

  test('P8 joins a request that is under way', async () => {
    const stage = new Stage();
    const held = stage.backend.hold(OVERLAY);
    const surface = await stage.overlay();
    const both = Promise.all([surface.refresher.refresh(), surface.refresher.refresh()]);
    await held.release(overlay(item('fresh')));
    await both;
    assert.equal(stage.backend.count(), 1);
  });

  test('P8 shows that it asks, and moves the schedule', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await stage.advance(5000);
    const held = stage.backend.hold(OVERLAY);
    const asked = surface.refresher.refresh();
    assert.equal(surface.snapshot.status, 'refreshing');
    await held.release(overlay(item('fresh')));
    await asked;
    assert.equal(surface.snapshot.status, 'ready');
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 5, 15]);
  });

  test('P8 on a hidden page waits for the page, once', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    const surface = await stage.overlay();
    await stage.page.hide();
    let resolved = 0;
    const asked = [surface.refresher.refresh(), surface.refresher.refresh()].map((promise) => promise.then(() => (resolved += 1)));
    await settle();
    assert.equal(resolved, 0);
    await stage.page.show();
    await Promise.all(asked);
    assert.equal(stage.backend.count(), 2);
  });

  test('P8 on a surface that has nothing to ask for resolves', async () => {
    const stage = new Stage();
    const surface = await stage.surface(itemSubject, {}, { payload: item('fresh') }).connect();
    await surface.refresher.refresh();
    await stage.surface(runSubject).refresher.refresh();
    assert.equal(stage.backend.count(), 0);
  });
});

describe('P8: op-run-enqueued', () => {
  const dormant = async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay());
    stage.backend.serve(OVERLAY_OF_8, overlayOf8());
    stage.backend.serve(ACTIVITY, activity());
    stage.backend.serve(runPath(15), detail('terminal'));
    await stage.overlay();
    await stage.overlay({ tenantId: 8 });
    await stage.surface(activitySubject, { tenantId: 7 }).connect();
    await stage.surface(runSubject, { runId: 15 }).connect();
    const before = stage.backend.requests.length;
    return { stage, woken: () => stage.backend.requests.slice(before).map(({ path }) => path) };
  };

  test('P8 without a detail wakes every dormant collection, and no run that ended', async () => {
    const { stage, woken } = await dormant();
    await stage.page.signal({ type: 'enqueued', detail: {} });
    assert.deepEqual(woken(), [OVERLAY, OVERLAY_OF_8, ACTIVITY]);
  });

  test('P8 with a tenant wakes the collections of that tenant', async () => {
    const { stage, woken } = await dormant();
    await stage.page.signal({ type: 'enqueued', detail: { tenantId: 8 } });
    assert.deepEqual(woken(), [OVERLAY_OF_8]);
  });

  test('P8 with a run wakes that run too', async () => {
    const { stage, woken } = await dormant();
    await stage.page.signal({ type: 'enqueued', detail: { tenantId: 7, runId: 15 } });
    assert.deepEqual(woken(), [OVERLAY, ACTIVITY, runPath(15)]);
    await stage.page.signal({ type: 'enqueued', detail: { tenantId: 8, runId: 16 } });
    assert.deepEqual(woken().slice(3), [OVERLAY_OF_8]);
  });

  test('P8 a collection from src, whose tenant only its answer tells, wakes for any tenant', async () => {
    const stage = new Stage();
    stage.backend.serve('/progress', overlay());
    await stage.overlay({ src: 'https://app.example/progress', tenantId: null });
    await stage.page.signal({ type: 'enqueued', detail: { tenantId: 8 } });
    assert.equal(stage.backend.count(), 2);
  });

  test('P8 a woken surface polls from then on', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay());
    const surface = await stage.overlay();
    await stage.advance(30_000);
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.page.signal({ type: 'enqueued', detail: {} });
    assert.deepEqual(surface.shown, ['15 fresh']);
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 30, 40]);
  });

  test('P8 while a request is under way, one more follows: that one may have been too early', async () => {
    const stage = new Stage();
    const held = stage.backend.hold(OVERLAY);
    const surface = await stage.overlay();
    await stage.page.signal({ type: 'enqueued', detail: {} });
    await stage.page.signal({ type: 'enqueued', detail: {} });
    await held.release(overlay());
    assert.equal(stage.backend.count(), 2);
    await held.release(overlay(item('fresh')));
    assert.deepEqual(surface.shown, ['15 fresh']);
    assert.equal(stage.backend.count(), 2);
  });

  test('P8 on a hidden page, wakes when the page comes back', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay());
    await stage.overlay();
    await stage.page.hide();
    await stage.page.signal({ type: 'enqueued', detail: {} });
    await stage.advance(30_000);
    await stage.page.show();
    assert.deepEqual(stage.times, [0, 30]);
  });
});
