/** The view of a review pack's generation. The run that generates it is told as every other surface tells it (L3). */
import type { ContractViolation, ReviewPackGeneration } from '../contract/payloads.ts';
import { resolveActiveState, type RunState, type Tone } from './active-state.ts';
import { catalogueFor, DEFAULT_LOCALE, formatDateTime, formatTime, type Locale } from './copy/index.ts';
import { describeRun } from './describe-run.ts';
import type { DescribableRun, ProgressView } from './run-view.ts';
import { serverTexts } from './server-texts.ts';

/** A review pack, with what the page knows of its run from other surfaces; null when none of them shows it. */
export interface FollowedReviewPack {
  readonly pack: ReviewPackGeneration;
  readonly run: DescribableRun | null;
}

export interface ReviewPackView {
  readonly tone: Tone;
  readonly label: string;
  readonly guidance: string | null;
  /** Set while the pack is being generated. A backend tells no share of it. */
  readonly progress: ProgressView | null;
  readonly ready: boolean;
  /** What a screen reader hears when the pack enters this state. */
  readonly announcement: string;
  readonly violations: readonly ContractViolation[];
}

export interface DescribePackOptions {
  readonly locale?: Locale;
  /** Set while the card is not being updated: when what it shows was true, in epoch milliseconds. */
  readonly asOf?: number | null;
  /** In epoch milliseconds; a time of another day is told with its day. */
  readonly now?: number;
}

const ACTIVE: ReadonlySet<ReviewPackGeneration['generation_state']> = new Set(['queued', 'generating']);

const TONES: Readonly<Record<ReviewPackGeneration['generation_state'], Tone>> = {
  not_started: 'neutral',
  queued: 'calm',
  generating: 'calm',
  ready: 'done',
  failed: 'problem',
  unknown: 'neutral',
};

/** Beside which state of a run the server's message would have to be true. */
const SPEAKS_OF: Readonly<Record<ReviewPackGeneration['generation_state'], RunState>> = {
  not_started: 'terminal',
  queued: 'fresh',
  generating: 'fresh',
  ready: 'terminal',
  failed: 'reconciled',
  unknown: 'unknown',
};

/** Whether a review pack asks to be refreshed: while it is generated, and while its run is likely stale. Unknown: never. */
export const reviewPackPolls = ({ pack, run }: FollowedReviewPack): boolean =>
  ACTIVE.has(pack.generation_state) && (pack.keep_active_polling || (run !== null && resolveActiveState(run.active_state).state === 'stale'));

/** Describes a review pack. Total: any parsed payload gives a view that keeps the copy law. */
export function describeReviewPack({ pack, run }: FollowedReviewPack, { locale = DEFAULT_LOCALE, asOf = null, now }: DescribePackOptions = {}): ReviewPackView {
  const copy = catalogueFor(locale);
  const state = pack.generation_state;
  const violations = contradictionsOf(pack);
  const told = ACTIVE.has(state) && run ? describeRun(run, { surface: 'compact', locale, asOf, now }) : null;
  if (told && told.state !== 'fresh' && told.state !== 'unknown') {
    const { tone, label, guidance } = told;
    return { tone, label, guidance, progress: null, ready: false, announcement: copy.changed(copy.pack.name, label), violations };
  }
  const label = copy.pack.label[state];
  const message = serverTexts(SPEAKS_OF[state], locale, violations)('message', pack.message, 'sentence') ?? copy.pack.guidance[state];
  const generated = state === 'ready' && pack.generated_at ? copy.pack.generated(formatDateTime(Date.parse(pack.generated_at), locale)) : null;
  // Copy law 7: calm copy that is not being updated carries its time.
  const text = message !== null && ACTIVE.has(state) && asOf !== null ? copy.asOf(formatTime(asOf, locale, now), message) : message;
  const moves = state === 'generating';
  return {
    tone: TONES[state],
    label,
    guidance: moves ? null : [text, generated].filter(Boolean).join(' ') || null,
    progress: moves ? { value: null, text: text!, moving: asOf === null } : null,
    ready: state === 'ready',
    announcement: copy.changed(copy.pack.name, label),
    violations,
  };
}

function contradictionsOf({ generation_state: state, keep_active_polling: polls }: ReviewPackGeneration): ContractViolation[] {
  if (!polls || ACTIVE.has(state)) return [];
  return [{ path: 'keep_active_polling', rule: 'contradiction', message: `keep_active_polling is true, which contradicts generation_state ${state}; send false.` }];
}
