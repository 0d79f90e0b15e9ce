/** One request, and the one result that comes of it, whatever happens. */
import type { FailureReason } from '../projection/index.ts';
import type { Clock } from './clock.ts';
import { parseRetryAfter } from './schedule.ts';

/** What a request came to. `unchanged`: a 304. `withheld`: the host cancelled the request, so nothing was learned. */
export type FetchResult =
  | { readonly kind: 'body'; readonly text: string; readonly etag?: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'session-ended' | 'forbidden' | 'missing' }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly retryAfter: number | null; readonly httpStatus: number | null };

/**
 * Lets the host change a request, answer it, or cancel it (null). `etag` is that of the body that is shown.
 * `personal`: the host had a part in the request, so its result is valid in this tab alone.
 */
export type Prepare = (request: Request, etag: string | null) => { request: Request; response?: Response | Promise<Response>; personal?: boolean } | null;

export interface RequestOptions {
  readonly clock: Clock;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly prepare?: Prepare;
  readonly signal: AbortSignal;
  /** Milliseconds until a server that does not answer counts as a failure (P9). */
  readonly timeout: number;
  /** A larger body is refused while it streams in. */
  readonly maxBytes: number;
  /** The ETag of the body that is shown. The server is asked whether it still holds, where the URL is of the document's origin. */
  readonly etag?: string | null;
}

/** Sends a GET for JSON. Never rejects. */
export async function send(url: string, options: RequestOptions): Promise<FetchResult> {
  const { clock, prepare, signal, etag = null } = options;
  const limit = new AbortController();
  let timedOut = false;
  const timer = clock.setTimeout(() => {
    timedOut = true;
    limit.abort();
  }, options.timeout);
  const stop = () => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const request = requestFor(url, etag, limit.signal);
    const prepared = prepare ? prepare(request, etag) : { request };
    if (prepared === null) return { kind: 'withheld' };
    const response = await orAborted(limit.signal, Promise.resolve(prepared.response ?? options.fetch(prepared.request)));
    return await resultOf(response, options, limit.signal);
  } catch {
    return failure(timedOut ? 'timeout' : 'network');
  } finally {
    clock.clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function requestFor(url: string, etag: string | null, signal: AbortSignal): Request {
  const headers: Record<string, string> = { Accept: 'application/json' };
  // Another origin would have to allow the header in a preflight first: there the host sets it in `op-request`.
  const conditional = etag !== null && new URL(url).origin === globalThis.origin;
  if (conditional) headers['If-None-Match'] = etag;
  // `no-cache` lets the browser's cache turn a 304 into the whole body again; `no-store` hands the 304 to the kit.
  return new Request(url, { headers, credentials: 'same-origin', cache: conditional ? 'no-store' : 'no-cache', signal });
}

async function resultOf(response: Response, { clock, maxBytes }: RequestOptions, signal: AbortSignal): Promise<FetchResult> {
  const { status, headers } = response;
  const login = isLoginPage(response);
  // A body that is never read would keep its connection open.
  if (login || !response.ok) response.body?.cancel().catch(() => {});
  if (status === 304) return { kind: 'unchanged' };
  if (status === 401 || status === 419 || login) return { kind: 'session-ended' };
  if (status === 403) return { kind: 'forbidden' };
  if (status === 404 || status === 410) return { kind: 'missing' };
  // A date in Retry-After counts on the server's own clock.
  if (!response.ok) return failure('server', status, parseRetryAfter(headers.get('Retry-After'), Date.parse(headers.get('Date') ?? '') || clock.now()));
  const text = await orAborted(signal, readText(response, maxBytes));
  if (text === null) return failure('unreadable', status);
  // What must not be stored is not asked about again by its name either.
  const etag = /no-store/i.test(headers.get('Cache-Control') ?? '') ? null : headers.get('ETag');
  return etag ? { kind: 'body', text, etag } : { kind: 'body', text };
}

/** A session that ended often shows as a redirect to a login page, not as a 401 (P4). */
const isLoginPage = (response: Response): boolean =>
  response.type === 'opaqueredirect' || (response.redirected && response.ok && !(response.headers.get('Content-Type') ?? '').includes('json'));

/** The body as text, or null when it is larger than `maxBytes`. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A host's own response may ignore the signal, and must not hold up the schedule either. */
function orAborted<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

const failure = (reason: FailureReason, httpStatus: number | null = null, retryAfter: number | null = null): FetchResult => ({
  kind: 'failure',
  reason,
  retryAfter,
  httpStatus,
});
