/** Wires the host: database, queue, worker, reconciler and routes. */
import { appendFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Config } from './config.ts';
import { DatabaseAway, migrate, openEmbedded, openServer, type Database } from './db.ts';
import { badInput, forbidden, HttpError, notFound } from './errors.ts';
import { sendError, wantsJson } from './http.ts';
import { publishPolicies } from './lifecycle-policy.ts';
import { holdAlone } from './lock.ts';
import { OPERATIONS } from './operations/index.ts';
import { onFailedJob, openQueue, requeueActiveRuns } from './queue.ts';
import { settleFailedJob, startReconciler } from './reconciler.ts';
import { assetRoutes } from './routes/assets.ts';
import { languageRoutes, LANG_COOKIE } from './routes/language.ts';
import { lifecycleRoutes } from './routes/lifecycle.ts';
import { operationsRoutes } from './routes/operations.ts';
import { sessionRoutes } from './routes/session.ts';
import { tenantRoutes } from './routes/tenant.ts';
import { workerRoutes } from './routes/worker.ts';
import { workspaceRoutes } from './routes/workspace.ts';
import { seed } from './seed.ts';
import { COOKIE, viewerOf } from './session.ts';
import { supervise, type Supervisor } from './supervisor.ts';
import { wordsOf, type Sentence } from './words/index.ts';
import type { PgBoss } from 'pg-boss';

/** What routes work with. */
export interface Host {
  readonly config: Config;
  readonly db: Database;
  readonly boss: PgBoss;
  readonly worker: Supervisor;
}

export interface RunningHost {
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts everything. Resolves when the host answers and its worker takes jobs. */
export async function startHost(config: Config): Promise<RunningHost> {
  await holdAlone(config.databaseUrl ?? config.dataDir);
  const db = config.databaseUrl ? await openServer(config.databaseUrl) : await openEmbedded(config.dataDir);
  await migrate(db);
  await seed(db);
  await publishPolicies(db, config.lifecycle);
  const boss = await openQueue(db, db.kind);
  const worker = supervise(db, () => requeueActiveRuns(db, boss, [...OPERATIONS.keys()]));
  const app = buildApp({ config, db, boss, worker });
  const address = await app.listen({ host: '127.0.0.1', port: config.port });
  await worker.start();
  await onFailedJob(boss, (job) => settleFailedJob(job, db));
  const reconciler = startReconciler({ db, config });
  return {
    address,
    async stop() {
      await worker.stop();
      await reconciler.stop();
      await app.close();
      await boss.stop({ graceful: false, close: false });
      await db.close();
    },
  };
}

/** Routes without sign-in. They do not look up the session, so the sign-in page and error pages work without a database. */
const PUBLIC = ['/sign-in', '/language', '/assets/'];

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

function buildApp(host: Host): FastifyInstance {
  const app = fastify({
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => {
      request.viewer = null;
      request.words = wordsOf('en');
      reply.headers(HEADERS);
      void sendError(request, reply, badInput(({ error }) => error.address));
    },
  });
  app.register(cookie);
  app.decorateRequest('viewer', null);
  app.decorateRequest('words', null as never);
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    request.words = wordsOf(request.cookies[LANG_COOKIE]);
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request);
    if (PUBLIC.some((path) => request.url.startsWith(path))) return;
    const token = request.cookies[COOKIE];
    const viewer = token ? await viewerOf(host.db, token) : null;
    // An old page of another operator of this browser may still be open: its session has ended.
    const page = request.headers['session-key'];
    request.viewer = page === undefined || page === viewer?.sessionKey ? viewer : null;
    if (request.viewer) return;
    if (wantsJson(request)) throw new HttpError(401, ({ error }) => error.signIn);
    const next = request.method === 'GET' && request.url !== '/' ? `?next=${encodeURIComponent(request.url)}` : '';
    return reply.header('vary', 'Accept, Cookie').redirect(`/sign-in${next}`, 303);
  });

  const { requestLog } = host.config;
  if (requestLog) {
    app.addHook('onResponse', async (request, reply) => {
      const line = { method: request.method, url: request.url, json: wantsJson(request), status: reply.statusCode, login: request.viewer?.login ?? null };
      appendFileSync(requestLog, `${JSON.stringify(line)}\n`);
    });
  }

  app.setNotFoundHandler((request, reply) => sendError(request, reply, notFound()));
  app.setErrorHandler((error: FastifyError | HttpError, request, reply) => {
    if (error instanceof HttpError) return sendError(request, reply, error);
    if (error instanceof DatabaseAway) return sendError(request, reply, new HttpError(503, ({ error }) => error.database));
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) return sendError(request, reply, new HttpError(status, REQUEST_ERRORS[status] ?? (({ error }) => error.request)));
    console.error(error);
    return sendError(request, reply, new HttpError(500, ({ error }) => error.server));
  });

  for (const routes of [assetRoutes, languageRoutes, sessionRoutes, workspaceRoutes, tenantRoutes, operationsRoutes, lifecycleRoutes, workerRoutes]) routes(app, host);
  return app;
}

const REQUEST_ERRORS: Readonly<Record<number, Sentence>> = {
  400: ({ error }) => error.body,
  413: ({ error }) => error.tooLarge,
  415: ({ error }) => error.mediaType,
};

/** Rejects requests from pages of other origins (CSRF). Programs send neither header, and have no cookie by default. */
function refuseForeign(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin, host } = request.headers;
  const foreign = origin !== undefined ? hostOf(origin) !== host : site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreign) throw forbidden(({ error }) => error.foreign);
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
