/** Rules about one payload: its schema, the truth table (T1 to T5), and its texts (L1, L2). */
import type { ContractViolation, ReviewPackGeneration } from '../../contract/index.ts';
import { contradictionsOf, describeReviewPack, describeRun, TRUTH_TABLE } from '../../projection/index.ts';
import { activeStatusOf, mayStand } from '../../projection/copy-law.ts';
import { isBroken, type Payload, type Sighting, type Survey, type Visit } from '../survey.ts';
import { anyOf, shown, type Breach, type Rule } from './rule.ts';

const schema: Rule = {
  id: 'schema',
  holds: 'Each payload is of the shape in schemas/, and about the tenant or run that was asked for; its links are http or https. Fields that the contract does not know are warnings.',
  needs: 'no payload could be read',
  check({ visits }, verdict) {
    for (const visit of visits) {
      const { url, error, payload, expects } = visit;
      if (error || payload) verdict.tried();
      if (error) verdict.violation({ url, path: error.path, problem: error.message, fix: `Send ${error.path || 'the payload'} as ${error.expected}.` });
      for (const { path, rule, message } of visit.violations) {
        if (rule === 'unknown-key') verdict.warning({ url, path, problem: message, fix: 'Leave the field out: the elements drop it.' });
        else verdict.violation({ url, path, problem: message, fix: fixOf(message) });
      }
      for (const { path, link } of linksIn(visit)) {
        verdict.violation({ url, path, problem: `${shown(link)} is no link that the elements open.`, fix: `Send ${path.split('.').at(-1)} as an http or https URL, absolute or relative, or null.` });
      }
      const told = payload && expects && payload[expects.field as keyof Payload];
      // A list may omit tenant_filter.
      if (!expects || !payload || told === expects.id || (expects.field === 'tenant_filter' && !told)) continue;
      verdict.violation({ url, path: expects.field, problem: `${expects.field} is ${shown(told)}, but ${expects.id} was asked for.`, fix: `Answer about ${expects.id}, with ${expects.field} ${expects.id}.` });
    }
  },
};

/** The links of a payload that are neither http nor https, such as `javascript:`. */
function linksIn({ url, payload, sightings }: Visit): { path: string; link: string }[] {
  const links = [
    ...sightings.map(({ at, run }) => ({ path: `${at}detail_url`, link: run.detail_url })),
    ...(['detail_url', 'download_url'] as const).map((path) => ({ path, link: payload?.[path] })),
  ];
  return links.filter((one): one is { path: string; link: string } => typeof one.link === 'string' && !/^https?:$/.test(URL.canParse(one.link, url) ? new URL(one.link, url).protocol : ''));
}

/** Turns a message into advice: "status must be one of queued, running." becomes "Send status as one of queued, running." */
const fixOf = (message: string): string => message.replace(/^(\S+).* must be /, 'Send $1 as ');

type Field = keyof (typeof TRUTH_TABLE)['fresh_active'];
const POLLING: readonly string[] = ['show_in_active_progress', 'keep_active_polling'] satisfies Field[];

/** The rule that reports a contradiction in `field`: each contradiction is reported once, by the most specific rule. */
function ruleOf({ record, run: { active_state: claimed } }: Sighting, field: string): string {
  if (record !== null) return 'truth-table';
  if (claimed.freshness_state === 'likely_stale' && POLLING.includes(field)) return 'stale-stays';
  if ((claimed.freshness_state === 'terminal_normal' || claimed.freshness_state === 'reconciled_failed') && POLLING.includes(field)) return 'terminal-not-polled';
  if (claimed.freshness_state === 'unknown' && field === 'keep_active_polling') return 'unknown-not-polled';
  return 'truth-table';
}

const fieldOf = ({ path }: ContractViolation): Field => path.replace('active_state.', '') as Field;

function findContradictions(survey: Survey, rule: string, looksAt: (sighting: Sighting) => boolean, found: (sighting: Sighting, breach: Breach) => void): void {
  for (const sighting of survey.visits.flatMap(({ sightings }) => sightings).filter(looksAt)) {
    const { visit, at, run, record } = sighting;
    const fields = contradictionsOf(run.active_state).map(fieldOf).filter((field) => ruleOf(sighting, field) === rule);
    const state = run.active_state.freshness_state;
    if (record !== null && fields.length > 0) {
      const problem = `status ${record.status}, outcome ${record.outcome} and reconciled ${record.reconciled} contradict freshness_state ${state}.`;
      found(sighting, { url: visit.url, path: `${at}freshness_state`, problem, fix: `Derive freshness_state from the same row as status and reconciled; ${state} needs ${lifecycleOf(state)}.` });
      continue;
    }
    for (const field of fields) {
      const problem = `${field} is ${shown(run.active_state[field])} beside freshness_state ${state}.`;
      found(sighting, { url: visit.url, path: `${at}active_state.${field}`, problem, fix: `Send ${field} ${anyOf(TRUTH_TABLE[state][field])}.` });
    }
  }
}

const lifecycleOf = (state: keyof typeof TRUTH_TABLE): string =>
  `status ${TRUTH_TABLE[state].is_currently_active[0] ? 'queued or running' : 'completed'} and reconciled ${anyOf(TRUTH_TABLE[state].is_reconciled)}`;

/** The visits of the overlay that could be read. */
const overlaysOf = ({ visits }: Survey): Visit[] => visits.filter(({ route, payload }) => route === 'overlay' && payload !== null);
const statesOf = ({ sightings }: Visit) => sightings.map(({ resolved }) => resolved);

const truthTable: Rule = {
  id: 'truth-table',
  holds: 'The seven fields of each active_state agree with one row of the truth table; has_visible_active_runs agrees with the items.',
  needs: 'no run was told',
  check(survey, verdict) {
    findContradictions(
      survey,
      'truth-table',
      () => (verdict.tried(), true),
      (_sighting, breach) => verdict.violation(breach),
    );
    for (const visit of overlaysOf(survey)) {
      const states = statesOf(visit);
      const visible = states.some(({ inProgress }) => inProgress);
      const told = visit.payload!.has_visible_active_runs;
      // A hidden stale run is reported by `stale-stays`. A broken item may be in progress or not, so nothing can be said.
      if (told === visible || isBroken(visit, 'items') || (!told && states.some(({ state }) => state === 'stale'))) continue;
      verdict.violation({
        url: visit.url,
        path: 'has_visible_active_runs',
        problem: `has_visible_active_runs is ${told}, but ${visible ? 'an' : 'no'} item is in progress.`,
        fix: `Send ${visible}: true exactly while one of the items is in progress.`,
      });
    }
  },
};

const terminalNotPolled: Rule = {
  id: 'terminal-not-polled',
  holds: 'A run that has ended is neither polled nor shown as progress; nothing that polls, no poll_interval; a review pack polls only while it is made.',
  needs: 'no run that has ended was told',
  check(survey, verdict) {
    const ended = ({ resolved: { state } }: Sighting) => state === 'terminal' || state === 'reconciled';
    findContradictions(
      survey,
      'terminal-not-polled',
      (sighting) => (ended(sighting) && verdict.tried(), true),
      (_sighting, breach) => verdict.violation(breach),
    );
    for (const visit of overlaysOf(survey)) {
      const states = statesOf(visit);
      if (visit.payload!.poll_interval === null || states.some(({ polls, state }) => polls || state === 'unknown') || isBroken(visit, 'items') || isBroken(visit, 'poll_interval')) continue;
      verdict.tried();
      verdict.violation({ url: visit.url, path: 'poll_interval', problem: 'poll_interval is "10s", but nothing in the overlay asks to be polled.', fix: 'Send poll_interval null when no item is fresh or likely stale.' });
    }
    for (const { route, url, payload } of survey.visits) {
      if (route !== 'review-pack' || !payload || payload.generation_state === 'queued' || payload.generation_state === 'generating') continue;
      verdict.tried();
      if (!payload.keep_active_polling) continue;
      verdict.violation({ url, path: 'keep_active_polling', problem: `keep_active_polling is true beside generation_state ${payload.generation_state}.`, fix: 'Send keep_active_polling false.' });
    }
  },
};

const unknownNotPolled: Rule = {
  id: 'unknown-not-polled',
  holds: 'A run of which nothing is known (no lifecycle policy) is never polled.',
  needs: 'no run in an unknown state was told',
  check(survey, verdict) {
    const unknown = ({ run }: Sighting) => run.active_state.freshness_state === 'unknown';
    findContradictions(
      survey,
      'unknown-not-polled',
      (sighting) => (unknown(sighting) && verdict.tried(), true),
      (_sighting, breach) => verdict.violation(breach),
    );
    for (const visit of overlaysOf(survey)) {
      const { sightings } = visit;
      if (visit.payload!.poll_interval === null || isBroken(visit, 'items') || isBroken(visit, 'poll_interval')) continue;
      if (!sightings.some(unknown) || sightings.some(({ resolved }) => resolved.polls)) continue;
      verdict.violation({ url: visit.url, path: 'poll_interval', problem: 'poll_interval is "10s", but the only active runs are in an unknown state.', fix: 'Send poll_interval null when no item is fresh or likely stale.' });
    }
  },
};

/** The part of the rule `stale-stays` that needs one payload only. The rest is in agreement.ts. */
export function staleFields(survey: Survey, found: (breach: Breach) => void, tried: () => void): void {
  findContradictions(
    survey,
    'stale-stays',
    ({ resolved }) => (resolved.state === 'stale' && tried(), true),
    (_sighting, breach) => found(breach),
  );
}

const calmCopy: Rule = {
  id: 'calm-copy',
  holds: 'No text beside a likely stale run reassures (waiting, running, no action needed); other texts that contradict the state are warnings. The elements show their own words instead.',
  needs: 'no likely stale run was told',
  check({ visits }, verdict) {
    for (const { url, route, payload } of visits) {
      if (route !== 'review-pack' || payload === null) continue;
      for (const { rule, path } of describeReviewPack({ pack: payload as ReviewPackGeneration, run: null }).violations) {
        if (rule !== 'copy-replaced') continue;
        verdict.warning({ url, path, problem: `${shown(payload.message)} does not agree with generation_state ${payload.generation_state}.`, fix: 'Send null, and the elements use their own words.' });
      }
    }
    for (const { visit, at, run, resolved, record } of visits.flatMap(({ sightings }) => sightings)) {
      if (resolved.state === 'stale') verdict.tried();
      const replaced = (['compact', 'detail'] as const).flatMap((surface) => describeRun(run, { surface }).violations).filter(({ rule }) => rule === 'copy-replaced');
      for (const path of new Set(replaced.map(({ path }) => path))) {
        const text = textAt(run, path);
        const calm = resolved.state === 'stale' && (!mayStand(text, 'stale', 'name') || activeStatusOf(text) !== null);
        const breach = {
          url: visit.url,
          path: at + (record ? (RECORD_FIELDS[path] ?? path) : path),
          problem: `${shown(text)} ${calm ? 'reassures' : 'does not agree'} beside a run that is ${resolved.state === 'stale' ? 'likely stale' : resolved.state}.`,
          fix: calm ? 'Send null, and the elements say that the run is past its lifecycle window; or say so yourself.' : 'Send null, and the elements use their own words.',
        };
        if (calm) verdict.violation(breach);
        else verdict.warning(breach);
      }
    }
  },
};

/** Maps a field of a run to the field of the lifecycle record that it was made from. */
const RECORD_FIELDS: Readonly<Record<string, string>> = { top_summary: 'operator_message', operation_label: 'type_label', status_label: 'status', outcome_label: 'outcome' };

const textAt = (run: object, path: string): string => String(path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | null | undefined)?.[key], run));

export const TRUTH_RULES = { schema, truthTable, terminalNotPolled, unknownNotPolled, calmCopy };
