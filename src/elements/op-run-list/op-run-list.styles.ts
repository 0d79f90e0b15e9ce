import { css } from 'lit';

export const listStyles = css`
  :host {
    display: block;
  }

  :host([compact]) {
    --_space: var(--op-space, 8px);
    --_row: 3.25rem;
  }

  :host([compact]) .run {
    padding-block: 4px;
    font-size: 0.8125rem;
  }

  section {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: clip;
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 6px;
    border-block-end: 1px solid var(--_border);
  }

  .filters button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 1.75rem;
    padding: 2px 10px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--_muted);
    font: inherit;
    font-size: 0.8125rem;
    cursor: pointer;
  }

  .filters button:hover {
    background: var(--_hover);
  }

  .filters [aria-pressed='true'] {
    background: color-mix(in srgb, var(--_muted) 14%, transparent);
    color: var(--_text);
    font-weight: 600;
  }

  /* Forced colours take the background away, and every colour of a text. */
  @media (forced-colors: active) {
    .filters [aria-pressed='true'] {
      padding: 0 8px;
      border: 2px solid Highlight;
    }
  }

  .number {
    color: var(--_tone, var(--_muted));
    font-variant-numeric: tabular-nums;
  }

  /* A row that is off the screen is not laid out: a list of 1,000 scrolls like one of ten. The first ones have their height from the first frame on. */
  li:nth-child(n + 21) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto var(--_row);
  }

  /* As high as a row, and the line above it. */
  .room {
    box-sizing: content-box;
    display: flex;
    align-items: center;
    block-size: var(--_row);
    padding-inline: var(--_space);
  }

  .rest {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    min-block-size: 8rem;
    padding: var(--_space);
    color: var(--_muted);
    text-align: center;
  }

  footer {
    min-block-size: 2.25rem;
    padding: 4px var(--_space);
  }

  ul + footer {
    border-block-start: 1px solid var(--_border);
  }
`;
