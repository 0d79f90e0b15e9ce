/** A workspace's own page. Its payloads are those of its tenants and of its operations list. */
import type { FastifyInstance } from 'fastify';
import { may, mayControlWorker, runScope } from '../access.ts';
import { notFound } from '../errors.ts';
import { sendPage, viewerOfRequest } from '../http.ts';
import { idFrom } from '../operations/form.ts';
import { currentTenant } from '../pages/layout.ts';
import { workspacePage } from '../pages/workspace.ts';
import { activityOf, collectionOf, overlayOf } from '../payloads.ts';
import { activeRuns, activityRuns, recentRuns } from '../runs.ts';
import type { Host } from '../server.ts';

export function workspaceRoutes(app: FastifyInstance, { db, worker }: Host): void {
  app.get('/admin/workspaces/:workspace', async (request, reply) => {
    const { words } = request;
    const viewer = viewerOfRequest(request);
    const id = idFrom((request.params as { workspace: string }).workspace);
    if (id === null) throw notFound();
    const scope = runScope(viewer, id);
    const tenants = viewer.tenants.filter((tenant) => tenant.workspace_id === id && may(tenant, 'operations.view'));
    const current = currentTenant(viewer);
    return sendPage(
      reply,
      workspacePage({
        words,
        viewer,
        workspace: viewer.workspaces.find((workspace) => workspace.id === id)!,
        tenants: await Promise.all(tenants.map(async (tenant) => ({ tenant, activity: activityOf(tenant.id, await activityRuns(db, tenant.id), words) }))),
        recent: collectionOf(await recentRuns(db, scope), { tenant: null, tab: null, problemClass: null }, words, id),
        overlay: current ? overlayOf(current.id, await activeRuns(db, current.id), words) : null,
        worker: mayControlWorker(viewer) ? worker.status() : null,
      }),
    );
  });
}
