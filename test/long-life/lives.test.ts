/** Elements that are added, removed, moved and changed a thousand times leave nothing behind, whether other elements stay on the page or not (P7). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '../../mocks/index.ts';
import { openLab, type Lab, type Tab } from '../faults/lab.ts';
import { ALL, URLS } from '../faults/surfaces.ts';
import { census } from './census.ts';
import { growth, heapOf } from './heap.ts';
import { openQuietLab } from './quiet-lab.ts';
import { setStage, type Surface } from './stage.ts';

interface Life {
  /** The markup of the elements under test; all seven by default. */
  readonly who?: string;
  /** The markup of elements that stay on the page meanwhile. */
  readonly others?: string;
  readonly times?: number;
  /** Repeats the life `times` times. */
  readonly live: (tab: Tab, times: number) => Promise<void>;
  /** Further assertions. */
  readonly after?: (lab: Lab) => Promise<void>;
}

/** Elements of another tenant and another run. */
const STRANGERS = '<op-progress-overlay tenant-id="8"></op-progress-overlay><op-run-row run-id="4102"></op-run-row>';

const WARM_UP = 50;
/** Bytes that may remain per repetition: fewer than an entry of a set takes. */
const BYTES = 12;

const inPage =
  (live: (times: number) => Promise<void>): Life['live'] =>
  (tab, times) =>
    tab.page.evaluate(live, times);

const LIVES: Readonly<Record<string, Life>> = {
  'connected and disconnected': {
    live: inPage(async (times) => {
      const { box, make, updated, settled } = window.stage;
      const elements = make();
      for (let time = 0; time < times; time += 1) {
        box.append(...elements);
        await updated(elements);
        // Every fourth time only, so that elements also leave before they have their locks.
        if (time % 4 === 0) await settled();
        box.replaceChildren();
        if (time % 3 === 0) await settled();
      }
    }),
  },
  'made, shown and removed, beside others that show the same': {
    others: ALL,
    live: inPage(async (times) => {
      const { box, make, updated, settled } = window.stage;
      for (let time = 0; time < times; time += 1) {
        const elements = make();
        box.append(...elements);
        await updated(elements);
        box.replaceChildren();
        if (time % 10 === 0) await settled();
      }
    }),
  },
  'moved between parents and shadow roots': {
    live: inPage(async (times) => {
      const { box, rooms, make, updated, settled } = window.stage;
      const elements = make();
      const places = [box, ...rooms] as (ParentNode & { moveBefore?: (node: Node, before: Node | null) => void })[];
      box.append(...elements);
      await settled();
      for (let time = 0; time < times; time += 1) {
        // One of the places is a new shadow root.
        const place = places[time % 5] ?? box.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
        for (const element of elements) {
          if (time % 2 === 0 && place.moveBefore) place.moveBefore(element, null);
          else place.append(element);
        }
        await updated(elements);
        for (const left of box.querySelectorAll('div')) if (left.shadowRoot !== place) left.remove();
      }
      for (const element of elements) element.remove();
      box.replaceChildren();
    }),
    after: async ({ server }) => {
      for (const url of URLS) assert.equal(server.asked(url).length, 2, `${url} was asked again after a move`);
    },
  },
  'removed while their requests are under way': {
    times: 200,
    live: async (tab, times) => {
      const { server } = tab.lab;
      const gate = server.hold(/^\/(api\/)?admin\/(t\/7\/|operations\?tenant=7|operations\/4101)/);
      for (let time = 0; time < times; time += 1) {
        await tab.page.evaluate(() => window.stage.box.append(...window.stage.make()));
        await tab.lab.until(() => gate.waiting.length === URLS.length, 'all requests have come');
        await tab.page.evaluate(() => window.stage.box.replaceChildren());
        await tab.lab.until(() => gate.waiting.every(({ open }) => !open), 'all requests were cut');
        gate.waiting.length = server.log.length = 0;
      }
    },
  },
  'adopted by another document and back': {
    live: inPage(async (times) => {
      const { box, make, updated, settled } = window.stage;
      const elements = make();
      const frame = document.body.appendChild(document.createElement('iframe'));
      box.append(...elements);
      await settled();
      for (let time = 0; time < times; time += 1) {
        (time % 2 === 0 ? frame.contentDocument!.body : box).append(...elements);
        await updated(elements);
      }
      for (const element of elements) element.remove();
      await settled();
      frame.remove();
    }),
  },
  'told another tenant and another source': {
    who: '<op-tenant-activity></op-tenant-activity><op-run-row></op-run-row>',
    live: inPage(async (times) => {
      const { box, make, updated, settled } = window.stage;
      const [activity, row] = make() as [Surface, Surface];
      for (let time = 0; time < times; time += 1) {
        activity.setAttribute('tenant-id', String(100 + time));
        row.setAttribute('src', `/admin/operations/4101?${time}`);
        box.append(activity, row);
        await updated([activity, row]);
        // Every fourth time only, so that elements also change before they have their answers.
        if (time % 4 === 0) await settled();
      }
      box.replaceChildren();
    }),
  },
  'told another session': {
    who: '<op-progress-overlay tenant-id="7"></op-progress-overlay>',
    live: inPage(async (times) => {
      const { box, make, updated, settled } = window.stage;
      const elements = make();
      for (let time = 0; time < times; time += 1) {
        elements[0]!.setAttribute('session-key', crypto.randomUUID());
        box.append(...elements);
        await updated(elements);
        if (time % 4 === 0) await settled();
      }
      box.replaceChildren();
    }),
  },
};

describe('elements', () => {
  for (const [what, { who = ALL, others = STRANGERS, times = 1_000, live, after }] of Object.entries(LIVES)) {
    it(`${what} ${times} times leave nothing behind`, async () => {
      await using lab = await openQuietLab();
      lab.server.world = { ...lab.server.world, items: [runs.freshQueued, runs.freshRunning] };
      const tab = await lab.open('');
      await tab.page.evaluate(setStage, who);
      const empty = await census(tab);
      const lives = async (times: number): Promise<void> => {
        await live(tab, times);
        await lab.settle();
      };

      await tab.do((html) => void (document.body.appendChild(document.createElement('aside')).innerHTML = html), others);
      await lives(WARM_UP);
      const before = { census: await census(tab), heap: await heapOf(tab) };
      await lives(times);
      assert.deepEqual(await census(tab), before.census, 'beside others');
      await after?.(lab);
      const { bytes, of } = growth(before.heap, await heapOf(tab));
      assert(bytes <= BYTES * times, `${bytes} bytes are left of ${times} times: ${of}`);

      await tab.do(() => document.querySelector('aside')!.remove());
      // Nodes are left out: Lit keeps each template once.
      const { nodes, ...left } = await census(tab);
      assert.deepEqual({ nodes: empty.nodes, ...left }, empty, `nothing when all have gone, but ${nodes} nodes`);
      assert.deepEqual(lab.uncaught, []);
    });
  }
});

describe('an element that another document adopts', () => {
  it('looks the same there, and after its return', async () => {
    await using lab = await openLab();
    const tab = await lab.open('<iframe></iframe><op-run-row run-id="4101"></op-run-row>');
    const look = (): Promise<string[]> =>
      tab.page.evaluate(() => {
        const row = document.querySelector('op-run-row') ?? document.querySelector('iframe')!.contentDocument!.querySelector('op-run-row')!;
        const { display, borderTopWidth } = getComputedStyle(row.shadowRoot!.querySelector('[part=row]')!);
        return [getComputedStyle(row).display, display, borderTopWidth];
      });
    const before = await look();
    await tab.do(() => document.querySelector('iframe')!.contentDocument!.body.append(document.querySelector('op-run-row')!));
    assert.deepEqual(await look(), before, 'there');
    await tab.do(() => document.body.append(document.querySelector('iframe')!.contentDocument!.querySelector('op-run-row')!));
    assert.deepEqual(await look(), before, 'back');
  });

  it('looks the same where it has been in no other document before', async () => {
    await using lab = await openLab();
    const tab = await lab.open('<iframe></iframe><op-run-row run-id="4101"></op-run-row>');
    const displays = await tab.page.evaluate(() => {
      const made = document.createElement('op-run-row');
      document.querySelector('iframe')!.contentDocument!.body.append(made);
      return [document.querySelector('op-run-row')!, made].map((row) => getComputedStyle(row).display);
    });
    assert.deepEqual(displays, ['block', 'block']);
    assert.deepEqual(lab.uncaught, []);
  });
});
