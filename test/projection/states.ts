/** All 1,200 combinations of the seven required fields, and the coherent ones with names. */
import {
  FRESHNESS_STATES,
  PROBLEM_CLASSES,
  SURFACE_CATEGORIES,
  type OperationRunActiveStateProjection,
} from '../../src/contract/index.ts';

const BOOLEANS = [true, false] as const;

export const combinations: readonly OperationRunActiveStateProjection[] = FRESHNESS_STATES.flatMap((freshness_state) =>
  PROBLEM_CLASSES.flatMap((problem_class) =>
    SURFACE_CATEGORIES.flatMap((surface_category) =>
      BOOLEANS.flatMap((is_currently_active) =>
        BOOLEANS.flatMap((is_reconciled) =>
          BOOLEANS.flatMap((show_in_active_progress) =>
            BOOLEANS.map((keep_active_polling) => ({
              freshness_state,
              problem_class,
              surface_category,
              is_currently_active,
              is_reconciled,
              show_in_active_progress,
              keep_active_polling,
            })),
          ),
        ),
      ),
    ),
  ),
);

type Row = readonly [
  freshness: OperationRunActiveStateProjection['freshness_state'],
  problem: OperationRunActiveStateProjection['problem_class'],
  category: OperationRunActiveStateProjection['surface_category'],
  active: boolean,
  reconciled: boolean,
  shown: boolean,
  polled: boolean,
];

const state = ([freshness_state, problem_class, surface_category, is_currently_active, is_reconciled, show_in_active_progress, keep_active_polling]: Row): OperationRunActiveStateProjection => ({
  freshness_state,
  problem_class,
  surface_category,
  is_currently_active,
  is_reconciled,
  show_in_active_progress,
  keep_active_polling,
});

/** Each coherent combination of the truth table (T1 to T5), written by hand. */
export const rows = {
  fresh: state(['fresh_active', 'none', 'healthy_active', true, false, true, true]),
  staleOnCompact: state(['likely_stale', 'active_stale_attention', 'past_expected_lifecycle', true, false, true, true]),
  staleOnDetail: state(['likely_stale', 'active_stale_attention', 'likely_stale', true, false, true, true]),
  reconciled: state(['reconciled_failed', 'terminal_follow_up', 'no_longer_active', false, true, false, false]),
  terminal: state(['terminal_normal', 'none', 'no_longer_active', false, false, false, false]),
  confirmed: state(['terminal_normal', 'none', 'no_longer_active', false, true, false, false]),
  followUp: state(['terminal_normal', 'terminal_follow_up', 'no_longer_active', false, false, false, false]),
  confirmedFollowUp: state(['terminal_normal', 'terminal_follow_up', 'no_longer_active', false, true, false, false]),
  unknownActive: state(['unknown', 'none', 'unknown', true, false, true, false]),
  unknownActiveHidden: state(['unknown', 'none', 'unknown', true, false, false, false]),
  unknownInactive: state(['unknown', 'none', 'unknown', false, false, false, false]),
  unknownInactiveShown: state(['unknown', 'none', 'unknown', false, false, true, false]),
} as const;
