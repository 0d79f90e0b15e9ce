/** How one run is drawn on compact surfaces. Rows, activity and overlay share it, so that they cannot look different. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ProgressView, RefreshView, RunView } from '../../projection/index.ts';
import { icon } from './icon.ts';
import type { LinkedView } from './op-element.ts';

export const badge = ({ tone, label }: Pick<RunView, 'tone' | 'label'>): TemplateResult =>
  html`<span class="badge" part="badge" data-tone=${tone}>${icon(tone)}<span>${label}</span></span>`;

export const reference = ({ reference }: Pick<RunView, 'reference'>): TemplateResult | typeof nothing =>
  reference === null ? nothing : html`<span class="tenant" part="reference">${reference}</span>`;

export const notice = (view: RefreshView | null): TemplateResult | typeof nothing =>
  view === null ? nothing : html`<span class="notice" part="notice">${icon('halted')}<span>${view.text}</span></span>`;

export interface RunContentOptions {
  readonly showTenant?: boolean;
  /** The surface's notice, where the run is all that it shows. */
  readonly ownNotice?: RefreshView | null;
}

/** A run that is a link as a whole, where it can be opened. */
export function runEntry(view: LinkedView, part: string, open: (event: MouseEvent) => void, options?: RunContentOptions): TemplateResult {
  const content = runContent(view, options);
  return view.url === null
    ? html`<div class="run" part=${part}>${content}</div>`
    : html`<a class="run" part=${part} href=${view.url} data-run=${String(view.runId)} @click=${open}>${content}</a>`;
}

export function runContent(view: RunView, { showTenant = false, ownNotice = null }: RunContentOptions = {}): TemplateResult {
  // A notice says when it was true; calm words that repeat that beside it would only reassure.
  const quiet = ownNotice !== null && view.state === 'fresh';
  const lines = [view.status, quiet ? null : view.guidance, view.lineage].filter((line) => line !== null);
  return html`
    <span>
      <bdi class="operation" part="operation">${view.operation}</bdi>
      ${reference(view)} ${showTenant && view.tenant !== null ? html`<bdi class="tenant" part="tenant">${view.tenant}</bdi>` : nothing}
    </span>
    ${badge(view)}
    <span class="lines">
      ${lines.map((line) => html`<span part="guidance"><bdi>${line}</bdi></span>`)}
      ${quiet || view.progress === null ? nothing : progressLine(view.progress, view.operation)} ${notice(ownNotice)}
    </span>
  `;
}

export const progressLine = ({ value, text, moving }: ProgressView, operation: string): TemplateResult => html`
  <span class="progress" part="progress">
    ${value === null
      ? html`<progress class=${moving ? 'moving' : 'still'} aria-label=${operation}></progress>`
      : html`<progress max="1" .value=${value} aria-label=${operation}></progress>`}
    <span>${text}</span>
  </span>
`;
