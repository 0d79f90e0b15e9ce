/** Measures one contestant in its own page. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Entry } from './contestants.ts';
import type { TickKind } from './harness.ts';

export const TICK_KINDS: readonly TickKind[] = ['304', 'same', 'one', 'all'];

/** The figures of one page, in milliseconds. */
export interface Sample {
  /** From mounting until the first screenful has been painted: elapsed time, and CPU time of the main thread. */
  readonly first: number;
  readonly firstCpu: number;
  /** CPU time of the main thread until all rows were painted. */
  readonly completeCpu: number;
  /** CPU time of the main thread per tick, reading the answer included. */
  readonly ticks: Readonly<Record<TickKind, number>>;
  /** Whether it sent `If-None-Match`, and so was answered with a 304. */
  readonly conditional: boolean;
}

/** Bytes per row. */
export interface Heap {
  /** The JavaScript heap. */
  readonly script: number;
  /** The heap of the DOM objects; null where the browser does not report it. */
  readonly dom: number | null;
}

/** What is alive after many ticks and was not before. */
export interface Growth {
  readonly ticks: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Bytes of the JavaScript heap per tick: the trend. */
  readonly bytes: number;
  /** The JavaScript heap in bytes, from time to time. */
  readonly levels: readonly number[];
}

/** How often the heap is measured while it may grow. */
const PARTS = 10;

/** Ticks of each kind before any is measured. */
const warmUp = (rows: number): number => (rows > 1000 ? 1 : 3);

export async function sample(browser: Browser, url: string, entry: Entry, rows: number, ticks: Readonly<Record<TickKind, number>>): Promise<Sample> {
  await using tab = await Tab.open(browser, url, entry);
  const { page } = tab;
  await page.evaluate((rows) => window.bench.size(rows), rows);
  const start = await tab.cpu();
  const first = await page.evaluate(() => window.bench.mount());
  const firstCpu = (await tab.cpu()) - start;
  await page.evaluate(() => window.bench.complete());
  const completeCpu = (await tab.cpu()) - start;
  await tab.verify();

  for (const kind of ['one', 'all', 'same'] as const) await tab.go(kind, warmUp(rows));
  const costs: Partial<Record<TickKind, number>> = {};
  let conditional = false;
  for (const kind of TICK_KINDS) {
    await tab.go(kind, 2);
    await page.evaluate(([kind, ticks]) => window.bench.prepare(kind, ticks), [kind, ticks[kind]] as const);
    await tab.collectGarbage(1);
    const before = await page.evaluate(() => window.bench.counts());
    const cpu = await tab.cpu();
    await page.evaluate(() => window.bench.play());
    costs[kind] = ((await tab.cpu()) - cpu) / ticks[kind];
    const after = await page.evaluate(() => window.bench.counts());
    if (after.requests - before.requests !== ticks[kind]) throw new Error(`${entry.title} sent ${after.requests - before.requests} requests in ${ticks[kind]} ticks.`);
    if (kind === '304') conditional = after.notModified > before.notModified;
    await tab.verify();
  }
  return { first, firstCpu, completeCpu, ticks: costs as Record<TickKind, number>, conditional };
}

/** The heap that rows take, against the same page without rows. The page has shown a few rows before, so that compiled code does not count. */
export async function measureHeap(browser: Browser, url: string, entry: Entry, rows: number): Promise<Heap> {
  await using tab = await Tab.open(browser, url, entry);
  await tab.mount(10);
  const settle = async (): Promise<void> => {
    for (const kind of ['304', 'same', 'one'] as const) await tab.go(kind, warmUp(rows));
    await tab.verify();
  };
  await settle();
  await tab.page.evaluate(() => window.bench.resize(0));
  const before = await tab.heap();
  await tab.page.evaluate((rows) => window.bench.resize(rows), rows);
  await settle();
  const after = await tab.heap();
  return { script: (after.script - before.script) / rows, dom: after.dom === null || before.dom === null ? null : (after.dom - before.dom) / rows };
}

/** One row changes in each tick. */
export async function measureGrowth(browser: Browser, url: string, entry: Entry, rows: number, ticks: number): Promise<Growth> {
  await using tab = await Tab.open(browser, url, entry);
  await tab.mount(rows);
  // As many ticks before: every row has changed once, and the engine has compiled what it wants to compile.
  await tab.go('one', ticks);
  await tab.verify();
  const before = await tab.living();
  const levels = [before.bytes];
  for (let part = 0; part < PARTS; part++) {
    await tab.go('one', ticks / PARTS);
    levels.push((await tab.heap()).script);
  }
  const after = await tab.living();
  await tab.verify();
  return { ticks, nodes: after.nodes - before.nodes, listeners: after.listeners - before.listeners, bytes: slopeOf(levels) / (ticks / PARTS), levels };
}

/** By how much the values grow from one to the next: the median over all pairs, so that a single jump does not count as growth. */
function slopeOf(values: readonly number[]): number {
  return median(values.flatMap((value, index) => values.slice(0, index).map((earlier, at) => (value - earlier) / (index - at))));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A page with one contestant, in its own browser context, in front. */
class Tab implements AsyncDisposable {
  readonly page: Page;
  readonly #title: string;
  readonly #cdp: CDPSession;

  private constructor(page: Page, title: string, cdp: CDPSession) {
    this.page = page;
    this.#title = title;
    this.#cdp = cdp;
  }

  static async open(browser: Browser, url: string, { name, title }: Entry): Promise<Tab> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.bringToFront();
    await page.goto(url);
    await page.evaluate((name) => window.bench.load(name), name);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    return new Tab(page, title, cdp);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }

  async mount(rows: number): Promise<void> {
    await this.page.evaluate(async (rows) => {
      window.bench.size(rows);
      await window.bench.mount();
      await window.bench.complete();
    }, rows);
  }

  async go(kind: TickKind, ticks: number): Promise<void> {
    await this.page.evaluate(([kind, ticks]) => window.bench.go(kind, ticks), [kind, ticks] as const);
  }

  /** Throws when a row does not show what the last body says: the figures of such a page mean nothing. */
  async verify(): Promise<void> {
    const wrong = await this.page.evaluate(() => window.bench.verify());
    if (wrong !== null) throw new Error(`${this.#title}: ${wrong}.`);
  }

  /** CPU time of the page's main thread so far, in milliseconds. */
  async cpu(): Promise<number> {
    return (await this.#metric('ThreadTime')) * 1000;
  }

  async collectGarbage(times = 3): Promise<void> {
    for (let time = 0; time < times; time++) await this.#cdp.send('HeapProfiler.collectGarbage');
  }

  async heap(): Promise<{ script: number; dom: number | null }> {
    await this.collectGarbage();
    const { usedSize, embedderHeapUsedSize } = (await this.#cdp.send('Runtime.getHeapUsage')) as { usedSize: number; embedderHeapUsedSize?: number };
    return { script: usedSize, dom: embedderHeapUsedSize ?? null };
  }

  async living(): Promise<{ nodes: number; listeners: number; bytes: number }> {
    const { script } = await this.heap();
    return { nodes: await this.#metric('Nodes'), listeners: await this.#metric('JSEventListeners'), bytes: script };
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === name)!.value;
  }
}
