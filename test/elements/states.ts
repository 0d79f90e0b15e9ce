/** The words that an element must show for each run, written by hand from docs/rules.md, and the words that must not stand beside a state. */
import { runs } from '../../mocks/index.ts';

/** Calm copy (L1). Written by hand: the kit's lexicon, which is under test, is not used. */
export const CALM =
  /waiting for|details? pending|no action|nothing to|in progress|normal|healthy|almost done|on track|all good|fine\b|shortly|soon\b|inside its lifecycle|\d of [\d,]+|step \d/i;
/** Stale emphasis (L2): only for a run that is likely stale now. */
export const STALE = /likely stale|past its( expected)? lifecycle window|review worker|still marked active/i;
/** Words that claim more than is known (L4). */
export const OVERCLAIM = /orphan|dead|stuck|crash|lost|hung|abandon|zombie|killed|vanish/i;
/** Words for a refresh failure (L7). */
export const NOT_CURRENT = /not updating|session ended|paused/i;

export type RunName = keyof typeof runs;
export type Meaning = 'fresh' | 'stale' | 'reconciled' | 'ended' | 'followUp' | 'unknown';

export interface Expected {
  readonly meaning: Meaning;
  /** The text of the badge on compact surfaces. */
  readonly badge: string;
  readonly lines: readonly string[];
  /** The heading on the detail surface. */
  readonly heading: string;
  readonly explanation: string;
  readonly lineage?: string;
  /** The value of the progress bar on compact surfaces, 0 to 1; 'indeterminate' for a bar without a value. */
  readonly progress?: number | 'indeterminate';
}

const PAST = 'Past its lifecycle window. Review worker health.';
const STILL_ACTIVE = 'This operation is still marked active, but it is past its expected lifecycle window. Review worker health before you act on it.';
const IN_WINDOW = 'This operation is active, inside its lifecycle window. No action needed yet.';
const LINEAGE = 'This run was past its lifecycle window before it ended.';
const NO_STATE = {
  meaning: 'unknown',
  badge: 'State unknown',
  heading: 'Operation state unknown',
  explanation: 'The backend reports no lifecycle state for this operation. It is not refreshed.',
} as const;
const NOT_REPORTED = 'The backend reports no lifecycle state for this run.';
const RECONCILED = { meaning: 'reconciled', badge: 'Automatically reconciled as failed', heading: 'Automatically reconciled as failed' } as const;

export const EXPECTED: Readonly<Record<RunName, Expected>> = {
  freshQueued: { meaning: 'fresh', badge: 'Queued', lines: ['Waiting for worker.'], heading: 'Operation active', explanation: IN_WINDOW },
  freshRunning: {
    meaning: 'fresh',
    badge: 'Running',
    lines: ['Progress details pending.'],
    heading: 'Operation in progress',
    explanation: 'Progress details pending.',
    progress: 'indeterminate',
  },
  freshDeterminate: { meaning: 'fresh', badge: 'Running', lines: ['No action needed yet.', '1,840 of 5,200'], heading: 'Operation active', explanation: IN_WINDOW, progress: 1840 / 5200 },
  freshPhase: { meaning: 'fresh', badge: 'Running', lines: ['Writing the archive (step 2 of 4)'], heading: 'Operation active', explanation: IN_WINDOW, progress: 'indeterminate' },
  systemInitiated: { meaning: 'fresh', badge: 'Running', lines: ['Progress details pending.'], heading: 'Operation active', explanation: IN_WINDOW, progress: 'indeterminate' },
  staleQueued: { meaning: 'stale', badge: 'Likely stale', lines: ['Last reported: Queued', PAST], heading: 'Likely stale operation', explanation: STILL_ACTIVE },
  staleRunning: { meaning: 'stale', badge: 'Likely stale', lines: ['Last reported: Running', PAST], heading: 'Likely stale operation', explanation: STILL_ACTIVE },
  staleCalmLabels: { meaning: 'stale', badge: 'Likely stale', lines: [PAST], heading: 'Likely stale operation', explanation: STILL_ACTIVE },
  reconciledByScheduler: {
    ...RECONCILED,
    lines: ['Failed', 'Source: scheduled reconciler. Reason: No worker reported on the run within its lifecycle window.', LINEAGE],
    explanation: 'Source: scheduled reconciler. Reason: No worker reported on the run within its lifecycle window.',
    lineage: LINEAGE,
  },
  reconciledByAdapter: {
    ...RECONCILED,
    lines: ['Failed', 'Source: adapter reconciler. Reason: The export target holds no archive for this run.'],
    explanation: 'Source: adapter reconciler. Reason: The export target holds no archive for this run.',
  },
  reconciledByCallback: {
    ...RECONCILED,
    lines: ['Failed', 'Source: failed-job callback. Reason: The job used up its attempts.'],
    explanation: 'Source: failed-job callback. Reason: The job used up its attempts.',
  },
  succeeded: { meaning: 'ended', badge: 'Succeeded', lines: [], heading: 'Operation no longer active', explanation: 'This operation is no longer active.' },
  partiallySucceeded: {
    meaning: 'followUp',
    badge: 'Needs follow-up',
    lines: ['Partially succeeded', '3 of 41 policies were not restored. Review them before you run it again.'],
    heading: 'Operation needs follow-up',
    explanation: '3 of 41 policies were not restored. Review them before you run it again.',
  },
  blocked: {
    meaning: 'followUp',
    badge: 'Blocked',
    lines: ['The storage account refused the upload. Review its permissions.'],
    heading: 'Operation needs follow-up',
    explanation: 'The storage account refused the upload. Review its permissions.',
  },
  failed: {
    meaning: 'followUp',
    badge: 'Needs follow-up',
    lines: ['Failed', 'Review the outcome before you run it again.'],
    heading: 'Operation needs follow-up',
    explanation: 'This operation is no longer active. Review the outcome before you run it again.',
  },
  confirmedByReconciler: {
    meaning: 'ended',
    badge: 'Succeeded',
    lines: ['Outcome confirmed by a reconciler.'],
    heading: 'Operation no longer active',
    explanation: 'This operation is no longer active. A reconciler confirmed its outcome.',
  },
  followUp: {
    meaning: 'followUp',
    badge: 'Needs follow-up',
    lines: ['Succeeded', '12 settings drifted from the baseline. Review them.'],
    heading: 'Operation needs follow-up',
    explanation: '12 settings drifted from the baseline. Review them.',
  },
  staleLineage: { meaning: 'ended', badge: 'Succeeded', lines: [LINEAGE], heading: 'Operation no longer active', explanation: 'This operation is no longer active.', lineage: LINEAGE },
  unknownActive: { ...NO_STATE, lines: ['Running', NOT_REPORTED] },
  unknown: { ...NO_STATE, lines: [NOT_REPORTED] },
  missingStatus: { ...NO_STATE, lines: [NOT_REPORTED] },
  unrecognisedStatus: { ...NO_STATE, lines: [NOT_REPORTED] },
  contradictory: { ...NO_STATE, lines: [NOT_REPORTED] },
};

export const runNames = Object.keys(runs) as RunName[];

/** Patterns that must not match the text beside a run of this meaning. */
export function forbiddenBeside(meaning: Meaning): RegExp[] {
  switch (meaning) {
    case 'stale':
      return [CALM, OVERCLAIM, NOT_CURRENT];
    case 'fresh':
      return [STALE, OVERCLAIM, NOT_CURRENT];
    default:
      // A lineage note may say that the run had been past its window. Nothing may say that it is now.
      return [/likely stale|review worker|still marked active|waiting for|details pending|no action/i, OVERCLAIM, NOT_CURRENT];
  }
}
