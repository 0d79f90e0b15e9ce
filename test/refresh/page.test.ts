import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ResourceStore, systemClock, systemEnvironment, systemPage, type PageSignal } from '../../src/refresh/index.ts';

/** The browser's globals that the page module uses, with real events. */
const browser = () => ({ document: Object.assign(new EventTarget(), { visibilityState: 'visible' }), window: new EventTarget(), navigator: { onLine: true } });

describe('P5: the browser page', () => {
  const originals = Object.getOwnPropertyDescriptor(globalThis, 'navigator')!;
  let page: ReturnType<typeof browser>;

  beforeEach(() => {
    page = browser();
    for (const [name, value] of Object.entries(page)) Object.defineProperty(globalThis, name, { value, configurable: true });
  });

  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'document');
    Reflect.deleteProperty(globalThis, 'window');
    Object.defineProperty(globalThis, 'navigator', originals);
  });

  test('P5 is active while visible and online', () => {
    assert.equal(systemPage.active, true);
    page.document.visibilityState = 'hidden';
    assert.equal(systemPage.active, false);
    page.document.visibilityState = 'visible';
    page.navigator.onLine = false;
    assert.equal(systemPage.active, false);
  });

  test('P5 P8 tells of every way a page goes and comes, and of new work', () => {
    const signals: PageSignal[] = [];
    const leave = systemPage.subscribe((signal) => signals.push(signal));
    const everything = () => {
      page.document.dispatchEvent(new Event('visibilitychange'));
      page.window.dispatchEvent(new Event('online'));
      page.window.dispatchEvent(new Event('offline'));
      page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
      page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
      page.document.dispatchEvent(new CustomEvent('op-run-enqueued'));
      page.document.dispatchEvent(new Event('op-run-enqueued'));
      page.document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 7 } }));
    };
    const activity = { type: 'activity' };
    const expected = [activity, activity, activity, { type: 'restored' }, { type: 'enqueued', detail: {} }, { type: 'enqueued', detail: {} }, { type: 'enqueued', detail: { tenantId: 7 } }];
    everything();
    assert.deepEqual(signals, expected);
    leave();
    everything();
    assert.deepEqual(signals, expected, 'no listener stays behind');
  });

  test('P6 frozen and in the back-forward cache it is not there, and back it is', () => {
    const heard: boolean[] = [];
    const leave = systemPage.subscribe(() => heard.push(systemPage.present));
    page.document.dispatchEvent(new Event('freeze'));
    assert.equal(systemPage.active, false);
    page.document.dispatchEvent(new Event('resume'));
    assert.equal(systemPage.active, true);
    page.window.dispatchEvent(new Event('pagehide'));
    page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    assert.deepEqual(heard, [false, true, false, true]);
    page.window.dispatchEvent(new Event('pagehide'));
    leave();
    systemPage.subscribe(() => {})();
    assert.equal(systemPage.present, true, 'whoever subscribes runs');
  });
});

describe('without a browser', () => {
  test('P5 there is no page to be active, and importing the store listens to nothing', () => {
    assert.equal(systemPage.active, false);
    assert.equal(new ResourceStore().environment, systemEnvironment);
  });

  test('the system clock schedules and cancels', async () => {
    const started = systemClock.monotonic();
    let fired = false;
    const cancelled = systemClock.setTimeout(() => (fired = true), 0);
    systemClock.clearTimeout(cancelled);
    await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 1));
    assert.equal(fired, false);
    assert.ok(systemClock.monotonic() > started);
    assert.ok(Math.abs(systemClock.now() - Date.now()) < 1000);
  });

  test('P9 the system environment sends real requests, with a timeout and a cap', async () => {
    const response = await systemEnvironment.fetch(new Request('data:application/json,{"run_id":15}'));
    assert.deepEqual(await response.json(), { run_id: 15 });
    assert.equal(systemEnvironment.timeout, 15_000);
    assert.equal(systemEnvironment.maxBytes, 2_000_000);
    const chance = systemEnvironment.random();
    assert.ok(chance >= 0 && chance < 1);
  });
});
