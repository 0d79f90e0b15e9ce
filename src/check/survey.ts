/** The survey: asks every route of the contract once, and collects what each payload says about each run. */
import {
  lifecycleDetail,
  lifecycleList,
  parsePayload,
  progressOverlay,
  reviewPack,
  runCollection,
  runDetail,
  tenantActivity,
  type ContractError,
  type ContractViolation,
  type LifecycleListItem,
  type LifecycleRecord,
  type PayloadContract,
  type ReviewPackGeneration,
  type RunItem,
} from '../contract/index.ts';
import { resolveActiveState, runOf, type DescribableRun, type ResolvedState } from '../projection/index.ts';
import type { Answer, Client } from './request.ts';
import {
  collectionUrl,
  dashboardUrl,
  detailUrl,
  lifecycleDetailUrl,
  lifecycleListUrl,
  overlayUrl,
  reviewPackUrl,
  type ListQuery,
  type RouteName,
  type Scope,
} from './routes.ts';

/** What one payload says about one run. */
export interface Sighting {
  readonly visit: Visit;
  /** Path prefix of the run in the payload: `items[2].`, or empty when the payload is the run. */
  readonly at: string;
  readonly run: DescribableRun;
  readonly resolved: ResolvedState;
  /** The lifecycle record from which `run` was projected; null when the payload has an active-state projection itself. */
  readonly record: LifecycleListItem | LifecycleRecord | null;
}

/** One request of a route, with its answer. */
export interface Visit {
  readonly route: RouteName;
  readonly url: string;
  readonly answer: Answer;
  readonly query: ListQuery;
  /** The field of the payload that must hold the id that was asked for. */
  readonly expects: { readonly field: string; readonly id: number } | null;
  readonly payload: Payload | null;
  readonly error: ContractError | null;
  readonly violations: readonly ContractViolation[];
  /** The runs of the payload whose state is readable. */
  readonly sightings: readonly Sighting[];
}

/** The fields that rules read, of all payloads together. */
export interface Payload extends Partial<Omit<ReviewPackGeneration, 'tenant_id'>> {
  readonly tenant_id?: number | null;
  readonly id?: number | null;
  readonly tenant_filter?: number | null;
  readonly active_tab?: string | null;
  readonly problem_class?: string | null;
  readonly items?: readonly RunItem[];
  readonly data?: readonly LifecycleListItem[];
  readonly has_visible_active_runs?: boolean;
  readonly poll_interval?: '10s' | null;
}

export interface Survey {
  readonly scope: Scope;
  readonly client: Client;
  readonly visits: readonly Visit[];
}

/** The check could not run any rule. The message says why. */
export class CouldNotRun extends Error {
  override readonly name = 'CouldNotRun';
}

const CONTRACTS: Readonly<Record<RouteName, PayloadContract<unknown>>> = {
  collection: runCollection,
  overlay: progressOverlay,
  dashboard: tenantActivity,
  detail: runDetail,
  'lifecycle-list': lifecycleList,
  'lifecycle-detail': lifecycleDetail,
  'review-pack': reviewPack,
};

/** Without --run, the most runs whose detail routes are asked; at least one of each state when possible. */
const MAX_RUNS = 8;

/** Asks every route once. Throws CouldNotRun when no list, overlay or dashboard could be read. */
export async function survey(scope: Scope, client: Client, runs: readonly number[]): Promise<Survey> {
  const { tenant } = scope;
  const visits: Visit[] = [];
  const go = async (route: RouteName, url: string, more: Partial<Pick<Visit, 'query' | 'expects'>> = {}): Promise<Visit> => {
    const visit = visitOf(route, await client.get(url), { query: {}, expects: null, ...more });
    visits.push(visit);
    return visit;
  };
  const ofTenant = { expects: { field: 'tenant_id', id: tenant } };
  const list = (query: ListQuery) => go('collection', collectionUrl(scope, query), { query, expects: query.tenant === undefined ? null : { field: 'tenant_filter', id: tenant } });

  await list({});
  await list({ tenant });
  await go('overlay', overlayUrl(scope, tenant), ofTenant);
  await go('dashboard', dashboardUrl(scope, tenant), ofTenant);
  if (visits.every(({ payload }) => payload === null)) refuse(visits);

  await list({ tenant, activeTab: 'active' });
  for (const problemClass of ['active_stale_attention', 'terminal_follow_up']) await list({ tenant, problemClass });
  await go('review-pack', reviewPackUrl(scope, tenant), ofTenant);
  const records = await go('lifecycle-list', lifecycleListUrl(scope, tenant));
  for (const run of runs.length > 0 ? runs : chosen(visits)) {
    await go('detail', detailUrl(scope, run), { expects: { field: 'run_id', id: run } });
    if (isServed(records)) await go('lifecycle-detail', lifecycleDetailUrl(scope, run), { expects: { field: 'id', id: run } });
  }
  return { scope, client, visits };
}

/** Asks the same routes again, all at the same time, so that runs change as little as possible between the answers. */
export const again = (visits: readonly Visit[], client: Client): Promise<Visit[]> =>
  Promise.all(visits.map(async ({ route, url, query, expects }) => visitOf(route, await client.get(url), { query, expects })));

/** False when an optional route answers 404: a host may not use the elements of the lifecycle routes and the review pack. */
export const isServed = ({ route, answer }: Visit): boolean => answer.status !== 404 || !(route === 'review-pack' || route === 'lifecycle-list');

function visitOf(route: RouteName, answer: Answer, { query, expects }: Pick<Visit, 'query' | 'expects'>): Visit {
  const visit = { route, url: answer.url, answer, query, expects, payload: null, error: null, violations: [], sightings: [] };
  if (answer.status !== 200 || answer.json === undefined || answer.failure) return visit;
  const result = parsePayload(CONTRACTS[route], answer.json);
  if (!result.ok) return { ...visit, error: result.error };
  const payload = result.value as Payload;
  const read: Visit & { sightings: Sighting[] } = { ...visit, payload, violations: result.violations, sightings: [] };
  read.sightings = sightingsOf(read, payload).filter(({ at, run }) => run.run_id !== null && !isBroken(read, at));
  return read;
}

/** What tells a run's state, and a payload's interval. Broken texts, times, counts and the like tell nothing about it. */
const TRUTH = /(^|\.)(run_id|id|active_state|freshness_state|problem_class|surface_category|is_\w+|reconciled|show_in_active_progress|keep_active_polling|status|outcome|poll_interval)$|^(items|data)\[\d+\]$/;

/** Whether the parser had to mend the state of what stands at `at`. */
export const isBroken = ({ violations }: Pick<Visit, 'violations'>, at: string): boolean =>
  violations.some(({ rule, path }) => rule === 'broken-part' && path.startsWith(at) && TRUTH.test(path));

function sightingsOf(visit: Visit, payload: Payload): Sighting[] {
  const sighting = (at: string, run: DescribableRun, record: Sighting['record'] = null): Sighting => ({ visit, at, run, record, resolved: resolveActiveState(run.active_state) });
  const recorded = (at: string, record: LifecycleListItem | LifecycleRecord): Sighting => sighting(at, runOf(record, { surface: 'detail' }), record);
  switch (visit.route) {
    case 'detail':
      return [sighting('', payload as unknown as DescribableRun)];
    case 'lifecycle-detail':
      return [recorded('', payload as unknown as LifecycleRecord)];
    case 'lifecycle-list':
      return (payload.data ?? []).map((record, index) => recorded(`data[${index}].`, record));
    default:
      return (payload.items ?? []).map((item, index) => sighting(`items[${index}].`, item));
  }
}

/** The runs whose details are asked: one of each state, then others. */
function chosen(visits: readonly Visit[]): number[] {
  const sightings = visits.filter(({ route, query }) => route !== 'collection' || query.tenant !== undefined).flatMap((visit) => visit.sightings);
  const firstOfState = [...new Map([...sightings].reverse().map((sighting) => [sighting.resolved.state, sighting])).values()];
  return [...new Set([...firstOfState, ...sightings].map(({ run }) => run.run_id!))].slice(0, MAX_RUNS);
}

/** Throws CouldNotRun with the reason why the first route could not be read. */
function refuse(visits: readonly Visit[]): never {
  const { answer, error, url } = visits[0]!;
  const { failure, status, page } = answer;
  const at = new URL(url).pathname;
  if (failure?.kind === 'network') throw new CouldNotRun(`${new URL(url).origin} could not be reached (${failure.code}).`);
  if (failure?.kind === 'timeout') throw new CouldNotRun(`${new URL(url).origin} did not answer in time.`);
  if (failure?.kind === 'elsewhere') throw new CouldNotRun(`${at} redirects to ${failure.origin}: give that address, or the headers of a signed-in operator with --header.`);
  if (status === 401 || status === 419 || page) {
    throw new CouldNotRun(`${at} answers ${page ? 'with a web page' : status} in place of JSON: give the headers of a signed-in operator, such as --header 'Cookie: ...'.`);
  }
  if (status === 403) throw new CouldNotRun(`${at} answers 403: check as an operator who may view operation runs.`);
  if (error) throw new CouldNotRun(`None of the lists could be read; ${at}: ${error.message}`);
  throw new CouldNotRun(`${at} answers ${status}${status === 200 ? ' without JSON' : ''}: the contract's routes are not below ${new URL('.', url.split('admin/')[0]).href}, or they are out of order.`);
}
