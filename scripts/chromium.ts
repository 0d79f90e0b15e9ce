/**
 * The Chromium of the browser tests and the end-to-end tests: the one that CHROME_PATH names, else an installed one,
 * else, on a Debian or Ubuntu machine where we are root, the distribution's own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const HOW_TO_GET_ONE =
  'The browser tests need Chrome or Chromium: install Chrome (on Debian or Ubuntu: sudo apt-get install chromium), or set CHROME_PATH to the one you have.';

/** As root Chromium cannot have its sandbox; the other flags keep it from talking to anybody but the tests. */
export const chromiumArgs: readonly string[] = [
  ...(isRoot() ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
];

/**
 * The path of an executable Chromium or Chrome, installing Debian's where that is possible.
 * @throws an Error whose message is one sentence that says how to get one
 */
export function chromiumPath(): string {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, where there is no file.`);
  }
  const path = installed() ?? (isRoot() && onPath('apt-get') ? installDebianChromium() : undefined);
  if (path) return path;
  throw new Error(HOW_TO_GET_ONE);
}

function installed(): string | undefined {
  return usualPlaces().find((path) => existsSync(path));
}

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
      return ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'].flatMap((name) => onPath(name) ?? []);
  }
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** With a font: a bare machine has none, and a test that measures or looks at text would see boxes. */
function installDebianChromium(): string | undefined {
  const apt = (...args: string[]): boolean => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  console.log('No Chrome or Chromium found: installing the chromium package.');
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation') ? installed() : undefined;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
