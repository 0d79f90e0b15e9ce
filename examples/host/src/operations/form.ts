/** Fields that start forms share. */
import { badInput } from '../errors.ts';
import { rowOf, rowsOf, type Database } from '../db.ts';
import type { Sentence } from '../words/index.ts';

export const MAX_PACE = 2000;
const MAX_ID = 2 ** 31 - 1;

/** Milliseconds to wait per file, which makes a demonstration slow enough to watch; 0 when the field is empty. */
export function readPace(form: Readonly<Record<string, string>>): number {
  const text = (form['pace'] ?? '').trim();
  if (text === '') return 0;
  if (!/^\d{1,4}$/.test(text) || Number(text) > MAX_PACE) throw badInput(({ error }) => error.pace(MAX_PACE));
  return Number(text);
}

/** A positive id that fits the database, or null. */
export function idFrom(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) && Number(text) <= MAX_ID ? Number(text) : null;
}

export interface Inventory {
  readonly id: number;
  readonly run_id: number;
  readonly folder: string;
  readonly files: number;
  readonly taken_at: Date;
}

const USABLE = `
  SELECT inventory.id, inventory.run_id, inventory.folder, run.completed_at AS taken_at,
    (SELECT count(*)::int FROM inventory_files WHERE inventory_id = inventory.id) AS files
  FROM inventories inventory JOIN operation_runs run ON run.id = inventory.run_id
  WHERE run.outcome IN ('succeeded', 'partially_succeeded')`;

/** The tenant's inventories whose run succeeded, newest first. */
export const listInventories = (db: Database, tenantId: number): Promise<Inventory[]> =>
  rowsOf(db, `${USABLE} AND inventory.tenant_id = $1 ORDER BY inventory.id DESC LIMIT 50`, [tenantId]);

export const findInventory = (db: Database, tenantId: number, id: number): Promise<Inventory | null> =>
  rowOf(db, `${USABLE} AND inventory.tenant_id = $1 AND inventory.id = $2`, [tenantId, id]);

/** The id of the inventory in a form field. Throws an HttpError with `choose` when there is none, or it belongs to another tenant. */
export async function readInventory(form: Readonly<Record<string, string>>, field: string, choose: Sentence, db: Database, tenantId: number): Promise<number> {
  const id = idFrom(form[field]);
  if (id === null) throw badInput(choose);
  if (!(await findInventory(db, tenantId, id))) throw badInput(({ error }) => error.noInventory(id));
  return id;
}
