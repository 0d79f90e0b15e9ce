/**
 * A host that serves the contract through the kit sends the kit's own words, in the language it chose. They are told to
 * each reader in the reader's language; a sentence of the host's own stays as it is.
 */
import type { Catalogue } from './catalogue.ts';
import { catalogueFor, registeredCatalogues } from './index.ts';
import type { Locale } from './format.ts';

const SECTIONS = ['label', 'heading', 'guidance', 'explanation', 'status', 'outcome', 'source'] as const;

/** `text` in the language of `locale` where it is one of the kit's own, else as it is. */
export function translate(text: string, locale: Locale): string {
  const to = catalogueFor(locale);
  for (const from of registeredCatalogues()) {
    const told = from === to ? null : (wordOf(text, from, to) ?? sentenceOf(text, from, to));
    if (told !== null) return told;
  }
  return text;
}

function wordOf(text: string, from: Catalogue, to: Catalogue): string | null {
  if (text === from.lineage) return to.lineage;
  if (text === from.progressPending) return to.progressPending;
  for (const section of SECTIONS) {
    const words: Readonly<Record<string, string | null>> = from[section];
    const key = Object.keys(words).find((name) => words[name] === text);
    if (key !== undefined) return (to[section] as typeof words)[key] ?? null;
  }
  return null;
}

/** What the kit composes: who reconciled a run and why, and an outcome with its explanation. */
function sentenceOf(text: string, from: Catalogue, to: Catalogue): string | null {
  for (const source of [...keysOf(from.source), null]) {
    const [by, into] = [from, to].map((copy) => (reason: string | null) => copy.reconciledBy(source && copy.source[source], reason)) as [Compose, Compose];
    if (source && text === by(null)) return into(null);
    const reason = filled(by, text);
    if (reason !== null) return into(reason);
  }
  for (const outcome of keysOf(from.outcome)) {
    const [said, explained] = [from, to].map((copy) => copy.outcomeWas(copy.outcome[outcome])) as [string, string];
    const explanation = text.startsWith(`${said} `) ? wordOf(text.slice(said.length + 1), from, to) : null;
    if (explanation !== null) return `${explained} ${explanation}`;
  }
  return null;
}

type Compose = (reason: string | null) => string;

/** The reason with which `compose` says `text`; null when it never does. */
function filled(compose: Compose, text: string): string | null {
  // A reason that is a sentence already gets no full stop.
  for (const end of ['', '!', '?']) {
    const [before, after] = compose(`\0${end}`).split('\0') as [string, string];
    if (text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after)) return text.slice(before.length, text.length - after.length) + end;
  }
  return null;
}

const keysOf = <Key extends string>(words: Readonly<Record<Key, string>>): Key[] => Object.keys(words) as Key[];
