/** The canonical operations list and the run page, over all visible workspaces or within one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_CLASSES, runCollection, runDetail } from 'op-run-elements/contract';
import { mayControlWorker, runScope, tenantFor, visibleRun, type Viewer } from '../access.ts';
import { badInput, notFound } from '../errors.ts';
import { queryChoice, queryValue, sendContract, sendPage, viewerOfRequest, wantsJson } from '../http.ts';
import { idFrom } from '../operations/form.ts';
import { currentTenant } from '../pages/layout.ts';
import { operationsPage } from '../pages/operations.ts';
import { runPage } from '../pages/run.ts';
import { collectionOf, detailOf, overlayOf } from '../payloads.ts';
import { activeRuns, findRun, listRuns, PAGE_SIZE, recentRuns } from '../runs.ts';
import type { Host } from '../server.ts';

export function operationsRoutes(app: FastifyInstance, host: Host): void {
  app.get('/admin/operations', (request, reply) => list(host, request, reply, 'all'));
  app.get('/admin/operations/:run', (request, reply) => detail(host, request, reply, 'all'));
  app.get('/admin/workspaces/:workspace/operations', (request, reply) => list(host, request, reply, workspaceOf(request)));
  app.get('/admin/workspaces/:workspace/operations/:run', (request, reply) => detail(host, request, reply, workspaceOf(request)));
}

type WorkspaceScope = number | 'all';

function workspaceOf(request: FastifyRequest): number {
  const id = idFrom((request.params as { workspace: string }).workspace);
  if (id === null) throw notFound();
  return id;
}

async function list({ db, worker }: Host, request: FastifyRequest, reply: FastifyReply, workspace: WorkspaceScope): Promise<FastifyReply> {
  const viewer = viewerOfRequest(request);
  const scope = runScope(viewer, workspace);
  const tenant = tenantFilter(viewer, request, workspace);
  const problemClass = queryChoice(request, 'problemClass', PROBLEM_CLASSES) ?? null;
  const asked = queryChoice(request, 'activeTab', ['active']) ?? null;
  // Runs that need follow-up have ended, so the active tab would hide all of them: the tab is ignored.
  const tab = problemClass === 'terminal_follow_up' ? null : asked;
  const before = idQuery(request, 'before');
  const within = tenant ? { tenants: [tenant.id] } : scope;
  const newestOfAll = tab === null && problemClass === null && before === null;
  const runs = newestOfAll
    ? await recentRuns(db, within)
    : await listRuns(db, { ...within, ...(tab && { status: tab }), ...(problemClass && { problemClass }), ...(before && { before }), limit: PAGE_SIZE });
  const workspaceId = workspace === 'all' ? null : workspace;
  const filter = { tenant: tenant?.id ?? null, tab, problemClass };
  const payload = collectionOf(runs, filter, request.words, workspaceId);
  if (wantsJson(request)) return sendContract(request, reply, runCollection, payload);
  const overlayTenant = tenant ?? currentTenant(viewer);
  return sendPage(
    reply,
    operationsPage({
      words: request.words,
      viewer,
      workspaceId,
      filter,
      before,
      payload,
      older: runs[PAGE_SIZE - 1]?.id ?? null,
      overlay: overlayTenant && overlayOf(overlayTenant.id, await activeRuns(db, overlayTenant.id), request.words),
      worker: mayControlWorker(viewer) ? worker.status() : null,
    }),
  );
}

async function detail({ db, worker }: Host, request: FastifyRequest, reply: FastifyReply, workspace: WorkspaceScope): Promise<FastifyReply> {
  const viewer = viewerOfRequest(request);
  const id = idFrom((request.params as { run: string }).run);
  const run = visibleRun(viewer, id === null ? null : await findRun(db, id), workspace);
  const payload = detailOf(run, request.words);
  if (wantsJson(request)) return sendContract(request, reply, runDetail, payload);
  const tenantId = run.tenant_id ?? currentTenant(viewer)?.id ?? null;
  return sendPage(
    reply,
    runPage({
      words: request.words,
      viewer,
      workspaceId: workspace === 'all' ? null : workspace,
      run,
      detail: payload,
      overlay: tenantId === null ? null : overlayOf(tenantId, await activeRuns(db, tenantId), request.words),
      worker: mayControlWorker(viewer) ? worker.status() : null,
    }),
  );
}

function tenantFilter(viewer: Viewer, request: FastifyRequest, workspace: WorkspaceScope) {
  const id = idQuery(request, 'tenant');
  if (id === null) return null;
  const tenant = tenantFor(viewer, id, 'operations.view');
  if (workspace !== 'all' && tenant.workspace_id !== workspace) throw notFound();
  return tenant;
}

function idQuery(request: FastifyRequest, name: string): number | null {
  const text = queryValue(request, name);
  if (text === undefined) return null;
  const id = idFrom(text);
  if (id === null) throw badInput(({ error }) => error.positive(name));
  return id;
}
