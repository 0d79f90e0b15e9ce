/** The contract's routes below a base URL (SPEC F1), and which of them a link may open. */

/** Which backend is asked, and for what. `baseUrl` and `src` may be relative to the document. */
export interface Address {
  readonly baseUrl: string | null;
  readonly src: string | null;
  readonly workspace: string | null;
  readonly tenantId: number | null;
  readonly runId: number | null;
}

/** Narrows the canonical operations list. */
export interface ListFilter {
  readonly tenant?: number | null;
  readonly activeTab?: 'active';
  readonly problemClass?: 'none' | 'active_stale_attention' | 'terminal_follow_up';
}

const documentUrl = (): string => (typeof document === 'undefined' ? 'http://localhost/' : document.baseURI);

/** The backend that run ids belong to: the absolute base URL, ending in a slash. */
export function backendOf({ baseUrl, src }: Address): string {
  if (!baseUrl) return new URL('/', safeUrl(src ?? '') ?? documentUrl()).href;
  const base = resolve(baseUrl);
  if (base === null) return withSlash(baseUrl);
  base.search = base.hash = '';
  return withSlash(base.href);
}

export const overlayUrl = (address: Address): string | null => tenantUrl(address, 'operations/progress');
export const activityUrl = (address: Address): string | null => tenantUrl(address, 'dashboard');

export function runUrl(address: Address): string | null {
  if (address.src) return absolute(address.src);
  return address.runId === null ? null : runPageUrl(address, address.runId);
}

/** The canonical page of a run: the same URL that serves its detail contract. */
export const runPageUrl = (address: Address, runId: number): string => `${operationsUrl(address)}/${runId}`;

/** The canonical operations list, filtered. */
export function listPageUrl(address: Address, { tenant, activeTab, problemClass }: ListFilter): string {
  const query = new URLSearchParams();
  if (tenant) query.set('tenant', String(tenant));
  if (activeTab) query.set('activeTab', activeTab);
  if (problemClass) query.set('problemClass', problemClass);
  return [operationsUrl(address), String(query)].filter(Boolean).join('?');
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
