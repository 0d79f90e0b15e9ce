/**
 * The elements. Each is thin: it takes a snapshot, makes a view of it, and renders a template.
 * Lives here: one folder per element, and `shared/`. Must not live here: words, decisions about state or time.
 */
export { OpProgressOverlay } from './op-progress-overlay/op-progress-overlay.ts';
export { OpReviewPackCard } from './op-review-pack-card/op-review-pack-card.ts';
export { OpRunDetailBanner } from './op-run-detail-banner/op-run-detail-banner.ts';
export { OpRunDiagnostics } from './op-run-diagnostics/op-run-diagnostics.ts';
export { OpRunList } from './op-run-list/op-run-list.ts';
export { OpRunRow } from './op-run-row/op-run-row.ts';
export { OpTenantActivity } from './op-tenant-activity/op-tenant-activity.ts';
export type { OpContractViolationDetail, OpErrorDetail, OpFilterChangeDetail, OpLoadDetail, OpRunOpenDetail, OpStateChangeDetail } from './shared/events.ts';
