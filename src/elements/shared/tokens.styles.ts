import { css } from 'lit';

/**
 * The tokens. Each public `--op-*` property is read only here, with its fallback; light and dark follow the page's
 * `color-scheme`. There is one accent per tone; `--_tone` is the accent of the element that has a `data-tone`.
 */
export const tokenStyles = css`
  :host {
    --_text: var(--op-color-text, light-dark(#1f2328, #e6edf3));
    --_muted: var(--op-color-muted, light-dark(#59636e, #9198a1));
    --_surface: var(--op-color-surface, light-dark(#fff, #151b23));
    --_hover: var(--op-color-hover, light-dark(#f6f8fa, #1c232c));
    --_border: var(--op-color-border, light-dark(#d1d9e0, #30363d));
    --_calm: var(--op-color-calm, light-dark(#0860c4, #4c9afa));
    --_attention: var(--op-color-attention, light-dark(#835400, #d9a22b));
    --_problem: var(--op-color-problem, light-dark(#c01c28, #ff6b63));
    --_done: var(--op-color-done, light-dark(#14702f, #4ac26b));
    --_neutral: var(--op-color-neutral, var(--_muted));
    --_radius: var(--op-radius, 8px);
    --_space: var(--op-space, 12px);
    --_row: 4rem;
    color: var(--_text);
    font: 0.875rem/1.45 var(--op-font, system-ui, sans-serif);
  }

  :host([density='compact']) {
    --_space: var(--op-space, 8px);
    --_row: 3.25rem;
    font-size: 0.8125rem;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  * {
    box-sizing: border-box;
  }

  [data-tone='calm'] {
    --_tone: var(--_calm);
  }
  [data-tone='attention'] {
    --_tone: var(--_attention);
  }
  [data-tone='problem'] {
    --_tone: var(--_problem);
  }
  [data-tone='done'] {
    --_tone: var(--_done);
  }
  [data-tone='neutral'] {
    --_tone: var(--_neutral);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li + li {
    border-block-start: 1px solid var(--_border);
  }

  /* A text runs in the direction of its own language, but is aligned and indented as the page is. */
  bdi,
  .count,
  :is(a, dd, div, dt, h3, p, span, time):not(:has(*)) {
    direction: inherit;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  a {
    color: inherit;
    text-decoration: none;
  }

  a:hover,
  .quiet:hover {
    background: var(--_hover);
  }

  /* A focused control scrolls to a place above the overlay's button, which would cover it. */
  a,
  button,
  summary {
    scroll-margin-block-end: 6rem;
  }

  :focus-visible {
    outline: 2px solid var(--_calm);
    outline-offset: -2px;
  }
`;
