/** What the browser layers need of the contract. */
import { parsePayload, type ContractViolation, type ParseResult, type PayloadContract } from './parse.ts';
import { surfaceItem, operationRunDetailContract, operationRunSurfaceItem, type RunItem } from './active-state.ts';
import { lifecycleList, type LifecycleListItem } from './lifecycle.ts';
export * from './active-state.ts';
export * from './lifecycle.ts';
export * from './review-pack.ts';
export { ContractError, parsePayload } from './parse.ts';
export type { ContractViolation, ParseResult, PayloadContract, Repair } from './parse.ts';

export const readFrame = <Value>(contract: PayloadContract<Value>, json: unknown): ParseResult<Value> => parsePayload(contract, json);
export function readEntry(contract: PayloadContract<unknown>, json: unknown): { value: RunItem | LifecycleListItem; violations: readonly ContractViolation[] } {
  if (contract !== lifecycleList) { const r = parsePayload(surfaceItem, json); if (!r.ok) throw r.error; return { value: r.value, violations: r.violations }; }
  const r = parsePayload(lifecycleList, { data: [json] }); if (!r.ok) throw r.error;
  return { value: r.value.data[0]!, violations: r.violations.map((v) => ({ ...v, path: v.path.replace(/^data\[0\]\.?/, ''), message: v.message.replace(/^data\[0\]\.?/, '') })) };
}
export const prefixed = (violations: readonly ContractViolation[], at: string): ContractViolation[] =>
  violations.map((v) => ({ ...v, path: [at, v.path].filter(Boolean).join('.'), message: [at, v.message].filter(Boolean).join('.') }));
export const looksLikeSurfaceItem = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && Object.keys(json).some((key) => key in operationRunSurfaceItem.shape && !(key in operationRunDetailContract.shape));
