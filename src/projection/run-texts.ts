/** Which words a run gets on a surface: the server's where the copy law lets them stand, else the kit's own. */
import type { ContractViolation } from '../contract/payloads.ts';
import { resolveActiveState, type RunState } from './active-state.ts';
import { formatNumber } from './copy/index.ts';
import { translate } from './copy/translate.ts';
import { activeStatusOf } from './copy-law.ts';
import type { DescribableRun, RunView, Surface } from './run-view.ts';
import { present, serverTexts } from './server-texts.ts';
import type { Setting } from './setting.ts';

type Texts = Pick<RunView, 'label' | 'operation' | 'reference' | 'tenant' | 'status' | 'guidance' | 'lineage' | 'progress'>;

/** Adds to `violations`, which holds the run's contradictions, a report of each server text that is not shown. */
export function textsOf(run: DescribableRun, surface: Surface, setting: Setting, violations: ContractViolation[]): Texts {
  const { locale, copy } = setting;
  const claimed = run.active_state;
  const { state, followUp } = resolveActiveState(claimed);
  const coherent = violations.length === 0;
  const server = serverTexts(state, locale, violations);
  const ended = state === 'reconciled' || state === 'terminal';
  const aged = state === 'fresh' && setting.asOf !== null;
  const queued = state === 'fresh' && activeStatusOf(firstOf(run.status_label, claimed.compact_label, claimed.diagnostic_label)) === 'queued';
  const key = wordKey(run, state, followUp, queued);

  const status = statusOf();
  const label = labelOf();
  const name = server('operation_label', run.operation_label, 'name');
  const progress = progressOf();
  const guidance = guidanceOf();
  return {
    label,
    operation: name ?? copy.operation(run.run_id),
    reference: name === null || run.run_id === null ? null : `#${run.run_id}`,
    tenant: server('tenant_label', run.tenant_label, 'name') ?? (run.tenant_id ? copy.tenant(run.tenant_id) : null),
    status: sameText(status, label) ? null : status,
    guidance: guidance === null || sameText(guidance, label) ? null : qualified(guidance),
    lineage: lineageOf(),
    progress,
  };

  function labelOf(): string {
    if (surface === 'detail') return word('active_state.diagnostic_label', claimed.diagnostic_label) ?? copy.heading[key === 'confirmed' ? 'terminal' : key];
    const served = word('active_state.compact_label', claimed.compact_label) ?? word('active_state.lifecycle_label', claimed.lifecycle_label);
    if (served !== null) return served;
    if (key === 'followUp') return copy.label.followUp;
    return (state === 'fresh' || state === 'terminal' ? status : null) ?? copy.label[state];
  }

  /** A label or status. While the surface is not being updated, a fresh one may name the last known status but not reassure. */
  function word(path: string, text: string | null | undefined): string | null {
    const served = server(path, text, 'word');
    return aged && activeStatusOf(served) === null ? null : served;
  }

  function statusOf(): string | null {
    if (ended) return word('outcome_label', run.outcome_label);
    if (!claimed.is_currently_active) return null;
    if (activeStatusOf(run.status_label) === null || state === 'fresh') {
      const served = word('status_label', run.status_label);
      // A status that may stand beside a stale label repeats it, and a surface explains staleness once.
      return state === 'stale' ? null : served;
    }
    const reported = translate(run.status_label!.trim(), locale);
    if (state === 'stale') return copy.lastReported(reported);
    return coherent ? reported : null;
  }

  function guidanceOf(): string | null {
    if (surface === 'detail') {
      // Guidance is worded for one line; a stale run gets the full sentence here.
      const served = server('top_summary', run.top_summary, 'sentence') ?? (state === 'stale' ? null : server('active_state.guidance', claimed.guidance, 'sentence'));
      return served ?? (ended && status !== null ? `${copy.outcomeWas(status)} ` : '') + copy.explanation[key];
    }
    const served = server('active_state.guidance', claimed.guidance, 'sentence');
    // The progress line already says what a running operation does, or when it was seen to do it.
    if (progress && (aged || (progress.value === null && (served === null || sameText(served, copy.progressPending))))) return null;
    return served ?? copy.guidance[key];
  }

  function progressOf(): RunView['progress'] {
    if (state !== 'fresh' || surface === 'detail') return null;
    const moving = !aged;
    const { kind, processed = 0, total = 0, label: phase, step, steps } = run.progress ?? {};
    if (kind === 'determinate' && total > 0) {
      const count = Math.min(processed, total);
      return { value: count / total, text: qualified(copy.progress(formatNumber(count, locale), formatNumber(total, locale))), moving };
    }
    const served = kind === 'phase' ? server('progress.label', phase, 'sentence') : null;
    if (served !== null) return { value: null, text: qualified(copy.phase(served, step, steps)), moving };
    return queued ? null : { value: null, text: qualified(copy.progressPending), moving };
  }

  /** L7: while the surface is not being updated, what is said of a fresh run carries its time. */
  function qualified(text: string): string {
    return aged ? setting.qualified(text) : text;
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

const firstOf = (...texts: readonly (string | null | undefined)[]): string | null => texts.find(present) ?? null;

const sameText = (one: string | null, other: string): boolean => one === other || (one !== null && plain(one) === plain(other));

/** In lower case, without a full stop at its end. */
const plain = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
