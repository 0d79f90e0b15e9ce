/** Starts a PostgreSQL server for a test, which can stop and start it. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { after } from 'node:test';
import pg from 'pg';
import { temporaryFolder, until } from './host.ts';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of the newest installed binaries; undefined when there are none. */
const binaries = [
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)).map((version) => `${DEBIAN}/${version}/bin`) : []),
  ...(process.env['PATH'] ?? '').split(':'),
].find((folder) => existsSync(`${folder}/initdb`) && existsSync(`${folder}/postgres`));

/** Whether this machine can start a server. */
export const hasPostgres = binaries !== undefined;

export interface Postgres {
  /** The URL of an empty database. */
  readonly url: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Stops it like `pg_ctl stop -m immediate`: every connection is cut, and the next start recovers as after a crash. */
  stop(): Promise<void>;
}

/** Servers to stop after the tests, also when one fails. */
const started = new Set<Postgres>();
after(() => Promise.all([...started].map((postgres) => postgres.stop())));

export async function startPostgres(): Promise<Postgres> {
  const folder = temporaryFolder();
  // PostgreSQL does not run as root; Debian's package has created the user postgres.
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  execFileSync(`${binaries}/initdb`, ['-D', `${folder}/data`, '-U', 'host', '-A', 'trust', '--no-sync', '-E', 'UTF8'], { ...owner, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const url = `postgres://host@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | null = null;

  const postgres: Postgres = {
    url,
    async start() {
      assert(!server, 'it runs already');
      server = spawn(`${binaries}/postgres`, ['-D', `${folder}/data`, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-F'], { ...owner, cwd: folder, stdio: 'ignore' });
      await until('PostgreSQL answers', () => query(url, 'SELECT 1').then(() => true, () => false));
    },
    async stop() {
      if (!server) return;
      server.kill('SIGQUIT');
      await once(server, 'exit');
      server = null;
    },
  };
  started.add(postgres);
  await postgres.start();
  return postgres;
}

/** Runs one statement on a new connection. */
export async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function idOf(flag: string): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
