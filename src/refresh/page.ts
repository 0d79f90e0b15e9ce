/** What the page around the elements does: it hides, loses its connection, comes back, and says that new work was enqueued. */

/** The detail of `op-run-enqueued`: narrows who wakes. Without it every dormant collection on the page wakes. */
export interface RunEnqueuedDetail {
  readonly tenantId?: number;
  readonly runId?: number;
}

export type PageSignal =
  /** `active` or `present` may have changed. */
  | { readonly type: 'activity' }
  /** Back from the back-forward cache: anything may have happened in between, a sign-out included. */
  | { readonly type: 'restored' }
  | { readonly type: 'enqueued'; readonly detail: RunEnqueuedDetail };

export interface Page {
  /** Visible, online and present: requests may be sent. */
  readonly active: boolean;
  /** False while the page is frozen or in the back-forward cache, where a lock that it holds would starve the other tabs. */
  readonly present: boolean;
  /** False while the browser knows that it has no connection. */
  readonly online: boolean;
  /** Returns the function that ends the subscription and removes every listener. */
  subscribe(listener: (signal: PageSignal) => void): () => void;
}

let present = true;

export const systemPage: Page = {
  get active() {
    return typeof document !== 'undefined' && document.visibilityState !== 'hidden' && this.online && present;
  },
  get present() {
    return present;
  },
  get online() {
    return navigator.onLine !== false;
  },
  subscribe(listener) {
    const listening = new AbortController();
    const { signal } = listening;
    const activity = () => listener({ type: 'activity' });
    const move = (there: boolean) => () => {
      present = there;
      activity();
    };
    // A page that runs scripts is neither frozen nor cached.
    present = true;
    document.addEventListener('visibilitychange', activity, { signal });
    window.addEventListener('online', activity, { signal });
    window.addEventListener('offline', activity, { signal });
    document.addEventListener('freeze', move(false), { signal });
    document.addEventListener('resume', move(true), { signal });
    window.addEventListener('pagehide', move(false), { signal });
    window.addEventListener(
      'pageshow',
      (event) => {
        present = true;
        if (event.persisted) listener({ type: 'restored' });
      },
      { signal },
    );
    document.addEventListener('op-run-enqueued', (event) => listener({ type: 'enqueued', detail: event.detail ?? {} }), { signal });
    return () => listening.abort();
  },
};

declare global {
  interface DocumentEventMap {
    'op-run-enqueued': CustomEvent<RunEnqueuedDetail | null>;
  }
}
