import { css } from 'lit';

export const diagnosticsStyles = css`
  :host {
    display: block;
    margin-block-start: var(--_space);
  }

  details {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  summary {
    padding: 8px var(--_space);
    border-radius: var(--_radius);
    font-weight: 600;
    cursor: pointer;
  }

  summary:hover {
    background: var(--_hover);
  }

  .body {
    container-type: inline-size;
    padding: 0 var(--_space) var(--_space);
    border-block-start: 1px solid var(--_border);
    overflow-wrap: anywhere;
  }

  .body > .notice,
  .skeleton {
    display: flex;
    margin-block-start: var(--_space);
  }

  h3 {
    margin: var(--_space) 0 4px;
    color: var(--_muted);
    font-size: 0.75rem;
    font-weight: 600;
  }

  dl {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(0, 1fr);
    gap: 4px 16px;
    margin: 0;
  }

  section > dl {
    grid-template-columns: minmax(0, 11rem) minmax(0, 1fr);
  }

  /* A fact that holds a list of facts takes the whole width. */
  dd:has(> dl) {
    grid-column: 1 / -1;
    padding-inline-start: var(--_space);
  }

  dt {
    color: var(--_muted);
  }

  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  code {
    font-family: var(--op-font-mono, ui-monospace, monospace);
    font-size: 0.8125rem;
  }

  footer {
    margin-block-start: var(--_space);
  }

  /* In a narrow window, or with large text, each text stands below its term. */
  @container (inline-size < 22rem) {
    dl,
    section > dl {
      grid-template-columns: minmax(0, 1fr);
    }

    dt:not(:first-child) {
      margin-block-start: 4px;
    }
  }
`;
