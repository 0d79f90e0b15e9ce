/** Short payloads for these tests: one run unless a test gives more. */
import { activeStates } from '../../mocks/fixtures/active-states.ts';
import { activityOf, detailOf, overlayOf } from '../../mocks/fixtures/payloads.ts';
import type { OperationRunDetailContract, OperationRunSurfaceItem } from '../../src/contract/index.ts';

export type Meaning = keyof typeof activeStates;
export const MEANINGS = Object.keys(activeStates) as Meaning[];

export const item = (meaning: Meaning, rest: Partial<OperationRunSurfaceItem> = {}): OperationRunSurfaceItem => ({
  run_id: 15,
  operation_label: 'Inventory sync',
  active_state: activeStates[meaning],
  ...rest,
});

export const overlay = (...items: OperationRunSurfaceItem[]) => overlayOf(items);
export const overlayOf8 = (...items: OperationRunSurfaceItem[]) => overlayOf(items, { tenant_id: 8 });
export const activity = (...items: OperationRunSurfaceItem[]) => activityOf(items);
export const detail = (meaning: Meaning, rest: Partial<OperationRunDetailContract> = {}): OperationRunDetailContract => detailOf(item(meaning), rest);
