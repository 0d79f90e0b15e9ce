/** Signing in and out. */
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../errors.ts';
import { formOf, localPath, sendPage, viewerOfRequest, wantsJson } from '../http.ts';
import { homeOf } from '../pages/layout.ts';
import { signInPage } from '../pages/sign-in.ts';
import type { Host } from '../server.ts';
import { COOKIE, signIn, signOut } from '../session.ts';

export function sessionRoutes(app: FastifyInstance, { db }: Host): void {
  app.get('/', (request, reply) => reply.redirect(homeOf(viewerOfRequest(request)), 303));

  app.get('/sign-in', (request, reply) => sendPage(reply, signInPage(request.words, { next: localPath((request.query as { next?: unknown }).next), login: '', mismatch: false })));

  app.post('/sign-in', async (request, reply) => {
    const form = formOf(request);
    const next = localPath(form['next']);
    const token = await signIn(db, form['login'] ?? '', form['password'] ?? '');
    if (token === null) {
      if (wantsJson(request)) throw new HttpError(401, ({ signIn: { mismatch } }) => mismatch);
      return sendPage(reply.code(401), signInPage(request.words, { next, login: form['login'] ?? '', mismatch: true }));
    }
    reply.setCookie(COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax' });
    return wantsJson(request) ? reply.code(204).send() : reply.redirect(next, 303);
  });

  app.post('/sign-out', async (request, reply) => {
    await signOut(db, viewerOfRequest(request).token);
    reply.clearCookie(COOKIE, { path: '/' });
    return wantsJson(request) ? reply.code(204).send() : reply.redirect('/sign-in', 303);
  });
}
