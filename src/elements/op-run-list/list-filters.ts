/** The filter controls of a list: what each narrows it to, and how they are drawn. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber, type Catalogue, type Locale, type RunCounts } from '../../projection/index.ts';
import type { ListFilter } from '../../refresh/index.ts';
import { COUNT_FILTERS, COUNT_TONES } from '../shared/counts.ts';

export const FILTERS: Readonly<Record<'all' | 'active' | 'stale' | 'followUp', ListFilter>> = { all: {}, active: COUNT_FILTERS.active, stale: COUNT_FILTERS.stale, followUp: COUNT_FILTERS.followUp };

export type FilterKey = keyof typeof FILTERS;

export interface FilterBar {
  readonly copy: Catalogue;
  readonly locale: Locale;
  /** Null while they are not known. */
  readonly counts: (Pick<RunCounts, 'active' | 'stale' | 'followUp'> & { readonly all: number }) | null;
  readonly chosen: ListFilter;
  readonly choose: (event: Event) => void;
}

export function filterBar({ copy, locale, counts, chosen, choose }: FilterBar): TemplateResult {
  return html`<div class="filters" part="filters" role="group" aria-label=${copy.list.filter}>
    ${(Object.keys(FILTERS) as FilterKey[]).map((key) => {
      const { activeTab = null, problemClass = null } = FILTERS[key];
      const pressed = activeTab === (chosen.activeTab || null) && problemClass === (chosen.problemClass || null);
      return html`<button part="filter" type="button" data-filter=${key} aria-pressed=${pressed} @click=${choose}>
        <span>${copy.countLabel[key]}</span>${counts === null
          ? nothing
          : html`<span class="number" data-tone=${key !== 'all' && counts[key] ? COUNT_TONES[key] : 'none'}>${formatNumber(counts[key], locale)}</span>`}
      </button>`;
    })}
  </div>`;
}
