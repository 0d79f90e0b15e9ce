/** The view: what one run says on one surface. Elements draw it and add no word of their own. `describe-run.ts` makes it. */
import type { ContractViolation, OperationRunDetailContract, RunItem } from '../contract/payloads.ts';
import type { RunState, Tone } from './active-state.ts';
import type { Locale } from './copy/index.ts';

/** Compact: overlay, row, list, activity. Detail: the run banner. */
export type Surface = 'compact' | 'detail';

/** A run as any payload of the contract carries it: a surface item, or a run detail. */
export type DescribableRun = Pick<RunItem, 'run_id' | 'operation_label' | 'active_state'> &
  Partial<RunItem> &
  Partial<Pick<OperationRunDetailContract, 'top_summary'>>;

export interface DescribeOptions {
  readonly surface: Surface;
  readonly locale?: Locale;
  /** Set while the surface is not being updated: when what it shows was true, in epoch milliseconds. */
  readonly asOf?: number | null;
  /** In epoch milliseconds. `asOf` is shown with its day when it is not on the day of `now`. */
  readonly now?: number;
}

/** How far a fresh run has come. `value` is a share from 0 to 1, null when the backend sends no share. */
export interface ProgressView {
  readonly value: number | null;
  readonly text: string;
  /** False while the surface is not being updated: a bar that moves would claim that the work does. */
  readonly moving: boolean;
}

export interface RunView {
  readonly runId: number | null;
  readonly state: RunState;
  readonly tone: Tone;
  /** The badge on a compact surface, the heading on the detail surface. */
  readonly label: string;
  readonly operation: string;
  /** Tells runs of one operation apart: `#15`. Null where the operation's name contains the number already. */
  readonly reference: string | null;
  readonly tenant: string | null;
  /** Status while active, outcome afterwards, where it adds to the label. */
  readonly status: string | null;
  /** One line on a compact surface, one full sentence on the detail surface. */
  readonly guidance: string | null;
  /** Says that a run that has ended had been stale before. */
  readonly lineage: string | null;
  readonly progress: ProgressView | null;
  readonly inProgress: boolean;
  readonly polls: boolean;
  readonly followUp: boolean;
  /** What a screen reader hears when the run enters this state. Made when it is read: a copy by `{ ...view }` does not have it. */
  readonly announcement: string;
  /** Contradictions in the payload, and server texts that the copy law replaced. */
  readonly violations: readonly ContractViolation[];
}
