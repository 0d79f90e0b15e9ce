/** For each count of runs: its tone, and the filter of the canonical list that shows these runs. */
import type { RunCounts, Tone } from '../../projection/index.ts';
import type { ListFilter } from '../../refresh/index.ts';

export const COUNT_TONES: Readonly<Record<keyof RunCounts, Tone>> = { active: 'calm', stale: 'attention', followUp: 'problem', unknown: 'neutral' };

/** Null: the canonical list has no filter for runs of unknown state. */
export const COUNT_FILTERS = {
  active: { activeTab: 'active', problemClass: 'none' },
  stale: { problemClass: 'active_stale_attention' },
  followUp: { problemClass: 'terminal_follow_up' },
  unknown: null,
} as const satisfies Record<keyof RunCounts, ListFilter | null>;
