/** The player's own icons, 16 px. */
import { html, type TemplateResult } from 'lit';

const drawn = (path: string): TemplateResult => html`<svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true"><path d=${path}></path></svg>`;

export const icons = {
  play: drawn('M4 2.7v10.6c0 .5.5.8 1 .6l8.2-5.3c.4-.3.4-.9 0-1.2L5 2.1c-.5-.2-1 .1-1 .6Z'),
  pause: drawn('M4 2.5h2.5v11H4zM9.5 2.5H12v11H9.5z'),
  previous: drawn('M3 3h1.6v4.4l7-4.6c.4-.3 1 0 1 .5v9.4c0 .5-.6.8-1 .5l-7-4.6V13H3z'),
  next: drawn('M13 3h-1.6v4.4l-7-4.6c-.4-.3-1 0-1 .5v9.4c0 .5.6.8 1 .5l7-4.6V13H13z'),
  step: drawn('M8 2.2a5.8 5.8 0 0 1 5 2.9V3.2h1.4v4.6H9.8V6.4h2.3A4.4 4.4 0 1 0 12.4 8.8h1.4A5.8 5.8 0 1 1 8 2.2Z'),
};
