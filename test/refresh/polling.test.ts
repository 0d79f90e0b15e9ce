import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activitySubject, MAX_BACKOFF, overlaySubject, runSubject } from '../../src/refresh/index.ts';
import { activity, detail, item, MEANINGS, overlay, type Meaning } from './payloads.ts';
import { ACTIVITY, noConnection, OVERLAY, runPath, Stage, status, text } from './stage.ts';
import { EPOCH } from '../../mocks/virtual-time.ts';

const TEN_MINUTES = 600_000;

describe('P1: the interval', () => {
  test('P1 the overlay asks every 10 s, exactly, over 10 minutes', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.overlay();
    await stage.advance(TEN_MINUTES);
    assert.deepEqual(stage.times, Array.from({ length: 61 }, (_, index) => index * 10));
  });

  test('P1 the interval counts from the answer, so a slow server is never asked twice at once', async () => {
    const stage = new Stage();
    const held = stage.backend.hold(OVERLAY);
    await stage.overlay();
    await stage.advance(4000);
    await held.release(overlay(item('fresh')));
    await stage.advance(9999);
    assert.deepEqual(stage.times, [0]);
    await stage.advance(1);
    assert.deepEqual(stage.times, [0, 14]);
  });

  test('P1 poll_interval null means none', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, { ...overlay(item('stale')), poll_interval: null });
    const surface = await stage.overlay();
    await stage.advance(TEN_MINUTES);
    assert.deepEqual(stage.times, [0]);
    assert.equal(surface.snapshot.status, 'settled');
  });

  test('P1 the activity and a single run ask every 10 s by default', async () => {
    const stage = new Stage();
    stage.backend.serve(ACTIVITY, activity(item('fresh', { run_id: 14 })));
    stage.backend.serve(runPath(15), detail('fresh'));
    await stage.surface(activitySubject, { tenantId: 7 }).connect();
    await stage.surface(runSubject, { runId: 15 }).connect();
    await stage.advance(TEN_MINUTES);
    assert.equal(stage.backend.count(ACTIVITY), 61);
    assert.equal(stage.backend.count(runPath(15)), 61);
  });

  test('P1 browsers that a stalled server answered at one moment do not meet it at one moment again', async () => {
    const stages = [0.1, 0.5, 0.9].map((chance) => new Stage({ random: () => chance }));
    for (const stage of stages) {
      const held = stage.backend.hold(OVERLAY);
      await stage.overlay();
      await stage.advance(5000);
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      await held.release(overlay(item('fresh')));
      await stage.advance(20_000);
    }
    assert.deepEqual(stages.map(({ times }) => times[1]), [16, 20, 24]);
  });
});

describe('P2: polls exactly while the resolved payload asks for it', () => {
  const polls = new Set<Meaning>(['fresh', 'stale']);
  for (const meaning of MEANINGS) {
    for (const [name, subject, path, payload] of [
      ['overlay', overlaySubject, OVERLAY, overlay(item(meaning))],
      ['activity', activitySubject, ACTIVITY, activity(item(meaning))],
      ['run', runSubject, runPath(15), detail(meaning)],
    ] as const) {
      test(`P2 ${name} with a run that is ${meaning}: ${polls.has(meaning) ? 'polls' : 'asks once'}`, async () => {
        const stage = new Stage();
        // A poll_interval does not make an ended or unknown run poll.
        stage.backend.serve(path, { ...payload, ...('poll_interval' in payload ? { poll_interval: '10s' } : {}) });
        const surface = await stage.surface<never>(subject as never, { tenantId: 7, runId: 15 }).connect();
        await stage.advance(TEN_MINUTES);
        assert.equal(stage.backend.count(), polls.has(meaning) ? 61 : 1);
        assert.equal(surface.snapshot.status, polls.has(meaning) ? 'ready' : 'settled');
      });
    }
  }

  test('P2 a stale run polls whatever keep_active_polling and show_in_active_progress say', async () => {
    const stage = new Stage();
    const quiet = item('stale');
    stage.backend.serve(OVERLAY, { ...overlay({ ...quiet, active_state: { ...quiet.active_state, keep_active_polling: false, show_in_active_progress: false } }), poll_interval: '10s' });
    await stage.overlay();
    await stage.advance(TEN_MINUTES);
    assert.equal(stage.backend.count(), 61);
  });

  test('P2 a fresh run that does not keep polling is asked about once', async () => {
    const stage = new Stage();
    const calm = detail('fresh');
    stage.backend.serve(runPath(15), { ...calm, active_state: { ...calm.active_state, keep_active_polling: false } });
    await stage.surface(runSubject, { runId: 15 }).connect();
    await stage.advance(TEN_MINUTES);
    assert.equal(stage.backend.count(), 1);
  });

  test('P2 when the run ends, zero further requests', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await stage.advance(20_000);
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.advance(10_000);
    await stage.advance(TEN_MINUTES);
    assert.deepEqual(stage.times, [0, 10, 20, 30]);
    assert.equal(surface.snapshot.status, 'settled');
    assert.equal(stage.clock.timers, 0);
  });

  test('P2 an empty overlay is dormant', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, { ...overlay(), poll_interval: '10s' });
    await stage.overlay();
    await stage.advance(TEN_MINUTES);
    assert.equal(stage.backend.count(), 1);
  });

  test('P2 a surface that joins a settled URL does not ask again, even when it comes from one that polls', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    stage.backend.serve('/admin/t/8/operations/progress', { ...overlay(item('fresh', { run_id: 16 })), tenant_id: 8 });
    await stage.overlay();
    const other = await stage.overlay({ tenantId: 8 });
    await stage.advance(60_000);
    await other.set({ address: { ...other.wanted.address, tenantId: 7 } });
    await stage.advance(60_000);
    assert.equal(stage.backend.count(OVERLAY), 1);
    assert.equal(other.snapshot.status, 'settled');
    assert.deepEqual(other.shown, ['15 terminal']);
  });
});

describe('P3: a failed refresh', () => {
  for (const [name, reply, failure] of [
    ['500', status(500), 'server'],
    ['no connection', noConnection, 'network'],
    ['broken JSON', text('{"tenant_id":7,'), 'unreadable'],
    ['an HTML page', text('<!doctype html><title>Maintenance</title>'), 'unreadable'],
    ['204', () => new Response(null, { status: 204 }), 'unreadable'],
    ['an answer about another tenant', { ...overlay(item('terminal')), tenant_id: 8 }, 'unreadable'],
    ['an answer over the cap', text(JSON.stringify('x'.repeat(100_000))), 'unreadable'],
  ] as const) {
    test(`P3 ${name}: keeps what is shown, backs off, and recovers with one request`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      const surface = await stage.overlay();
      stage.backend.serve(OVERLAY, reply);
      await stage.advance(10_000);
      assert.equal(surface.snapshot.status, 'failed');
      assert.equal(surface.snapshot.failure, failure);
      assert.deepEqual(surface.shown, ['15 fresh']);
      assert.equal(surface.snapshot.asOf, EPOCH);

      await stage.advance(150_000);
      assert.deepEqual(stage.times, [0, 10, 20, 40, 80, 160]);
      assert.equal(surface.changes.filter(({ after }) => after.status === 'failed').length, 1, 'the same failure is told once');

      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      await stage.advance(160_000);
      assert.equal(surface.snapshot.status, 'ready');
      assert.equal(surface.snapshot.failure, null);
      assert.equal(surface.snapshot.error, null);
      assert.equal(surface.snapshot.asOf, EPOCH + 320_000);
      await stage.advance(20_000);
      assert.deepEqual(stage.times, [0, 10, 20, 40, 80, 160, 320, 330, 340]);
    });
  }

  test('P3 a first load that fails is tried again', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, status(500));
    const surface = await stage.overlay();
    assert.equal(surface.snapshot.status, 'failed');
    assert.equal(surface.snapshot.value, null);
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.advance(10_000);
    assert.deepEqual(surface.shown, ['15 fresh']);
  });

  test('P3 the waits are capped', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, status(500));
    await stage.overlay();
    await stage.advance(24 * 3_600_000);
    const waits = stage.times.map((time, index) => time - (stage.times[index - 1] ?? 0));
    assert.equal(Math.max(...waits), MAX_BACKOFF / 1000);
    assert.equal(waits.at(-1), MAX_BACKOFF / 1000);
  });

  test('P3 chance is drawn once per answer, so asking again does not move the date', async () => {
    let draws = 0;
    const stage = new Stage({ random: () => (draws += 1) / 10 });
    stage.backend.serve(OVERLAY, status(500));
    const surface = await stage.overlay();
    assert.equal(draws, 1);
    for (let update = 0; update < 5; update += 1) await surface.set({});
    await stage.advance(10_500);
    assert.deepEqual(stage.times, [0, 10.5]);
  });

  for (const [name, header] of [
    ['in seconds', '120'],
    ['as a date', new Date(EPOCH + 120_000).toUTCString()],
  ] as const) {
    test(`P3 Retry-After ${name} is obeyed, once`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, status(503, { 'Retry-After': header }));
      await stage.overlay();
      stage.backend.serve(OVERLAY, status(503));
      await stage.advance(200_000);
      assert.deepEqual(stage.times, [0, 120, 140, 180]);
    });
  }

  test('P3 Retry-After of an earlier answer does not outlive it', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, status(503, { 'Retry-After': '120' }));
    await stage.overlay();
    stage.backend.serve(OVERLAY, text('<p>Maintenance'));
    await stage.advance(140_000);
    assert.deepEqual(stage.times, [0, 120, 140]);
  });

  test('P3 another failure is told, and so is the same one after a recovery', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    const told = () => surface.changes.map(({ after }) => after.failure ?? after.status);
    for (const reply of [status(500), noConnection, noConnection, overlay(item('fresh')), noConnection]) {
      stage.backend.serve(OVERLAY, reply);
      await surface.refresher.refresh();
    }
    assert.deepEqual(told(), ['loading', 'ready', 'server', 'network', 'ready', 'network']);
  });

  test('P3 an unreadable answer is told once, even when its text differs each time', async () => {
    const stage = new Stage();
    let request = 0;
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    stage.backend.serve(OVERLAY, () => new Response(`<p>Error reference ${(request += 1)}</p>`));
    await stage.advance(100_000);
    assert.ok(request > 2);
    assert.equal(surface.changes.filter(({ after }) => after.status === 'failed').length, 1);
  });

  test('P3 a failed refresh of settled work is owed: it is tried again until it is answered, then all is quiet', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay());
    const surface = await stage.overlay();
    stage.backend.serve(OVERLAY, noConnection);
    await stage.page.signal({ type: 'enqueued', detail: {} });
    assert.equal(surface.snapshot.status, 'failed');
    await stage.advance(10_000);
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.advance(TEN_MINUTES);
    assert.deepEqual(stage.times, [0, 0, 10, 30]);
    assert.deepEqual(surface.shown, ['15 terminal']);
  });
});

describe('P5: hidden, offline, and back', () => {
  test('P5 a page that is not active sends nothing, not even the first request', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.page.hide();
    const surface = await stage.overlay();
    await stage.advance(TEN_MINUTES);
    assert.equal(stage.backend.count(), 0);
    assert.equal(surface.snapshot.status, 'loading');
    await stage.page.show();
    assert.deepEqual(stage.times, [600]);
  });

  test('P5 a return asks once, at once, when due', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.overlay();
    await stage.page.hide();
    await stage.advance(TEN_MINUTES);
    assert.deepEqual(stage.times, [0]);
    await stage.page.show();
    await stage.page.show();
    assert.deepEqual(stage.times, [0, 600]);
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 600, 610]);
  });

  test('P5 a return that comes before the next refresh is due does not ask', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.overlay();
    await stage.advance(3000);
    await stage.page.hide();
    await stage.advance(3000);
    await stage.page.show();
    assert.deepEqual(stage.times, [0]);
    await stage.advance(4000);
    assert.deepEqual(stage.times, [0, 10]);
  });

  test('P5 without a connection what is due is told as not updated, without a request; the connection’s return asks at once and clears it', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await stage.advance(4000);
    await stage.page.setOnline(false);
    assert.equal(surface.snapshot.status, 'ready', 'not due yet, so still current');
    await stage.advance(6000);
    const { status: told, failure, asOf, value } = surface.snapshot;
    assert.deepEqual([told, failure, asOf], ['failed', 'network', EPOCH]);
    assert.equal(value!.items.length, 1);
    const { renders } = surface;
    await stage.advance(TEN_MINUTES);
    assert.deepEqual([stage.times, surface.renders], [[0], renders]);
    await stage.page.setOnline(true);
    assert.deepEqual(stage.times, [0, 610]);
    assert.equal(surface.snapshot.status, 'ready');
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 610, 620], 'no backoff is left over');
  });

  test('P5 a page that begins without a connection says so, and loads when it has one', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.page.setOnline(false);
    const surface = await stage.overlay();
    assert.deepEqual([surface.snapshot.status, surface.snapshot.failure, surface.snapshot.value], ['failed', 'network', null]);
    await stage.page.setOnline(true);
    assert.deepEqual([surface.snapshot.status, stage.times], ['ready', [0]]);
  });

  test('P5 ended work stays as it is without a connection: nothing of it is due', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    const surface = await stage.overlay();
    await stage.page.setOnline(false);
    await stage.advance(TEN_MINUTES);
    assert.deepEqual([surface.snapshot.status, stage.times], ['settled', [0]]);
  });

  test('P5 a return to settled work does not ask', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.overlay();
    await stage.page.hide();
    await stage.advance(TEN_MINUTES);
    await stage.page.show();
    assert.deepEqual(stage.times, [0]);
  });

  test('P5 a return while the server asked to wait still waits', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, status(503, { 'Retry-After': '120' }));
    await stage.overlay();
    await stage.page.hide();
    await stage.advance(60_000);
    await stage.page.show();
    assert.deepEqual(stage.times, [0]);
    await stage.advance(60_000);
    assert.deepEqual(stage.times, [0, 120]);
  });

  test('P5 back from the back-forward cache: refreshed, settled work too', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    const surface = await stage.overlay();
    stage.backend.serve(OVERLAY, status(401));
    await stage.page.signal({ type: 'restored' });
    assert.deepEqual(stage.times, [0, 0]);
    assert.equal(surface.snapshot.status, 'denied');
  });
});

test('P5 back from the back-forward cache while a request is under way: one more follows', async () => {
  const stage = new Stage();
  const held = stage.backend.hold(OVERLAY);
  await stage.overlay();
  await stage.page.signal({ type: 'restored' });
  await held.release(overlay(item('terminal')));
  assert.equal(stage.backend.count(), 2);
});

describe('P9: a hung server', () => {
  test('P9 counts as a failure after the timeout, and is tried again', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    stage.backend.hold(OVERLAY);
    await stage.advance(10_000 + 14_999);
    assert.equal(surface.snapshot.status, 'refreshing');
    await stage.advance(1);
    assert.equal(surface.snapshot.status, 'failed');
    assert.equal(surface.snapshot.failure, 'timeout');
    assert.deepEqual(surface.shown, ['15 fresh']);
    assert.ok(stage.backend.requests.at(-1)!.request.signal.aborted);
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 10, 35]);
  });
});

describe('paused', () => {
  test('a paused surface loads once, then asks for nothing until it goes on', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = stage.surface(overlaySubject, { tenantId: 7 });
    surface.paused = true;
    await surface.connect();
    await stage.advance(TEN_MINUTES);
    assert.deepEqual(stage.times, [0]);
    await surface.set({ paused: false });
    assert.deepEqual(stage.times, [0, 600]);
    await stage.advance(10_000);
    assert.deepEqual(stage.times, [0, 600, 610]);
  });

  test('a paused surface takes over what another surface of its URL learns', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const paused = stage.surface(overlaySubject, { tenantId: 7 });
    paused.paused = true;
    await paused.connect();
    await stage.overlay();
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await stage.advance(10_000);
    assert.deepEqual(paused.shown, ['15 stale']);
  });

  test('refresh() asks even while paused', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    const surface = await stage.overlay();
    await surface.set({ paused: true });
    await surface.refresher.refresh();
    assert.equal(stage.backend.count(), 2);
  });
});
