/** A page that is open for a week: the memory of its scripts does not grow with the number of answers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BusyTenant, openTwoTabs, SURFACES } from './busy-tenant.ts';
import { census, type Census } from './census.ts';
import { growth, heapOf, type Heap } from './heap.ts';
import type { Tab } from '../faults/lab.ts';
import { refreshes } from './pace.ts';
import { openQuietLab } from './quiet-lab.ts';

const WARM_UP = 100;
const REFRESHES = 1_000;
/** Bytes that may remain per refresh: fewer than an array entry takes. */
const BYTES = 5;

const measured = async (tab: Tab): Promise<{ readonly heap: Heap; readonly census: Census }> => ({ census: await census(tab), heap: await heapOf(tab) });

describe('1,000 refreshes of 100 runs on three surfaces leave less than 5 bytes each', () => {
  for (const answers of ['changed', 'unchanged'] as const) {
    it(`when every answer is ${answers}, in the tab that polls and in the one that follows`, async () => {
      await using lab = await openQuietLab();
      const tenant = new BusyTenant(lab);
      const tabs = await openTwoTabs(lab);
      tenant.changes = answers === 'changed';
      await refreshes(lab, tabs, WARM_UP);
      const before = [await measured(tabs[0]), await measured(tabs[1])] as const;

      const asked = lab.server.asked().length;
      await refreshes(lab, tabs, REFRESHES);
      assert.equal(lab.server.asked().length - asked, Object.keys(SURFACES).length * REFRESHES, 'one tab asks for both');
      for (const [index, who] of ['polls', 'follows'].entries()) {
        const after = await measured(tabs[index]!);
        const { bytes, of } = growth(before[index]!.heap, after.heap);
        assert(bytes <= BYTES * REFRESHES, `${bytes} bytes more in the tab that ${who}: ${of}`);
        assert.deepEqual(after.census, before[index]!.census, `in the tab that ${who}`);
      }
      assert.deepEqual(lab.uncaught, []);
    });
  }
});
