import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RunItem, tenantActivity } from '../../contract/index.ts';
import { countRuns, staleFirst, type RunCounts, type Tone } from '../../projection/index.ts';
import { activitySubject, listPageUrl, type Address, type ListFilter } from '../../refresh/index.ts';
import { icon } from '../shared/icon.ts';
import { idOf, limitOf, OpElement } from '../shared/op-element.ts';
import { notice, runContent } from '../shared/run-template.ts';
import { runStyles } from '../shared/run.styles.ts';
import { tokenStyles } from '../shared/tokens.styles.ts';
import { activityStyles } from './op-tenant-activity.styles.ts';

type Activity = NonNullable<(typeof tenantActivity)['value']>;

/** What each count looks like, and which part of the canonical list it opens. */
const COUNTS: readonly { key: keyof RunCounts; tone: Tone; filter: ListFilter | null }[] = [
  { key: 'active', tone: 'calm', filter: { activeTab: 'active', problemClass: 'none' } },
  { key: 'stale', tone: 'attention', filter: { problemClass: 'active_stale_attention' } },
  { key: 'followUp', tone: 'problem', filter: { problemClass: 'terminal_follow_up' } },
  { key: 'unknown', tone: 'neutral', filter: null },
];

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
 * @csspart badge - A state, in words and a shape.
 * @csspart guidance - Status or outcome, and one line of guidance.
 * @csspart progress - How far a fresh run has come.
 * @csspart more - The link to the runs beyond `max-items`.
 * @csspart empty - Tells that there is nothing to show.
 * @csspart notice - Tells that the summary is not being updated.
 *
 * @example
 * <op-tenant-activity tenant-id="7"></op-tenant-activity>
 */
export class OpTenantActivity extends OpElement<Activity> {
  static override styles = [tokenStyles, runStyles, activityStyles];
  static override properties: PropertyDeclarations = {
    tenantId: { type: Number, attribute: 'tenant-id' },
    maxItems: { type: Number, attribute: 'max-items' },
  };

  /** The tenant whose operations are shown. */
  tenantId: number | null = null;

  /** How many runs are shown; the others are behind a link. Room for them is kept, so that late data moves nothing. */
  maxItems = 5;

  protected readonly subject = activitySubject;

  protected override get address(): Address {
    return { ...super.address, tenantId: idOf(this.tenantId) };
  }

  protected override render(): TemplateResult {
    const { value, status } = this.snapshot;
    const busy = value === null && (status === 'idle' || status === 'loading');
    return html`
      <section aria-label=${this.copy.activity.name} aria-busy=${busy}>
        <header>
          ${this.#renderCounts(value)} ${value === null ? nothing : notice(this.notice)}
        </header>
        ${value === null ? this.#renderWithout(busy) : this.#renderRuns(value)}
      </section>
    `;
  }

  #renderCounts(value: Activity | null): TemplateResult {
    const counts = value === null ? null : countRuns(value.items);
    const shown = COUNTS.filter(({ key }) => key !== 'unknown' || (counts?.unknown ?? 0) > 0);
    return html`<ul class="counts" part="counts">
      ${shown.map(({ key, tone, filter }) => {
        const count = counts?.[key] ?? null;
        const content = html`${icon(tone)}<span class="number">${count ?? '–'}</span><span class="label">${this.copy.countLabel[key]}</span>`;
        return html`<li data-tone=${count === null || count === 0 ? 'none' : tone}>
          ${filter === null || value === null ? html`<span class="count">${content}</span>` : html`<a class="count" href=${this.#listUrl(value, filter)}>${content}</a>`}
        </li>`;
      })}
    </ul>`;
  }

  #renderRuns(value: Activity): TemplateResult {
    const limit = limitOf(this.maxItems);
    const shown = staleFirst(value.items).slice(0, limit);
    const more = value.items.length - shown.length;
    if (value.items.length === 0) {
      return html`<div class="rest" part="empty">${this.copy.activity.empty}</div>
        ${this.#renderRoom(limit)}`;
    }
    return html`
      <ul class="runs">
        ${repeat(
          shown,
          (item, index) => item.run_id ?? `unreadable-${index}`,
          (item) => html`<li>${this.#renderRun(item, value.items.indexOf(item))}</li>`,
        )}
      </ul>
      ${this.#renderRoom(limit - shown.length)}
      <footer>
        ${more > 0 ? html`<a class="more" part="more" href=${this.#listUrl(value, {})}>${this.copy.activity.more(more)}</a>` : nothing}
      </footer>
    `;
  }

  #renderRun(item: RunItem, index: number): TemplateResult {
    const view = this.view(item, 'compact', `items[${index}].`);
    const content = runContent(view, { showTenant: false });
    return view.url === null
      ? html`<div class="run" part="run">${content}</div>`
      : html`<a class="run" part="run" href=${view.url} data-run=${String(view.runId)} @click=${this.openRun}>${content}</a>`;
  }

  #renderWithout(busy: boolean): TemplateResult {
    return html`${busy ? nothing : html`<div class="rest">${notice(this.notice)}</div>`} ${this.#renderRoom(limitOf(this.maxItems))}`;
  }

  /** Room for the runs that may come. */
  #renderRoom(rows: number): TemplateResult[] {
    return Array.from({ length: Math.max(0, rows) }, () => html`<div class="room"></div>`);
  }

  #listUrl(value: Activity, filter: ListFilter): string {
    return listPageUrl(this.address, { tenant: value.tenant_id, ...filter });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-tenant-activity': OpTenantActivity;
  }
}
