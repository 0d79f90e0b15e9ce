/**
 * A host that serves the contract through the kit sends the kit's own words, in the language it chose. Each reader reads them
 * in the reader's own language; a sentence that the host wrote itself stays as it is.
 */
import type { Catalogue } from './catalogue.ts';
import type { Locale } from './format.ts';
import { catalogueFor, registeredCatalogues } from './index.ts';

const SECTIONS = ['label', 'heading', 'guidance', 'explanation', 'status', 'outcome', 'source'] as const;

/** Everything that the kit can say in one language, with how to say it in another; null where the other has no words for it. */
interface Phrasebook {
  readonly texts: ReadonlyMap<string, (to: Catalogue) => string | null>;
  /** What the kit composes: `before`, a text that varies, `after`. */
  readonly frames: readonly Frame[];
}

interface Frame {
  readonly before: string;
  readonly after: string;
  readonly say: (to: Catalogue, inner: string) => string | null;
}

/** `text` in the language of `locale` where it is one of the kit's own, else as it is. */
export function translate(text: string, locale: Locale): string {
  const to = catalogueFor(locale);
  for (const from of registeredCatalogues()) {
    if (from === to) continue;
    const { texts, frames } = phrasebookOf(from);
    const said = texts.get(text)?.(to);
    if (said) return said;
    for (const { before, after, say } of frames) {
      if (text.length <= before.length + after.length || !text.startsWith(before) || !text.endsWith(after)) continue;
      const composed = say(to, text.slice(before.length, text.length - after.length));
      if (composed !== null) return composed;
    }
  }
  return text;
}

const phrasebooks = new WeakMap<Catalogue, Phrasebook>();

function phrasebookOf(from: Catalogue): Phrasebook {
  const known = phrasebooks.get(from);
  if (known) return known;
  const texts = new Map<string, (to: Catalogue) => string | null>();
  const frames: Frame[] = [];
  // Where two texts are equal, the first one counts.
  const add = (text: string | null, say: (to: Catalogue) => string | null) => {
    if (text !== null && !texts.has(text)) texts.set(text, say);
  };
  add(from.lineage, (to) => to.lineage);
  add(from.progressPending, (to) => to.progressPending);
  for (const section of SECTIONS) {
    const wordsOf = (copy: Catalogue): Readonly<Record<string, string | null>> => copy[section];
    for (const key in from[section]) add(wordsOf(from)[key]!, (to) => wordsOf(to)[key] ?? null);
  }
  for (const source of [...keysOf(from.source), null]) {
    const reconciledBy = (copy: Catalogue, reason: string | null) => copy.reconciledBy(source && copy.source[source], reason);
    if (source) add(reconciledBy(from, null), (to) => reconciledBy(to, null));
    // A reason that is a sentence already gets no full stop.
    for (const end of ['', '!', '?']) {
      const [before, after] = reconciledBy(from, `\0${end}`).split('\0') as [string, string];
      frames.push({ before, after, say: (to, reason) => reconciledBy(to, reason + end) });
    }
  }
  for (const outcome of keysOf(from.outcome)) {
    const outcomeWas = (copy: Catalogue) => `${copy.outcomeWas(copy.outcome[outcome])} `;
    const say = (to: Catalogue, rest: string) => {
      const said = texts.get(rest)?.(to);
      return said ? outcomeWas(to) + said : null;
    };
    frames.push({ before: outcomeWas(from), after: '', say });
  }
  const book = { texts, frames };
  phrasebooks.set(from, book);
  return book;
}

const keysOf = <Key extends string>(words: Readonly<Record<Key, string>>): Key[] => Object.keys(words) as Key[];
