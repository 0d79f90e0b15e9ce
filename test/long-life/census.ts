/** Counts the objects of a tab after a garbage collection, by the browser's own means. An object that stays behind is a leak. */
import type { Tab } from '../faults/lab.ts';
import { collect } from './heap.ts';

export interface Census {
  /** DOM nodes and documents, attached or not. */
  readonly nodes: number;
  readonly documents: number;
  /** All event listeners of scripts. */
  readonly listeners: number;
  /** The types of the listeners on the window and the document. */
  readonly onPage: readonly string[];
  /** Reachable objects: elements of the kit, channels, abort controllers, mutation observers. */
  readonly elements: number;
  readonly channels: number;
  readonly aborts: number;
  readonly observers: number;
  /** The locks of the origin, held and requested. */
  readonly locks: readonly string[];
  readonly liveRegions: number;
  /** Whether a timer is set, by the lab's virtual time: the browser does not count timers. */
  readonly timers: 'none' | 'some';
}

/** The prototypes whose objects are counted, as expressions. Elements of the kit are counted by Lit's base class. */
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

/** How many objects with that prototype survive a garbage collection. */
async function count(cdp: Tab['cdp'], prototype: string): Promise<number> {
  const { result } = await cdp.send('Runtime.evaluate', { expression: prototype, objectGroup: GROUP });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId!, objectGroup: GROUP });
  const { result: length } = await cdp.send('Runtime.callFunctionOn', { objectId: objects.objectId!, functionDeclaration: 'function () { return this.length; }', returnByValue: true });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: GROUP });
  return length.value;
}

/** Evaluates an expression that may use the functions of the DevTools console. */
async function evaluate<Result>(cdp: Tab['cdp'], expression: string): Promise<Result> {
  const { result } = await cdp.send('Runtime.evaluate', { expression, includeCommandLineAPI: true, returnByValue: true, objectGroup: GROUP });
  return result.value as Result;
}
