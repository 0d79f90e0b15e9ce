/** One host per database on this machine: the embedded database breaks when two processes open it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Locks `what` until the process ends, even when it is killed. Throws when another process holds the lock. */
export async function holdAlone(what: string): Promise<void> {
  const name = `op-run-host-${createHash('sha256').update(what).digest('hex').slice(0, 16)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  if (await answers(path)) throw new Error('Another host is already running on this database; stop it first, or set OP_HOST_DATA to another folder.');
  // A killed host leaves its socket file behind, with no process listening on it.
  if (process.platform !== 'win32') rmSync(path, { force: true });
  const server = createServer((socket) => socket.end()).listen(path).unref();
  await once(server, 'listening');
  process.on('exit', () => rmSync(path, { force: true }));
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
