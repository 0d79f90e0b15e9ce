import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_INTERVAL, MAX_BACKOFF, nextDelay, parseRetryAfter } from '../../src/refresh/index.ts';

const MAX_TIMER = 2 ** 31 - 1;
const interval = fc.integer({ min: 1, max: 24 * 3_600_000 });
const failures = fc.nat({ max: 10_000 });
const retryAfter = fc.option(fc.oneof(fc.nat({ max: 3_600_000 }), fc.double({ min: 0, noNaN: true })));
const random = fc.double({ min: 0, max: 1, noNaN: true });
const holds = (property: fc.IRawProperty<unknown>) => fc.assert(property as fc.IProperty<unknown>, { numRuns: 1000 });

describe('P3: the schedule', () => {
  test('P1 after an answer that took no time, the interval, exactly', () => {
    holds(fc.property(interval, retryAfter, random, (interval, retryAfter, random) => nextDelay({ interval, failures: 0, retryAfter, random }) === interval));
  });

  test('P1 after a slow answer, longer by chance, by up to four times what it took and at most an interval', () => {
    holds(
      // A negative duration, from a clock that was set back, must not make the delay shorter.
      fc.property(interval, fc.integer({ min: -60_000, max: 60_000 }), random, (interval, took, random) => {
        const delay = nextDelay({ interval, took, failures: 0, retryAfter: null, random });
        return delay >= interval && delay <= interval + Math.min(Math.max(0, 4 * took), interval);
      }),
    );
    assert.equal(nextDelay({ interval: 10_000, took: 100, failures: 0, retryAfter: null, random: 0.5 }), 10_200);
    assert.equal(nextDelay({ interval: 10_000, took: 9000, failures: 0, retryAfter: null, random: 0.5 }), 15_000);
  });

  test('P3 the first failure waits one interval, each further one twice as long, up to the cap', () => {
    const waits = Array.from({ length: 8 }, (_, index) => nextDelay({ interval: DEFAULT_INTERVAL, failures: index + 1, retryAfter: null, random: 0 }) / 1000);
    assert.deepEqual(waits, [10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test('P3 the backoff is capped, and jitter adds at most half of it', () => {
    holds(
      fc.property(interval, failures, random, (interval, failures, random) => {
        const steady = nextDelay({ interval, failures, retryAfter: null, random: 0 });
        const spread = nextDelay({ interval, failures, retryAfter: null, random });
        return steady <= Math.max(MAX_BACKOFF, interval) && spread >= steady && spread <= steady * 1.5;
      }),
    );
  });

  test('P3 never sooner than the interval, nor than Retry-After; never over what a timer can wait', () => {
    holds(
      fc.property(interval, failures, retryAfter, random, (interval, failures, retryAfter, random) => {
        const delay = nextDelay({ interval, failures, retryAfter, random });
        const floor = failures === 0 ? interval : Math.max(interval, retryAfter ?? 0);
        return delay >= Math.min(floor, MAX_TIMER) && delay <= MAX_TIMER;
      }),
    );
  });

  test('P3 another failure never makes it sooner', () => {
    holds(
      fc.property(interval, failures, retryAfter, random, (interval, failures, retryAfter, random) => {
        const delay = (count: number) => nextDelay({ interval, failures: count, retryAfter, random });
        return delay(failures + 1) >= delay(failures);
      }),
    );
  });
});

describe('P3: Retry-After', () => {
  const now = Date.UTC(2026, 10, 21, 14, 2, 10);
  for (const [header, expected] of [
    [null, null],
    ['', null],
    ['  ', null],
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['1.5', 1500],
    ['-5', 0],
    ['soon', null],
    ['Infinity', null],
    ['NaN', null],
    [new Date(now + 30_000).toUTCString(), 30_000],
    [new Date(now - 30_000).toUTCString(), 0],
  ] as const) {
    test(`P3 ${JSON.stringify(header)} asks for ${expected === null ? 'nothing' : `${expected} ms`}`, () => assert.equal(parseRetryAfter(header, now), expected));
  }

  test('P3 no header makes a timer overflow', () => {
    holds(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (header) => {
        const retryAfter = parseRetryAfter(header, now);
        const delay = nextDelay({ interval: DEFAULT_INTERVAL, failures: 1, retryAfter, random: 1 });
        return delay >= DEFAULT_INTERVAL && delay <= MAX_TIMER;
      }),
    );
  });
});
