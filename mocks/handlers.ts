/**
 * The contract's routes as MSW handlers. Each endpoint has its own queue of replies.
 *
 *     const backend = mockBackend();
 *     backend.overlay(7).enqueue(overlayOf([runs.freshQueued]), 500);
 *     setupServer(...backend.handlers).listen();   // or setupWorker, or Storybook's parameters.msw.handlers
 */
import { http, type HttpHandler } from 'msw';
import { htmlPage } from './answers.ts';
import { Endpoint } from './endpoint.ts';

export interface MockBackendOptions {
  /** The absolute URL below which the routes are, such as `https://api.example/ops/`. Default: any origin and any path before `admin/`. */
  readonly baseUrl?: string;
}

/** Hosts may scope the canonical routes by workspace. A run with and without a workspace has two endpoints. */
export interface CanonicalScope {
  readonly workspace?: number | string;
}

/** A scripted backend with one endpoint per tenant, run and workspace. An endpoint without a script answers 404. */
export interface MockBackend {
  /** For `setupServer`, `setupWorker`, or Storybook's `parameters.msw.handlers`. */
  readonly handlers: HttpHandler[];
  /** Every request that reached a contract route, oldest first. */
  readonly requests: readonly Request[];
  /** How many of them wait for a held reply. */
  readonly waiting: number;
  /** `GET admin/t/{tenant}/operations/progress` */
  overlay(tenant: number): Endpoint;
  /** `GET admin/t/{tenant}/dashboard` */
  activity(tenant: number): Endpoint;
  /** `GET admin/t/{tenant}/review-pack` */
  reviewPack(tenant: number): Endpoint;
  /** `GET admin/operations/{run}`, or below `admin/workspaces/{workspace}/` */
  run(run: number, scope?: CanonicalScope): Endpoint;
  /** `GET admin/operations`, or below `admin/workspaces/{workspace}/`; the filters are in the recorded URL */
  collection(scope?: CanonicalScope): Endpoint;
  /** `GET api/admin/operations` */
  lifecycleList(): Endpoint;
  /** `GET api/admin/operations/{run}` */
  lifecycleRun(run: number): Endpoint;
  /** Removes all scripts and recorded requests, for the next test or story. */
  reset(): void;
}

/** Makes a backend that answers as scripted. Throws a TypeError when `baseUrl` is not an absolute URL. */
export function mockBackend({ baseUrl }: MockBackendOptions = {}): MockBackend {
  const base = baseUrl === undefined ? '*/' : new URL(baseUrl).href.replace(/\/?$/, '/');
  const endpoints = new Map<string, Endpoint>();
  const requests: Request[] = [];

  const endpoint = (path: string): Endpoint => {
    const known = endpoints.get(path) ?? new Endpoint();
    endpoints.set(path, known);
    return known;
  };
  const route = (pattern: string): HttpHandler =>
    http.get(base + pattern, ({ request, params }) => {
      requests.push(request);
      return endpoint(pattern.replace(/:(\w+)/g, (_, name: string) => String(params[name]))).answer(request);
    });
  const canonical = ({ workspace }: CanonicalScope): string => (workspace === undefined ? 'admin/operations' : `admin/workspaces/${workspace}/operations`);

  return {
    // The lifecycle routes come first: without a base URL, `*/admin/operations` would match them too.
    handlers: [
      route('api/admin/operations'),
      route('api/admin/operations/:run'),
      route('admin/t/:tenant/operations/progress'),
      route('admin/t/:tenant/dashboard'),
      route('admin/t/:tenant/review-pack'),
      route('admin/operations'),
      route('admin/operations/:run'),
      route('admin/workspaces/:workspace/operations'),
      route('admin/workspaces/:workspace/operations/:run'),
      http.get(`${base}admin/login`, ({ request }) => htmlPage()(request)),
    ],
    requests,
    get waiting() {
      return [...endpoints.values()].reduce((sum, { waiting }) => sum + waiting, 0);
    },
    overlay: (tenant) => endpoint(`admin/t/${tenant}/operations/progress`),
    activity: (tenant) => endpoint(`admin/t/${tenant}/dashboard`),
    reviewPack: (tenant) => endpoint(`admin/t/${tenant}/review-pack`),
    run: (run, scope = {}) => endpoint(`${canonical(scope)}/${run}`),
    collection: (scope = {}) => endpoint(canonical(scope)),
    lifecycleList: () => endpoint('api/admin/operations'),
    lifecycleRun: (run) => endpoint(`api/admin/operations/${run}`),
    reset: () => {
      endpoints.clear();
      requests.length = 0;
    },
  };
}
