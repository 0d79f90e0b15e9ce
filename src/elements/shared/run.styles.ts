import { css } from 'lit';

/** Badge, notice, progress and the two lines of a run. */
export const runStyles = css`
  .icon {
    flex: none;
    inline-size: 0.875rem;
    block-size: 0.875rem;
  }

  .badge,
  .notice,
  .progress,
  .count {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-variant-numeric: tabular-nums;
  }

  .badge {
    padding-block: 1px;
    padding-inline: 6px 8px;
    border: 1px solid color-mix(in srgb, var(--_tone) 32%, transparent);
    border-radius: 1em;
    background: color-mix(in srgb, var(--_tone) 9%, transparent);
    color: var(--_tone);
    font-size: 0.75rem;
    font-weight: 600;
  }

  .run {
    display: grid;
    grid-template-columns: minmax(0, 1fr) fit-content(45%);
    align-items: center;
    align-content: center;
    gap: 2px var(--_space);
    padding: 9px var(--_space);
    min-block-size: var(--_row);
    overflow-wrap: anywhere;
  }

  :host([density='compact']) .run {
    padding-block: 4px;
  }

  .operation {
    margin-inline-end: 8px;
    font-weight: 600;
  }

  .lines {
    grid-column: 1 / -1;
  }

  .tenant,
  .lines,
  .notice,
  .small,
  footer {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  [part='guidance'] + [part='guidance']::before {
    content: '·';
    padding-inline: 6px;
  }

  .progress,
  .notice {
    vertical-align: top;
  }

  [part='guidance'] + .progress {
    margin-inline-start: 12px;
  }

  progress {
    --_bar: color-mix(in srgb, var(--_calm) 18%, transparent);
    appearance: none;
    inline-size: 6rem;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--_bar);
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: var(--_calm);
  }
  progress::-moz-progress-bar {
    background: var(--_calm);
  }
  progress:indeterminate::-moz-progress-bar {
    background: none;
  }
  .moving {
    background: linear-gradient(90deg, transparent 30%, var(--_calm) 0 70%, transparent 0) 0 / 50% 100% no-repeat, var(--_bar);
  }

  @media (prefers-reduced-motion: no-preference) {
    .moving {
      animation: moving 1.6s ease-in-out infinite alternate;
    }
  }

  /* Forced colours take every background away: the bar gets a frame, and its share the system's highlight. */
  @media (forced-colors: active) {
    progress {
      border: 1px solid;
      block-size: 6px;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
    progress::-moz-progress-bar {
      background: Highlight;
    }
  }

  @keyframes moving {
    to {
      background-position: 100% 0;
    }
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
  }

  /* Targets of at least 24 px. */
  footer a {
    padding-block: 3px;
  }

  .quiet {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 1.625rem;
    padding: 2px 8px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_surface);
    color: var(--_muted);
    font: inherit;
    font-size: 0.75rem;
    cursor: pointer;
  }

  footer .quiet {
    margin-inline-start: auto;
  }

  .skeleton {
    inline-size: 40%;
    block-size: 0.75rem;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_muted) 16%, transparent);
  }
`;
