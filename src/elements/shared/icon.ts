/** One shape per tone, so that a state reads without colour. */
import { html, svg, type TemplateResult } from 'lit';
import type { Tone } from '../../projection/index.ts';

const SHAPES: Readonly<Record<Tone | 'paused', TemplateResult>> = {
  // A ring: under way.
  calm: svg`<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="2" />`,
  // A triangle: look here.
  attention: svg`<path d="M8 2 15 14H1Z" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" /><path d="M8 6.5v3.25M8 11.4v.6" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />`,
  // A filled disc with a cross: ended, not well.
  problem: svg`<circle cx="8" cy="8" r="6.75" fill="currentColor" /><path d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5" stroke="var(--_surface)" stroke-width="1.75" stroke-linecap="round" />`,
  // A tick: ended well.
  done: svg`<path d="m3 8.5 3.25 3.25L13 5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />`,
  // A dash in a dashed ring: not known.
  neutral: svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.5 2.2" /><path d="M5.5 8h5" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />`,
  // Two bars: the element has stopped, not the run.
  paused: svg`<path d="M5.5 3.5v9m5-9v9" stroke="currentColor" stroke-width="2" stroke-linecap="round" />`,
};

export const icon = (shape: Tone | 'paused'): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${SHAPES[shape]}</svg>`;
