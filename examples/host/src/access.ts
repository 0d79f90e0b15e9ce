/** Access checks. Without entitlement the answer is 404, as for what does not exist; with entitlement but without the capability it is 403. */
import { forbidden, notFound } from './errors.ts';
import type { Run } from './runs.ts';

export type Capability = 'operations.view' | 'operations.start' | 'worker.control';

export interface VisibleTenant {
  readonly id: number;
  readonly name: string;
  readonly workspace_id: number;
  readonly capabilities: readonly string[];
}

export interface VisibleWorkspace {
  readonly id: number;
  readonly name: string;
  /** Capabilities of a member of the whole workspace. Null for a member of single tenants, who cannot see runs without a tenant. */
  readonly own_capabilities: readonly string[] | null;
}

export interface Viewer {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly token: string;
  /** The elements' `session-key`: the same in every session of one operator. */
  readonly sessionKey: string;
  readonly workspaces: readonly VisibleWorkspace[];
  readonly tenants: readonly VisibleTenant[];
  readonly lastTenantId: number | null;
}

export const may = (holder: { readonly capabilities: readonly string[] }, capability: Capability): boolean => holder.capabilities.includes(capability);

const without = (capability: Capability) => forbidden(({ error }) => error.forbidden[capability]);

/** The tenant, if the operator has the capability there. Throws an HttpError otherwise. */
export function tenantFor(viewer: Viewer, id: number | null, capability: Capability): VisibleTenant {
  const tenant = viewer.tenants.find((visible) => visible.id === id);
  if (!tenant) throw notFound();
  if (!may(tenant, capability)) throw without(capability);
  return tenant;
}

export interface RunScope {
  readonly tenants: readonly number[];
  readonly workspaces: readonly number[];
}

/** The tenants and workspaces whose runs the operator may view: of one workspace, or of all that are visible. */
export function runScope(viewer: Viewer, workspaceId: number | 'all' | null): RunScope {
  const within = (id: number) => workspaceId === 'all' || id === workspaceId;
  const workspaces = viewer.workspaces.filter(({ id }) => within(id));
  if (workspaces.length === 0) throw notFound();
  const scope = {
    tenants: viewer.tenants.filter((tenant) => within(tenant.workspace_id) && may(tenant, 'operations.view')).map(({ id }) => id),
    workspaces: workspaces.filter(({ own_capabilities }) => own_capabilities?.includes('operations.view')).map(({ id }) => id),
  };
  if (scope.tenants.length === 0 && scope.workspaces.length === 0) throw without('operations.view');
  return scope;
}

/** The run, if the operator may view it in the workspace of the route. Throws an HttpError otherwise. */
export function visibleRun(viewer: Viewer, run: Run | null, workspaceId: number | 'all' | null): Run {
  if (!run || (workspaceId !== 'all' && run.workspace_id !== workspaceId)) throw notFound();
  if (run.tenant_id !== null) {
    tenantFor(viewer, run.tenant_id, 'operations.view');
    return run;
  }
  const capabilities = viewer.workspaces.find(({ id }) => id === run.workspace_id)?.own_capabilities;
  if (!capabilities) throw notFound();
  if (!capabilities.includes('operations.view')) throw without('operations.view');
  return run;
}

export const mayControlWorker = ({ tenants }: Viewer): boolean => tenants.some((tenant) => may(tenant, 'worker.control'));

export function requireWorkerControl(viewer: Viewer): void {
  if (!mayControlWorker(viewer)) throw without('worker.control');
}
