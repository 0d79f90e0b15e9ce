import { html, isServer, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { prefixed, type RunItem } from '../../contract/payloads.ts';
import { countRuns, describeCounts, describeRun, formatNumber, staleFirst, type DescribableRun } from '../../projection/index.ts';
import { collectionSubject, listPageUrl, RefreshController, type Address, type ListFilter } from '../../refresh/index.ts';
import { announcer } from '../shared/announcer.ts';
import { drawn, el, type Drawing } from '../shared/drawing.ts';
import type { OpFilterChangeDetail } from '../shared/events.ts';
import { wholeNumber } from '../shared/op-element.ts';
import { notice, runEntry } from '../shared/run-drawing.ts';
import { deviationsOf, runUrlOf } from '../shared/run-links.ts';
import { TenantElement } from '../shared/tenant-element.ts';
import { FILTERS, filterBar, type FilterKey } from './list-filters.ts';
import { listStyles } from './op-run-list.styles.ts';
import { moveByKey } from './row-focus.ts';
import { RunRows } from './run-rows.ts';
import { UnfilteredRuns, type Collection, type FilteredList } from './unfiltered-runs.ts';

/** How many rows are kept free while nothing is known. */
const ROOM = 5;

/**
 * @summary The canonical operations list: filter controls with counts, then one row per run.
 *
 * Fetches `/admin/operations` with the tenant, the tab and the problem class in the query. The counts are those of the
 * unfiltered list. With `limit` and `compact` it is a widget of recent operations.
 *
 * @tag op-run-list
 *
 * @fires op-filter-change - An operator chooses a filter; cancel it to set the attributes yourself. Detail: `activeTab`, `problemClass`. Bubbles.
 *
 * @csspart filters - The filter controls.
 * @csspart filter - One filter control, with its count.
 * @csspart rows - The list of rows.
 * @csspart row - One row, a link where the run can be opened.
 * @csspart operation - An operation's name.
 * @csspart reference - The run number.
 * @csspart tenant - The tenant.
 * @csspart badge - A state, in words and a shape.
 * @csspart guidance - Status or outcome, and one line of guidance.
 * @csspart progress - How far a fresh run has come.
 * @csspart more - The link to the runs beyond `limit`.
 * @csspart empty - Tells that there is nothing to show, or nothing that passes the filter.
 * @csspart notice - Tells that the list is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @example
 * <op-run-list tenant-id="7" problem-class="active_stale_attention"></op-run-list>
 */
export class OpRunList extends TenantElement<Collection> implements FilteredList {
  static override styles = [super.styles, listStyles];
  static override properties: PropertyDeclarations = {
    activeTab: { attribute: 'active-tab' },
    problemClass: { attribute: 'problem-class' },
    limit: { type: Number, reflect: true },
    compact: { type: Boolean },
    hideFilters: { type: Boolean, attribute: 'hide-filters' },
  };

  /** The tab: `active`, or what else the backend knows. */
  activeTab: string | null = null;

  /** `none`, `active_stale_attention` or `terminal_follow_up`. */
  problemClass: string | null = null;

  /** The most rows shown; the likely stale ones come first then, and the others are counted in "+N more". */
  limit: number | null = null;

  /** Tight rows without filter controls: a widget of recent operations. */
  compact = false;

  /** Leaves the filter controls to the host. */
  hideFilters = false;

  protected readonly subject = collectionSubject;
  /** @internal The filter is another one than the payload was handed over for. */
  payloadSpent = false;
  /** What was chosen is still to be announced. */
  #announces = false;
  #rows: RunRows | null = null;
  readonly #all: RefreshController<Collection> = new RefreshController<Collection>(this, new UnfilteredRuns(this));

  /** @internal */
  get filtered(): boolean {
    return Boolean(this.activeTab || this.problemClass);
  }

  /** @internal */
  get hasCounts(): boolean {
    return !this.compact && !this.hideFilters;
  }

  protected override get address(): Address {
    return { ...super.address, filter: { activeTab: this.activeTab, problemClass: this.problemClass } };
  }

  /** `limit`, or none where that is no number of rows. */
  get #limit(): number | null {
    return wholeNumber(this.limit);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('payload')) this.payloadSpent = false;
    else if (this.hasUpdated && (changed.has('activeTab') || changed.has('problemClass'))) this.payloadSpent = true;
  }

  protected override updated(changed: PropertyValues): void {
    const { value } = this.snapshot;
    if (value !== null) this.#showRows(value.items);
    super.updated(changed);
    if (this.#announces && value !== null) this.#announce(value);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.#rows?.complete;
    return complete;
  }

  #showRows(items: readonly RunItem[]): void {
    const list = this.renderRoot.querySelector<HTMLElement>('[part=rows]');
    if (!list) return;
    if (this.#rows?.list !== list) this.#rows = new RunRows(list);
    const { address, since, copy } = this;
    const style = [copy, this.locale, since, since === null ? null : new Date(this.now).toDateString(), address.baseUrl, address.workspace];
    this.#rows.show(this.#listed(items), {
      style,
      draw: (run) => this.#drawRow(run, address, since),
      drawn: (runs) => {
        for (const run of runs) this.#reportRow(run, items);
        this.fireReport();
      },
    });
  }

  /** Address and time are those of all rows, and worked out once for them. */
  #drawRow(run: DescribableRun, address: Address, asOf: number | null): Drawing {
    const view = describeRun(run, { surface: 'compact', locale: this.locale, asOf, now: this.now });
    return runEntry({ view, url: runUrlOf(run, address) }, 'row', { showTenant: true });
  }

  #reportRow(run: DescribableRun, items: readonly DescribableRun[]): void {
    const deviations = deviationsOf(run, this.view(run, 'compact'));
    // The place is looked for only where there is something to report.
    if (deviations.length > 0) this.report(prefixed(deviations, `items[${items.indexOf(run)}]`));
  }

  #announce({ items }: Collection): void {
    this.#announces = false;
    const counts = describeCounts(countRuns(items), this.locale).map(({ text }) => text);
    announcer.announce(items.length === 0 ? this.copy.list.filtered : [...counts, `${this.copy.countLabel.all}: ${formatNumber(items.length, this.locale)}`].join(', '));
  }

  #choose(event: Event): void {
    this.#filter(FILTERS[(event.currentTarget as HTMLElement).dataset['filter'] as FilterKey]);
  }

  #chooseAll(): void {
    this.#filter({});
    this.renderRoot.querySelector('button')?.focus();
  }

  #filter({ activeTab = null, problemClass = null }: ListFilter): void {
    if (activeTab === this.activeTab && problemClass === this.problemClass) return;
    const detail: OpFilterChangeDetail = { activeTab, problemClass };
    if (!this.dispatchEvent(new CustomEvent('op-filter-change', { detail, bubbles: true, composed: true, cancelable: true }))) return;
    this.#announces = true;
    this.activeTab = activeTab;
    this.problemClass = problemClass;
  }

  /** The items that are shown, in their order. */
  #listed(items: readonly RunItem[]): readonly RunItem[] {
    return this.#limit === null ? items : staleFirst(items).slice(0, this.#limit);
  }

  protected override render(): TemplateResult {
    const { busy } = this;
    const { value } = this.snapshot;
    return html`
      <section aria-label=${this.copy.list.name} aria-busy=${busy}>
        ${this.hasCounts ? this.#renderFilters() : nothing} ${value !== null ? this.#renderRuns(value) : busy ? this.#renderRoom() : html`<div class="rest">${drawn(notice(this.notice))}</div>`}
        ${value !== null ? this.#renderFooter(value) : busy && this.#limit !== null ? html`<footer></footer>` : nothing}
      </section>
    `;
  }

  #renderFilters(): TemplateResult {
    const { value, failure, denial } = this.shown(this.#all);
    // Beside rows that are current, counts that are not would claim to be.
    const items = this.filtered && (failure ?? denial) ? undefined : value?.items;
    const { copy, locale, activeTab, problemClass } = this;
    return filterBar({ copy, locale, counts: items ? { all: items.length, ...countRuns(items) } : null, chosen: { activeTab, problemClass }, choose: this.#choose });
  }

  /** The rows are drawn after the update, except on a server. */
  #renderRuns({ items }: Collection): TemplateResult {
    if (items.length === 0) return this.#renderEmpty();
    return html`<ul part="rows" @keydown=${moveByKey}>${isServer ? this.#listed(items).map((run) => drawn(el('li', {}, this.#drawRow(run, this.address, this.since)))) : nothing}</ul>`;
  }

  #renderEmpty(): TemplateResult {
    const { empty, filtered, showAll } = this.copy.list;
    return html`<div class="rest" part="empty">
      ${this.filtered ? html`<span>${filtered}</span>${this.hasCounts ? html`<button class="quiet" type="button" @click=${this.#chooseAll}>${showAll}</button>` : nothing}` : empty}
    </div>`;
  }

  #renderFooter({ items }: Collection): TemplateResult {
    const more = this.#limit === null ? 0 : items.length - this.#limit;
    const link = more > 0 ? html`<a part="more" href=${listPageUrl(this.address, { tenant: this.address.tenantId, ...this.address.filter })}>${this.copy.more(more)}</a>` : nothing;
    const [status, pause] = [notice(this.notice), this.renderPause()];
    // With a limit there may be more runs than rows: the room for saying so is kept.
    const empty = this.#limit === null && status === null && pause === nothing;
    return html`<footer ?hidden=${empty}>${link} ${drawn(status)} ${pause}</footer>`;
  }

  #renderRoom(): TemplateResult {
    return html`<ul>
      ${Array.from({ length: this.#limit ?? ROOM }, () => html`<li class="room"><span class="skeleton"></span></li>`)}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-run-list': OpRunList;
  }
}
