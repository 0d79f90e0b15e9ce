/** The kit's main purpose: an operator watches a run on four surfaces while its worker is killed or frozen. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../host/host.ts';
import { assertHonest, type Turn } from './honest.ts';
import { assertSilence, INTERVAL, operatorOf, startSync, type Operator } from './operator.ts';
import { FILES, startStage, type Stage } from './stage.ts';
import { toldState, type SurfaceName, type Told, type ToldState } from './told.ts';

/** A run stays likely stale for longer than one poll interval, so that every surface shows it. */
const LIFECYCLE = { OP_HOST_LIFECYCLE: '{"queued":4,"running":4,"reconcileAfter":15}', OP_HOST_RECONCILE_SECONDS: '0.5' };

/** Milliseconds from a request to its rendered answer on a busy machine. */
const ANSWER = 2_500;

let stage: Stage;
let olivia: Operator;
before(async () => {
  stage = await startStage(LIFECYCLE);
});
after(() => stage.host.stop());

beforeEach(async () => {
  await stage.repairWorker();
  olivia = await operatorOf(stage.host.address, 'olivia');
});
afterEach(() => stage.repairWorker());

interface Pages {
  readonly dashboard: Page;
  readonly list: Page;
  readonly detail: Page;
}

const EVERY_SURFACE: readonly SurfaceName[] = ['overlay', 'activity', 'row', 'banner'];

async function pressWorker(dashboard: Page, button: string, state: string): Promise<void> {
  await dashboard.getByRole('button', { name: button }).click();
  await dashboard.locator('.worker-state', { hasText: state }).waitFor();
}

async function openAll(dashboard: Page, run: number): Promise<Pages> {
  const [list, detail] = await Promise.all([olivia.open('/admin/operations?tenant=1'), olivia.open(`/admin/operations/${run}`)]);
  for (const page of [dashboard, list, detail]) await page.locator('op-progress-overlay button[aria-expanded="false"]').click();
  return { dashboard, list, detail };
}

/** What all surfaces of all pages show of the run; the overlay only while it is visible. */
async function everywhere(pages: Pages, run: number): Promise<Told[]> {
  const told = await Promise.all(Object.values(pages).map((page: Page) => olivia.told(page)));
  return told.flat().filter(({ surface, run: about }) => EVERY_SURFACE.includes(surface) && (about === run || about === null));
}

/** Resolves when each of `surfaces` shows `state`, on every page that has it. */
const allTell = (pages: Pages, run: number, state: ToldState, surfaces: readonly SurfaceName[]): Promise<Told[]> =>
  until(`${surfaces.join(', ')} tell ${state}`, async () => {
    const told = (await everywhere(pages, run)).filter(({ surface }) => surfaces.includes(surface));
    return surfaces.every((surface) => told.some((one) => one.surface === surface)) && told.every(({ text }) => toldState(text) === state) && told;
  });

/** The moments before and after the server's change to likely stale, in epoch milliseconds. */
async function serverTurnsStale(run: number): Promise<{ after: number; by: number }> {
  let after = 0;
  await until('the server says likely stale', async () => {
    const asked = Date.now();
    if ((await stage.record(run)).freshness_state === 'likely_stale') return true;
    after = asked;
    return false;
  });
  return { after, by: Date.now() };
}

/** Asserts L1 to L9 over everything that was shown, and returns when each surface of each page changed its state. */
async function honest(pages: Pages, run: number, options?: { takenUp: boolean }): Promise<Turn[]> {
  const turns = await Promise.all(Object.values(pages).map(async (page: Page) => assertHonest(await olivia.samples(page), run, options)));
  return turns.flat();
}

function assertInTime(turns: readonly Turn[], { after, by }: { after: number; by: number }): void {
  const stale = turns.filter(({ state }) => state === 'stale');
  assert.deepEqual(stale.map(({ surface }) => surface).sort(), ['activity', 'banner', 'overlay', 'overlay', 'overlay', 'row']);
  for (const { surface, at } of stale) {
    assert(at > after, `${surface}: stale ${after - at} ms before the server said so`);
    assert(at < by + INTERVAL + ANSWER, `${surface}: stale ${at - by} ms after the server's switch`);
  }
}

test('a killed worker: calm, then likely stale within one interval on every surface, then reconciled, then silence', async () => {
  const dashboard = await olivia.open('/admin/t/1/dashboard');
  const run = await startSync(dashboard, 300);
  await stage.working(run);
  const pages = await openAll(dashboard, run);

  const calm = await allTell(pages, run, 'fresh', EVERY_SURFACE);
  assert.equal(calm.length, 6, 'the overlay on three pages, and the other surfaces');
  for (const { text } of calm) assert.doesNotMatch(text, /stale|reconcil/i);
  const saying = (surface: SurfaceName, told: Told[]) => told.find((one) => one.surface === surface)!.text;
  assert.match(saying('row', calm), new RegExp(`Inventory sync .*Alpine Clinics Running .*\\d+ of ${FILES}`));
  assert.match(saying('banner', calm), /Operation active .*No action needed yet\./);
  assert.match(saying('overlay', calm), /^1 active/);

  await pressWorker(dashboard, 'Kill worker', 'Stopped');
  const turned = await serverTurnsStale(run);
  const stale = await allTell(pages, run, 'stale', EVERY_SURFACE);
  assert.equal(stale.length, 6);
  for (const { surface, text } of stale) if (surface !== 'banner') assert.match(text, /Likely stale .*Past its lifecycle window\. Review worker health\./);
  assert.match(saying('banner', stale), /Likely stale operation .*past its expected lifecycle window\. Review worker health before you act on it\./);
  assert.match(saying('overlay', stale), /^1 likely stale/);
  assertInTime(await honest(pages, run), turned);

  // The pages' virtual time drives their requests: one per URL and interval for all pages. Real time also passes, so a URL that was
  // requested at the beginning of the interval may be requested again at its end.
  const mark = stage.requests().length;
  await olivia.passIntervals(1);
  const polled = stage.requests().slice(mark).filter(({ json, login }) => json && login === 'olivia');
  const urls = [`/admin/operations/${run}`, '/admin/operations?tenant=1', '/admin/t/1/dashboard', '/admin/t/1/operations/progress'];
  for (const url of urls) {
    const asked = polled.filter((request) => request.url === url).length;
    assert(asked === 1 || asked === 2, `${url} was asked for ${asked} times`);
  }
  assert.deepEqual(polled.filter(({ url }) => !urls.includes(url)), []);

  await stage.until(run, 'reconciled_failed');
  await olivia.passIntervals(1);
  const settled = await allTell(pages, run, 'reconciled', ['activity', 'row', 'banner']);
  for (const { text } of settled) assert.match(text, /Automatically reconciled as failed/);
  assert.match(saying('banner', settled), /Source: scheduled reconciler\. Reason: No work was recorded for \d+ seconds/);
  assert.match(saying('banner', settled), /This run was past its lifecycle window before it ended\./);
  const diagnostics = pages.detail.locator('op-run-diagnostics');
  const asked = () => stage.requests().filter(({ url, login }) => login === 'olivia' && url === `/api/admin/operations/${run}`).length;
  assert.deepEqual([await diagnostics.locator('dl').count(), asked()], [0, 0], 'nothing of the record is there before it is opened');
  await diagnostics.locator('summary').click();
  await diagnostics.filter({ hasText: /Scheduled reconciler.*No work was recorded for \d+ seconds.*no_work_recorded.*Quiet seconds/s }).waitFor();
  assert.equal(asked(), 1);
  assert.deepEqual((await everywhere(pages, run)).filter(({ surface }) => surface === 'overlay'), [], 'nothing is active');

  await assertSilence(olivia, stage);
  await honest(pages, run);
  for (const page of Object.values(pages) as Page[]) {
    const announced = (await olivia.samples(page)).flatMap(({ told }) => told.filter(({ surface, text }) => surface === 'announcer' && text !== '')).map(({ text }) => text.replace(` #${run}`, ''));
    assert.deepEqual([...new Set(announced)], ['Inventory sync: Likely stale', 'Inventory sync: Automatically reconciled as failed']);
  }
  await olivia.leave();
});

test('a frozen worker: likely stale while queued, and a run that ends well after all tells that it had been late', async () => {
  const dashboard = await olivia.open('/admin/t/1/dashboard');
  await pressWorker(dashboard, 'Freeze worker', 'Frozen');
  const run = await startSync(dashboard, 0);
  const pages = await openAll(dashboard, run);
  for (const { surface, text } of await allTell(pages, run, 'fresh', EVERY_SURFACE)) {
    assert.match(text, surface === 'banner' ? /Operation queued .*waiting for a worker/ : /Waiting for worker\./);
  }

  const turned = await serverTurnsStale(run);
  const stale = await allTell(pages, run, 'stale', EVERY_SURFACE);
  for (const { surface, text } of stale) {
    if (surface !== 'banner') assert.match(text, /Last reported: Queued/);
    if (surface === 'row') assert.match(text, /Alpine Clinics/);
  }
  assertInTime(await honest(pages, run), turned);

  await pressWorker(dashboard, 'Start worker', 'Running');
  await stage.until(run, 'terminal_normal');
  await olivia.passIntervals(1);
  const ended = await allTell(pages, run, 'ended', ['activity', 'row', 'banner']);
  for (const { text } of ended) assert.match(text, /Succeeded.*This run was past its lifecycle window before it ended\./);
  await assertSilence(olivia, stage);
  await honest(pages, run, { takenUp: true });
  await olivia.leave();
});
