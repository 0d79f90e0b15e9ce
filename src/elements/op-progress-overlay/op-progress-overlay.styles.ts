import { css } from 'lit';

export const overlayStyles = css`
  :host {
    --_inset: var(--op-overlay-inset, 16px);
    position: fixed;
    inset-block-end: var(--_inset);
    inset-inline-end: var(--_inset);
    z-index: var(--op-overlay-layer, 40);
    max-inline-size: calc(100vi - 2 * var(--_inset));
  }

  section {
    display: flex;
    flex-direction: column-reverse;
    align-items: flex-end;
    gap: 8px;
    max-block-size: calc(100vb - 2 * var(--_inset));
  }

  .pill,
  .panel {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    box-shadow: 0 8px 24px rgb(0 0 0 / 16%);
  }

  .pill {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    min-block-size: 2.25rem;
    flex: none;
    padding: 6px 12px;
    border-radius: 18px;
    font: inherit;
    text-align: start;
  }

  /* A caret: up opens, down closes. */
  [aria-expanded]::after {
    content: '';
    inline-size: 6px;
    block-size: 6px;
    border: solid var(--_muted);
    border-width: 1.5px 0 0 1.5px;
    rotate: 45deg;
  }

  [aria-expanded='true']::after {
    rotate: 225deg;
  }

  .count {
    color: var(--_tone);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .panel {
    inline-size: min(24rem, 100vi - 2 * var(--_inset));
    max-block-size: 32rem;
    overflow: auto;
  }

  footer {
    padding: 8px var(--_space);
    border-block-start: 1px solid var(--_border);
  }

  footer .quiet {
    margin-inline-start: 0;
  }

  footer a {
    margin-inline-start: auto;
    color: var(--_calm);
    font-weight: 600;
  }
`;
