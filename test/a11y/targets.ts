/** The targets of a page, and those that are too small or too close to each other (WCAG 2.5.8). */
import { nameOf } from '../elements/stage.ts';
import { insideOf } from './geometry.ts';
import type { Page } from './surfaces.ts';

export const targetsOf = ({ main }: Page): HTMLElement[] => [...insideOf(main)].filter((inside): inside is HTMLElement => inside.matches('a[href], button, summary'));

export function tooSmall(whole: Page): string[] {
  return targetsOf(whole).flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    return Math.min(width, height) < 24 ? [`${(target.getRootNode() as ShadowRoot).host.localName}: ${nameOf(target)} is ${width} x ${height}`] : [];
  });
}
