/** The languages the kit can speak. `en` is built in; a host registers others. */
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';

export type { Catalogue, FailureReason, Lexicon } from './catalogue.ts';

/** A BCP 47 language tag: `en`, `de-CH`. */
export type Locale = string;

export const DEFAULT_LOCALE: Locale = 'en';

const catalogues = new Map<Locale, Catalogue>([[DEFAULT_LOCALE, en]]);

/** Adds or replaces a language. Throws a RangeError when `locale` is no language tag. */
export function registerLocale(locale: Locale, catalogue: Catalogue): void {
  const tag = canonical(locale);
  if (tag === null) throw new RangeError(`"${locale}" is no language tag; register a locale as "de" or "de-CH".`);
  catalogues.set(tag, catalogue);
}

/** The words for `locale`: its own, else its base language's, else English. */
export function catalogueFor(locale: Locale): Catalogue {
  const tag = canonical(locale) ?? DEFAULT_LOCALE;
  return catalogues.get(tag) ?? catalogues.get(tag.split('-')[0]!) ?? en;
}

/** `de-CH`, also for `de_ch` as some hosts write it; null for what is no tag at all. */
function canonical(locale: Locale): Locale | null {
  try {
    return new Intl.Locale(locale.replaceAll('_', '-')).toString();
  } catch {
    return null;
  }
}

/** Every registered language, so that no claim passes a check because it was made in another tongue. */
export const registeredCatalogues = (): Iterable<Catalogue> => catalogues.values();
export const registeredLocales = (): Locale[] => [...catalogues.keys()];

/** An absolute time of day, to the second, on a 24-hour clock: `14:02:10`. `at` is in epoch milliseconds. */
export function formatTime(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(canonical(locale) ?? DEFAULT_LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

export const formatNumber = (value: number, locale: Locale): string => new Intl.NumberFormat(canonical(locale) ?? DEFAULT_LOCALE).format(value);
