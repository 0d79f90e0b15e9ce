/** What an operator may see and do. Not entitled is answered as not existing; entitled without the capability, as forbidden. */
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
  /** Of a membership in the whole workspace; null for a member of single tenants, who sees no run that belongs to no tenant. */
  readonly own_capabilities: readonly string[] | null;
}

export interface Viewer {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly token: string;
  /** The same in every session of the operator: tabs share their answers with the tabs of the same one only. */
  readonly sessionKey: string;
  readonly workspaces: readonly VisibleWorkspace[];
  readonly tenants: readonly VisibleTenant[];
  readonly lastTenantId: number | null;
}

export const may = (holder: { readonly capabilities: readonly string[] }, capability: Capability): boolean => holder.capabilities.includes(capability);

const without = (capability: Capability) => forbidden(({ error }) => error.forbidden[capability]);

/** The tenant, for an operator who has the capability there. */
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

/** The run, for an operator who may view it in the workspace that the route names. */
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
