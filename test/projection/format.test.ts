/** Times, durations and plural forms in English and German, and for invalid language tags. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatDateTime, formatDuration, formatRelative, pluralOf } from '../../src/projection/copy/index.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AT = new Date(2026, 2, 2, 14, 2, 10).getTime();

/** Invalid language tags: English is used. */
const BROKEN = ['', 'x', 'not a tag', 'deutsch!', '💥'];

describe('a day and time', () => {
  test('absolute, to the second, on a 24-hour clock', () => {
    assert.equal(formatDateTime(AT, 'en'), 'Mar 2, 2026, 14:02:10');
    assert.equal(formatDateTime(AT, 'de'), '02.03.2026, 14:02:10');
    assert.equal(formatDateTime(AT, 'de_AT'), formatDateTime(AT, 'de-AT'));
    assert.match(formatDateTime(AT - 14 * HOUR, 'en-US'), /, 00:02:10$/);
  });

  test('from the first day to the last that a contract can name', () => {
    assert.equal(formatDateTime(new Date(1970, 0, 1).getTime(), 'de'), '01.01.1970, 00:00:00');
    assert.equal(formatDateTime(new Date(9999, 11, 31, 23, 59, 59).getTime(), 'en'), 'Dec 31, 9999, 23:59:59');
  });

  test('in English where the tag is broken', () => {
    for (const locale of BROKEN) assert.equal(formatDateTime(AT, locale), formatDateTime(AT, 'en'), locale);
  });
});

describe('how long ago', () => {
  const cases: [number, string, string][] = [
    [0, 'now', 'jetzt'],
    [-400, 'now', 'jetzt'],
    [400, 'now', 'jetzt'],
    [-SECOND, '1 second ago', 'vor 1 Sekunde'],
    [-59.9 * SECOND, '59 seconds ago', 'vor 59 Sekunden'],
    [-MINUTE, '1 minute ago', 'vor 1 Minute'],
    [-3.5 * MINUTE, '3 minutes ago', 'vor 3 Minuten'],
    [-HOUR, '1 hour ago', 'vor 1 Stunde'],
    [-DAY + SECOND, '23 hours ago', 'vor 23 Stunden'],
    [-3 * DAY, '3 days ago', 'vor 3 Tagen'],
    [-20 * DAY, '20 days ago', 'vor 20 Tagen'],
    [-70 * DAY, '2 months ago', 'vor 2 Monaten'],
    [-4000 * DAY, '10 years ago', 'vor 10 Jahren'],
    [-1e6 * DAY, '2,739 years ago', 'vor 2.739 Jahren'],
    [2 * HOUR, 'in 2 hours', 'in 2 Stunden'],
    [90 * SECOND, 'in 1 minute', 'in 1 Minute'],
  ];
  for (const [offset, english, german] of cases) {
    test(`${offset} ms: ${english}`, () => assert.deepEqual([formatRelative(AT + offset, AT, 'en'), formatRelative(AT + offset, AT, 'de')], [english, german]));
  }

  test('in English where the tag is broken', () => {
    for (const locale of BROKEN) assert.equal(formatRelative(AT - HOUR, AT, locale), '1 hour ago', locale);
  });
});

describe('a length of time', () => {
  const cases: [number, string, string][] = [
    [0, '0 seconds', '0 Sekunden'],
    [0.4, '0 seconds', '0 Sekunden'],
    [-5, '0 seconds', '0 Sekunden'],
    [1, '1 second', '1 Sekunde'],
    [59.6, '1 minute', '1 Minute'],
    [61, '1 minute, 1 second', '1 Minute, 1 Sekunde'],
    [900, '15 minutes', '15 Minuten'],
    [3_900, '1 hour, 5 minutes', '1 Stunde, 5 Minuten'],
    [3_605, '1 hour', '1 Stunde'],
    [90_000, '1 day, 1 hour', '1 Tag, 1 Stunde'],
    [1e9, '11,574 days, 1 hour', '11.574 Tage, 1 Stunde'],
  ];
  for (const [seconds, english, german] of cases) {
    test(`${seconds} s: ${english}`, () => assert.deepEqual([formatDuration(seconds, 'en'), formatDuration(seconds, 'de')], [english, german]));
  }

  test('in English where the tag is broken', () => {
    for (const locale of BROKEN) assert.equal(formatDuration(900, locale), '15 minutes', locale);
  });
});

describe('the plural form of a count', () => {
  test('one and other, in English and in German', () => {
    for (const locale of ['en', 'de', 'de_CH', ...BROKEN]) assert.deepEqual([0, 1, 2, 1.5, -1, 1e12].map((count) => pluralOf(count, locale)), ['other', 'one', 'other', 'other', 'one', 'other'], locale);
  });

  test('more, in languages that have more', () => {
    assert.deepEqual([1, 2, 5].map((count) => pluralOf(count, 'pl')), ['one', 'few', 'many']);
  });
});
