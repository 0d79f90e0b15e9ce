/** Answers never pass from one tab to another for another operator or another tenant (P4, P6, P7). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs, tenants } from '../../mocks/index.ts';
import { CONTRACT, Gate, status, truth, type ChaosServer, type Reply } from '../faults/chaos-server.ts';
import type { Tab } from '../faults/lab.ts';
import { SURFACES } from '../faults/surfaces.ts';
import { hidden } from './fates.ts';
import { LATE, locksOf, openProfile, PAGE, PAGE_URLS, pageOf, type Profile } from './stage.ts';

const NO_STORE = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** Answers with the runs of the operator in the request's cookie, or 401 without one. */
const personal: Reply = (exchange) => {
  const { request, response, server, logged } = exchange;
  const operator = /operator=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!operator) return status(401)(exchange);
  server.world.items = [{ ...runs.freshQueued, operation_label: `Export of ${operator}` }];
  if (!response.headersSent) response.writeHead(200, NO_STORE);
  response.end(JSON.stringify(server.payloadOf(logged.url)));
};

/** Holds back the bodies of answers, but not the headers: without them the browser waits before it sends another request of the same URL. */
function holdBodies(server: ChaosServer, where: string | RegExp): Gate {
  const gate = new Gate();
  server.script(where, (exchange) => {
    exchange.response.writeHead(200, NO_STORE).flushHeaders();
    return gate.reply(exchange);
  });
  return gate;
}

/** A host whose pages have a session key (`keyed`), or none. */
async function openHost(keyed: boolean): Promise<Profile> {
  const profile = await openProfile();
  const { server } = profile;
  server.script(CONTRACT, personal);
  server.script('/sign-in', ({ response, logged }) => {
    const operator = logged.url.split('=')[1]!;
    server.page('/', keyed ? pageOf(operator) : PAGE);
    response.writeHead(302, { location: '/', 'set-cookie': `operator=${operator}; Path=/; HttpOnly` }).end();
  });
  server.script('/sign-out', ({ response }) => void response.writeHead(302, { location: '/elsewhere', 'set-cookie': 'operator=; Path=/; Max-Age=0' }).end());
  return profile;
}

/** Everything that a tab's page has ever shown or parsed. */
const known = (tab: Tab): Promise<string> => tab.page.evaluate(() => [...window.everShown, ...window.lab.parsed].join('\n'));

const assertShows = async (tab: Tab, operator: string): Promise<void> => {
  for (const text of await tab.texts()) assert.match(text, new RegExp(`Export of ${operator}`));
};

async function assertEnded(tabs: readonly Tab[]): Promise<void> {
  for (const tab of tabs) assert.deepEqual(await tab.parts('notice'), Array(3).fill('Session ended - as of 14:02:20. Sign in again.'));
}

for (const keyed of [true, false]) {
  describe(`${keyed ? 'with' : 'without'} a session key, after a sign-out and a sign-in in another tab,`, () => {
    for (const late of [true, false]) {
      it(`the new operator never sees an answer to the old one that comes ${late ? 'after' : 'before'} the first one of their own`, async () => {
        await using profile = await openHost(keyed);
        const { server } = profile;
        const olivia = [await profile.visit('/sign-in?operator=Olivia'), await profile.visit('/')];
        await profile.advance(15_000);
        for (const tab of olivia) await assertShows(tab, 'Olivia');
        const gate = holdBodies(server, CONTRACT);
        await profile.advance(6_000);
        assert.equal(gate.waiting.length, PAGE_URLS.length);

        const vera = await profile.visit('/sign-out');
        await vera.page.goto(new URL('/sign-in?operator=Vera', server.url).href);
        await profile.advance(1_500);
        assert.equal(gate.waiting.length, 2 * PAGE_URLS.length);
        const release = (from: number) => PAGE_URLS.forEach(() => gate.release(from, personal));
        release(late ? PAGE_URLS.length : 0);
        await profile.settle();
        if (late) await assertShows(vera, 'Vera');
        else assert.doesNotMatch(await vera.text(), /Export/);
        release(0);
        await profile.settle();
        await assertShows(vera, 'Vera');

        server.script(CONTRACT, personal);
        await profile.advance(60_000);
        for (const tab of olivia) await hidden.leave(tab);
        await profile.advance(60_000);
        await hidden.leave(vera);
        for (const tab of olivia) await hidden.comeBack(tab);
        await profile.advance(60_000);
        await hidden.comeBack(vera);
        await profile.advance(60_000);
        await assertShows(vera, 'Vera');
        assert.doesNotMatch(await known(vera), /Olivia/);
        assert.match(await known(olivia[0]!), /Olivia/, 'it would have been seen');
        assert.deepEqual([profile.complaints, profile.uncaught], [[], []]);
      });
    }
  });
}

describe('the end of a session', () => {
  it('is learned by one request for each URL, which stops all tabs of the operator', async () => {
    await using profile = await openHost(true);
    const tabs = [await profile.visit('/sign-in?operator=Olivia'), await profile.visit('/'), await profile.visit('/')];
    await profile.advance(15_000);
    await profile.context.clearCookies();
    await profile.advance(10_000);
    assert.deepEqual(profile.askedSince(11, PAGE_URLS), [20.05]);
    await assertEnded(tabs);
  });

  it('stops all tabs for good, and a sign-in in one of them revives the others', async () => {
    await using profile = await openHost(true);
    const { server, context } = profile;
    const tabs = [await profile.visit('/sign-in?operator=Olivia'), await profile.visit('/'), await profile.visit('/')];
    await profile.advance(15_000);
    await context.clearCookies();
    await profile.advance(10_000);
    await assertEnded(tabs);
    await profile.advance(600_000);
    for (const tab of tabs) await hidden.leave(tab);
    for (const tab of tabs) await hidden.comeBack(tab);
    await profile.advance(50_000);
    assert.deepEqual(profile.askedSince(21, PAGE_URLS), []);
    assert.deepEqual(await locksOf(tabs[0]!), { held: 0, pending: 0 });

    await tabs[1]!.page.goto(new URL('/sign-in?operator=Olivia', server.url).href);
    await profile.advance(50);
    for (const tab of tabs) {
      await assertShows(tab, 'Olivia');
      assert.deepEqual(await tab.parts('notice'), []);
    }
    await profile.advance(30_000);
    assert.deepEqual(profile.askedSince(21, PAGE_URLS), [675.05, 685.05, 695.05, 705.05]);
    assert.deepEqual(profile.uncaught, []);
  });

  it('of one operator leaves the tabs of another alone', async () => {
    await using profile = await openHost(true);
    const { server } = profile;
    await profile.visit('/sign-in?operator=Olivia');
    const vera = await profile.visit('/sign-in?operator=Vera');
    await profile.advance(5_000);
    const [olivias] = profile.tabs;
    server.script(CONTRACT, status(401));
    await olivias!.refresh('op-run-row');
    server.script(CONTRACT, personal);
    await profile.advance(30_000);
    assert.deepEqual(await vera.parts('notice'), []);
    await assertShows(vera, 'Vera');
  });
});

describe('a late answer about one tenant', () => {
  const OF_TENANT = ['op-progress-overlay', 'op-tenant-activity', 'op-run-list'] as const;
  const ofTenant = (tenant: number): string => OF_TENANT.map((name) => SURFACES[name].html).join('').replaceAll('tenant-id="7"', `tenant-id="${tenant}"`);
  const theirs = { ...LATE, run_id: 4200, ...tenants.fabrikam, operation_label: 'Archive of Fabrikam' };

  it('never reaches what shows another one, in no tab', async () => {
    await using profile = await openProfile();
    const { server } = profile;
    server.world.items = [runs.freshQueued, theirs];
    const [contoso, moving] = await profile.openTabs(2, ofTenant(7));
    const fabrikam = await profile.open(ofTenant(8), { path: '/8' });
    await profile.advance(15_000);
    const gate = holdBodies(server, /\/t\/7\/|tenant=7/);
    await profile.advance(5_000);
    assert.equal(gate.waiting.length, OF_TENANT.length);
    await moving!.do(() => {
      for (const element of document.querySelectorAll('[tenant-id]')) element.setAttribute('tenant-id', '8');
    });
    await moving!.do(() => {
      window.everShown.clear();
      window.lab.parsed.length = 0;
    });
    while (gate.waiting.length > 0) gate.release(0, ({ response, logged }) => void response.end(JSON.stringify(server.payloadOf(logged.url))));
    await profile.settle();
    server.script(CONTRACT, truth);
    await profile.advance(60_000);
    for (const text of await contoso!.texts()) assert.match(text, /Inventory sync/);
    for (const tab of [moving!, fabrikam]) {
      for (const text of await tab.texts()) assert.match(text, /Archive of Fabrikam/);
      assert.doesNotMatch(await known(tab), /Inventory sync/);
    }
    assert.doesNotMatch(await known(contoso!), /Fabrikam/);
    assert.deepEqual([profile.complaints, profile.uncaught], [[], []]);
  });
});
