/** The contract as a page needs it: each payload with its reader. No schema library is reachable from here; op-run-elements/contract adds the schemas. */
export { parsePayload, readEntry, readFrame } from './parse.ts';
export type { EntryOf, PayloadContract } from './parse.ts';
export { looksLikeSurfaceItem, progressOverlay, runCollection, runDetail, surfaceItem, tenantActivity, UNKNOWN_ACTIVE_STATE } from './readers/active-state.ts';
export { lifecycleDetail, lifecycleList } from './readers/lifecycle.ts';
export { reviewPack } from './readers/review-pack.ts';
export { prefixed } from './readers/report.ts';
export { ContractError } from './result.ts';
export type { ContractViolation, ParseResult } from './result.ts';
export type * from './types.ts';
export * from './vocabulary.ts';
