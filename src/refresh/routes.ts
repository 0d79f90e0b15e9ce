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
  if (baseUrl !== null) return withSlash(new URL(baseUrl, documentUrl()).href);
  return new URL('/', new URL(src ?? '', documentUrl())).href;
}

export const overlayUrl = (address: Address): string | null => tenantUrl(address, 'operations/progress');
export const activityUrl = (address: Address): string | null => tenantUrl(address, 'dashboard');

export function runUrl(address: Address): string | null {
  if (address.src !== null) return absolute(address.src);
  return address.runId === null ? null : runPageUrl(address, address.runId);
}

/** The canonical page of a run: the same URL that serves its detail contract. */
export const runPageUrl = (address: Address, runId: number): string => `${operationsUrl(address)}/${runId}`;

/** The canonical operations list, filtered. */
export function listPageUrl(address: Address, { tenant, activeTab, problemClass }: ListFilter): string {
  const url = new URL(operationsUrl(address));
  if (tenant) url.searchParams.set('tenant', String(tenant));
  if (activeTab) url.searchParams.set('activeTab', activeTab);
  if (problemClass) url.searchParams.set('problemClass', problemClass);
  return url.href;
}

/** The absolute form of a URL that a server sent, or null when opening it could do more than navigate. */
export function safeUrl(url: string): string | null {
  try {
    const parsed = new URL(url, documentUrl());
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}

const operationsUrl = (address: Address): string =>
  `${backendOf(address)}admin/${address.workspace === null ? '' : `workspaces/${encodeURIComponent(address.workspace)}/`}operations`;

function tenantUrl(address: Address, rest: string): string | null {
  if (address.src !== null) return absolute(address.src);
  return address.tenantId === null ? null : `${backendOf(address)}admin/t/${address.tenantId}/${rest}`;
}

const absolute = (url: string): string => new URL(url, documentUrl()).href;
const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
