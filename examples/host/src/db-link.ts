/**
 * Lets the worker use the embedded database, which only the server process can open: statements are sent over the IPC
 * channel between them. There is no port to protect, and the channel closes when either process ends.
 */
import type { ChildProcess } from 'node:child_process';
import type { Database } from './db.ts';

interface Statement {
  readonly kind: 'statement';
  readonly id: number;
  readonly text: string;
  readonly values?: unknown[];
}

type Answer = { readonly kind: 'answer'; readonly id: number } & (
  | { readonly rows: unknown[] }
  | { readonly error: { readonly message: string; readonly code?: string | undefined } }
);

/** Server side: answers the worker's statements from `db`. */
export function serveStatements(worker: ChildProcess, db: Database): void {
  const answerTo = ({ id, text, values }: Statement): Promise<Answer> =>
    db.executeSql(text, values).then(
      ({ rows }) => ({ kind: 'answer', id, rows }),
      ({ message, code }: { message: string; code?: string }) => ({ kind: 'answer', id, error: { message, code } }),
    );
  worker.on('message', (message: Statement | { kind: 'ready' }) => {
    if (message.kind !== 'statement') return;
    void answerTo(message).then((answer) => {
      // The worker may have ended meanwhile, which the supervisor handles.
      if (worker.connected) worker.send(answer, () => {});
    });
  });
}

/** Worker side: a database whose statements the server runs. */
export function linkedDatabase(): Database {
  const waiting = new Map<number, { resolve: (result: { rows: unknown[] }) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  process.on('message', (message: Answer) => {
    if (message.kind !== 'answer') return;
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if ('rows' in message) waiter?.resolve({ rows: message.rows });
    else waiter?.reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
  });
  return {
    executeSql: (text, values) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        const statement: Statement = { kind: 'statement', id, text, values };
        process.send!(statement, undefined, undefined, (error) => error && reject(error));
      }),
  };
}
