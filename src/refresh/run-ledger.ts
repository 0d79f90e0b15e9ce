/**
 * One run, one truth (L3). The ledger knows which readings tell a run, and gives each of them the newest truth about it, between two polls
 * as well. A run is never added to a reading that does not tell it, and tenants never mix. The ledger hears of changed runs only; confirming
 * an unchanged answer touches nothing but the runs about which readings differ.
 */
import type { DescribableRun } from '../projection/index.ts';
import { equal } from './equal.ts';
import { completed, isStale, merge, type RunKind, type Telling } from './merge-runs.ts';

/** Who tells runs: a reading, or what is remembered of one that has gone. */
interface Origin {
  /** The tenant of runs that name none; null when it is not known. */
  readonly tenantId: number | null;
  readonly kind: RunKind;
  /** When all that it tells was true: the stamp of the request. A higher one is newer. Confirming an answer raises this one cell. */
  readonly order: number;
}

/** A reading that takes part in the ledger. */
export interface Witness extends Origin {
  /** Run ids are those of one backend. */
  readonly backend: string;
  /** Set for a reading that only mentions runs: it tells nothing about them, and takes over what others tell. */
  readonly mentions: boolean;
  /** The newer truth of the runs that others know better, by the run as this reading told it. The ledger keeps it up to date. */
  readonly overrides: Map<DescribableRun, DescribableRun>;
  /** Other readings have changed what is true of some of its runs. */
  overruled(changes: readonly RunChange[]): void;
}

/** A run as a reading showed it, and as it shows it now. */
export interface RunChange {
  readonly before: DescribableRun;
  readonly after: DescribableRun;
}

interface Observation {
  readonly run: DescribableRun;
  readonly origin: Origin;
  /** Null for what is only remembered. */
  readonly witness: Witness | null;
}

/** The observations of each run of a backend. Most runs are told by one reading alone, so that a list would be waste. */
interface Runs {
  readonly observations: Map<number, Observation | Observation[]>;
  readonly disputed: Set<number>;
}

type Changes = Map<Witness, RunChange[]>;

export class RunLedger {
  readonly #backends = new Map<string, Runs>();

  /** How many runs are known. */
  get size(): number {
    return [...this.#backends.values()].reduce((sum, { observations }) => sum + observations.size, 0);
  }

  /**
   * `witness` no longer tells the runs `gone`, which it told until `lastOrder`, and now tells `added`.
   * Returns how that changed runs that it showed before.
   */
  update(witness: Witness, gone: readonly DescribableRun[], added: readonly DescribableRun[], lastOrder: number = witness.order): RunChange[] {
    const runs = this.#runsOf(witness.backend);
    const shown = new Map<number, DescribableRun>();
    const told = new Set(added.map(({ run_id }) => run_id));
    const touched = new Set<number>();
    for (const run of gone) {
      if (run.run_id === null) continue;
      shown.set(run.run_id, shown.get(run.run_id) ?? shownAs(witness, run));
      touched.add(run.run_id);
      remove(runs, witness, run, told.has(run.run_id) ? null : lastOrder);
    }
    for (const run of added) {
      if (run.run_id === null) continue;
      touched.add(run.run_id);
      put(runs, run.run_id, [...all(runs, run.run_id), { run, origin: witness, witness }]);
    }
    const changes: Changes = new Map();
    for (const id of touched) settle(runs, id, changes);
    this.#forgetLater(witness.backend, [...touched].filter((id) => !isLive(runs, id)));
    const isNew = new Set(added);
    const replaced = added.flatMap((run) => changeOf(shown.get(run.run_id!), shownAs(witness, run)));
    return [...replaced, ...report(changes, witness).filter(({ before }) => !isNew.has(before))];
  }

  /** An unchanged answer has raised the order of `witness`, which overrules what others have told since the last one. */
  confirm(witness: Witness): RunChange[] {
    const runs = this.#backends.get(witness.backend);
    const changes: Changes = new Map();
    for (const id of [...(runs?.disputed ?? [])]) if (all(runs!, id).some((observation) => observation.witness === witness)) settle(runs!, id, changes);
    return report(changes, witness);
  }

  #runsOf(backend: string): Runs {
    const known = this.#backends.get(backend) ?? { observations: new Map<number, Observation>(), disputed: new Set<number>() };
    this.#backends.set(backend, known);
    return known;
  }

  /** A move inside the DOM leaves and comes back at once, and must not bring an older truth back. */
  #forgetLater(backend: string, ids: readonly number[]): void {
    if (ids.length === 0) return;
    queueMicrotask(() => {
      const runs = this.#backends.get(backend);
      if (!runs) return;
      for (const id of ids) {
        if (isLive(runs, id)) continue;
        runs.observations.delete(id);
        runs.disputed.delete(id);
      }
      if (runs.observations.size === 0) this.#backends.delete(backend);
    });
  }
}

const all = ({ observations }: Runs, id: number): Observation[] => {
  const found = observations.get(id);
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
};

function put({ observations }: Runs, id: number, list: Observation[]): void {
  if (list.length === 0) observations.delete(id);
  else observations.set(id, list.length === 1 ? list[0]! : list);
}

const isLive = (runs: Runs, id: number): boolean => all(runs, id).some(({ witness }) => witness !== null);

/** Takes an observation back. What it told until `order` stays known while others tell the run, since an older truth must not come back. */
function remove(runs: Runs, witness: Witness, run: DescribableRun, order: number | null): void {
  const list = [...all(runs, run.run_id!)];
  const index = list.findIndex((observation) => observation.witness === witness && observation.run === run);
  if (index < 0) return;
  list.splice(index, 1);
  if (order !== null && !witness.mentions) {
    const { kind, tenantId } = witness;
    const memory: Observation = { run, origin: { kind, order, tenantId }, witness: null };
    const older = list.findIndex((known) => known.witness === null && known.origin.kind === kind && tenantOf(known) === tenantOf(memory));
    if (older < 0) list.push(memory);
    else if (list[older]!.origin.order <= order) list[older] = memory;
  }
  witness.overrides.delete(run);
  put(runs, run.run_id!, list);
}

/** Brings every reading of a run to the newest truth about it. */
function settle(runs: Runs, id: number, changes: Changes): void {
  const list = all(runs, id);
  // Most runs are told once, and nobody disagrees.
  if (list.length === 1 && !list[0]!.witness?.overrides.size) return;
  const tellers = tellersOf(list);
  let disputed = false;
  for (const observation of list) {
    const { run, witness, origin } = observation;
    if (witness === null) continue;
    const others = tellers.filter((other) => other !== observation && sameTenant(other, observation));
    const before = shownAs(witness, run);
    const newer = others.filter((other) => witness.mentions || other.origin.order >= origin.order);
    // A mention has no words of its own: it keeps those that it has taken over while they still hold, whoever confirms them.
    const seen = { run: witness.mentions ? before : run, kind: origin.kind };
    const newest = newer.reduce<Telling>((known, other) => merge(known, { run: other.run, kind: other.origin.kind }), seen).run;
    disputed ||= newest !== run;
    const truth = origin.kind === 'item' || witness.mentions || others.length === 0 ? newest : completed(newest, others.map((other) => other.run));
    // The same truth stays the same object, so that whoever compares it need not read it again.
    const after = [run, before].find((known) => equal(known, truth)) ?? truth;
    if (after === run) witness.overrides.delete(run);
    else witness.overrides.set(run, after);
    if (after !== before) changes.set(witness, [...(changes.get(witness) ?? []), { before, after }]);
  }
  if (disputed) runs.disputed.add(id);
  else runs.disputed.delete(id);
}

/** One observation of each reading that tells the run, the oldest first. Of two in one payload the first counts, or the one that claims staleness. */
function tellersOf(list: readonly Observation[]): Observation[] {
  const chosen = new Map<Origin, Observation>();
  for (const observation of list) {
    const { origin, run, witness } = observation;
    const known = chosen.get(origin);
    if (!witness?.mentions && (!known || (isStale(run) && !isStale(known.run)))) chosen.set(origin, observation);
  }
  return [...chosen.values()].sort((one, other) => one.origin.order - other.origin.order);
}

/** Tells the other readings what has changed for them, and returns what has for `witness`. */
function report(changes: Changes, witness: Witness): RunChange[] {
  const own = changes.get(witness) ?? [];
  changes.delete(witness);
  for (const [other, changed] of changes) other.overruled(changed);
  return own;
}

const shownAs = ({ overrides }: Witness, run: DescribableRun): DescribableRun => overrides.get(run) ?? run;

const changeOf = (before: DescribableRun | undefined, after: DescribableRun): RunChange[] => (before === undefined || before === after ? [] : [{ before, after }]);

const tenantOf = ({ run, origin }: Observation): number | null => run.tenant_id ?? origin.tenantId;

/** A run detail names no tenant. */
const sameTenant = (one: Observation, other: Observation): boolean => {
  const [a, b] = [tenantOf(one), tenantOf(other)];
  return a === null || b === null || a === b;
};
