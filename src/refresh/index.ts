/**
 * The refresh: how truth is fetched and kept fresh, and the one controller that hands it to elements.
 * Lives here: routes, requests, the schedule, the shared store. Must not live here: words, templates.
 */
export { systemClock } from './clock.ts';
export type { Clock } from './clock.ts';
export { RefreshController } from './controller.ts';
export type { Change, RefreshClient, RefreshHost } from './controller.ts';
export { systemEnvironment } from './environment.ts';
export type { Environment } from './environment.ts';
export { systemPage } from './page.ts';
export type { Page, PageSignal, RunEnqueuedDetail } from './page.ts';
export { OpRequestEvent } from './request-event.ts';
export type { FetchResult, Prepare } from './request.ts';
export { absoluteUrl, backendOf, listPageUrl, runPageUrl, safeUrl } from './routes.ts';
export type { Address, ListFilter } from './routes.ts';
export { DEFAULT_INTERVAL, MAX_BACKOFF, nextDelay, parseRetryAfter } from './schedule.ts';
export type { Snapshot } from './snapshot.ts';
export { pageStore, ResourceStore } from './store.ts';
export type { Subject } from './subject.ts';
export { activitySubject, collectionSubject, diagnosticsSubject, itemSubject, overlaySubject, reviewPackSubject, runSubject } from './subjects.ts';
export type { DiagnosedRun } from './subjects.ts';
export type { Tabs } from './tabs.ts';
export type { Wanted } from './target.ts';
