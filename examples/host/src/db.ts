/**
 * The database: embedded PGlite, or a real PostgreSQL server. One statement at a time is all that leaves this module,
 * so no other process can hold a transaction open: a worker that is frozen or killed never blocks anybody.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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

/** The server is away, going down or starting. The same statement may succeed later. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

/** Logs what went wrong; that the server is away is told by `openServer`, once. By its name, for pg-boss hands on copies of errors. */
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

/** Opens the embedded database in `folder`. The caller sees to it that no other process has it open. */
export async function openEmbedded(folder: string): Promise<OwnedDatabase> {
  const { PGlite: Embedded } = await import('@electric-sql/pglite');
  const pglite: PGlite = await Embedded.create(join(folder, 'pglite'));
  return { kind: 'pglite', ...fromPglite(pglite), close: () => pglite.close() };
}

export async function openServer(url: string): Promise<OwnedDatabase> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 10_000 });
  // An idle connection that the server closes is replaced by the pool at the next statement, which tells when the server is away.
  pool.on('error', () => {});
  // Whatever is no answer of the server's is a failure to reach it; 08 and 57P are its words for going down and for starting.
  const isAway = (error: unknown): error is Error => !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? '');
  /** Null until the server has answered for the first time: who starts the host is told in another way. */
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
 * For the worker, whose work goes on when the server is back: a statement waits for that. One that was cut off may have
 * been run, and is run again.
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
