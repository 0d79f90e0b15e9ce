/** Every kind of failure of a server or network, with all seven elements: what stays on the screen, which requests are sent, and what is announced (P3, P9). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenPayloads } from '../../mocks/index.ts';
import { CONTRACT, type ChaosServer } from './chaos-server.ts';
import { openLab } from './lab.ts';
import { cutOff, html, inCircles, inTurn, json, late, never, resets, retryAfter, stalls, status, truncated, truth, typed, type Reply } from './replies.ts';
import { ALL, assertKept, assertStill, NOT_UPDATING, SURFACES, URLS } from './surfaces.ts';

const BEGINS = 'Operation information is not updating.';
const ENDS = 'Operation information is updating again.';

/** When requests are sent, in seconds: each wait is twice the last one, up to five minutes. */
const AT_ONCE = { attempts: [10, 20, 40, 80, 160, 320], next: 620 };
/** The same when each attempt takes 15 s to fail. */
const BY_TIMEOUT = { attempts: [10, 35, 70, 125, 220, 395], next: 710 };

const FAILING: Readonly<Record<string, Reply>> = {
  'a 500': status(500),
  'a 502 of a proxy': status(502, { 'content-type': 'text/html' }),
  'a 503 without Retry-After': status(503),
  'a 429 without Retry-After': status(429),
  'a 400': status(400),
  'a connection that is reset': resets,
  'a body shorter than its Content-Length': truncated,
  'a chunked body that is cut off': cutOff,
  'an HTML page with status 200': html,
  'HTML that says that it is JSON': typed('application/json', '<!doctype html><h1>Maintenance</h1>'),
  'a picture': typed('image/png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
  'an empty body': typed('application/json', ''),
  'a 204': ({ response }) => void response.writeHead(204).end(),
  'JSON that breaks the contract': json(brokenPayloads.malformedActivity.payload),
  'gzip that is none': ({ response }) => void response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{"tenant_id":7}'),
  'a redirect that goes round in circles': ({ response, logged }) => void response.writeHead(302, { location: logged.url }).end(),
};
const HANGING: Readonly<Record<string, Reply>> = {
  'no answer': never,
  'half a body and silence': stalls,
  'an answer that comes too late': late(16_000),
};
const FAULTS = [...Object.entries(FAILING).map((fault) => [...fault, AT_ONCE] as const), ...Object.entries(HANGING).map((fault) => [...fault, BY_TIMEOUT] as const)];

/** Asserts that each URL got requests at exactly these seconds. */
function assertAsked(server: ChaosServer, seconds: readonly number[]): void {
  for (const url of URLS) assert.deepEqual(server.times(url), seconds, url);
}

describe('ten minutes of', () => {
  for (const [what, reply, { attempts, next }] of FAULTS) {
    it(`${what}: all stays as it was, with its time; asked with backoff, told once, over after one request`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(ALL);
      const before = await tab.texts();
      await tab.forget();

      server.script(CONTRACT, reply);
      await lab.advance(25_500);
      assertKept(before, await tab.texts(), NOT_UPDATING);
      assert.deepEqual(await tab.heard(), [BEGINS]);
      assert.deepEqual(await tab.longTasks(), []);
      await tab.forget();

      await lab.advance(600_000 - lab.elapsed);
      assertKept(before, await tab.texts(), NOT_UPDATING);
      await assertStill(tab);
      assert.deepEqual(await tab.longTasks(), []);
      assertAsked(server, [0, ...attempts]);

      server.heal();
      await lab.advance(next * 1000 - lab.elapsed - 1);
      await assertStill(tab);
      await lab.advance(1);
      assertAsked(server, [0, ...attempts, next]);
      assert.deepEqual(await tab.parts('notice'), []);
      await lab.advance(1_000);
      assert.deepEqual(await tab.heard(), [ENDS]);
      await lab.advance(9_000);
      assertAsked(server, [0, ...attempts, next, next + 10]);
      assert.deepEqual(lab.uncaught, []);
    });
  }

  it('a server that has gone: all stays as it was, with its time; asked with backoff, told once, over after one request', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(ALL);
    const before = await tab.texts();
    await tab.forget();

    await server.leave();
    await lab.advance(25_500);
    assertKept(before, await tab.texts(), NOT_UPDATING);
    assert.deepEqual(await tab.heard(), [BEGINS]);
    const asked = await tab.events('op-request');
    await tab.forget();
    await lab.advance(600_000 - lab.elapsed);
    assertKept(before, await tab.texts(), NOT_UPDATING);
    assert.equal(asked.length + (await tab.events('op-request')).length, AT_ONCE.attempts.length * URLS.length);
    await assertStill(tab);

    await server.comeBack();
    await lab.advance(AT_ONCE.next * 1000 - lab.elapsed);
    assertAsked(server, [0, AT_ONCE.next]);
    assert.deepEqual(await tab.parts('notice'), []);
    await lab.advance(10_000);
    assert.deepEqual(await tab.heard(), [ENDS]);
    assertAsked(server, [0, AT_ONCE.next, AT_ONCE.next + 10]);
  });

  it('no connection, which the browser knows: nothing is asked, and its return takes one request', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(ALL);
    const before = await tab.texts();
    await tab.forget();

    await lab.context.setOffline(true);
    await lab.advance(9_000);
    assert.deepEqual(await tab.texts(), before, 'what is not due yet is current');
    await lab.advance(16_500);
    assertKept(before, await tab.texts(), NOT_UPDATING);
    assert.deepEqual(await tab.heard(), [BEGINS]);
    await tab.forget();
    await lab.advance(600_000 - lab.elapsed);
    assertAsked(server, [0]);
    assert.deepEqual(await tab.events('op-request'), []);
    await assertStill(tab);

    await lab.context.setOffline(false);
    await lab.until(() => server.asked().length === 2 * URLS.length, 'the return of the connection is noticed');
    await lab.settle();
    assert.deepEqual(await tab.parts('notice'), []);
    await lab.advance(10_000);
    assert.deepEqual(await tab.heard(), [ENDS]);
    assertAsked(server, [0, 600, 610]);
  });
});

describe('a burst', () => {
  it('of two hours of every failure in turn is told once and drawn once, and asked about every five minutes', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(ALL);
    const before = await tab.texts();
    await tab.forget();
    server.script(CONTRACT, inCircles(...Object.values(FAILING).filter((reply) => reply !== FAILING['a redirect that goes round in circles']), retryAfter(503, 1, 'seconds')));
    await lab.advance(11_000);
    assert.deepEqual(await tab.heard(), [BEGINS]);
    await tab.forget();
    const longest = await lab.longestTask(() => lab.advance(7_200_000));
    assert(longest < 50, `a task took ${longest} ms`);
    assertKept(before, await tab.texts(), NOT_UPDATING);
    await assertStill(tab);
    // Up to 320 s, then every 300 s.
    for (const url of URLS) assert.equal(server.asked(url).length, 1 + AT_ONCE.attempts.length + Math.floor((7_211 - 320) / 300), url);
    server.heal();
    await lab.advance(300_000);
    assert.deepEqual([await tab.heard(), await tab.parts('notice')], [[ENDS], []]);
  });

  it('of a thousand refreshes that somebody asks for is one request at a time, told once and drawn once', async () => {
    await using lab = await openLab();
    const tab = await lab.open(SURFACES['op-run-detail-banner'].html);
    lab.server.script(CONTRACT, status(500));
    await tab.refresh('op-run-detail-banner');
    await lab.advance(1_000);
    await tab.forget();
    await tab.do(async () => {
      const banner = document.querySelector('op-run-detail-banner') as HTMLElement & { refresh(): Promise<void> };
      for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 100 }, () => banner.refresh()));
    });
    assert.equal(lab.server.asked().length, 2 + 10);
    await assertStill(tab);
  });

  it('that begins before the first answer says why nothing is shown, and shows the truth at the first one', async () => {
    await using lab = await openLab();
    const { server } = lab;
    server.script(CONTRACT, inCircles(status(500), resets, html));
    const tab = await lab.open(ALL);
    await lab.advance(600_000);
    for (const text of await tab.texts()) assert.match(text, /Trying again\./);
    assert.doesNotMatch(await tab.text(), /Inventory sync|as of|waiting|pending/i);
    assertAsked(server, [0, 10, 30, 70, 150, 310]);
    assert((await tab.heard()).length <= 1, 'told once at most');
    server.heal();
    await lab.advance(10_000);
    assertAsked(server, [0, 10, 30, 70, 150, 310, 610]);
    assert.deepEqual(await tab.parts('notice'), []);
    assert.equal((await tab.parts('operation')).filter((name) => name === 'Inventory sync').length, 5);
  });
});

describe('chance', () => {
  it('spreads the retries of browsers that failed together, by at most half of each wait', async () => {
    const [first, ...others] = await Promise.all([0.999999, 0.5].map(attemptsWith));
    assert.deepEqual(first, [10, 25, 55, 115, 235, 475], 'at its most');
    assert.deepEqual(others, [[10, 22.5, 47.5, 97.5, 197.5, 397.5]]);
    const drawn = await attemptsWith(null);
    const waits = drawn.slice(1).map((at, index) => at - drawn[index]!);
    for (const [index, wait] of waits.entries()) assert(wait >= 10 * 2 ** index && wait <= 15 * 2 ** index, `${drawn.join(', ')}`);
    assert(waits.some((wait) => wait % 10 !== 0), 'real chance is drawn');
  });

  async function attemptsWith(random: number | null): Promise<number[]> {
    await using lab = await openLab({ random });
    await lab.open(SURFACES['op-run-row'].html);
    lab.server.script(CONTRACT, status(503));
    await lab.advance(600_000);
    return lab.server.times().slice(1).map((at) => Math.round(at * 1000) / 1000);
  }
});

describe('a slow server', () => {
  it('that answers in time is current, and is never asked twice at once', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(ALL);
    const before = await tab.texts();
    server.script(CONTRACT, late(14_000));
    await tab.forget();
    await lab.advance(240_000);
    assertAsked(server, [0, ...Array.from({ length: 10 }, (_, index) => 10 + 24 * index)]);
    assert.deepEqual([await tab.parts('notice'), await tab.heard()], [[], []]);
    assert.deepEqual((await tab.texts()).slice(0, 5), before.slice(0, 5));
  });

  it('that stutters, one good answer after each bad one, is asked at most every ten seconds', async () => {
    await using lab = await openLab();
    const { server } = lab;
    await lab.open(ALL);
    for (const url of URLS) server.script(url, inCircles(status(500), truth));
    await lab.advance(600_000);
    assertAsked(server, Array.from({ length: 61 }, (_, index) => 10 * index));
  });

  it('whose wrong content type hides good JSON is understood all the same', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(ALL);
    const before = await tab.texts();
    server.script(CONTRACT, ({ logged, response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end(JSON.stringify(server.payloadOf(logged.url))));
    await tab.forget();
    await lab.advance(600_000);
    assertAsked(server, Array.from({ length: 61 }, (_, index) => 10 * index));
    assert.deepEqual([(await tab.texts()).slice(0, 5), await tab.parts('notice')], [before.slice(0, 5), []]);
  });

  it('is asked again by whoever cannot wait, and one good answer is enough', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(SURFACES['op-run-row'].html + SURFACES['op-run-detail-banner'].html);
    server.script(CONTRACT, inTurn(status(500), status(500), status(500), truth));
    await lab.advance(100_000);
    assert.deepEqual(await tab.parts('notice'), []);
    assert.deepEqual(server.times(), [0, 10, 20, 40, 80, 90, 100]);
    server.script(CONTRACT, status(500));
    await lab.advance(10_000);
    assert.equal((await tab.parts('notice')).length, 2);
    server.heal();
    await tab.refresh('op-run-row');
    assert.deepEqual([await tab.parts('notice'), server.times().slice(-2)], [[], [110, 110]]);
  });
});
