import { css } from 'lit';

export const rowStyles = css`
  :host {
    display: block;
    background: var(--_surface);
  }

  a.run:hover {
    background: var(--_hover);
  }

  a.run:hover .operation {
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  a.run:focus-visible {
    outline-offset: -2px;
    border-radius: calc(var(--_radius) / 2);
  }

  .skeleton {
    inline-size: 40%;
  }
`;
