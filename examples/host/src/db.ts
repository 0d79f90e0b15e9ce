/**
 * The database: embedded PGlite, or a real PostgreSQL server. Other modules can only run single statements, so no process
 * holds a transaction open: a frozen or killed worker never blocks the others.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import { fromPglite } from 'pg-boss';

/** The interface that pg-boss requires of a database, so that the queue uses the same one. */
export interface Database {
  /** Runs one statement with `$1` values, or a script of several without. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface OwnedDatabase extends Database {
  readonly kind: DatabaseKind;
  close(): Promise<void>;
}

export type DatabaseKind = 'pglite' | 'postgres';

/** The database server cannot be reached, is shutting down or starting. The same statement may succeed later. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

/** Logs an error, except DatabaseAway, which `openServer` logs once. It is recognised by its name, because pg-boss passes on copies of errors. */
export const complain =
  (who: string) =>
  ({ name, message }: Error): void => {
    if (name !== 'DatabaseAway') console.error(`${who}: ${message}`);
  };

export async function rowsOf<Row>(db: Database, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.executeSql(text, values)).rows as Row[];
}

export async function rowOf<Row>(db: Database, text: string, values: unknown[] = []): Promise<Row | null> {
  return (await rowsOf<Row>(db, text, values))[0] ?? null;
}

/** Opens the embedded database in `folder`. The caller must make sure that no other process has it open. */
export async function openEmbedded(folder: string): Promise<OwnedDatabase> {
  const { PGlite: Embedded } = await import('@electric-sql/pglite');
  const pglite: PGlite = await Embedded.create(join(folder, 'pglite'));
  return { kind: 'pglite', ...fromPglite(pglite), close: () => pglite.close() };
}

export async function openServer(url: string): Promise<OwnedDatabase> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 10_000 });
  // The server may close an idle connection: the pool opens another for the next statement, which reports a failure.
  pool.on('error', () => {});
  // An error that is not from the server means that it was not reached. Codes 08 and 57P mean that it is shutting down or starting.
  const isAway = (error: unknown): error is Error => !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? '');
  /** Null until the server has answered for the first time: before that, the start itself fails with a message. */
  let away: boolean | null = null;
  return {
    kind: 'postgres',
    async executeSql(text, values) {
      try {
        const result = await pool.query(text, values);
        if (away) console.error('PostgreSQL answers again.');
        away = false;
        // A script of several statements has a result for each.
        return { rows: [result].flat().flatMap(({ rows }) => rows as unknown[]) };
      } catch (error) {
        if (!isAway(error)) throw error;
        if (away === false) {
          console.error(`PostgreSQL is away: ${error.message}`);
          away = true;
        }
        throw new DatabaseAway(error.message, { cause: error });
      }
    },
    close: () => pool.end(),
  };
}

const TRY_AGAIN_MS = 500;

/**
 * A database for the worker that waits while the server is away, and repeats the statement. A statement that was cut off
 * may have been executed already, so statements must be safe to repeat.
 */
export const patient = (db: Database): Database => ({
  async executeSql(text, values) {
    for (;;) {
      try {
        return await db.executeSql(text, values);
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
      }
      await wait(TRY_AGAIN_MS);
    }
  },
});

export async function migrate(db: Database): Promise<void> {
  await db.executeSql(`BEGIN; ${readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')}; COMMIT;`);
}
