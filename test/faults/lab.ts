/**
 * Pages with the kit's real elements in a real browser, with a chaos server, in virtual time: timers, `Date.now()` and
 * `performance.now()` of all tabs stand still until the test moves them. Answers of the server take real time; the lab waits
 * for them between two timers, except for those that the server holds back.
 *
 *     await using lab = await openLab();
 *     const tab = await lab.open('<op-run-row run-id="4101"></op-run-row>');
 *     lab.server.script(CONTRACT, status(500));
 *     await lab.advance(10_000);
 *     assert.match(await tab.text(), /Not updating - as of 14:02:10/);
 */
import { after } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { EPOCH } from '../../mocks/index.ts';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { ChaosServer, REQUEST_NAME } from './chaos-server.ts';
import { instrument, type Mutation, type PageLab, type PageState } from './in-page.ts';

/** Milliseconds of real time after which an answer that is not held back counts as missing. */
const PATIENCE = 15_000;

/** The elements of the kit. */
const KIT = 'op-progress-overlay, op-tenant-activity, op-run-list, op-run-row, op-run-detail-banner, op-run-diagnostics, op-review-pack-card';

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

const launched = (): Promise<Browser> =>
  (browser ??= chromium.launch({
    executablePath: chromiumPath(),
    // Enables `gc()` in pages, and exact numbers for memory.
    args: [...chromiumArgs, '--disable-gpu', '--js-flags=--expose-gc', '--enable-precise-memory-info'],
  }));

export interface LabOptions {
  /** The value of `Math.random` in the pages: 0 by default, so that the schedule is exact; null: real random numbers. */
  readonly random?: number | null;
  /** The server of another lab (another browser profile, another operator) to share. It is not closed with this lab. */
  readonly server?: ChaosServer;
}

/** A new browser profile without a tab. `await using` closes it. */
export async function openLab({ random = 0, server }: LabOptions = {}): Promise<Lab> {
  const owned = server === undefined;
  const there = server ?? (await ChaosServer.start());
  const context = await (await launched()).newContext({ timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(instrument, { epoch: EPOCH, requestName: REQUEST_NAME, random });
  return new Lab(there, context, owned);
}

export class Lab {
  readonly server: ChaosServer;
  readonly context: BrowserContext;
  /** Uncaught errors of all tabs. */
  readonly uncaught: string[] = [];
  readonly #owned: boolean;
  readonly #tabs: Tab[] = [];
  #round = 0;

  constructor(server: ChaosServer, context: BrowserContext, owned: boolean) {
    this.server = server;
    this.context = context;
    this.#owned = owned;
    context.on('weberror', (error) => void this.uncaught.push(error.error().message));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    if (this.#owned) await this.server.close();
  }

  /** Milliseconds of virtual time since the server started. */
  get elapsed(): number {
    return this.server.elapsed;
  }

  /** The tabs that are open. */
  get tabs(): readonly Tab[] {
    return this.#tabs;
  }

  /** Opens a tab with `body`, and waits for the first answers. `head` loads the kit, and possibly more. */
  async open(body: string, { path = '/', head }: { readonly path?: string; readonly head?: string } = {}): Promise<Tab> {
    this.server.page(path, body, head);
    return this.visit(path);
  }

  /** Opens a tab at a path for which the server has a page. */
  async visit(path: string): Promise<Tab> {
    const page = await this.context.newPage();
    const tab = new Tab(this, page, await this.context.newCDPSession(page));
    await tab.cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(new URL(path, this.server.url).href);
    this.#tabs.push(tab);
    const gone = (): void => void this.#tabs.splice(0, Infinity, ...this.#tabs.filter((other) => other !== tab));
    page.on('close', gone);
    page.on('crash', gone);
    await this.settle();
    return tab;
  }

  /** Moves the time of the server and of all tabs. Each timer fires at its own time, and the work that it starts is done before the next one fires. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.elapsed + milliseconds;
    for (;;) {
      const states = await this.settle();
      const next = Math.min(this.server.due, ...states.map(({ next }) => next ?? Infinity));
      if (next > end) break;
      await this.#moveTo(Math.max(next, this.elapsed));
    }
    await this.#moveTo(end);
    await this.settle();
  }

  /** Simulates sleep: all clocks move, but no timer fires. On waking, each overdue timer fires once. */
  async sleep(milliseconds: number): Promise<void> {
    this.server.elapsed += milliseconds;
    await this.advance(0);
  }

  /** Waits until every tab has done everything that needs no time: answers that are not held back have arrived, are processed, and are passed to the other tabs. */
  async settle(): Promise<readonly PageState[]> {
    const deadline = Date.now() + PATIENCE;
    for (let before = ''; ; ) {
      const tabs = this.#tabs.filter((tab) => !tab.away);
      const round = ++this.#round;
      const states = await Promise.all(tabs.map((tab) => tab.settle(round, tabs.length - 1)));
      const awaited = states.flatMap(({ underWay }) => underWay).filter((name) => !this.server.held.has(name));
      const now = JSON.stringify(states.map(({ activity, underWay }) => [activity, underWay]));
      // Messages between tabs come in any order: all is done when nothing has happened in any tab for a whole round.
      if (awaited.length === 0 && (tabs.length === 1 || now === before)) return states;
      if (Date.now() > deadline) throw new Error(`Requests are under way for too long: ${awaited.map((name) => this.#urlOf(name)).join(', ')}`);
      before = now;
      if (awaited.length > 0) await Promise.race(tabs.map((tab, index) => tab.change(states[index]!.activity)));
    }
  }

  /**
   * The longest task of the tabs' main threads while `during` runs, in milliseconds of processor time, which does not depend on how
   * busy the machine is. `Tab.longTasks()` costs less.
   */
  async longestTask(during: () => Promise<void>): Promise<number> {
    const tracing = await this.context.browser()!.newBrowserCDPSession();
    const events: TraceEvent[] = [];
    tracing.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
    const traceConfig = { includedCategories: ['disabled-by-default-devtools.timeline'], excludedCategories: ['*'] };
    await tracing.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
    await during();
    const complete = new Promise((resolve) => tracing.once('Tracing.tracingComplete', resolve));
    await tracing.send('Tracing.end');
    await complete;
    await tracing.detach();
    const named = (what: string, name: string) => events.filter((event) => event.name === what && event.args.name === name);
    // The browser draws parts of itself by pages, in processes that have another name.
    const processes = new Set(named('process_name', 'Renderer').map(({ pid }) => pid));
    const threads = new Set(named('thread_name', 'CrRendererMain').map(({ tid }) => tid));
    const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && processes.has(pid) && threads.has(tid));
    if (tasks.length === 0) throw new Error('The browser told of no task.');
    return Math.max(...tasks.map(({ dur = 0, tdur = 0 }) => Math.min(dur, tdur))) / 1000;
  }

  /** Waits in real time for a condition of the server, such as the end of a connection. */
  async until(condition: () => boolean, what: string): Promise<void> {
    for (const deadline = Date.now() + PATIENCE; !condition(); await wait(2)) {
      if (Date.now() > deadline) throw new Error(`It did not come to be that ${what}.`);
    }
  }

  #urlOf(name: string): string {
    return this.server.log.find((entry) => entry.name === name)?.url ?? 'one that did not arrive';
  }

  async #moveTo(elapsed: number): Promise<void> {
    this.server.elapsed = elapsed;
    for (const tab of this.#tabs) if (!tab.away) await tab.moveTo(elapsed);
    // Last, because an answer in a tab whose clock is behind would seem to come from the future.
    this.server.keepAppointments();
  }
}

/** Times are in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  readonly dur?: number;
  /** Processor time. Its clock is coarse, so it may exceed `dur`. */
  readonly tdur?: number;
}

export class Tab {
  readonly lab: Lab;
  readonly page: Page;
  /** The DevTools protocol of the page. */
  readonly cdp: CDPSession;
  /** True while the page does not run (frozen, or in the back-forward cache): the lab does not wait for it. */
  away = false;
  /** Samples of the processor time of the page's main thread, in milliseconds. */
  #work: { readonly at: number; readonly done: number }[] = [];

  constructor(lab: Lab, page: Page, cdp: CDPSession) {
    this.lab = lab;
    this.page = page;
    this.cdp = cdp;
  }

  /** @internal */
  moveTo(elapsed: number): Promise<PageState> {
    return this.page.evaluate((elapsed) => window.lab.moveTo(elapsed), elapsed);
  }

  /** @internal */
  async settle(round: number, others: number): Promise<PageState> {
    const state = await this.page.evaluate(([round, others]) => window.lab.settle(round!, others!), [round, others]);
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    this.#work.push({ at: state.real, done: 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value });
    return state;
  }

  /** @internal */
  change(activity: number): Promise<void> {
    return this.page.evaluate((activity) => window.lab.change(activity), activity);
  }

  /** Runs `change` in the page, and waits until its effects are done. */
  async do<Argument>(change: (argument: Argument) => unknown, argument: Argument): Promise<void>;
  async do(change: () => unknown): Promise<void>;
  async do(change: (argument?: unknown) => unknown, argument?: unknown): Promise<void> {
    await this.page.evaluate(change, argument);
    await this.lab.settle();
  }

  /** Changes how the page's time behaves. */
  set(knobs: Partial<Pick<PageLab, 'wallShift' | 'random' | 'throttle' | 'frozen'>>): Promise<void> {
    return this.do((knobs) => Object.assign(window.lab, knobs), knobs);
  }

  /** Calls `refresh()` on the elements, and waits for answers that are not held back. */
  refresh(selector: string): Promise<void> {
    return this.do((selector) => {
      for (const element of document.querySelectorAll(selector)) void (element as Element & { refresh(): Promise<void> }).refresh();
    }, selector);
  }

  hide(): Promise<void> {
    return this.do(() => window.lab.setHidden(true));
  }

  show(): Promise<void> {
    return this.do(() => window.lab.setHidden(false));
  }

  /** The visible text of the elements, inside shadow roots: one text per element, in the order of the page. */
  texts(selector = KIT): Promise<string[]> {
    return this.page.evaluate((selector) => {
      const read = (node: Node): string => {
        if (node instanceof Text) return node.data;
        if (node instanceof HTMLSlotElement) return node.assignedNodes({ flatten: true }).map(read).join('');
        if (!(node instanceof Element) || ['style', 'script', 'template'].includes(node.localName) || !node.checkVisibility({ visibilityProperty: true })) return '';
        const inside = [...(node.shadowRoot ?? node).childNodes].map(read).join('');
        const label = node.shadowRoot ? null : node.getAttribute('aria-label');
        const block = !getComputedStyle(node).display.startsWith('inline');
        return `${block ? '\n' : ' '}${label === null ? '' : `[${label}] `}${inside}${block ? '\n' : ' '}`;
      };
      const tidy = (text: string): string =>
        text
          .split('\n')
          .map((line) => line.replace(/\s+/g, ' ').trim())
          .filter(Boolean)
          .join('\n');
      return [...document.querySelectorAll(selector)].map((element) => tidy(read(element)));
    }, selector);
  }

  /** The visible text of the elements as one string. */
  async text(selector?: string): Promise<string> {
    return (await this.texts(selector)).join('\n');
  }

  /** The texts of the visible parts of that name in the elements. */
  parts(part: string, selector = '*'): Promise<string[]> {
    return this.page.evaluate(
      ([part, selector]) => {
        const roots = (within: ParentNode): ShadowRoot[] => [...within.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot, ...roots(shadowRoot)] : []));
        const hosts = [...document.querySelectorAll(selector!)].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot, ...roots(shadowRoot)] : []));
        const found = [...new Set(hosts)].flatMap((root) => [...root.querySelectorAll<HTMLElement>(`[part~="${part}"]`)]);
        return found.filter((element) => element.checkVisibility()).map((element) => (element.innerText || element.textContent).replace(/\s+/g, ' ').trim());
      },
      [part, selector],
    );
  }

  /** What was announced since the last `forget()`. */
  heard(): Promise<string[]> {
    return this.page.evaluate(() => window.lab.heard);
  }

  /** The mutations in shadow roots since the last `forget()`. */
  async mutations(): Promise<{ readonly notice: Mutation[]; readonly beyond: Mutation[] }> {
    const all = await this.page.evaluate(() => window.lab.mutations);
    return { notice: all.filter(({ notice }) => notice), beyond: all.filter(({ notice }) => !notice) };
  }

  /** The texts that were parsed as JSON since the last `forget()`. */
  parsed(): Promise<string[]> {
    return this.page.evaluate(() => window.lab.parsed);
  }

  /** Bytes of bodies that the page has read since the last `forget()`, unpacked. */
  bytesRead(): Promise<number> {
    return this.page.evaluate(() => window.lab.bytesRead);
  }

  /**
   * Milliseconds that each task over 50 ms took since the last `forget()`, in real time. On a machine that is busy with something
   * else any task is long: one is told if the main thread did work for that long.
   */
  async longTasks(): Promise<number[]> {
    // The browser reports a long task after the next frame.
    const tasks = await this.page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      return window.lab.longTasks;
    });
    await this.lab.settle();
    const worked = ({ start, duration }: (typeof tasks)[number]): number => {
      const before = this.#work.findLast(({ at }) => at <= start)?.done ?? 0;
      return this.#work.find(({ at }) => at >= start + duration)!.done - before;
    };
    return tasks.filter((task) => worked(task) > 50).map(({ duration }) => duration);
  }

  /** The kit's events since the last `forget()`. */
  events(type?: string): Promise<PageLab['events'][number][]> {
    return this.page.evaluate((type) => window.lab.events.filter((event) => type === undefined || event.type === type), type);
  }

  /** Clears the records of the page. */
  async forget(): Promise<void> {
    this.#work = this.#work.slice(-1);
    await this.page.evaluate(() => {
      const { lab } = window;
      lab.bytesRead = lab.heard.length = lab.mutations.length = lab.parsed.length = lab.longTasks.length = lab.events.length = 0;
    });
  }

  /** Bytes on the page's heap: objects, and buffers outside of it. */
  async liveBytes(): Promise<number> {
    const { usedSize, backingStorageSize = 0 } = (await this.cdp.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
    return usedSize + backingStorageSize;
  }

  /** Bytes on the page's heap after a garbage collection. */
  async heap(): Promise<number> {
    await this.cdp.send('HeapProfiler.collectGarbage');
    return this.liveBytes();
  }
}
