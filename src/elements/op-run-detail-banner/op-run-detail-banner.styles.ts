import { css } from 'lit';

export const bannerStyles = css`
  :host {
    display: block;
  }

  /* Room for the longest ordinary summary, so that late data moves nothing below it. */
  .summary {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    justify-content: center;
    gap: 4px;
    min-block-size: 8.75rem;
    padding: 14px 18px;
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_tone);
    border-radius: var(--_radius);
    background: linear-gradient(color-mix(in srgb, var(--_tone) 5%, transparent), color-mix(in srgb, var(--_tone) 5%, transparent)) var(--_surface);
    overflow-wrap: anywhere;
  }

  .operation {
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 400;
  }

  h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    color: var(--_tone);
    font-size: 1.0625rem;
    font-weight: 600;
    line-height: 1.4;
  }

  h2 .icon {
    inline-size: 1.125rem;
    block-size: 1.125rem;
  }

  p {
    max-inline-size: 46rem;
    margin: 0;
  }

  .lineage {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .skeleton {
    inline-size: 12rem;
    margin-block: 4px;
  }

  .skeleton + .skeleton {
    inline-size: min(28rem, 80%);
  }
`;
