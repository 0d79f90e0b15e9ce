/**
 * Finds the Chromium for the browser tests and the end-to-end tests: the one in CHROME_PATH, else an installed one. As root
 * on Debian or Ubuntu, a missing one is installed.
 */
import { join } from 'node:path';
import { isRoot, onPath, pathOf } from './program.ts';

/** Chromium's sandbox does not work as root. The other flags stop requests that are not from the tests. */
export const chromiumArgs: readonly string[] = [
  ...(isRoot() ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
];

/**
 * The path of an executable Chromium or Chrome.
 * @throws an Error whose message is one sentence that says how to get one
 */
export const chromiumPath = (): string =>
  pathOf({
    name: 'Chrome or Chromium',
    variable: 'CHROME_PATH',
    places: usualPlaces,
    // Fonts too: without one, text is drawn as boxes, and tests that measure or compare text fail.
    packages: ['chromium', 'fonts-liberation'],
    advice: 'The browser tests need Chrome or Chromium: install Chrome (on Debian or Ubuntu: sudo apt-get install chromium), or set CHROME_PATH to the one you have.',
  });

function usualPlaces(): string[] {
  const env = process.env;
  switch (process.platform) {
    case 'darwin':
      return ['', env['HOME'] ?? ''].flatMap((root) => [
        `${root}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${root}/Applications/Chromium.app/Contents/MacOS/Chromium`,
      ]);
    case 'win32':
      return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap((root) =>
        root ? [join(root, 'Google/Chrome/Application/chrome.exe'), join(root, 'Chromium/Application/chrome.exe')] : [],
      );
    default:
      return onPath('google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser');
  }
}
