/** A review pack follows the run that generates it, by the state in which other surfaces of the page have seen that run (L3). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReviewPackGeneration } from '../../src/contract/index.ts';
import { describeReviewPack } from '../../src/projection/index.ts';
import { overlaySubject, reviewPackSubject, runSubject, type Address } from '../../src/refresh/index.ts';
import { detail, item, overlay, overlayOf8 } from './payloads.ts';
import { noConnection, OVERLAY, OVERLAY_OF_8, runPath, Stage, status, type Surface } from './stage.ts';

const PACK = '/admin/t/7/review-pack';
const pack = (generation_state: ReviewPackGeneration['generation_state'], rest: Partial<ReviewPackGeneration> = {}): ReviewPackGeneration => ({
  tenant_id: 7,
  generation_state,
  keep_active_polling: generation_state === 'queued' || generation_state === 'generating',
  run_id: 15,
  ...rest,
});

type Card = Surface<Parameters<typeof describeReviewPack>[0]>;
const card = (stage: Stage, address: Partial<Address> = {}): Promise<Card> => stage.surface(reviewPackSubject, { tenantId: 7, ...address }).connect();
const label = ({ snapshot }: Card): string | null => snapshot.value && describeReviewPack(snapshot.value).label;

/** A card, and an overlay of the same tenant that shows the pack's run. */
async function cardAndOverlay(generation: ReviewPackGeneration, meaning: Parameters<typeof item>[0]) {
  const stage = new Stage();
  stage.backend.serve(PACK, generation);
  stage.backend.serve(OVERLAY, overlay(item(meaning)));
  const shown = await card(stage);
  const top = await stage.overlay();
  return { stage, shown, top };
}

describe('P2: a review pack is asked for', () => {
  for (const state of ['queued', 'generating'] as const) {
    test(`P2 every 10 s while it is ${state}`, async () => {
      const stage = new Stage();
      stage.backend.serve(PACK, pack(state));
      await card(stage);
      await stage.advance(30_000);
      assert.deepEqual(stage.times, [0, 10, 20, 30]);
    });

    test(`P2 once, while it is ${state} and asks for no polling`, async () => {
      const stage = new Stage();
      stage.backend.serve(PACK, pack(state, { keep_active_polling: false }));
      const shown = await card(stage);
      await stage.advance(3_600_000);
      assert.deepEqual([stage.times, shown.snapshot.status], [[0], 'settled']);
    });
  }

  for (const state of ['not_started', 'ready', 'failed', 'unknown'] as const) {
    test(`P2 once, when it is ${state}, even where it asks for more`, async () => {
      const stage = new Stage();
      stage.backend.serve(PACK, pack(state, { keep_active_polling: true }));
      const shown = await card(stage);
      await stage.advance(3_600_000);
      assert.deepEqual([stage.times, shown.snapshot.status], [[0], 'settled']);
    });
  }

  test('P2 until it is ready, and not once more', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('queued'));
    const shown = await card(stage);
    stage.backend.serve(PACK, pack('generating'));
    await stage.advance(10_000);
    stage.backend.serve(PACK, pack('ready'));
    await stage.advance(3_600_000);
    assert.deepEqual([stage.times, label(shown)], [[0, 10, 20], 'Ready']);
  });

  test('P2 a state that the kit does not know ends the polling', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, { ...pack('generating'), generation_state: 'shredding' });
    const shown = await card(stage);
    await stage.advance(60_000);
    assert.deepEqual([stage.times, label(shown)], [[0], 'State unknown']);
    assert.deepEqual(shown.snapshot.violations.map(({ path }) => path), ['generation_state']);
  });

  test('P3 a failed refresh keeps what is shown, and its schedule', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('generating'));
    const shown = await card(stage);
    stage.backend.serve(PACK, noConnection);
    await stage.advance(10_000);
    assert.deepEqual([shown.snapshot.status, label(shown)], ['failed', 'Generating']);
    stage.backend.serve(PACK, pack('ready'));
    await stage.advance(10_000);
    assert.deepEqual([shown.snapshot.status, label(shown)], ['settled', 'Ready']);
  });

  test('P4 a pack that is no longer there is removed', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('generating'));
    const shown = await card(stage);
    stage.backend.serve(PACK, status(404));
    await stage.advance(10_000);
    assert.deepEqual([shown.snapshot.status, shown.snapshot.value], ['missing', null]);
  });

  test('P8 new work of its tenant wakes a card that has stopped, and that of others does not', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('not_started'));
    const shown = await card(stage);
    await stage.page.signal({ type: 'enqueued', detail: { tenantId: 8 } });
    assert.equal(stage.backend.count(), 1);
    stage.backend.serve(PACK, pack('queued'));
    await stage.page.signal({ type: 'enqueued', detail: { tenantId: 7 } });
    assert.equal(label(shown), 'Queued');
    await stage.advance(10_000);
    assert.equal(stage.backend.count(), 3);
  });

  test('F2 a payload tells its tenant, and is asked about while it is generated', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('ready'));
    const shown = await stage.surface(reviewPackSubject, {}, { payload: pack('generating') }).connect();
    assert.deepEqual([label(shown), stage.backend.count()], ['Generating', 0]);
    await stage.advance(10_000);
    assert.deepEqual([label(shown), stage.backend.requests[0]!.path], ['Ready', PACK]);
  });
});

describe('L3: the run of a pack', () => {
  test('L3 that another surface tells to be stale is told so by the card, at once', async () => {
    const { stage, shown, top } = await cardAndOverlay(pack('generating'), 'fresh');
    assert.equal(label(shown), 'Generating');
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await top.refresher.refresh();
    assert.equal(label(shown), 'Likely stale');
    assert.equal(stage.backend.count(PACK), 1);
    assert.equal(shown.changes.at(-1)!.answered, false);
  });

  test('L3 as does one that comes onto the page before the card, or after it', async () => {
    for (const first of ['card', 'overlay']) {
      const stage = new Stage();
      stage.backend.serve(PACK, pack('queued'));
      stage.backend.serve(runPath(15), detail('stale'));
      const open = { card: () => card(stage), overlay: () => stage.surface(runSubject, { runId: 15 }).connect() };
      const early = first === 'card' ? await open.card() : await open.overlay();
      const late = first === 'card' ? await open.overlay() : await open.card();
      assert.equal(label((first === 'card' ? early : late) as Card), 'Likely stale', `${first} first`);
    }
  });

  test('L3 that has ended is told so until the pack says what became of it', async () => {
    const { stage, shown, top } = await cardAndOverlay(pack('generating'), 'stale');
    stage.backend.serve(OVERLAY, overlay(item('reconciled')));
    await top.refresher.refresh();
    assert.equal(label(shown), 'Automatically reconciled as failed');
    stage.backend.serve(PACK, pack('failed'));
    await shown.refresher.refresh();
    assert.equal(label(shown), 'Failed');
  });

  test('L3 that recovers lets the pack speak again', async () => {
    const { stage, shown, top } = await cardAndOverlay(pack('generating'), 'stale');
    assert.equal(label(shown), 'Likely stale');
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await top.refresher.refresh();
    assert.equal(label(shown), 'Generating');
  });

  test('L3 an answer about the pack does not take back what is known of the run', async () => {
    const { stage, shown } = await cardAndOverlay(pack('queued'), 'stale');
    stage.backend.serve(PACK, pack('generating'));
    await stage.advance(10_000);
    assert.equal(shown.snapshot.value!.pack.generation_state, 'generating');
    assert.equal(label(shown), 'Likely stale');
  });

  test('L3 another run of the pack is another truth', async () => {
    const { stage, shown } = await cardAndOverlay(pack('generating'), 'stale');
    stage.backend.serve(PACK, pack('generating', { run_id: 16 }));
    await shown.refresher.refresh();
    assert.deepEqual([label(shown), shown.snapshot.value!.run], ['Generating', null]);
    stage.backend.serve(PACK, pack('generating', { run_id: null }));
    await shown.refresher.refresh();
    assert.equal(label(shown), 'Generating');
  });

  test('L3 never crosses tenants', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('generating'));
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('stale')));
    const shown = await card(stage);
    await stage.overlay({ tenantId: 8 });
    assert.equal(label(shown), 'Generating');
  });

  test('P2 a stale run keeps the card asking, whatever the pack says; a fresh one does not', async () => {
    const { stage, shown, top } = await cardAndOverlay(pack('generating', { keep_active_polling: false }), 'fresh');
    await stage.advance(60_000);
    assert.deepEqual([stage.backend.count(PACK), shown.snapshot.status], [1, 'settled']);
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await top.refresher.refresh();
    const before = stage.backend.count(PACK);
    await stage.advance(30_000);
    assert.equal(stage.backend.count(PACK) - before >= 3, true);
    assert.equal(shown.snapshot.status, 'ready');
  });
});

describe('L3: a payload that only mentions a run tells nothing about it', () => {
  for (const meaning of ['fresh', 'stale', 'reconciled', 'terminal', 'unknownActive'] as const) {
    test(`L3 a run that is ${meaning} elsewhere stays so, whatever the pack says, and however often`, async () => {
      const stage = new Stage();
      stage.backend.serve(OVERLAY, overlay(item(meaning, { status_label: 'Running' })));
      const top = await stage.overlay();
      const before = top.snapshot.value;
      const changes = top.changes.length;
      for (const state of ['queued', 'generating', 'ready', 'failed', 'unknown'] as const) {
        stage.backend.serve(PACK, pack(state));
        const shown = await card(stage);
        await shown.refresher.refresh();
        assert.equal(top.snapshot.value, before);
        await shown.disconnect();
      }
      assert.equal(top.changes.length, changes);
    });
  }

  test('L3 nor to a surface that comes later', async () => {
    const stage = new Stage();
    stage.backend.serve(PACK, pack('generating'));
    await card(stage);
    const top = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')), inline: true }).connect();
    assert.deepEqual([top.shown, top.transitions], [['15 fresh'], []]);
    assert.deepEqual(top.snapshot.value!.items, [item('fresh')]);
  });

  test('L3 the card itself reports no transition: it is the pack that changes, not the run', async () => {
    const { stage, shown, top } = await cardAndOverlay(pack('generating'), 'fresh');
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await top.refresher.refresh();
    assert.deepEqual([top.transitions, shown.transitions], [['15 fresh > stale'], []]);
  });

  test('P7 when everybody has left, nothing is held', async () => {
    const { stage, shown, top } = await cardAndOverlay(pack('generating'), 'stale');
    await top.disconnect();
    assert.ok(stage.leftovers().includes('run'), 'the card still follows it');
    await shown.disconnect();
    assert.deepEqual(stage.leftovers(OVERLAY, PACK), []);
  });
});
