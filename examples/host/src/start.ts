/** `npm start`: starts the host, waits until it answers, and prints its address. */
import { readConfig } from './config.ts';
import { DatabaseAway } from './db.ts';
import { startHost } from './server.ts';

try {
  const host = await startHost(readConfig(process.env));
  const answer = await fetch(`${host.address}/sign-in`);
  if (!answer.ok) throw new Error(`The host answers with status ${answer.status}.`);
  console.log(`The reference host is ready: ${host.address}`);

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C exits at once.
      if (stopping) process.exit(1);
      stopping = true;
      void host.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(`The reference host could not start: ${reasonOf(error as NodeJS.ErrnoException)}`);
  process.exit(1);
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'its port is in use; set PORT to another one.';
  if (error instanceof DatabaseAway) return 'the database does not answer; check DATABASE_URL.';
  return error.message;
}
