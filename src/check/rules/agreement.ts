/** Rules that compare payloads with each other. A run may change between two requests, so a breach counts only when a second round confirms it. */
import type { RouteName } from '../routes.ts';
import { again, type Sighting, type Survey, type Visit } from '../survey.ts';
import { staleFields } from './truth.ts';
import { shown, type Breach, type Rule } from './rule.ts';

/** A breach that needs confirmation. `rests` identifies it: two rounds found the same breach when their `rests` are equal. */
interface Claim extends Breach {
  readonly rests: string;
}

/** The claims that `find` makes in the first answers and again in a second round of requests. */
async function confirmed({ visits, client }: Survey, among: (visit: Visit) => boolean, find: (visits: readonly Visit[]) => Claim[]): Promise<Claim[]> {
  const asked = visits.filter(among);
  const before = find(asked);
  if (before.length === 0) return [];
  return find(await again(asked, client)).filter(({ rests }) => before.some((claim) => claim.rests === rests));
}

const sightingsIn = (visits: readonly Visit[]): Sighting[] => visits.flatMap(({ sightings }) => sightings);

function byRun(visits: readonly Visit[]): Map<number, Sighting[]> {
  const runs = new Map<number, Sighting[]>();
  for (const sighting of sightingsIn(visits)) runs.set(sighting.run.run_id!, [...(runs.get(sighting.run.run_id!) ?? []), sighting]);
  return runs;
}

/** A lifecycle record does not say whether an ended run needs follow-up, so follow-up is not compared with one. */
const sameTruth = (one: Sighting, other: Sighting): boolean =>
  one.resolved.state === other.resolved.state && (one.resolved.followUp === other.resolved.followUp || one.record !== null || other.record !== null);

const stateOf = ({ resolved: { state, followUp } }: Sighting): string => `${state === 'stale' ? 'likely stale' : state}${followUp && state === 'terminal' ? ' (follow-up)' : ''}`;

const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;

/** Whether the list was filtered. Filtered lists are checked by the rule `filters`. */
const isNarrowed = ({ route, query }: Visit): boolean => route === 'collection' && Object.keys(query).length > 0;

const agreement: Rule = {
  id: 'agreement',
  holds: 'List, overlay, dashboard, detail and lifecycle record tell the same state of each run.',
  needs: 'no run was told by two routes',
  async check(survey, verdict) {
    const among = (visit: Visit) => !isNarrowed(visit);
    for (const sightings of byRun(survey.visits.filter(among)).values()) if (new Set(sightings.map(({ visit }) => visit.url)).size > 1) verdict.tried();
    const claims = await confirmed(survey, among, (visits) =>
      [...byRun(visits)].flatMap(([run, sightings]) => {
        const [first, ...others] = [...sightings].sort((one, other) => ORDER.indexOf(one.visit.route) - ORDER.indexOf(other.visit.route)) as [Sighting, ...Sighting[]];
        return others
          .filter((other) => !sameTruth(first, other))
          .map((other) => ({
            url: other.visit.url,
            path: `${other.at}${other.record ? 'freshness_state' : 'active_state'}`,
            problem: `Run ${run} is ${stateOf(other)} here, and ${stateOf(first)} in ${pathOf(first.visit.url)}.`,
            fix: 'Make every route of one projection of the same row, in one place of the backend.',
            rests: [run, other.visit.url, stateOf(other), first.visit.url, stateOf(first)].join(' '),
          }));
      }),
    );
    claims.forEach((claim) => verdict.violation(claim));
  },
};

/** The payload that comes first here is the one that the others are compared with. */
const ORDER: readonly RouteName[] = ['detail', 'collection', 'dashboard', 'overlay', 'lifecycle-detail', 'lifecycle-list', 'review-pack'];

const filters: Rule = {
  id: 'filters',
  holds: 'The tenant prefilter, the active tab and the problem class keep the runs that they name, and change the meaning of none.',
  needs: 'no narrowed list told a run',
  async check(survey, verdict) {
    const { tenant } = survey.scope;
    const among = ({ route, payload }: Visit) => (route === 'collection' || route === 'lifecycle-list') && payload !== null;
    for (const visit of survey.visits.filter(among)) if ((isNarrowed(visit) || visit.route === 'lifecycle-list') && visit.sightings.length > 0) verdict.tried();
    const claims = await confirmed(survey, among, (visits) => [...foreignIn(visits, tenant), ...changedBy(visits), ...missingIn(visits, tenant)]);
    claims.forEach((claim) => verdict.violation(claim));
  },
};

/** Runs in a filtered list that do not match its filter. */
const foreignIn = (visits: readonly Visit[], tenant: number): Claim[] =>
  sightingsIn(visits).flatMap((sighting) => {
    const { visit, at, run, resolved } = sighting;
    const { query } = visit;
    const wrong = (field: string, problem: string, fix: string): Claim => ({ url: visit.url, path: at + field, problem: `Run ${run.run_id} ${problem}`, fix, rests: `${visit.url} ${run.run_id} ${field}` });
    const claims: Claim[] = [];
    const ofTenant = query.tenant !== undefined || visit.route === 'lifecycle-list';
    if (ofTenant && run.tenant_id && run.tenant_id !== tenant) claims.push(wrong('tenant_id', `belongs to tenant ${run.tenant_id}, but the list was narrowed to ${tenant}.`, `Keep the runs of tenant ${tenant} only.`));
    if (query.activeTab === 'active' && (resolved.state === 'terminal' || resolved.state === 'reconciled')) {
      claims.push(wrong('active_state', `has ended, but the list was narrowed to the active tab.`, 'Keep the runs with is_currently_active true only.'));
    }
    const problemClass = run.active_state.problem_class;
    if (query.problemClass !== undefined && problemClass !== query.problemClass) {
      claims.push(wrong('active_state.problem_class', `is of problem_class ${problemClass}, but the list was narrowed to ${query.problemClass}.`, `Keep the runs of problem_class ${query.problemClass} only.`));
    }
    return claims;
  });

/** Runs whose state in a filtered list differs from their state in the unfiltered one. */
function changedBy(visits: readonly Visit[]): Claim[] {
  const lists = visits.filter(({ route }) => route === 'collection');
  const whole = byRun(lists.filter((visit) => !isNarrowed(visit)));
  return sightingsIn(lists.filter(isNarrowed)).flatMap((narrowed) => {
    const inWhole = whole.get(narrowed.run.run_id!)?.[0];
    if (!inWhole || sameTruth(inWhole, narrowed)) return [];
    const { visit, at, run } = narrowed;
    const problem = `Run ${run.run_id} is ${stateOf(narrowed)} here, and ${stateOf(inWhole)} in ${pathOf(inWhole.visit.url)}.`;
    return [{ url: visit.url, path: `${at}active_state`, problem, fix: 'Project each run before the list is narrowed, or in the same way.', rests: `${visit.url} ${problem}` }];
  });
}

/** Runs of the tenant that are in the unfiltered list but not in the filtered one. If lists are cut off, the filtered one must reach further back. */
function missingIn(visits: readonly Visit[], tenant: number): Claim[] {
  const whole = visits.find((visit) => visit.route === 'collection' && !isNarrowed(visit));
  const narrowed = visits.find(({ route, query }) => route === 'collection' && query.tenant === tenant && Object.keys(query).length === 1);
  if (!whole || !narrowed || narrowed.payload?.items?.some(({ run_id }) => run_id === null)) return [];
  const kept = new Set(narrowed.payload?.items?.map(({ run_id }) => run_id));
  return whole.sightings
    .filter(({ run }) => run.tenant_id === tenant && !kept.has(run.run_id))
    .map(({ run }) => ({
      url: narrowed.url,
      path: 'items',
      problem: `Run ${run.run_id} of tenant ${tenant} is in the whole list, and missing here.`,
      fix: 'Let the filter keep every run of the tenant.',
      rests: `missing ${run.run_id}`,
    }));
}

const staleStays: Rule = {
  id: 'stale-stays',
  holds: 'A likely stale run stays visible and polled: show_in_active_progress and keep_active_polling are true, and it is in its tenant\'s overlay.',
  needs: 'no likely stale run was told',
  async check(survey, verdict) {
    staleFields(survey, (breach) => verdict.violation(breach), () => verdict.tried());
    const claims = await confirmed(survey, ({ route }) => route === 'overlay' || route === 'collection' || route === 'dashboard', (visits) => hiddenIn(visits, survey.scope.tenant));
    claims.forEach((claim) => verdict.violation(claim));
    for (const { url, payload, sightings } of survey.visits.filter(({ route, payload }) => route === 'overlay' && payload?.poll_interval === null)) {
      if (!sightings.some(({ resolved }) => resolved.state === 'stale')) continue;
      verdict.warning({ url, path: 'poll_interval', problem: `poll_interval is ${shown(payload!.poll_interval)} beside a likely stale run: the overlay stops refreshing.`, fix: 'Send "10s", unless the polling is meant to stop.' });
    }
  },
};

/** Likely stale runs of the tenant that are missing in its overlay. */
function hiddenIn(visits: readonly Visit[], tenant: number): Claim[] {
  const overlay = visits.find(({ route, payload }) => route === 'overlay' && payload !== null);
  if (!overlay || overlay.payload!.items?.some(({ run_id }) => run_id === null)) return [];
  const { url, payload, sightings } = overlay;
  const claims: Claim[] = [];
  if (!payload!.has_visible_active_runs && sightings.some(({ resolved }) => resolved.state === 'stale')) {
    claims.push({ url, path: 'has_visible_active_runs', problem: 'has_visible_active_runs is false, but a likely stale run is in the overlay.', fix: 'Send true: a likely stale run is visible active work.', rests: 'summary' });
  }
  const shownRuns = new Set(payload!.items?.map(({ run_id }) => run_id));
  const stale = sightingsIn(visits).filter(({ visit, run, resolved }) => resolved.state === 'stale' && (run.tenant_id === tenant || visit.query.tenant === tenant || visit.route === 'dashboard') && !shownRuns.has(run.run_id));
  for (const [run, [sighting]] of byRun(stale.length > 0 ? [{ ...overlay, sightings: stale }] : [])) {
    claims.push({ url, path: 'items', problem: `Run ${run} is likely stale in ${pathOf(sighting!.visit.url)}, and missing here.`, fix: 'Keep likely stale runs in the overlay: they are active work.', rests: `hidden ${run}` });
  }
  return claims;
}

export const AGREEMENT_RULES = { agreement, filters, staleStays };
