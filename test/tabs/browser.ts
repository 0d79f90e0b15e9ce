/**
 * Starts Chromium with real visibility and a working back-forward cache. In a browser that Playwright starts, every page counts as visible; in the default
 * profile of a browser to which it only connects, it changes nothing.
 */
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';

/** A host name that resolves to this machine but is not a secure context. */
export const INSECURE_HOST = 'insecure.test';

export interface RunningChromium {
  readonly context: BrowserContext;
  /** What `context.newPage()` opens: a window, or a tab in the front window. Only one tab of a window is visible. */
  opens: 'window' | 'tab';
  close(): Promise<void>;
}

export async function startChromium(): Promise<RunningChromium> {
  const running = await puppeteer.launch({
    executablePath: chromiumPath(),
    args: [
      ...chromiumArgs,
      '--disable-gpu',
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
      // A process per tab also on small machines, so that a hanging tab does not block others.
      '--renderer-process-limit=50',
    ],
    env: { ...process.env, TZ: 'UTC' },
    waitForInitialPage: false,
    targetFilter: () => false,
  });
  const browser = await chromium.connectOverCDP(running.wsEndpoint(), { noDefaults: true });
  const context = browser.contexts()[0]!;
  const cdp = await browser.newBrowserCDPSession();
  const openTab = context.newPage.bind(context);
  const openWindow = async (): Promise<Page> => {
    const opened = context.waitForEvent('page');
    await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true });
    return opened;
  };
  const started: RunningChromium = {
    context,
    opens: 'window',
    close: async () => {
      await browser.close();
      await running.close();
    },
  };
  // One after the other, because the event does not say which call opened the page.
  let last: Promise<unknown> = Promise.resolve();
  const newPage = async (): Promise<Page> => {
    const opened = last.then(started.opens === 'window' ? openWindow : openTab);
    last = opened;
    return opened;
  };
  Object.assign(context, { newPage });
  return started;
}

/** Minimises the window of a page, or restores it. Resolves when the page has its event. */
export async function minimise(page: Page, minimised = true): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { windowId } = await cdp.send('Browser.getWindowForTarget');
  await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: minimised ? 'minimized' : 'normal' } });
  await becomes(page, minimised ? 'hidden' : 'visible');
  await cdp.detach();
}

/** Waits until the page's visibility is `state`. */
export async function becomes(page: Page, state: DocumentVisibilityState): Promise<void> {
  while ((await page.evaluate(() => document.visibilityState)) !== state);
}
