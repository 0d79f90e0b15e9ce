/**
 * `npm run bench:requests`: how many requests reach a server in a minute from 4 elements that show one run, in each of up to 3 tabs of one browser?
 * Prints a Markdown table, and fails when a limit is exceeded.
 *
 * Everything is real: Chromium with its windows, locks and channels, the kit's one-file build, an HTTP server that counts, and the minute. All rows are measured
 * in the same minute, each with its own server, so its own origin. The last two rows are computed: one poller per tab, and one per element.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { runs } from '../mocks/index.ts';
import { ChaosServer } from '../test/faults/chaos-server.ts';
import { minimise, startChromium } from '../test/tabs/browser.ts';

const MINUTE = 60_000;
const INTERVAL = 10_000;
const ELEMENTS = 4;
const TABS = 3;

/** The polls of one poller in a minute. Slow answers may make it one fewer. */
const ONE_POLLER = { atLeast: MINUTE / INTERVAL - 1, atMost: MINUTE / INTERVAL };
const NONE = { atLeast: 0, atMost: 0 };

const RUN = runs.freshQueued;

interface Row {
  readonly name: string;
  readonly tabs: number;
  readonly sessionKey?: string;
  /** Counts from before the first tab opens, instead of from when all tabs show the run. */
  readonly fromStart?: boolean;
  /** Runs when all tabs show the run, before the minute begins. */
  readonly before?: (tabs: readonly Page[], server: ChaosServer) => Promise<unknown>;
  /** Runs in the middle of the minute. */
  readonly halfway?: (tabs: readonly Page[]) => Promise<void>;
  readonly limits: { readonly atLeast: number; readonly atMost: number };
}

const ROWS: readonly Row[] = [
  { name: '1 tab', tabs: 1, limits: ONE_POLLER },
  { name: `${TABS} tabs`, tabs: TABS, limits: ONE_POLLER },
  { name: `${TABS} tabs, the one that polls is closed halfway`, tabs: TABS, halfway: async ([first]) => first!.close(), limits: ONE_POLLER },
  { name: `${TABS} tabs with a \`session-key\`, their first requests included`, tabs: TABS, sessionKey: 'olivia', fromStart: true, limits: ONE_POLLER },
  { name: `${TABS} tabs, all hidden`, tabs: TABS, before: (tabs) => Promise.all(tabs.map((tab) => minimise(tab))), limits: NONE },
  { name: `${TABS} tabs, all of which know that the run has ended`, tabs: TABS, before: end, limits: NONE },
];

const chromium = await startChromium();
const counted: number[] = [];
try {
  await Promise.all(ROWS.map(async (row, index) => (counted[index] = await count(row, chromium.context))));
} finally {
  await chromium.close();
}

console.log(`| ${ELEMENTS} elements of one URL in each of | requests in ${MINUTE / 1000} s | at most |`);
console.log('|---|--:|--:|');
ROWS.forEach(({ name, limits }, index) => console.log(`| ${name} | ${counted[index]} | ${limits.atMost} |`));
console.log(`| computed: ${TABS} tabs that share nothing, as the usual query libraries do | ${(TABS * MINUTE) / INTERVAL} | |`);
console.log(`| computed: ${TABS} tabs, each element with a poller of its own | ${(ELEMENTS * TABS * MINUTE) / INTERVAL} | |`);

const broken = ROWS.flatMap(({ name, limits: { atLeast, atMost } }, index) => {
  const requests = counted[index]!;
  if (requests > atMost) return [`${name}: ${requests} in place of ${atMost} at most`];
  return requests < atLeast ? [`${name}: ${requests} in place of ${atLeast} at least`] : [];
});
if (broken.length > 0) {
  console.error(`The requests of a minute are not within their limits: ${broken.join('; ')}.`);
  process.exitCode = 1;
}

async function count({ tabs, sessionKey, fromStart = false, before, halfway }: Row, context: BrowserContext): Promise<number> {
  await using server = await ChaosServer.start();
  server.world.items = [RUN];
  const attributes = `run-id="${RUN.run_id}"${sessionKey ? ` session-key="${sessionKey}"` : ''}`;
  server.page('/', `<op-run-row ${attributes}></op-run-row><op-run-detail-banner ${attributes}></op-run-detail-banner>`.repeat(ELEMENTS / 2));

  const opened = Date.now();
  const pages: Page[] = [];
  while (pages.length < tabs) pages.push(await openWindow(context, server.url));
  await before?.(pages, server);
  const start = fromStart ? opened : Date.now();
  const moment = (milliseconds: number): Promise<void> => wait(start + milliseconds - Date.now());
  await moment(MINUTE / 2);
  await halfway?.(pages);
  await moment(MINUTE);
  return server.asked().filter(({ wall }) => wall >= start && wall < start + MINUTE).length;
}

/** Opens a window with a page that shows the run. */
async function openWindow(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await shows(page, RUN.operation_label);
  return page;
}

/** Ends the run, and waits until all tabs show that. */
async function end(tabs: readonly Page[], server: ChaosServer): Promise<void> {
  server.world.items = [{ ...runs.reconciledByScheduler, run_id: RUN.run_id }];
  await Promise.all(tabs.map((tab) => shows(tab, 'Automatically reconciled as failed')));
}

/** Waits until all elements of a page contain the text. */
async function shows(page: Page, text: string): Promise<void> {
  await page.waitForFunction((text) => [...document.querySelectorAll('[run-id]')].every(({ shadowRoot }) => shadowRoot?.textContent.includes(text)), text);
}
