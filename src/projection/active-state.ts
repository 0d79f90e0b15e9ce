/**
 * What an active-state projection means. The server owns staleness; this module only reads its claims,
 * and decides what holds when they contradict each other.
 */
import type { ContractViolation, OperationRunActiveStateProjection } from '../contract/payloads.ts';

export type RunState = 'fresh' | 'stale' | 'reconciled' | 'terminal' | 'unknown';
export type Tone = 'calm' | 'attention' | 'problem' | 'done' | 'neutral';
type Freshness = OperationRunActiveStateProjection['freshness_state'];

/** What one active-state projection means, on every surface. Equal meanings are the same frozen object. */
export interface ResolvedState {
  readonly state: RunState;
  readonly tone: Tone;
  /** The run has ended and needs a person to look at it. */
  readonly followUp: boolean;
  /** The run is shown where active work is shown. */
  readonly inProgress: boolean;
  /** The run asks to be refreshed. */
  readonly polls: boolean;
}

const ACTIVE = { is_currently_active: [true], is_reconciled: [false], show_in_active_progress: [true], keep_active_polling: [true] } as const;
const ENDED = { surface_category: ['no_longer_active'], is_currently_active: [false], show_in_active_progress: [false], keep_active_polling: [false] } as const;

/** The truth table: per `freshness_state`, the values a coherent projection may have; the first is the ordinary one. */
export const TRUTH_TABLE = {
  fresh_active: { problem_class: ['none'], surface_category: ['healthy_active'], ...ACTIVE },
  likely_stale: { problem_class: ['active_stale_attention'], surface_category: ['past_expected_lifecycle', 'likely_stale'], ...ACTIVE },
  reconciled_failed: { problem_class: ['terminal_follow_up'], ...ENDED, is_reconciled: [true] },
  terminal_normal: { problem_class: ['none', 'terminal_follow_up'], ...ENDED, is_reconciled: [false, true] },
  unknown: {
    problem_class: ['none'],
    surface_category: ['unknown'],
    is_currently_active: [true, false],
    is_reconciled: [false],
    show_in_active_progress: [true, false],
    keep_active_polling: [false],
  },
} as const satisfies Record<Freshness, TruthTableRow>;

type TruthTableRow = {
  readonly [Field in Exclude<keyof OperationRunActiveStateProjection, 'freshness_state' | `${string}_label` | 'guidance' | 'stale_lineage_note'>]-?: readonly OperationRunActiveStateProjection[Field][];
};

const meaning = (state: RunState, tone: Tone, inProgress = false, polls = false, followUp = false): ResolvedState =>
  Object.freeze({ state, tone, followUp, inProgress, polls });

const STALE = meaning('stale', 'attention', true, true);
const RECONCILED = meaning('reconciled', 'problem', false, false, true);
const ENDED_WELL = meaning('terminal', 'done');
const FOLLOW_UP = meaning('terminal', 'problem', false, false, true);
const UNKNOWN = { hidden: meaning('unknown', 'neutral'), shown: meaning('unknown', 'neutral', true) };
const FRESH = {
  hidden: { still: meaning('fresh', 'calm'), polled: meaning('fresh', 'calm', false, true) },
  shown: { still: meaning('fresh', 'calm', true), polled: meaning('fresh', 'calm', true, true) },
};

/** Total over every combination of the seven required fields. Never throws, and allocates nothing. */
export function resolveActiveState(claimed: OperationRunActiveStateProjection): ResolvedState {
  const shown = claimed.show_in_active_progress ? 'shown' : 'hidden';
  switch (stateOf(claimed)) {
    case 'stale':
      return STALE;
    case 'reconciled':
      return RECONCILED;
    case 'terminal':
      return claimed.problem_class === 'terminal_follow_up' ? FOLLOW_UP : ENDED_WELL;
    case 'fresh':
      return FRESH[shown][claimed.keep_active_polling ? 'polled' : 'still'];
    default:
      return UNKNOWN[shown];
  }
}

function stateOf({ freshness_state: freshness, problem_class: problem, surface_category: category, is_currently_active: isActive, is_reconciled: isReconciled }: OperationRunActiveStateProjection): RunState {
  const stale =
    freshness === 'likely_stale' ||
    problem === 'active_stale_attention' ||
    category === 'past_expected_lifecycle' ||
    category === 'likely_stale';
  const active = stale || freshness === 'fresh_active' || category === 'healthy_active' || isActive;
  const terminal =
    freshness === 'reconciled_failed' ||
    freshness === 'terminal_normal' ||
    problem === 'terminal_follow_up' ||
    category === 'no_longer_active' ||
    isReconciled ||
    !isActive;

  if (active && terminal) return 'unknown';
  if (stale) return 'stale';
  return BY_FRESHNESS[freshness];
}

const BY_FRESHNESS: Readonly<Record<Freshness, RunState>> = {
  fresh_active: 'fresh',
  likely_stale: 'stale',
  reconciled_failed: 'reconciled',
  terminal_normal: 'terminal',
  unknown: 'unknown',
};

/** The fields that deviate from the truth table's row of this `freshness_state`, each with what to send instead. */
export function contradictionsOf(claimed: OperationRunActiveStateProjection): ContractViolation[] {
  const row: TruthTableRow = TRUTH_TABLE[claimed.freshness_state];
  const found: ContractViolation[] = [];
  for (const field in row) {
    const coherent: readonly unknown[] = row[field as keyof TruthTableRow];
    const value = claimed[field as keyof TruthTableRow];
    if (coherent.includes(value)) continue;
    const path = `active_state.${field}`;
    found.push({ path, rule: 'contradiction', message: `${path} is ${value}, which contradicts freshness_state ${claimed.freshness_state}; send ${coherent.join(' or ')}.` });
  }
  return found;
}
