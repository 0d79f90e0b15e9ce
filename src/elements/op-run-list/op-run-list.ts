import { html, isServer, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import type { runCollection, RunItem } from '../../contract/payloads.ts';
import { countRuns, describeCounts, formatNumber, staleFirst } from '../../projection/index.ts';
import { collectionSubject, listPageUrl, RefreshController, type Address, type ListFilter, type RefreshClient, type Source } from '../../refresh/index.ts';
import type { OpRunRow } from '../op-run-row/op-run-row.ts';
import { announcer } from '../shared/announcer.ts';
import { COUNT_FILTERS, COUNT_TONES } from '../shared/counts.ts';
import type { OpFilterChangeDetail } from '../shared/events.ts';
import { wholeNumber } from '../shared/op-element.ts';
import { notice } from '../shared/run-template.ts';
import { TenantElement } from '../shared/tenant-element.ts';
import { listStyles } from './op-run-list.styles.ts';

type Collection = NonNullable<(typeof runCollection)['value']>;

const FILTERS: Readonly<Record<'all' | 'active' | 'stale' | 'followUp', ListFilter>> = { all: {}, active: COUNT_FILTERS.active, stale: COUNT_FILTERS.stale, followUp: COUNT_FILTERS.followUp };
const FILTER_KEYS = Object.keys(FILTERS) as (keyof typeof FILTERS)[];

type Shown = readonly [key: string, item: RunItem, place: string];

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
 * @csspart rows - The list of rows; each is an `op-run-row`.
 * @csspart more - The link to the runs beyond `limit`.
 * @csspart empty - Tells that there is nothing to show, or nothing that passes the filter.
 * @csspart notice - Tells that the list is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @example
 * <op-run-list tenant-id="7" problem-class="active_stale_attention"></op-run-list>
 */
export class OpRunList extends TenantElement<Collection> {
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
  /** The filter is not the one that the payload was handed over for: it tells nothing any more. */
  #spent = false;
  /** What was chosen is still to be told. */
  #announces = false;
  #items: readonly Shown[] = [];
  /** A filtered answer knows nothing of the rest, so the counts are those of the unfiltered list. */
  readonly #all: RefreshController<Collection> = new RefreshController<Collection>(this, this.#unfiltered());

  protected override get address(): Address {
    return { ...super.address, filter: { activeTab: this.activeTab, problemClass: this.problemClass } };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('payload')) this.#spent = false;
    else if (this.hasUpdated && (changed.has('activeTab') || changed.has('problemClass'))) this.#spent = true;
  }

  /** The focus stays with its row when others come, go or move, and goes to the next one when its own is gone (SPEC P10). */
  protected override update(changed: PropertyValues): void {
    const focused = this.shadowRoot?.activeElement;
    const index = focused ? this.#rows.indexOf(focused as OpRunRow) : -1;
    super.update(changed);
    if (index < 0 || this.shadowRoot!.activeElement === focused) return;
    const next = this.#rows.includes(focused as OpRunRow) ? (focused as OpRunRow) : this.#rows[Math.min(index, this.#rows.length - 1)];
    next?.focus({ preventScroll: true });
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#removeOrphans();
    if (this.#announces && this.snapshot.value !== null) this.#announce(this.snapshot.value);
  }

  /** Lit leaves a marker behind of each row that has gone (lit/lit#5298). In a list that is open for a week they would be many. */
  #removeOrphans(): void {
    for (const node of [...(this.renderRoot.querySelector('[part=rows]')?.childNodes ?? [])]) {
      const neighbours = [node.previousSibling, node.nextSibling];
      if (node.nodeType === Node.COMMENT_NODE && node.nodeValue === '' && !neighbours.some((next) => next?.nodeName === 'LI')) node.remove();
    }
  }

  #announce({ items }: Collection): void {
    this.#announces = false;
    const counts = describeCounts(countRuns(items), this.locale).map(({ text }) => text);
    announcer.announce(items.length === 0 ? this.copy.list.filtered : [...counts, `${this.copy.countLabel.all}: ${formatNumber(items.length, this.locale)}`].join(', '));
  }

  /** The list of counts, asked for at the same URL as the list while that is not filtered. */
  #unfiltered(): RefreshClient<Collection> {
    const source = (): Source<Collection> => {
      const { payload, ...own } = this.source;
      const handed = payload !== undefined && !this.#spent;
      const address = { ...own.address, filter: {} };
      return { ...own, address, payload: handed && !this.#filtered ? payload : undefined, dormant: !this.#hasFilters || (handed && this.#filtered) };
    };
    return {
      get source() {
        return source();
      },
      // What is counted has to be shown, also by a filtered list in which nothing is active and nobody asks again.
      refreshed: ({ before, answered }) => {
        if (answered && before.value !== null && this.#filtered) void this.refresh();
      },
    };
  }

  /** `limit`, or none where that is no number of rows. */
  get #limit(): number | null {
    return wholeNumber(this.limit);
  }

  get #hasFilters(): boolean {
    return !this.compact && !this.hideFilters;
  }

  get #filtered(): boolean {
    return Boolean(this.activeTab || this.problemClass);
  }

  get #rows(): OpRunRow[] {
    return [...this.renderRoot.querySelectorAll('op-run-row')];
  }

  #choose(event: Event): void {
    this.#filter(FILTERS[(event.currentTarget as HTMLElement).dataset['filter'] as keyof typeof FILTERS]);
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

  /** Arrow keys, Home and End go from row to row. Tab goes on as everywhere. */
  #moveByKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const rows = this.#rows.filter(({ opens }) => opens);
    const at = rows.indexOf(this.shadowRoot!.activeElement as OpRunRow);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(to, rows.length - 1))]!.focus();
  }

  protected override render(): TemplateResult {
    const { busy } = this;
    const { value } = this.snapshot;
    return html`
      <section aria-label=${this.copy.list.name} aria-busy=${busy}>
        ${this.#hasFilters ? this.#renderFilters() : nothing} ${value !== null ? this.#renderRuns(value) : busy ? this.#renderRoom() : html`<div class="rest">${notice(this.notice)}</div>`}
        ${value !== null ? this.#renderFooter(value) : busy && this.#limit !== null ? html`<footer></footer>` : nothing}
      </section>
    `;
  }

  #renderFilters(): TemplateResult {
    const { value, failure, denial } = this.shown(this.#all);
    // Beside rows that are current, counts that are not would claim to be.
    const items = this.#filtered && (failure ?? denial) ? undefined : value?.items;
    const counts = items && { all: items.length, ...countRuns(items) };
    return html`<div class="filters" part="filters" role="group" aria-label=${this.copy.list.filter}>
      ${FILTER_KEYS.map((key) => {
        const { activeTab = null, problemClass = null } = FILTERS[key];
        const chosen = activeTab === (this.activeTab || null) && problemClass === (this.problemClass || null);
        return html`<button part="filter" type="button" data-filter=${key} aria-pressed=${chosen} @click=${this.#choose}>
          <span>${this.copy.countLabel[key]}</span>${counts
            ? html`<span class="number" data-tone=${key !== 'all' && counts[key] ? COUNT_TONES[key] : 'none'}>${formatNumber(counts[key], this.locale)}</span>`
            : nothing}
        </button>`;
      })}
    </div>`;
  }

  #renderRuns(value: Collection): TemplateResult {
    if (value.items.length === 0) return this.#renderEmpty();
    const { since } = this;
    return html`<ul part="rows" @keydown=${this.#moveByKey}>
      ${repeat(
        this.#shown(value),
        ([key]) => key,
        ([, item, place]) =>
          html`<li>
            <op-run-row
              lang=${ifDefined(isServer ? this.locale : undefined)}
              .item=${item}
              .asOf=${since}
              .place=${place}
              .baseUrl=${this.baseUrl}
              .workspace=${this.workspace}
              .sessionKey=${this.sessionKey}
              .density=${this.compact ? 'compact' : this.density}
            ></op-run-row>
          </li>`,
      )}
    </ul>`;
  }

  /**
   * The items to show, each under a key of its own and with its place in the payload. The same truth stays the same object, so
   * that only a changed run touches its row.
   */
  #shown({ items }: Collection): readonly Shown[] {
    const known = new Map(this.#items.map(([key, item]) => [key, item]));
    const keys = new Set<string>();
    const places = new Map(items.map((item, index) => [item, `items[${index}].`]));
    this.#items = (this.#limit === null ? items : staleFirst(items).slice(0, this.#limit)).map((item): Shown => {
      let key = String(item.run_id);
      while (keys.has(key)) key += '+';
      keys.add(key);
      const before = known.get(key);
      return [key, before && JSON.stringify(before) === JSON.stringify(item) ? before : item, places.get(item)!];
    });
    return this.#items;
  }

  #renderEmpty(): TemplateResult {
    const { empty, filtered, showAll } = this.copy.list;
    return html`<div class="rest" part="empty">
      ${this.#filtered ? html`<span>${filtered}</span>${this.#hasFilters ? html`<button class="quiet" type="button" @click=${this.#chooseAll}>${showAll}</button>` : nothing}` : empty}
    </div>`;
  }

  #renderFooter({ items }: Collection): TemplateResult {
    const more = this.#limit === null ? 0 : items.length - this.#limit;
    const link = more > 0 ? html`<a part="more" href=${listPageUrl(this.address, { tenant: this.address.tenantId, ...this.address.filter })}>${this.copy.more(more)}</a>` : nothing;
    const [told, pause] = [notice(this.notice), this.renderPause()];
    // With a limit there may be more runs than rows: the room for saying so is kept.
    const empty = this.#limit === null && told === nothing && pause === nothing;
    return html`<footer ?hidden=${empty}>${link} ${told} ${pause}</footer>`;
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
