import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { overlaySubject, runSubject, type OpRequestEvent } from '../../src/refresh/index.ts';
import { settle } from '../../mocks/virtual-time.ts';
import { Browser, type Tab } from './browser.ts';
import { detail, item, overlay } from './payloads.ts';
import { noConnection, OVERLAY, runPath, status } from './stage.ts';

/** Milliseconds that a new tab with a session key waits for the others. */
const HEARING = 50;

type Surface = Awaited<ReturnType<Tab['overlay']>>;

/** A browser with `count` tabs that show one fresh run. */
async function tabsOf(count: number, options: { sessionKey?: string; environment?: Parameters<Browser['open']>[0] } = {}): Promise<{ browser: Browser; tabs: Tab[]; shown: Surface[] }> {
  const browser = new Browser();
  browser.backend.serve(OVERLAY, overlay(item('fresh')));
  const tabs = Array.from({ length: count }, () => browser.open(options.environment));
  const shown: Surface[] = [];
  for (const tab of tabs) shown.push(await tab.overlay({ sessionKey: options.sessionKey }));
  if (options.sessionKey) await browser.advance(HEARING);
  return { browser, tabs, shown };
}

/** When requests were sent, in seconds, without the first requests of new tabs. */
const later = (browser: Browser): number[] => browser.times.filter((time) => time > HEARING / 1000);

describe('P6: one request per URL for all tabs', () => {
  test('P6 three tabs: one request each interval, and all show the same', async () => {
    const { browser, shown } = await tabsOf(3);
    await browser.advance(20_000);
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [10, 20, 30]);
    for (const surface of shown) {
      assert.deepEqual(surface.shown, ['15 stale']);
      assert.deepEqual(surface.transitions, ['15 fresh > stale']);
      assert.equal(surface.snapshot.asOf, shown[0]!.snapshot.asOf);
    }
  });

  test('P6 with a session key a new tab paints what the others know, and asks for nothing', async () => {
    const { browser, shown } = await tabsOf(1, { sessionKey: 'olivia' });
    await browser.advance(5000);
    const late = await browser.open().overlay({ sessionKey: 'olivia' });
    assert.deepEqual(late.shown, ['15 fresh']);
    assert.equal(late.snapshot.asOf, shown[0]!.snapshot.asOf, 'with its time');
    await browser.advance(25_000);
    assert.deepEqual(browser.times, [0.05, 10.05, 20.05, 30.05]);
  });

  test('P6 without a session key a new tab asks once by itself: what others know may be another operator’s', async () => {
    const { browser } = await tabsOf(1);
    await browser.advance(5000);
    const late = await browser.open().overlay();
    assert.deepEqual(browser.times, [0, 5]);
    assert.deepEqual(late.shown, ['15 fresh']);
    await browser.advance(20_000);
    assert.deepEqual(browser.times, [0, 5, 15, 25], 'its answer served the other tab as well');
  });

  test('P6 a failure is told to all tabs, and is retried by one, with backoff', async () => {
    const { browser, shown } = await tabsOf(3);
    browser.backend.serve(OVERLAY, status(503));
    await browser.advance(70_000);
    assert.deepEqual(later(browser), [10, 20, 40, 80].filter((time) => time <= 70));
    for (const surface of shown) {
      assert.equal(surface.snapshot.status, 'failed');
      assert.deepEqual(surface.shown, ['15 fresh']);
    }
    browser.backend.serve(OVERLAY, overlay(item('fresh')));
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [10, 20, 40, 80]);
    for (const surface of shown) assert.equal(surface.snapshot.status, 'ready');
  });

  test('P6 a new tab tries by itself while the others wait after a failure, and its answer serves them all', async () => {
    const { browser, shown } = await tabsOf(2, { sessionKey: 'olivia' });
    browser.backend.serve(OVERLAY, status(503));
    await browser.advance(200_000);
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    const late = await browser.open().overlay({ sessionKey: 'olivia' });
    await browser.advance(1500);
    for (const surface of [...shown, late]) {
      assert.equal(surface.snapshot.status, 'ready');
      assert.deepEqual(surface.shown, ['15 stale']);
    }
  });

  test('P6 a refresh() that failed is not owed any more once another tab has the answer', async () => {
    const { browser, shown } = await tabsOf(2);
    browser.backend.serve(OVERLAY, overlay(item('terminal')));
    await browser.advance(10_000);
    browser.backend.serve(OVERLAY, noConnection);
    await shown[0]!.refresher.refresh();
    await browser.advance(1000);
    browser.backend.serve(OVERLAY, overlay(item('terminal')));
    await shown[1]!.refresher.refresh();
    await browser.advance(600_000);
    assert.deepEqual(later(browser), [10, 10, 11]);
    for (const surface of shown) assert.equal(surface.snapshot.status, 'settled');
  });

  test('P6 a Retry-After holds for all tabs', async () => {
    const { browser } = await tabsOf(3, { environment: { random: () => 0.5 } });
    browser.backend.serve(OVERLAY, status(503, { 'Retry-After': '60' }));
    await browser.advance(84_000);
    assert.deepEqual(later(browser), [10]);
    await browser.advance(2000);
    assert.deepEqual(later(browser), [10, 85]);
  });

  test('P6 when all runs have ended nobody asks, and nothing is held', async () => {
    const { browser } = await tabsOf(3);
    browser.backend.serve(OVERLAY, overlay(item('terminal')));
    await browser.advance(600_000);
    assert.deepEqual(later(browser), [10]);
    assert.deepEqual(browser.locks, []);
  });

  test('P6 refresh() in one tab is an answer to all, and moves the schedule of all', async () => {
    const { browser, shown } = await tabsOf(3);
    await browser.advance(4000);
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await shown[2]!.refresher.refresh();
    await settle();
    for (const surface of shown) assert.deepEqual(surface.shown, ['15 stale']);
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [4, 14]);
  });

  test('P6 what is out of date in all tabs is asked for by one, at once', async () => {
    const { browser, tabs, shown } = await tabsOf(3, { sessionKey: 'olivia' });
    await browser.advance(4000);
    browser.backend.serve(OVERLAY, overlay(item('terminal')));
    for (const surface of shown) surface.refresher.expire();
    await settle();
    assert.deepEqual(later(browser), [4.05]);
    for (const surface of shown) assert.deepEqual(surface.shown, ['15 terminal']);
    await tabs[0]!.close();
    await browser.advance(1000);
    for (const surface of shown.slice(1)) surface.refresher.expire();
    await browser.advance(600_000);
    assert.equal(later(browser).length, 2, 'of ended work as well, and once');
  });

  test('P6 what is out of date is tried again until it is answered', async () => {
    const { browser, shown: [surface] } = await tabsOf(1);
    browser.backend.serve(OVERLAY, overlay(item('terminal')));
    await browser.advance(10_000);
    browser.backend.serve(OVERLAY, noConnection);
    surface!.refresher.expire();
    await browser.advance(10_000);
    browser.backend.serve(OVERLAY, overlay(item('followUp')));
    await browser.advance(600_000);
    assert.deepEqual(later(browser), [10, 10, 20, 40]);
    assert.deepEqual(surface!.shown, ['15 follow-up']);
  });

  test('P6 a dormant tab learns what another one was told', async () => {
    const { browser, tabs, shown } = await tabsOf(2);
    browser.backend.serve(OVERLAY, overlay(item('terminal')));
    await browser.advance(10_000);
    browser.backend.serve(OVERLAY, overlay(item('fresh', { run_id: 16 })));
    await tabs[0]!.page.signal({ type: 'enqueued', detail: {} });
    for (const surface of shown) assert.deepEqual(surface.shown, ['16 fresh']);
    assert.deepEqual(later(browser), [10, 10]);
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [10, 10, 20]);
  });

  test('P6 different URLs have different tabs that poll', async () => {
    const browser = new Browser();
    browser.backend.serve(OVERLAY, overlay(item('fresh')));
    browser.backend.serve(runPath(16), detail('fresh', { run_id: 16 }));
    const [one, other] = [browser.open(), browser.open()];
    await one.overlay();
    await other.overlay();
    await other.surface(runSubject, { runId: 16 }).connect();
    await one.close();
    await browser.advance(10_000);
    assert.deepEqual(browser.backend.requests.filter(({ at }) => at > 0).map(({ path }) => path).sort(), [runPath(16), OVERLAY]);
  });

  test('P9 a server that hangs is asked by one tab at a time', async () => {
    const { browser } = await tabsOf(3);
    const held = browser.backend.hold(OVERLAY);
    await browser.advance(49_000);
    assert.deepEqual(later(browser), [10, 35], 'each after the time-out of the one before');
    assert.equal(held.waiting, 2);
  });
});

describe('P6: the tab that polls is replaced', () => {
  /** Asserts that the second tab refreshes no later than `within` after the due time, when `become` has happened to the first tab. */
  const taken = async (become: (tab: Tab) => Promise<void>, within: number): Promise<void> => {
    const { browser, tabs, shown } = await tabsOf(2);
    await browser.advance(15_000);
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await become(tabs[0]!);
    await browser.advance(5000 + within);
    assert.deepEqual(shown[1]!.shown, ['15 stale']);
    const before = browser.backend.count();
    await browser.advance(60_000);
    assert.equal(browser.backend.count(), before + 6, 'and goes on');
  };

  test('P6 closed or crashed: when it is due', () => taken((tab) => tab.close(), 0));
  test('P6 hidden: when it is due', () => taken((tab) => tab.page.hide(), 0));
  test('P6 frozen, or in the back-forward cache: when it is due', () => taken((tab) => tab.freeze(), 0));
  test('P6 hung without a word: two seconds later', () => taken((tab) => tab.hang(), 2000));
  test('P6 its surfaces leave the page: when it is due', async () => {
    const { browser, shown } = await tabsOf(2);
    await shown[0]!.disconnect();
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [10]);
  });

  test('P6 its surfaces pause: when it is due', async () => {
    const { browser, shown } = await tabsOf(2);
    await shown[0]!.set({ paused: true });
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [10]);
  });

  test('P6 its host cancels each request: another tab asks', async () => {
    const { browser, shown } = await tabsOf(2);
    shown[0]!.addEventListener('op-request', (event) => event.preventDefault());
    await browser.advance(13_000);
    assert.deepEqual(later(browser), [12]);
    assert.equal(shown[1]!.snapshot.status, 'ready');
  });

  test('P6 crashed in the middle of a request: another tab asks at once', async () => {
    const { browser, tabs, shown } = await tabsOf(2);
    const held = browser.backend.hold(OVERLAY);
    await browser.advance(10_000);
    assert.equal(held.waiting, 1);
    await tabs[0]!.close();
    await browser.advance(0);
    assert.equal(held.waiting, 2);
    await held.release(overlay(item('fresh')));
    await held.release(overlay(item('stale')));
    assert.deepEqual(shown[1]!.shown, ['15 stale']);
  });

  test('P6 hung in the middle of a request: another tab asks two seconds later, and the late answer changes nothing', async () => {
    const { browser, tabs, shown } = await tabsOf(2);
    const held = browser.backend.hold(OVERLAY);
    await browser.advance(10_000);
    await tabs[0]!.hang();
    await browser.advance(2000);
    assert.equal(held.waiting, 2);
    await held.release(overlay(item('fresh')));
    await held.release(overlay(item('stale')));
    assert.deepEqual(shown[1]!.shown, ['15 stale']);
    await tabs[0]!.runOn();
    for (const surface of shown) assert.deepEqual(surface.shown, ['15 stale']);
    const before = browser.backend.count();
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await browser.advance(60_000);
    assert.equal(browser.backend.count(), before + 6, 'one of them polls');
  });

  test('P6 of many that wait, one replaces it', async () => {
    const random = fc.sample(fc.double({ min: 0, max: 0.999, noNaN: true }), { numRuns: 200, seed: 7 });
    const { browser, tabs } = await tabsOf(6, { environment: { random: () => random.pop() ?? 0.5 } });
    await tabs[0]!.hang();
    await browser.advance(13_000);
    assert.equal(later(browser).length, 1);
  });

  test('P6 hidden tabs never lead, and with all of them hidden nobody asks', async () => {
    const { browser, tabs } = await tabsOf(3);
    for (const tab of tabs) await tab.page.hide();
    await browser.advance(600_000);
    assert.deepEqual(later(browser), []);
    assert.deepEqual(browser.locks, []);
    await tabs[1]!.page.show();
    assert.deepEqual(later(browser), [600]);
  });

  test('P6 a hidden tab hears the others: it comes back with what they know, and asks for nothing', async () => {
    const { browser, tabs, shown } = await tabsOf(2);
    await tabs[0]!.page.hide();
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await browser.advance(14_000);
    assert.deepEqual(later(browser), [10]);
    await tabs[0]!.page.show();
    assert.deepEqual(shown[0]!.shown, ['15 stale']);
    await browser.advance(6000);
    assert.deepEqual(later(browser), [10, 20]);
  });

  test('P6 back from the back-forward cache: one refresh, and it takes part again', async () => {
    const { browser, tabs, shown } = await tabsOf(2);
    await tabs[0]!.freeze();
    await browser.advance(100_000);
    assert.equal(browser.channels.length, 1);
    const before = browser.backend.count();
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await tabs[0]!.restore();
    assert.equal(browser.backend.count(), before + 1);
    for (const surface of shown) assert.deepEqual(surface.shown, ['15 stale']);
    await tabs[1]!.close();
    await browser.advance(10_000);
    assert.equal(browser.backend.count(), before + 2);
  });

  test('P6 when everybody has left, nothing is held', async () => {
    const { browser, tabs, shown } = await tabsOf(3);
    await browser.advance(15_000);
    for (const surface of shown) await surface.disconnect();
    for (const tab of tabs) assert.deepEqual(tab.leftovers(), []);
    assert.deepEqual(browser.locks, []);
    assert.deepEqual(browser.channels, []);
  });
});

describe('P6: whose answers cross', () => {
  test('P6 operators with different session keys share nothing', async () => {
    const browser = new Browser();
    let operator = 'Olivia';
    browser.backend.serve(OVERLAY, () => Response.json(overlay(item('fresh', { operation_label: `Export of ${operator}` }))));
    const olivia = await browser.open().overlay({ sessionKey: 'olivia' });
    await browser.advance(HEARING);
    operator = 'Vera';
    const vera = await browser.open().overlay({ sessionKey: 'vera' });
    await browser.advance(HEARING);
    const labels = (surface: Surface): string[] => surface.changes.flatMap(({ after }) => (after.value?.items ?? []).map(({ operation_label }) => operation_label));
    assert.deepEqual(labels(vera), ['Export of Vera']);
    assert.deepEqual(labels(olivia), ['Export of Olivia']);
    await browser.advance(10_000);
    assert.equal(browser.backend.count(), 4, 'each polls for itself');
  });

  for (const sessionKeys of [[undefined, undefined], ['olivia', 'vera']] as const) {
    test(`P6 after a sign-out and a sign-in, an answer that is still on its way to the one never reaches the other (${sessionKeys[0] ? 'session keys' : 'no session key'})`, async () => {
      const { browser, tabs } = await tabsOf(1, { sessionKey: sessionKeys[0] });
      const held = browser.backend.hold(OVERLAY);
      await browser.advance(10_000);
      assert.equal(held.waiting, 1);
      browser.backend.serve(OVERLAY, overlay(item('terminal', { run_id: 20 })));
      await browser.advance(100);
      const vera = await browser.open().overlay({ sessionKey: sessionKeys[1] });
      await browser.advance(HEARING);
      assert.deepEqual(vera.shown, ['20 terminal']);
      await held.release(overlay(item('stale', { run_id: 16 })));
      assert.ok(vera.changes.every(({ after }) => (after.value?.items ?? []).every(({ run_id }) => run_id === 20)));
      await tabs[0]!.close();
    });
  }

  test('P6 another session key drops what was shown before anything else is asked', async () => {
    const browser = new Browser();
    browser.backend.serve(OVERLAY, overlay(item('fresh')));
    const tab = browser.open();
    const surface = await tab.overlay({ sessionKey: 'olivia' });
    const held = browser.backend.hold(OVERLAY);
    await surface.set({ wanted: undefined, address: { ...surface.wanted.address, sessionKey: 'vera' } } as never);
    assert.deepEqual(surface.shown, []);
    await browser.advance(100);
    await held.release(overlay(item('terminal', { run_id: 20 })));
    assert.deepEqual(surface.shown, ['20 terminal']);
  });

  test('P6 what was kept while an element was off the page stays with its operator', async () => {
    const { browser, shown: [surface] } = await tabsOf(1, { sessionKey: 'olivia' });
    await surface!.disconnect();
    surface!.wanted = { ...surface!.wanted, address: { ...surface!.wanted.address, sessionKey: 'vera' } };
    browser.backend.hold(OVERLAY);
    await surface!.connect();
    assert.deepEqual(surface!.shown, []);
  });

  test('P4 the end of a session is told to all its tabs, which ask no more; after a new sign-in in one of them the others go on', async () => {
    const { browser, shown } = await tabsOf(3, { sessionKey: 'olivia' });
    browser.backend.serve(OVERLAY, status(401));
    await browser.advance(600_000);
    assert.deepEqual(later(browser), [10.05]);
    for (const surface of shown) {
      assert.equal(surface.snapshot.denial, 'session');
      assert.deepEqual(surface.shown, ['15 fresh'], 'with its time');
    }
    browser.backend.serve(OVERLAY, overlay(item('stale')));
    await shown[1]!.refresher.refresh();
    await settle();
    for (const surface of shown) assert.deepEqual(surface.shown, ['15 stale']);
    await browser.advance(10_000);
    assert.deepEqual(later(browser), [10.05, 600.05, 610.05]);
  });

  test('P4 each URL of a page is refused once, in whatever order the refusals come', async () => {
    const browser = new Browser();
    browser.backend.serve(OVERLAY, overlay(item('fresh')));
    browser.backend.serve(runPath(15), detail('fresh'));
    const tabs = [browser.open(), browser.open(), browser.open()];
    const shown = [];
    for (const tab of tabs) shown.push(await tab.overlay(), await tab.surface(runSubject, { runId: 15 }).connect());
    const [one, other] = [browser.backend.hold(OVERLAY), browser.backend.hold(runPath(15))];
    await browser.advance(10_000);
    await one.release(status(401));
    await browser.advance(100);
    await other.release(status(401));
    await browser.advance(60_000);
    assert.deepEqual(later(browser), [10, 10]);
    for (const { snapshot } of shown) assert.equal(snapshot.denial, 'session');
  });

  test('P4 after the end of a session nothing from before it passes to another tab, on no URL', async () => {
    const { browser, tabs } = await tabsOf(1, { sessionKey: 'olivia' });
    browser.backend.serve(runPath(16), status(401));
    await browser.advance(2000);
    await tabs[0]!.surface(runSubject, { runId: 16, sessionKey: 'olivia' }).connect();
    await browser.advance(100);
    const held = browser.backend.hold(OVERLAY);
    const late = await browser.open().overlay({ sessionKey: 'olivia' });
    await browser.advance(1500);
    assert.deepEqual(late.shown, []);
    assert.equal(held.waiting, 1, 'it asks by itself');
  });

  test('P4 a missing permission is told to all tabs, and removes what they show', async () => {
    const { browser, shown } = await tabsOf(2);
    browser.backend.serve(OVERLAY, status(403));
    await browser.advance(60_000);
    assert.deepEqual(later(browser), [10]);
    for (const surface of shown) assert.deepEqual(surface.shown, []);
  });

  const signed = (event: Event): void => (event as OpRequestEvent).request.headers.set('Authorization', 'Bearer 1');
  test('P6 what the host signs in a tab stays in that tab, unless it says who is signed in', async () => {
    for (const [sessionKey, expected] of [[undefined, 2], ['olivia', 1]] as const) {
      const browser = new Browser();
      browser.backend.serve(OVERLAY, overlay(item('fresh')));
      for (const tab of [browser.open(), browser.open()]) {
        const surface = tab.surface(overlaySubject, { tenantId: 7, sessionKey });
        surface.addEventListener('op-request', signed);
        await surface.connect();
        await browser.advance(100);
      }
      await browser.advance(9900);
      assert.equal(later(browser).filter((time) => time >= 10).length, expected);
    }
  });

  test('P6 what the host hands over to one tab is not told to the others', async () => {
    const browser = new Browser();
    browser.backend.serve(OVERLAY, overlay(item('fresh')));
    const handed = await browser.open().surface(overlaySubject, { tenantId: 7, sessionKey: 'olivia' }, { payload: overlay(item('stale')) }).connect();
    assert.deepEqual(handed.shown, ['15 stale']);
    const late = await browser.open().overlay({ sessionKey: 'olivia' });
    await browser.advance(2000);
    assert.deepEqual(late.shown, ['15 fresh'], 'it asked by itself');
  });

  test('P6 after a sleep or a change of the clock nobody vouches for the age of what it knows', async () => {
    for (const day of [86_400_000, -86_400_000]) {
      const { browser, tabs } = await tabsOf(1, { sessionKey: 'olivia' });
      await browser.advance(2000);
      const { clock } = tabs[0]!;
      const now = clock.now.bind(clock);
      clock.now = () => now() + day;
      const other = browser.open();
      const time = other.clock.now.bind(other.clock);
      other.clock.now = () => time() + day;
      const late = await other.overlay({ sessionKey: 'olivia' });
      await browser.advance(1500);
      assert.ok(late.snapshot.asOf! >= other.clock.now() - 1500, 'it asked by itself');
      assert.equal(late.snapshot.status, 'ready');
    }
  });
});

describe('P6: whatever tabs do', () => {
  const INTERVAL = 10_000;
  /** Milliseconds after which a waiting tab has surely taken over: twice its patience. */
  const HANDOVER = 4000;
  const step = fc.record({
    index: fc.nat({ max: 3 }),
    act: fc.constantFrom('visible', 'hidden', 'frozen', 'hung', 'closed'),
    after: fc.integer({ min: 0, max: 25_000 }),
  });

  test('P6 a tab that can be seen has truth of the last interval, no two poll, and nobody polls for nobody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), async (steps, keyed, chances) => {
        const browser = new Browser();
        browser.backend.serve(OVERLAY, overlay(item('fresh')));
        const sessionKey = keyed ? 'olivia' : null;
        const open = async () => {
          const tab = browser.open({ random: () => chances.next().value as number });
          return { tab, surface: await tab.overlay({ sessionKey }), state: 'visible' };
        };
        const tabs = [await open(), await open(), await open(), await open()];
        const visible = () => tabs.filter(({ state }) => state === 'visible');
        for (const { index, act, after } of steps) {
          const { tab, surface, state } = tabs[index]!;
          const acts: Record<string, () => Promise<unknown>> = {
            'visible > hidden': () => tab.page.hide(),
            'hidden > visible': () => tab.page.show(),
            'visible > frozen': () => tab.freeze(),
            'frozen > visible': () => tab.restore(),
            'visible > hung': () => tab.hang(),
            'hung > visible': () => tab.runOn(),
            'visible > closed': () => tab.close(),
            'hidden > closed': () => tab.close(),
            'closed > visible': async () => (tabs[index] = await open()),
            'visible > visible': () => surface.refresher.refresh(),
          };
          const does = acts[`${state} > ${act}`];
          if (!does) continue;
          await does();
          tabs[index]!.state = act;
          const seen = visible();
          await browser.advance(after);
          const ages = after < HANDOVER ? [] : seen.map((one) => browser.clock.now() - one.surface.snapshot.asOf!);
          assert.ok(ages.every((age) => age <= INTERVAL + HANDOVER), `what is seen is ${ages.join(', ')} ms old`);
        }
        await browser.advance(HANDOVER);
        const before = browser.backend.count();
        await browser.advance(6 * INTERVAL);
        const polls = browser.backend.count() - before;
        assert.ok(visible().length === 0 ? polls === 0 : polls === 6 || polls === 5, `${polls} requests for ${visible().length} tabs`);
      }),
      { numRuns: 100 },
    );
  });
});

describe('P6: where the browser has nothing to share', () => {
  for (const without of ['tabs', 'locks', 'channels'] as const) {
    test(`P6 without ${without} each tab polls for itself`, async () => {
      const { browser, shown } = await tabsOf(2, { environment: { without: [without] } });
      await browser.advance(10_000);
      assert.deepEqual(later(browser), [10, 10]);
      browser.backend.serve(OVERLAY, noConnection);
      await browser.advance(10_000);
      for (const surface of shown) assert.equal(surface.snapshot.status, 'failed');
      assert.deepEqual(browser.locks, []);
      assert.deepEqual(browser.channels, []);
    });
  }

  test('P6 with a session key as well', async () => {
    const { browser } = await tabsOf(2, { sessionKey: 'olivia', environment: { without: ['locks'] } });
    await browser.advance(100);
    assert.deepEqual(browser.times, [0, 0]);
  });
});
