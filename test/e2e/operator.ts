/** An operator with a real browser: signs in, opens pages, and moves the pages' virtual time. */
import assert from 'node:assert/strict';
import { after, afterEach } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { until } from '../host/host.ts';
import { recordWhatIsAsked, type Asked } from './asked.ts';
import { FOLDER, type Stage } from './stage.ts';
import { recordWhatIsTold, type Sample, type Told } from './told.ts';

/** The default interval in milliseconds (P1). */
export const INTERVAL = 10_000;

/** Milliseconds per step of virtual time: less than the time for which one tab waits for another. */
const STEP = 500;

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

/** Contexts to close after the tests, also when one fails. */
const contexts = new Set<BrowserContext>();
afterEach(async () => {
  await Promise.all([...contexts].map((context) => context.close()));
  contexts.clear();
});

const launched = (): Promise<Browser> => (browser ??= chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] }));

export interface Operator {
  readonly context: BrowserContext;
  /** Opens `path` in a new tab, and waits until its surfaces show something. */
  open(path: string): Promise<Page>;
  /** Moves the time of all tabs forward by `count` poll intervals, in steps of `step` milliseconds. Every timer fires at its own time. */
  passIntervals(count: number, step?: number): Promise<void>;
  /** Resolves when no request is under way and no tab is about to send one. */
  quiet(): Promise<void>;
  told(page: Page): Promise<Told[]>;
  samples(page: Page): Promise<Sample[]>;
  asked(page: Page): Promise<Asked[]>;
  /** Closes the tabs. Fails when a page has logged an error or a warning that does not match `expected`. */
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
  // Jitter is off, so that an interval has its exact length.
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
      // Playwright does not report the end of a closed tab's requests.
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
        // A round trip to each page, so that requests of its timers are known.
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

/** Signs in by the form, in a new tab. Ends the session of another operator in this browser. */
export async function signIn(context: BrowserContext, login: string): Promise<void> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill('operator');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/admin/'));
  await page.close();
}

/** Signs out by the button of a page, in a new tab. */
export async function signOut(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('/admin/operations');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.close();
}

/** Starts an inventory sync by the form of a dashboard and returns its run id. `pace`: milliseconds per file. */
export async function startSync(dashboard: Page, pace: number): Promise<number> {
  const form = dashboard.locator('form', { has: dashboard.getByRole('button', { name: 'Start inventory sync' }) });
  await form.getByLabel('Folder').fill(FOLDER);
  await form.getByLabel('Pace').fill(String(pace));
  await form.getByRole('button', { name: 'Start inventory sync' }).click();
  const href = await form.locator('output a').getAttribute('href');
  return Number(/^\/admin\/operations\/(\d+)$/.exec(href!)![1]);
}

/** Asserts that no tab sends a request during twelve more intervals. */
export async function assertSilence(operator: Operator, stage: Stage): Promise<void> {
  await operator.passIntervals(1);
  const before = stage.requests().length;
  await operator.passIntervals(12, INTERVAL);
  assert.deepEqual(stage.requests().slice(before), []);
}

/** Runs in the page: logs problems that the browser reports only as events (such as policy violations) as console errors. */
function complainAloud(): void {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`Content security policy: ${violatedDirective} ${blockedURI}`));
  document.addEventListener('op-contract-violation', (event) => console.error(`Contract: ${location.pathname} ${(event.target as Element).localName} ${JSON.stringify((event as CustomEvent).detail)}`));
}
