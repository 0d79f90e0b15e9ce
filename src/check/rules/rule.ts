/** What a rule is, and what it may say. */
import type { Survey } from '../survey.ts';

/** One deviation. `path` is a JSON path in the body, empty where the answer itself is meant. */
export interface Breach {
  readonly url: string;
  readonly path: string;
  readonly problem: string;
  /** What to do about it, in one line. */
  readonly fix: string;
}

/** Where a rule tells what it came to. */
export interface Verdict {
  /** Once for each thing that the rule looked at. A rule that looked at nothing was not checked. */
  tried(): void;
  violation(breach: Breach): void;
  /** A deviation that the elements survive, or advice. */
  warning(breach: Breach): void;
  /** What was left out, and why; where nothing is left, in place of what `needs` says. */
  untried(reason: string): void;
}

export interface Rule {
  readonly id: string;
  /** What must be true, in one sentence. */
  readonly holds: string;
  /** Why nothing was there to look at. */
  readonly needs: string;
  check(survey: Survey, verdict: Verdict, options: RuleOptions): void | Promise<void>;
}

export interface RuleOptions {
  /** Whether headers were given: without them there is no session to leave out. */
  readonly signedIn: boolean;
  readonly forbiddenRun: number | null;
  readonly forbiddenTenant: number | null;
}

/** A value of a payload. */
export const shown = (value: unknown): string => JSON.stringify(value) ?? 'missing';

/** `a, b or c` */
export const anyOf = (values: readonly unknown[]): string => values.map((value) => String(value)).join(', ').replace(/, ([^,]*)$/, ' or $1');
