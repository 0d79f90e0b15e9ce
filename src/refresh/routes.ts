/** The contract's routes below a base URL (F1), and which of them a link may open. */

/** Which backend is asked, for what, and for whom. `baseUrl` and `src` may be relative to the document. */
export interface Address {
  readonly baseUrl: string | null;
  readonly src: string | null;
  readonly workspace: string | null;
  readonly tenantId: number | null;
  readonly runId: number | null;
  /** What a list is narrowed to. */
  readonly filter?: ListFilter;
  /** Stands for the signed-in operator: answers never pass from one to the other. */
  readonly sessionKey?: string | null;
}

/** Narrows the canonical operations list. */
export interface ListFilter {
  readonly tenant?: number | null;
  /** `active`; a backend may have further tabs. */
  readonly activeTab?: string | null;
  /** `none`, `active_stale_attention` or `terminal_follow_up`. */
  readonly problemClass?: string | null;
}

/**
 * What relative URLs are relative to. The page's own URL where that is one of the document's origin: not that of a `<base>` on a CDN, and
 * a `blob:` or `srcdoc` document has none at all.
 */
function documentUrl(): string {
  if (typeof document === 'undefined') return 'http://localhost/';
  const { origin, location } = globalThis;
  const ofOrigin = (url: string | undefined) => URL.canParse(url ?? '') && /^https?:/.test(url!) && (!origin || origin === 'null' || new URL(url!).origin === origin);
  const url = new URL([document.baseURI, location?.href].find(ofOrigin) ?? `${origin}/`);
  // No request may be made to a URL with a name and a password in it.
  url.username = url.password = '';
  return url.href;
}

/** The absolute form of a URL that a host has set; null for none. One that makes no sense stays as it is. */
export const absoluteUrl = (url: string | null): string | null => (url ? absolute(url) : null);

/** The last backend that was worked out, with what it depends on: a list asks for the same one for each of its rows. */
let latest: { readonly baseUrl: string | null; readonly src: string | null; readonly page: string; readonly backend: string } | null = null;

/** The backend that run ids belong to: the absolute base URL, ending in a slash. */
export function backendOf({ baseUrl, src }: Pick<Address, 'baseUrl' | 'src'>): string {
  const page = typeof document === 'undefined' ? '' : document.baseURI;
  if (latest?.baseUrl !== baseUrl || latest.src !== src || latest.page !== page) latest = { baseUrl, src, page, backend: workOutBackend(baseUrl, src) };
  return latest.backend;
}

function workOutBackend(baseUrl: string | null, src: string | null): string {
  if (!baseUrl) return new URL('/', safeUrl(src ?? '') ?? documentUrl()).href;
  const base = resolve(baseUrl);
  if (base === null) return withSlash(baseUrl);
  base.search = base.hash = '';
  return withSlash(base.href);
}

export const overlayUrl = (address: Address): string | null => tenantUrl(address, 'operations/progress');
export const activityUrl = (address: Address): string | null => tenantUrl(address, 'dashboard');

export const reviewPackUrl = (address: Address): string | null => tenantUrl(address, 'review-pack');

/** The operations list as `address` narrows it. */
export function collectionUrl(address: Address): string {
  const filter = { tenant: address.tenantId, ...address.filter };
  return address.src ? withFilter(absolute(address.src), filter) : listPageUrl(address, filter);
}

/** The lifecycle record of a run, which has a route of its own. */
export function lifecycleUrl(address: Address): string | null {
  if (address.src) return absolute(address.src);
  return address.runId === null ? null : `${backendOf(address)}api/admin/operations/${address.runId}`;
}

export function runUrl(address: Address): string | null {
  if (address.src) return absolute(address.src);
  return address.runId === null ? null : runPageUrl(address, address.runId);
}

/** The canonical page of a run: the same URL that serves its detail contract. */
export const runPageUrl = (address: Address, runId: number): string => `${operationsUrl(address)}/${runId}`;

/** The canonical operations list, filtered. */
export const listPageUrl = (address: Address, filter: ListFilter): string => withFilter(operationsUrl(address), filter);

function withFilter(url: string, filter: ListFilter): string {
  const [address = '', fragment] = url.split(/(?=#)/, 2);
  const [path = '', ...query] = address.split('?');
  const params = new URLSearchParams(query.join('?'));
  for (const name of ['tenant', 'activeTab', 'problemClass'] as const) if (filter[name]) params.set(name, String(filter[name]));
  return [path, String(params)].filter(Boolean).join('?') + (fragment ?? '');
}

/** The absolute form of a URL that a server sent, or null when opening it could do more than navigate. */
export function safeUrl(url: string): string | null {
  const parsed = resolve(url);
  return parsed?.protocol === 'http:' || parsed?.protocol === 'https:' ? parsed.href : null;
}

const operationsUrl = (address: Address): string =>
  `${backendOf(address)}admin/${address.workspace ? `workspaces/${encodeURIComponent(address.workspace)}/` : ''}operations`;

function tenantUrl(address: Address, rest: string): string | null {
  if (address.src) return absolute(address.src);
  return address.tenantId === null ? null : `${backendOf(address)}admin/t/${address.tenantId}/${rest}`;
}

/** A URL that makes no sense stays as it is: the request to it fails, like one to a server that is not there. */
const absolute = (url: string): string => resolve(url)?.href ?? url;

function resolve(url: string): URL | null {
  try {
    return new URL(url, documentUrl());
  } catch {
    return null;
  }
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
