/** The reference host keeps the contract: the shipped command finds nothing wrong, whatever state its runs are in. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { QUICK, startHost, temporaryFolder, until, type Client, type TestHost } from '../host/host.ts';

const CLI = resolve(import.meta.dirname, '../../dist/check/cli.js');

let host: TestHost;
let olivia: Client;

before(async () => {
  const folder = temporaryFolder();
  const files = join(folder, 'files');
  mkdirSync(join(files, 'reports'), { recursive: true });
  for (let index = 0; index < 40; index += 1) writeFileSync(join(files, 'reports', `${index}.txt`), `report ${index}`);
  host = await startHost({ OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files, ...QUICK });
  olivia = await host.signIn('olivia');
});
after(() => host.stop());

interface Rule {
  readonly id: string;
  readonly outcome: string;
  readonly findings: readonly object[];
}

/** Runs the check, asserts that it found nothing, and returns its rules. */
async function clean(login: string, ...args: string[]): Promise<readonly Rule[]> {
  const { cookie } = await host.signIn(login);
  const child = spawn(process.execPath, [CLI, 'check', host.address, '--header', `Cookie: ${cookie}`, '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const { rules } = JSON.parse(out) as { rules: readonly Rule[] };
  assert.deepEqual(rules.flatMap(({ findings }) => findings), []);
  assert.equal(code, 0);
  return rules;
}

const uncheckedOf = (rules: readonly Rule[]): string[] => rules.filter(({ outcome }) => outcome !== 'ok').map(({ id }) => id);

test('a run that is likely stale, one that was reconciled, one that ended and one without a policy: every rule is checked, and none is broken', async () => {
  const done = await olivia.start(1, { type: 'inventory_sync', folder: 'reports' });
  await until('the sync ends', async () => (await olivia.get(`/api/admin/operations/${done}`)).json.status === 'completed');
  await olivia.worker('freeze');
  const lost = await olivia.start(1, { type: 'inventory_sync', folder: 'reports' });
  await until('it was reconciled', async () => (await olivia.get(`/admin/operations/${lost}`)).json.active_state.freshness_state === 'reconciled_failed');
  let late = await olivia.start(2, { type: 'inventory_sync', folder: 'reports' });
  const rules = await until('one is likely stale while the check looks', async () => {
    const { freshness_state: state } = (await olivia.get(`/admin/operations/${late}`)).json.active_state;
    // The run was reconciled before the check had ended, so another one is started.
    if (state === 'reconciled_failed') late = await olivia.start(2, { type: 'inventory_sync', folder: 'reports' });
    if (state !== 'likely_stale') return null;
    const seen = await clean('olivia', '--tenant', '2', '--workspace', '1', '--forbidden-run', '9998', '--forbidden-tenant', '98');
    return uncheckedOf(seen).includes('stale-stays') ? null : seen;
  });
  assert.deepEqual(uncheckedOf(rules), []);
});

test('runs that move while they are looked at, for an operator of one tenant, who may not know of the others', async () => {
  await olivia.worker('kill');
  await olivia.worker('start');
  const moving = await olivia.start(1, { type: 'inventory_sync', folder: 'reports' });
  for (const scope of [[], ['--workspace', '1']]) {
    const rules = await clean('vera', '--tenant', '1', '--run', String(moving), '--forbidden-run', '2', '--forbidden-tenant', '2', ...scope);
    for (const id of ['agreement', 'filters', 'sign-in', 'not-found', 'denied-as-missing', 'cache']) assert.equal(rules.find((rule) => rule.id === id)?.outcome, 'ok', id);
  }
});
