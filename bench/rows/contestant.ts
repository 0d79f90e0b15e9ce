/** What the harness needs of every contestant. The module of a contestant exports it as `contestant`. */
export interface Contestant {
  /** Starts the app in `root`. The app then fetches `URL_OF_RUNS`. */
  mount(root: HTMLElement): void;
  /** Fetches again, as the library's own timer would. Resolves when the answer has arrived; it may be drawn later. */
  refresh(): Promise<unknown>;
  /** The list items on the page; null while there are none, and for a contestant that draws nothing. */
  rows(): HTMLCollection | null;
  /** Draws nothing. Its cost is the cost of reading, which is subtracted from the others. */
  readonly reader?: boolean;
  /** Fetches HTML instead of JSON. */
  readonly html?: boolean;
}

export const URL_OF_RUNS = '/admin/operations';

/** The polling interval of the contestants in milliseconds: so long that no poll falls into a measurement. */
export const INTERVAL = 600_000;

/** The rows of a list that a contestant draws into `root`. */
export const rowsIn = (root: ParentNode | null | undefined): HTMLCollection | null => root?.querySelector('ul')?.children ?? null;
