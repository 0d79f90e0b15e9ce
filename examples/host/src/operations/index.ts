/** The operations of this host, by type. */
import { baselineCompare } from './baseline-compare.ts';
import { evidenceExport } from './evidence-export.ts';
import { inventorySync } from './inventory-sync.ts';
import type { Operation } from './operation.ts';

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([inventorySync, baselineCompare, evidenceExport].map((operation) => [operation.type, operation]));
