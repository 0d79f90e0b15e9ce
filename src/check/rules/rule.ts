/** The interface of a rule, and how it reports. */
import type { Survey } from '../survey.ts';

/** One deviation. `path` is a path in the JSON body, such as `items[2].active_state`; empty when the deviation is not in the body. */
export interface Breach {
  readonly url: string;
  readonly path: string;
  readonly problem: string;
  /** One sentence: how to fix it. */
  readonly fix: string;
}

/** Receives the results of one rule. */
export interface Verdict {
  /** Called once for each thing that the rule examines. Without a call the rule is reported as not checked. */
  tried(): void;
  violation(breach: Breach): void;
  /** A deviation that the elements can handle, or advice. */
  warning(breach: Breach): void;
  /** Why the rule examined nothing, or not everything. Replaces `needs` in the report. */
  untried(reason: string): void;
}

export interface Rule {
  readonly id: string;
  /** What must be true, in one sentence. */
  readonly holds: string;
  /** The reason that is reported when the rule examined nothing. */
  readonly needs: string;
  check(survey: Survey, verdict: Verdict, options: RuleOptions): void | Promise<void>;
}

export interface RuleOptions {
  /** Whether headers were passed in: without them every request is one without a session. */
  readonly signedIn: boolean;
  readonly forbiddenRun: number | null;
  readonly forbiddenTenant: number | null;
}

/** A value of a payload as JSON, to be quoted in a sentence. */
export const shown = (value: unknown): string => JSON.stringify(value) ?? 'missing';

/** Joins values: `a, b or c`. */
export const anyOf = (values: readonly unknown[]): string => values.map((value) => String(value)).join(', ').replace(/, ([^,]*)$/, ' or $1');
