/** The listeners of docs/auth.md and docs/routing.md do what the documents say, on a page in Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { activityOf, collectionOf, runs } from 'op-run-elements/mocks';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { REPOSITORY, snippets } from './snippets.ts';

const kit = readFileSync(join(REPOSITORY, 'dist/cdn/op-run-elements.js'), 'utf8');

/** The snippet of a document that contains all of these texts. */
function snippet(document: string, ...marks: string[]): string {
  const found = snippets.filter(({ path, language, text }) => path === `docs/${document}` && language === 'js' && marks.every((mark) => text.includes(mark)));
  assert.equal(found.length, 1, `${document}: ${marks.join(', ')}`);
  return found[0]!.text;
}

const LIST = collectionOf([runs.freshDeterminate, runs.staleRunning, runs.failed]);

describe('what the documents’ listeners do', () => {
  let browser: Browser;
  let page: Page;
  /** Every request for data: its URL, and its headers with lower-case names. */
  let asked: { url: URL; headers: Record<string, string> }[];

  before(async () => void (browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] })));
  after(() => browser.close());
  afterEach(() => page.close());

  /** Opens a page with `script` before the kit's script, and `body`. URLs that the router gets are in `routed`. */
  async function open(script: string, body: string, where: Browser | BrowserContext = browser): Promise<void> {
    page = await where.newPage();
    asked = [];
    const html = `<!doctype html><html lang="en"><script>
      const routed = [];
      const router = { push: (url) => routed.push(url) };
      const token = 'abc';
      const freshToken = async () => 'fresh';
      ${script}
    </script><script type="module" src="/kit.js"></script>${body}</html>`;
    await page.route(/^https:\/\/(app|operations)\./, async (route) => {
      const request = route.request();
      const url = new URL(request.url());
      if (url.pathname === '/kit.js') return route.fulfill({ contentType: 'text/javascript', body: kit });
      if (request.resourceType() === 'document') return route.fulfill({ contentType: 'text/html', body: html });
      asked.push({ url, headers: await request.allHeaders() });
      const cors = { 'access-control-allow-origin': 'https://app.example.com', 'access-control-allow-credentials': 'true' };
      return route.fulfill({ headers: cors, json: url.pathname.endsWith('/dashboard') ? activityOf(LIST.items) : LIST });
    });
    await page.goto('https://app.example.com/');
    await page.locator('[part~="operation"]').first().waitFor();
  }

  const routed = (): Promise<string[]> => page.evaluate('routed');

  test('auth.md: a header on each request', async () => {
    await open(snippet('auth.md', "headers.set('Authorization', `Bearer ${token}`)"), '<op-run-list tenant-id="7"></op-run-list>');
    assert.deepEqual(asked.map(({ headers }) => headers['authorization']), ['Bearer abc']);
  });

  test('auth.md: a token that is asked for first', async () => {
    await open(snippet('auth.md', 'respondWith', 'freshToken'), '<op-run-list tenant-id="7"></op-run-list>');
    assert.deepEqual(asked.map(({ headers }) => headers['authorization']), ['Bearer fresh']);
  });

  for (const [name, script, cookie] of [
    ['goes to another origin with the listener', () => snippet('auth.md', "credentials: 'include'"), 'session=1'],
    ['does not without it', () => '', undefined],
  ] as const) {
    test(`auth.md: a cookie ${name}`, async () => {
      const context = await browser.newContext();
      await context.addCookies([{ name: 'session', value: '1', domain: 'operations.example.com', path: '/', secure: true, sameSite: 'None' }]);
      await open(script(), '<op-run-list base-url="https://operations.example.com/" tenant-id="7"></op-run-list>', context);
      assert.deepEqual(asked.map(({ url, headers }) => [url.host, headers['cookie']]), [['operations.example.com', cookie]]);
    });
  }

  test('auth.md: whom the page was made for', async () => {
    await open(snippet('auth.md', 'X-Session-Key'), '<op-run-list tenant-id="7" session-key="9f2c61"></op-run-list>');
    assert.deepEqual(asked.map(({ headers }) => headers['x-session-key']), ['9f2c61']);
  });

  test('routing.md: a run opens by the router, a modified click by the browser', async () => {
    await open(snippet('routing.md', 'op-run-open'), '<op-run-list tenant-id="7"></op-run-list>');
    const row = page.locator('a[part~="row"]').first();
    await row.click();
    assert.deepEqual(await routed(), [`/runs/${runs.freshDeterminate.run_id}`]);
    await row.click({ modifiers: ['Shift'] });
    assert.equal((await routed()).length, 1);
    assert.equal(page.url(), 'https://app.example.com/');
  });

  test('routing.md: the links to the list open by the router', async () => {
    await open(snippet('routing.md', 'composedPath'), '<op-tenant-activity tenant-id="7" max-items="1"></op-tenant-activity>');
    await page.locator('[part~="more"]').click();
    await page.locator('[part~="counts"] a').nth(1).click();
    assert.deepEqual(await routed(), ['/admin/operations?tenant=7', '/admin/operations?tenant=7&problemClass=active_stale_attention']);
  });

  test('routing.md: the filter is in the address, and the way back takes it off again', async () => {
    await open(snippet('routing.md', 'op-filter-change'), '<op-run-list tenant-id="7"></op-run-list>');
    await page.locator('[part~="filter"]', { hasText: 'Likely stale' }).click();
    assert.equal(new URL(page.url()).search, '?problemClass=active_stale_attention');
    assert.equal(await page.evaluate(() => document.querySelector('op-run-list')!.problemClass), 'active_stale_attention');
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('op-run-list')!.problemClass === null);
  });
});
