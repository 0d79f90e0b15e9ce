/** Sends GET requests. Every outcome, failures included, becomes an `Answer`. */
import { setTimeout as wait } from 'node:timers/promises';
import { parseRetryAfter } from '../refresh/schedule.ts';
import { bytesAfterNotModified } from './trailing.ts';

/** `failure` is set when there was no final status, or the body could not be read. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown;
  /** Milliseconds until the whole body had arrived. */
  readonly ms: number;
  /** The answer is a web page or a redirect to one: a framework answers so when a session has ended. */
  readonly page: boolean;
  readonly failure: Failure | null;
}

export type Failure =
  | { readonly kind: 'network'; readonly code: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'elsewhere'; readonly origin: string };

export interface Client {
  /** How many requests were sent so far. */
  readonly count: number;
  /** Never rejects. `anonymous` omits the headers of the signed-in operator; `etag` is sent as If-None-Match. */
  get(url: string, options?: { readonly anonymous?: boolean; readonly etag?: string }): Promise<Answer>;
  /** How many bytes follow the head of the 304 for `etag`, which should be none; null when the answer is not a 304. */
  bytesOfNotModified(url: string, etag: string): Promise<number | null>;
}

export interface ClientOptions {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Milliseconds until a request counts as timed out. */
  readonly timeout: number;
  /** A clock in milliseconds. Only differences are used. */
  readonly now: () => number;
}

export const MAX_BYTES = 2 * 1024 * 1024;
const MAX_REDIRECTS = 4;
/** After a 429 the request is sent again when Retry-After says so, but never after more than MAX_WAIT milliseconds. */
const MAX_RETRIES = 3;
const MAX_WAIT = 60_000;

export function clientOf({ headers: given, timeout, now }: ClientOptions): Client {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async get(url, { anonymous = false, etag } = {}) {
      const headers = headersOf(anonymous ? [] : given, etag);
      for (let tries = 0; ; tries += 1) {
        const answer = await once(url, headers);
        const pause = answer.status === 429 ? parseRetryAfter(answer.headers.get('retry-after'), Date.parse(answer.headers.get('date') ?? '') || Date.now()) : null;
        if (pause === null || pause > MAX_WAIT || tries === MAX_RETRIES) return answer;
        await wait(pause);
      }
    },
    bytesOfNotModified(url, etag) {
      count += 1;
      return bytesAfterNotModified(url, headersOf(given, etag), timeout);
    },
  };

  async function once(url: string, headers: Headers): Promise<Answer> {
    const started = now();
    const signal = AbortSignal.timeout(timeout);
    let response: Response | null = null;
    const answer = (rest: Partial<Answer>): Answer => ({
      url,
      status: response?.status ?? 0,
      headers: response?.headers ?? new Headers(),
      text: '',
      json: undefined,
      ms: now() - started,
      page: false,
      failure: null,
      ...rest,
    });
    try {
      let at = url;
      for (let hops = 0; ; hops += 1) {
        count += 1;
        // fetch would send the headers along to another origin, so redirects are followed here, within the origin only.
        response = await fetch(at, { headers, redirect: 'manual', signal });
        const location = response.headers.get('location');
        if (response.status < 300 || response.status >= 400 || location === null || hops === MAX_REDIRECTS) break;
        await response.body?.cancel();
        const target = new URL(location, at);
        if (target.origin !== new URL(url).origin) return answer({ page: true, failure: { kind: 'elsewhere', origin: target.origin } });
        at = target.href;
      }
      const text = await readText(response);
      if (text === null) return answer({ failure: { kind: 'too-large' } });
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      return answer({ text, json: isJson ? parsed(text) : undefined, page: !isJson && (at !== url || /^\s*</.test(text)) });
    } catch (error) {
      return answer({ failure: signal.aborted ? { kind: 'timeout' } : { kind: 'network', code: codeOf(error) } });
    }
  }
}

function headersOf(given: ClientOptions['headers'], etag: string | undefined): Headers {
  const headers = new Headers(given.map(([name, value]) => [name, value]));
  const ours = { accept: 'application/json', 'user-agent': 'op-run-elements check', ...(etag === undefined ? {} : { 'if-none-match': etag }) };
  for (const [name, value] of Object.entries(ours)) if (!headers.has(name)) headers.set(name, value);
  return headers;
}

/** The body as text, or null when it is larger than `MAX_BYTES`. */
async function readText({ body }: Response): Promise<string | null> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The error code of the network, such as ECONNREFUSED. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const one of [cause, error]) if (typeof one === 'object' && one !== null && 'code' in one && typeof one.code === 'string') return one.code;
  return 'no answer';
}
