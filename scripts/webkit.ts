/**
 * WebKit for the browser tests: WebKitGTK's MiniBrowser, driven by the WebDriver protocol on a virtual screen. Linux only; as root on Debian or Ubuntu its packages
 * are installed.
 *
 * The runner's commands (sendKeys, setViewport, emulateMedia) support Playwright's launcher, so the pages here have the interface of Playwright's.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PNG } from 'pngjs';
import type { BrowserLauncher } from '@web/test-runner';
import { onPath, pathOf } from './program.ts';

const NEEDED = { browser: 'MiniBrowser', driver: 'WebKitWebDriver', screen: 'Xvfb', settings: 'xsettingsd' } as const;
type Paths = Record<keyof typeof NEEDED, string>;

/**
 * The paths of WebKitGTK's browser and driver, of the virtual screen, and of the daemon that provides desktop settings.
 * @throws an Error whose message is one sentence that says how to get them
 */
export function webkitPaths(): Paths {
  const path = (name: string): string =>
    pathOf({
      name,
      places: () => (name === NEEDED.browser ? globSync(['/usr/lib/*/webkit2gtk-4.*/MiniBrowser', '/usr/libexec/webkit2gtk-4.*/MiniBrowser']) : onPath(name)),
      packages: ['webkit2gtk-driver', 'xvfb', 'xsettingsd', 'fonts-liberation'],
      advice: `The tests in WebKit need ${name}, of WebKitGTK on Linux, which is missing here: on Debian or Ubuntu, sudo apt-get install webkit2gtk-driver xvfb xsettingsd.`,
    });
  return Object.fromEntries(Object.entries(NEEDED).map(([role, name]) => [role, path(name)])) as Paths;
}

export const webkitLauncher = (): WebKitLauncher => new WebKitLauncher(webkitPaths());

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of Playwright's `Page` that the runner's commands and the tests use. */
class Page {
  readonly #driver: Driver;
  readonly #desktop: Desktop;
  readonly keyboard = {
    press: (key: string): Promise<unknown> => this.#keys([{ type: 'keyDown', value: codeOf(key) }, { type: 'keyUp', value: codeOf(key) }]),
    down: (key: string): Promise<unknown> => this.#keys([{ type: 'keyDown', value: codeOf(key) }]),
    up: (key: string): Promise<unknown> => this.#keys([{ type: 'keyUp', value: codeOf(key) }]),
  };

  constructor(driver: Driver, desktop: Desktop) {
    this.#driver = driver;
    this.#desktop = desktop;
  }

  goto(url: string): Promise<unknown> {
    return this.#driver.send('POST', 'url', { url });
  }

  async setViewportSize({ width, height }: Size): Promise<void> {
    await this.#driver.send('POST', 'window/rect', { width, height });
    await this.#until(`a window of ${width} x ${height} px`, 'return innerWidth === arguments[0] && innerHeight === arguments[1]', width, height);
  }

  async emulateMedia({ colorScheme = 'light', reducedMotion = 'no-preference' }: { colorScheme?: string; reducedMotion?: string }): Promise<void> {
    // WebKitGTK applies a change of reduced motion only together with a change of the colour scheme, so the scheme is switched twice.
    for (const scheme of [colorScheme === 'dark' ? 'light' : 'dark', colorScheme]) {
      this.#desktop.set({ dark: scheme === 'dark', still: reducedMotion === 'reduce' });
      await this.#until('what it should emulate', 'return matchMedia(arguments[0]).matches', `(prefers-color-scheme: ${scheme}) and (prefers-reduced-motion: ${reducedMotion})`);
    }
  }

  /** A PNG of a part of the window. */
  async screenshot({ clip: { x, y, width, height } }: { clip: Size & { x: number; y: number } }): Promise<Uint8Array> {
    const [left, top] = (await this.#driver.run('return [scrollX, scrollY]')) as [number, number];
    const whole = PNG.sync.read(Buffer.from((await this.#driver.send('GET', 'screenshot')) as string, 'base64'));
    const part = new PNG({ width, height });
    PNG.bitblt(whole, part, x - left, y - top, width, height);
    return PNG.sync.write(part);
  }

  /** Waits until a condition holds in the page: input and settings go through the virtual screen and arrive later. */
  async #until(what: string, condition: string, ...args: readonly unknown[]): Promise<void> {
    for (const end = Date.now() + 5_000; !(await this.#driver.run(condition, ...args)); ) if (Date.now() > end) throw new Error(`WebKit does not come to ${what}.`);
  }

  #keys(actions: readonly object[]): Promise<unknown> {
    return this.#driver.send('POST', 'actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }
}

/** Launches one window, which runs the test files one after the other. */
class WebKitLauncher implements BrowserLauncher {
  readonly name = 'WebKit';
  readonly type = 'playwright';
  readonly concurrency = 1;
  readonly #paths: Paths;
  #started: Promise<{ page: Page; driver: Driver; desktop: Desktop }> | undefined;
  #page: Page | undefined;
  #active: { readonly id: string; readonly url: string } | undefined;

  constructor(paths: Paths) {
    this.#paths = paths;
  }

  async startSession(id: string, url: string): Promise<void> {
    const { page } = await (this.#started ??= this.#start());
    this.#page = page;
    this.#active = { id, url };
    await page.setViewportSize({ width: 800, height: 600 });
    await page.goto(url);
  }

  startDebugSession(): Promise<void> {
    throw new Error('WebKit is on a screen that nobody sees: there is nothing to debug in.');
  }

  /** Loads an empty page, so that the last test file stops. */
  async stopSession(): Promise<object> {
    this.#active = undefined;
    await this.#page!.goto('about:blank');
    return {};
  }

  isActive(id: string): boolean {
    return this.#active?.id === id;
  }

  getBrowserUrl(): string | undefined {
    return this.#active?.url;
  }

  getPage(): Page {
    return this.#page!;
  }

  async stop(): Promise<void> {
    const started = await this.#started?.catch(() => undefined);
    await started?.driver.stop();
    await started?.desktop.stop();
  }

  async #start(): Promise<{ page: Page; driver: Driver; desktop: Desktop }> {
    const desktop = await Desktop.start(this.#paths);
    const driver = await Driver.start(this.#paths, desktop.env);
    return { page: new Page(driver, desktop), driver, desktop };
  }
}

/** A virtual screen without a window manager, and the settings that a desktop would provide. */
class Desktop {
  readonly #screen: ChildProcess;
  readonly #settings: ChildProcess;
  readonly #folder: string;
  readonly env: NodeJS.ProcessEnv;

  static async start(paths: Paths): Promise<Desktop> {
    // Without a window manager the window under the pointer has the focus. The pointer starts in the middle of the screen, which is so small that this is the corner of any window.
    const screen = started(paths.screen, ['-displayfd', '3', '-screen', '0', '2x2x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const [display] = (await Promise.race([once(screen.stdio[3]!, 'data'), hasEnded(screen, paths.screen)])) as [Buffer];
    return new Desktop(screen, `:${display.toString().trim()}`, paths);
  }

  private constructor(screen: ChildProcess, display: string, paths: Paths) {
    this.#screen = screen;
    this.#folder = mkdtempSync(join(tmpdir(), 'op-webkit-'));
    // There is no graphics card, so the processor renders.
    this.env = { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', XDG_CONFIG_HOME: this.#folder, WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1' };
    mkdirSync(join(this.#folder, 'gtk-3.0'));
    // With the browser's own bars a window could not be as narrow as a phone.
    writeFileSync(join(this.#folder, 'gtk-3.0/gtk.css'), '* { margin: 0; border: 0; padding: 0; min-width: 0; font-size: 1px; }');
    this.#write({ dark: false, still: false });
    this.#settings = started(paths.settings, ['-c', join(this.#folder, 'settings')], { env: this.env, stdio: 'ignore' });
  }

  /** Changes the desktop's settings. `still`: reduced motion. */
  set(looks: { dark: boolean; still: boolean }): void {
    this.#write(looks);
    this.#settings.kill('SIGHUP');
  }

  async stop(): Promise<void> {
    await ended(this.#settings);
    await ended(this.#screen);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write({ dark, still }: { dark: boolean; still: boolean }): void {
    writeFileSync(join(this.#folder, 'settings'), `Net/ThemeName "Adwaita${dark ? '-dark' : ''}"\nGtk/EnableAnimations ${still ? 0 : 1}\n`);
  }
}

/** Speaks the WebDriver protocol (https://www.w3.org/TR/webdriver2/) with one window of the browser. */
class Driver {
  readonly #process: ChildProcess;
  readonly #address: string;
  #session = '';

  static async start(paths: Paths, env: NodeJS.ProcessEnv): Promise<Driver> {
    const port = await freePort();
    const child = started(paths.driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });
    const driver = new Driver(child, port);
    await Promise.race([driver.#open(paths.browser), hasEnded(child, paths.driver)]);
    return driver;
  }

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.#address = `http://127.0.0.1:${port}`;
  }

  send(method: 'GET' | 'POST' | 'DELETE', command: string, parameters?: object): Promise<unknown> {
    return this.#ask(method, `${this.#session}/${command}`, parameters);
  }

  /** Runs a function's body in the page. */
  run(script: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.send('POST', 'execute/sync', { script, args });
  }

  async stop(): Promise<void> {
    await this.#ask('DELETE', this.#session).catch(() => undefined);
    await ended(this.#process);
  }

  async #open(binary: string): Promise<void> {
    while (this.#process.exitCode === null && !(await this.#ask('GET', '/status').catch(() => undefined))) await wait(20);
    const options = { binary, args: ['--automation', '--javascript-can-open-windows-automatically=true'] };
    const alwaysMatch = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
    const { sessionId } = (await this.#ask('POST', '/session', { capabilities: { alwaysMatch } })) as { sessionId: string };
    this.#session = `/session/${sessionId}`;
    // A window that a page opens has no address bar, so its whole size is the page's.
    const [first] = (await this.send('GET', 'window/handles')) as string[];
    await this.run('open("about:blank", "", "popup")');
    const handle = ((await this.send('GET', 'window/handles')) as string[]).find((other) => other !== first);
    await this.send('POST', 'window', { handle });
  }

  async #ask(method: string, path: string, parameters?: object): Promise<unknown> {
    const answer = await fetch(this.#address + path, { method, body: parameters ? JSON.stringify(parameters) : null });
    const { value } = (await answer.json()) as { value: { message?: string } };
    if (!answer.ok) throw new Error(`WebKit refused ${method} ${path}: ${value.message}`);
    return value;
  }
}

/** The code points of keys that have no character (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
const KEYS: Readonly<Record<string, string>> = {
  Space: ' ',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

function codeOf(key: string): string {
  const code = KEYS[key] ?? key;
  if (code.length === 1) return code;
  throw new Error(`There is no key ${key} for WebKit yet.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a child process, which ends when this process ends. */
function started(path: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(path, args, options);
  process.once('exit', () => child.kill());
  return child;
}

async function hasEnded(child: ChildProcess, name: string): Promise<never> {
  await once(child, 'exit');
  throw new Error(`${name} has ended by itself.`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
