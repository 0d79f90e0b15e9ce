import { html, nothing, type TemplateResult } from 'lit';
import type { ContractViolation } from '../../contract/payloads.ts';
import type { DescribableRun } from '../../projection/index.ts';
import { runSubject } from '../../refresh/index.ts';
import { drawn } from '../shared/drawing.ts';
import { icon } from '../shared/icon.ts';
import { RunElement } from '../shared/run-element.ts';
import { notice, reference } from '../shared/run-drawing.ts';
import { deviationsOf } from '../shared/run-links.ts';
import { bannerStyles } from './op-run-detail-banner.styles.ts';

/**
 * @summary One honest explanation of a run's lifecycle, before any diagnostics.
 *
 * Fetches `/admin/operations/{run}`.
 *
 * @tag op-run-detail-banner
 *
 * @slot - The host's diagnostics, shown after the summary.
 *
 * @csspart summary - The frame around heading and explanation.
 * @csspart operation - The operation's name.
 * @csspart reference - The run number.
 * @csspart heading - The state of the run.
 * @csspart explanation - One or two sentences about the state.
 * @csspart lineage - Says that a run that has ended had been likely stale before.
 * @csspart notice - Says that the banner is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @example
 * <op-run-detail-banner run-id="15"><my-diagnostics></my-diagnostics></op-run-detail-banner>
 */
export class OpRunDetailBanner extends RunElement<DescribableRun> {
  static override styles = [super.styles, bannerStyles];

  protected readonly subject = runSubject;

  protected override deviations(): readonly ContractViolation[] {
    const { value } = this.snapshot;
    return value === null ? [] : deviationsOf(value, this.view(value, 'detail'));
  }

  protected override render(): TemplateResult {
    const { value } = this.snapshot;
    return html`
      ${value !== null ? this.#renderRun(value) : this.busy ? this.#renderLoading() : this.#renderNotice()}
      <slot></slot>
    `;
  }

  #renderRun(run: DescribableRun): TemplateResult {
    const view = this.view(run, 'detail');
    return html`
      <section class="summary" part="summary" data-tone=${view.tone} aria-labelledby="heading">
        <div class="small"><bdi part="operation">${view.operation}</bdi> ${drawn(reference(view))}</div>
        <h2 id="heading" part="heading">${drawn(icon(view.tone))}<span>${view.label}</span></h2>
        ${view.guidance === null ? nothing : html`<p part="explanation">${view.guidance}</p>`}
        ${view.lineage === null ? nothing : html`<p class="small" part="lineage">${view.lineage}</p>`} ${drawn(notice(this.notice))} ${this.renderPause()}
      </section>
    `;
  }

  #renderLoading(): TemplateResult {
    return html`<div class="summary" part="summary" role="group" data-tone="neutral" aria-busy="true" aria-label=${this.copy.refresh.loading}>
      <span class="skeleton"></span><span class="skeleton"></span>
    </div>`;
  }

  #renderNotice(): TemplateResult {
    return html`<div class="summary" part="summary" data-tone="neutral">${drawn(notice(this.notice))}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-run-detail-banner': OpRunDetailBanner;
  }
}
