/** Numbers, times and plurals as a language writes them. Formatters are dear, so each is made once. */

/** A BCP 47 language tag: `en`, `de-CH`. */
export type Locale = string;

export const DEFAULT_LOCALE: Locale = 'en';

/** `de-CH`, also for `de_ch` as some hosts write it; null for what is no tag at all. */
export const canonical = (locale: Locale): Locale | null =>
  once(`tag ${locale}`, () => {
    try {
      return new Intl.Locale(locale.replaceAll('_', '-')).toString();
    } catch {
      return null;
    }
  });

const formatter = <Formatter, Options>(kind: new (locale: Locale, options?: Options) => Formatter, locale: Locale, options?: Options): Formatter =>
  once(`${kind.name} ${locale} ${JSON.stringify(options)}`, () => new kind(canonical(locale) ?? DEFAULT_LOCALE, options));

const made = new Map<string, unknown>();

function once<Made>(key: string, make: () => Made): Made {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as Made;
}

export const formatNumber = (value: number, locale: Locale): string => formatter(Intl.NumberFormat, locale).format(value);

/** An absolute time, to the second, on a 24-hour clock: `14:02:10`, and with its day where that is not today's. `at` and `now` are in epoch milliseconds. */
export const formatTime = (at: number, locale: Locale, now = at): string =>
  new Date(at).toDateString() === new Date(now).toDateString()
    ? formatter(Intl.DateTimeFormat, locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at)
    : formatDateTime(at, locale);

/** An absolute day and time: `Mar 2, 2026, 14:02:10`. `at` is in epoch milliseconds. */
export const formatDateTime = (at: number, locale: Locale): string =>
  formatter(Intl.DateTimeFormat, locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(at);

/** In seconds. Months and years are what one says of long ago; nobody computes with them. */
const UNITS = { year: 31_536_000, month: 2_592_000, day: 86_400, hour: 3_600, minute: 60, second: 1 } as const;
const UNIT_NAMES = Object.keys(UNITS) as (keyof typeof UNITS)[];
const EXACT = ['day', 'hour', 'minute', 'second'] as const satisfies typeof UNIT_NAMES;

/** `at` as seen from `now`, both in epoch milliseconds, in its largest unit: `3 minutes ago`. */
export function formatRelative(at: number, now: number, locale: Locale): string {
  const seconds = Math.trunc((at - now) / 1000);
  const unit = UNIT_NAMES.find((name) => Math.abs(seconds) >= UNITS[name]) ?? 'second';
  // "Now" is a word; "yesterday" would be one of the calendar, which a length of time does not know.
  return formatter(Intl.RelativeTimeFormat, locale, { numeric: seconds ? 'always' : 'auto' }).format(Math.trunc(seconds / UNITS[unit]), unit);
}

/** A length of time in its two largest units: `1 hour, 5 minutes`. */
export function formatDuration(seconds: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = EXACT.map((unit, index) => ({ unit, amount: Math.floor((index ? whole % UNITS[EXACT[index - 1]!] : whole) / UNITS[unit]) }));
  const first = parts.findIndex(({ amount }) => amount > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(({ amount }) => amount > 0);
  const texts = shown.map(({ unit, amount }) => formatter(Intl.NumberFormat, locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount));
  return formatter(Intl.ListFormat, locale, { type: 'unit' }).format(texts);
}

/** The form that `count` takes: `one` and `other` in English, more in other languages. */
export const pluralOf = (count: number, locale: Locale): Intl.LDMLPluralRule => formatter(Intl.PluralRules, locale).select(count);
