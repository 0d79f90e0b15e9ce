/** Numbers, times and plurals as a language writes them. Formatters are expensive, so each is made once. */

/** A BCP 47 language tag: `en`, `de-CH`. */
export type Locale = string;

export const DEFAULT_LOCALE: Locale = 'en';

/** `make` with its results remembered. There are never more than a few hundred: above that it starts anew. */
function remembered<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new Map<Key, Made>();
  return (key) => {
    let made = known.get(key);
    if (made === undefined) {
      if (known.size === 500) known.clear();
      known.set(key, (made = make(key)));
    }
    return made;
  };
}

/** `de-CH`, also for `de_ch` as some hosts write it; null for what is no tag at all. */
export const canonical = remembered((locale: Locale): Locale | null => {
  try {
    return new Intl.Locale(locale.replaceAll('_', '-')).toString();
  } catch {
    return null;
  }
});

/** The formatter of one kind for each locale. */
const formatters = <Formatter, Options>(kind: new (locale: Locale, options?: Options) => Formatter, options?: Options): ((locale: Locale) => Formatter) =>
  remembered((locale) => new kind(canonical(locale) ?? DEFAULT_LOCALE, options));

const numberFormats = formatters(Intl.NumberFormat);

export const formatNumber = (value: number, locale: Locale): string => numberFormats(locale).format(value);

const timesOfDay = formatters(Intl.DateTimeFormat, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dateTimes = formatters(Intl.DateTimeFormat, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/** Whether two times, in epoch milliseconds, are on the same day where the reader is. */
export const sameDay = (one: number, other: number): boolean => one === other || new Date(one).toDateString() === new Date(other).toDateString();

/** An absolute time, to the second, on a 24-hour clock: `14:02:10`, and with its day where that is not the day of `now`. `at` and `now` are in epoch milliseconds. */
export const formatTime = (at: number, locale: Locale, now = at): string => (sameDay(at, now) ? timesOfDay(locale).format(at) : formatDateTime(at, locale));

/** An absolute day and time: `Mar 2, 2026, 14:02:10`. `at` is in epoch milliseconds. */
export const formatDateTime = (at: number, locale: Locale): string => dateTimes(locale).format(at);

/** In seconds. A month and a year are round numbers, good enough to say how long ago something was. */
const UNITS = { year: 31_536_000, month: 2_592_000, day: 86_400, hour: 3_600, minute: 60, second: 1 } as const;
const UNIT_NAMES = Object.keys(UNITS) as (keyof typeof UNITS)[];
const EXACT = ['day', 'hour', 'minute', 'second'] as const satisfies typeof UNIT_NAMES;

const relativeTimes = formatters(Intl.RelativeTimeFormat);
const wordsForNow = formatters(Intl.RelativeTimeFormat, { numeric: 'auto' });

/** `at` as seen from `now`, both in epoch milliseconds, in its largest unit: `3 minutes ago`. */
export function formatRelative(at: number, now: number, locale: Locale): string {
  const seconds = Math.trunc((at - now) / 1000);
  const unit = UNIT_NAMES.find((name) => Math.abs(seconds) >= UNITS[name]) ?? 'second';
  // "Now" is a word; "yesterday" would be a day of the calendar, which a length of time does not know.
  return (seconds ? relativeTimes : wordsForNow)(locale).format(Math.trunc(seconds / UNITS[unit]), unit);
}

const amounts = Object.fromEntries(EXACT.map((unit) => [unit, formatters(Intl.NumberFormat, { style: 'unit', unit, unitDisplay: 'long' })]));
const lists = formatters(Intl.ListFormat, { type: 'unit' });

/** A length of time in its two largest units: `1 hour, 5 minutes`. */
export function formatDuration(seconds: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = EXACT.map((unit, index) => ({ unit, amount: Math.floor((index ? whole % UNITS[EXACT[index - 1]!] : whole) / UNITS[unit]) }));
  const first = parts.findIndex(({ amount }) => amount > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(({ amount }) => amount > 0);
  return lists(locale).format(shown.map(({ unit, amount }) => amounts[unit]!(locale).format(amount)));
}

const plurals = formatters(Intl.PluralRules);

/** The form that `count` takes: `one` and `other` in English, more in other languages. */
export const pluralOf = (count: number, locale: Locale): Intl.LDMLPluralRule => plurals(locale).select(count);
