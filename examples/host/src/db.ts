/**
 * The database: embedded PGlite, or a real PostgreSQL server. One statement at a time is all that leaves this module,
 * so no other process can hold a transaction open: a worker that is frozen or killed never blocks anybody.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { fromPglite } from 'pg-boss';

/** Structurally what pg-boss asks of a database, so the queue runs on the same one. */
export interface Database {
  /** Runs one statement with `$1` values, or a script of several without. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface OwnedDatabase extends Database {
  readonly kind: DatabaseKind;
  close(): Promise<void>;
}

export type DatabaseKind = 'pglite' | 'postgres';

export async function rowsOf<Row>(db: Database, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.executeSql(text, values)).rows as Row[];
}

export async function rowOf<Row>(db: Database, text: string, values: unknown[] = []): Promise<Row | null> {
  return (await rowsOf<Row>(db, text, values))[0] ?? null;
}

/** Opens the embedded database in `folder`. The caller sees to it that no other process has it open. */
export async function openEmbedded(folder: string): Promise<OwnedDatabase> {
  const { PGlite: Embedded } = await import('@electric-sql/pglite');
  const pglite: PGlite = await Embedded.create(join(folder, 'pglite'));
  return { kind: 'pglite', ...fromPglite(pglite), close: () => pglite.close() };
}

export async function openServer(url: string): Promise<OwnedDatabase> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 10_000 });
  // An idle connection that the server closes is replaced by the pool at the next statement.
  pool.on('error', (error) => console.error(`PostgreSQL: ${error.message}`));
  return {
    kind: 'postgres',
    async executeSql(text, values) {
      const result = await pool.query(text, values);
      // A script of several statements has a result for each.
      return { rows: [result].flat().flatMap(({ rows }) => rows as unknown[]) };
    },
    close: () => pool.end(),
  };
}

export async function migrate(db: Database): Promise<void> {
  await db.executeSql(`BEGIN; ${readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')}; COMMIT;`);
}
