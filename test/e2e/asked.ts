/** Records the requests of a page's surfaces, answered or not, when they call fetch. */
import assert from 'node:assert/strict';

export interface Asked {
  /** The path with its query. */
  readonly path: string;
  /** Milliseconds on the page's monotonic clock. */
  readonly at: number;
  /** Null while there is no answer, or when the request failed. */
  status: number | null;
  /** When the answer came, in epoch milliseconds of the page's clock. */
  came: number | null;
}

/** A good answer: a body, or that the one which is shown still holds (P10). */
export const isAnswer = ({ status }: Asked): boolean => status === 200 || status === 304;

declare global {
  interface Window {
    opAsked: Asked[];
  }
}

/** Runs in the page before its scripts. Only the kit calls fetch with a `Request`; the host's own script does not. */
export function recordWhatIsAsked(): void {
  const fetch = window.fetch.bind(window);
  const asked: Asked[] = (window.opAsked = []);
  window.fetch = async (input, init) => {
    if (!(input instanceof Request)) return fetch(input, init);
    const { pathname, search } = new URL(input.url);
    const one: Asked = { path: pathname + search, at: performance.now(), status: null, came: null };
    asked.push(one);
    const response = await fetch(input, init);
    Object.assign(one, { status: response.status, came: Date.now() });
    return response;
  };
}

/**
 * Asserts that no tab of a browser requested a URL twice within an interval, and that all tabs together did not send more requests
 * in `milliseconds` than one tab would, whatever the answers were.
 */
export function assertUnhurried(tabs: readonly (readonly Asked[])[], interval: number, milliseconds: number): void {
  const times = new Map<string, number>();
  for (const asked of tabs) {
    const last = new Map<string, number>();
    for (const { path, at } of asked) {
      const wait = at - (last.get(path) ?? -Infinity);
      assert(wait >= interval, `a tab asked for ${path} again after ${wait} ms`);
      last.set(path, at);
      times.set(path, (times.get(path) ?? 0) + 1);
    }
  }
  for (const [path, count] of times) assert(count <= milliseconds / interval + 1, `${path} was asked for ${count} times in ${milliseconds} ms`);
}
