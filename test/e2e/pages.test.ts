/** The host's pages with their surfaces: the workspace page, the list's filter, the review pack, and the language. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { lifecycleDetail, reviewPack } from 'op-run-elements/contract';
import { catalogueFor } from 'op-run-elements/projection';
import type { Page } from 'playwright-core';
import { until, type Client } from '../host/host.ts';
import { assertSilence, operatorOf, type Operator } from './operator.ts';
import { startStage, type Stage } from './stage.ts';

let stage: Stage;
let client: Client;
let olivia: Operator;
before(async () => {
  // Long enough between stale and reconciled for every surface to show it.
  stage = await startStage({ OP_HOST_LIFECYCLE: '{"queued":4,"running":4,"reconcileAfter":60}', OP_HOST_RECONCILE_SECONDS: '0.5' });
  client = await stage.host.signIn('olivia');
});
after(() => stage.host.stop());
beforeEach(async () => {
  await stage.repairWorker();
  olivia = await operatorOf(stage.host.address, 'olivia');
});

const sync = (tenant: number, pace: number): Promise<number> => client.start(tenant, { type: 'inventory_sync', folder: 'reports', pace: String(pace) });

/** The payload URLs that the browser's surfaces requested since `mark`, each once. */
const asked = (mark: number): string[] => [
  ...new Set(
    stage
      .requests()
      .slice(mark)
      .filter(({ json, login, method, url }) => json && login === 'olivia' && method === 'GET' && !url.startsWith('/api/'))
      .map(({ url }) => url),
  ),
];

/** The counts of a tenant on the workspace page, by their labels. */
const counts = (page: Page, tenant: number): Promise<Record<string, string>> =>
  page.evaluate(
    (id) =>
      Object.fromEntries(
        [...document.querySelector(`op-tenant-activity[tenant-id="${id}"]`)!.shadowRoot!.querySelectorAll('.count')].map((count) => [
          count.querySelector('.label')!.textContent.trim(),
          count.querySelector('.number')!.textContent.trim(),
        ]),
      ),
    tenant,
  );

test('the workspace page paints without a request, and its counts and recent operations follow what happens', async () => {
  const run = await sync(2, 250);
  await until('it is worked on', async () => ((await client.get(`/api/admin/operations/${run}`)).json.summary_counts.files ?? 0) > 0);
  const mark = stage.requests().length;
  const page = await olivia.open('/admin/workspaces/1');
  const row = page.locator(`op-run-list [data-run="${run}"]`);
  await row.filter({ hasText: /Inventory sync.*Brightwater Schools.*Running/s }).waitFor();
  assert.deepEqual(await counts(page, 2), { Active: '1', 'Likely stale': '0', 'Follow-up': '0', Unknown: '1' });
  assert.deepEqual(await counts(page, 1), { Active: '0', 'Likely stale': '0', 'Follow-up': '0' });
  assert.deepEqual(asked(mark), [], 'the page brought its payloads');

  await client.worker('kill');
  await until('the server says likely stale', async () => (await client.contract(lifecycleDetail, `/api/admin/operations/${run}`)).freshness_state === 'likely_stale');
  await olivia.passIntervals(1);
  await row.filter({ hasText: 'Likely stale' }).waitFor();
  assert.deepEqual(await counts(page, 2), { Active: '0', 'Likely stale': '1', 'Follow-up': '0', Unknown: '1' });
  assert.deepEqual(asked(mark).sort(), ['/admin/t/2/dashboard', '/admin/workspaces/1/operations'], 'only what has something to follow asks');

  await client.worker('start');
  await until('it ends', async () => (await client.get(`/api/admin/operations/${run}`)).json.status === 'completed');
  await olivia.passIntervals(1);
  await row.filter({ hasText: 'Succeeded' }).waitFor();
  assert.deepEqual(await counts(page, 2), { Active: '0', 'Likely stale': '0', 'Follow-up': '0', Unknown: '1' });
  await assertSilence(olivia, stage);

  await page.locator('op-tenant-activity[tenant-id="2"]').getByRole('link', { name: 'Likely stale' }).click();
  await page.waitForURL('**/admin/workspaces/1/operations?tenant=2&problemClass=active_stale_attention');
  await page.locator('op-run-list', { hasText: 'No operations match this filter.' }).waitFor();
  await page.getByRole('link', { name: 'Workspace', exact: true }).click();
  await page.waitForURL('**/admin/workspaces/1');
  await olivia.leave();
});

test('a filter of the list changes the request, the address and the rows; a reload and the links of the page keep it', async () => {
  const [ended, active] = [await sync(1, 0), await sync(1, 2000)];
  await stage.until(ended, 'terminal_normal');
  await stage.working(active);
  const page = await olivia.open('/admin/operations?tenant=1');
  const row = (run: number) => page.locator(`op-run-list [data-run="${run}"]`);
  const filter = (name: RegExp) => page.locator('op-run-list').getByRole('button', { name });
  await row(ended).waitFor();
  await row(active).waitFor();
  assert.equal(await filter(/All/).getAttribute('aria-pressed'), 'true');
  assert.match(await filter(/Active/).innerText(), /1/);

  const mark = stage.requests().length;
  await filter(/Active/).click();
  await row(ended).waitFor({ state: 'detached' });
  await row(active).waitFor();
  const query = '?tenant=1&activeTab=active&problemClass=none';
  assert(asked(mark).includes(`/admin/operations${query}`));
  assert.equal(new URL(page.url()).search, query);
  await page.locator(`#tenants a[href="/admin/operations?tenant=2&activeTab=active&problemClass=none"]`).waitFor();
  assert.match(await filter(/All/).innerText(), /[2-9]/, 'the counts are those of the unfiltered list');

  await page.reload();
  await row(active).waitFor();
  assert.deepEqual([await row(ended).count(), await filter(/Active/).getAttribute('aria-pressed')], [0, 'true']);
  await filter(/All/).click();
  await row(ended).waitFor();
  assert.equal(new URL(page.url()).search, '?tenant=1');
  await olivia.leave();
});

test('the review pack follows its export: generating, likely stale with every other surface, ready to be fetched', async () => {
  const inventory = await until('an inventory', async () => /<option value="(\d+)"/.exec((await client.page('/admin/t/3/dashboard')).text)?.[1] ?? (await sync(3, 0), null));
  const page = await olivia.open('/admin/t/3/dashboard');
  const card = page.locator('op-review-pack-card');
  await card.filter({ hasText: 'Not started' }).waitFor();
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Start evidence export' }) });
  await form.getByLabel('Inventory').selectOption(inventory);
  await form.getByLabel('Pace').fill('100');
  await form.getByRole('button', { name: 'Start evidence export' }).click();
  const run = Number(/\d+$/.exec((await form.locator('output a').getAttribute('href'))!)![0]);
  await card.filter({ hasText: /Queued|Generating/ }).waitFor();
  await until('it is worked on', async () => (await client.get(`/api/admin/operations/${run}`)).json.status === 'running');
  await olivia.passIntervals(1);
  await card.filter({ hasText: 'Generating' }).waitFor();

  await client.worker('kill');
  await until('the server says likely stale', async () => (await client.get(`/api/admin/operations/${run}`)).json.freshness_state === 'likely_stale');
  await olivia.passIntervals(1);
  await page.locator(`op-tenant-activity [data-run="${run}"]`, { hasText: 'Likely stale' }).waitFor();
  await card.filter({ hasText: /Likely stale.*Past its lifecycle window/s, hasNotText: /Generating|details pending|Waiting/ }).waitFor();

  await client.worker('start');
  await until('the pack is ready', async () => (await client.contract(reviewPack, '/admin/t/3/review-pack')).generation_state === 'ready');
  await olivia.passIntervals(1);
  await card.filter({ hasText: 'Ready' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('link', { name: 'Download' }).click()]);
  assert.equal(download.suggestedFilename(), `export-${run}.tar.gz`);
  await assertSilence(olivia, stage);
  await olivia.leave();
});

/** The visible text of the page and of its elements. */
const everyWord = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const texts = (root: ParentNode): string[] => [...root.children].map((part) => (part instanceof HTMLElement && !part.matches('style, script') ? part.innerText : ''));
    const within = (root: ParentNode): string[] => [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? [...texts(shadowRoot), ...within(shadowRoot)] : []));
    return [...texts(document.body), ...within(document)].join('\n');
  });

test('in German the page, the elements and what the server sends speak German, and English is one press away', async () => {
  const run = await sync(1, 300);
  await stage.working(run);
  const page = await olivia.open('/admin/t/1/dashboard');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.locator('html[lang="de"]').waitFor();
  assert.equal(new URL(page.url()).pathname, '/admin/t/1/dashboard', 'it is the same page');
  const de = catalogueFor('de');
  const told = page.locator(`op-tenant-activity [data-run="${run}"]`, { hasText: new RegExp(`Inventur.*${de.status.running}`, 's') });
  await told.waitFor();
  await page.getByRole('heading', { name: 'Vorgang starten' }).waitFor();

  await client.worker('kill');
  await until('the server says likely stale', async () => (await client.get(`/api/admin/operations/${run}`)).json.freshness_state === 'likely_stale');
  await olivia.passIntervals(1);
  await page.locator('op-tenant-activity', { hasText: de.guidance.stale! }).waitFor();
  const sent = await page.evaluate(async (id) => (await (await fetch(`/admin/operations/${id}`, { headers: { accept: 'application/json' } })).json()).active_state.diagnostic_label, run);
  assert.equal(sent, de.heading.stale);
  for (const path of ['/admin/workspaces/1', '/admin/operations', `/admin/operations/${run}`, '/admin/operations/99999', '/admin/t/1/dashboard']) {
    const other = await olivia.open(path);
    await other.locator('html[lang="de"]').waitFor();
    const text = await everyWord(other);
    assert.match(text, path.endsWith('99999') ? /Nicht gefunden/ : /Vermutlich überfällig/, path);
    const english = /\b(Operations?|Workspaces?|Dashboard|Started|Sign out|Likely|Running|Active|Review|Not found|Files|Input|Tenant|Succeeded)\b.*/g;
    assert.deepEqual(text.replace(/Operations host|Northwind Operations/g, '').match(english), null, path);
    await other.close();
  }
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('html[lang="en"]').waitFor();
  await page.locator('op-tenant-activity', { hasText: catalogueFor('en').guidance.stale! }).waitFor();
  await olivia.leave(/status of 404/);
});
