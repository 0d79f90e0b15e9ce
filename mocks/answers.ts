/** The answers a backend can give, good and bad. Each makes a new response per request, so any of them may repeat. */

/** Answers one request. A rejected promise is a mistake in the script, not a failure of the network: for that, `networkError`. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** What an endpoint can be told to say: a payload (200, JSON), a bare status code, or an answer. */
export type Reply = object | number | Answer;

/** The answer that a reply stands for. */
export function answerOf(reply: Reply): Answer {
  if (typeof reply === 'function') return reply as Answer;
  return typeof reply === 'number' ? status(reply) : json(reply);
}

/** Any JSON value, with another status or more headers (an `etag`, say) where wanted. */
export const json =
  (payload: unknown, init?: ResponseInit): Answer =>
  () =>
    Response.json(payload, init);

/** An error as web frameworks answer it to `Accept: application/json`. 404 reads the same for "not yours" and "not there". */
export const status =
  (code: number, headers?: HeadersInit): Answer =>
  () =>
    NULL_BODY.has(code)
      ? new Response(null, { status: code, headers })
      : Response.json({ message: REASONS[code] ?? 'Server Error' }, { status: code, headers });

/** Too many requests, or out of service: come back after `after`, in seconds or as an HTTP date. */
export const retryAfter = (code: 429 | 503, after: number | string): Answer => status(code, { 'retry-after': String(after) });

/** What a framework does with an ended session when it takes the request for a page: off to the login form, with status 200. */
export const loginRedirect = (): Answer => (request) =>
  inPage() ? redirected(htmlPage()(request) as Response) : new Response(null, { status: 302, headers: { location: request.url.replace(/\/(api\/)?admin\/.*$/, '/admin/login') } });

/** Without service workers MSW answers inside the page, where it cannot follow a redirect: the answer is what one leads to. */
const inPage = (): boolean => typeof window !== 'undefined' && !('serviceWorker' in navigator);
const redirected = (response: Response): Response => Object.defineProperty(response, 'redirected', { value: true });

/** A page where JSON was asked for: a proxy's error page, or the login form without a redirect. */
export const htmlPage =
  (html = LOGIN_PAGE): Answer =>
  () =>
    new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });

/** JSON by its content type, cut off in the middle. */
export const malformedJson = (): Answer => () => new Response('{"tenant_id": 7, "items": [', { headers: { 'content-type': 'application/json' } });

/** No answer at all: connection refused, DNS, CORS. */
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
