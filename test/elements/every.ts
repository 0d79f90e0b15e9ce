/** Puts every element of the kit on one page, each with a payload, so that none sends a request. */
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';
import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { fixture, html, nextFrame, settle, type AnyElement } from './stage.ts';

export const TAGS = ['op-progress-overlay', 'op-tenant-activity', 'op-run-list', 'op-run-row', 'op-run-detail-banner', 'op-run-diagnostics', 'op-review-pack-card'] as const;
export type Tag = (typeof TAGS)[number];

/** The payload of each element that shows `run`. Diagnostics and the review pack always show `freshRunning`. */
export const payloadsOf = (run: OperationRunSurfaceItem): Readonly<Record<Tag, object>> => ({
  'op-progress-overlay': overlayOf([run]),
  'op-tenant-activity': activityOf([run]),
  'op-run-list': collectionOf([run]),
  'op-run-row': detailOf(run),
  'op-run-detail-banner': detailOf(run),
  'op-run-diagnostics': records.freshRunning,
  'op-review-pack-card': reviewPacks.generating,
});

/** Puts all elements into `place`, with panels and disclosures open. */
export async function everyElement(run: OperationRunSurfaceItem = runs.freshRunning, place?: ParentNode & Node): Promise<AnyElement[]> {
  const parent = place ?? (await fixture<HTMLElement>(html`<div></div>`));
  const elements = Object.entries(payloadsOf(run)).map(([tag, payload]) => {
    const element = document.createElement(tag) as AnyElement;
    element.payload = payload;
    element.toggleAttribute('open', 'open' in element);
    parent.append(element);
    return element;
  });
  await Promise.all(elements.map((element) => element.updateComplete));
  await settle();
  for (let frames = 0; frames < 2; frames += 1) await nextFrame();
  return elements;
}
