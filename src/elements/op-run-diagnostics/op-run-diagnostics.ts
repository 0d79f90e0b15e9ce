import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ContractViolation } from '../../contract/payloads.ts';
import { describeDiagnostics, formatTime, type DiagnosticsSection, type Fact } from '../../projection/index.ts';
import { diagnosticsSubject, type Change, type DiagnosedRun, type Wanted } from '../../refresh/index.ts';
import { RunElement } from '../shared/run-element.ts';
import { drawn } from '../shared/drawing.ts';
import { notice } from '../shared/run-drawing.ts';
import { diagnosticsStyles } from './op-run-diagnostics.styles.ts';

/**
 * @summary A run's lifecycle record behind a disclosure: reconciliation, failures, lifecycle window, counts and evidence.
 *
 * Fetches `/api/admin/operations/{run}` when it is opened. Before that it sends no request, and the page holds none of its content.
 *
 * @tag op-run-diagnostics
 *
 * @csspart summary - The control that opens and closes the disclosure.
 * @csspart section - One group of facts, under its heading.
 * @csspart facts - The facts of a group: a list of terms and texts.
 * @csspart as-of - When the facts were true.
 * @csspart notice - Says that the facts are not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @example
 * <op-run-detail-banner run-id="15"><op-run-diagnostics run-id="15"></op-run-diagnostics></op-run-detail-banner>
 */
export class OpRunDiagnostics extends RunElement<DiagnosedRun> {
  static override styles = [super.styles, diagnosticsStyles];
  static override properties: PropertyDeclarations = {
    open: { type: Boolean },
  };

  /** Whether the diagnostics are revealed. */
  open = false;

  protected readonly subject = diagnosticsSubject;

  /** @internal */
  override get wanted(): Wanted<DiagnosedRun> {
    return { ...super.wanted, dormant: !this.open };
  }

  override refreshed(change: Change<DiagnosedRun>): void {
    super.refreshed(change);
    // Another element has seen the run change its state, so the record is out of date: fetch it now.
    if (!change.answered && change.transitions.length > 0) this.expire();
  }

  /** The base class warns of a missing `run-id` here. This element does so when it is opened, because it needs the id only then. */
  protected override firstUpdated(): void {}

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('open') && this.open) super.firstUpdated();
  }

  #toggle(event: Event): void {
    this.open = (event.currentTarget as HTMLDetailsElement).open;
  }

  protected override deviations(): readonly ContractViolation[] {
    const { value, asOf } = this.snapshot;
    return value === null || !this.open ? [] : describeDiagnostics(value.record, { locale: this.locale, now: asOf! }).violations;
  }

  protected override render(): TemplateResult {
    return html`<details ?open=${this.open} @toggle=${this.#toggle}>
      <summary part="summary">${this.copy.diagnostics.name}</summary>
      ${this.open ? html`<div class="body">${this.#renderBody()}</div>` : nothing}
    </details>`;
  }

  #renderBody(): TemplateResult {
    const { value } = this.snapshot;
    if (value !== null) return this.#renderRecord(value);
    if (!this.busy) return html`${drawn(notice(this.notice))}`;
    return html`<div role="group" aria-busy="true" aria-label=${this.copy.refresh.loading}><span class="skeleton"></span></div>`;
  }

  #renderRecord({ record }: DiagnosedRun): TemplateResult {
    const { copy, locale } = this;
    const now = this.snapshot.asOf!;
    const { sections } = describeDiagnostics(record, { locale, now });
    return html`
      ${sections.map((section) => this.#renderSection(section))}
      <footer>${this.notice ? drawn(notice(this.notice)) : html`<span part="as-of">${copy.diagnostics.asOf(formatTime(now, locale))}</span>`} ${this.renderPause()}</footer>
    `;
  }

  #renderSection({ key, heading, facts }: DiagnosticsSection): TemplateResult {
    return html`<section part="section" aria-labelledby=${key}>
      <h3 id=${key}>${heading}</h3>
      ${this.#renderFacts(facts)}
    </section>`;
  }

  #renderFacts(facts: readonly Fact[]): TemplateResult {
    return html`<dl part="facts">
      ${facts.map((fact) => html`<dt>${fact.term}</dt><dd>${fact.text === null ? this.#renderFacts(fact.facts) : this.#renderText(fact)}</dd>`)}
    </dl>`;
  }

  #renderText({ text, time, code }: Fact): TemplateResult {
    if (time) return html`<time datetime=${time.iso} title=${time.absolute}>${text}</time>`;
    return code ? html`<code>${text}</code>` : html`<bdi>${text}</bdi>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-run-diagnostics': OpRunDiagnostics;
  }
}
