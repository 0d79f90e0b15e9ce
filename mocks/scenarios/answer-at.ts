/** The backend of a scenario: answers every contract route from the state of the world at one moment. */
import type { OperationRunSurfaceItem, ReviewPackGeneration } from 'op-run-elements/contract';
import { answerOf, type Answer, type Reply } from '../answers.ts';
import { lifecycleListOf } from '../fixtures/lifecycle.ts';
import { activityOf, detailOf, filteredCollectionOf, overlayOf } from '../fixtures/payloads.ts';
import { reviewPacks } from '../fixtures/review-packs.ts';
import { tenants } from '../fixtures/runs.ts';
import { worldAt, type Scenario, type World } from './scenario.ts';

/** The backend's answer `seconds` after the start of the scenario, below any base URL; null when the backend is unreachable then. */
export function answerAt(scenario: Scenario, seconds: number, request: Request): ReturnType<Answer> | null {
  const world = worldAt(scenario, seconds);
  return world.network ? answerOf(replyOf(world, new URL(request.url)))(request) : null;
}

type Route = (world: World, parameters: Readonly<Record<string, string>>, query: URLSearchParams) => Reply | undefined;

/** The lifecycle routes come first, because their paths end like the canonical ones. */
const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/\/api\/admin\/operations$/, ({ runs }) => lifecycleListOf(runs.flatMap(({ record }) => record ?? []))],
  [/\/api\/admin\/operations\/(?<run>\d+)$/, (world, { run }) => runOf(world, Number(run))?.record ?? undefined],
  [/\/admin\/t\/(?<tenant>\d+)\/operations\/progress$/, (world, { tenant }) => ofTenant(world, tenant, (items, tenant_id) => overlayOf(items.filter(inProgress), { tenant_id }))],
  [/\/admin\/t\/(?<tenant>\d+)\/dashboard$/, (world, { tenant }) => ofTenant(world, tenant, (items, tenant_id) => activityOf(items, { tenant_id }))],
  [/\/admin\/t\/(?<tenant>\d+)\/review-pack$/, (world, { tenant }) => ofTenant(world, tenant, (_items, tenant_id) => reviewPackOf(world, tenant_id))],
  [/\/admin\/(workspaces\/[^/]+\/)?operations$/, ({ runs }, _parameters, query) => filteredCollectionOf(runs.map(({ item }) => item), query)],
  [/\/admin\/(workspaces\/[^/]+\/)?operations\/(?<run>\d+)$/, (world, { run }) => detail(world, Number(run))],
];

function replyOf(world: World, { pathname, searchParams }: URL): Reply {
  if (!world.session) return 401;
  for (const [pattern, route] of ROUTES) {
    const match = pattern.exec(pathname);
    if (match) return route(world, match.groups ?? {}, searchParams) ?? 404;
  }
  return 404;
}

const runOf = ({ runs }: World, id: number) => runs.find(({ item }) => item.run_id === id);

function detail(world: World, id: number): Reply | undefined {
  const run = runOf(world, id);
  return run && detailOf(run.item, { top_summary: run.record?.operator_message ?? null });
}

const inProgress = ({ active_state }: OperationRunSurfaceItem): boolean => active_state.show_in_active_progress;

/** The payload for a tenant; undefined when the world has no such tenant. */
function ofTenant({ runs }: World, tenant: string | undefined, payload: (items: OperationRunSurfaceItem[], tenantId: number) => object): object | undefined {
  const known = Object.values(tenants).find(({ tenant_id }) => tenant_id === Number(tenant));
  return known && payload(runs.map(({ item }) => item).filter(({ tenant_id }) => tenant_id === known.tenant_id), known.tenant_id);
}

const reviewPackOf = ({ reviewPack }: World, tenantId: number): ReviewPackGeneration =>
  reviewPack?.tenant_id === tenantId ? reviewPack : { ...reviewPacks.notStarted, tenant_id: tenantId };
