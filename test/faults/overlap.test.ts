/** Overlapping answers: in whatever order they arrive, every surface shows the answer to the latest request (L3). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { activityOf, becomes, collectionOf, detailOf, overlayOf, runs } from '../../mocks/index.ts';
import { toldState, type ToldState } from '../e2e/told.ts';
import { CONTRACT, json, truth, type Exchange, type Gate } from './chaos-server.ts';
import { openLab, type Lab, type Tab } from './lab.ts';
import { ORDERS } from './permutations.ts';
import { SURFACES } from './surfaces.ts';

const RUN = runs.freshQueued;
const STATES = {
  fresh: becomes(RUN, runs.freshRunning),
  stale: becomes(RUN, runs.staleQueued),
  reconciled: becomes(RUN, runs.reconciledByScheduler),
  ended: becomes(RUN, runs.succeeded),
} satisfies Record<ToldState, typeof RUN | object>;
const NAMES = Object.keys(STATES) as ToldState[];

/** Four surfaces that show the same run from four URLs, with the payload of each. */
const FOUR = {
  'op-progress-overlay': overlayOf,
  'op-tenant-activity': activityOf,
  'op-run-list': collectionOf,
  'op-run-detail-banner': ([item]: (typeof STATES)[ToldState][]) => detailOf(item!),
};
type Four = keyof typeof FOUR;
const ELEMENTS = Object.keys(FOUR) as Four[];

const rotated = <Item>(items: readonly Item[], by: number): Item[] => [...items.slice(by), ...items.slice(0, by)];

/** The state of the run on each surface that shows it, by its words. */
const told = async (tab: Tab): Promise<Partial<Record<Four, ToldState>>> => {
  const texts = await Promise.all(ELEMENTS.map((element) => tab.parts(element === 'op-run-detail-banner' ? 'heading' : 'badge', element)));
  return Object.fromEntries(texts.flatMap(([text], index) => (text === undefined ? [] : [[ELEMENTS[index], toldState(text)]])));
};

/** The states when all agree. The overlay shows active runs only. */
const agreed = (state: ToldState): Partial<Record<Four, ToldState>> =>
  Object.fromEntries(ELEMENTS.filter((element) => element !== 'op-progress-overlay' || state === 'fresh' || state === 'stale').map((element) => [element, state]));

/** The waiting requests in the order in which the page sent them. They arrive on several connections, so in any order. */
const asSent = (gate: Gate): Exchange[] => {
  const number = ({ logged }: Exchange): number => Number(logged.name!.split('-')[1]);
  return [...gate.waiting].sort((one, other) => number(one) - number(other));
};

describe('four surfaces of one run, each with an answer of its own', () => {
  let lab: Lab;
  let tab: Tab;
  before(async () => {
    lab = await openLab();
    tab = await lab.open(ELEMENTS.map((element) => SURFACES[element].html).join(''));
  });
  after(() => lab[Symbol.asyncDispose]());

  for (const order of ORDERS) {
    it(`that come as ${order.map((index) => index + 1).join(', ')}: at each moment all tell the truth of the latest request that was answered`, async () => {
      const { server } = lab;
      for (let turn = 0; turn < 4; turn += 1) {
        server.heal();
        await tab.refresh(ELEMENTS.join());
        assert.deepEqual(await told(tab), agreed('fresh'));

        const gate = server.hold(CONTRACT);
        for (const element of rotated(ELEMENTS, turn)) await tab.refresh(element);
        const requests = asSent(gate);
        assert.deepEqual(requests.map(({ logged }) => logged.url), rotated(ELEMENTS, turn).map((element) => SURFACES[element].url));
        let latest = -1;
        for (const index of order) {
          latest = Math.max(latest, index);
          const element = rotated(ELEMENTS, turn)[index]!;
          requests[index]!.answer(json(FOUR[element]([STATES[rotated(NAMES, 2 * turn)[index]!]] as never)));
          await lab.settle();
          assert.deepEqual(await told(tab), agreed(rotated(NAMES, 2 * turn)[latest]!), `turn ${turn}, after answer ${index + 1}`);
        }
      }
      assert.deepEqual(lab.uncaught, []);
    });
  }
});

describe('one element that asks at four URLs, one after the other', () => {
  let lab: Lab;
  let tab: Tab;
  before(async () => {
    lab = await openLab();
    tab = await lab.open(`<op-run-row src="/admin/operations/${RUN.run_id}"></op-run-row>`);
  });
  after(() => lab[Symbol.asyncDispose]());

  for (const order of ORDERS) {
    it(`and is answered as ${order.map((index) => index + 1).join(', ')}: tells what the last one says, and nothing of the others`, async () => {
      const { server } = lab;
      const gate = server.hold(/^\/admin\/operations\/\d+\?/);
      const answers = NAMES.map((state) => json({ ...detailOf(STATES[state]), operation_label: `Says ${state}` }));
      for (const state of NAMES) {
        const src = `/admin/operations/${RUN.run_id}?${order.join('')}${state}`;
        await tab.do((src) => document.querySelector('op-run-row')!.setAttribute('src', src), src);
      }
      await lab.until(() => gate.waiting.slice(0, 3).every(({ open }) => !open), 'the first three requests are given up');
      const requests = asSent(gate);
      assert.equal(requests.length, 4);
      for (const index of order) {
        requests[index]!.answer(answers[index]!);
        await lab.settle();
        const name = (await tab.parts('operation'))[0];
        assert(name === undefined || name === 'Says ended', `${name} after answer ${index + 1}`);
      }
      assert.deepEqual(await tab.parts('operation'), ['Says ended']);
    });
  }
});

describe('requests to one URL', () => {
  it('are one at a time: who asks meanwhile joins it, and who needs a later answer gets one request more', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(SURFACES['op-progress-overlay'].html + SURFACES['op-progress-overlay'].html);
    const gate = server.hold(CONTRACT);
    for (let count = 0; count < 4; count += 1) await tab.refresh('op-progress-overlay');
    assert.equal(gate.waiting.length, 1);
    for (let count = 0; count < 3; count += 1) await tab.do(() => document.dispatchEvent(new CustomEvent('op-run-enqueued')));
    assert.equal(gate.waiting.length, 1);
    gate.release(0, json(overlayOf([])));
    await lab.settle();
    assert.equal(gate.waiting.length, 1, 'the answer to the first one cannot know of what was enqueued after it');
    gate.release(0, json(overlayOf([STATES.stale])));
    await lab.settle();
    assert.deepEqual(await tab.parts('badge'), ['Likely stale', 'Likely stale']);
    assert.deepEqual([gate.waiting.length, server.asked().length], [0, 3]);
  });

  it('that are given up by a removal and asked anew by a return end with the last answer, in any order', async () => {
    await using lab = await openLab();
    const tab = await lab.open(SURFACES['op-run-row'].html);
    for (const order of ORDERS) {
      const gate = lab.server.hold(CONTRACT);
      await tab.refresh('op-run-row');
      for (let lives = 1; lives < 4; lives += 1) {
        await tab.do(() => {
          window.kept = document.querySelector('op-run-row')!;
          window.kept.remove();
        });
        await tab.do(() => {
          document.body.append(window.kept!);
          void (window.kept as HTMLElement & { refresh(): Promise<void> }).refresh();
        });
      }
      await lab.until(() => gate.waiting.slice(0, 3).every(({ open }) => !open), 'the requests before the last one are given up');
      const requests = asSent(gate);
      for (const index of order) requests[index]!.answer(json(detailOf(STATES[NAMES[index]!])));
      await lab.settle();
      assert.deepEqual(await tab.parts('badge'), ['No longer active'], order.join());
      assert.equal(requests.length, 4);
      lab.server.heal();
      await tab.refresh('op-run-row');
    }
  });

  it('lose to a payload that the host hands over while they are under way', async () => {
    await using lab = await openLab();
    const tab = await lab.open(SURFACES['op-run-row'].html);
    const gate = lab.server.hold(CONTRACT);
    await tab.refresh('op-run-row');
    await tab.do((payload) => Object.assign(document.querySelector('op-run-row')!, { payload }), { ...detailOf(STATES.ended), operation_label: 'Handed over' });
    const handedOver = await tab.text();
    assert.match(handedOver, /Handed over.*\nNo longer active/);
    gate.release(0, truth);
    await lab.settle();
    assert.equal(await tab.text(), handedOver);
  });
});

declare global {
  interface Window {
    /** An element that is off the page. */
    kept?: HTMLElement;
  }
}
