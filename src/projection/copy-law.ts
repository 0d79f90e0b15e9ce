/**
 * The copy law (L1 to L9): whether a server's text may stand beside a resolved state. Beside a stale state a text may stand only when every
 * word of it is a word for staleness, because a list of calm words can always be talked around. An unknown state has a list of
 * its own. Refusing a text costs little: the kit's own words say the same.
 */
import type { RunState } from './active-state.ts';
import { registeredCatalogues, type Lexicon } from './copy/index.ts';
import { remembering } from './text-memory.ts';

/** Sentences explain a state; words name a status or an outcome; names identify an operation or a tenant. */
export type TextKind = 'sentence' | 'word' | 'name' | 'lineage';

type Verdicts = Record<string, (text: string) => boolean>;
const verdicts: Verdicts = {};

/** True when showing `text` beside `state` keeps the copy law, in every registered language. */
export function mayStand(text: string, state: RunState, kind: TextKind): boolean {
  return (verdicts[`${state} ${kind}`] ??= remembering((each) => judge(each, state, kind)))(text);
}

function judge(text: string, state: RunState, kind: TextKind): boolean {
  const readings = readingsOf(text);
  const claims = (claim: keyof Lexicon) => registeredCatalogues().some(({ lexicon }) => readings.some((reading) => lexicon[claim].test(reading)));
  const calm = claims('calm');
  const attention = claims('attention');
  if (kind === 'name') return !calm && (state === 'stale' || !attention);
  if (kind === 'lineage') return claims('stale') && !calm && !attention;
  if (isOwn(text, state)) return true;
  switch (state) {
    case 'stale':
      return claims('stale') && claims('staleOnly');
    case 'fresh':
      return !claims('stale') && !attention && !claims('notFresh');
    case 'unknown':
      return claims('unknown');
    default:
      return !calm && !attention && activeStatusOf(text) === null && !(kind === 'word' && claims('stale')) && !(state === 'reconciled' && claims('success'));
  }
}

const statusOf = remembering((text: string): 'queued' | 'running' | null => {
  const [reading] = readingsOf(text);
  for (const { lexicon } of registeredCatalogues()) {
    if (lexicon.queued.test(reading)) return 'queued';
    if (lexicon.running.test(reading)) return 'running';
  }
  return null;
});

/** Whether a status says nothing but that the work waits, or that it runs. */
export const activeStatusOf = (text: string | null | undefined): 'queued' | 'running' | null => (text ? statusOf(text) : null);

/** The kit's own words come back when a host serves the contract through the kit. */
const isOwn = (text: string, state: RunState): boolean =>
  registeredCatalogues().some(({ label, heading, guidance, explanation }) => [label, heading, guidance, explanation].some((words) => words[state] === text));

/**
 * The text as its reader sees it: case, width, punctuation and invisible characters are folded, so that no claim hides in them.
 * An invisible character can join two words or part them, so a text with one is read both ways.
 */
function readingsOf(text: string): [string, ...string[]] {
  // Normalizing takes time that grows with the square of the length where combining marks follow each other: long texts go in slices.
  const slices = text.length > 500 ? text.match(/[^]{1,500}/gu)! : [text];
  const folded = slices.map((slice) => slice.normalize('NFKC')).join('').toLowerCase();
  const joined = folded.replace(INVISIBLE, '');
  return joined === folded ? [wordsOf(joined)] : [wordsOf(joined), wordsOf(folded.replace(INVISIBLE, ' '))];
}

const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu;

const wordsOf = (folded: string): string => folded.replace(/[\s\p{P}]+/gu, ' ').trim();
