/** An operator at a real browser: signs in by the form, opens pages, and lets the pages' time pass. */
import assert from 'node:assert/strict';
import { after, afterEach } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { until } from '../host/host.ts';
import { recordWhatIsAsked, type Asked } from './asked.ts';
import { FOLDER, type Stage } from './stage.ts';
import { recordWhatIsTold, type Sample, type Told } from './told.ts';

/** P1, in milliseconds. */
export const INTERVAL = 10_000;

/** Less than the patience that one tab has with another. */
const STEP = 500;

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

/** A test that fails must not leave tabs behind that go on asking. */
const contexts = new Set<BrowserContext>();
afterEach(async () => {
  await Promise.all([...contexts].map((context) => context.close()));
  contexts.clear();
});

const launched = (): Promise<Browser> => (browser ??= chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] }));

export interface Operator {
  readonly context: BrowserContext;
  /** Opens `path` in a tab of its own, and waits until its surfaces have something to show. */
  open(path: string): Promise<Page>;
  /** Moves the time of all tabs on by `count` poll intervals, firing every timer at its own moment; all tabs by `step` milliseconds at once. */
  passIntervals(count: number, step?: number): Promise<void>;
  /** Resolves when no request is under way and every tab has had the time to send its next one. */
  quiet(): Promise<void>;
  told(page: Page): Promise<Told[]>;
  samples(page: Page): Promise<Sample[]>;
  asked(page: Page): Promise<Asked[]>;
  /** Closes the tabs. Fails on every complaint of a page that does not match `expected`. */
  leave(expected?: RegExp): Promise<void>;
}

/** A new browser profile, signed in as `login`. */
export async function operatorOf(address: string, login: string): Promise<Operator> {
  const context = await (await launched()).newContext({ baseURL: address, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  contexts.add(context);
  context.setDefaultTimeout(20_000);
  await context.addInitScript(recordWhatIsTold);
  await context.addInitScript(recordWhatIsAsked);
  await context.addInitScript(complainAloud);
  // Chance makes the wait after a slow answer longer; here an interval is an interval.
  await context.addInitScript(() => (Math.random = () => 0));
  await context.clock.install();

  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => void complaints.push(`uncaught: ${error.error().message}`));
  const underWay = new Map<Page, Set<Request>>();

  await signIn(context, login);
  const operator: Operator = {
    context,
    async open(path) {
      const tab = await context.newPage();
      const requests = new Set<Request>();
      underWay.set(tab, requests);
      tab.on('request', (request) => void requests.add(request));
      tab.on('response', (response) => void requests.delete(response.request()));
      tab.on('requestfailed', (request) => void requests.delete(request));
      // Nobody is told what becomes of the requests of a closed tab.
      tab.on('close', () => void underWay.delete(tab));
      await tab.goto(path);
      // An element paints its inline payload in its first update.
      await tab.evaluate(async () => {
        const surfaces = [...document.querySelectorAll('op-progress-overlay, op-tenant-activity, op-review-pack-card, op-run-list, op-run-row, op-run-detail-banner')];
        await Promise.all(surfaces.map((surface) => customElements.whenDefined(surface.localName)));
        await Promise.all(surfaces.map((surface) => (surface as unknown as { updateComplete: Promise<unknown> }).updateComplete));
      });
      return tab;
    },
    async passIntervals(count, step = STEP) {
      for (let steps = (count * INTERVAL) / step; steps > 0; steps -= 1) {
        await context.clock.runFor(step);
        await operator.quiet();
      }
    },
    async quiet() {
      await until('the requests under way are answered', async () => {
        // A round trip to the page: what its timers have just sent is known by then.
        await Promise.all(context.pages().map((tab) => tab.evaluate(() => document.readyState)));
        return [...underWay.values()].every(({ size }) => size === 0);
      });
    },
    told: (tab) => tab.evaluate(() => window.opTold()),
    samples: (tab) => tab.evaluate(() => window.opSamples),
    asked: (tab) => tab.evaluate(() => window.opAsked),
    async leave(expected) {
      await context.close();
      assert.deepEqual(complaints.filter((complaint) => !expected?.test(complaint)), [], 'complaints of the pages');
    },
  };
  return operator;
}

/** Signs in by the form, in a tab of its own. Whoever was signed in in this browser is so no more. */
export async function signIn(context: BrowserContext, login: string): Promise<void> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill('operator');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/admin/'));
  await page.close();
}

/** Signs out by the button of a page, in a tab of its own. */
export async function signOut(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('/admin/operations');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.close();
}

/** Starts an inventory sync by the form of a dashboard. `pace`: milliseconds per file. */
export async function startSync(dashboard: Page, pace: number): Promise<number> {
  const form = dashboard.locator('form', { has: dashboard.getByRole('button', { name: 'Start inventory sync' }) });
  await form.getByLabel('Folder').fill(FOLDER);
  await form.getByLabel('Pace').fill(String(pace));
  await form.getByRole('button', { name: 'Start inventory sync' }).click();
  const href = await form.locator('output a').getAttribute('href');
  return Number(/^\/admin\/operations\/(\d+)$/.exec(href!)![1]);
}

/** Asserts that no tab asks for anything while twelve more intervals pass. */
export async function assertSilence(operator: Operator, stage: Stage): Promise<void> {
  await operator.passIntervals(1);
  const before = stage.requests().length;
  await operator.passIntervals(12, INTERVAL);
  assert.deepEqual(stage.requests().slice(before), []);
}

/** Runs in the page: what the browser only tells as an event becomes an error on the console. */
function complainAloud(): void {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`Content security policy: ${violatedDirective} ${blockedURI}`));
  document.addEventListener('op-contract-violation', (event) => console.error(`Contract: ${location.pathname} ${(event.target as Element).localName} ${JSON.stringify((event as CustomEvent).detail)}`));
}
