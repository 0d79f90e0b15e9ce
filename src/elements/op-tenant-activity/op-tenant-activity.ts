import { html, nothing, type TemplateResult } from 'lit';
import type { tenantActivity } from '../../contract/payloads.ts';
import { countRuns, formatNumber, type RunCounts } from '../../projection/index.ts';
import { activitySubject } from '../../refresh/index.ts';
import { COUNT_FILTERS, COUNT_TONES } from '../shared/counts.ts';
import { icon } from '../shared/icon.ts';
import { notice, runEntry } from '../shared/run-template.ts';
import { TenantRunsElement } from '../shared/tenant-runs-element.ts';
import { activityStyles } from './op-tenant-activity.styles.ts';

type Activity = NonNullable<(typeof tenantActivity)['value']>;

/**
 * @summary A tenant's operations: counts per state, then the runs, the likely stale ones first.
 *
 * Fetches `/admin/t/{tenant}/dashboard`.
 *
 * @tag op-tenant-activity
 *
 * @csspart counts - The counts; each opens the canonical list with its filter.
 * @csspart run - One run; a link that opens it.
 * @csspart operation - An operation's name.
 * @csspart reference - The run number.
 * @csspart badge - A state, in words and a shape.
 * @csspart guidance - Status or outcome, and one line of guidance.
 * @csspart progress - How far a fresh run has come.
 * @csspart more - The link to the runs beyond `max-items`.
 * @csspart empty - Tells that there is nothing to show.
 * @csspart notice - Tells that the summary is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @example
 * <op-tenant-activity tenant-id="7"></op-tenant-activity>
 */
export class OpTenantActivity extends TenantRunsElement<Activity> {
  static override styles = [super.styles, activityStyles];

  protected readonly subject = activitySubject;

  protected override render(): TemplateResult {
    const { busy } = this;
    const { value } = this.snapshot;
    return html`
      <section aria-label=${this.copy.activity.name} aria-busy=${busy}>
        <header>${this.#renderCounts(value)}</header>
        ${value === null ? this.#renderWithout(busy) : this.#renderRuns(value)}
      </section>
    `;
  }

  #renderCounts(value: Activity | null): TemplateResult {
    const counts = value === null ? null : countRuns(value.items);
    const shown = (Object.keys(COUNT_FILTERS) as (keyof RunCounts)[]).filter((key) => key !== 'unknown' || counts?.unknown);
    return html`<ul class="counts" part="counts">
      ${shown.map((key) => {
        const filter = COUNT_FILTERS[key];
        const content = html`${icon(COUNT_TONES[key])}<span class="number">${counts ? formatNumber(counts[key], this.locale) : '–'}</span><span class="label small">${this.copy.countLabel[key]}</span>`;
        return html`<li data-tone=${counts?.[key] ? COUNT_TONES[key] : 'none'}>
          ${filter === null || value === null ? html`<span class="count">${content}</span>` : html`<a class="count" href=${this.listUrl(value, filter)}>${content}</a>`}
        </li>`;
      })}
    </ul>`;
  }

  #renderRuns(value: Activity): TemplateResult {
    const views = this.views(value, value.items);
    const more = value.items.length - views.length;
    return html`
      ${value.items.length === 0
        ? html`<div class="rest" part="empty">${this.copy.activity.empty}</div>`
        : html`<ul>
            ${views.map((view) => html`<li>${runEntry(view, 'run', this.openRun)}</li>`)}
          </ul>`}
      ${this.#renderRoom(this.limit - views.length)}
      <footer>${more > 0 ? html`<a part="more" href=${this.listUrl(value, {})}>${this.copy.more(more)}</a>` : nothing} ${notice(this.notice)} ${this.renderPause()}</footer>
    `;
  }

  #renderWithout(busy: boolean): TemplateResult {
    return html`${busy ? nothing : html`<div class="rest">${notice(this.notice)}</div>`} ${this.#renderRoom(this.limit)}
      <footer></footer>`;
  }

  /** Room for the runs that may come. */
  #renderRoom(rows: number): TemplateResult[] {
    return Array.from({ length: Math.max(0, rows) }, () => html`<div class="room"></div>`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-tenant-activity': OpTenantActivity;
  }
}
