/** Whether two payloads say the same of a run. A surface item, a run detail and a lifecycle record use different words for one truth. */
import { resolveActiveState } from './active-state.ts';
import { activeStatusOf } from './copy-law.ts';
import type { DescribableRun } from './run-view.ts';

/** True when both runs are in the same state; while fresh, also both queued or both running, where both say which. */
export function sameMeaning(one: DescribableRun, other: DescribableRun): boolean {
  const { state, followUp } = resolveActiveState(one.active_state);
  const meaning = resolveActiveState(other.active_state);
  if (state !== meaning.state || followUp !== meaning.followUp) return false;
  if (state !== 'fresh') return true;
  const [phase, otherPhase] = [phaseOf(one), phaseOf(other)];
  return phase === null || otherPhase === null || phase === otherPhase;
}

const phaseOf = ({ status_label, active_state }: DescribableRun) => activeStatusOf(status_label ?? active_state.compact_label);
