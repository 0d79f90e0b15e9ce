/** Runs in a page of the lab before its scripts: virtual time, and records of what the page does. It is sent as text, so it must be self-contained. */

/** A mutation in a shadow root. */
export interface Mutation {
  /** Whether it only changed a notice, such as "Not updating". */
  readonly notice: boolean;
  readonly what: string;
}

/** The state of a page, for its lab. */
export interface PageState {
  /** When the next timer fires, in milliseconds of virtual time; null when none will. */
  readonly next: number | null;
  /** The names of the requests whose body has not arrived completely. */
  readonly underWay: readonly string[];
  /** Counts everything that happens in the page: timers, requests, messages, mutations. */
  readonly activity: number;
  /** Milliseconds of real time since the page was opened. */
  readonly real: number;
}

export interface PageLab {
  /** Starts the page's time. Called when the page loads. */
  begin(elapsed: number): void;
  /** Moves time to `elapsed` and fires due timers, each in its own task. */
  moveTo(elapsed: number): Promise<PageState>;
  /** Waits until everything has run that needs no time, messages of the `others` other tabs included. */
  settle(round: number, others: number): Promise<PageState>;
  /** Resolves when anything has happened since the count `activity`, or after a moment of real time. */
  change(activity: number): Promise<void>;
  setHidden(hidden: boolean): void;
  /** Milliseconds by which the page's wall clock is wrong. */
  wallShift: number;
  /** The value of `Math.random`; null: real random numbers. */
  random: number | null;
  /** Timers fire only at multiples of this many milliseconds, as in a background tab. */
  throttle: number;
  /** True: no timer fires. */
  frozen: boolean;
  readonly heard: string[];
  readonly mutations: Mutation[];
  /** Texts that `JSON.parse` was given. */
  readonly parsed: string[];
  /** When each task over 50 ms began, and how long it took, in milliseconds of real time. */
  readonly longTasks: { readonly start: number; readonly duration: number }[];
  /** Uncompressed bytes of bodies that were read. */
  bytesRead: number;
  /** Events of the kit, as `type` and `detail`. */
  readonly events: { readonly type: string; readonly detail: unknown; readonly from: string }[];
}

declare global {
  interface Window {
    lab: PageLab;
  }
}

export function instrument({ epoch, requestName, random }: { epoch: number; requestName: string; random: number | null }): void {
  const realRandom = Math.random.bind(Math);
  const realNow = performance.now.bind(performance);
  const realTimeout = window.setTimeout.bind(window);
  let elapsed = 0;
  let opened = 0;
  let activity = 0;

  // Timers.
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>();
  let lastTimer = 0;
  const set = (run: () => void, milliseconds: number): number => {
    // A browser fires a timer of more than 2^31 - 1 ms at once.
    const wait = milliseconds > 2 ** 31 - 1 || !(milliseconds > 0) ? 0 : milliseconds;
    activity += 1;
    timers.set(++lastTimer, { at: elapsed + wait, run });
    return lastTimer;
  };
  const clear = (timer?: unknown): void => {
    if (timers.delete(Number(timer))) activity += 1;
  };
  type Timer = (callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]) => number;
  const setTimeout: Timer = (callback, milliseconds = 0, ...args) => set(() => callback(...args), milliseconds);
  const setInterval: Timer = (callback, milliseconds = 0, ...args) => {
    const timer = set(again, milliseconds);
    function again(): void {
      timers.set(timer, { at: elapsed + Math.max(1, milliseconds), run: again });
      callback(...args);
    }
    return timer;
  };
  Object.assign(window, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear });
  performance.now = () => elapsed - opened;
  Date.now = () => epoch + elapsed + lab.wallShift;
  Math.random = () => lab.random ?? realRandom();

  /** The next timer, with the time at which it fires: with `throttle`, a multiple of that. */
  const soonest = (among: (timer: number) => boolean = () => true): { id: number; fires: number; run: () => void } | undefined => {
    if (lab.frozen) return undefined;
    const [first] = [...timers].filter(([id]) => among(id)).sort(([, one], [, other]) => one.at - other.at);
    if (!first) return undefined;
    const [id, { at, run }] = first;
    return { id, fires: lab.throttle > 0 ? Math.ceil(at / lab.throttle) * lab.throttle : at, run };
  };

  /** A message channel starts a task without a timer. */
  const { port1, port2 } = new MessageChannel();
  const turns: (() => void)[] = [];
  port1.onmessage = () => turns.shift()?.();
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      turns.push(resolve);
      port2.postMessage(null);
    });
  const settled = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1) await turn();
  };

  // Requests: under way until their body is read or cancelled.
  const underWay = new Set<string>();
  const page = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  let lastRequest = 0;
  const realFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const name = `${page}-${++lastRequest}`;
    if (new URL(request.url).origin === location.origin) request.headers.set(requestName, name);
    underWay.add(name);
    activity += 1;
    const over = (): void => {
      if (underWay.delete(name)) activity += 1;
    };
    try {
      const response = await realFetch(request);
      watchBody(response, over);
      return response;
    } catch (error) {
      over();
      throw error;
    }
  };
  const watchBody = (response: Response, over: () => void): void => {
    const { body } = response;
    if (!body) return over();
    const endsWith = <Result, Args extends unknown[]>(what: (...args: Args) => Promise<Result>) => (...args: Args): Promise<Result> => {
      const result = what(...args);
      void result.then(over, over);
      return result;
    };
    body.cancel = endsWith(body.cancel.bind(body));
    response.text = endsWith(response.text.bind(response));
    response.json = endsWith(response.json.bind(response));
    response.arrayBuffer = endsWith(response.arrayBuffer.bind(response));
    const getReader = body.getReader.bind(body) as () => ReadableStreamDefaultReader<Uint8Array>;
    body.getReader = (() => {
      const reader = getReader();
      const read = reader.read.bind(reader);
      reader.cancel = endsWith(reader.cancel.bind(reader));
      reader.read = async () => {
        const chunk = await read().catch((error: unknown) => {
          over();
          throw error;
        });
        lab.bytesRead += chunk.value?.byteLength ?? 0;
        if (chunk.done) over();
        return chunk;
      };
      return reader;
    }) as typeof body.getReader;
  };

  // What the page does.
  const observeRoot = new MutationObserver((records) => {
    activity += 1;
    for (const { type, target, addedNodes, removedNodes, attributeName } of records) {
      const touched = type === 'childList' ? [...addedNodes, ...removedNodes] : [target];
      const named = (node: Node): string => (node instanceof Element ? `<${node.localName} ${node.getAttribute('part') ?? ''}>` : `"${(node.textContent ?? '').trim()}"`);
      const host = (target.getRootNode() as ShadowRoot).host;
      lab.mutations.push({
        notice: inNotice(target) || (type === 'childList' && touched.every((node) => isBlank(node) || inNotice(node))),
        what: `${host?.localName ?? 'detached'}: ${type} ${attributeName ?? ''} ${touched.map(named).join(' ')} in ${named(target)}`,
      });
    }
  });
  const inNotice = (node: Node): boolean => Boolean((node instanceof Element ? node : node.parentElement)?.closest('[part~="notice"]'));
  const isBlank = (node: Node): boolean => node instanceof Comment || (node instanceof Text && node.data.trim() === '');
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observeRoot.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    return root;
  };

  new MutationObserver((records) => {
    activity += 1;
    const region = records.map(({ target }) => target).find((target): target is Element => target instanceof Element && target.matches('[aria-live]'));
    const text = region?.textContent?.trim();
    if (text) lab.heard.push(text);
  }).observe(document, { subtree: true, childList: true, characterData: true });

  new PerformanceObserver((list) => {
    for (const { startTime: start, duration } of list.getEntries()) lab.longTasks.push({ start, duration });
  }).observe({ type: 'longtask', buffered: true });

  const parse = JSON.parse.bind(JSON);
  JSON.parse = (text, reviver) => {
    lab.parsed.push(String(text));
    return parse(text, reviver);
  };

  for (const type of ['op-load', 'op-error', 'op-state-change', 'op-contract-violation', 'op-request']) {
    const record = ({ target, detail = null }: CustomEvent): void => void lab.events.push({ type, detail, from: (target as Element).localName });
    document.addEventListener(type, (event) => record(event as CustomEvent), { capture: true });
  }

  // The page's visibility, as scripts see it.
  let hidden = false;
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  Object.defineProperty(document, 'hidden', { get: () => hidden });

  // The other tabs: when one has answered on this channel, its earlier messages have arrived too.
  const barrier = 'BroadcastChannel' in window && location.origin !== 'null' ? new BroadcastChannel('lab') : null;
  const rounds = new Map<number, number>();
  let awaited: (() => void) | null = null;
  barrier?.addEventListener('message', ({ data }: MessageEvent<number>) => {
    rounds.set(data, (rounds.get(data) ?? 0) + 1);
    awaited?.();
  });
  /** Waits until earlier lock requests are decided. An opaque origin has no locks. */
  const locked = async (): Promise<void> => navigator.locks?.request(`lab ${page}`, () => {}).catch(() => {});
  const others = async (round: number, count: number): Promise<void> => {
    if (!barrier) return;
    barrier.postMessage(round);
    await locked();
    // A tab that cannot answer (it is closing, or has no channels) is waited for only two seconds.
    for (const end = realNow() + 2_000; (rounds.get(round) ?? 0) < count && realNow() < end; ) {
      await new Promise<void>((arrived) => {
        awaited = arrived;
        realTimeout(arrived, 100);
      });
    }
    rounds.delete(round);
  };

  const state = (): PageState => ({ next: soonest()?.fires ?? null, underWay: [...underWay], activity, real: realNow() });

  const lab: PageLab = (window.lab = {
    begin(now) {
      elapsed = opened = now;
    },
    async moveTo(now) {
      elapsed = now;
      // Timers that are set meanwhile fire later, as in a browser.
      const last = lastTimer;
      for (let due = soonest(); due && due.fires <= now; due = soonest((id) => id <= last)) {
        timers.delete(due.id);
        activity += 1;
        due.run();
        await turn();
      }
      return state();
    },
    async settle(round, count) {
      await settled();
      await (count > 0 ? others(round, count) : locked());
      await settled();
      return state();
    },
    async change(before) {
      for (const end = realNow() + 50; activity === before && realNow() < end; ) await new Promise((resolve) => realTimeout(resolve, 2));
    },
    setHidden(value) {
      if (hidden === value) return;
      hidden = value;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    },
    wallShift: 0,
    random,
    throttle: 0,
    frozen: false,
    heard: [],
    mutations: [],
    parsed: [],
    longTasks: [],
    bytesRead: 0,
    events: [],
  });
}
