/**
 * Chromium as its operators have it: a page is visible when its window and its tab are, and the back-forward cache works. Playwright shows every page of
 * a browser that it starts as if it were in front, whatever becomes of its window; the first profile of one that runs already it leaves as it is.
 */
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';

/** A host that leads to this machine, and is not a secure one as far as a browser can tell. */
export const INSECURE_HOST = 'insecure.test';

export interface RunningChromium {
  readonly context: BrowserContext;
  /** What `context.newPage()` opens: a window, or a tab of the one in front. Of the tabs of a window one is visible. */
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
      // A process for each tab, however small the machine: one that hangs must not take others with it.
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
  // One after the other, for the event does not say whose page it is.
  let last: Promise<unknown> = Promise.resolve();
  const newPage = async (): Promise<Page> => {
    const opened = last.then(started.opens === 'window' ? openWindow : openTab);
    last = opened;
    return opened;
  };
  Object.assign(context, { newPage });
  return started;
}

/** Takes the window of a page off the screen, or brings it back; resolves when the page has been told. */
export async function minimise(page: Page, minimised = true): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { windowId } = await cdp.send('Browser.getWindowForTarget');
  await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: minimised ? 'minimized' : 'normal' } });
  await becomes(page, minimised ? 'hidden' : 'visible');
  await cdp.detach();
}

/** Waits until the browser has told a page that it is visible, or that it is not. */
export async function becomes(page: Page, state: DocumentVisibilityState): Promise<void> {
  while ((await page.evaluate(() => document.visibilityState)) !== state);
}
