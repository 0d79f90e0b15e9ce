import { css } from 'lit';

export const bannerStyles = css`
  :host {
    display: block;
  }

  /* As high as the longest ordinary summary, so that the first answer moves nothing below the banner. */
  .summary {
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: 4px;
    min-block-size: 9.5rem;
    padding: 14px 18px;
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_tone);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_tone) 5%, var(--_surface));
    overflow-wrap: anywhere;
  }

  :host([density='compact']) .summary {
    min-block-size: 8rem;
    padding: 10px 14px;
  }

  h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    color: var(--_tone);
    font-size: 1.0625rem;
    font-weight: 600;
  }

  .quiet {
    align-self: flex-start;
  }

  p {
    max-inline-size: 46rem;
    text-wrap: pretty;
    margin: 0;
  }
`;
