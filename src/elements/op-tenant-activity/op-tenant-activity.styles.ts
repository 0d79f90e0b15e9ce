import { css } from 'lit';

export const activityStyles = css`
  :host {
    display: block;
  }

  section {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: clip;
  }

  header {
    border-block-end: 1px solid var(--_border);
  }

  .counts {
    display: flex;
    flex-wrap: wrap;
  }

  .counts li {
    border: 0;
  }

  .count {
    flex-wrap: wrap;
    min-inline-size: 7rem;
    padding: 10px var(--_space);
    color: var(--_tone, var(--_muted));
  }

  :host([density='compact']) .count {
    min-inline-size: 5rem;
    padding-block: 6px;
  }

  .number {
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
  }

  .label {
    flex-basis: 100%;
  }

  .room {
    block-size: var(--_row);
  }

  /* As high as the border between two runs. */
  .room + .room,
  ul + .room {
    margin-block-start: 1px;
  }

  /* Takes the place of the first empty row, and grows when its text needs more. */
  .rest {
    display: grid;
    place-content: center;
    min-block-size: var(--_row);
    padding: 4px var(--_space);
    color: var(--_muted);
    text-align: center;
  }

  .rest + .room {
    display: none;
  }

  footer {
    min-block-size: 2.25rem;
    padding: 4px var(--_space);
  }
`;
