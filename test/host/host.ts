/** The reference host as a child process, and signed-in clients for it. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { parsePayload, type PayloadContract } from 'op-run-elements/contract';
import { describeRun, type DescribableRun } from 'op-run-elements/projection';

export const START = resolve(import.meta.dirname, '../../examples/host/src/start.ts');

/** Short lifecycle windows, so that a run goes through its states within a test. */
export const QUICK = {
  OP_HOST_LIFECYCLE: '{"queued":3,"running":3,"reconcileAfter":3}',
  OP_HOST_RECONCILE_SECONDS: '0.3',
};

export interface TestHost {
  readonly address: string;
  readonly process: ChildProcess;
  readonly errors: () => string;
  signIn(login: string): Promise<Client>;
  stop(): Promise<void>;
  /** Sends SIGKILL: the host cannot clean up. */
  kill(): Promise<void>;
}

/** Hosts to stop after the tests, also when one fails. They are stopped gracefully, because only then a host also ends a frozen worker. */
const started = new Set<TestHost>();
after(() => Promise.all([...started].map((host) => host.stop())));

export async function startHost(env: Record<string, string>): Promise<TestHost> {
  const child = spawn(process.execPath, [START], { env: { ...process.env, DATABASE_URL: '', PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const lines = createInterface(child.stdout);
  const address = await Promise.race([
    once(lines, 'line').then(([line]) => /ready: (http:\/\/\S+)$/.exec(line as string)?.[1]),
    once(child, 'exit').then(() => undefined),
  ]);
  assert(address, `the host must start; it said: ${errors}`);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
  };
  const host: TestHost = { address, process: child, errors: () => errors, signIn: (login) => signIn(address, login), stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  started.add(host);
  return host;
}

/** A folder that is removed when the test process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'op-host-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; tests read single fields of it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

export interface Client {
  readonly cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  page(path: string): Promise<Answer>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** Parses a payload and asserts that it keeps the contract without a violation, and that its texts keep L1 to L9. */
  contract<Value>(contract: PayloadContract<Value>, path: string): Promise<Value>;
  start(tenant: number, fields: Record<string, string>): Promise<number>;
  worker(action: 'freeze' | 'kill' | 'start'): Promise<{ state: string; pid: number | null }>;
}

export function clientOf(address: string, cookie: string): Client {
  const request = async (path: string, init: RequestInit = {}, accept = 'application/json'): Promise<Answer> => {
    const response = await fetch(address + path, { redirect: 'manual', ...init, headers: { accept, cookie, ...init.headers } });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null };
  };
  const client: Client = {
    cookie,
    get: (path, headers = {}) => request(path, { headers }),
    page: (path) => request(path, {}, 'text/html,application/xhtml+xml,*/*;q=0.8'),
    post: (path, fields, headers = {}) => request(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    async contract(contract, path) {
      const answer = await client.get(path);
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
      const parsed = parsePayload(contract, answer.json);
      assert(parsed.ok, parsed.ok ? '' : parsed.error.message);
      assert.deepEqual(parsed.violations, [], path);
      const items: DescribableRun[] = answer.json.items ?? ('active_state' in answer.json ? [answer.json] : []);
      for (const item of items) {
        for (const surface of ['compact', 'detail'] as const) assert.deepEqual(describeRun(item, { surface }).violations, [], `${path} ${surface}`);
      }
      return parsed.value;
    },
    async start(tenant, fields) {
      const answer = await client.post(`/admin/t/${tenant}/operations`, fields);
      assert.equal(answer.status, 201, answer.text);
      return answer.json.run_id;
    },
    async worker(action) {
      const answer = await client.post('/admin/worker', { action });
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    },
  };
  return client;
}

async function signIn(address: string, login: string): Promise<Client> {
  const response = await fetch(`${address}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ login, password: 'operator' }) });
  assert.equal(response.status, 303);
  return clientOf(address, response.headers.get('set-cookie')!.split(';')[0]!);
}

/** Calls `ask` until it returns a value. Fails with its last result after `seconds`. */
export async function until<Value>(what: string, ask: () => Promise<Value | null | undefined | false>, seconds = 40): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (value) return value;
    assert(performance.now() < deadline, `${what}: not within ${seconds} seconds`);
    await wait(60);
  }
}
