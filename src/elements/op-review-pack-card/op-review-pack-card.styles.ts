import { css } from 'lit';

export const packStyles = css`
  :host {
    display: block;
  }

  /* As high as the longest ordinary state, so that the first answer moves nothing below the card. */
  .card {
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-block-size: 7.5rem;
    padding: var(--_space);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }

  :host([density='compact']) .card {
    min-block-size: 6.5rem;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 4px 12px;
  }

  h2 {
    margin: 0;
    font-size: 0.875rem;
    font-weight: 600;
  }

  p,
  .progress {
    margin: 0;
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  footer {
    justify-content: flex-start;
    margin-block-start: auto;
  }

  .download {
    color: var(--_calm);
    font-weight: 600;
  }
`;
