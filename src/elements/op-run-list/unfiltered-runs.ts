/** The list without its filter, which is where the counts come from: a filtered answer knows nothing of the rest. */
import type { runCollection } from '../../contract/payloads.ts';
import type { Change, RefreshClient, Wanted } from '../../refresh/index.ts';

export type Collection = NonNullable<(typeof runCollection)['value']>;

/** A list, as its counts see it. */
export interface FilteredList {
  readonly wanted: Wanted<Collection>;
  readonly filtered: boolean;
  /** Whether counts are shown. */
  readonly hasCounts: boolean;
  /** Whether the filter is another one than the payload was handed over for, which therefore counts no more. */
  readonly payloadSpent: boolean;
  refresh(): Promise<void>;
}

export class UnfilteredRuns implements RefreshClient<Collection> {
  readonly #list: FilteredList;

  constructor(list: FilteredList) {
    this.#list = list;
  }

  /** Asked for at the same URL as the list while that is not filtered. */
  get wanted(): Wanted<Collection> {
    const { filtered, hasCounts, payloadSpent } = this.#list;
    const { payload, ...wanted } = this.#list.wanted;
    const handed = payload !== undefined && !payloadSpent;
    const address = { ...wanted.address, filter: {} };
    return { ...wanted, address, payload: handed && !filtered ? payload : undefined, dormant: !hasCounts || (handed && filtered) };
  }

  /** What is counted has to be shown, also by a filtered list in which nothing is active and that would not be asked for again. */
  refreshed({ before, answered }: Change<Collection>): void {
    if (answered && before.value !== null && this.#list.filtered) void this.#list.refresh();
  }
}
