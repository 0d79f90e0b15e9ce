/** Each example, installed from the packed kit and opened in a browser, with the reference host as its backend. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page, Request } from 'playwright-core';
import { assertUnhurried } from '../e2e/asked.ts';
import { INTERVAL, operatorOf, type Operator } from '../e2e/operator.ts';
import { FOLDER, startStage, type Stage } from '../e2e/stage.ts';
import type { SurfaceName, Told } from '../e2e/told.ts';
import { until, type Client } from '../host/host.ts';
import { build, install, serve } from './example.ts';

const DASHBOARD = '/admin/t/1/dashboard';
const PROGRESS = '/admin/t/1/operations/progress';
const pageOf = (run: number): string => `/admin/operations/${run}`;

interface Example {
  readonly name: string;
  /** The first requests of its elements: the paths for which the page has no payload. */
  readonly asks: readonly string[];
  /** Whether the page has its own router; without one, links load another page. */
  readonly routes: boolean;
  /** Further npm scripts that serve it, besides `start`. */
  readonly also?: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  { name: 'plain-html', asks: [DASHBOARD, PROGRESS], routes: true },
  // Built, and in development, where StrictMode renders and mounts everything twice.
  { name: 'react', asks: [PROGRESS], routes: true, also: ['dev'] },
  { name: 'vue', asks: [PROGRESS], routes: true },
  { name: 'svelte', asks: [PROGRESS], routes: true },
  { name: 'server-rendered', asks: [], routes: false },
  { name: 'strict-csp', asks: [DASHBOARD, PROGRESS], routes: true },
];

let stage: Stage;
let admin: Client;
before(async () => {
  stage = await startStage();
  admin = await stage.host.signIn('olivia');
});
after(() => stage.host.stop());
afterEach(() => admin.worker('start'));

for (const example of EXAMPLES) {
  test(`${example.name}: follows a run from the click that starts it to its end, and opens it`, async () => {
    const folder = await install(example.name);
    await build(folder);
    for (const script of ['start', ...(example.also ?? [])]) await story(example, folder, script);
  });
}

declare global {
  interface Window {
    /** A mark on the document: it is gone after a page load. */
    opSameDocument?: boolean;
  }
}

async function story({ asks, routes }: Example, folder: string, script: string): Promise<void> {
  const { address, stop } = await serve(folder, script, stage.host.address);
  const olivia = await operatorOf(stage.host.address, 'olivia');
  const sent: Request[] = [];
  olivia.context.on('request', (request) => void sent.push(request));
  const page = await olivia.open(`${address}/`);
  await page.locator('op-tenant-activity [part~="counts"]').waitFor();
  await olivia.quiet();
  const pathsOf = async (from: number): Promise<string[]> => (await olivia.asked(page)).slice(from).map(({ path }) => path).sort();
  assert.deepEqual(await pathsOf(0), asks, 'each URL is asked for once, however many elements there are and however often a framework renders them');

  // The worker is frozen, so that the run stays queued during the test.
  await admin.worker('freeze');
  await page.getByLabel('Folder').fill(FOLDER);
  await page.getByLabel('Milliseconds per file').fill('0');
  await page.getByRole('button', { name: 'Start inventory sync' }).click();
  if (!routes) await page.waitForURL(/operations/);
  const [started] = await told(olivia, page, null, WAITING, [routes ? 'row' : 'banner']);
  const run = started!.run!;
  await told(olivia, page, run, WAITING, routes ? ['activity', 'overlay', 'row'] : ['banner', 'overlay']);

  const mark = (await pathsOf(0)).length;
  await olivia.passIntervals(3);
  assertUnhurried([(await olivia.asked(page)).slice(mark)], INTERVAL, 3 * INTERVAL);
  assert.deepEqual([...new Set(await pathsOf(mark))], [pageOf(run), ...(routes ? [DASHBOARD] : []), PROGRESS]);

  await admin.worker('start');
  await stage.until(run, 'terminal_normal');
  await olivia.passIntervals(1);
  await told(olivia, page, run, ENDED, routes ? ['activity', 'row'] : ['banner']);
  assert.deepEqual((await olivia.told(page)).filter(({ surface }) => surface === 'overlay'), [], 'nothing is active');

  const home = page.getByRole('link', { name: 'Alpine Clinics' });
  if (!routes) await home.click();
  await page.evaluate(() => (window.opSameDocument = true));
  await page.locator(`op-tenant-activity a[data-run="${run}"]`).click();
  await page.waitForURL(`${address}${routes ? `/#/runs/${run}` : pageOf(run)}`);
  await told(olivia, page, run, ENDED, ['banner']);
  if (routes) {
    assert.equal(await page.evaluate(() => window.opSameDocument), true, 'the router of the page opens the run, not the browser');
    const named = sent.filter((request) => request.headers()['x-requested-with'] === 'XMLHttpRequest').map((request) => new URL(request.url()).pathname);
    assert.deepEqual(named.sort(), await pathsOf(0), 'the header goes with each request of the kit');
  }
  await home.click();
  await told(olivia, page, run, ENDED, ['activity']);
  await olivia.leave(script === 'dev' ? /Lit is in dev mode/ : undefined);
  await stop();
}

const WAITING = /waiting for (a )?worker|^1 active/i;
const ENDED = /Succeeded|no longer active/i;

/** Resolves when each of `surfaces` shows the run (null: any run) and all of their texts match. */
const told = (operator: Operator, page: Page, run: number | null, text: RegExp, surfaces: readonly SurfaceName[]): Promise<Told[]> =>
  until(`${surfaces.join(', ')} tell ${text}`, async () => {
    const all = (await operator.told(page)).filter((one) => surfaces.includes(one.surface) && (run === null || one.run === run || one.run === null));
    return surfaces.every((name) => all.some(({ surface }) => surface === name)) && all.every((one) => text.test(one.text)) && all;
  }, 10);
