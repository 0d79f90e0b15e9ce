/** Routes to freeze, kill and start the worker process. */
import type { FastifyInstance } from 'fastify';
import { requireWorkerControl } from '../access.ts';
import { badInput } from '../errors.ts';
import { formOf, viewerOfRequest, wantsJson } from '../http.ts';
import { homeOf } from '../pages/layout.ts';
import type { Host } from '../server.ts';

const ACTIONS = ['freeze', 'kill', 'start'] as const;

export function workerRoutes(app: FastifyInstance, { worker }: Host): void {
  app.get('/admin/worker', (request, reply) => {
    requireWorkerControl(viewerOfRequest(request));
    return reply.header('cache-control', 'no-store').send(worker.status());
  });

  app.post('/admin/worker', async (request, reply) => {
    const viewer = viewerOfRequest(request);
    requireWorkerControl(viewer);
    const action = ACTIONS.find((known) => known === formOf(request)['action']);
    if (!action) throw badInput(({ error }) => error.oneOf('action', ACTIONS));
    await worker[action]();
    return wantsJson(request) ? reply.header('cache-control', 'no-store').send(worker.status()) : reply.redirect(homeOf(viewer), 303);
  });
}
