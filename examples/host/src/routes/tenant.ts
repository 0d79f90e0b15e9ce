/** A tenant's dashboard, its progress overlay, its start form and its archives. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { progressOverlay, reviewPack, tenantActivity, type ReviewPackGeneration } from 'op-run-elements/contract';
import { mayControlWorker, tenantFor, type Capability, type VisibleTenant } from '../access.ts';
import { rowOf, rowsOf, type Database } from '../db.ts';
import { badInput, notFound } from '../errors.ts';
import { formOf, sendContract, sendPage, viewerOfRequest, wantsJson } from '../http.ts';
import { evidenceExport, exportsFolder } from '../operations/evidence-export.ts';
import { idFrom, listInventories } from '../operations/form.ts';
import { OPERATIONS } from '../operations/index.ts';
import { dashboardPage, type Archive } from '../pages/dashboard.ts';
import { activityOf, labelOf, overlayOf, reviewPackOf, runPath } from '../payloads.ts';
import { enqueueRun } from '../queue.ts';
import { activeRuns, activityRuns, createRun, findRun, listRuns } from '../runs.ts';
import type { Host } from '../server.ts';
import { rememberTenant } from '../session.ts';

export function tenantRoutes(app: FastifyInstance, { config, db, boss, worker }: Host): void {
  /** The review pack is the result of the latest evidence export. */
  const reviewPackNow = async (request: FastifyRequest, tenantId: number): Promise<ReviewPackGeneration> => {
    const [latest] = await listRuns(db, { tenants: [tenantId], type: evidenceExport.type, limit: 1 });
    return reviewPackOf(tenantId, latest ?? null, request.words);
  };

  app.get('/admin/t/:tenant/dashboard', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.view');
    const payload = activityOf(tenant.id, await activityRuns(db, tenant.id), request.words);
    if (wantsJson(request)) return sendContract(request, reply, tenantActivity, payload);
    const viewer = viewerOfRequest(request);
    await rememberTenant(db, viewer.token, tenant.id);
    return sendPage(
      reply,
      dashboardPage({
        words: request.words,
        viewer,
        tenant,
        activity: payload,
        reviewPack: await reviewPackNow(request, tenant.id),
        overlay: overlayOf(tenant.id, await activeRuns(db, tenant.id), request.words),
        inventories: await listInventories(db, tenant.id),
        archives: await listArchives(db, tenant.id),
        worker: mayControlWorker(viewer) ? worker.status() : null,
      }),
    );
  });

  app.get('/admin/t/:tenant/operations/progress', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.view');
    return sendContract(request, reply, progressOverlay, overlayOf(tenant.id, await activeRuns(db, tenant.id), request.words));
  });

  app.get('/admin/t/:tenant/review-pack', async (request, reply) =>
    sendContract(request, reply, reviewPack, await reviewPackNow(request, tenantOf(request, 'operations.view').id)),
  );

  app.post('/admin/t/:tenant/operations', async (request, reply) => {
    const tenant = tenantOf(request, 'operations.start');
    const form = formOf(request);
    const operation = OPERATIONS.get(form['type'] ?? '');
    if (!operation) throw badInput(({ error }) => error.oneOf('type', [...OPERATIONS.keys()]));
    const context = await operation.read(form, { db, config, tenantId: tenant.id });
    const runId = await createRun(db, { tenantId: tenant.id, initiatorId: viewerOfRequest(request).id, type: operation.type, context });
    await enqueueRun(db, boss, runId);
    if (!wantsJson(request)) return reply.redirect(`/admin/operations/${runId}`, 303);
    const run = await findRun(db, runId);
    return reply.code(201).header('location', runPath(run!)).send({ run_id: runId, tenant_id: tenant.id, operation_label: labelOf(run!, request.words), detail_url: runPath(run!) });
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

const listArchives = (db: Database, tenantId: number): Promise<Archive[]> =>
  rowsOf(
    db,
    `SELECT export.run_id, export.file_name, export.files, export.bytes::float8 AS bytes, run.completed_at AS written_at
     FROM exports export JOIN operation_runs run ON run.id = export.run_id
     WHERE export.tenant_id = $1 AND run.outcome IN ('succeeded', 'partially_succeeded') ORDER BY export.run_id DESC LIMIT 10`,
    [tenantId],
  );
