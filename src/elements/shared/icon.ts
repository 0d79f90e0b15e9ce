/** One shape per tone, so that a state can be told without colour. */
import { html, type TemplateResult } from 'lit';
import type { Tone } from '../../projection/index.ts';

type Shape = Tone | 'halted' | 'going';

/** Paths on a 16 x 16 grid, drawn with a 2 px stroke. */
const SHAPES: Readonly<Record<Shape, string>> = {
  // A ring: in progress.
  calm: 'M8 3a5 5 0 1 1 0 10A5 5 0 1 1 8 3',
  // A triangle: needs attention.
  attention: 'M8 2 15 14H1zM8 6.5v3m0 2v.5',
  // A cross: ended with a problem.
  problem: 'm4 4 8 8m0-8-8 8',
  // A tick: ended with success.
  done: 'm3 8.5 3.25 3.25L13 5',
  // A dashed line: state unknown.
  neutral: 'M3 8h2m2 0h2m2 0h2',
  // Two bars: the element is not refreshing. Says nothing about the run.
  halted: 'M5.5 3.5v9m5-9v9',
  // A wedge: the element refreshes again.
  going: 'M5 3.5 12 8l-7 4.5z',
};

export const icon = (shape: Shape): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">
    <path d=${SHAPES[shape]} />
  </svg>`;
