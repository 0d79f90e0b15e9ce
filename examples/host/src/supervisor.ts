/** Starts, freezes and kills the worker process, and reports its state. Never restarts it on its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from './db.ts';
import { serveStatements } from './db-link.ts';
import { HttpError } from './errors.ts';

export type WorkerState = 'starting' | 'running' | 'frozen' | 'stopped';

export interface WorkerStatus {
  readonly state: WorkerState;
  readonly pid: number | null;
}

export interface Supervisor {
  status(): WorkerStatus;
  /** Starts a worker if there is none, or continues a frozen one. Resolves when it takes jobs. */
  start(): Promise<void>;
  /** Sends SIGSTOP: the process exists, but does not run. Resolves when it has stopped. */
  freeze(): Promise<void>;
  /** Sends SIGKILL: the process cannot clean up. Resolves when it has ended. */
  kill(): Promise<void>;
  /** Ends the worker with the host. */
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 3000;
/** Milliseconds to wait until the kernel reports the effect of a signal. */
const SIGNAL_MS = 1000;

/** `beforeStart` runs while no worker is alive. */
export function supervise(db: Database, beforeStart: () => Promise<void>): Supervisor {
  let worker: ChildProcess | null = null;
  let ready = false;
  let frozen = false;
  let starting: Promise<void> | null = null;

  async function spawn(): Promise<void> {
    await beforeStart();
    const child = fork(join(import.meta.dirname, 'worker.ts'), { serialization: 'advanced' });
    worker = child;
    ready = frozen = false;
    serveStatements(child, db);
    const gone = once(child, 'exit').then(() => {
      if (worker === child) worker = null;
    });
    const isReady = new Promise<void>((resolve) => {
      child.on('message', (message: { kind: string }) => message.kind === 'ready' && resolve());
    });
    await Promise.race([isReady, gone]);
    ready = worker === child;
  }

  const signal = (name: NodeJS.Signals): ChildProcess => {
    if (!worker?.pid) throw new HttpError(409, ({ error }) => error.noWorker);
    worker.kill(name);
    return worker;
  };

  return {
    status() {
      if (!worker?.pid) return { state: starting ? 'starting' : 'stopped', pid: null };
      if (isStopped(worker.pid) ?? frozen) return { state: 'frozen', pid: worker.pid };
      return { state: ready ? 'running' : 'starting', pid: worker.pid };
    },
    async start() {
      if (worker) {
        worker.kill('SIGCONT');
        await reported(worker.pid!, (frozen = false));
        return;
      }
      starting ??= spawn().finally(() => (starting = null));
      await starting;
    },
    async freeze() {
      await reported(signal('SIGSTOP').pid!, (frozen = true));
    },
    async kill() {
      await gone(signal('SIGKILL'));
      worker = null;
    },
    async stop() {
      await starting;
      const child = worker;
      if (!child) return;
      // A frozen process handles SIGTERM only after SIGCONT.
      child.kill('SIGTERM');
      child.kill('SIGCONT');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      await gone(child);
      clearTimeout(timer);
    },
  };
}

const gone = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** Waits until a signal has taken effect, so that the next status is not the old one. */
async function reported(pid: number, stopped: boolean): Promise<void> {
  for (const deadline = performance.now() + SIGNAL_MS; isStopped(pid) === !stopped && performance.now() < deadline; ) await wait(5);
}

/** Whether the process is stopped, by this host or from outside; null on systems without /proc. */
function isStopped(pid: number): boolean | null {
  try {
    return /^\d+ \(.*\) [Tt] /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}
