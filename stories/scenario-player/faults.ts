/** The faults that a tester injects into a scenario. In the URL: `500-30-60 slow-70`, each with its first second and the second at which it ends. */

export const FAULT_KINDS = ['slow', '500', 'truncated', 'offline'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The second at which the fault begins; requests of this second are affected. */
  readonly from: number;
  /** The second at which it ends; null: not yet. */
  readonly to: number | null;
}

/** Reads faults from the URL. Invalid ones are ignored. */
export function parseFaults(text: string): Fault[] {
  return text.split(/[ +]+/).flatMap((part) => {
    const [, kind, from, to] = /^(slow|500|truncated|offline)-(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    return kind === undefined ? [] : { kind: kind as FaultKind, from: Number(from), to: to === undefined ? null : Number(to) };
  });
}

export const formatFaults = (faults: readonly Fault[]): string =>
  faults.map(({ kind, from, to }) => [kind, from, ...(to === null ? [] : [to])].join('-')).join(' ');

export const isActive = ({ from, to }: Fault, seconds: number): boolean => from <= seconds && (to === null || seconds < to);

export const activeKinds = (faults: readonly Fault[], seconds: number): ReadonlySet<FaultKind> =>
  new Set(faults.filter((fault) => isActive(fault, seconds)).map(({ kind }) => kind));

/** Begins a fault at this second, or ends it if it is active. */
export function toggle(faults: readonly Fault[], kind: FaultKind, seconds: number): Fault[] {
  if (!activeKinds(faults, seconds).has(kind)) return [...faults.filter((fault) => fault.kind !== kind || fault.from < seconds), { kind, from: seconds, to: null }];
  return faults.flatMap((fault) => {
    if (fault.kind !== kind || !isActive(fault, seconds)) return fault;
    return fault.from === seconds ? [] : { ...fault, to: seconds };
  });
}
