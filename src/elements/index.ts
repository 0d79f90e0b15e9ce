/**
 * The elements: thin, from a snapshot to a view to a template.
 * Lives here: one folder per element, and what they share. Must not live here: words, decisions about state or time.
 */
export { OpProgressOverlay } from './op-progress-overlay/op-progress-overlay.ts';
export { OpRunDetailBanner } from './op-run-detail-banner/op-run-detail-banner.ts';
export { OpRunRow } from './op-run-row/op-run-row.ts';
export { OpTenantActivity } from './op-tenant-activity/op-tenant-activity.ts';
export type { OpContractViolationDetail, OpErrorDetail, OpLoadDetail, OpRunOpenDetail, OpStateChangeDetail } from './shared/events.ts';
