/** What one telling of a run becomes by a newer one of the same run (L3). */
import { resolveActiveState, sameMeaning, type DescribableRun } from '../projection/index.ts';
import { equal } from './equal.ts';

/** What told a run: a surface item, a run detail, or a lifecycle record, each with words of its own for the same state; or a payload that only names it. */
export type RunKind = 'item' | 'detail' | 'record' | 'mention';

/** A run as it was told. */
export interface Telling {
  readonly run: DescribableRun;
  readonly kind: RunKind;
}

/** `seen` after `newer` was told of the same run: `seen` itself when that changes nothing. Names and links stay. */
export function merge(seen: Telling, newer: Telling): Telling {
  const { active_state, status_label = null, outcome_label = null, progress = null, top_summary = null } = newer.run;
  const keepsWords = seen.kind === newer.kind ? sameWords(seen.run, newer.run) : sameMeaning(seen.run, newer.run);
  if (!keepsWords) return { run: { ...seen.run, active_state, status_label, outcome_label, progress, top_summary }, kind: seen.kind === 'mention' ? 'mention' : newer.kind };
  const keepsProgress = newer.run.progress === undefined || equal(seen.run.progress ?? null, progress);
  return keepsProgress ? seen : { run: { ...seen.run, progress }, kind: seen.kind };
}

/**
 * A run detail or a record tells less than a surface item. `run` with what `others` (the oldest first) told besides: their names,
 * and all the rest while they say the same state.
 */
export function completed(run: DescribableRun, others: readonly DescribableRun[]): DescribableRun {
  return others.reduceRight<DescribableRun>((known, other) => ({ ...present(sameMeaning(other, known) ? other : namesOf(other)), ...known }), run);
}

/** One payload may list a run twice: then a claim of staleness beats one of calm. */
export const isStale = ({ active_state }: DescribableRun): boolean => resolveActiveState(active_state).state === 'stale';

const namesOf = ({ tenant_id, tenant_label, detail_url }: DescribableRun) => ({ tenant_id, tenant_label, detail_url });

/** Without the fields that it leaves open, which an older telling may fill. */
const present = (run: Partial<DescribableRun>): Partial<DescribableRun> => Object.fromEntries(Object.entries(run).filter(([, text]) => text !== null && text !== undefined));

const sameWords = (one: DescribableRun, other: DescribableRun): boolean =>
  equal(one.active_state, other.active_state) &&
  (one.status_label ?? null) === (other.status_label ?? null) &&
  (one.outcome_label ?? null) === (other.outcome_label ?? null) &&
  (one.top_summary ?? null) === (other.top_summary ?? null);
