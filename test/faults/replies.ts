/** Answers of a server, good and bad. A reply may be used for many requests. */
import { crc32, deflateRawSync, constants } from 'node:zlib';
import type { Exchange } from './chaos-server.ts';

/** Answers one request, or deliberately does not. */
export type Reply = (exchange: Exchange) => void | Promise<void>;

type Headers = Readonly<Record<string, string>>;

const textOf = (payload: unknown): string => (typeof payload === 'string' ? payload : JSON.stringify(payload));

/** Sends `payload` as JSON; a string is sent as it is. */
export const json =
  (payload: unknown, headers: Headers = {}): Reply =>
  ({ response }) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(textOf(payload));

/** Answers from the server's world: the payload of the route, or 404. */
export const truth: Reply = (exchange) => {
  const payload = exchange.server.payloadOf(exchange.logged.url);
  return (payload === null ? status(404) : json(payload))(exchange);
};

/** Answers from the world with an `ETag`, and with 304 when the request has it. A page sees 200 and the cached body. */
export const cached =
  (cacheControl: string): Reply =>
  (exchange) => {
    const text = textOf(exchange.server.payloadOf(exchange.logged.url));
    const etag = `"${crc32(text).toString(16)}"`;
    const headers = { etag, 'cache-control': cacheControl };
    if (exchange.request.headers['if-none-match'] === etag) exchange.response.writeHead(304, headers).end();
    else return json(text, headers)(exchange);
  };

/** A status with a short body. */
export const status =
  (code: number, headers: Headers = {}): Reply =>
  ({ response }) =>
    void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end('{"message":"No."}');

/** `Retry-After` in seconds, or as a date by the server's clock. */
export const retryAfter =
  (code: 429 | 503, seconds: number, how: 'seconds' | 'date'): Reply =>
  (exchange) =>
    status(code, { 'retry-after': how === 'seconds' ? String(seconds) : new Date(exchange.server.now() + seconds * 1000).toUTCString() })(exchange);

/** A body of any type. */
export const typed =
  (type: string, body: string | Buffer): Reply =>
  ({ response }) =>
    void response.writeHead(200, { 'content-type': type }).end(body);

/** A proxy's HTML page with status 200, instead of JSON. */
export const html: Reply = typed('text/html; charset=utf-8', '<!doctype html><title>Please wait</title><h1>Maintenance</h1>');

/** An ended session, as a redirect to the login page. */
export const loginRedirect: Reply = ({ response }) => void response.writeHead(302, { location: '/login' }).end();

export const loginPage: Reply = typed('text/html; charset=utf-8', '<!doctype html><title>Sign in</title><form method="post"><input name="email"><button>Sign in</button></form>');

/** Never answers. */
export const never: Reply = (exchange) => exchange.hold();

/** Sends headers and half of a body, then nothing more. */
export const stalls: Reply = (exchange) => {
  const { half, length } = halved(exchange);
  exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).write(half);
  exchange.hold();
};

/** `reply`, after `milliseconds` of virtual time. */
export const late =
  (milliseconds: number, reply: Reply = truth): Reply =>
  (exchange) => {
    exchange.hold();
    exchange.server.after(milliseconds, () => exchange.answer(reply));
  };

/** Ends the connection before as many bytes were sent as `Content-Length` says. */
export const truncated: Reply = ({ response, ...exchange }) => {
  const { half, length } = halved(exchange);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).write(half, () => response.destroy());
};

/** Ends the connection before the last chunk of a chunked body. */
export const cutOff: Reply = ({ response, ...exchange }) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write(halved(exchange).half, () => response.destroy());
};

/** Resets the connection without an answer. */
export const resets: Reply = ({ request }) => void request.socket.resetAndDestroy();

/** `payload` as JSON that is valid to its last byte, with `bytes` of blanks in it. After `pause` bytes nothing more comes. */
export const huge =
  (payload: unknown, bytes: number, pause = Infinity): Reply =>
  (exchange) => {
    const text = textOf(payload);
    exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) + bytes });
    return exchange.stream(padded(text, bytes), pause);
  };

/** The same, compressed: about a thousandth of it is sent, and the browser expands it to `bytes`. */
export const bomb =
  (payload: unknown, bytes: number, pause = Infinity): Reply =>
  (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    return exchange.stream(gzipped(padded(textOf(payload), bytes)), pause);
  };

/** The replies one after the other; the last one repeats. */
export function inTurn(...replies: readonly Reply[]): Reply {
  let next = 0;
  return (exchange) => replies[Math.min(next++, replies.length - 1)]!(exchange);
}

/** The replies one after the other, starting again after the last. */
export function inCircles(...replies: readonly Reply[]): Reply {
  let next = 0;
  return (exchange) => replies[next++ % replies.length]!(exchange);
}

function halved({ server, logged }: Pick<Exchange, 'server' | 'logged'>): { half: string; length: number } {
  const text = textOf(server.payloadOf(logged.url));
  return { half: text.slice(0, text.length / 2), length: Buffer.byteLength(text) };
}

const BLANKS = Buffer.alloc(1_000_000, ' ');

/** A JSON text with blanks before its last bracket. */
function* padded(text: string, bytes: number): Generator<Buffer> {
  yield Buffer.from(text.slice(0, -1));
  for (let left = bytes; left > 0; left -= BLANKS.length) yield BLANKS.subarray(0, left);
  yield Buffer.from(text.slice(-1));
}

/** A gzip stream. Each part is compressed separately, so that equal parts are compressed once. */
function* gzipped(parts: Iterable<Buffer>): Generator<Buffer> {
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  const packed = new Map<Buffer, Buffer>();
  let sum = 0;
  let size = 0;
  for (const part of parts) {
    const key = part.length === BLANKS.length ? BLANKS : part;
    if (!packed.has(key)) packed.set(key, deflateRawSync(part, { finishFlush: constants.Z_FULL_FLUSH }));
    sum = crc32(part, sum);
    size += part.length;
    yield packed.get(key)!;
  }
  const end = Buffer.alloc(10);
  end.writeUInt16LE(0x0003);
  end.writeUInt32LE(sum, 2);
  end.writeUInt32LE(size % 2 ** 32, 6);
  yield end;
}
