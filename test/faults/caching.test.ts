/** An unchanged answer costs a 304 where the browser has a cached body, and never a parse, a render or an announcement (P10). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { becomes, runs } from '../../mocks/index.ts';
import { cached, CONTRACT, json, truth, type Reply } from './chaos-server.ts';
import { openLab, type Tab } from './lab.ts';
import { ALL, SURFACES, URLS } from './surfaces.ts';

const EVERY_10 = Array.from({ length: 61 }, (_, index) => 10 * index);

/** Asserts that the page parsed, rendered and announced nothing since the last `forget()`. */
async function assertIdle(tab: Tab): Promise<void> {
  const { beyond, notice } = await tab.mutations();
  assert.deepEqual(
    { beyond, notice, parsed: await tab.parsed(), heard: await tab.heard(), loads: await tab.events('op-load'), rendered: await tab.page.evaluate(() => window.rendered) },
    { beyond: [], notice: [], parsed: [], heard: [], loads: [], rendered: [] },
  );
}

/** Counts the renders of every element of the kit from now on. */
async function watchRenders(tab: Tab): Promise<void> {
  await tab.page.evaluate(() => {
    window.rendered = [];
    for (const element of document.querySelectorAll('*')) {
      if (!element.localName.startsWith('op-')) continue;
      const updating = element as unknown as { performUpdate(): void };
      const performUpdate = updating.performUpdate.bind(element);
      updating.performUpdate = () => {
        window.rendered.push(element.localName);
        performUpdate();
      };
    }
  });
}

describe('ten minutes of the same answer', () => {
  for (const cacheControl of ['no-cache', 'private, must-revalidate', 'max-age=3600', 'private, max-age=0, stale-while-revalidate=600']) {
    it(`with an ETag and "${cacheControl}" are a 304 every ten seconds, and nothing else happens`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      server.script(CONTRACT, cached(cacheControl));
      const tab = await lab.open(ALL);
      const before = await tab.texts();
      await watchRenders(tab);
      await tab.forget();
      await lab.advance(600_000);
      for (const url of URLS) {
        const [first, ...others] = server.asked(url);
        assert.deepEqual(server.times(url), EVERY_10, 'the cache answers nothing by itself');
        assert.deepEqual([first!.status, first!.headers['if-none-match']], [200, undefined]);
        assert.deepEqual([...new Set(others.map(({ status }) => status))], [304], url);
        assert(others.every(({ headers }) => headers['if-none-match'] !== undefined), url);
      }
      assert.deepEqual((await tab.texts()).slice(0, 5), before.slice(0, 5));
      await assertIdle(tab);
    });
  }

  for (const [what, reply] of Object.entries<Reply>({
    'without an ETag': truth,
    'that must not be stored': (exchange) => json(exchange.server.payloadOf(exchange.logged.url), { 'cache-control': 'no-store', etag: '"1"' })(exchange),
  })) {
    it(`${what} are a body every ten seconds, and nothing else happens`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      server.script(CONTRACT, reply);
      const tab = await lab.open(ALL);
      await watchRenders(tab);
      await tab.forget();
      await lab.advance(600_000);
      for (const url of URLS) {
        assert.deepEqual(server.times(url), EVERY_10);
        assert(server.asked(url).every(({ status, headers }) => status === 200 && headers['if-none-match'] === undefined), url);
      }
      await assertIdle(tab);
    });
  }
});

describe('a changed answer', () => {
  it('reaches every surface at once through the cache, and its next one is a 304 again', async () => {
    await using lab = await openLab();
    const { server } = lab;
    server.script(CONTRACT, cached('max-age=3600'));
    const tab = await lab.open(SURFACES['op-tenant-activity'].html + SURFACES['op-run-row'].html);
    await lab.advance(30_000);
    server.world.items = [becomes(runs.freshQueued, runs.staleQueued)];
    await tab.forget();
    await lab.advance(10_000);
    assert.deepEqual(await tab.parts('badge'), ['Likely stale', 'Likely stale']);
    assert.equal((await tab.parsed()).length, 2, 'each URL is parsed once');
    await lab.advance(10_000);
    for (const { url } of [SURFACES['op-tenant-activity'], SURFACES['op-run-row']]) {
      assert.deepEqual(server.asked(url).map(({ status }) => status), [200, 304, 304, 304, 200, 304]);
    }
  });

  it('is parsed once per URL, however many elements ask there', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(SURFACES['op-run-row'].html.repeat(10) + SURFACES['op-run-detail-banner'].html.repeat(10));
    await tab.forget();
    server.world.items = [becomes(runs.freshQueued, runs.staleQueued)];
    await lab.advance(10_000);
    assert.deepEqual([(await tab.parsed()).length, server.asked().length, new Set(await tab.parts('badge')).size], [1, 2, 1]);
  });

  it('after a failure takes no 304 for a confirmation of something else: what the cache gives is what is shown', async () => {
    await using lab = await openLab();
    const { server } = lab;
    server.script(CONTRACT, cached('no-cache'));
    const tab = await lab.open(SURFACES['op-run-row'].html);
    const before = await tab.text();
    server.script(CONTRACT, json({ broken: true }, { etag: '"broken"', 'cache-control': 'no-cache' }));
    await lab.advance(10_000);
    assert.deepEqual(await tab.parts('notice'), ['Not updating - as of 14:02:10']);
    server.heal();
    server.script(CONTRACT, cached('no-cache'));
    await lab.advance(30_000);
    assert.deepEqual([await tab.text(), server.asked().map(({ status }) => status)], [before, [200, 200, 200, 304, 304]]);
  });
});

declare global {
  interface Window {
    /** The names of the elements that rendered. */
    rendered: string[];
  }
}
