/**
 * Whether a text from a server may stand beside a resolved state. A stale view takes a text only when it says that
 * the run is stale; every other state refuses the texts that contradict it.
 */
import type { RunState } from './active-state.ts';
import { registeredCatalogues, type Lexicon } from './copy/index.ts';

/** Sentences explain a state; words name a status or an outcome; names identify an operation or a tenant. */
export type TextKind = 'sentence' | 'word' | 'name' | 'lineage';

/** True when showing `text` beside `state` keeps the copy law, in every registered language. */
export function agrees(text: string, state: RunState, kind: TextKind): boolean {
  const claims = claimsOf(text);
  if (kind === 'name') return !claims.calmName && (state === 'stale' || !claims.attention);
  if (kind === 'lineage') return claims.stale && !claims.calm && !claims.overclaim && !claims.attention && !claims.active;
  switch (state) {
    case 'stale':
      return claims.stale && claims.nothingElse && !claims.calm && !claims.overclaim && !claims.ended;
    case 'fresh':
      return !claims.stale && !claims.attention && !claims.overclaim && !claims.ended && !claims.outcome;
    case 'reconciled':
    case 'terminal':
      return !claims.calmName && !claims.attention && !claims.active && !(claims.success && state === 'reconciled') && !(claims.stale && kind === 'word');
    case 'unknown':
      return !claims.calm && !claims.stale && !claims.attention && !claims.overclaim && !claims.ended && !claims.outcome && !claims.active;
  }
}

/** Whether a text reassures: true of a fresh run only for as long as it is current. */
export const isCalm = (text: string): boolean => claimsOf(text).calm;

/** Whether a status says nothing but that the work waits, or that it runs. */
export function activeStatusOf(text: string | null | undefined): 'queued' | 'running' | null {
  const [segments = []] = readingsOf(text ?? '');
  if (segments.length !== 1) return null;
  for (const { lexicon } of registeredCatalogues()) {
    if (lexicon.queued.test(segments[0]!)) return 'queued';
    if (lexicon.running.test(segments[0]!)) return 'running';
  }
  return null;
}

interface Claims {
  calm: boolean;
  calmName: boolean;
  stale: boolean;
  /** Every part of the text claims staleness, or is advice or evidence for it. */
  nothingElse: boolean;
  attention: boolean;
  overclaim: boolean;
  ended: boolean;
  success: boolean;
  active: boolean;
  outcome: boolean;
}

function claimsOf(text: string): Claims {
  const lexicons = [...registeredCatalogues()].map(({ lexicon }) => lexicon);
  const readings = readingsOf(text);
  const some = (patterns: (lexicon: Lexicon) => readonly RegExp[]) => (segment: string) => lexicons.some((lexicon) => patterns(lexicon).some((pattern) => pattern.test(segment)));
  const claims = (patterns: (lexicon: Lexicon) => readonly RegExp[]) => readings.some((segments) => segments.some(some(patterns)));
  return {
    calm: claims(({ calm, calmNames }) => [...calm, ...calmNames]),
    calmName: claims(({ calmNames }) => calmNames),
    stale: claims(({ stale }) => stale),
    nothingElse: readings.every((segments) => segments.every(some(({ stale, besideStale }) => [...stale, ...besideStale]))),
    attention: claims(({ attention }) => attention),
    overclaim: claims(({ overclaim }) => overclaim),
    ended: claims(({ ended }) => ended),
    success: claims(({ success }) => success),
    active: claims(({ queued, running }) => [queued, running]),
    outcome: claims(({ outcome }) => [outcome]),
  };
}

/**
 * The text as its reader sees it, in segments: case, width, quotes, dashes and blanks are folded, so that no claim hides in
 * them. An invisible character may glue two words or part one, and a new line may end a sentence or not: all are read.
 */
function readingsOf(text: string): string[][] {
  const plain = text.normalize('NFKC').toLowerCase();
  const glued = ['', ' '].map((gap) => plain.replace(/\p{Default_Ignorable_Code_Point}+/gu, gap));
  const wrapped = glued.flatMap((visible) => [visible, visible.replace(/[\n-\r\u2028\u2029]+/g, '; ')]);
  return [...new Set(wrapped)].map(segmentsOf);
}

const segmentsOf = (text: string): string[] =>
  text
    .split(/[.,:/]+(?!\d)|(?:(?![.,:/'"#%&@*])[\p{Po}\p{Ps}\p{Pe}–—|])+|\s-\s/u)
    .map((segment) => segment.replace(/[\s\p{Dash}\p{Pc}\p{Quotation_Mark}`ʼ]+/gu, ' ').trim())
    .filter((segment) => /[^\p{P}\p{N}\s]/u.test(segment));
