import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { activitySubject, itemSubject, overlaySubject, runSubject } from '../../src/refresh/index.ts';
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';
import { activity, detail, item, MEANINGS, overlay, overlayOf8, type Meaning } from './payloads.ts';
import { ACTIVITY, noConnection, OVERLAY, OVERLAY_OF_8, runPath, Stage, type Held, type Surface } from './stage.ts';

/** An overlay of tenant 7 and a banner, which both show run 15 and poll; the banner's requests are 5 s after the overlay's. */
async function overlayAndBanner(first: Meaning = 'fresh', second: Meaning = first) {
  const stage = new Stage();
  stage.backend.serve(OVERLAY, overlay(item(first)));
  stage.backend.serve(runPath(15), detail(second));
  const top = await stage.overlay();
  await stage.advance(5000);
  const banner = await stage.surface(runSubject, { runId: 15 }).connect();
  return { stage, top, banner };
}

describe('L3: one run, one truth', () => {
  test('L3 the newest observation wins on every surface that shows the run, between two polls', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    await stage.advance(5000);
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
    assert.deepEqual(stage.times, [0, 5, 10], 'the banner did not ask');
    stage.backend.serve(runPath(15), detail('reconciled'));
    await stage.advance(5000);
    assert.deepEqual([top.shown, banner.shown], [['15 reconciled'], ['15 reconciled']]);
    assert.deepEqual(stage.times, [0, 5, 10, 15]);
  });

  test('L3 a surface that comes later with an older truth takes over the newer one', async () => {
    const stage = new Stage();
    stage.backend.serve(runPath(15), detail('stale'));
    const seeded = { payload: overlay(item('fresh')), inline: true };
    const banner = await stage.surface(runSubject, { runId: 15 }).connect();
    const top = await stage.surface(overlaySubject, { tenantId: 7 }, seeded).connect();
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
  });

  test('L3 what is newer is the later request, not the later answer', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    const slow = stage.backend.hold(OVERLAY);
    await stage.advance(5000);
    stage.backend.serve(runPath(15), detail('terminal'));
    await stage.advance(5000);
    assert.deepEqual([top.shown, banner.shown], [['15 terminal'], ['15 terminal']]);
    await slow.release(overlay(item('stale')));
    assert.deepEqual([top.shown, banner.shown], [['15 terminal'], ['15 terminal']]);
  });

  test('L3 an unchanged answer confirms its truth anew, against what another surface said in between', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(runPath(15), detail('stale'));
    await banner.refresher.refresh();
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
    await top.refresher.refresh();
    assert.deepEqual([top.shown, banner.shown], [['15 fresh'], ['15 fresh']]);
    await banner.refresher.refresh();
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
  });

  test('L3 two URLs that disagree for ever neither loop nor leave the surfaces apart', async () => {
    const { stage, top, banner } = await overlayAndBanner('fresh', 'stale');
    for (let second = 0; second < 60; second += 5) {
      await stage.advance(5000);
      assert.deepEqual([...top.states.values()], [...banner.states.values()]);
    }
    assert.equal(stage.backend.count(OVERLAY), 7);
    assert.equal(stage.backend.count(runPath(15)), 7);
  });

  test('L3 never adds a run to a surface that does not show it', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(OVERLAY, overlay(item('stale', { run_id: 16 })));
    await stage.advance(5000);
    assert.deepEqual([top.shown, banner.shown], [['16 stale'], ['15 fresh']]);
  });

  test('L3 never crosses tenants', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('stale')));
    const seven = await stage.overlay();
    const eight = await stage.overlay({ tenantId: 8 });
    assert.deepEqual([seven.shown, eight.shown], [['15 fresh'], ['15 stale']]);
    stage.backend.serve(OVERLAY_OF_8, overlayOf8(item('stale', { tenant_id: 7 })));
    await stage.advance(10_000);
    assert.deepEqual(seven.shown, ['15 stale'], 'the item itself says that it belongs to tenant 7');
  });

  test('L3 backends are apart', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve('/two' + runPath(15), detail('stale'));
    const one = await stage.overlay();
    const two = await stage.surface(runSubject, { baseUrl: 'https://app.example/two', runId: 15 }).connect();
    assert.deepEqual([one.shown, two.shown], [['15 fresh'], ['15 stale']]);
  });

  test('L3 a surface that changes its backend leaves the runs of the old one', async () => {
    const stage = new Stage();
    const src = 'https://app.example/run';
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.serve('/run', detail('fresh'));
    const one = await stage.overlay();
    const run = await stage.surface(runSubject, { src, runId: 15 }).connect();
    await run.set({ address: { ...run.wanted.address, baseUrl: 'https://app.example/two' } });
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    stage.backend.serve('/run', noConnection);
    await stage.advance(10_000);
    assert.deepEqual([one.shown, run.shown], [['15 stale'], ['15 fresh']]);
    stage.backend.serve('/two' + runPath(15), detail('terminal'));
    await stage.surface(runSubject, { baseUrl: 'https://app.example/two', runId: 15 }).connect();
    assert.deepEqual([one.shown, run.shown], [['15 stale'], ['15 terminal']]);
  });

  test('L3 an item that is handed over follows what others learn', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    await stage.overlay();
    const row = await stage.surface(itemSubject, {}, { payload: item('fresh', { tenant_id: 7 }) }).connect();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.advance(10_000);
    assert.deepEqual(row.shown, ['15 terminal']);
    assert.deepEqual(row.changes.map(({ answered }) => answered), [true, false]);
    assert.equal(stage.backend.count(), 2);
  });

  test('L3 two inline payloads that disagree become one truth', async () => {
    const stage = new Stage();
    const top = await stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')), inline: true }).connect();
    const banner = await stage.surface(runSubject, { runId: 15 }, { payload: detail('stale'), inline: true }).connect();
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
  });

  test('L3 same meaning: each density keeps its own words', async () => {
    const stage = new Stage();
    const compact = item('stale', { active_state: { ...item('stale').active_state, compact_label: 'Likely stale' } });
    const sentence = 'This operation is past its lifecycle window.';
    stage.backend.serve(OVERLAY, overlay(compact));
    stage.backend.serve(runPath(15), detail('stale', { top_summary: sentence }));
    const top = await stage.overlay();
    const banner = await stage.surface(runSubject, { runId: 15 }).connect();
    await top.refresher.refresh();
    const [told] = top.snapshot.value!.items;
    assert.equal(told!.active_state.surface_category, 'past_expected_lifecycle');
    assert.equal(told!.active_state.compact_label, 'Likely stale');
    assert.equal(banner.snapshot.value!.active_state.surface_category, 'likely_stale');
    assert.equal(banner.snapshot.value!.top_summary, sentence);
    assert.deepEqual(top.changes.filter(({ answered }) => !answered), []);
    assert.deepEqual(banner.changes.filter(({ answered }) => !answered), []);
  });

  test('L3 a different truth brings its words along, and leaves the names and links', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh', { status_label: 'Running', tenant_label: 'Contoso', detail_url: '/run/15', progress: { kind: 'determinate', processed: 1, total: 2 } })));
    stage.backend.serve(runPath(15), detail('stale', { operation_label: 'Another name', top_summary: 'It is past its lifecycle window.' }));
    const top = await stage.overlay();
    await stage.surface(runSubject, { runId: 15 }).connect();
    const [run] = top.snapshot.value!.items;
    assert.deepEqual(run!.active_state, detail('stale').active_state);
    assert.equal(run!.status_label, null);
    assert.equal(run!.progress, null);
    assert.equal(run!.operation_label, 'Inventory sync');
    assert.equal(run!.tenant_label, 'Contoso');
    assert.equal(run!.detail_url, '/run/15');
  });

  test('L3 queued and running are different truths, where both surfaces say which', async () => {
    const stage = new Stage();
    stage.backend.serve(OVERLAY, overlay(item('fresh', { status_label: 'Queued' })));
    stage.backend.serve(runPath(15), detail('fresh', { active_state: { ...item('fresh').active_state, compact_label: 'Running' } }));
    const top = await stage.overlay();
    await stage.surface(runSubject, { runId: 15 }).connect();
    const [run] = top.snapshot.value!.items;
    assert.equal(run!.status_label, null);
    assert.equal(run!.active_state.compact_label, 'Running');
  });

  test('L3 progress follows the newest, and a surface that tells none leaves it', async () => {
    const stage = new Stage();
    const at = (processed: number): Partial<OperationRunSurfaceItem> => ({ progress: { kind: 'determinate', processed, total: 10 } });
    stage.backend.serve(OVERLAY, overlay(item('fresh', at(1))));
    stage.backend.serve(ACTIVITY, activity(item('fresh', at(4))));
    stage.backend.serve(runPath(15), detail('fresh'));
    const top = await stage.overlay();
    await stage.advance(1000);
    const list = await stage.surface(activitySubject, { tenantId: 7 }).connect();
    await stage.advance(1000);
    await stage.surface(runSubject, { runId: 15 }).connect();
    assert.deepEqual(top.snapshot.value!.items[0]!.progress, at(4).progress);
    assert.deepEqual(top.snapshot.value!.items, list.snapshot.value!.items);
  });

  test('L3 progress follows the newest through a surface that tells none, where no tenant is named', async () => {
    const stage = new Stage();
    const at = (processed: number): Partial<OperationRunSurfaceItem> => ({ status_label: 'Running', progress: { kind: 'determinate', processed, total: 10 } });
    const src = 'https://app.example/row';
    stage.backend.serve('/row', item('fresh', at(1)));
    stage.backend.serve('/row?later', item('fresh', at(4)));
    stage.backend.serve(runPath(15), detail('fresh'));
    const early = await stage.surface(runSubject, { src }).connect();
    const later = await stage.surface(runSubject, { src: `${src}?later` }).connect();
    await stage.surface(runSubject, { runId: 15 }).connect();
    stage.backend.serve('/row', noConnection);
    await early.refresher.refresh();
    assert.deepEqual(early.snapshot.value!.progress, at(4).progress);
    assert.deepEqual(early.snapshot.value, later.snapshot.value);
  });

  test('L3 surfaces of one density share the newest words too', async () => {
    const stage = new Stage();
    const saying = (guidance: string) => item('stale', { active_state: { ...item('stale').active_state, guidance } });
    stage.backend.serve(OVERLAY, overlay(saying('Past its lifecycle window.')));
    stage.backend.serve(ACTIVITY, activity(saying('Past its lifecycle window. Review worker health.')));
    const top = await stage.overlay();
    await stage.surface(activitySubject, { tenantId: 7 }).connect();
    assert.equal(top.snapshot.value!.items[0]!.active_state.guidance, 'Past its lifecycle window. Review worker health.');
  });

  test('L3 a follow-up is a truth of its own', async () => {
    const { stage, top, banner } = await overlayAndBanner('terminal');
    stage.backend.serve(runPath(15), detail('followUp'));
    await banner.refresher.refresh();
    assert.deepEqual([top.shown, banner.shown], [['15 follow-up'], ['15 follow-up']]);
  });

  test('L3 polling follows the newest truth: ended elsewhere stops it, revived elsewhere starts it', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(OVERLAY, overlay(item('terminal')));
    await stage.advance(5000);
    await stage.advance(60_000);
    assert.deepEqual(stage.times, [0, 5, 10]);
    assert.deepEqual([top.snapshot.status, banner.snapshot.status], ['settled', 'settled']);
    stage.backend.serve(OVERLAY, overlay(item('fresh')));
    stage.backend.hold(runPath(15));
    await top.refresher.refresh();
    assert.deepEqual(banner.shown, ['15 fresh']);
    assert.equal(stage.backend.count(runPath(15)), 2);
  });

  test('L3 a transition is told once on each surface', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(OVERLAY, overlay(item('stale')));
    stage.backend.serve(runPath(15), detail('stale'));
    await stage.advance(30_000);
    stage.backend.serve(OVERLAY, overlay(item('reconciled')));
    stage.backend.serve(runPath(15), detail('reconciled'));
    await stage.advance(30_000);
    for (const { transitions } of [top, banner]) assert.deepEqual(transitions, ['15 fresh > stale', '15 stale > reconciled']);
  });

  test('L3 the first load and a new run are no transition', async () => {
    const { stage, top } = await overlayAndBanner();
    stage.backend.serve(OVERLAY, overlay(item('fresh'), item('stale', { run_id: 16 })));
    await stage.advance(10_000);
    assert.deepEqual(top.transitions, []);
  });

  test('L3 a move inside the DOM does not bring an older truth back', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(runPath(15), detail('stale'));
    await banner.refresher.refresh();
    await banner.disconnect();
    await top.move();
    assert.deepEqual(top.shown, ['15 stale']);
    assert.deepEqual(top.transitions, ['15 fresh > stale']);
  });

  test('L3 a failed surface that comes back does not bring an older truth back', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(runPath(15), detail('stale'));
    await banner.refresher.refresh();
    stage.backend.serve(OVERLAY, noConnection);
    await top.refresher.refresh();
    await top.disconnect();
    await top.connect();
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
  });

  test('L3 a surface that joins a failed URL does not bring an older truth back', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(runPath(15), detail('stale'));
    await banner.refresher.refresh();
    stage.backend.serve(OVERLAY, noConnection);
    await top.refresher.refresh();
    const list = await stage.surface({ ...overlaySubject, name: 'another reader' }, { tenantId: 7 }).connect();
    assert.deepEqual([top.shown, list.shown, banner.shown], [['15 stale'], ['15 stale'], ['15 stale']]);
  });

  test('L3 an unreadable answer confirms nothing', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(runPath(15), detail('stale'));
    await banner.refresher.refresh();
    stage.backend.serve(OVERLAY, () => new Response('<p>Maintenance'));
    await top.refresher.refresh();
    assert.equal(top.snapshot.failure, 'unreadable');
    assert.deepEqual([top.shown, banner.shown], [['15 stale'], ['15 stale']]);
  });

  test('L3 a run that nobody shows any more is forgotten', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    await top.disconnect();
    assert.ok(stage.leftovers().includes('run'));
    await banner.disconnect();
    assert.deepEqual(stage.leftovers(OVERLAY, runPath(15)), []);
  });

  test('L3 a refusal says something about one surface, and leaves the others', async () => {
    const { stage, top, banner } = await overlayAndBanner();
    stage.backend.serve(runPath(15), () => new Response(null, { status: 403 }));
    await stage.advance(10_000);
    assert.equal(banner.snapshot.status, 'denied');
    assert.deepEqual(top.shown, ['15 fresh']);
  });
});

/** One step of a random sequence: a surface refreshes, its oldest request is answered or fails, or it leaves, comes back or moves. */
type Step = { readonly surface: number; readonly act: 'ask' | 'answer' | 'fail' | 'toggle' | 'move'; readonly meaning: Meaning };

const steps = fc.array(
  fc.record<Step>({
    surface: fc.nat({ max: 4 }),
    act: fc.constantFrom('ask', 'ask', 'answer', 'answer', 'answer', 'fail', 'toggle', 'move'),
    meaning: fc.constantFrom(...MEANINGS),
  }),
  { minLength: 5, maxLength: 30 },
);

test('L3 at every instant, whatever answers come in whatever order, all surfaces that show a run agree', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const stage = new Stage();
      const surfaces = [
        stage.surface(overlaySubject, { tenantId: 7 }),
        stage.surface(activitySubject, { tenantId: 7 }),
        stage.surface(runSubject, { runId: 15 }),
        stage.surface(overlaySubject, { tenantId: 7 }, { payload: overlay(item('fresh')), inline: true }),
        stage.surface(itemSubject, {}, { payload: item('fresh', { tenant_id: 7 }) }),
      ] as unknown as Surface[];
      const paths = [OVERLAY, ACTIVITY, runPath(15), OVERLAY, null];
      const held = new Map<string | null, Held>([OVERLAY, ACTIVITY, runPath(15)].map((path) => [path, stage.backend.hold(path)]));
      const payloadFor = (index: number, meaning: Meaning) => [overlay(item(meaning)), activity(item(meaning)), detail(meaning), overlay(item(meaning))][index]!;
      for (const surface of surfaces) await surface.connect();
      for (const { surface: index, act, meaning } of story) {
        const surface = surfaces[index]!;
        const open = held.get(paths[index]!);
        if (act === 'ask') void surface.refresher.refresh();
        else if (act === 'toggle') await (surface.isConnected ? surface.disconnect() : surface.connect());
        else if (act === 'move' && surface.isConnected) await surface.move();
        else if (open?.waiting) await open.release(act === 'fail' ? noConnection : payloadFor(index, meaning));
        await stage.advance(1000);
        const told = surfaces.filter(({ isConnected, snapshot }) => isConnected && snapshot.value !== null).map(({ states }) => states.get(15));
        assert.equal(new Set(told).size <= 1, true, `after ${act} by ${index}: ${told.join(', ')}`);
      }
      for (const surface of surfaces) if (surface.isConnected) await surface.disconnect();
      assert.deepEqual(stage.leftovers(OVERLAY, ACTIVITY, runPath(15)), []);
    }),
    { numRuns: 150 },
  );
});
