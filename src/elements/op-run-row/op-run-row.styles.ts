import { css } from 'lit';

export const rowStyles = css`
  :host {
    display: block;
    background: var(--_surface);
  }
`;
