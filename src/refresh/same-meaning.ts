import { activeStatusOf, resolveActiveState, type DescribableRun } from '../projection/index.ts';
export function sameMeaning(one: DescribableRun, other: DescribableRun): boolean {
  const [a, b] = [resolveActiveState(one.active_state), resolveActiveState(other.active_state)];
  const [phaseOfA, phaseOfB] = [phaseOf(one), phaseOf(other)];
  return a.state === b.state && a.followUp === b.followUp && (a.state !== 'fresh' || phaseOfA === null || phaseOfB === null || phaseOfA === phaseOfB);
}
const phaseOf = ({ status_label, active_state }: DescribableRun) => activeStatusOf(status_label ?? active_state.compact_label);
