/**
 * Whether a text from a server may stand beside a resolved state. A stale view takes a text only when every word of it is
 * a word for staleness: a list of calm words could always be talked around. So does an unknown one, with its own few words. A refused text costs little, since the kit's
 * own words say the same.
 */
import type { RunState } from './active-state.ts';
import { registeredCatalogues, type Lexicon } from './copy/index.ts';

/** Sentences explain a state; words name a status or an outcome; names identify an operation or a tenant. */
export type TextKind = 'sentence' | 'word' | 'name' | 'lineage';

/** True when showing `text` beside `state` keeps the copy law, in every registered language. */
export function agrees(text: string, state: RunState, kind: TextKind): boolean {
  // An invisible character may glue two words or part them: the text is read both ways.
  const readings = [fold(text), fold(text, ' ')];
  const says = (claim: keyof Lexicon) => [...registeredCatalogues()].some(({ lexicon }) => readings.some((reading) => lexicon[claim].test(reading)));
  const calm = says('calm');
  const attention = says('attention');
  if (kind === 'name') return !calm && (state === 'stale' || !attention);
  if (kind === 'lineage') return says('stale') && !calm && !attention;
  if (isOwn(text, state)) return true;
  switch (state) {
    case 'stale':
      return says('stale') && says('staleOnly');
    case 'fresh':
      return !says('stale') && !attention && !says('notFresh');
    case 'unknown':
      return says('unknown');
    default:
      return !calm && !attention && activeStatusOf(text) === null && !(kind === 'word' && says('stale')) && !(state === 'reconciled' && says('success'));
  }
}

/** Whether a status says nothing but that the work waits, or that it runs. */
export function activeStatusOf(text: string | null | undefined): 'queued' | 'running' | null {
  const plain = fold(text ?? '');
  for (const { lexicon } of registeredCatalogues()) {
    if (lexicon.queued.test(plain)) return 'queued';
    if (lexicon.running.test(plain)) return 'running';
  }
  return null;
}

/** The kit's own words come back when a host serves the contract through the kit. */
const isOwn = (text: string, state: RunState): boolean =>
  [...registeredCatalogues()].some(({ label, heading, guidance, explanation }) => [label, heading, guidance, explanation].some((words) => words[state] === text));

/** The text as its reader sees it: case, width, punctuation and invisible characters are folded, so that no claim hides in them. */
const fold = (text: string, gap = ''): string =>
  text.normalize('NFKC').toLowerCase().replace(/\p{Default_Ignorable_Code_Point}+/gu, gap).replace(/[\s\p{P}]+/gu, ' ').trim();
