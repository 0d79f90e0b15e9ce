/** Counts per state. Every run is counted once, so one stale run never makes a tenant look all stale. */
import type { RunItem } from '../contract/payloads.ts';
import { resolveActiveState } from './active-state.ts';
import { catalogueFor, DEFAULT_LOCALE, type Locale } from './copy/index.ts';

export interface RunCounts {
  /** Fresh active. */
  readonly active: number;
  readonly stale: number;
  readonly followUp: number;
  readonly unknown: number;
}

export function countRuns(items: readonly Pick<RunItem, 'active_state'>[]): RunCounts {
  const counts = { active: 0, stale: 0, followUp: 0, unknown: 0 };
  for (const { active_state } of items) {
    const { state, followUp } = resolveActiveState(active_state);
    if (state === 'fresh') counts.active += 1;
    else if (state === 'stale') counts.stale += 1;
    else if (state === 'unknown') counts.unknown += 1;
    else if (followUp) counts.followUp += 1;
  }
  return counts;
}

/** The same items with the likely stale ones first, so that a limit never hides what needs attention. Order is kept otherwise. */
export function staleFirst<Item extends Pick<RunItem, 'active_state'>>(items: readonly Item[]): Item[] {
  const isStale = (item: Item) => resolveActiveState(item.active_state).state === 'stale';
  return [...items.filter(isStale), ...items.filter((item) => !isStale(item))];
}

/** The counts in words, without the zeros: `2 active`, `1 likely stale`. */
export function describeCounts(counts: RunCounts, locale: Locale = DEFAULT_LOCALE): { key: keyof RunCounts; text: string }[] {
  const { count } = catalogueFor(locale);
  return (Object.keys(counts) as (keyof RunCounts)[]).filter((key) => counts[key] > 0).map((key) => ({ key, text: count[key](counts[key]) }));
}
