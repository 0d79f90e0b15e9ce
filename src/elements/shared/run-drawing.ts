/** How one run is drawn on compact surfaces. Rows, list, activity and overlay share it, so that they cannot look different. */
import type { ProgressView, RefreshView, RunView } from '../../projection/index.ts';
import { el, type Drawing } from './drawing.ts';
import { icon } from './icon.ts';

/** A run's view, with the page that opens it; null where it cannot be opened. */
export interface LinkedView {
  readonly view: RunView;
  readonly url: string | null;
}

export const badge = ({ tone, label }: Pick<RunView, 'tone' | 'label'>): Drawing => el('span', { class: 'badge', part: 'badge', 'data-tone': tone }, icon(tone), el('span', {}, label));

export const reference = ({ reference }: Pick<RunView, 'reference'>): Drawing | null => (reference === null ? null : el('span', { class: 'tenant', part: 'reference' }, reference));

export const notice = (view: RefreshView | null): Drawing | null => (view === null ? null : el('span', { class: 'notice', part: 'notice' }, icon('halted'), el('span', {}, view.text)));

export interface RunContentOptions {
  readonly showTenant?: boolean;
  /** The surface's notice, where the run is all that it shows. */
  readonly ownNotice?: RefreshView | null;
}

/** A run that is a link as a whole, where it can be opened. */
export function runEntry({ view, url }: LinkedView, part: string, options?: RunContentOptions): Drawing {
  const content = runContent(view, options);
  return url === null ? el('div', { class: 'run', part }, ...content) : el('a', { class: 'run', part, href: url, 'data-run': String(view.runId) }, ...content);
}

export function runContent(view: RunView, { showTenant = false, ownNotice = null }: RunContentOptions = {}): Drawing[] {
  // A notice says when it was true; calm words that repeat that beside it would only reassure.
  const quiet = ownNotice !== null && view.state === 'fresh';
  const lines = [view.status, quiet ? null : view.guidance, view.lineage].filter((line) => line !== null);
  return [
    el('span', {}, ...spaced([el('bdi', { class: 'operation', part: 'operation' }, view.operation), reference(view), showTenant && view.tenant !== null ? el('bdi', { class: 'tenant', part: 'tenant' }, view.tenant) : null])),
    badge(view),
    el(
      'span',
      { class: 'lines' },
      lines.map((line) => el('span', { part: 'guidance' }, el('bdi', {}, line))),
      ' ',
      ...spaced([quiet || view.progress === null ? null : progressLine(view.progress, view.operation), notice(ownNotice)]),
    ),
  ];
}

export const progressLine = ({ value, text, moving }: ProgressView, operation: string): Drawing =>
  el(
    'span',
    { class: 'progress', part: 'progress' },
    value === null
      ? el('progress', { class: moving ? 'moving' : 'still', 'aria-label': operation })
      : el('progress', { max: '1', value: String(value), 'aria-label': operation }),
    ' ',
    el('span', {}, text),
  );

/** A blank between words, for those who copy or hear them. */
const spaced = (drawings: readonly (Drawing | null)[]): (Drawing | string)[] => drawings.flatMap((drawing) => (drawing === null ? [] : [drawing, ' ']));
