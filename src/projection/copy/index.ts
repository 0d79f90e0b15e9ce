/** The languages the kit can speak. English and German are built in; a host registers others. */
import type { Catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { canonical, DEFAULT_LOCALE, type Locale } from './format.ts';

export type { Catalogue, Lexicon } from './catalogue.ts';
export { DEFAULT_LOCALE, formatDateTime, formatDuration, formatNumber, formatRelative, formatTime, pluralOf, sameDay, type Locale } from './format.ts';

const catalogues = new Map<Locale, Catalogue>([
  [DEFAULT_LOCALE, en],
  ['de', de],
]);
let spoken: readonly Catalogue[] = [en, de];

/** Adds or replaces a language. Throws a RangeError when `locale` is no language tag. */
export function registerLocale(locale: Locale, catalogue: Catalogue): void {
  const tag = canonical(locale);
  if (tag === null) throw new RangeError(`"${locale}" is no language tag; register a locale as "de" or "de-CH".`);
  catalogues.set(tag, catalogue);
  spoken = [...catalogues.values()];
  for (const listener of listeners) listener();
}

const listeners = new Set<() => void>();

/** Calls `listener` whenever a language was added or replaced; the returned function ends it. */
export function onLocaleRegistered(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The words for `locale`: its own, else its base language's, else English. */
export function catalogueFor(locale: Locale): Catalogue {
  const tag = canonical(locale) ?? DEFAULT_LOCALE;
  return catalogues.get(tag) ?? catalogues.get(baseOf(tag)) ?? en;
}

/** `locale` where its language is registered, else English: words of one language do not go with the numbers of another. */
export function spokenLocale(locale: Locale): Locale {
  const tag = canonical(locale);
  return tag !== null && (catalogues.has(tag) || catalogues.has(baseOf(tag))) ? tag : DEFAULT_LOCALE;
}

const baseOf = (tag: Locale): Locale => tag.split('-')[0]!;

/** Every registered language: a claim is judged in all of them, whichever one the page speaks. */
export const registeredCatalogues = (): readonly Catalogue[] => spoken;
export const registeredLocales = (): Locale[] => [...catalogues.keys()];
