/** Server-rendered elements: they paint without a script, and hydrate in place. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { moveIn, type Stranger } from './stranger.ts';

const { devDependencies: versions } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { devDependencies: Record<string, string> };

/** Source code for the test project: each element with a payload, as arguments of `renderElement`. */
const ELEMENTS = `
  import { renderElement } from 'op-run-elements/server';
  import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from 'op-run-elements/mocks';
  const items = [runs.staleRunning, runs.freshDeterminate, runs.reconciledByScheduler];
  const elements = (lang) => [
    { tag: 'op-tenant-activity', attributes: { 'tenant-id': 7, lang }, payload: activityOf(items) },
    { tag: 'op-run-list', attributes: { 'tenant-id': 7, lang }, payload: collectionOf(items) },
    { tag: 'op-run-row', attributes: { 'run-id': runs.freshQueued.run_id, lang }, payload: detailOf(runs.freshQueued) },
    { tag: 'op-run-detail-banner', attributes: { 'run-id': runs.staleRunning.run_id, lang }, payload: detailOf(runs.staleRunning), content: '<p>The host’s own diagnostics</p>' },
    { tag: 'op-run-diagnostics', attributes: { 'run-id': records.staleRunning.id, open: true, lang }, payload: records.staleRunning },
    { tag: 'op-review-pack-card', attributes: { 'tenant-id': 7, pausable: true, lang }, payload: reviewPacks.ready },
    { tag: 'op-progress-overlay', attributes: { 'tenant-id': 7, open: true, lang }, payload: overlayOf(items) },
  ];
  const rendered = (lang) => elements(lang).map(renderElement).join(' ');`;

/** Texts that each element must show, in English and German. */
const SAYS = {
  en: ['Likely stale', 'Progress details pending.', 'Likely stale operation', 'The host’s own diagnostics', 'Lifecycle window', 'Review pack', 'Automatically reconciled as failed'],
  de: ['Vermutlich überfällig', 'Angaben zum Fortschritt stehen noch aus.', 'Vermutlich überfälliger Vorgang', 'Automatisch als fehlgeschlagen abgeglichen'],
};

const VIEW: BrowserContextOptions = { timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce', viewport: { width: 900, height: 1600 } };

let stranger: Stranger;
let server: Server;
let browser: Browser;
let pages: Record<string, string>;
let address: string;
const asked: string[] = [];
/** The server sends the kit's script only after this promise, so that the page is seen without it first. */
let painted = Promise.resolve();

before(async () => {
  process.env['TZ'] = 'UTC';
  stranger = await moveIn(...['@lit-labs/ssr', 'msw', 'vite'].map((name) => `${name}@${versions[name]}`));
  const bodies = (await stranger.node(`${ELEMENTS} console.log(JSON.stringify({ en: rendered('en'), de: rendered('de') }));`)) as Record<string, string>;
  pages = Object.fromEntries(Object.entries(bodies).map(([lang, body]) => [`/${lang}`, `<!doctype html><html lang="${lang}"><title>Rendered</title><link rel="icon" href="data:,"><body>${body}<script type="module" src="/kit.js"></script>`]));
  // For an app that uses Lit's own hydration for other elements.
  stranger.write('hydrating.js', `import '@lit-labs/ssr-client/lit-element-hydrate-support.js';\nimport 'op-run-elements/define';\n`);
  stranger.write('vite.config.js', `export default { build: { target: 'es2022', lib: { entry: 'hydrating.js', formats: ['es'], fileName: () => 'hydrating.js' } } };`);
  await stranger.bin('vite/bin/vite.js', 'build', '--logLevel', 'error', '--outDir', 'built', '--config', 'vite.config.js');
  pages['/hydrating'] = pages['/en']!.replace('/kit.js', '/hydrating.js');
  const scripts: Record<string, string> = { '/kit.js': readFileSync(join(stranger.kit, 'dist/cdn/op-run-elements.js'), 'utf8'), '/hydrating.js': stranger.read('built/hydrating.js') };
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const page = pages[url];
    response.setHeader('content-type', page ? 'text/html; charset=utf-8' : 'text/javascript');
    if (page) response.end(page);
    else void painted.then(() => response.writeHead(scripts[url] ? 200 : 404).end(scripts[url]));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs, '--disable-gpu'] });
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

declare global {
  interface Window {
    shifts: PerformanceEntry[];
    /** The texts below a root, and the targets of its links. Styles are left out, and times are replaced by the current one. */
    textsOf(root: ParentNode): string[];
  }
}

/** Runs in the page before any other script. */
function watch(): void {
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
  window.textsOf = (root) =>
    [...root.querySelectorAll('*:not(style, script)')].flatMap((element) => [
      ...[...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ nodeValue }) => nodeValue!.replace(/\s+/g, ' ').replace(/\d\d:\d\d:\d\d/, 'now').trim()),
      ...(element.hasAttribute('href') ? [new URL(element.getAttribute('href')!, location.href).pathname] : []),
      ...(element.shadowRoot ? window.textsOf(element.shadowRoot) : []),
    ]).filter(Boolean);
}

/** Runs in the page: waits until the current content is painted. */
const nextFrames = (): Promise<unknown> => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));

async function open(path: string, options: BrowserContextOptions = {}, waitUntil: 'load' | 'commit' = 'load'): Promise<{ page: Page; told: string[] }> {
  const page = await (await browser.newContext({ ...VIEW, ...options })).newPage();
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(error.message));
  await page.addInitScript(watch);
  await page.goto(address + path, { waitUntil });
  return { page, told };
}

/** A screenshot. The time of the answer is masked, because it differs each time. */
const pictureOf = (page: Page): Promise<Buffer> => page.screenshot({ animations: 'disabled', mask: [page.locator('op-run-diagnostics >> css=[part=as-of]')] });

for (const [lang, says] of Object.entries(SAYS)) {
  describe(`rendered in ${lang}`, () => {
    test('every element is on the page without a script, and its links lead where they should', async () => {
      const { page } = await open(`/${lang}`, { javaScriptEnabled: false });
      for (const text of says) assert(await page.getByText(text).first().isVisible(), text);
      const link = page.locator('op-run-row >> css=a').last();
      assert.match((await link.getAttribute('href'))!, /^\/admin\/operations\/\d+$/);
      await page.context().close();
    });

    test('the elements take over in place: nothing asked, nothing moved, nothing else shown, nothing told to the console', async () => {
      const before = await open(`/${lang}`, { javaScriptEnabled: false });
      const still = await pictureOf(before.page);
      await before.page.context().close();

      asked.length = 0;
      let paint!: () => void;
      painted = new Promise((resolve) => (paint = resolve));
      const { page, told } = await open(`/${lang}`, {}, 'commit');
      await page.waitForFunction(() => document.querySelector('op-progress-overlay')?.shadowRoot);
      await page.evaluate(nextFrames);
      await page.evaluate(() => void (window.shifts.length = 0));
      paint();
      await page.evaluate(async () => {
        await customElements.whenDefined('op-tenant-activity');
        for (const element of document.querySelectorAll<Element & { updateComplete?: Promise<unknown> }>('body > *')) await element.updateComplete;
      });
      await page.evaluate(nextFrames);
      assert.deepEqual(asked, [`/${lang}`, '/kit.js']);
      assert.deepEqual(told, []);
      assert.deepEqual(await page.evaluate(() => window.shifts), []);
      assert(await page.evaluate(() => [...document.querySelectorAll('body > *')].filter(({ localName }) => localName.startsWith('op-')).every(({ shadowRoot }) => shadowRoot!.querySelector('style') === null)), 'what is shown is the element’s own');
      assert((await pictureOf(page)).equals(still), 'the page looks as before');
      await page.context().close();
    });

    test('what the elements show is what the server has rendered, to the word', async () => {
      const { page } = await open(`/${lang}`);
      // Of the ways to parse a string, only this one attaches declarative shadow roots as a page load does.
      const rendered = await page.evaluate((markup) => window.textsOf(Document.parseHTMLUnsafe(markup).body), pages[`/${lang}`]!);
      assert.deepEqual(await page.evaluate(() => window.textsOf(document.body)), rendered);
      await page.context().close();
    });
  });
}

test('in an app that hydrates its other elements, too, the elements take over: each thing is shown once', async () => {
  const [{ page }, hydrating] = [await open('/en'), await open('/hydrating')];
  assert.deepEqual(hydrating.told, []);
  const texts = await page.evaluate(() => window.textsOf(document.body));
  assert.deepEqual(await hydrating.page.evaluate(() => window.textsOf(document.body)), texts);
  await page.context().close();
  await hydrating.page.context().close();
});

describe('renderElement', () => {
  const failure = (element: string): Promise<unknown> =>
    stranger.node(`${ELEMENTS} try { console.log(JSON.stringify(renderElement(${element}))); } catch (error) { console.log(JSON.stringify(error.constructor.name + ': ' + error.message)); }`);

  test('keeps a payload from ending its script, and an attribute from ending its tag', async () => {
    const markup = (await failure(`{ tag: 'op-run-row', attributes: { 'run-id': 1, src: '"><script>alert(1)</script>' }, payload: detailOf({ ...runs.freshQueued, operation_label: '</script><script>alert(1)</script>' }) }`)) as string;
    assert.equal(markup.match(/<script/g)!.length, 1, markup);
    assert.equal(markup.match(/<\/script/g)!.length, 1, markup);
  });

  test('says what is wrong with a tag or an attribute', async () => {
    assert.equal(await failure(`{ tag: 'op-run-table', payload: {} }`), 'TypeError: <op-run-table> is no element of op-run-elements.');
    assert.equal(await failure(`{ tag: 'op-run-row', attributes: { 'on click': 1 }, payload: {} }`), 'TypeError: "on click" is no name of an attribute: write it as in HTML, such as "run-id".');
  });

  test('shows a payload that breaks the contract as what it is, and throws nothing', async () => {
    assert.match((await failure(`{ tag: 'op-run-row', attributes: { 'run-id': 1 }, payload: { run_id: 'x' } }`)) as string, /Not updating|could not be read|cannot/i);
  });
});
