/** One shape per tone, so that a state reads without colour. */
import type { Tone } from '../../projection/index.ts';
import { el, type Drawing } from './drawing.ts';

type Shape = Tone | 'halted' | 'going';

/** Paths on a 16 x 16 grid, drawn with a 2 px stroke. */
const SHAPES: Readonly<Record<Shape, string>> = {
  // A ring: under way.
  calm: 'M8 3a5 5 0 1 1 0 10A5 5 0 1 1 8 3',
  // A triangle: look here.
  attention: 'M8 2 15 14H1zM8 6.5v3m0 2v.5',
  // A cross: ended, not well.
  problem: 'm4 4 8 8m0-8-8 8',
  // A tick: ended well.
  done: 'm3 8.5 3.25 3.25L13 5',
  // A dash: not known.
  neutral: 'M3 8h2m2 0h2m2 0h2',
  // Two bars: the element has stopped, not the run.
  halted: 'M5.5 3.5v9m5-9v9',
  // A wedge: the element goes on.
  going: 'M5 3.5 12 8l-7 4.5z',
};

const FRAME = { class: 'icon', viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round', 'aria-hidden': 'true' };

export const icon = (shape: Shape): Drawing => el('svg', FRAME, el('path', { d: SHAPES[shape] }));
