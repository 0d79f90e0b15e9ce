/** A page that says one sentence. */
import type { Viewer } from '../access.ts';
import { html, type Html } from './html.ts';
import { page, shell } from './layout.ts';

const TITLES: Readonly<Record<number, string>> = { 400: 'Cannot be read', 403: 'No permission', 404: 'Not found', 409: 'Not possible now', 500: 'Server error' };

export function errorPage(viewer: Viewer | null, status: number, sentence: string): Html {
  const title = TITLES[status] ?? 'Not possible';
  const content = html`<section class="message"><h1>${title}</h1>${sentence === `${title}.` ? '' : html`<p>${sentence}</p>`}<p><a href="/">Back to the start page</a></p></section>`;
  return viewer ? page({ viewer, title, current: null, scope: 'Switch tenant', overlay: null, content }) : shell(title, html`<main>${content}</main>`, false);
}
