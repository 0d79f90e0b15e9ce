import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { overlaySubject } from '../../src/refresh/index.ts';
import { item, overlay } from './payloads.ts';
import { OVERLAY, Stage, status, type Reply } from './stage.ts';
import { EPOCH } from '../../mocks/virtual-time.ts';

const redirected: Reply = () =>
  Object.defineProperty(new Response('<form action="/login">', { headers: { 'Content-Type': 'text/html' } }), 'redirected', { value: true });

const REFUSALS = [
  ['401', status(401), 'denied', 'session'],
  ['419', status(419), 'denied', 'session'],
  ['a redirect to a login page', redirected, 'denied', 'session'],
  ['403', status(403), 'denied', 'permission'],
  ['404', status(404), 'missing', null],
  ['410', status(410), 'missing', null],
] as const;

describe('P4: refused', () => {
  for (const [name, reply, expected, denial] of REFUSALS) {
    const keeps = denial === 'session';

    test(`P4 ${name}: stops, ${keeps ? 'and keeps what is shown with its time' : 'and removes what was shown at once'}`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      const surface = await stage.overlay();
      stage.backend.serve(OVERLAY, reply);
      await stage.advance(10_000);
      const { snapshot } = surface;
      assert.equal(snapshot.status, expected);
      assert.equal(snapshot.denial, denial);
      assert.equal(snapshot.failure, null);
      assert.deepEqual(surface.shown, keeps ? ['15 fresh'] : []);
      assert.equal(snapshot.asOf, keeps ? EPOCH : null);
      await stage.advance(3_600_000);
      await stage.page.hide();
      await stage.page.show();
      assert.deepEqual(stage.times, [0, 10]);
      assert.equal(stage.clock.timers, 0);
    });

    test(`P4 ${name} on the first load: stops, shows nothing`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, reply);
      const surface = await stage.overlay();
      await stage.advance(3_600_000);
      assert.equal(surface.snapshot.status, expected);
      assert.equal(surface.snapshot.value, null);
      assert.equal(stage.backend.count(), 1);
    });

    test(`P4 ${name}: refresh() asks again, and a good answer brings everything back`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, reply);
      const surface = await stage.overlay();
      await surface.refresher.refresh();
      assert.equal(surface.snapshot.status, expected);
      assert.equal(surface.changes.filter(({ after }) => after.status === expected).length, 1, 'the same refusal is told once');
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      await surface.refresher.refresh();
      assert.equal(surface.snapshot.status, 'ready');
      assert.equal(surface.snapshot.denial, null);
      await stage.advance(10_000);
      assert.equal(stage.backend.count(), 4);
    });

    test(`P4 ${name}: a surface that joins later is told the same without asking`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, reply);
      await stage.overlay();
      const late = await stage.overlay();
      assert.equal(late.snapshot.status, expected);
      assert.equal(stage.backend.count(), 1);
    });

    test(`P4 ${name}: a move inside the DOM changes nothing`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      const surface = await stage.overlay();
      stage.backend.serve(OVERLAY, reply);
      await stage.advance(10_000);
      await surface.move();
      assert.equal(surface.snapshot.status, expected);
      await stage.advance(60_000);
      assert.equal(stage.backend.count(), 2);
    });
  }

  for (const code of [403, 404]) {
    test(`P4 ${code}: what was removed does not come back with an element that comes back`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item('fresh')));
      const surface = await stage.overlay();
      stage.backend.serve(OVERLAY, status(code));
      await stage.advance(10_000);
      await surface.disconnect();
      const held = stage.backend.hold(OVERLAY);
      await surface.connect();
      assert.equal(surface.snapshot.value, null);
      await held.release(status(code));
      assert.equal(surface.snapshot.value, null);
    });

    test(`P4 ${code} is not undone by an older payload`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, status(code));
      await stage.overlay();
      const inline = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')), inline: true }).connect();
      assert.equal(inline.snapshot.value, null);
    });
  }

  test('P4 an error page behind a redirect is a failure, not the end of the session', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, () => Object.defineProperty(new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'Content-Type': 'text/html' } }), 'redirected', { value: true }));
    const surface = await stage.overlay();
    assert.equal(surface.snapshot.status, 'failed');
    assert.equal(surface.snapshot.failure, 'server');
  });
});
