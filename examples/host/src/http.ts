/** Helpers for routes: content negotiation, validated JSON with an ETag, and errors as JSON or page. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parsePayload, type PayloadContract } from 'op-run-elements/contract';
import type { Viewer } from './access.ts';
import { badInput, HttpError } from './errors.ts';
import { errorPage } from './pages/message.ts';
import type { Words } from './words/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null when nobody is signed in. */
    viewer: Viewer | null;
    /** The words of the language that was chosen in this browser. */
    words: Words;
  }
}

/** Whether the caller prefers JSON to a page. Some routes have no page. */
export function wantsJson(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0]!;
  if (path.startsWith('/api/') || path.endsWith('/operations/progress') || path.endsWith('/review-pack')) return true;
  const accept = request.headers.accept ?? '';
  return weight(accept, 'application/json') > weight(accept, 'text/html');
}

function weight(accept: string, type: string): number {
  for (const range of accept.split(',')) {
    const [name, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return q ? Number(q.slice(2)) || 0 : 1;
  }
  return 0;
}

/** Sends a payload of the contract. A payload that breaks the contract is a bug of this host: it is not sent. */
export function sendContract<Value>(request: FastifyRequest, reply: FastifyReply, contract: PayloadContract<Value>, payload: unknown): FastifyReply {
  const parsed = parsePayload(contract, payload);
  if (!parsed.ok) throw parsed.error;
  if (parsed.violations.length) throw new Error(`${contract.name}: ${parsed.violations.map(({ message }) => message).join(' ')}`);
  const body = JSON.stringify(payload);
  const etag = `W/"${createHash('sha1').update(body).digest('base64url')}"`;
  reply.headers({ etag, 'cache-control': 'no-cache, private', vary: 'Accept, Cookie' });
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim());
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(body);
}

export function sendPage(reply: FastifyReply, page: { toString(): string }): FastifyReply {
  return reply.headers({ 'cache-control': 'no-cache, private', vary: 'Accept, Cookie' }).type('text/html; charset=utf-8').send(String(page));
}

/** An answer other than success: JSON with one sentence, or a page with the same sentence. */
export function sendError(request: FastifyRequest, reply: FastifyReply, { status, sentence }: HttpError): FastifyReply {
  const message = sentence(request.words);
  reply.code(status).headers({ 'cache-control': 'no-store', vary: 'Accept, Cookie' });
  if (wantsJson(request)) return reply.type('application/json; charset=utf-8').send(JSON.stringify({ message }));
  return reply.type('text/html; charset=utf-8').send(String(errorPage(request.words, request.viewer, status, message)));
}

/** The signed-in operator. Throws 401 when there is none. */
export function viewerOfRequest(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new HttpError(401, ({ error }) => error.signIn);
  return request.viewer;
}

/** The fields of a form or a JSON object, as texts. */
export function formOf(request: FastifyRequest): Record<string, string> {
  const { body } = request;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badInput(({ error }) => error.notFields);
  const entries = Object.entries(body);
  if (entries.some(([, value]) => typeof value !== 'string' && typeof value !== 'number')) throw badInput(({ error }) => error.notTexts);
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** One value of the query. An empty value counts as absent; a repeated one is an error. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  if (Array.isArray(value)) throw badInput(({ error }) => error.once(name));
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function queryChoice<Choice extends string>(request: FastifyRequest, name: string, choices: readonly Choice[]): Choice | undefined {
  const value = queryValue(request, name);
  if (value !== undefined && !(choices as readonly string[]).includes(value)) throw badInput(({ error }) => error.oneOf(name, choices));
  return value as Choice | undefined;
}

/** A redirect target: `next` when it is a path of this host, else `/`, so that no link can redirect to another site. */
export function localPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.includes('\\') ? next : '/';
}
