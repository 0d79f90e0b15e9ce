/** The sign-in page. */
import { html, type Html } from './html.ts';
import { shell } from './layout.ts';

export const signInPage = ({ next, login, problem }: { next: string; login: string; problem: string | null }): Html =>
  shell(
    'Sign in',
    html`<main class="sign-in">
      <form class="panel" method="post" action="/sign-in">
        <h1>Sign in</h1>
        ${problem && html`<p class="problem" role="alert">${problem}</p>`}
        <input type="hidden" name="next" value="${next}" />
        <label>Login <input name="login" value="${login}" autocomplete="username" required autofocus /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <button class="primary">Sign in</button>
      </form>
    </main>`,
    false,
  );
