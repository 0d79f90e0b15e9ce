/** Opens stories of the built Storybook in Chromium, one page each, checks them, and takes pictures. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { contentEnd, foreignTexts, pageSize, prepare, settled, storyError, storyIsDone, undefinedElements, violations } from './in-page.ts';
import { serve, type StaticServer } from './static-server.ts';

export const STORYBOOK = resolve(import.meta.dirname, '../../storybook-static');

/** The variants of a picture: settings of the toolbar or the system. `parameters.pictures` of a story lists its variants; `light` is the default. */
const VARIANTS = {
  light: {},
  dark: { globals: 'theme:dark' },
  'forced-colours': { forcedColors: 'active' },
  german: { globals: 'locale:de' },
  rtl: { globals: 'direction:rtl' },
} as const;
export type Variant = keyof typeof VARIANTS;

export interface Story {
  readonly id: string;
  readonly variants: readonly Variant[];
}

export interface Shot {
  /** A PNG. */
  readonly picture: Buffer;
  /** The problems of the story, apart from its looks. */
  readonly complaints: readonly string[];
}

/** The size of the page. It grows for a story that needs more. */
const WINDOW = { width: 960, height: 640 };

/** In the middle of a second, so that a shown time does not change while a picture is taken. */
const NOW = '2026-11-21T14:02:10.500Z';

/** Flags that make pictures the same on every machine, and prevent network requests of the browser. */
export const CHROMIUM_ARGS: readonly string[] = [
  ...chromiumArgs,
  '--disable-gpu',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** How many pages are open side by side: while one waits for frames, another computes. */
export const SEATS = 2;

export class Studio {
  readonly #server: StaticServer;
  /** One browser per page, so that pages that are open at the same time share no answers. */
  readonly #browsers: Browser[];
  readonly #free: Browser[];

  static async open(): Promise<Studio> {
    return new Studio(await serve(STORYBOOK, { 'axe.js': AXE }), await Promise.all(Array.from({ length: SEATS }, launch)));
  }

  private constructor(server: StaticServer, browsers: Browser[]) {
    this.#server = server;
    this.#browsers = browsers;
    this.#free = [...browsers];
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const { context, profile } of this.#browsers) {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  }

  /** Every story. The one with the most pictures comes first, because it takes longest. */
  async stories(): Promise<Story[]> {
    const { entries } = JSON.parse(readFileSync(join(STORYBOOK, 'index.json'), 'utf8')) as { entries: Record<string, { id: string; type: string }> };
    const ids = Object.values(entries).filter(({ type }) => type === 'story').map(({ id }) => id);
    const wanted = await this.#withPage(async (page) => {
      await page.goto(this.#address(ids[0]!));
      await page.waitForFunction(storyIsDone);
      const parameters = await page.evaluate(() => window.__STORYBOOK_PREVIEW__.extract());
      return Object.fromEntries(Object.entries(parameters).map(([id, story]) => [id, story.parameters.pictures]));
    });
    return ids
      .map((id) => ({ id, variants: (wanted[id] ?? ['light']).map((name) => variant(id, name)) }))
      .sort((one, other) => other.variants.length - one.variants.length);
  }

  /** @throws when Storybook does not show the story */
  shoot(story: string, name: Variant): Promise<Shot> {
    return this.#withPage(async (page) => {
      const { globals = '', forcedColors = 'none' } = VARIANTS[name] as { globals?: string; forcedColors?: 'active' };
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => void complaints.push(`uncaught: ${error.stack ?? error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(this.#server.url) && !/^(data|blob):/.test(request.url())) complaints.push(`asks the network: ${request.url()}`);
      });
      page.on('requestfailed', (request) => void complaints.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));

      await page.setViewportSize(WINDOW);
      await page.emulateMedia({ forcedColors });
      await page.goto(this.#address(story, globals));
      await page.waitForFunction(storyIsDone);
      const error = await page.evaluate(storyError);
      if (error !== null) throw new Error(`Storybook cannot show the story:\n${error}\n${complaints.join('\n')}`);
      await page.evaluate(settled);

      // The window is as large as the page, because Chromium does not always draw what is outside.
      const { width, height } = await page.evaluate(pageSize);
      if (width > WINDOW.width || height > WINDOW.height) {
        await page.setViewportSize({ width, height });
        await page.evaluate(settled);
      }
      const end = Math.min(height, Math.ceil((await page.evaluate(contentEnd)) + 24));
      const picture = await page.screenshot({ clip: { x: 0, y: 0, width, height: end }, animations: 'disabled', caret: 'hide', scale: 'css' });

      complaints.push(...(await page.evaluate(undefinedElements)).map((element) => `is not defined: ${element}`));
      complaints.push(...(await page.evaluate(foreignTexts)).map((text) => `is drawn with a font of this machine: ${text}`));
      await page.addScriptTag({ url: `${this.#server.url}axe.js` });
      complaints.push(...(await page.evaluate(violations)).map((violation) => `axe: ${violation}`));
      return { picture, complaints: complaints.map((complaint) => `${name}: ${complaint}`) };
    });
  }

  /** The URL of a story. The addon's own run of axe is off, because ours would collide with it. */
  #address(story: string, globals = ''): string {
    return `${this.#server.url}iframe.html?viewMode=story&id=${story}&globals=a11y.manual:!true;${globals}`;
  }

  async #withPage<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
    const browser = this.#free.pop();
    if (!browser) throw new Error(`The studio has ${SEATS} seats.`);
    const page = await browser.context.newPage();
    try {
      return await use(page);
    } finally {
      await page.close();
      this.#free.push(browser);
    }
  }
}

interface Browser {
  readonly context: BrowserContext;
  readonly profile: string;
}

/** Launches a browser with a profile on disk, so that it compiles Storybook and axe once instead of once per story. */
async function launch(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'op-stories-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...CHROMIUM_ARGS],
    env: { ...process.env, FONTCONFIG_FILE: join(import.meta.dirname, 'fonts.conf') },
    viewport: WINDOW,
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript(prepare);
  await context.clock.setFixedTime(NOW);
  return { context, profile };
}

function variant(story: string, name: string): Variant {
  if (Object.hasOwn(VARIANTS, name)) return name as Variant;
  throw new Error(`${story} asks for a picture "${name}": there are ${Object.keys(VARIANTS).join(', ')}.`);
}
