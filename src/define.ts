/** Registers every element of the kit. */
import './elements/op-progress-overlay/op-progress-overlay.define.ts';
import './elements/op-review-pack-card/op-review-pack-card.define.ts';
import './elements/op-run-detail-banner/op-run-detail-banner.define.ts';
import './elements/op-run-diagnostics/op-run-diagnostics.define.ts';
import './elements/op-run-list/op-run-list.define.ts';
import './elements/op-run-row/op-run-row.define.ts';
import './elements/op-tenant-activity/op-tenant-activity.define.ts';

export * from './index.ts';
