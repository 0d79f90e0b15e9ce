/** Finds the Firefox for the browser tests: the one in FIREFOX_PATH, else an installed one. As root on Debian or Ubuntu, a missing one is installed. */
import { join } from 'node:path';
import { chromeLauncher } from '@web/test-runner';
import * as puppeteer from 'puppeteer-core';
import type { MediaFeature, Page } from 'puppeteer-core';
import { onPath, pathOf } from './program.ts';

/**
 * The path of an executable Firefox.
 * @throws an Error whose message is one sentence that says how to get one
 */
export const firefoxPath = (): string =>
  pathOf({
    name: 'Firefox',
    variable: 'FIREFOX_PATH',
    places: usualPlaces,
    packages: ['firefox-esr', 'fonts-liberation'],
    advice: 'The tests in Firefox need Firefox: install it (on Debian: sudo apt-get install firefox-esr), or set FIREFOX_PATH to the one you have.',
  });

function usualPlaces(): string[] {
  const env = process.env;
  switch (process.platform) {
    case 'darwin':
      return ['', env['HOME'] ?? ''].map((root) => `${root}/Applications/Firefox.app/Contents/MacOS/firefox`);
    case 'win32':
      return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)']].flatMap((root) => (root ? [join(root, 'Mozilla Firefox/firefox.exe')] : []));
    default:
      return onPath('firefox-esr', 'firefox');
  }
}

/** The test runner's launcher for Firefox. The runner's `chromeLauncher` is for any browser that puppeteer drives. */
export const firefoxLauncher = (): ReturnType<typeof chromeLauncher> =>
  chromeLauncher({
    puppeteer,
    launchOptions: { browser: 'firefox', executablePath: firefoxPath(), args: ['--remote-allow-system-access'] },
    createPage: async ({ context }) => {
      const page = await context.newPage();
      page.emulateMediaFeatures = (features) => preferMedia(page, features ?? []);
      // Tests call the space bar "Space", as in the other browsers; puppeteer calls it " " in Firefox.
      const press = page.keyboard.press.bind(page.keyboard);
      page.keyboard.press = (key, options) => press(key === 'Space' ? ' ' : key, options);
      return page;
    },
  });

/** For each media feature, Firefox's preference and the number of each value. */
const PREFERENCES: Readonly<Record<string, { readonly name: string; readonly values: Readonly<Record<string, number>> }>> = {
  'prefers-color-scheme': { name: 'layout.css.prefers-color-scheme.content-override', values: { dark: 0, light: 1 } },
  'prefers-reduced-motion': { name: 'ui.prefersReducedMotion', values: { 'no-preference': 0, reduce: 1 } },
  'forced-colors': { name: 'browser.display.document_color_use', values: { none: 1, active: 2 } },
};

interface Bidi {
  send(method: string, parameters: object): Promise<{ result: { contexts: { context: string }[] } }>;
}

/** Emulates media features by preferences, since Firefox's protocol cannot. Features that are not given are reset. */
async function preferMedia(page: Page, features: MediaFeature[]): Promise<void> {
  const { connection } = page.browser() as unknown as { connection: Bidi };
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const set = Object.entries(PREFERENCES).map(([feature, { name, values }]) => {
    const value = values[features.find((wanted) => wanted.name === feature)?.value ?? ''];
    return value === undefined ? `Services.prefs.clearUserPref('${name}')` : `Services.prefs.setIntPref('${name}', ${value})`;
  });
  await connection.send('script.evaluate', { expression: set.join(';'), target: { context: result.contexts[0]!.context }, awaitPromise: true });
  // The page runs in another process, which learns of the preference a moment later.
  await page.waitForFunction((queries) => queries.every((query) => matchMedia(query).matches), {}, features.map(({ name, value }) => `(${name}: ${value})`));
}
