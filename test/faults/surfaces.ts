/** The seven elements on one page with one run: their URLs, and what they may show while refreshes fail. */
import assert from 'node:assert/strict';
import { runs } from '../../mocks/index.ts';
import type { Tab } from './lab.ts';

const { run_id: run } = runs.freshQueued;

/** Row and banner have the same URL. */
export const SURFACES = {
  'op-progress-overlay': { html: '<op-progress-overlay tenant-id="7" open></op-progress-overlay>', url: '/admin/t/7/operations/progress' },
  'op-tenant-activity': { html: '<op-tenant-activity tenant-id="7"></op-tenant-activity>', url: '/admin/t/7/dashboard' },
  'op-run-list': { html: '<op-run-list tenant-id="7"></op-run-list>', url: '/admin/operations?tenant=7' },
  'op-run-row': { html: `<op-run-row run-id="${run}"></op-run-row>`, url: `/admin/operations/${run}` },
  'op-run-detail-banner': { html: `<op-run-detail-banner run-id="${run}"></op-run-detail-banner>`, url: `/admin/operations/${run}` },
  'op-run-diagnostics': { html: `<op-run-diagnostics run-id="${run}" open></op-run-diagnostics>`, url: `/api/admin/operations/${run}` },
  'op-review-pack-card': { html: '<op-review-pack-card tenant-id="7"></op-review-pack-card>', url: '/admin/t/7/review-pack' },
} as const;

export const ALL = Object.values(SURFACES).map(({ html }) => html).join('');
export const URLS = [...new Set(Object.values(SURFACES).map(({ url }) => url))];

/** The notice after a failure, when the last good answer came at the start of the page. */
export const NOT_UPDATING = 'Not updating - as of 14:02:10';

/** Reassurance, in the words of the copy. */
const CALM = /waiting for|details pending|no action needed|inside its lifecycle/i;
const QUALIFIED = /^As of \d\d:\d\d:\d\d: /;

/** Asserts that `after` shows the same facts as `before`, with `notice`, and calm copy only with its time (L7). */
export function assertKept(before: readonly string[], after: readonly string[], notice: string): void {
  for (const [index, name] of Object.keys(SURFACES).entries()) {
    const [was, is] = [before[index]!.split('\n'), after[index]!.split('\n')];
    const facts = was.filter((line) => !CALM.test(line) && !line.startsWith('As of '));
    assert.deepEqual(facts.filter((line) => !is.includes(line)), [], `${name} lost facts`);
    assert.deepEqual(is.filter((line) => CALM.test(line) && !QUALIFIED.test(line)), [], `${name} reassures without a time`);
    assert.deepEqual(is.filter((line) => line !== notice && !was.includes(line.replace(QUALIFIED, ''))), [], `${name} says something else`);
    assert.equal(is.filter((line) => line === notice).length, 1, `${name} says "${notice}" once`);
  }
}

/** Asserts that nothing was rendered or announced since the last `forget()`. */
export async function assertStill(tab: Tab): Promise<void> {
  assert.deepEqual({ ...(await tab.mutations()), heard: await tab.heard() }, { notice: [], beyond: [], heard: [] });
}
