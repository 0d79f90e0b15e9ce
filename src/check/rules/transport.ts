/** Rules about HTTP: the status, the headers, and how long an answer takes. */
import { MAX_BYTES, type Answer } from '../request.ts';
import { isServed, type Survey, type Visit } from '../survey.ts';
import type { Rule } from './rule.ts';

/** Milliseconds between two refreshes (P1). The contract's poll_interval has no other value. */
const INTERVAL = 10_000;

const answers: Rule = {
  id: 'answers',
  holds: 'Each route answers 200 with JSON. The lifecycle routes and the review pack may be left out, which is a warning.',
  needs: 'nothing was asked',
  check({ visits }, verdict) {
    const listed = new Set(visits.filter(({ route }) => route === 'lifecycle-list').flatMap(({ sightings }) => sightings.map(({ run }) => run.run_id)));
    for (const visit of visits) {
      const { route, url, answer, expects } = visit;
      verdict.tried();
      if (!isServed(visit)) {
        const element = route === 'review-pack' ? 'op-review-pack-card' : 'op-run-diagnostics';
        verdict.warning({ url, path: '', problem: 'The route is not served.', fix: `Serve it, or leave ${element} out of your pages.` });
        continue;
      }
      // Not a violation: a run of a type without a lifecycle policy has no lifecycle record.
      if (route === 'lifecycle-detail' && answer.status === 404 && !listed.has(expects!.id)) continue;
      const problem = problemOf(answer);
      if (problem) verdict.violation({ url, path: '', ...problem });
    }
  },
};

function problemOf({ status, failure, page, json, headers }: Answer): { problem: string; fix: string } | null {
  if (failure?.kind === 'timeout') return null;
  if (failure?.kind === 'network') return { problem: `The connection broke (${failure.code}).`, fix: 'Look into the log of the server.' };
  if (failure?.kind === 'too-large') return { problem: `The body is larger than ${MAX_BYTES / 1024 / 1024} MB.`, fix: 'Send fewer runs: the elements refuse it.' };
  if (failure?.kind === 'elsewhere') return { problem: `It redirects to ${failure.origin}.`, fix: 'Answer it here: the elements send no cookies to another origin.' };
  if (page) return { problem: `It answers ${status} with a web page.`, fix: 'Answer JSON to "Accept: application/json".' };
  if (status !== 200) return { problem: `It answers ${status}.`, fix: status >= 500 ? 'Look into the log of the server.' : 'Answer 200 to an operator who may see it.' };
  if (json !== undefined) return null;
  const type = headers.get('content-type');
  return type?.includes('json') ? { problem: 'The body is no JSON.', fix: 'Send one JSON value.' } : { problem: `The content type is ${type ?? 'missing'}.`, fix: 'Send "Content-Type: application/json".' };
}

/** The first visit of each route whose payload could be read. */
function readable({ visits }: Survey): Visit[] {
  const seen = new Set<string>();
  return visits.filter(({ route, payload }) => payload !== null && !seen.has(route) && seen.add(route));
}

const ROUNDS = 3;

const etag: Rule = {
  id: 'etag',
  holds: 'If-None-Match with the ETag of an unchanged body is answered 304 without a body, and with another one 200. A missing ETag is a warning.',
  needs: 'no route answered',
  async check(survey, verdict) {
    let moved = 0;
    for (const { url, answer: first } of readable(survey)) {
      if (!first.headers.get('etag')) {
        verdict.tried();
        verdict.warning({ url, path: '', problem: 'There is no ETag, so each refresh sends the whole body.', fix: 'Send an ETag made of the body, and answer 304 to If-None-Match.' });
        continue;
      }
      const breach = await etagBreach(survey, url);
      if (breach === 'moved') {
        moved += 1;
        continue;
      }
      verdict.tried();
      if (breach) verdict.violation({ url, path: '', ...breach });
    }
    if (moved > 0) verdict.untried(`${moved} of the routes changed with each request`);
  },
};

/** The breach in a route's handling of ETags, or null; `moved` when its body changed between two requests in every round. */
async function etagBreach({ client }: Survey, url: string): Promise<{ problem: string; fix: string } | 'moved' | null> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const known = await client.get(url);
    const tag = known.headers.get('etag');
    if (known.status !== 200 || !tag) continue;
    const same = await client.get(url, { etag: tag });
    if (same.status === 304) {
      if (((await client.bytesOfNotModified(url, tag)) ?? 0) > 0) return { problem: 'A body comes with the 304.', fix: 'Send no body with a 304: a browser takes it for the next answer.' };
      const other = await client.get(url, { etag: '"op-run-check-knows-nothing"' });
      return other.status === 304 ? { problem: 'It answers 304 to an ETag that it never sent.', fix: 'Answer 304 only when If-None-Match holds the ETag of the body.' } : null;
    }
    if (same.status !== 200) return { problem: `It answers ${same.status} to If-None-Match.`, fix: 'Answer 304 when the body is unchanged, else 200.' };
    if (same.headers.get('etag') === tag) return { problem: 'It answers 200 to If-None-Match with the ETag of the same body.', fix: 'Answer 304 without a body.' };
    if (same.text === known.text) return { problem: 'The ETag changes while the body stays the same.', fix: 'Make the ETag of the body.' };
  }
  return 'moved';
}

const time: Rule = {
  id: 'time',
  holds: 'Each answer is there within the interval of 10 s; one slower than half of it is a warning.',
  needs: 'nothing was asked',
  check({ visits }, verdict) {
    for (const { url, answer } of visits) {
      verdict.tried();
      const seconds = (answer.ms / 1000).toFixed(1);
      const fix = 'Make it quicker: the next refresh is due 10 s after the answer, so operators see old truth.';
      if (answer.failure?.kind === 'timeout') verdict.violation({ url, path: '', problem: `There was no answer within ${seconds} s.`, fix });
      else if (answer.ms > INTERVAL) verdict.violation({ url, path: '', problem: `The answer took ${seconds} s, longer than the interval.`, fix });
      else if (answer.ms > INTERVAL / 2) verdict.warning({ url, path: '', problem: `The answer took ${seconds} s, more than half of the interval.`, fix });
    }
  },
};

const cache: Rule = {
  id: 'cache',
  holds: 'No shared cache may keep what one operator may see: no "public", no "s-maxage". A missing Cache-Control is a warning.',
  needs: 'no route answered',
  check(survey, verdict) {
    for (const { url, answer } of readable(survey)) {
      verdict.tried();
      const header = answer.headers.get('cache-control') ?? '';
      const directives = header.toLowerCase().split(',').map((part) => part.trim().split('=', 1)[0]!);
      const fix = 'Send "Cache-Control: private, no-cache".';
      const shared = directives.find((directive) => directive === 'public' || directive === 's-maxage');
      if (shared) verdict.violation({ url, path: '', problem: `Cache-Control has ${shared}, so a shared cache may keep it for others.`, fix });
      else if (!directives.some((directive) => ['private', 'no-store', 'no-cache'].includes(directive))) {
        verdict.warning({ url, path: '', problem: header ? 'Cache-Control has neither private, no-store nor no-cache.' : 'There is no Cache-Control.', fix });
      }
    }
  },
};

export const TRANSPORT_RULES = { answers, etag, time, cache };
