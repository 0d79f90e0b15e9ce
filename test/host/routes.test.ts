/** The host's routes: access, and answers to operators without it and to invalid requests. */
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lifecycleDetail, lifecycleList, progressOverlay, reviewPack, runCollection, runDetail, tenantActivity } from 'op-run-elements/contract';
import { catalogueFor } from 'op-run-elements/projection';
import { clientOf, startHost, temporaryFolder, until, type Answer, type Client, type TestHost } from './host.ts';

let host: TestHost;
let olivia: Client;
let requestLog: string;
let syncRun: number;

before(async () => {
  const folder = temporaryFolder();
  const files = join(folder, 'files');
  mkdirSync(join(files, 'reports'), { recursive: true });
  writeFileSync(join(files, 'reports', 'q1.txt'), 'first quarter');
  writeFileSync(join(folder, 'secret.txt'), 'outside of the root');
  symlinkSync(folder, join(files, 'way-out'));
  symlinkSync(join(folder, 'secret.txt'), join(files, 'reports', 'linked.txt'));
  requestLog = join(folder, 'requests.jsonl');
  host = await startHost({ OP_HOST_DATA: join(folder, 'data'), OP_HOST_FILES: files, OP_HOST_REQUEST_LOG: requestLog });
  olivia = await host.signIn('olivia');
  syncRun = await olivia.start(1, { type: 'inventory_sync', folder: 'reports' });
  await until('the sync ends', async () => (await olivia.get(`/api/admin/operations/${syncRun}`)).json.status === 'completed');
});
after(() => host.stop());

const sentence = /^[A-Z][^\n]*\.$/;

function assertSentence(answer: Answer, status: number, what: string): void {
  assert.equal(answer.status, status, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  const text = answer.json ? answer.json.message : answer.text;
  if (answer.json) assert.match(text, sentence, what);
  assert.doesNotMatch(text, /\bat \S+ \(|node_modules|Error:/, what);
}

test('nobody signed in: JSON gets 401 with one sentence, a browser the sign-in page and back', async () => {
  const nobody = clientOf(host.address, '');
  for (const path of ['/admin/t/1/dashboard', '/admin/t/1/operations/progress', '/admin/operations', '/admin/operations/1', '/api/admin/operations', '/no/such/page']) {
    const answer = await nobody.get(path);
    assert.equal(answer.status, 401, path);
    assert.deepEqual(answer.json, { message: 'Sign in to continue.' });
  }
  const page = await nobody.page('/admin/operations?tenant=1');
  assert.equal(page.status, 303);
  assert.equal(page.headers.get('location'), '/sign-in?next=%2Fadmin%2Foperations%3Ftenant%3D1');
  const wrong = await nobody.post('/sign-in', { login: 'olivia', password: 'nope' });
  assertSentence(wrong, 401, 'wrong password');
  const signedIn = await nobody.post('/sign-in', { login: 'olivia', password: 'operator', next: '//elsewhere.example/' }, { accept: 'text/html' });
  assert.equal(signedIn.headers.get('location'), '/');
  assert.match(signedIn.headers.get('set-cookie')!, /HttpOnly; SameSite=Lax/);
});

test('signing out ends the session', async () => {
  const vera = await host.signIn('vera');
  assert.equal((await vera.get('/admin/operations')).status, 200);
  await vera.post('/sign-out', {});
  assert.equal((await vera.get('/admin/operations')).status, 401);
});

test('a member without the capability gets 403; who is not entitled gets what nobody gets: the same bytes as for nothing', async () => {
  const milo = await host.signIn('milo');
  for (const path of ['/admin/t/1/dashboard', '/admin/t/1/operations/progress', '/admin/t/1/review-pack', '/admin/operations', '/admin/workspaces/1', '/admin/workspaces/1/operations', `/admin/operations/${syncRun}`, `/api/admin/operations/${syncRun}`]) {
    assertSentence(await milo.get(path), 403, path);
    assert.equal((await milo.page(path)).status, 403, path);
  }
  const wanda = await host.signIn('wanda');
  for (const [denied, missing] of [
    ['/admin/t/1/dashboard', '/admin/t/98/dashboard'],
    ['/admin/t/1/operations/progress', '/admin/t/98/operations/progress'],
    ['/admin/t/1/review-pack', '/admin/t/98/review-pack'],
    ['/admin/workspaces/1', '/admin/workspaces/98'],
    ['/admin/workspaces/1/operations', '/admin/workspaces/98/operations'],
    [`/admin/operations/${syncRun}`, '/admin/operations/9998'],
    [`/admin/workspaces/2/operations/${syncRun}`, '/admin/workspaces/2/operations/9998'],
    [`/api/admin/operations/${syncRun}`, '/api/admin/operations/9998'],
    ['/admin/operations?tenant=1', '/admin/operations?tenant=98'],
    ['/api/admin/operations?tenant_id=1', '/api/admin/operations?tenant_id=98'],
    ['/admin/t/1/exports/1', '/admin/t/98/exports/1'],
  ] as const) {
    for (const ask of [wanda.get, wanda.page]) {
      const [one, other] = [await ask(denied), await ask(missing)];
      assert.equal(one.status, 404, denied);
      assert.equal(one.text, other.text, denied);
    }
    assertSentence(await wanda.get(denied), 404, denied);
  }
  const vera = await host.signIn('vera');
  assertSentence(await vera.post('/admin/t/1/operations', { type: 'inventory_sync', folder: 'reports' }), 403, 'starting without the capability');
  assertSentence(await vera.post('/admin/worker', { action: 'kill' }), 403, 'killing without the capability');
  assert.equal((await vera.get('/admin/t/2/dashboard')).status, 404, 'another tenant of the same workspace');
  assert.deepEqual((await vera.get('/admin/operations')).json.items.filter((item: { tenant_id: number }) => item.tenant_id !== 1), []);
});

test('bad input gets a 4xx with one sentence, as JSON and as a page', async () => {
  const ids = ['abc', '0', '-1', '1.5', '99999999999999999999', '2147483648', '%00', '1%27', '..%2f..'];
  const paths = ids.flatMap((id) => [
    `/admin/t/${id}/dashboard`,
    `/admin/t/${id}/operations/progress`,
    `/admin/t/${id}/review-pack`,
    `/admin/workspaces/${id}`,
    `/admin/operations/${id}`,
    `/admin/workspaces/${id}/operations`,
    `/admin/workspaces/1/operations/${id}`,
    `/api/admin/operations/${id}`,
    `/admin/t/1/exports/${id}`,
  ]);
  for (const path of [...paths, '/nothing/here', '/admin', '/assets/../src/start.ts']) {
    assertSentence(await olivia.get(path), 404, path);
    assert.equal((await olivia.page(path)).status, 404, path);
  }
  for (const path of [
    '/admin/operations?tenant=abc',
    '/admin/operations?tenant=1&tenant=2',
    '/admin/operations?activeTab=ended',
    '/admin/operations?problemClass=nonsense',
    '/admin/operations?before=-5',
    '/api/admin/operations?status=nonsense',
    '/api/admin/operations?outcome=nonsense',
    '/api/admin/operations?freshness_state=unknown',
    '/api/admin/operations?reconciled=perhaps',
    '/api/admin/operations?tenant_id=x',
    '/api/admin/operations?type=%00',
    '/admin/%zz',
  ]) {
    assertSentence(await olivia.get(path), 400, path);
    assert.equal((await olivia.page(path)).status, 400, path);
  }
  const start = '/admin/t/1/operations';
  for (const [fields, what] of [
    [{}, 'no type'],
    [{ type: 'constructor' }, 'no such type'],
    [{ type: 'inventory_sync' }, 'no folder'],
    [{ type: 'inventory_sync', folder: 'no-such-folder' }, 'no such folder'],
    [{ type: 'inventory_sync', folder: 'reports/q1.txt' }, 'a file'],
    [{ type: 'inventory_sync', folder: 'a\0b' }, 'a NUL'],
    [{ type: 'inventory_sync', folder: 'x'.repeat(5000) }, 'too long'],
    [{ type: 'inventory_sync', folder: 'reports', pace: '-1' }, 'a negative pace'],
    [{ type: 'inventory_sync', folder: 'reports', pace: '99999' }, 'a pace too slow'],
    [{ type: 'baseline_compare', baseline: '1' }, 'half a comparison'],
    [{ type: 'baseline_compare', baseline: '1', current: '1' }, 'one inventory twice'],
    [{ type: 'evidence_export', inventory: '77' }, 'no such inventory'],
    [{ type: 'evidence_export', inventory: '99999999999999999999' }, 'no possible inventory'],
  ] as const) {
    assertSentence(await olivia.post(start, fields), 400, what);
    assert.equal((await olivia.post(start, fields, { accept: 'text/html' })).status, 400, what);
  }
  assertSentence(await olivia.post('/language', { lang: 'xx' }), 400, 'no such language');
  assertSentence(await olivia.post('/admin/worker', { action: 'dance' }), 400, 'no such action');
  assertSentence(await olivia.post('/admin/worker', { action: 'x'.repeat(100_000) }), 413, 'a body too large');
});

test('bodies that are no form and no JSON are refused', async () => {
  assertSentence(await olivia.post('/admin/worker', {}, { 'content-type': 'text/xml' }), 415, 'XML');
  const raw = async (body: string) => {
    const response = await fetch(`${host.address}/sign-in`, { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' }, body });
    return { status: response.status, message: ((await response.json()) as { message: string }).message };
  };
  for (const body of ['{', '', '[]', '"text"', 'null', '{"login":{"$ne":1}}']) {
    const { status, message } = await raw(body);
    assert.equal(status, 400, body);
    assert.match(message, sentence, body);
  }
});

test('the folder cannot leave the files root, by no spelling and through no link', async () => {
  for (const folder of ['..', '../', 'reports/../..', '/', '/etc', 'way-out', 'way-out/data', './../files/../..']) {
    assertSentence(await olivia.post('/admin/t/1/operations', { type: 'inventory_sync', folder }), 400, folder);
  }
  const { summary_counts: counts } = (await olivia.get(`/api/admin/operations/${syncRun}`)).json;
  assert.deepEqual(counts, { files: 1, bytes: 13, unreadable: 0 }, 'the linked file is not part of the inventory');
});

test('a request of another site is refused', async () => {
  const fields = { type: 'inventory_sync', folder: 'reports' };
  assertSentence(await olivia.post('/admin/t/1/operations', fields, { origin: 'https://elsewhere.example' }), 403, 'foreign origin');
  assertSentence(await olivia.post('/admin/t/1/operations', fields, { origin: 'null' }), 403, 'opaque origin');
  assertSentence(await olivia.post('/admin/t/1/operations', fields, { 'sec-fetch-site': 'cross-site' }), 403, 'cross-site');
  assert.equal((await olivia.post('/admin/t/1/operations', fields, { origin: host.address, accept: 'text/html' })).status, 303);
});

test('one route, two answers: the payload for JSON, a page under a strict policy for a browser', async () => {
  for (const [path, contract] of [
    ['/admin/t/1/dashboard', tenantActivity],
    ['/admin/operations', runCollection],
    ['/admin/workspaces/1/operations', runCollection],
    [`/admin/operations/${syncRun}`, runDetail],
    [`/admin/workspaces/1/operations/${syncRun}`, runDetail],
  ] as const) {
    await olivia.contract<unknown>(contract, path);
    const page = await olivia.page(path);
    assert.equal(page.status, 200, path);
    assert.match(page.headers.get('content-type')!, /^text\/html/);
    assert.match(page.headers.get('vary')!, /Accept/);
    assert.match(page.headers.get('content-security-policy')!, /^default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.doesNotMatch(page.text, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|application\/json))/, path);
    assert.match(page.text, /<op-progress-overlay tenant-id="1" /, path);
  }
  await olivia.contract(progressOverlay, '/admin/t/1/operations/progress');
  await olivia.contract(reviewPack, '/admin/t/1/review-pack');
  await olivia.contract(lifecycleList, '/api/admin/operations');
  await olivia.contract(lifecycleDetail, `/api/admin/operations/${syncRun}`);
  for (const asset of ['host.css', 'host.js', 'icon.svg', 'op-run-elements.js']) assert.equal((await olivia.get(`/assets/${asset}`)).status, 200, asset);
});

test('a browser that chose German gets German: pages, sentences and payloads; every other browser stays as it is', async () => {
  const chosen = await olivia.post('/language', { lang: 'de' }, { accept: 'text/html', referer: `${host.address}/admin/operations?tenant=1` });
  assert.deepEqual([chosen.status, chosen.headers.get('location')], [303, '/admin/operations?tenant=1']);
  const cookie = chosen.headers.get('set-cookie')!;
  assert.match(cookie, /^op_host_lang=de; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  const german = clientOf(host.address, `${olivia.cookie}; ${cookie.split(';')[0]}`);
  assert.match((await german.page('/admin/t/1/dashboard')).text, /<html lang="de">[\s\S]*Vorgang starten/);
  assert.deepEqual((await german.get('/admin/operations/99999')).json, { message: 'Nicht gefunden.' });
  const detail = await german.contract(runDetail, `/admin/operations/${syncRun}`);
  assert.deepEqual([detail.operation_label, detail.active_state.compact_label], ['Inventur', catalogueFor('de').outcome.succeeded]);
  assert.match((await clientOf(host.address, 'op_host_lang=de').page('/sign-in')).text, /<html lang="de">[\s\S]*Anmelden/);
  assert.match((await clientOf(host.address, 'op_host_lang=xx').page('/sign-in')).text, /<html lang="en">/);
  assert.equal((await olivia.contract(runDetail, `/admin/operations/${syncRun}`)).operation_label, 'Inventory sync');
  for (const referer of ['https://elsewhere.example/admin', 'nonsense', `${host.address}//elsewhere.example/`]) {
    assert.equal((await olivia.post('/language', { lang: 'en' }, { accept: 'text/html', referer })).headers.get('location'), '/', referer);
  }
});

test('each element of a page stands for its operator by one opaque key, and nobody else is answered in that name', async () => {
  const pages = (run: number) => ['/admin/workspaces/1', '/admin/t/1/dashboard', '/admin/operations', '/admin/operations?before=100', `/admin/operations/${run}`];
  const keys = async (client: Client): Promise<Set<string>> => {
    const texts = await Promise.all(pages(syncRun).map(async (path) => (await client.page(path)).text));
    for (const text of texts) assert.equal([...text.matchAll(/<op-[a-z-]+ [^>]*session-key="/g)].length, [...text.matchAll(/<op-/g)].length);
    return new Set(texts.flatMap((text) => [...text.matchAll(/session-key="([^"]*)"/g)].map(([, key]) => key!)));
  };
  const [first, again, other] = await Promise.all([olivia, await host.signIn('olivia'), await host.signIn('vera')].map(keys));
  const [key] = first!;
  assert.match(key!, /^[0-9a-f-]{36}$/);
  assert.deepEqual([first!.size, again, other!.size], [1, first, 1]);
  assert(!other!.has(key!));
  assert.equal((await olivia.get('/admin/operations', { 'session-key': key! })).status, 200);
  const [veras] = other!;
  assertSentence(await olivia.get('/admin/operations', { 'session-key': veras! }), 401, 'a page of another operator');
});

test('what an operator typed is shown as text', async () => {
  const folder = '<img src=x onerror=alert(1)>';
  mkdirSync(join(requestLog, '..', 'files', folder));
  const run = await olivia.start(2, { type: 'inventory_sync', folder });
  const page = await olivia.page(`/admin/operations/${run}`);
  assert.match(page.text, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.doesNotMatch(page.text, /<img/);
});

test('an unchanged payload answers 304 to its ETag', async () => {
  for (const path of ['/admin/t/1/dashboard', '/admin/t/1/operations/progress', '/admin/t/1/review-pack', '/admin/operations?tenant=1', `/admin/operations/${syncRun}`, `/api/admin/operations/${syncRun}`]) {
    const quiet = await until(`${path} is quiet`, async () => {
      const first = await olivia.get(path);
      const again = await olivia.get(path, { 'if-none-match': first.headers.get('etag')! });
      return again.status === 304 && { first, again };
    });
    assert.equal(quiet.first.headers.get('cache-control'), 'no-cache, private');
    assert.equal(quiet.again.text, '');
    assert.equal((await olivia.get(path, { 'if-none-match': 'W/"other"' })).status, 200);
  }
});

test('the list narrows by tab, tenant and problem class, and keeps the meaning of each run', async () => {
  const items = async (query: string) => (await olivia.contract(runCollection, `/admin/operations${query}`)).items;
  const all = await until('all work is done', async () => {
    const now = await items('');
    return !now.some(({ active_state }) => active_state.freshness_state === 'fresh_active') && now;
  });
  for (const problem of ['none', 'active_stale_attention', 'terminal_follow_up']) {
    assert.deepEqual(await items(`?problemClass=${problem}`), all.filter(({ active_state }) => active_state.problem_class === problem), problem);
  }
  assert.deepEqual((await items('?activeTab=active')).filter(({ active_state }) => !active_state.is_currently_active), []);
  assert.deepEqual((await items('?tenant=2')).filter(({ tenant_id }) => tenant_id !== 2), []);
  assert((await items('?activeTab=active&problemClass=terminal_follow_up')).length > 0, 'a link for follow-up works from any tab');
  const newest = all[0]!.run_id!;
  assert.deepEqual((await items(`?before=${newest}`)).map(({ run_id }) => run_id), all.slice(1).map(({ run_id }) => run_id));
  const list = (await olivia.get('/admin/operations?tenant=2&activeTab=active&problemClass=none')).json;
  assert.deepEqual([list.tenant_filter, list.active_tab, list.problem_class], [2, 'active', 'none']);
});

test('lifecycle records narrow by each filter of the contract, and cover the types with a policy', async () => {
  const records = async (query: string) => (await olivia.contract(lifecycleList, `/api/admin/operations${query}`)).data;
  const all = await records('');
  assert(all.length > 0);
  assert.deepEqual(all.filter(({ type }) => type === 'policy_backup'), []);
  for (const [query, keeps] of [
    ['?status=completed', (record) => record.status === 'completed'],
    ['?outcome=succeeded', (record) => record.outcome === 'succeeded'],
    ['?outcome=blocked', () => false],
    ['?type=inventory_sync', () => true],
    ['?type=policy_backup', () => false],
    ['?tenant_id=1', (record) => record.tenant_id === 1],
    ['?freshness_state=terminal_normal', (record) => record.freshness_state === 'terminal_normal'],
    ['?freshness_state=likely_stale', () => false],
    ['?reconciled=true', () => false],
    ['?reconciled=false', () => true],
  ] as [string, (record: (typeof all)[number]) => boolean][]) {
    await until(query, async () => JSON.stringify(await records(query)) === JSON.stringify((await records('')).filter(keeps)));
  }
  assertSentence(await olivia.get('/api/admin/operations/2'), 404, 'a run of a type without a policy is not covered');
});

test('a type without a policy is unknown: active, not polled, and no claim of staleness', async () => {
  const detail = await olivia.contract(runDetail, '/admin/operations/2');
  assert.equal(detail.active_state.freshness_state, 'unknown');
  assert.equal(detail.active_state.is_currently_active, true);
  assert.equal(detail.active_state.keep_active_polling, false);
  assert.match((await olivia.page('/admin/operations/2')).text, /No lifecycle policy/);
});

test('a run of no tenant is for members of the whole workspace', async () => {
  assert.equal((await olivia.contract(runDetail, '/admin/operations/3')).run_id, 3);
  assert.equal((await (await host.signIn('vera')).get('/admin/operations/3')).status, 404);
  assert.equal((await (await host.signIn('wanda')).get('/admin/operations/3')).status, 404);
});

test('the request log holds one line per request as the server saw it', async () => {
  await olivia.get('/admin/t/1/operations/progress?marker=1');
  await olivia.page('/admin/operations?tenant=1&tenant=2');
  const lines = await until('both lines', async () => {
    const parsed = readFileSync(requestLog, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    return parsed.at(-1).status === 400 && parsed;
  });
  assert.deepEqual(lines.find(({ url }: { url: string }) => url.endsWith('marker=1')), {
    method: 'GET',
    url: '/admin/t/1/operations/progress?marker=1',
    json: true,
    status: 200,
    login: 'olivia',
  });
});

test('a raw request that is hardly HTTP does not bring the host down', async () => {
  await new Promise<void>((resolve) => {
    get(`${host.address}/admin/operations`, { headers: { cookie: 'op_host_session='.padEnd(4000, '%') } }, (response) => response.resume().on('end', resolve)).on('error', () => resolve());
  });
  assert.equal((await olivia.get('/admin/operations')).status, 200);
  assert.equal(host.errors(), '', 'nothing reached the error log');
});
