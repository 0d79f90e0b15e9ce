/** A page with one sentence. */
import type { Viewer } from '../access.ts';
import type { Words } from '../words/index.ts';
import { html, type Html } from './html.ts';
import { page, shell } from './layout.ts';

export function errorPage(words: Words, viewer: Viewer | null, status: number, sentence: string): Html {
  const { message, layout } = words;
  const title = message.title[status] ?? message.other;
  const content = html`<section class="message"><h1>${title}</h1>${sentence === `${title}.` ? '' : html`<p>${sentence}</p>`}<p><a href="/">${message.back}</a></p></section>`;
  return viewer ? page({ words, viewer, title, current: null, scope: layout.switchTenant, overlay: null, content }) : shell(words, title, html`<main>${content}</main>`, false);
}
