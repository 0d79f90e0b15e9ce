import { css } from 'lit';

export const rowStyles = css`
  :host {
    display: block;
    background: var(--_surface);
  }

  .quiet {
    margin: 0 var(--_space) 9px;
  }
`;
