/**
 * Remembers what was worked out from the texts of servers, since most runs carry the same few texts. Bounded: it holds at
 * most `MOST_TEXTS` results, and no text that is longer than `LONGEST_TEXT` characters.
 */
import { onLocaleRegistered } from './copy/index.ts';

const MOST_TEXTS = 500;
const LONGEST_TEXT = 500;

const results = new Set<Map<string, unknown>>();
let size = 0;

/** Forgets every text, so that none stays in memory: when a language is registered, and when access to a run is denied (P4). */
export function forgetTexts(): void {
  for (const known of results) known.clear();
  size = 0;
}

onLocaleRegistered(forgetTexts);

/** `workOut`, which must depend on nothing but the text and the registered languages, with its results remembered. */
export function remembering<Result>(workOut: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  results.add(known);
  return (text) => {
    const result = known.get(text);
    if (result !== undefined) return result;
    const made = workOut(text);
    if (text.length > LONGEST_TEXT) return made;
    if (size === MOST_TEXTS) forgetTexts();
    size += 1;
    known.set(text, made);
    return made;
  };
}
