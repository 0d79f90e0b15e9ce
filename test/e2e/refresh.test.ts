/** When the surfaces of a real page send requests, and when they do not. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { until } from '../host/host.ts';
import { assertHonest } from './honest.ts';
import { assertSilence, operatorOf, startSync, type Operator } from './operator.ts';
import { FILES, startStage, type Stage } from './stage.ts';

let stage: Stage;
let olivia: Operator;
before(async () => {
  stage = await startStage();
});
after(() => stage.host.stop());
beforeEach(async () => {
  olivia = await operatorOf(stage.host.address, 'olivia');
});

/** The URLs that the browser's surfaces requested since `mark`. */
const asked = (mark: number): string[] =>
  stage
    .requests()
    .slice(mark)
    .filter(({ json, login, method }) => json && login === 'olivia' && method === 'GET')
    .map(({ url }) => url);

test('starting an operation wakes a dormant overlay at once; a run that completes between two refreshes ends everywhere', async () => {
  const dashboard = await olivia.open('/admin/t/1/dashboard');
  await assertSilence(olivia, stage);
  assert.equal(await dashboard.locator('op-progress-overlay section').count(), 0, 'nothing is active');

  const mark = stage.requests().length;
  const run = await startSync(dashboard, 30);
  await dashboard.locator('op-progress-overlay', { hasText: '1 active' }).waitFor();
  await dashboard.locator(`op-tenant-activity [data-run="${run}"]`).waitFor();
  assert.deepEqual(asked(mark).sort(), ['/admin/t/1/dashboard', '/admin/t/1/operations/progress', '/admin/t/1/review-pack'], 'one request each, and no timer brought it');

  const [list, detail] = await Promise.all([olivia.open('/admin/operations?tenant=1'), olivia.open(`/admin/operations/${run}`)]);
  assert.equal((await stage.until(run, 'terminal_normal')).summary_counts!['files'], FILES);
  await olivia.passIntervals(1);
  for (const surface of [dashboard.locator(`op-tenant-activity [data-run="${run}"]`), list.locator(`op-run-list [data-run="${run}"]`), detail.locator('op-run-detail-banner')]) {
    await surface.filter({ hasText: /Succeeded/ }).waitFor();
  }
  for (const page of [dashboard, list, detail]) {
    await page.locator('op-progress-overlay section').waitFor({ state: 'detached' });
    assert.doesNotMatch(JSON.stringify(await olivia.samples(page)), /likely stale/i);
    assertHonest(await olivia.samples(page), run);
  }
  await assertSilence(olivia, stage);
  await olivia.leave();
});

test('a finished run asks nothing when its page brings the payload, and once when it does not', async () => {
  const run = await (await stage.host.signIn('olivia')).start(1, { type: 'inventory_sync', folder: 'reports' });
  await stage.until(run, 'terminal_normal');
  const mark = stage.requests().length;
  const [detail] = await Promise.all([olivia.open(`/admin/operations/${run}`), olivia.open('/admin/operations?tenant=1'), olivia.open('/admin/t/1/dashboard')]);
  await detail.locator('op-run-detail-banner', { hasText: 'Succeeded' }).waitFor();
  await olivia.passIntervals(2);
  assert.deepEqual(asked(mark), []);

  await detail.evaluate((id) => {
    const row = document.createElement('op-run-row');
    row.setAttribute('run-id', String(id));
    document.querySelector('main')!.append(row);
  }, run - 1);
  await detail.locator('op-run-row', { hasText: 'Inventory sync' }).waitFor();
  await olivia.passIntervals(2);
  assert.deepEqual(asked(mark), [`/admin/operations/${run - 1}`]);
  await assertSilence(olivia, stage);
  await olivia.leave();
});

test('by keyboard alone: sign in, open the overlay, follow its link to the run', async () => {
  const run = await (await stage.host.signIn('olivia')).start(1, { type: 'inventory_sync', folder: 'reports', pace: '120' });
  await stage.working(run);
  await olivia.context.clearCookies();
  const page = await olivia.open('/admin/t/1/dashboard');
  const { keyboard } = page;
  await page.locator('input[name="login"]:focus').waitFor();
  await keyboard.type('olivia');
  await keyboard.press('Tab');
  await keyboard.type('operator');
  await keyboard.press('Enter');
  await page.waitForURL('**/admin/t/1/dashboard');
  const pill = page.locator('op-progress-overlay button');
  await pill.waitFor();

  /** Presses Tab until `selector` inside the overlay has the focus. */
  const reach = (selector: string) =>
    until(`Tab reaches ${selector}`, async () => {
      await keyboard.press('Tab');
      return page.evaluate((wanted) => document.querySelector('op-progress-overlay')!.shadowRoot!.activeElement?.matches(wanted), selector);
    });
  await reach('[part~="pill"]');
  assert.equal(await pill.evaluate((button) => getComputedStyle(button).outlineStyle), 'solid', 'the focus is visible');
  await keyboard.press('Enter');
  assert.equal(await pill.getAttribute('aria-expanded'), 'true');
  await keyboard.press('Escape');
  assert.equal(await pill.getAttribute('aria-expanded'), 'false');
  await keyboard.press('Space');
  await reach('[part~="open"]');
  await keyboard.press('Enter');
  await page.waitForURL(`**/admin/operations/${run}`);
  await page.locator('op-run-detail-banner', { hasText: 'Operation active' }).waitFor();
  await stage.until(run, 'terminal_normal');
  await olivia.leave();
});
