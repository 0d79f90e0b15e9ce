import { css } from 'lit';

export const activityStyles = css`
  :host {
    display: block;
  }

  section {
    position: relative;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: clip;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  header {
    border-block-end: 1px solid var(--_border);
  }

  header .notice {
    padding: 0 var(--_space) 8px;
  }

  .counts {
    display: flex;
    flex-wrap: wrap;
  }

  .count {
    display: grid;
    gap: 1px;
    min-inline-size: 7rem;
    padding: 10px var(--_space);
    color: var(--_muted);
    text-decoration: none;
  }

  a.count:hover {
    background: var(--_hover);
  }

  a.count:hover .label,
  a.run:hover .operation,
  .more:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  a.count:focus-visible,
  a.run:focus-visible {
    outline-offset: -2px;
    border-radius: calc(var(--_radius) / 2);
  }

  .number {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_tone, var(--_muted));
    font-size: 1.25rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 1.3;
  }

  .label {
    font-size: 0.8125rem;
  }

  li + li .run {
    border-block-start: 1px solid var(--_border);
  }

  a.run:hover {
    background: var(--_hover);
  }

  .room > div {
    block-size: 3.5rem;
  }

  .rest {
    position: absolute;
    inset-inline: 0;
    inset-block: 4.75rem 0;
    display: grid;
    place-content: center;
    padding: var(--_space);
    color: var(--_muted);
    text-align: center;
  }

  footer {
    min-block-size: 2.25rem;
    padding: 7px var(--_space);
    font-size: 0.8125rem;
  }

  .more {
    color: var(--_muted);
    text-decoration: none;
  }
`;
