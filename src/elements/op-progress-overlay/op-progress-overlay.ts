import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { progressOverlay, RunItem } from '../../contract/payloads.ts';
import { countRuns, describeCounts, resolveActiveState, type RunCounts } from '../../projection/index.ts';
import { overlaySubject } from '../../refresh/index.ts';
import { COUNT_TONES } from '../shared/counts.ts';
import { icon } from '../shared/icon.ts';
import type { LinkedView } from '../shared/op-element.ts';
import { notice, runContent } from '../shared/run-template.ts';
import { TenantRunsElement } from '../shared/tenant-runs-element.ts';
import { overlayStyles } from './op-progress-overlay.styles.ts';

type Overlay = NonNullable<(typeof progressOverlay)['value']>;

/**
 * @summary A floating hint of a tenant's active work. Healthy and likely stale runs both stay visible.
 *
 * Fetches `/admin/t/{tenant}/operations/progress`. It is gone while nothing is active, and comes back when the page
 * dispatches `op-run-enqueued` on `document`. Where operations may not be viewed it stays silent.
 *
 * @tag op-progress-overlay
 *
 * @csspart pill - The button that opens and closes the panel.
 * @csspart panel - The list of active runs.
 * @csspart run - One run.
 * @csspart operation - An operation's name.
 * @csspart reference - The run number.
 * @csspart badge - A state, in words and a shape.
 * @csspart guidance - Status, and one line of guidance.
 * @csspart progress - How far a fresh run has come.
 * @csspart more - Tells how many more runs are active.
 * @csspart open - The link to the run, or to the canonical list where there are several.
 * @csspart notice - Tells that the overlay is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @cssprop --op-overlay-inset - Distance from the block end and the inline end of the window.
 * @cssprop --op-overlay-layer - The overlay's z-index.
 *
 * @example
 * <op-progress-overlay tenant-id="7"></op-progress-overlay>
 */
export class OpProgressOverlay extends TenantRunsElement<Overlay> {
  static override styles = [super.styles, overlayStyles];
  static override properties: PropertyDeclarations = {
    open: { type: Boolean },
  };

  /** Whether the panel is shown. */
  open = false;

  protected readonly subject = overlaySubject;

  protected override get silentWithout(): boolean {
    return this.snapshot.status === 'missing' || this.snapshot.denial === 'permission';
  }

  #toggle(): void {
    this.open = !this.open;
  }

  #closeByKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.renderRoot.querySelector('button')?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { value, status } = this.snapshot;
    if (value === null) return this.busy || this.silentWithout ? nothing : this.#renderWithout();
    const active = value.items.filter((item) => resolveActiveState(item.active_state).inProgress);
    if (active.length > 0) return this.#renderActive(value, active);
    // That nothing is active is not known any more.
    return status === 'failed' || status === 'denied' ? this.#renderWithout() : nothing;
  }

  #renderActive(value: Overlay, active: RunItem[]): TemplateResult {
    const counts = countRuns(active);
    return html`
      <section aria-label=${this.copy.overlay.name} @keydown=${this.#closeByKey}>
        <button class="pill" part="pill" type="button" aria-expanded=${this.open} aria-controls="panel" @click=${this.#toggle}>
          ${describeCounts(counts, this.locale).map(({ key, text }) => html`<span class="count" data-tone=${COUNT_TONES[key]}>${icon(COUNT_TONES[key])}<span>${text}</span></span>`)}
          ${notice(this.notice)}
        </button>
        <div id="panel" class="panel" part="panel" ?hidden=${!this.open}>${this.open ? this.#renderPanel(value, active, counts) : nothing}</div>
      </section>
    `;
  }

  #renderPanel(value: Overlay, active: RunItem[], counts: RunCounts): TemplateResult {
    const views = this.views(value, active);
    const more = active.length - views.length;
    return html`
      <ul>
        ${views.map((view) => html`<li class="run" part="run">${runContent(view)}</li>`)}
      </ul>
      <footer>
        ${more > 0 ? html`<span part="more">${this.copy.more(more)}</span>` : nothing}
        ${this.renderPause()} ${active.length === 1 ? this.#renderOpenRun(views[0]) : this.#renderOpenList(value, counts)}
      </footer>
    `;
  }

  #renderOpenRun(view: LinkedView | undefined): TemplateResult | typeof nothing {
    if (!view?.url) return nothing;
    return html`<a part="open" href=${view.url} data-run=${String(view.runId)} @click=${this.openRun}>${this.copy.overlay.view}</a>`;
  }

  #renderOpenList(value: Overlay, { stale }: RunCounts): TemplateResult {
    const url = this.listUrl(value, stale > 0 ? { problemClass: 'active_stale_attention' } : { activeTab: 'active' });
    return html`<a part="open" href=${url}>${this.copy.overlay.review}</a>`;
  }

  #renderWithout(): TemplateResult {
    return html`<section aria-label=${this.copy.overlay.name}><div class="pill">${notice(this.notice)}</div></section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-progress-overlay': OpProgressOverlay;
  }
}
