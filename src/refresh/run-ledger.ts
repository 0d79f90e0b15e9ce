/**
 * One run, one truth (copy law 3): the newest observation of each run that is on the page. A surface that shows the run
 * takes it over at once; a run that a surface does not show is never added to it, and tenants never mix.
 */
import { resolveActiveState, sameMeaning, type DescribableRun } from '../projection/index.ts';

/** A run as some surface last saw it. A higher `order` is a later request. */
export interface Observation {
  readonly order: number;
  readonly tenantId: number | null;
  /** What told it. Each has words of its own for the same state. */
  readonly by: Telling;
  readonly run: DescribableRun;
}

/** A surface item, a run detail, or a lifecycle record. */
export type Telling = 'item' | 'detail' | 'record';

/** What is said of a run, and by what. */
type Told = Pick<Observation, 'run' | 'by'>;

interface Entry {
  readonly watchers: Set<() => void>;
  /** Of each tenant and by each kind of telling: one tells names and counts that another does not. */
  readonly newest: Map<string, Observation>;
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
      // A move inside the DOM leaves and comes back at once, and must not bring an older truth back.
      queueMicrotask(() => {
        if (entry.watchers.size === 0 && this.#entries.get(key) === entry) this.#entries.delete(key);
      });
    };
  }

  /** Records what one answer told of followed runs. Whoever follows some that have news is told once: an answer may tell of many runs, and so may a follower. */
  observe(backend: string, observations: readonly Observation[]): void {
    const told = new Set(observations.flatMap((observation) => this.#take(backend, observation)));
    for (const changed of told) changed();
  }

  /** Records one, and returns whom it is news to. */
  #take(backend: string, observation: Observation): (() => void)[] {
    const entry = this.#entryOf(backend, observation);
    const source = `${observation.tenantId} ${observation.by}`;
    const known = entry?.newest.get(source);
    if (!entry || (known && known.order >= observation.order && !outranks(observation, known))) return [];
    const others = [...entry.newest.values()].filter((other) => sameTenant(other, observation));
    const news = others.length === 0 || others.some((other) => merge(other, observation) !== other);
    entry.newest.set(source, { ...observation, run: known ? merge(known, observation).run : observation.run });
    return news ? [...entry.watchers] : [];
  }

  /** `seen`, or what newer observations of the same run make of it. */
  apply<Run extends DescribableRun>(backend: string, seen: Observation & { run: Run }): Run {
    const known = [...(this.#entryOf(backend, seen)?.newest.values() ?? [])]
      .filter((other) => sameTenant(other, seen))
      .sort((one, other) => one.order - other.order);
    const { run } = known.filter(({ order }) => order >= seen.order).reduce<Told>(merge, seen);
    if (seen.by === 'item') return run as Run;
    // A run detail or a record tells less than a surface item: the names that an item told still hold, and so does the rest while the state is the same.
    const told = known.reduceRight<DescribableRun>((told, other) => ({ ...saidBy(sameMeaning(other.run, told) ? other.run : namesOf(other.run)), ...told }), run);
    // In one order, whoever told which part, so that the same truth is the same JSON.
    return Object.fromEntries(Object.entries({ ...run, ...told }).sort(([one], [other]) => (one < other ? -1 : 1))) as unknown as Run;
  }

  #entryOf(backend: string, { run }: Told): Entry | undefined {
    return run.run_id === null ? undefined : this.#entries.get(keyOf(backend, run.run_id));
  }
}

const namesOf = ({ tenant_id, tenant_label, detail_url }: DescribableRun) => ({ tenant_id, tenant_label, detail_url });

/** Without what it leaves open, which an older one may tell. */
const saidBy = (run: Partial<DescribableRun>): Partial<DescribableRun> => Object.fromEntries(Object.entries(run).filter(([, text]) => text !== null && text !== undefined));

/** A run detail names no tenant. */
const sameTenant = (one: Observation, other: Observation): boolean =>
  one.tenantId === null || other.tenantId === null || one.tenantId === other.tenantId;

/** One payload may list a run twice; then a claim of staleness beats one of calm. */
const outranks = (one: Observation, known: Observation): boolean => one.order === known.order && isStale(one) && !isStale(known);
const isStale = ({ run }: Told): boolean => resolveActiveState(run.active_state).state === 'stale';

/** What `seen` becomes by a newer observation: itself when nothing is news. Names and links stay. */
function merge(seen: Told, newer: Told): Told {
  const { active_state, status_label = null, outcome_label = null, progress = null, top_summary = null } = newer.run;
  const keepsWords = seen.by === newer.by ? sameWords(seen.run, newer.run) : sameMeaning(seen.run, newer.run);
  if (!keepsWords) return { run: { ...seen.run, active_state, status_label, outcome_label, progress, top_summary }, by: newer.by };
  const keepsProgress = newer.run.progress === undefined || same(seen.run.progress ?? null, progress);
  return keepsProgress ? seen : { run: { ...seen.run, progress }, by: seen.by };
}

const sameWords = (one: DescribableRun, other: DescribableRun): boolean =>
  same(one.active_state, other.active_state) &&
  same(one.status_label ?? null, other.status_label ?? null) &&
  same(one.outcome_label ?? null, other.outcome_label ?? null) &&
  same(one.top_summary ?? null, other.top_summary ?? null);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const keyOf = (backend: string, runId: number): string => `${runId} ${backend}`;
