/** A dormant surface (closed diagnostics): it sends no request, as if it were off the page. When it is opened, it continues from what it knew. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diagnosticsSubject, itemSubject, type DiagnosedRun } from '../../src/refresh/index.ts';
import { overlayOf, records, runs } from '../../mocks/index.ts';
import { EPOCH } from '../../mocks/virtual-time.ts';
import { OVERLAY, Stage, Surface, addressOf } from './stage.ts';

const RECORD = '/api/admin/operations/4107';
const OTHER = '/api/admin/operations/4102';

const on = (stage: Stage, source: Partial<Surface<DiagnosedRun>['wanted']> = {}): Promise<Surface<DiagnosedRun>> =>
  new Surface<DiagnosedRun>({ subject: diagnosticsSubject, address: addressOf({ runId: 4107 }), payload: undefined, inline: false, dormant: true, ...source }, stage.store).connect();

/** A page on which nothing is open yet. */
async function closed(source: Partial<Surface<DiagnosedRun>['wanted']> = {}) {
  const stage = new Stage();
  stage.backend.serve(RECORD, records.staleRunning);
  stage.backend.serve(OTHER, records.freshRunning);
  return { stage, surface: await on(stage, source) };
}

const recordOf = ({ snapshot }: Surface<DiagnosedRun>) => snapshot.value?.record.id ?? null;

describe('while it is closed', () => {
  test('nothing is asked for, and nothing is shown', async () => {
    const { stage, surface } = await closed();
    await stage.advance(3_600_000);
    assert.equal(stage.backend.count(), 0);
    assert.deepEqual([surface.snapshot.status, surface.snapshot.value], ['idle', null]);
    assert.deepEqual(stage.leftovers(RECORD), []);
  });

  test('refresh() resolves without a request, and neither new work nor a page that comes back asks', async () => {
    const { stage, surface } = await closed();
    await surface.refresher.refresh();
    await stage.page.signal({ type: 'enqueued', detail: { runId: 4107 } });
    await stage.page.hide();
    await stage.page.show();
    await stage.page.signal({ type: 'restored' });
    assert.equal(stage.backend.count(), 0);
  });

  test('a payload that was handed over waits too', async () => {
    const { surface } = await closed({ payload: records.staleRunning });
    assert.deepEqual([recordOf(surface), surface.changes.length], [null, 0]);
  });

  test('as does one without an address, which nobody will ever ask about', async () => {
    const stage = new Stage();
    const surface = new Surface({ subject: itemSubject, address: addressOf(), payload: runs.freshRunning, inline: false, dormant: true }, stage.store);
    await surface.connect();
    assert.deepEqual([surface.snapshot.value, stage.leftovers()], [null, []]);
    await surface.set({ dormant: false });
    assert.deepEqual(surface.shown, ['4102 fresh']);
    await surface.set({ dormant: true });
    assert.equal(surface.snapshot.value, null);
    await stage.advance(60_000);
    await surface.set({ dormant: false });
    assert.deepEqual([surface.shown, stage.backend.count()], [['4102 fresh'], 0]);
  });

  test('what other surfaces learn of the run is none of its business', async () => {
    const { stage, surface } = await closed();
    stage.backend.serve(OVERLAY, overlayOf([runs.staleRunning]));
    const overlay = await stage.overlay();
    await overlay.refresher.refresh();
    assert.equal(surface.changes.length, 0);
  });

  test('moving it, or taking it off the page and back, changes nothing', async () => {
    const { stage, surface } = await closed();
    await surface.move();
    await surface.disconnect();
    await surface.connect();
    assert.deepEqual([stage.backend.count(), surface.snapshot.status], [0, 'idle']);
  });
});

describe('when it is opened', () => {
  test('it asks at once, shows the answer, and polls while the run asks for it', async () => {
    const { stage, surface } = await closed();
    await stage.advance(5000);
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), surface.shown], [4107, ['4107 stale']]);
    await stage.advance(20_000);
    assert.deepEqual(stage.times, [5, 15, 25]);
  });

  test('a payload that was handed over is shown with its age, and asked about when it is due', async () => {
    const { stage, surface } = await closed({ payload: records.staleRunning });
    await stage.advance(4000);
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), surface.snapshot.asOf], [4107, EPOCH]);
    await stage.advance(5999);
    assert.equal(stage.backend.count(), 0);
    await stage.advance(1);
    assert.deepEqual(stage.times, [10]);
  });

  test('a payload of a run that has ended is shown and never asked about', async () => {
    const stage = new Stage();
    const surface = await on(stage, { address: addressOf(), payload: records.failed });
    await surface.set({ dormant: false });
    await stage.advance(3_600_000);
    assert.deepEqual([recordOf(surface), stage.backend.count(), surface.snapshot.status], [4115, 0, 'settled']);
  });
});

describe('when it is closed again', () => {
  const opened = async () => {
    const { stage, surface } = await closed();
    await surface.set({ dormant: false });
    return { stage, surface };
  };

  test('it stops asking, forgets what it shows, and holds nothing', async () => {
    const { stage, surface } = await opened();
    await surface.set({ dormant: true });
    assert.deepEqual([surface.snapshot.status, surface.snapshot.value], ['idle', null]);
    await stage.advance(3_600_000);
    assert.equal(stage.backend.count(), 1);
    assert.deepEqual(stage.leftovers(RECORD), []);
  });

  test('and opened before the next request is due, it paints what was known and asks when it is due', async () => {
    const { stage, surface } = await opened();
    await stage.advance(3000);
    await surface.set({ dormant: true });
    await stage.advance(3000);
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), surface.snapshot.asOf, stage.backend.count()], [4107, EPOCH, 1]);
    await stage.advance(3999);
    assert.equal(stage.backend.count(), 1);
    await stage.advance(1);
    assert.deepEqual(stage.times, [0, 10]);
  });

  test('and opened later, it paints what was known, with its age, and asks at once', async () => {
    const { stage, surface } = await opened();
    await surface.set({ dormant: true });
    await stage.advance(60_000);
    const held = stage.backend.hold(RECORD);
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), surface.snapshot.asOf, held.waiting], [4107, EPOCH, 1]);
    await held.release(records.staleRunning);
    assert.equal(surface.snapshot.asOf, EPOCH + 60_000);
    assert.deepEqual(stage.times, [0, 60]);
  });

  test('a run that had ended is painted and not asked about again', async () => {
    const { stage, surface } = await opened();
    stage.backend.serve(RECORD, { ...records.staleRunning, status: 'completed', outcome: 'failed', freshness_state: 'terminal_normal' });
    await surface.refresher.refresh();
    await surface.set({ dormant: true });
    await stage.advance(60_000);
    await surface.set({ dormant: false });
    await stage.advance(60_000);
    assert.deepEqual([surface.shown, stage.backend.count()], [['4107 follow-up'], 2]);
  });

  test('while a request is under way: it is given up, and its late answer shows nothing', async () => {
    const { stage, surface } = await closed();
    const held = stage.backend.hold(RECORD);
    await surface.set({ dormant: false });
    assert.equal(held.waiting, 1);
    await surface.set({ dormant: true });
    assert.equal(stage.backend.requests[0]!.request.signal.aborted, true);
    await held.release(records.staleRunning);
    assert.deepEqual([surface.snapshot.value, surface.changes.filter(({ after }) => after.value !== null)], [null, []]);
    stage.backend.serve(RECORD, records.staleRunning);
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), stage.backend.count()], [4107, 2]);
  });

  test('and taken to another run: what was known of the old one is not shown', async () => {
    const { stage, surface } = await opened();
    await surface.set({ dormant: true });
    await surface.set({ address: addressOf({ runId: 4102 }) });
    assert.equal(stage.backend.count(), 1);
    const held = stage.backend.hold(OTHER);
    await surface.set({ dormant: false });
    assert.equal(recordOf(surface), null);
    await held.release(records.freshRunning);
    assert.equal(recordOf(surface), 4102);
  });

  test('L3 what others have learned meanwhile is not taken back by what was known', async () => {
    const { stage, surface } = await opened();
    stage.backend.serve(OVERLAY, overlayOf([runs.staleRunning]));
    const overlay = await stage.overlay();
    await surface.set({ dormant: true });
    stage.backend.serve(OVERLAY, overlayOf([{ ...runs.succeeded, run_id: 4107 }]));
    await overlay.refresher.refresh();
    await surface.set({ dormant: false });
    assert.deepEqual([overlay.shown, surface.shown], [['4107 terminal'], ['4107 terminal']]);
    assert.deepEqual(overlay.transitions, ['4107 stale > terminal']);
  });

  test('it survives being moved, and taken off the page, while it is closed', async () => {
    const { stage, surface } = await opened();
    await surface.set({ dormant: true });
    await surface.move();
    await surface.disconnect();
    await surface.connect();
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), stage.backend.count()], [4107, 1]);
  });

  test('other surfaces of the same URL are left alone', async () => {
    const { stage, surface } = await opened();
    const beside = await on(stage, { dormant: false });
    await surface.set({ dormant: true });
    await stage.advance(10_000);
    assert.deepEqual([recordOf(beside), recordOf(surface), stage.times], [4107, null, [0, 10]]);
    await surface.set({ dormant: false });
    assert.deepEqual([recordOf(surface), surface.snapshot.asOf], [4107, EPOCH + 10_000]);
    assert.equal(stage.backend.count(), 2);
  });
});
