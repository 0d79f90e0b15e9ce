/** The values that reading makes of payloads. The wire types are inferred from the schemas; here is where the two differ. */
import type { OperationRunCollectionContract, OperationRunSurfaceItem, TenantActivityOperationsSummary, TenantOperationProgressOverlay } from './schemas/active-state.ts';
import type { OperationRunDetail, OperationRunListItem } from './schemas/lifecycle.ts';
import type { LIFECYCLE_FRESHNESS_STATES, RUN_OUTCOMES, RUN_STATUSES } from './vocabulary.ts';

export type * from './schemas/active-state.ts';
export type * from './schemas/lifecycle.ts';
export type * from './schemas/review-pack.ts';

/** A surface item as the kit holds it: a broken one keeps what could be read, and its `run_id` may be null. */
export type RunItem = Omit<OperationRunSurfaceItem, 'run_id'> & { run_id: number | null };
type WithRunItems<Wire> = Omit<Wire, 'items'> & { items: RunItem[] };
export type TenantActivity = WithRunItems<TenantActivityOperationsSummary>;
export type ProgressOverlay = WithRunItems<TenantOperationProgressOverlay>;
export type RunCollection = WithRunItems<OperationRunCollectionContract>;

/** A value that the kit does not know, or that is missing, is held as `unknown` instead of costing the record. */
type OrUnknown<Wire> = Omit<Wire, 'id' | 'status' | 'outcome' | 'freshness_state' | 'created_at'> & {
  id: number | null;
  status: (typeof RUN_STATUSES)[number] | 'unknown';
  outcome: (typeof RUN_OUTCOMES)[number] | 'unknown';
  freshness_state: (typeof LIFECYCLE_FRESHNESS_STATES)[number] | 'unknown';
  created_at: string | null;
};
export type LifecycleListItem = OrUnknown<OperationRunListItem>;
export type LifecycleRecord = OrUnknown<OperationRunDetail>;
export interface LifecycleList {
  data: LifecycleListItem[];
}
