/** Starts the reference host with its own files, and reads its request log. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lifecycleDetail, type LifecycleRecord } from 'op-run-elements/contract';
import { startHost, temporaryFolder, until, type Client, type TestHost } from '../host/host.ts';

export interface LoggedRequest {
  readonly method: string;
  readonly url: string;
  /** True for a payload, false for a page or an asset. */
  readonly json: boolean;
  readonly status: number;
  readonly login: string | null;
}

export interface Stage {
  readonly host: TestHost;
  /** A client for actions outside the browser. Its requests are logged with its own login. */
  readonly client: Client;
  /** The requests that the host has answered so far. */
  requests(): LoggedRequest[];
  record(run: number): Promise<LifecycleRecord>;
  until(run: number, state: LifecycleRecord['freshness_state']): Promise<LifecycleRecord>;
  /** Resolves when the run has recorded work. */
  working(run: number): Promise<void>;
  /** Restarts the host in a new process, with the same database, files and address. */
  restart(): Promise<void>;
  /** Makes sure that a worker runs. A frozen one would also outlive its host. */
  repairWorker(): Promise<void>;
}

/** The folder that operators of these tests take inventory of. */
export const FOLDER = 'reports';

/** How many files it holds. */
export const FILES = 60;

export async function startStage(env: Record<string, string> = {}): Promise<Stage> {
  const folder = temporaryFolder();
  const files = join(folder, 'files');
  mkdirSync(join(files, FOLDER), { recursive: true });
  for (let index = 0; index < FILES; index += 1) writeFileSync(join(files, FOLDER, `report-${index}.txt`), `Findings of week ${index}.\n`.repeat(50));
  const log = join(folder, 'requests.jsonl');
  writeFileSync(log, '');
  const settings = { OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files, OP_HOST_REQUEST_LOG: log, ...env };

  let host = await startHost(settings);
  // Vera may view the tenant of these tests, and no browser of the tests uses her login.
  const client = await host.signIn('vera');
  const record = (run: number): Promise<LifecycleRecord> => client.contract(lifecycleDetail, `/api/admin/operations/${run}`);
  return {
    get host() {
      return host;
    },
    client,
    requests: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LoggedRequest),
    record,
    until: (run, state) =>
      until(`run ${run} is ${state}`, async () => {
        const now = await record(run);
        return now.freshness_state === state && now;
      }),
    working: async (run) => void (await until(`run ${run} is worked on`, async () => ((await record(run)).summary_counts?.['files'] ?? 0) > 0)),
    async repairWorker() {
      const admin = await host.signIn('olivia');
      assert.equal((await admin.worker('start')).state, 'running');
    },
    async restart() {
      host = await startHost({ ...settings, PORT: new URL(host.address).port });
    },
  };
}
