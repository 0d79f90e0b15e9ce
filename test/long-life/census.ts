/** What lives in a tab, counted by the browser itself after a collection: whatever of it stays behind is a leak. */
import type { Tab } from '../faults/lab.ts';
import { collect } from './heap.ts';

export interface Census {
  /** DOM nodes and documents, attached or not. */
  readonly nodes: number;
  readonly documents: number;
  /** Event listeners of scripts, wherever they are. */
  readonly listeners: number;
  /** The types of those on the window and on the document. */
  readonly onPage: readonly string[];
  /** Objects that something holds: elements of the kit, channels, abort controllers, mutation observers. */
  readonly elements: number;
  readonly channels: number;
  readonly aborts: number;
  readonly observers: number;
  /** Locks of the origin, those that are waited for as well. */
  readonly locks: readonly string[];
  readonly liveRegions: number;
  /** The lab's virtual time knows whether a timer is set; the browser has no counter for them. */
  readonly timers: 'none' | 'some';
}

/** The prototypes whose objects are counted, as expressions. All elements of the kit are descendants of Lit's first class. */
const COUNTED = {
  elements: '(function top(one) { const above = Object.getPrototypeOf(one); return above === HTMLElement.prototype ? one : top(above); })(customElements.get("op-run-row").prototype)',
  channels: 'BroadcastChannel.prototype',
  aborts: 'AbortController.prototype',
  observers: 'MutationObserver.prototype',
} as const;

const GROUP = 'census';

export async function census({ page, cdp }: Tab): Promise<Census> {
  const [locks, liveRegions, next] = await page.evaluate(async () => {
    const { next } = await window.lab.settle(0, 0);
    const { held = [], pending = [] } = await navigator.locks.query();
    return [[...held, ...pending].map(({ name, mode }) => `${mode} ${name}`), document.querySelectorAll('[aria-live]').length, next] as const;
  });
  await collect(cdp);
  const objects: Record<string, number> = {};
  for (const [name, prototype] of Object.entries(COUNTED)) objects[name] = await count(cdp, prototype);
  const onPage = await evaluate<string[]>(cdp, '[window, document].flatMap((target) => Object.entries(getEventListeners(target)).map(([type, listeners]) => `${type}: ${listeners.length}`))');
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: GROUP });
  const { nodes, documents, jsEventListeners: listeners } = await cdp.send('Memory.getDOMCounters');
  return {
    nodes,
    documents,
    listeners,
    onPage,
    ...(objects as Record<keyof typeof COUNTED, number>),
    locks,
    liveRegions,
    timers: next === null ? 'none' : 'some',
  };
}

/** The objects that descend from a prototype, and that survive a collection. */
async function count(cdp: Tab['cdp'], prototype: string): Promise<number> {
  const { result } = await cdp.send('Runtime.evaluate', { expression: prototype, objectGroup: GROUP });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId!, objectGroup: GROUP });
  const { result: length } = await cdp.send('Runtime.callFunctionOn', { objectId: objects.objectId!, functionDeclaration: 'function () { return this.length; }', returnByValue: true });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: GROUP });
  return length.value;
}

/** With the functions of the browser's console. */
async function evaluate<Result>(cdp: Tab['cdp'], expression: string): Promise<Result> {
  const { result } = await cdp.send('Runtime.evaluate', { expression, includeCommandLineAPI: true, returnByValue: true, objectGroup: GROUP });
  return result.value as Result;
}
