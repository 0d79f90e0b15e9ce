/** A tenant with many runs (100 by default) that change from answer to answer. */
import { activityOf, collectionOf, overlayOf, runs } from '../../mocks/index.ts';
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';
import { CONTRACT, json } from '../faults/chaos-server.ts';
import type { Lab, Tab } from '../faults/lab.ts';

/** The surfaces of the tenant, with their URLs. */
export const SURFACES = {
  '<op-progress-overlay tenant-id="7" session-key="olivia" open></op-progress-overlay>': '/admin/t/7/operations/progress',
  '<op-tenant-activity tenant-id="7" session-key="olivia"></op-tenant-activity>': '/admin/t/7/dashboard',
  '<op-run-list tenant-id="7" session-key="olivia"></op-run-list>': '/admin/operations?tenant=7',
} as const;

/**
 * Opens two tabs with the surfaces: the first polls, the second follows. The surfaces are added one second after the other, so that
 * their answers always come in the same order, and memory that surfaces share is the same on every run.
 */
export async function openTwoTabs(lab: Lab): Promise<readonly [Tab, Tab]> {
  // Hidden, because painting takes time and is not measured.
  const tab = await lab.open('<main hidden></main>');
  for (const html of Object.keys(SURFACES)) {
    await tab.do((html) => document.querySelector('main')!.insertAdjacentHTML('beforeend', html), html);
    await lab.advance(1_000);
  }
  return [tab, await lab.open(`<main hidden>${Object.keys(SURFACES).join('')}</main>`, { path: '/follower' })];
}

/** The runs of one turn: every run has progressed, one has become stale, one has recovered, one is gone and one is new. Repeats after `count` turns. */
function itemsAt(turn: number, count: number): OperationRunSurfaceItem[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === turn % count) return { ...runs.staleRunning, run_id: 10_000 + index };
    const run_id = index === count - 1 ? 20_000 + turn : 10_000 + index;
    return { ...runs.freshDeterminate, run_id, detail_url: `/admin/operations/${run_id}`, progress: { kind: 'determinate', processed: 1_000 + ((turn + index) % 4_000), total: 5_200 } };
  });
}

export class BusyTenant {
  /** Whether each answer differs from the last one. */
  changes = true;
  readonly #count: number;
  readonly #bodies = new Map<string, string>();
  readonly #turns = new Map<string, number>();

  /** Scripts the lab's server with this tenant. */
  constructor(lab: Lab, count = 100) {
    this.#count = count;
    lab.server.script(CONTRACT, (exchange) => json(this.#bodyFor(exchange.logged.url))(exchange));
  }

  #bodyFor(url: string): string {
    const turn = this.#turns.get(url) ?? 0;
    if (this.changes || turn === 0) {
      this.#turns.set(url, turn + 1);
      const items = itemsAt(turn, this.#count);
      this.#bodies.set(url, JSON.stringify(url.includes('progress') ? overlayOf(items) : url.includes('dashboard') ? activityOf(items) : collectionOf(items, { tenant_filter: 7 })));
    }
    return this.#bodies.get(url)!;
  }
}
