/** One request, and the one answer that becomes of it, whatever happens. */
import type { FailureReason } from '../projection/index.ts';
import type { Clock } from './clock.ts';
import { parseRetryAfter } from './schedule.ts';

/** What a request came to. `withheld`: the host cancelled it, so nothing was learned. */
export type Answer =
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'session-ended' | 'forbidden' | 'missing' }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly retryAfter: number | null; readonly httpStatus: number | null };

/**
 * Lets the host change a request, answer it, or cancel it (null). `personal`: what it comes to holds for this tab alone, since the host had a part in it.
 */
export type Prepare = (request: Request) => { request: Request; response?: Response | Promise<Response>; personal?: boolean } | null;

export interface RequestOptions {
  readonly clock: Clock;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly prepare?: Prepare;
  readonly signal: AbortSignal;
  /** Milliseconds until a hung server counts as a failure (SPEC P9). */
  readonly timeout: number;
  /** A larger body is refused while it streams in. */
  readonly maxBytes: number;
}

/** Sends a GET for JSON. Never rejects. */
export async function send(url: string, options: RequestOptions): Promise<Answer> {
  const { clock, prepare, signal } = options;
  const limit = new AbortController();
  let timedOut = false;
  const timer = clock.setTimeout(() => {
    timedOut = true;
    limit.abort();
  }, options.timeout);
  const stop = () => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const request = new Request(url, {
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
      // Revalidates against the browser's cache: an unchanged body costs a 304.
      cache: 'no-cache',
      signal: limit.signal,
    });
    const prepared = prepare ? prepare(request) : { request };
    if (prepared === null) return { kind: 'withheld' };
    const response = await orAborted(limit.signal, Promise.resolve(prepared.response ?? options.fetch(prepared.request)));
    return await answerOf(response, options, limit.signal);
  } catch {
    return failure(timedOut ? 'timeout' : 'network');
  } finally {
    clock.clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function answerOf(response: Response, { clock, maxBytes }: RequestOptions, signal: AbortSignal): Promise<Answer> {
  const { status, headers } = response;
  const login = isLoginPage(response);
  // A body that nobody reads would keep its connection open.
  if (login || !response.ok) response.body?.cancel().catch(() => {});
  if (status === 401 || status === 419 || login) return { kind: 'session-ended' };
  if (status === 403) return { kind: 'forbidden' };
  if (status === 404 || status === 410) return { kind: 'missing' };
  // A date is meant by the server's own clock.
  if (!response.ok) return failure('server', status, parseRetryAfter(headers.get('Retry-After'), Date.parse(headers.get('Date') ?? '') || clock.now()));
  const text = await orAborted(signal, readText(response, maxBytes));
  return text === null ? failure('unreadable', status) : { kind: 'body', text };
}

/** A session that ended often shows as a redirect to a login page, not as a 401 (SPEC P4). */
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

const failure = (reason: FailureReason, httpStatus: number | null = null, retryAfter: number | null = null): Answer => ({
  kind: 'failure',
  reason,
  retryAfter,
  httpStatus,
});
