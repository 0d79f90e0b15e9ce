/** The lifecycle contract: records of covered runs, which are those of a type with a lifecycle policy. */
import type { FastifyInstance } from 'fastify';
import { LIFECYCLE_FRESHNESS_STATES, lifecycleDetail, lifecycleList, RUN_OUTCOMES, RUN_STATUSES } from 'op-run-elements/contract';
import { runScope, tenantFor, visibleRun } from '../access.ts';
import { badInput, notFound } from '../errors.ts';
import { queryChoice, queryValue, sendContract, viewerOfRequest } from '../http.ts';
import { idFrom } from '../operations/form.ts';
import { lifecycleDetailOf, lifecycleItemOf } from '../payloads.ts';
import { findRun, listRuns } from '../runs.ts';
import type { Host } from '../server.ts';

const MAX_RECORDS = 100;

export function lifecycleRoutes(app: FastifyInstance, { db }: Host): void {
  app.get('/api/admin/operations', async (request, reply) => {
    const viewer = viewerOfRequest(request);
    const tenantText = queryValue(request, 'tenant_id');
    const tenantId = idFrom(tenantText);
    if (tenantText !== undefined && tenantId === null) throw badInput(({ error }) => error.positive('tenant_id'));
    const status = queryChoice(request, 'status', RUN_STATUSES);
    const outcome = queryChoice(request, 'outcome', RUN_OUTCOMES);
    const freshness = queryChoice(request, 'freshness_state', LIFECYCLE_FRESHNESS_STATES);
    const reconciled = queryChoice(request, 'reconciled', ['true', 'false']);
    const type = queryValue(request, 'type');
    if (type?.includes('\0')) throw badInput(({ error }) => error.text('type'));
    const runs = await listRuns(db, {
      ...(tenantId === null ? runScope(viewer, 'all') : { tenants: [tenantFor(viewer, tenantId, 'operations.view').id] }),
      ...(status && { status }),
      ...(outcome && { outcome }),
      ...(freshness && { freshness }),
      ...(reconciled && { reconciled: reconciled === 'true' }),
      ...(type !== undefined && { type }),
      covered: true,
      limit: MAX_RECORDS,
    });
    return sendContract(request, reply, lifecycleList, { data: runs.map((run) => lifecycleItemOf(run, request.words)) });
  });

  app.get('/api/admin/operations/:run', async (request, reply) => {
    const id = idFrom((request.params as { run: string }).run);
    const run = visibleRun(viewerOfRequest(request), id === null ? null : await findRun(db, id), 'all');
    if (!run.has_policy) throw notFound();
    return sendContract(request, reply, lifecycleDetail, lifecycleDetailOf(run, request.words));
  });
}
