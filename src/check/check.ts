/** The check: asks a backend for every route once (the survey), then runs every rule on the answers. */
import { clientOf } from './request.ts';
import type { Scope } from './routes.ts';
import type { Breach, RuleOptions } from './rules/rule.ts';
import { RULES } from './rules/index.ts';
import { survey } from './survey.ts';

export interface CheckOptions extends Scope, Omit<RuleOptions, 'signedIn'> {
  readonly runs: readonly number[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Milliseconds until a request counts as timed out. */
  readonly timeout: number;
}

export interface Finding extends Breach {
  readonly rule: string;
  readonly severity: 'violation' | 'warning';
}

export type Outcome = 'ok' | 'warning' | 'violation' | 'not-checked';

export interface RuleResult {
  readonly id: string;
  readonly holds: string;
  readonly outcome: Outcome;
  /** How many things (runs, answers, links) the rule examined. */
  readonly tried: number;
  /** Why the rule examined nothing, or not everything; null when it examined everything. */
  readonly reason: string | null;
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly host: string;
  readonly tenant: number;
  readonly workspace: string | null;
  readonly rules: readonly RuleResult[];
  readonly violations: number;
  readonly warnings: number;
  readonly requests: number;
  readonly seconds: number;
}

/** Checks a backend with GET requests only. Throws CouldNotRun when no list could be read. `now` is in milliseconds. */
export async function check(options: CheckOptions, now: () => number = () => performance.now()): Promise<Report> {
  const { base, tenant, workspace, runs, headers, timeout } = options;
  const started = now();
  const client = clientOf({ headers, timeout, now });
  const seen = await survey({ base, tenant, workspace }, client, runs);
  const rules: RuleResult[] = [];
  for (const rule of RULES) {
    const { id, holds, needs } = rule;
    const findings: Finding[] = [];
    let tried = 0;
    let reason: string | null = null;
    await rule.check(
      seen,
      {
        tried: () => (tried += 1),
        violation: (breach) => findings.push(findingOf(breach, id, 'violation')),
        warning: (breach) => findings.push(findingOf(breach, id, 'warning')),
        untried: (why) => (reason = why),
      },
      { ...options, signedIn: headers.length > 0 },
    );
    const has = (severity: Finding['severity']) => findings.some((finding) => finding.severity === severity);
    const outcome = has('violation') ? 'violation' : has('warning') ? 'warning' : tried > 0 ? 'ok' : 'not-checked';
    rules.push({ id, holds, outcome, tried, reason: reason ?? (outcome === 'not-checked' ? needs : null), findings });
  }
  const count = (severity: Finding['severity']) => rules.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity).length;
  return { host: base, tenant, workspace, rules, violations: count('violation'), warnings: count('warning'), requests: client.count, seconds: Math.round(now() - started) / 1000 };
}

const findingOf = ({ url, path, problem, fix }: Breach, rule: string, severity: Finding['severity']): Finding => ({ rule, severity, url, path, problem, fix });
