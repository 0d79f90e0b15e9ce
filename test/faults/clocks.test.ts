/** Clocks that jump, late or missing timers, a sleeping machine, hidden pages: one request catches up, and no shown time is absurd (P5). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRACT, never, status, type ChaosServer } from './chaos-server.ts';
import { openLab } from './lab.ts';
import { ALL, URLS } from './surfaces.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function assertAsked(server: ChaosServer, seconds: readonly number[]): void {
  for (const url of URLS) assert.deepEqual(server.times(url), seconds, url);
}

/** The seconds from `from` to `to`, ten apart, both included. */
const every10 = (from: number, to: number): number[] => Array.from({ length: (to - from) / 10 + 1 }, (_, index) => from + 10 * index);

describe('a wall clock that jumps', () => {
  for (const [what, shift] of [['a day ahead', DAY], ['a day back', -DAY], ['an hour ahead', HOUR], ['an hour back', -HOUR], ['to 1970', -57 * 365 * DAY]] as const) {
    it(`${what} moves no request: not one more, not one less`, async () => {
      await using lab = await openLab();
      const tab = await lab.open(ALL);
      const before = await tab.texts();
      await lab.advance(5_000);
      await tab.forget();
      await tab.set({ wallShift: shift });
      await lab.advance(4_999);
      assertAsked(lab.server, [0]);
      await lab.advance(1);
      assertAsked(lab.server, [0, 10]);
      await lab.advance(600_000);
      assertAsked(lab.server, every10(0, 610));
      assert.deepEqual([(await tab.texts()).slice(0, 5), await tab.heard(), await tab.parts('notice')], [before.slice(0, 5), [], []]);
    });

    it(`${what} during a failure neither brings the next attempt forward nor puts it off`, async () => {
      await using lab = await openLab();
      const tab = await lab.open(ALL);
      lab.server.script(CONTRACT, status(500));
      await lab.advance(30_000);
      await tab.set({ wallShift: shift });
      await lab.advance(290_000);
      assertAsked(lab.server, [0, 10, 20, 40, 80, 160, 320]);
      lab.server.heal();
      await lab.advance(300_000);
      assertAsked(lab.server, [0, 10, 20, 40, 80, 160, 320, 620]);
      assert.deepEqual(await tab.parts('notice'), []);
    });
  }

  it('there and back between two requests leaves no trace', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    for (const wallShift of [DAY, -DAY, 0]) {
      await tab.set({ wallShift });
      await lab.advance(2_000);
    }
    lab.server.script(CONTRACT, status(500));
    await lab.advance(4_000);
    assertAsked(lab.server, [0, 10]);
    for (const notice of await tab.parts('notice')) assert.equal(notice, 'Not updating - as of 14:02:10');
  });

  it('back by an hour is followed by what is told: no surface names a time that is still to come', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    await lab.advance(30_000);
    await tab.set({ wallShift: -HOUR });
    lab.server.script(CONTRACT, status(500));
    await lab.advance(11_000);
    // It is 13:02:51 now; the last good answer came 11 seconds ago.
    for (const notice of await tab.parts('notice')) assert.equal(notice, 'Not updating - as of 13:02:40');
  });
});

describe('a machine that sleeps', () => {
  for (const [what, asleep] of [['a minute', 60_000], ['a night', 10 * HOUR], ['a week', 7 * DAY]] as const) {
    it(`for ${what} catches up with one request per URL, as soon as it wakes`, async () => {
      await using lab = await openLab();
      const tab = await lab.open(ALL);
      await lab.advance(3_000);
      await tab.forget();
      await lab.sleep(asleep);
      const woken = 3 + asleep / 1000;
      assertAsked(lab.server, [0, woken]);
      await lab.advance(9_999);
      assertAsked(lab.server, [0, woken]);
      await lab.advance(1);
      assertAsked(lab.server, [0, woken, woken + 10]);
      assert.deepEqual([await tab.heard(), await tab.parts('notice')], [[], []]);
    });
  }

  it('in the middle of a request gives that one up, and catches up with one', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    lab.server.script(CONTRACT, never);
    await lab.advance(12_000);
    lab.server.heal();
    await lab.sleep(8 * HOUR);
    await lab.advance(14_000);
    const woken = 12 + (8 * HOUR) / 1000;
    assertAsked(lab.server, [0, 10, woken + 10]);
    assert.deepEqual(await tab.parts('notice'), []);
  });

  it('during a failure tries once when it wakes, not once for each attempt that it slept through', async () => {
    await using lab = await openLab();
    await lab.open(ALL);
    lab.server.script(CONTRACT, status(503));
    await lab.advance(50_000);
    await lab.sleep(8 * HOUR);
    assertAsked(lab.server, [0, 10, 20, 40, 28_850]);
    await lab.advance(79_999);
    assertAsked(lab.server, [0, 10, 20, 40, 28_850]);
  });

  it('overnight, and wakes without a server, names the day beside the time: 14:02:10 is still to come today', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    lab.server.script(CONTRACT, status(503));
    await lab.sleep(18 * HOUR);
    for (const notice of await tab.parts('notice')) assert.match(notice, /as of .*(21|yesterday).*14:02:10/i);
  });
});

describe('timers', () => {
  it('that are throttled to one a minute make one request a minute, and no burst', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    await tab.set({ throttle: 60_000 });
    await lab.advance(600_000);
    assertAsked(lab.server, Array.from({ length: 11 }, (_, index) => 60 * index));
    await tab.set({ throttle: 0 });
    await lab.advance(30_000);
    assertAsked(lab.server, [...Array.from({ length: 11 }, (_, index) => 60 * index), 610, 620, 630]);
  });

  it('that are throttled during a failure keep the backoff', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    lab.server.script(CONTRACT, status(500));
    await tab.set({ throttle: 60_000 });
    await lab.advance(600_000);
    assertAsked(lab.server, [0, 60, 120, 180, 240, 360, 540]);
  });

  it('that are frozen for ten minutes and then fire all at once make one request', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    await tab.set({ frozen: true });
    await lab.advance(600_000);
    assertAsked(lab.server, [0]);
    await tab.forget();
    await tab.set({ frozen: false });
    await lab.advance(0);
    assertAsked(lab.server, [0, 600]);
    await lab.advance(30_000);
    assertAsked(lab.server, [0, 600, 610, 620, 630]);
    assert.deepEqual([await tab.heard(), await tab.parts('notice')], [[], []]);
  });

  it('that are frozen in the middle of a request take its answer when it comes', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    const gate = lab.server.hold(CONTRACT);
    await lab.advance(10_000);
    await tab.set({ frozen: true });
    await lab.advance(600_000);
    lab.server.heal();
    while (gate.waiting.length > 0) gate.release(0);
    await lab.settle();
    await tab.set({ frozen: false });
    await lab.advance(9_999);
    assertAsked(lab.server, [0, 10]);
    assert.deepEqual(await tab.parts('notice'), []);
    await lab.advance(1);
    assertAsked(lab.server, [0, 10, 620]);
  });
});

describe('a page that hides', () => {
  it('for ten minutes asks for nothing, and catches up with one request', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    await lab.advance(3_000);
    await tab.forget();
    await tab.hide();
    await lab.advance(600_000);
    assertAsked(lab.server, [0]);
    await tab.show();
    assertAsked(lab.server, [0, 603]);
    await lab.advance(10_000);
    assertAsked(lab.server, [0, 603, 613]);
    assert.deepEqual([await tab.heard(), await tab.parts('notice')], [[], []]);
  });

  it('for a moment asks for nothing that is not due, however often', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    await lab.advance(3_000);
    for (let time = 0; time < 20; time += 1) {
      await tab.hide();
      await tab.show();
    }
    assertAsked(lab.server, [0]);
    await lab.advance(7_000);
    assertAsked(lab.server, [0, 10]);
  });

  it('during a failure does not forget the backoff', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    lab.server.script(CONTRACT, status(500));
    await lab.advance(90_000);
    for (let time = 0; time < 20; time += 1) {
      await tab.hide();
      await tab.show();
    }
    assertAsked(lab.server, [0, 10, 20, 40, 80]);
    await tab.hide();
    await lab.advance(HOUR);
    assertAsked(lab.server, [0, 10, 20, 40, 80]);
    await tab.show();
    assertAsked(lab.server, [0, 10, 20, 40, 80, 3_690]);
    await lab.advance(100_000);
    assertAsked(lab.server, [0, 10, 20, 40, 80, 3_690]);
  });

  it('while a request is under way takes its answer, and asks for no other', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    const gate = lab.server.hold(CONTRACT);
    await lab.advance(10_000);
    await tab.hide();
    lab.server.heal();
    while (gate.waiting.length > 0) gate.release(0);
    await lab.settle();
    await tab.show();
    await lab.advance(9_999);
    assertAsked(lab.server, [0, 10]);
    await lab.advance(1);
    assertAsked(lab.server, [0, 10, 20]);
  });

  it('and freezes, sleeps for a night with a clock that is set back, loses its connection and gets everything back at once, catches up with one request', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    await lab.advance(3_000);
    await tab.hide();
    await tab.set({ frozen: true });
    await lab.context.setOffline(true);
    await lab.advance(60_000);
    await lab.sleep(10 * HOUR);
    await tab.set({ wallShift: -HOUR });
    await tab.forget();
    await lab.context.setOffline(false);
    await tab.show();
    await tab.set({ frozen: false });
    await lab.advance(0);
    const back = 63 + (10 * HOUR) / 1000;
    assertAsked(lab.server, [0, back]);
    await lab.advance(9_999);
    assertAsked(lab.server, [0, back]);
    assert.deepEqual([await tab.heard(), await tab.parts('notice')], [[], []]);
  });
});
