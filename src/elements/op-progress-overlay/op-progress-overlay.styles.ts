import { css } from 'lit';

export const overlayStyles = css`
  :host {
    position: fixed;
    inset-block-end: var(--op-overlay-inset, 16px);
    inset-inline-end: var(--op-overlay-inset, 16px);
    z-index: var(--op-overlay-layer, 40);
    max-inline-size: calc(100vi - 2 * var(--op-overlay-inset, 16px));
  }

  section {
    display: flex;
    flex-direction: column-reverse;
    align-items: flex-end;
    gap: 8px;
  }

  .pill,
  .panel {
    border: 1px solid var(--_border);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 1px 2px rgb(0 0 0 / 10%), 0 8px 24px rgb(0 0 0 / 14%);
  }

  .pill {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    min-block-size: 2.25rem;
    padding: 6px 12px;
    border-radius: 18px;
    font: inherit;
    text-align: start;
  }

  button.pill {
    cursor: pointer;
  }

  button.pill:hover {
    background: var(--_hover);
  }

  .count {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    color: var(--_tone);
    font-size: 0.8125rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .chevron {
    inline-size: 1rem;
    block-size: 1rem;
    color: var(--_muted);
  }

  [aria-expanded='true'] .chevron {
    rotate: 180deg;
  }

  .panel {
    inline-size: min(24rem, 100%);
    max-block-size: min(32rem, 100vb - 6rem);
    border-radius: var(--_radius);
    overflow: auto;
  }

  .panel[hidden] {
    display: none;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li + li {
    border-block-start: 1px solid var(--_border);
  }

  footer {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 12px;
    padding: 8px var(--_space);
    border-block-start: 1px solid var(--_border);
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  footer a {
    margin-inline-start: auto;
    padding-block: 3px;
    color: var(--_calm);
    font-weight: 600;
    text-decoration: none;
  }

  footer a:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`;
