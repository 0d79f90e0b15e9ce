/**
 * One run, one truth (copy law 3): the newest observation of each run that is on the page. A surface that shows the run
 * takes it over at once; a run that a surface does not show is never added to it, and tenants never mix.
 */
import { activeStatusOf, resolveActiveState, type DescribableRun } from '../projection/index.ts';

/** A run as some surface last saw it. A higher `order` is a later request. */
export interface Observation {
  readonly order: number;
  readonly tenantId: number | null;
  /** Whether a run detail told it, which has words of its own for the same state, or a surface item. */
  readonly detail: boolean;
  readonly run: DescribableRun;
}

interface Entry {
  readonly watchers: Set<() => void>;
  readonly newest: Map<number | null, Observation>;
}

export class RunLedger {
  readonly #entries = new Map<string, Entry>();

  /** Follows a run; the returned function ends it. A run that nobody follows any more is forgotten. */
  watch(backend: string, runId: number, changed: () => void): () => void {
    const key = keyOf(backend, runId);
    const entry = this.#entries.get(key) ?? { watchers: new Set(), newest: new Map() };
    this.#entries.set(key, entry);
    entry.watchers.add(changed);
    return () => {
      entry.watchers.delete(changed);
      if (entry.watchers.size === 0 && this.#entries.get(key) === entry) this.#entries.delete(key);
    };
  }

  /** Records an observation of a followed run and tells its followers when it is news. */
  observe(backend: string, observation: Observation): void {
    const entry = observation.run.run_id === null ? undefined : this.#entries.get(keyOf(backend, observation.run.run_id));
    const known = entry?.newest.get(observation.tenantId);
    if (!entry || (known && known.order >= observation.order)) return;
    const merged = known ? merge(known, observation) : observation;
    entry.newest.set(observation.tenantId, { ...observation, run: merged.run, detail: merged.detail });
    if (merged.run !== known?.run) for (const changed of [...entry.watchers]) changed();
  }

  /** `seen`, or what a newer observation of the same run makes of it. */
  apply<Run extends DescribableRun>(backend: string, seen: Observation & { run: Run }): Run {
    if (seen.run.run_id === null) return seen.run;
    const entry = this.#entries.get(keyOf(backend, seen.run.run_id));
    let newest: Observation = seen;
    for (const [tenantId, observation] of entry?.newest ?? []) {
      const sameTenant = tenantId === null || seen.tenantId === null || tenantId === seen.tenantId;
      if (sameTenant && observation.order > newest.order) newest = observation;
    }
    return newest === seen ? seen.run : (merge(seen, newest).run as Run);
  }
}

/** What `seen` becomes by a newer observation: itself when nothing is news. Names and links stay. */
function merge(seen: Observation, newer: Observation): Pick<Observation, 'run' | 'detail'> {
  const { active_state, status_label = null, outcome_label = null, progress = null, top_summary = null } = newer.run;
  const keepsWords = seen.detail === newer.detail ? sameWords(seen.run, newer.run) : sameMeaning(seen.run, newer.run);
  if (!keepsWords) return { run: { ...seen.run, active_state, status_label, outcome_label, progress, top_summary }, detail: newer.detail };
  const keepsProgress = newer.run.progress === undefined || same(seen.run.progress ?? null, progress);
  return keepsProgress ? seen : { run: { ...seen.run, progress }, detail: seen.detail };
}

const sameWords = (one: DescribableRun, other: DescribableRun): boolean =>
  same(one.active_state, other.active_state) &&
  same(one.status_label ?? null, other.status_label ?? null) &&
  same(one.outcome_label ?? null, other.outcome_label ?? null) &&
  same(one.top_summary ?? null, other.top_summary ?? null);

/** Detail and compact surfaces say the same truth in different density; only a different truth is news to the other. */
function sameMeaning(one: DescribableRun, other: DescribableRun): boolean {
  const [a, b] = [resolveActiveState(one.active_state), resolveActiveState(other.active_state)];
  const [phaseOfA, phaseOfB] = [phaseOf(one), phaseOf(other)];
  return a.state === b.state && a.followUp === b.followUp && (a.state !== 'fresh' || phaseOfA === null || phaseOfB === null || phaseOfA === phaseOfB);
}

const phaseOf = ({ status_label, active_state }: DescribableRun) => activeStatusOf(status_label ?? active_state.compact_label);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const keyOf = (backend: string, runId: number): string => `${runId} ${backend}`;
