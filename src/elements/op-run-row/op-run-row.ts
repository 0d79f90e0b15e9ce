import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ContractViolation } from '../../contract/payloads.ts';
import type { DescribableRun } from '../../projection/index.ts';
import { itemSubject, runSubject, type Wanted } from '../../refresh/index.ts';
import { OpElement } from '../shared/op-element.ts';
import { RunElement } from '../shared/run-element.ts';
import { drawn, el } from '../shared/drawing.ts';
import { notice, runEntry } from '../shared/run-drawing.ts';
import { deviationsOf } from '../shared/run-links.ts';
import { rowStyles } from './op-run-row.styles.ts';

/**
 * @summary One run in one row; the whole row opens it.
 *
 * Fetches `/admin/operations/{run}` by itself when it has a `run-id`, or shows the `item` that its surroundings hand it.
 *
 * @tag op-run-row
 *
 * @csspart row - The row, a link where the run can be opened.
 * @csspart operation - The operation's name.
 * @csspart reference - The run number.
 * @csspart tenant - The tenant.
 * @csspart badge - The state, in words and a shape.
 * @csspart guidance - Status or outcome, and one line of guidance.
 * @csspart progress - How far a fresh run has come.
 * @csspart notice - Tells that the row is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @cssprop --op-color-surface - Background of the row.
 *
 * @example
 * <op-run-row run-id="15"></op-run-row>
 */
export class OpRunRow extends RunElement<DescribableRun> {
  static override styles = [super.styles, rowStyles];
  static override properties: PropertyDeclarations = {
    item: { attribute: false },
    asOf: { attribute: false },
  };
  // Whoever focuses a row means its link.
  static override shadowRootOptions: ShadowRootInit = { ...OpElement.shadowRootOptions, delegatesFocus: true };

  /** An `OperationRunSurfaceItem` to show without fetching; it follows what other surfaces on the page learn about the run. */
  item: unknown = undefined;

  /** When `item` was true, in epoch milliseconds, while whoever hands it over is not being updated; null while it is current. */
  asOf: number | null = null;

  protected readonly subject = runSubject;

  /** @internal */
  override get wanted(): Wanted<DescribableRun> {
    const { item } = this;
    return item === undefined || item === null ? super.wanted : { subject: itemSubject, address: this.address, payload: item, inline: false };
  }

  protected override get since(): number | null {
    return this.asOf ?? super.since;
  }

  protected override deviations(): readonly ContractViolation[] {
    const { value } = this.snapshot;
    return value === null ? [] : deviationsOf(value, this.view(value, 'compact'));
  }

  protected override render(): TemplateResult {
    const { value } = this.snapshot;
    if (value !== null) return html`${drawn(runEntry(this.linked(value, 'compact'), 'row', { showTenant: true, ownNotice: this.notice }))}${this.renderPause()}`;
    return this.busy ? this.#renderLoading() : html`${drawn(el('div', { class: 'run', part: 'row' }, notice(this.notice)))}`;
  }

  #renderLoading(): TemplateResult {
    return html`<div class="run" part="row" role="group" aria-busy="true" aria-label=${this.copy.refresh.loading}>
      <span class="skeleton"></span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-run-row': OpRunRow;
  }
}
