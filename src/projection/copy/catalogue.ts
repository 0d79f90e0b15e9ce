/**
 * The shape of a language. Every word that an operator can read is a key here, so a locale that misses one does not compile.
 */
import type { ReviewPackGeneration } from '../../contract/payloads.ts';
import type { RunState } from '../active-state.ts';
import type { FailureReason } from '../knowledge.ts';

/**
 * Which claims a text makes. Each pattern meets a text in lower case, its words parted by single blanks, without punctuation
 * and invisible characters.
 */
export interface Lexicon {
  /** The kit's calm sentences and their kin: not even a name may say these. */
  readonly calm: RegExp;
  /** Says that a run is, or was, past its lifecycle window. */
  readonly stale: RegExp;
  /** Matches a text that is made of nothing but words for staleness and advice on it. */
  readonly staleOnly: RegExp;
  /** Staleness emphasis, or guidance for a run that is stale now. */
  readonly attention: RegExp;
  /** Says more than is known of active work (ended, lost, dead, stuck, crashed), or asks to look after its worker. */
  readonly notFresh: RegExp;
  /** Matches a text that is made of nothing but words for a lifecycle that is not known. */
  readonly unknown: RegExp;
  /** Says that the work succeeded, which nobody says of a run that was reconciled as failed. */
  readonly success: RegExp;
  /** Matches a text that only says that work waits in a queue, or that it runs. */
  readonly queued: RegExp;
  readonly running: RegExp;
}

type GenerationState = ReviewPackGeneration['generation_state'];

export interface Catalogue {
  /** Badge on compact surfaces. */
  readonly label: Readonly<Record<RunState | 'followUp', string>>;
  /** Heading on the detail surface. */
  readonly heading: Readonly<Record<RunState | 'queued' | 'followUp', string>>;
  /** One line on compact surfaces; null where the badge has said it all. */
  readonly guidance: Readonly<Record<RunState | 'queued' | 'followUp' | 'confirmed', string | null>>;
  /** The full sentence on the detail surface. */
  readonly explanation: Readonly<Record<RunState | 'queued' | 'followUp' | 'confirmed', string>>;
  readonly lineage: string;
  readonly status: Readonly<Record<'queued' | 'running' | 'completed' | 'unknown', string>>;
  readonly outcome: Readonly<Record<'pending' | 'succeeded' | 'partially_succeeded' | 'blocked' | 'failed' | 'unknown', string>>;
  readonly source: Readonly<Record<'failed_callback' | 'scheduled_reconciler' | 'adapter_reconciler', string>>;
  readonly reconciledBy: (source: string | null, reason: string | null) => string;
  readonly operation: (runId: number | null) => string;
  readonly tenant: (tenantId: number) => string;
  readonly outcomeWas: (outcome: string) => string;
  readonly lastReported: (status: string) => string;
  readonly progressPending: string;
  readonly progress: (processed: string, total: string) => string;
  readonly phase: (label: string, step?: number, steps?: number) => string;
  readonly asOf: (time: string, text: string) => string;
  readonly changed: (operation: string, label: string) => string;
  /** What the element knows, which is not what the run is. Never shares a word with staleness. */
  readonly refresh: {
    readonly loading: string;
    readonly notUpdating: (time: string) => string;
    readonly paused: (time: string) => string;
    readonly failed: Readonly<Record<FailureReason, string>>;
    readonly sessionEnded: (time: string | null) => string;
    readonly forbidden: string;
    readonly missing: string;
    readonly announceNotUpdating: string;
    readonly announceUpdating: string;
    readonly announceSessionEnded: string;
  };
  readonly count: Readonly<Record<'active' | 'stale' | 'followUp' | 'unknown', (count: number) => string>>;
  readonly countLabel: Readonly<Record<'all' | 'active' | 'stale' | 'followUp' | 'unknown', string>>;
  readonly more: (count: number) => string;
  /** The control that stops the automatic refresh of a surface. */
  readonly pause: { readonly pause: string; readonly resume: string };
  readonly overlay: {
    readonly name: string;
    readonly view: string;
    readonly review: string;
  };
  readonly activity: { readonly name: string; readonly empty: string };
  readonly list: {
    readonly name: string;
    /** Names the group of filter controls. */
    readonly filter: string;
    readonly empty: string;
    /** Nothing passes the filter; `showAll` takes it off. */
    readonly filtered: string;
    readonly showAll: string;
  };
  readonly diagnostics: {
    readonly name: string;
    readonly asOf: (time: string) => string;
    readonly section: Readonly<Record<'lifecycle' | 'reconciliation' | 'failures' | 'counts' | 'evidence', string>>;
    readonly term: Readonly<Record<'threshold' | 'initiator' | 'created' | 'started' | 'completed' | 'duration' | 'source' | 'reconciled' | 'reasonCode' | 'reason', string>>;
    /** Who started a run that nobody started by hand. */
    readonly system: string;
    readonly yes: string;
    readonly no: string;
    readonly none: string;
  };
  readonly pack: {
    readonly name: string;
    readonly label: Readonly<Record<GenerationState, string>>;
    readonly guidance: Readonly<Record<GenerationState, string | null>>;
    readonly generated: (time: string) => string;
    readonly download: string;
  };
  readonly lexicon: Lexicon;
}
