/**
 * What a row says of a run, as a host would write it by hand for its own backend.
 * All contestants except the kit draw this; `bench/rows.ts` checks at its start that the kit's projection gives the same texts.
 */
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';

export interface RowView {
  readonly id: number;
  readonly url: string;
  readonly operation: string;
  readonly reference: string;
  readonly tenant: string;
  readonly tone: 'calm' | 'attention' | 'problem' | 'done';
  readonly label: string;
  /** The texts in the second line of the row. */
  readonly lines: readonly string[];
  /** `value` is a share from 0 to 1. */
  readonly progress: { readonly value: number; readonly text: string } | null;
}

/** The badge's icon: a path on a 16 x 16 grid for each tone. */
export const ICONS: Readonly<Record<RowView['tone'], string>> = {
  calm: 'M8 3a5 5 0 1 1 0 10A5 5 0 1 1 8 3',
  attention: 'M8 2 15 14H1zM8 6.5v3m0 2v.5',
  problem: 'm4 4 8 8m0-8-8 8',
  done: 'm3 8.5 3.25 3.25L13 5',
};

const numbers = new Intl.NumberFormat('en');

export function viewOf(run: OperationRunSurfaceItem): RowView {
  const { run_id: id, active_state: state, progress } = run;
  const guidance = state.guidance ?? 'No action needed yet.';
  const view = {
    id,
    url: `/admin/operations/${id}`,
    operation: run.operation_label,
    reference: `#${id}`,
    tenant: run.tenant_label ?? '',
    progress: null,
  };
  switch (state.freshness_state) {
    case 'likely_stale':
      return { ...view, tone: 'attention', label: 'Likely stale', lines: [`Last reported: ${run.status_label}`, guidance] };
    case 'terminal_normal':
      return { ...view, tone: 'done', label: run.outcome_label ?? '', lines: [guidance] };
    case 'reconciled_failed':
      return { ...view, tone: 'problem', label: 'Automatically reconciled as failed', lines: [run.outcome_label ?? '', guidance] };
    default: {
      const { processed = 0, total = 0 } = progress ?? {};
      const done = total > 0 ? { value: processed / total, text: `${numbers.format(processed)} of ${numbers.format(total)}` } : null;
      return { ...view, tone: 'calm', label: run.status_label ?? '', lines: [guidance], progress: done };
    }
  }
}

/** What a row that draws a view shows, as `shownBy` reads it from the page. */
export function expectedOf({ operation, reference, tenant, label, lines, progress }: RowView): string {
  return [operation, reference, tenant, label, ...lines, progress?.text].join('').replace(/\s/g, '') + (progress ? `|${progress.value.toFixed(4)}` : '');
}

/** What a row on the page shows: its text without spaces, shadow roots included, and the value of its progress bar. */
export function shownBy(row: Node): string {
  const bars: string[] = [];
  const text = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLProgressElement) bars.push(`|${node.value.toFixed(4)}`);
    if (node instanceof HTMLStyleElement) return '';
    const children = node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes;
    return Array.from(children, text).join('');
  };
  return text(row).replace(/\s/g, '') + bars.join('');
}
