/**
 * The same on a real PostgreSQL server: the one of DATABASE_URL, where a database is made for the test, or a server of
 * its own where the binaries are installed. Without either there is nothing to test, and the output says so.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import pg from 'pg';
import { durabilityTests } from './durability.ts';
import { temporaryFolder, until } from './host.ts';

const DEBIAN = '/usr/lib/postgresql';
const NAME = `op_host_test_${process.pid}`;

const binaries = [
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)).map((version) => `${DEBIAN}/${version}/bin`) : []),
  ...(process.env['PATH'] ?? '').split(':'),
].find((folder) => existsSync(`${folder}/initdb`) && existsSync(`${folder}/postgres`));
const given = process.env['DATABASE_URL'];

if (!given && !binaries) {
  console.log('No PostgreSQL server is installed and DATABASE_URL is not set: the host is tested on embedded PGlite only.');
} else {
  let server: ChildProcess | null = null;
  let base: string;

  before(async () => {
    base = given ?? (await startServer());
    await admin(`CREATE DATABASE ${NAME}`);
  });
  after(async () => {
    await admin(`DROP DATABASE ${NAME} WITH (FORCE)`);
    if (server) {
      server.kill('SIGINT');
      await once(server, 'exit');
    }
  });

  durabilityTests('PostgreSQL server', () => {
    const url = new URL(base);
    url.pathname = `/${NAME}`;
    return { DATABASE_URL: url.href };
  });

  async function startServer(): Promise<string> {
    const folder = temporaryFolder();
    // PostgreSQL refuses to run as root; Debian's package brings its own user.
    const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
    const port = await freePort();
    execFileSync(`${binaries}/initdb`, ['-D', `${folder}/data`, '-U', 'host', '-A', 'trust', '--no-sync', '-E', 'UTF8'], { ...owner, cwd: folder, stdio: 'pipe' });
    server = spawn(`${binaries}/postgres`, ['-D', `${folder}/data`, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-F'], { ...owner, cwd: folder, stdio: 'ignore' });
    const url = `postgres://host@127.0.0.1:${port}/postgres`;
    base = url;
    await until('PostgreSQL answers', () => admin('SELECT 1').then(() => true, () => false));
    return url;
  }

  async function admin(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: base });
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
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
