/** The contract's routes of one backend. */

/** Whose runs are asked for. `base` ends in a slash; `workspace` scopes the canonical routes. */
export interface Scope {
  readonly base: string;
  readonly tenant: number;
  readonly workspace: string | null;
}

export type RouteName = 'collection' | 'overlay' | 'dashboard' | 'detail' | 'lifecycle-list' | 'lifecycle-detail' | 'review-pack';

export interface ListQuery {
  readonly tenant?: number;
  readonly activeTab?: string;
  readonly problemClass?: string;
}

const operations = ({ base, workspace }: Scope): string => `${base}admin/${workspace === null ? '' : `workspaces/${encodeURIComponent(workspace)}/`}operations`;

const withQuery = (url: string, query: Readonly<Record<string, string | number>>): string => {
  const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return params.size > 0 ? `${url}?${params}` : url;
};

export const collectionUrl = (scope: Scope, query: ListQuery = {}): string => withQuery(operations(scope), { ...query });
export const detailUrl = (scope: Scope, run: number): string => `${operations(scope)}/${run}`;
export const overlayUrl = ({ base }: Scope, tenant: number): string => `${base}admin/t/${tenant}/operations/progress`;
export const dashboardUrl = ({ base }: Scope, tenant: number): string => `${base}admin/t/${tenant}/dashboard`;
export const reviewPackUrl = ({ base }: Scope, tenant: number): string => `${base}admin/t/${tenant}/review-pack`;
export const lifecycleListUrl = ({ base }: Scope, tenant: number): string => withQuery(`${base}api/admin/operations`, { tenant_id: tenant });
export const lifecycleDetailUrl = ({ base }: Scope, run: number): string => `${base}api/admin/operations/${run}`;
