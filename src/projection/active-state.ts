/**
 * What an active-state projection means. The server owns staleness; this module only reads its claims,
 * and decides what holds when they contradict each other.
 */
import type { ContractViolation, OperationRunActiveStateProjection } from '../contract/payloads.ts';

export type RunState = 'fresh' | 'stale' | 'reconciled' | 'terminal' | 'unknown';
export type Tone = 'calm' | 'attention' | 'problem' | 'done' | 'neutral';
type Freshness = OperationRunActiveStateProjection['freshness_state'];

/** What one active-state projection means, on every surface. */
export interface ResolvedState {
  readonly state: RunState;
  readonly tone: Tone;
  /** Ended, and somebody should look at it. */
  readonly followUp: boolean;
  /** Shown where active work is shown. */
  readonly inProgress: boolean;
  /** Asks to be refreshed. */
  readonly polls: boolean;
  /** The fields that deviate from the truth table's row of this `freshness_state`. */
  readonly contradictions: readonly ContractViolation[];
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

/** Total over every combination of the seven required fields. Never throws; contradictions are reported in the result. */
export function resolveActiveState(claimed: OperationRunActiveStateProjection): ResolvedState {
  const state = stateOf(claimed);
  const followUp = state === 'reconciled' || (state === 'terminal' && claimed.problem_class === 'terminal_follow_up');
  const ended = state === 'reconciled' || state === 'terminal';
  return {
    state,
    tone: followUp ? 'problem' : TONES[state],
    followUp,
    inProgress: state === 'stale' || (!ended && claimed.show_in_active_progress),
    polls: state === 'stale' || (state === 'fresh' && claimed.keep_active_polling),
    contradictions: contradictionsOf(claimed),
  };
}

const TONES: Readonly<Record<RunState, Tone>> = {
  fresh: 'calm',
  stale: 'attention',
  reconciled: 'problem',
  terminal: 'done',
  unknown: 'neutral',
};

function stateOf(claimed: OperationRunActiveStateProjection): RunState {
  const { freshness_state: freshness, problem_class: problem, surface_category: category } = claimed;
  const stale =
    freshness === 'likely_stale' ||
    problem === 'active_stale_attention' ||
    category === 'past_expected_lifecycle' ||
    category === 'likely_stale';
  const active = stale || freshness === 'fresh_active' || category === 'healthy_active' || claimed.is_currently_active;
  const terminal =
    freshness === 'reconciled_failed' ||
    freshness === 'terminal_normal' ||
    problem === 'terminal_follow_up' ||
    category === 'no_longer_active' ||
    claimed.is_reconciled ||
    !claimed.is_currently_active;

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

function contradictionsOf(claimed: OperationRunActiveStateProjection): ContractViolation[] {
  const row: TruthTableRow = TRUTH_TABLE[claimed.freshness_state];
  return (Object.keys(row) as (keyof TruthTableRow)[])
    .filter((field) => !(row[field] as readonly unknown[]).includes(claimed[field]))
    .map((field) => ({
      path: `active_state.${field}`,
      rule: 'contradiction',
      message: `active_state.${field} is ${claimed[field]}, which contradicts freshness_state ${claimed.freshness_state}; send ${row[field].join(' or ')}.`,
    }));
}
