/**
 * The view: what one run says on one surface. Elements draw it and add no word of their own.
 */
import type { ContractViolation, OperationRunDetailContract, RunItem } from '../contract/payloads.ts';
import { resolveActiveState, type RunState, type Tone } from './active-state.ts';
import { activeStatusOf } from './agreement.ts';
import { catalogueFor, DEFAULT_LOCALE, formatNumber, formatTime, type Locale } from './copy/index.ts';
import { translate } from './copy/translate.ts';
import { present, serverTexts } from './server-texts.ts';

/** Compact: overlay, row, list, activity. Detail: the run banner. */
export type Surface = 'compact' | 'detail';

/** A run as any payload of the contract tells it: a surface item, or a run detail. */
export type DescribableRun = Pick<RunItem, 'run_id' | 'operation_label' | 'active_state'> &
  Partial<RunItem> &
  Partial<Pick<OperationRunDetailContract, 'top_summary'>>;

export interface DescribeOptions {
  readonly surface: Surface;
  readonly locale?: Locale;
  /** Set while the surface is not being updated: when what it shows was true, in epoch milliseconds. */
  readonly asOf?: number | null;
  /** In epoch milliseconds; a time of another day is told with its day. */
  readonly now?: number;
}

/** How far a fresh run has come. `value` is a share from 0 to 1, null when the backend tells no share. */
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
  /** Tells runs of one operation apart: `#15`. Null where the operation's name is made of it. */
  readonly reference: string | null;
  readonly tenant: string | null;
  /** Status while active, outcome afterwards, where it adds to the label. */
  readonly status: string | null;
  /** One line on a compact surface, one full sentence on the detail surface. */
  readonly guidance: string | null;
  /** Tells that a run that has ended had been stale before. */
  readonly lineage: string | null;
  readonly progress: ProgressView | null;
  readonly inProgress: boolean;
  readonly polls: boolean;
  readonly followUp: boolean;
  /** What a screen reader hears when the run enters this state. */
  readonly announcement: string;
  /** Contradictions in the payload, and server texts that the copy law replaced. */
  readonly violations: readonly ContractViolation[];
}

/** Describes one run for one surface. Total: any parsed payload gives a view that keeps the copy law. */
export function describeRun(run: DescribableRun, { surface, locale = DEFAULT_LOCALE, asOf = null, now }: DescribeOptions): RunView {
  const resolved = resolveActiveState(run.active_state);
  const { state } = resolved;
  const copy = catalogueFor(locale);
  const violations = [...resolved.contradictions];
  const server = serverTexts(state, locale, violations);
  const claimed = run.active_state;
  const ended = state === 'reconciled' || state === 'terminal';

  const queued = state === 'fresh' && activeStatusOf([run.status_label, claimed.compact_label, claimed.diagnostic_label].find(present)) === 'queued';
  const key = wordKey(run, state, resolved.followUp, queued);
  const status = statusOf();
  const label = labelOf();
  const named = server('operation_label', run.operation_label, 'name');
  const operation = named ?? copy.operation(run.run_id);
  const progress = progressOf();
  const guidance = guidanceOf();

  return {
    runId: run.run_id,
    state,
    tone: resolved.tone,
    label,
    operation,
    reference: named === null || run.run_id === null ? null : `#${run.run_id}`,
    tenant: server('tenant_label', run.tenant_label, 'name') ?? (run.tenant_id ? copy.tenant(run.tenant_id) : null),
    status: status !== null && sameText(status, label) ? null : status,
    guidance: guidance !== null && sameText(guidance, label) ? null : qualified(guidance),
    lineage: lineageOf(),
    progress,
    inProgress: resolved.inProgress,
    polls: resolved.polls,
    followUp: resolved.followUp,
    announcement: copy.changed(operation, label),
    violations,
  };

  function labelOf(): string {
    if (surface === 'detail') return word('active_state.diagnostic_label', claimed.diagnostic_label) ?? copy.heading[key === 'confirmed' ? 'terminal' : key];
    const told = word('active_state.compact_label', claimed.compact_label) ?? word('active_state.lifecycle_label', claimed.lifecycle_label);
    if (told !== null) return told;
    if (key === 'followUp') return copy.label.followUp;
    return (state === 'fresh' || state === 'terminal' ? status : null) ?? copy.label[state];
  }

  /** A label or status. While the surface is not being updated, a fresh one may name the last known status but not reassure. */
  function word(path: string, text: string | null | undefined): string | null {
    const told = server(path, text, 'word');
    return state === 'fresh' && asOf !== null && activeStatusOf(told) === null ? null : told;
  }

  function statusOf(): string | null {
    if (ended) return word('outcome_label', run.outcome_label);
    if (!claimed.is_currently_active) return null;
    if (activeStatusOf(run.status_label) === null || state === 'fresh') {
      const told = word('status_label', run.status_label);
      // A status that agrees with a stale label repeats it, and a surface explains staleness once.
      return state === 'stale' ? null : told;
    }
    const status = translate(run.status_label!.trim(), locale);
    if (state === 'stale') return copy.lastReported(status);
    return resolved.contradictions.length === 0 ? status : null;
  }

  function guidanceOf(): string | null {
    if (surface === 'detail') {
      // Guidance is worded for one line; a stale run gets the full sentence here.
      const told = server('top_summary', run.top_summary, 'sentence') ?? (state === 'stale' ? null : server('active_state.guidance', claimed.guidance, 'sentence'));
      return told ?? (ended && status !== null ? `${copy.outcomeWas(status)} ` : '') + copy.explanation[key];
    }
    const told = server('active_state.guidance', claimed.guidance, 'sentence');
    // The progress line already tells what a running operation does, or when it was seen to do it.
    if (progress && (asOf !== null || (progress.value === null && (told === null || sameText(told, copy.progressPending))))) return null;
    return told ?? copy.guidance[key];
  }

  function progressOf(): ProgressView | null {
    if (state !== 'fresh' || surface === 'detail') return null;
    const moving = asOf === null;
    const { kind, processed = 0, total = 0, label: phase, step, steps } = run.progress ?? {};
    if (kind === 'determinate' && total > 0) {
      const count = Math.min(processed, total);
      return { value: count / total, text: qualified(copy.progress(formatNumber(count, locale), formatNumber(total, locale))), moving };
    }
    const name = kind === 'phase' ? server('progress.label', phase, 'sentence') : null;
    if (name !== null) return { value: null, text: qualified(copy.phase(name, step, steps)), moving };
    return queued ? null : { value: null, text: qualified(copy.progressPending), moving };
  }

  /** Copy law 7: calm copy that is not being updated carries its time. */
  function qualified<Text extends string | null>(text: Text): Text | string {
    return text !== null && state === 'fresh' && asOf !== null ? copy.asOf(formatTime(asOf, locale, now), text) : text;
  }

  function lineageOf(): string | null {
    if (!ended || !present(claimed.stale_lineage_note)) return null;
    return server('active_state.stale_lineage_note', claimed.stale_lineage_note, 'lineage') ?? copy.lineage;
  }
}

type WordKey = RunState | 'queued' | 'followUp' | 'confirmed';

function wordKey(run: DescribableRun, state: RunState, followUp: boolean, queued: boolean): WordKey {
  if (queued) return 'queued';
  if (state !== 'terminal') return state;
  if (followUp) return 'followUp';
  return run.active_state.is_reconciled ? 'confirmed' : 'terminal';
}

const sameText = (one: string, other: string): boolean => one.toLowerCase().replace(/\.$/, '') === other.toLowerCase().replace(/\.$/, '');
