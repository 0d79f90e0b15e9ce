/** The answers that a backend can give, good and bad. Each call makes a new response, so an answer may be used repeatedly. */

/** Answers one request. For a network failure use `networkError`: a rejected promise counts as a mistake in the script. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** What an endpoint can be scripted with: a payload (sent as JSON with status 200), a status code, or an answer. */
export type Reply = object | number | Answer;

/** Turns a reply into an answer. */
export function answerOf(reply: Reply): Answer {
  if (typeof reply === 'function') return reply as Answer;
  return typeof reply === 'number' ? status(reply) : json(reply);
}

/** A JSON value, optionally with another status or with headers such as `etag`. */
export const json =
  (payload: unknown, init?: ResponseInit): Answer =>
  () =>
    Response.json(payload, init);

/** An error as web frameworks answer it to `Accept: application/json`. The body of a 404 does not reveal whether the thing exists. */
export const status =
  (code: number, headers?: HeadersInit): Answer =>
  () =>
    NULL_BODY.has(code)
      ? new Response(null, { status: code, headers })
      : Response.json({ message: REASONS[code] ?? 'Server Error' }, { status: code, headers });

/** 429 (too many requests) or 503 (out of service) with `Retry-After`: `after` is in seconds, or an HTTP date. */
export const retryAfter = (code: 429 | 503, after: number | string): Answer => status(code, { 'retry-after': String(after) });

/** An ended session as some frameworks answer it: a redirect to the login form, which has status 200. */
export const loginRedirect = (): Answer => (request) =>
  inPage() ? redirected(htmlPage()(request) as Response) : new Response(null, { status: 302, headers: { location: request.url.replace(/\/(api\/)?admin\/.*$/, '/admin/login') } });

/** Without service workers MSW answers inside the page and cannot redirect, so the redirected response itself is made. */
const inPage = (): boolean => typeof window !== 'undefined' && !('serviceWorker' in navigator);
const redirected = (response: Response): Response => Object.defineProperty(response, 'redirected', { value: true });

/** An HTML page instead of JSON: a proxy's error page, or a login form without a redirect. */
export const htmlPage =
  (html = LOGIN_PAGE): Answer =>
  () =>
    new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });

/** Invalid JSON: the content type is right, but the body is cut off in the middle. */
export const malformedJson = (): Answer => () => new Response('{"tenant_id": 7, "items": [', { headers: { 'content-type': 'application/json' } });

/** A network failure: connection refused, DNS, CORS. */
export const networkError = (): Answer => () => Response.error();

const LOGIN_PAGE = '<!doctype html><title>Sign in</title><form method="post"><input name="email"><button>Sign in</button></form>';

const NULL_BODY = new Set([204, 205, 304]);

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthenticated.',
  403: 'This action is unauthorized.',
  404: 'Not found.',
  419: 'CSRF token mismatch.',
  429: 'Too Many Attempts.',
  503: 'Service Unavailable',
};
