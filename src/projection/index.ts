/**
 * The projection: what a payload means and how it is said, on every surface alike.
 * Lives here: the resolver, the views, the lifecycle projection, every word. Must not live here: fetching, Lit, DOM.
 */
export { contradictionsOf, resolveActiveState, TRUTH_TABLE } from './active-state.ts';
export type { ResolvedState, RunState, Tone } from './active-state.ts';
export { catalogueFor, DEFAULT_LOCALE, formatNumber, formatTime, onLocaleRegistered, registeredLocales, registerLocale, spokenLocale } from './copy/index.ts';
export type { Catalogue, Lexicon, Locale } from './copy/index.ts';
export { activeStatusOf } from './copy-law.ts';
export { describeRun } from './describe-run.ts';
export { describeDiagnostics } from './diagnostics-view.ts';
export type { DiagnosticsSection, DiagnosticsView, Fact } from './diagnostics-view.ts';
export type { FailureReason, Knowledge } from './knowledge.ts';
export { projectLifecycle, projectLifecycleRun, runDetailOf, runOf, surfaceItemOf } from './lifecycle.ts';
export type { AnyLifecycleRecord, LifecycleOptions, SurfaceItemOptions } from './lifecycle.ts';
export { describeRefresh } from './refresh-view.ts';
export type { RefreshView } from './refresh-view.ts';
export { describeReviewPack, reviewPackPolls } from './review-pack-view.ts';
export type { FollowedReviewPack, ReviewPackView } from './review-pack-view.ts';
export type { DescribableRun, DescribeOptions, ProgressView, RunView, Surface } from './run-view.ts';
export { sameMeaning } from './same-meaning.ts';
export { countRuns, describeCounts, staleFirst } from './summary.ts';
export type { RunCounts } from './summary.ts';
export { forgetTexts } from './text-memory.ts';
