/** Rules about access: answers without a session, for ids that do not exist, and for ids that the operator may not know of. */
import type { Answer } from '../request.ts';
import { collectionUrl, dashboardUrl, detailUrl, lifecycleDetailUrl, lifecycleListUrl, overlayUrl, reviewPackUrl } from '../routes.ts';
import { isServed, type Survey, type Visit } from '../survey.ts';
import type { Rule } from './rule.ts';

/** Ids that hardly any backend has assigned, and that fit into a 32-bit column. */
const NO_SUCH = [1_999_999_991, 1_999_999_992] as const;

/** The first visit of each route whose answer was a payload, valid or not. */
function oneOfEach({ visits }: Survey): Visit[] {
  const seen = new Set<string>();
  return visits.filter(({ route, payload, error }) => (payload !== null || error !== null) && !seen.has(route) && seen.add(route));
}

const served = ({ visits }: Survey, route: Visit['route']): boolean => visits.some((visit) => visit.route === route && isServed(visit));

function said({ status, page, failure, json }: Answer): string {
  if (failure?.kind === 'elsewhere') return `${status} to another origin`;
  if (failure) return 'in no way that can be read';
  return `${status}${page ? ' with a web page' : status === 200 && json !== undefined ? ' with data' : ''}`;
}

/** Whether the elements would take this answer for an ended session (P4): 401, 419, or a redirect to a login page. */
const isSignedOut = ({ status, page }: Answer): boolean => status === 401 || status === 419 || (page && status < 400);

const signIn: Rule = {
  id: 'sign-in',
  holds: 'Without a session each route answers 401 (or 419, or a login page): never data, never 403 or 404, and the same for a run that exists and one that does not.',
  needs: 'no route answered',
  async check(survey, verdict, { signedIn }) {
    if (!signedIn) return verdict.untried('no --header was given, so there is no session to leave out');
    const { scope, client } = survey;
    const routes = oneOfEach(survey);
    for (const { url } of routes) {
      const answer = await client.get(url, { anonymous: true });
      verdict.tried();
      if (isSignedOut(answer)) continue;
      const leaks = answer.status === 200;
      verdict.violation({
        url,
        path: '',
        problem: `Without the headers that were given it answers ${said(answer)}.`,
        fix: leaks ? 'Ask for a session before anything else, and answer 401.' : 'Answer 401: the elements take 403 for a missing permission and 404 for a run that is gone.',
      });
    }
    const detail = routes.find(({ route }) => route === 'detail');
    if (!detail) return;
    const [exists, missing] = [await client.get(detail.url, { anonymous: true }), await client.get(detailUrl(scope, NO_SUCH[0]), { anonymous: true })];
    if (!isSignedOut(exists) || isSignedOut(missing)) return;
    verdict.violation({ url: missing.url, path: '', problem: `Without a session a run that does not exist answers ${said(missing)}, and one that exists ${said(exists)}.`, fix: 'Ask for a session before the run is looked up.' });
  },
};

const notFound: Rule = {
  id: 'not-found',
  holds: 'What does not exist answers 404, with a session.',
  needs: 'no route answered',
  async check(survey, verdict) {
    const { scope, client } = survey;
    const [missing] = NO_SUCH;
    const urls = [
      ...(served(survey, 'overlay') ? [overlayUrl(scope, missing)] : []),
      ...(served(survey, 'dashboard') ? [dashboardUrl(scope, missing)] : []),
      ...(served(survey, 'review-pack') ? [reviewPackUrl(scope, missing)] : []),
      detailUrl(scope, missing),
      ...(served(survey, 'lifecycle-list') ? [lifecycleDetailUrl(scope, missing)] : []),
    ];
    for (const url of urls) {
      const answer = await client.get(url);
      verdict.tried();
      if (answer.status !== 404) verdict.violation({ url, path: '', problem: `It does not exist, and answers ${said(answer)}.`, fix: 'Answer 404: the elements remove what they showed, and say that it was not found.' });
    }
  },
};

const deniedAsMissing: Rule = {
  id: 'denied-as-missing',
  holds: 'What the caller may not know of is answered exactly as what does not exist: status, content type and body.',
  needs: 'no --forbidden-run and no --forbidden-tenant was given',
  async check(survey, verdict, { forbiddenRun, forbiddenTenant }) {
    const { scope, client } = survey;
    const kinds: [denied: number | null, address: (id: number) => string][] = [
      [forbiddenRun, (run) => detailUrl(scope, run)],
      ...(served(survey, 'lifecycle-list') ? [[forbiddenRun, (run: number) => lifecycleDetailUrl(scope, run)] as [number | null, (id: number) => string]] : []),
      [forbiddenTenant, (tenant) => overlayUrl(scope, tenant)],
      [forbiddenTenant, (tenant) => dashboardUrl(scope, tenant)],
      ...(served(survey, 'review-pack') ? [[forbiddenTenant, (tenant: number) => reviewPackUrl(scope, tenant)] as [number | null, (id: number) => string]] : []),
      [forbiddenTenant, (tenant) => collectionUrl(scope, { tenant })],
      ...(served(survey, 'lifecycle-list') ? [[forbiddenTenant, (tenant: number) => lifecycleListUrl({ ...scope, tenant }, tenant)] as [number | null, (id: number) => string]] : []),
    ];
    for (const [denied, address] of kinds) {
      if (denied === null) continue;
      const [answer, one, other] = [await client.get(address(denied)), await client.get(address(NO_SUCH[0])), await client.get(address(NO_SUCH[1]))];
      verdict.tried();
      const tell = difference(fingerprint(answer, denied), fingerprint(one, NO_SUCH[0]), fingerprint(other, NO_SUCH[1]));
      if (tell !== null) {
        verdict.violation({ url: answer.url, path: tell.path, problem: `It can be told from ${new URL(one.url).pathname}, which does not exist: ${tell.what}.`, fix: 'Answer both through the same code, with 404 and the same body.' });
      }
    }
  },
};

/** Every part of an answer that could reveal a difference, by its place. The requested id itself is replaced by `#`. */
function fingerprint({ status, headers, text, json, failure }: Answer, id: number): Map<string, string> {
  const without = (part: string): string => part.replaceAll(String(id), '#');
  const parts = new Map([
    ['status', failure ? failure.kind : String(status)],
    ['content type', (headers.get('content-type') ?? 'none').toLowerCase()],
  ]);
  if (json === undefined) parts.set('body', without(text));
  else leaves(json, 'body', (path, leaf) => parts.set(path, without(leaf)));
  return parts;
}

function leaves(node: unknown, path: string, found: (path: string, leaf: string) => void): void {
  if (typeof node !== 'object' || node === null) return found(path, JSON.stringify(node));
  const entries = Object.entries(node);
  if (entries.length === 0) found(path, Array.isArray(node) ? '[]' : '{}');
  for (const [key, child] of entries) leaves(child, `${path}.${key}`, found);
}

/** Where `denied` differs from a missing id. A part that also differs between two missing ids (a trace id, a time) reveals nothing. */
function difference(denied: Map<string, string>, one: Map<string, string>, other: Map<string, string>): { path: string; what: string } | null {
  for (const part of new Set([...denied.keys(), ...one.keys()])) {
    if (denied.get(part) === one.get(part) || (one.get(part) !== other.get(part) && denied.has(part))) continue;
    const inBody = part.startsWith('body');
    return { path: part.replace(/^body\.?|^status$|^content type$/, ''), what: inBody ? `${part} differs` : `its ${part} is ${denied.get(part)}, not ${one.get(part)}` };
  }
  return null;
}

export const ACCESS_RULES = { signIn, notFound, deniedAsMissing };
