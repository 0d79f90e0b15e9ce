/** The languages the kit can speak. `en` is built in; a host registers others. */
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';

export type { Catalogue, Lexicon } from './catalogue.ts';

/** A BCP 47 language tag: `en`, `de-CH`. */
export type Locale = string;

export const DEFAULT_LOCALE: Locale = 'en';

const catalogues = new Map<Locale, Catalogue>([[DEFAULT_LOCALE, en]]);

/** Adds or replaces a language. Throws a RangeError when `locale` is no language tag. */
export function registerLocale(locale: Locale, catalogue: Catalogue): void {
  catalogues.set(new Intl.Locale(locale).toString(), catalogue);
}

/** The words for `locale`: its own, else its base language's, else English. */
export function catalogueFor(locale: Locale): Catalogue {
  return catalogues.get(locale) ?? catalogues.get(locale.split('-')[0]!) ?? en;
}

/** Every registered language, so that no claim passes a check because it was made in another tongue. */
export const registeredCatalogues = (): Iterable<Catalogue> => catalogues.values();
export const registeredLocales = (): Locale[] => [...catalogues.keys()];

/** An absolute time of day, to the second, on a 24-hour clock: `14:02:10`. `at` is in epoch milliseconds. */
export function formatTime(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

export const formatNumber = (value: number, locale: Locale): string => new Intl.NumberFormat(locale).format(value);
