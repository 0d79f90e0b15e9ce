/** The census detects each kind of leak. Otherwise "nothing is left" would prove nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { census, type Census } from './census.ts';
import { growth, heapOf } from './heap.ts';
import { openQuietLab } from './quiet-lab.ts';

declare global {
  interface Window {
    /** Objects that the test leaks on purpose. */
    keepsake: unknown[];
  }
}

/** Kinds of leaks, each with the counts in which it must show. */
const KEPT: Readonly<Record<string, { readonly keep: () => unknown; readonly shows: readonly (keyof Census)[] }>> = {
  'a listener on the window': { keep: () => window.addEventListener('online', () => {}), shows: ['listeners', 'onPage'] },
  'a listener on the document': { keep: () => document.addEventListener('op-run-enqueued', () => {}), shows: ['listeners', 'onPage'] },
  'a timer': { keep: () => setTimeout(() => {}, 10_000), shows: ['timers'] },
  'a channel': { keep: () => window.keepsake.push(new BroadcastChannel('kept')), shows: ['channels'] },
  'a lock': { keep: () => void navigator.locks.request('kept', () => new Promise(() => {})), shows: ['locks'] },
  'a lock that is waited for': {
    keep: () => {
      for (let time = 0; time < 2; time += 1) void navigator.locks.request('kept', () => new Promise(() => {}));
    },
    shows: ['locks'],
  },
  'a mutation observer': { keep: () => window.keepsake.push(new MutationObserver(() => {})), shows: ['observers'] },
  'an abort controller': { keep: () => window.keepsake.push(new AbortController()), shows: ['aborts'] },
  'a detached node': { keep: () => window.keepsake.push(document.createElement('p')), shows: ['nodes'] },
  'an element of the kit': { keep: () => window.keepsake.push(document.createElement('op-run-row')), shows: ['elements', 'nodes'] },
  'a document': { keep: () => window.keepsake.push(document.implementation.createHTMLDocument()), shows: ['documents', 'nodes'] },
  'a live region': { keep: () => document.body.appendChild(document.createElement('p')).setAttribute('aria-live', 'polite'), shows: ['liveRegions', 'nodes'] },
};

describe('what is kept', () => {
  it('shows in the census, and in the right place', async () => {
    await using lab = await openQuietLab();
    const tab = await lab.open('');
    await tab.page.evaluate(() => void (window.keepsake = []));
    let before = await census(tab);
    assert.deepEqual(await census(tab), before, 'taking it keeps nothing');
    for (const [what, { keep, shows }] of Object.entries(KEPT)) {
      await tab.page.evaluate(`(${keep.toString()})(), null`);
      const after = await census(tab);
      const differ = (Object.keys(before) as (keyof Census)[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
      assert.deepEqual(new Set(differ), new Set(shows), what);
      before = after;
    }
  });

  it('shows in the heap to the byte', async () => {
    await using lab = await openQuietLab();
    const tab = await lab.open('');
    await tab.page.evaluate(() => void (window.keepsake = Array.from({ length: 1_000 }, () => null)));
    const before = await heapOf(tab);
    await tab.page.evaluate(() => {
      for (const index of window.keepsake.keys()) window.keepsake[index] = { index };
    });
    const { bytes, of } = growth(before, await heapOf(tab));
    assert.match(of, /object Object: 16000/);
    assert(Math.abs(bytes - 16_000) < 500, `${bytes} bytes for 1,000 objects of 16: ${of}`);
  });
});
