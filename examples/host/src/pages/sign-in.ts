/** The sign-in page. */
import type { Words } from '../words/index.ts';
import { html, type Html } from './html.ts';
import { languageForm, shell } from './layout.ts';

export const signInPage = (words: Words, { next, login, mismatch }: { next: string; login: string; mismatch: boolean }): Html => {
  const { signIn } = words;
  return shell(
    words,
    signIn.title,
    html`<main class="sign-in">
      <form class="panel" method="post" action="/sign-in">
        <h1>${signIn.title}</h1>
        ${mismatch && html`<p class="problem" role="alert">${signIn.mismatch}</p>`}
        <input type="hidden" name="next" value="${next}" />
        <label>${signIn.login} <input name="login" value="${login}" autocomplete="username" required autofocus /></label>
        <label>${signIn.password} <input name="password" type="password" autocomplete="current-password" required /></label>
        <button class="primary">${signIn.title}</button>
      </form>
      ${languageForm(words)}
    </main>`,
    false,
  );
};
