import { css } from 'lit';

/** Badge, notice, progress and the two lines of a run. */
export const runStyles = css`
  .icon {
    flex: none;
    inline-size: 0.875rem;
    block-size: 0.875rem;
  }

  .badge {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    max-inline-size: 100%;
    padding: 1px 8px 1px 6px;
    border: 1px solid color-mix(in srgb, var(--_tone) 32%, transparent);
    border-radius: 999px;
    background: color-mix(in srgb, var(--_tone) 9%, transparent);
    color: var(--_tone);
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.25rem;
  }

  .notice {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }

  .run {
    display: grid;
    grid-template-columns: minmax(0, 1fr) fit-content(45%);
    align-items: center;
    align-content: center;
    gap: 2px var(--_space);
    padding: 9px var(--_space);
    min-block-size: 3.5rem;
    color: var(--_text);
    text-decoration: none;
    overflow-wrap: anywhere;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    min-inline-size: 0;
  }

  .operation {
    font-weight: 600;
  }

  .tenant {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .lines {
    grid-column: 1 / -1;
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .lines > :not(:last-child)::after {
    content: '·';
    padding-inline: 6px;
  }

  .progress {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }

  progress {
    appearance: none;
    inline-size: 6rem;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: color-mix(in srgb, var(--_calm) 18%, transparent);
    color: var(--_calm);
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: var(--_calm);
  }
  progress::-moz-progress-bar {
    background: var(--_calm);
  }
  progress:indeterminate::-moz-progress-bar {
    background: transparent;
  }
  progress:indeterminate {
    background: linear-gradient(90deg, transparent 0 30%, var(--_calm) 30% 70%, transparent 70%) 0 / 50% 100% no-repeat,
      color-mix(in srgb, var(--_calm) 18%, transparent);
  }
  progress.still:indeterminate {
    background: color-mix(in srgb, var(--_calm) 18%, transparent);
  }

  @media (prefers-reduced-motion: no-preference) {
    progress.moving {
      animation: moving 1.6s ease-in-out infinite alternate;
    }
  }

  @keyframes moving {
    to {
      background-position: 100% 0;
    }
  }

  @media (forced-colors: active) {
    .badge {
      border-color: CanvasText;
    }
  }

  .skeleton {
    display: block;
    block-size: 0.75rem;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_muted) 16%, transparent);
  }
`;
