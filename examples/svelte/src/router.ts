/** A minimal router: the hash names the page, and a page's data is loaded before it is shown. */
import type { OpRunOpenDetail } from 'op-run-elements';

export type Page = { readonly runId: number } | { readonly activity: unknown };

/** Calls `show` with the page of the current hash, now and on each change. */
export function route(show: (page: Page) => void): void {
  async function go(): Promise<void> {
    const { hash } = location;
    const page = await load(hash);
    if (hash === location.hash) show(page);
  }
  addEventListener('hashchange', () => void go());
  void go();
}

export function openRun(event: CustomEvent<OpRunOpenDetail>): void {
  event.preventDefault();
  location.hash = `/runs/${event.detail.runId}`;
}

async function load(hash: string): Promise<Page> {
  const run = /^#\/runs\/(\d+)$/.exec(hash)?.[1];
  if (run) return { runId: Number(run) };
  const answer = await fetch('/admin/t/1/dashboard', { headers: { Accept: 'application/json' } }).catch(() => null);
  // Without a payload the element fetches by itself, and shows the operator what is wrong.
  return { activity: answer?.ok ? await answer.json() : undefined };
}
