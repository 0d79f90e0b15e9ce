/** What the harness asks of every contestant. A contestant's module exports one, under the name `contestant`. */
export interface Contestant {
  /** Starts the app in `root`: it fetches `URL_OF_RUNS` by itself. */
  mount(root: HTMLElement): void;
  /** Fetches anew, as the library's own timer would. Resolves when the answer is in; the page may still have to be drawn. */
  refresh(): Promise<unknown>;
  /** The list items on the page; null as long as there are none, and for a contestant that draws nothing. */
  rows(): HTMLCollection | null;
  /** Draws nothing: what it costs is what reading costs, and is taken off the others. */
  readonly reader?: boolean;
  /** Takes the list as HTML and not as JSON. */
  readonly html?: boolean;
}

export const URL_OF_RUNS = '/admin/operations';

/** How often a contestant polls by itself, in milliseconds: a poller there has to be, and it must not fire while the harness measures. */
export const INTERVAL = 600_000;

/** The rows of a list that a contestant draws into `root`. */
export const rowsIn = (root: ParentNode | null | undefined): HTMLCollection | null => root?.querySelector('ul')?.children ?? null;
