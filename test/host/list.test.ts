/** Pages with several runs: the payloads in them, and the canonical list when it is long. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parsePayload, runCollection, tenantActivity } from 'op-run-elements/contract';
import { startHost, temporaryFolder, until, type Client, type TestHost } from './host.ts';

let host: TestHost;
let olivia: Client;

before(async () => {
  const folder = temporaryFolder();
  const files = join(folder, 'files');
  mkdirSync(join(files, 'reports'), { recursive: true });
  writeFileSync(join(files, 'reports', 'q1.txt'), 'first quarter');
  host = await startHost({ OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files });
  olivia = await host.signIn('olivia');
  const run = await olivia.start(1, { type: 'inventory_sync', folder: 'reports' });
  await until('the sync ends', async () => (await olivia.get(`/api/admin/operations/${run}`)).json.status === 'completed');
});
after(() => host.stop());

/** The elements of a tag in a page: attributes (without the session key) and payload, as the server sent them. */
function elements(page: string, name: string): { attributes: string; payload: { tenant_id?: number; items: { run_id: number; tenant_id: number | null }[] } }[] {
  return [...page.matchAll(new RegExp(`<${name}([^>]*) session-key="[^"]*">\\s*<script type="application/json">(.*?)</script>`, 'gs'))].map(([, attributes, json]) => ({ attributes: attributes!.trim(), payload: JSON.parse(json!) }));
}

test('a workspace page brings the payloads of its recent operations, and of each tenant that the operator may see', async () => {
  const { text } = await olivia.page('/admin/workspaces/1');
  const tenants = elements(text, 'op-tenant-activity');
  assert.deepEqual(tenants.map(({ attributes }) => attributes), ['1', '2'].map((id) => `tenant-id="${id}" workspace="1" max-items="1" density="compact"`));
  for (const { payload } of tenants) {
    assert(parsePayload(tenantActivity, payload).ok);
    assert.deepEqual(payload, (await olivia.get(`/admin/t/${payload.tenant_id}/dashboard`)).json);
  }
  const [recent] = elements(text, 'op-run-list');
  assert.equal(recent!.attributes, 'workspace="1" limit="5" compact');
  assert.deepEqual(recent!.payload, (await olivia.get('/admin/workspaces/1/operations')).json, 'what the element will ask for');
  assert(recent!.payload.items.some(({ tenant_id }) => tenant_id === null), 'a run of no tenant is for members of the whole workspace');
  assert.match(text, /<nav[^>]*>\s*<a href="\/admin\/workspaces\/1" aria-current="page">Workspace<\/a>/);

  const seenByVera = (await (await host.signIn('vera')).page('/admin/workspaces/1')).text;
  assert.deepEqual(elements(seenByVera, 'op-tenant-activity').map(({ payload }) => payload.tenant_id), [1]);
  assert.deepEqual([...new Set(elements(seenByVera, 'op-run-list')[0]!.payload.items.map(({ tenant_id }) => tenant_id))], [1]);
});

test('a list page brings the payload that its element would ask for, filters and all', async () => {
  for (const [path, attributes] of [
    ['/admin/operations', ''],
    ['/admin/operations?tenant=2&activeTab=active&problemClass=none', 'tenant-id="2" active-tab="active" problem-class="none"'],
    ['/admin/workspaces/1/operations?problemClass=terminal_follow_up', 'problem-class="terminal_follow_up" workspace="1"'],
    ['/admin/operations?before=3', 'src="/admin/operations?before=3" hide-filters'],
  ] as const) {
    const [list] = elements((await olivia.page(path)).text, 'op-run-list');
    assert.equal(list!.attributes, attributes);
    assert.deepEqual(list!.payload, (await olivia.get(path)).json, path);
  }
});

test('the newest page counts what is active or needs follow-up however old it is, and older runs can be paged to', async () => {
  const seeded = (await olivia.contract(runCollection, '/admin/operations?before=4')).items.map(({ run_id }) => run_id);
  assert.deepEqual(seeded, [3, 2, 1]);
  const runs = await Promise.all(Array.from({ length: 101 }, () => olivia.start(3, { type: 'inventory_sync', folder: 'reports' })));
  const last = Math.max(...runs);
  await until('they have all ended', async () => (await olivia.contract(runCollection, '/admin/operations?activeTab=active')).items.length === 1, 120);
  const newest = (await olivia.contract(runCollection, '/admin/operations')).items.map(({ run_id }) => run_id!);
  assert.equal(newest[0], last);
  assert.deepEqual(newest.slice(-2), [3, 2], 'a run that needs follow-up, and one that is active; the ended one is not among the newest');

  const older = /id="older" data-live><a href="([^"]+)">/.exec((await olivia.page('/admin/operations')).text)![1]!;
  const { items } = await olivia.contract(runCollection, older);
  assert.deepEqual(items.map(({ run_id }) => run_id).slice(-3), [3, 2, 1]);
  const first = items[0]!.run_id!;
  assert(newest.includes(first + 1) && !newest.includes(first), 'the pages meet');
});
