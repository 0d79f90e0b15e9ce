/**
 * Whether a text from a server may stand beside a resolved state. A stale view takes a text only when it says that
 * the run is stale; every other state refuses the texts that contradict it.
 */
import type { RunState } from './active-state.ts';
import { registeredCatalogues } from './copy/index.ts';

/** Sentences explain a state; words name a status or an outcome; names identify an operation or a tenant. */
export type TextKind = 'sentence' | 'word' | 'name' | 'lineage';

/** True when showing `text` beside `state` keeps the copy law, in every registered language. */
export function agrees(text: string, state: RunState, kind: TextKind): boolean {
  const claims = claimsOf(text);
  if (kind === 'name') return state === 'stale' ? !claims.calmName : !(state === 'fresh' && claims.attention);
  if (kind === 'lineage') return claims.stale && !claims.calm && !claims.overclaim && !claims.attention;
  switch (state) {
    case 'stale':
      return claims.stale && !claims.calm && !claims.overclaim && !claims.ended && !claims.active && !claims.outcome;
    case 'fresh':
      return !claims.stale && !claims.attention && !claims.overclaim && !claims.outcome && !(kind === 'word' && claims.ended);
    case 'reconciled':
    case 'terminal':
      return !claims.calm && !claims.attention && !claims.active;
    case 'unknown':
      return !claims.calm && !claims.stale && !claims.attention && !claims.overclaim && !claims.ended && !claims.outcome;
  }
}

/** Whether a status says nothing but that the work waits, or that it runs. */
export function activeStatusOf(text: string | null | undefined): 'queued' | 'running' | null {
  const segments = segmentsOf(text ?? '');
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
  attention: boolean;
  overclaim: boolean;
  ended: boolean;
  active: boolean;
  outcome: boolean;
}

function claimsOf(text: string): Claims {
  const plain = normalise(text);
  const segments = segmentsOf(text);
  const claims: Claims = { calm: false, calmName: false, stale: false, attention: false, overclaim: false, ended: false, active: false, outcome: false };
  const anywhere = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(plain));
  const alone = (pattern: RegExp) => segments.some((segment) => pattern.test(segment));
  for (const { lexicon } of registeredCatalogues()) {
    claims.calm ||= anywhere(lexicon.calm);
    claims.calmName ||= anywhere(lexicon.calmNames);
    claims.stale ||= anywhere(lexicon.stale);
    claims.attention ||= anywhere(lexicon.attention);
    claims.overclaim ||= anywhere(lexicon.overclaim);
    claims.ended ||= anywhere(lexicon.ended);
    claims.active ||= alone(lexicon.queued) || alone(lexicon.running);
    claims.outcome ||= alone(lexicon.outcome);
  }
  return claims;
}

/** Folds what a reader does not see (case, width, invisible and repeated characters), so that no claim hides in it. */
const normalise = (text: string): string =>
  text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '').replace(/[‘’ʼ]/g, "'").replace(/\s+/g, ' ').trim().toLowerCase();

const segmentsOf = (text: string): string[] =>
  normalise(text)
    .split(/[.!?;,:|()[\]–—…]+| - /)
    .map((segment) => segment.trim())
    .filter(Boolean);

