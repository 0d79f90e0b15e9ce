/** A tenant's dashboard, its progress overlay, its start form and its archives. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { progressOverlay, tenantActivity } from 'op-run-elements/contract';
import { mayControlWorker, tenantFor, type Capability, type VisibleTenant } from '../access.ts';
import { rowOf, rowsOf, type Database } from '../db.ts';
import { badInput, notFound } from '../errors.ts';
import { formOf, sendContract, sendPage, viewerOfRequest, wantsJson } from '../http.ts';
import { exportsFolder } from '../operations/evidence-export.ts';
import { idFrom, listInventories } from '../operations/form.ts';
import { OPERATIONS } from '../operations/index.ts';
import { dashboardPage, type Archive } from '../pages/dashboard.ts';
import { itemOf, overlayOf, runPath } from '../payloads.ts';
import { enqueueRun } from '../queue.ts';
import { createRun, findRun, listRuns, type Run } from '../runs.ts';
import type { Host } from '../server.ts';
import { rememberTenant } from '../session.ts';

const MAX_SHOWN = 100;
const RECENT = 5;

export function tenantRoutes(app: FastifyInstance, { config, db, boss, worker }: Host): void {
  app.get('/admin/t/:tenant/dashboard', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.view');
    const payload = { tenant_id: tenant.id, items: (await activityRuns(db, tenant.id)).map((run) => itemOf(run)) };
    if (wantsJson(request)) return sendContract(request, reply, tenantActivity, payload);
    const viewer = viewerOfRequest(request);
    await rememberTenant(db, viewer.token, tenant.id);
    return sendPage(
      reply,
      dashboardPage({
        viewer,
        tenant,
        activity: payload,
        overlay: overlayOf(tenant.id, await activeRuns(db, tenant.id)),
        inventories: await listInventories(db, tenant.id),
        archives: await listArchives(db, tenant.id),
        worker: mayControlWorker(viewer) ? worker.status() : null,
      }),
    );
  });

  app.get('/admin/t/:tenant/operations/progress', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.view');
    return sendContract(request, reply, progressOverlay, overlayOf(tenant.id, await activeRuns(db, tenant.id)));
  });

  app.post('/admin/t/:tenant/operations', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.start');
    const form = formOf(request);
    const operation = OPERATIONS.get(form['type'] ?? '');
    if (!operation) throw badInput(`The type must be one of ${[...OPERATIONS.keys()].join(', ')}.`);
    const context = await operation.read(form, { db, config, tenantId: tenant.id });
    const runId = await createRun(db, { tenantId: tenant.id, initiatorId: viewerOfRequest(request).id, type: operation.type, context });
    await enqueueRun(db, boss, runId);
    if (!wantsJson(request)) return reply.redirect(`/admin/operations/${runId}`, 303);
    const run = await findRun(db, runId);
    return reply.code(201).header('location', runPath(run!)).send({ run_id: runId, tenant_id: tenant.id, operation_label: operation.label, detail_url: runPath(run!) });
  });

  app.get('/admin/t/:tenant/exports/:run', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.view');
    const archive = await rowOf<{ file_name: string }>(db, 'SELECT file_name FROM exports WHERE tenant_id = $1 AND run_id = $2', [
      tenant.id,
      idFrom((request.params as { run: string }).run),
    ]);
    if (!archive) throw notFound();
    const path = join(exportsFolder(config), archive.file_name);
    const { size } = await stat(path).catch(() => Promise.reject(notFound()));
    return reply
      .headers({ 'content-length': size, 'content-disposition': `attachment; filename="${archive.file_name}"`, 'cache-control': 'no-store' })
      .type('application/gzip')
      .send(createReadStream(path));
  });
}

const tenantOf = (request: FastifyRequest, capability: Capability): VisibleTenant =>
  tenantFor(viewerOfRequest(request), idFrom((request.params as { tenant: string }).tenant), capability);

/** Stale runs first, so that they are among the few that a small surface has room for. */
const staleFirst = (one: Run, other: Run): number =>
  Number(other.freshness_state === 'likely_stale') - Number(one.freshness_state === 'likely_stale') || other.id - one.id;

export const activeRuns = async (db: Database, tenantId: number): Promise<Run[]> =>
  (await listRuns(db, { tenants: [tenantId], status: 'active', limit: MAX_SHOWN })).sort(staleFirst);

/** What is active, what needs follow-up, and the last that ended. */
async function activityRuns(db: Database, tenantId: number): Promise<Run[]> {
  const tenants = [tenantId];
  const lists = await Promise.all([
    activeRuns(db, tenantId),
    listRuns(db, { tenants, problemClass: 'terminal_follow_up', limit: MAX_SHOWN }),
    listRuns(db, { tenants, status: 'completed', limit: RECENT }),
  ]);
  // A run that ends between two of these reads is in two lists; the later read is the newer truth.
  const runs = [...new Map(lists.flat().map((run) => [run.id, run])).values()];
  return runs.sort((one, other) => Number(one.status === 'completed') - Number(other.status === 'completed') || staleFirst(one, other));
}

const listArchives = (db: Database, tenantId: number): Promise<Archive[]> =>
  rowsOf(
    db,
    `SELECT export.run_id, export.file_name, export.files, export.bytes::float8 AS bytes, run.completed_at AS written_at
     FROM exports export JOIN operation_runs run ON run.id = export.run_id
     WHERE export.tenant_id = $1 AND run.outcome IN ('succeeded', 'partially_succeeded') ORDER BY export.run_id DESC LIMIT 10`,
    [tenantId],
  );
