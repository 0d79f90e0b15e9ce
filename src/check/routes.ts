/** The contract's routes on one backend: those that elements fetch by default, and the list of lifecycle records. */
import * as routes from '../refresh/routes.ts';
import type { Address } from '../refresh/routes.ts';

/** The tenant whose runs are checked. `base` ends with a slash; `workspace` scopes the canonical routes. */
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

const addressOf = ({ base, workspace }: Scope, of: Partial<Address> = {}): Address => ({ baseUrl: base, src: null, workspace, tenantId: null, runId: null, ...of });

export const collectionUrl = (scope: Scope, query: ListQuery = {}): string => routes.listPageUrl(addressOf(scope), query);
export const detailUrl = (scope: Scope, run: number): string => routes.runPageUrl(addressOf(scope), run);
export const overlayUrl = (scope: Scope, tenantId: number): string => routes.overlayUrl(addressOf(scope, { tenantId }))!;
export const dashboardUrl = (scope: Scope, tenantId: number): string => routes.activityUrl(addressOf(scope, { tenantId }))!;
export const reviewPackUrl = (scope: Scope, tenantId: number): string => routes.reviewPackUrl(addressOf(scope, { tenantId }))!;
export const lifecycleListUrl = ({ base }: Scope, tenant: number): string => `${base}api/admin/operations?tenant_id=${tenant}`;
export const lifecycleDetailUrl = (scope: Scope, runId: number): string => routes.lifecycleUrl(addressOf(scope, { runId }))!;
