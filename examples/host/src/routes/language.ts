/** The language of a browser. It is in a cookie, so that it also applies before sign-in. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput } from '../errors.ts';
import { formOf, localPath, wantsJson } from '../http.ts';
import { LANGS } from '../words/index.ts';

export const LANG_COOKIE = 'op_host_lang';
const YEAR = 365 * 24 * 3600;

export function languageRoutes(app: FastifyInstance): void {
  app.post('/language', async (request, reply) => {
    const lang = LANGS.find((known) => known === formOf(request)['lang']);
    if (!lang) throw badInput(({ error }) => error.oneOf('lang', LANGS));
    reply.setCookie(LANG_COOKIE, lang, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: YEAR });
    return wantsJson(request) ? reply.code(204).send() : reply.redirect(pageBefore(request), 303);
  });
}

/** The page to return to: the one whose button was pressed. */
function pageBefore({ headers: { referer, host } }: FastifyRequest): string {
  const from = referer !== undefined && URL.canParse(referer) ? new URL(referer) : null;
  return from?.host === host ? localPath(from!.pathname + from!.search) : '/';
}
