/** The operations of this host, by type. */
import { baselineCompare } from './baseline-compare.ts';
import { evidenceExport } from './evidence-export.ts';
import { inventorySync } from './inventory-sync.ts';
import type { Operation } from './operation.ts';

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([inventorySync, baselineCompare, evidenceExport].map((operation) => [operation.type, operation]));

/** Types this host no longer runs, whose imported runs are still shown. */
const RETIRED_LABELS: Readonly<Record<string, string>> = { policy_backup: 'Policy backup' };

export const labelOf = (type: string): string => OPERATIONS.get(type)?.label ?? RETIRED_LABELS[type] ?? type;
