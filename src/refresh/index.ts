/**
 * The refresh: how truth is fetched and kept fresh, and the one controller that hands it to elements.
 * Lives here: routes, requests, the schedule, the shared store. Must not live here: words, templates.
 */
export { systemClock } from './clock.ts';
export type { Clock } from './clock.ts';
export { RefreshController } from './controller.ts';
export type { Change, RefreshClient, RefreshHost, Source } from './controller.ts';
export { systemPage } from './page.ts';
export type { Page, PageSignal, RunEnqueuedDetail } from './page.ts';
export { OpRequestEvent } from './request-event.ts';
export type { Answer, Prepare } from './request.ts';
export type { Environment } from './resource.ts';
export { backendOf, listPageUrl, runPageUrl, safeUrl } from './routes.ts';
export type { Address, ListFilter } from './routes.ts';
export { DEFAULT_INTERVAL, MAX_BACKOFF, nextDelay, parseRetryAfter } from './schedule.ts';
export type { Snapshot } from './snapshot.ts';
export { pageStore, ResourceStore, systemEnvironment } from './store.ts';
export { activitySubject, collectionSubject, diagnosticsSubject, itemSubject, overlaySubject, reviewPackSubject, runSubject, shownItemSubject } from './subjects.ts';
export type { DiagnosedRun, Subject } from './subjects.ts';
export type { Tabs } from './tabs.ts';
