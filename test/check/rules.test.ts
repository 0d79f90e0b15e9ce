/** Each rule against a backend that breaks it: only that rule reports the breach, with its place and a fix. And a backend without a breach. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, type CheckOptions, type Report } from '../../src/check/check.ts';
import { RULES } from '../../src/check/rules/index.ts';
import { runs } from '../../mocks/fixtures/runs.ts';
import { activeStates } from '../../mocks/fixtures/active-states.ts';
import { COOKIE, FORBIDDEN_RUN, FORBIDDEN_TENANT, startBackend, TENANT, type Asked, type Breakage, type Reply, type World } from './backend.ts';

const OPTIONS: Omit<CheckOptions, 'base'> = {
  tenant: TENANT,
  workspace: null,
  runs: [],
  headers: [['Cookie', COOKIE]],
  forbiddenRun: FORBIDDEN_RUN,
  forbiddenTenant: FORBIDDEN_TENANT,
  timeout: 15_000,
};

async function checked(breakage: Breakage, options: Partial<CheckOptions> = {}, now?: () => number): Promise<Report> {
  const backend = await startBackend(breakage);
  try {
    return await check({ ...OPTIONS, base: backend.address, ...options }, now);
  } finally {
    await backend.stop();
  }
}

const findingsOf = ({ rules }: Report) => rules.flatMap(({ findings }) => findings);
const outcomeOf = ({ rules }: Report, id: string) => rules.find((rule) => rule.id === id)!;

const stale = runs.staleRunning.run_id;
const fresh = runs.freshDeterminate.run_id;
const succeeded = runs.succeeded.run_id;

const stateOf = (world: World, run: number) => world.items.find(({ run_id }) => run_id === run)!.active_state;
const inPayload = (payload: { items: World['items'] }, run: number) => payload.items.find(({ run_id }) => run_id === run)!;
const keep = (world: World, kept: (item: World['items'][number]) => boolean): void => {
  world.items = world.items.filter(kept);
  world.records = world.records.filter(({ id }) => world.items.some(({ run_id }) => run_id === id));
};
const setText = (world: World, text: string): void => {
  stateOf(world, stale).guidance = text;
};
const json = (reply: Reply, status: number, body: unknown): void => {
  reply.status = status;
  reply.body = JSON.stringify(body);
};

interface Case extends Breakage {
  readonly name: string;
  /** The only rule that may report it. */
  readonly rule: string;
  readonly severity?: 'warning';
  /** The reported place: the end of the URL, and the JSON path. */
  readonly at: RegExp;
  readonly path: string | RegExp;
  readonly fix: RegExp;
  readonly options?: Partial<CheckOptions>;
  /** The milliseconds that an answer takes on the test's clock. */
  readonly takes?: (asked: Asked) => number;
}

const CASES: readonly Case[] = [
  { name: 'a route that fails', rule: 'answers', at: /\/dashboard$/, path: '', fix: /log of the server/, reply: (reply, { route, id }) => route === 'dashboard' && id === TENANT && json(reply, 500, {}) },
  {
    name: 'a web page in place of JSON',
    rule: 'answers',
    at: /\/dashboard$/,
    path: '',
    fix: /Answer JSON/,
    reply(reply, { route, id, signedIn }) {
      if (route === 'dashboard' && signedIn && id === TENANT) Object.assign(reply, { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Dashboard</title>' });
    },
  },
  {
    name: 'JSON that is cut off',
    rule: 'answers',
    at: /\/review-pack$/,
    path: '',
    fix: /one JSON value/,
    reply(reply, { route, id, signedIn }) {
      if (route === 'review-pack' && signedIn && id === TENANT) reply.body = reply.body.slice(0, 20);
    },
  },
  {
    name: 'JSON that is called something else',
    rule: 'answers',
    at: /\/progress$/,
    path: '',
    fix: /Content-Type: application\/json/,
    reply(reply, { route, id, signedIn }) {
      if (route === 'overlay' && signedIn && id === TENANT) reply.headers['content-type'] = 'text/plain';
    },
  },
  {
    name: 'a body without an end',
    rule: 'answers',
    at: /\/dashboard$/,
    path: '',
    fix: /fewer runs/,
    reply(reply, { route, id, signedIn }) {
      if (route === 'dashboard' && signedIn && id === TENANT) reply.body = `${' '.repeat(2 * 1024 * 1024)}${reply.body}`;
    },
  },
  {
    name: 'a redirect to another origin',
    rule: 'answers',
    at: /\/dashboard$/,
    path: '',
    fix: /Answer it here/,
    reply(reply, { route, id, signedIn }) {
      if (route === 'dashboard' && signedIn && id === TENANT) Object.assign(reply, { status: 302, headers: { location: 'https://elsewhere.example/' } });
    },
  },
  { name: 'no review pack', rule: 'answers', severity: 'warning', at: /\/review-pack$/, path: '', fix: /op-review-pack-card/, reply: (reply, { route, signedIn }) => route === 'review-pack' && signedIn && json(reply, 404, {}) },
  {
    name: 'a field that is missing',
    rule: 'schema',
    at: /\/dashboard$/,
    path: 'items[1].active_state.problem_class',
    fix: /Send items\[1\].active_state.problem_class as one of none/,
    payload: (payload, { route }) => route === 'dashboard' && delete payload.items[1].active_state.problem_class,
  },
  { name: 'a payload of another shape', rule: 'schema', at: /\/dashboard$/, path: 'items', fix: /Send items as an array/, payload: (payload, { route }) => route === 'dashboard' && (payload.items = {}) },
  { name: 'a value that the contract does not know', rule: 'schema', at: /\/review-pack$/, path: 'generation_state', fix: /Send generation_state as one of/, payload: (payload, { route }) => route === 'review-pack' && (payload.generation_state = 'shredding') },
  { name: 'another tenant than was asked for', rule: 'schema', at: /\/progress$/, path: 'tenant_id', fix: /tenant_id 7/, payload: (payload, { route }) => route === 'overlay' && (payload.tenant_id = 8) },
  { name: 'a link that would do more than navigate', rule: 'schema', at: /./, path: /^items\[\d\]\.detail_url$/, fix: /Send detail_url as an http or https URL/, world: (world) => (world.items.find(({ run_id }) => run_id === fresh)!.detail_url = 'javascript:alert(1)') },
  { name: 'a field too many', rule: 'schema', severity: 'warning', at: /\/dashboard$/, path: 'items[0].retry_url', fix: /Leave the field out/, payload: (payload, { route }) => route === 'dashboard' && (payload.items[0].retry_url = '/retry') },
  { name: 'a fresh run that is not shown as progress', rule: 'truth-table', at: /./, path: /active_state\.show_in_active_progress$/, fix: /Send show_in_active_progress true/, world: (world) => (stateOf(world, fresh).show_in_active_progress = false) },
  { name: 'a stale run without its problem class', rule: 'truth-table', at: /\/progress$/, path: 'items[0].active_state.problem_class', fix: /Send problem_class active_stale_attention/, payload: (payload, { route }) => route === 'overlay' && (inPayload(payload, stale).active_state.problem_class = 'none') },
  {
    name: 'a record that contradicts itself',
    rule: 'truth-table',
    at: /\/api\/admin\/operations/,
    path: /freshness_state$/,
    fix: /reconciled_failed needs status completed and reconciled true/,
    world: (world) => (world.records.find(({ freshness_state }) => freshness_state === 'reconciled_failed')!.reconciled = false),
  },
  {
    name: 'visible active runs that are not there',
    rule: 'truth-table',
    at: /\/progress$/,
    path: 'has_visible_active_runs',
    fix: /Send false/,
    world: (world) => keep(world, ({ active_state }) => !active_state.is_currently_active),
    payload: (payload, { route }) => route === 'overlay' && (payload.has_visible_active_runs = true),
  },
  { name: 'a run that has ended and is polled', rule: 'terminal-not-polled', at: /./, path: /active_state\.keep_active_polling$/, fix: /Send keep_active_polling false/, world: (world) => (stateOf(world, succeeded).keep_active_polling = true) },
  { name: 'a run that has ended and is shown as progress', rule: 'terminal-not-polled', at: /./, path: /active_state\.show_in_active_progress$/, fix: /Send show_in_active_progress false/, world: (world) => (stateOf(world, succeeded).show_in_active_progress = true) },
  {
    name: 'an overlay that polls for nothing',
    rule: 'terminal-not-polled',
    at: /\/progress$/,
    path: 'poll_interval',
    fix: /poll_interval null/,
    world: (world) => keep(world, ({ active_state }) => !active_state.is_currently_active),
    payload: (payload, { route }) => route === 'overlay' && (payload.poll_interval = '10s'),
  },
  { name: 'a review pack that is ready and polls', rule: 'terminal-not-polled', at: /\/review-pack$/, path: 'keep_active_polling', fix: /Send keep_active_polling false/, world: (world) => (world.pack = { ...world.pack, keep_active_polling: true }) },
  { name: 'a stale run that is not polled', rule: 'stale-stays', at: /./, path: /active_state\.keep_active_polling$/, fix: /Send keep_active_polling true/, world: (world) => (stateOf(world, stale).keep_active_polling = false) },
  { name: 'a stale run that is hidden', rule: 'stale-stays', at: /./, path: /active_state\.show_in_active_progress$/, fix: /Send show_in_active_progress true/, world: (world) => (stateOf(world, stale).show_in_active_progress = false) },
  {
    name: 'an overlay without the stale run',
    rule: 'stale-stays',
    at: /\/progress$/,
    path: 'items',
    fix: /Keep likely stale runs/,
    payload: (payload, { route }) => route === 'overlay' && (payload.items = payload.items.filter(({ run_id }: { run_id: number }) => run_id !== stale)),
  },
  { name: 'an overlay that says that nothing is visible', rule: 'stale-stays', at: /\/progress$/, path: 'has_visible_active_runs', fix: /Send true/, payload: (payload, { route }) => route === 'overlay' && (payload.has_visible_active_runs = false) },
  { name: 'an overlay that stops beside a stale run', rule: 'stale-stays', severity: 'warning', at: /\/progress$/, path: 'poll_interval', fix: /Send "10s"/, payload: (payload, { route }) => route === 'overlay' && (payload.poll_interval = null) },
  { name: 'an unknown run that is polled', rule: 'unknown-not-polled', at: /./, path: /active_state\.keep_active_polling$/, fix: /Send keep_active_polling false/, world: (world) => (stateOf(world, runs.unknownActive.run_id).keep_active_polling = true) },
  {
    name: 'an overlay that polls for an unknown run',
    rule: 'unknown-not-polled',
    at: /\/progress$/,
    path: 'poll_interval',
    fix: /poll_interval null/,
    world: (world) => keep(world, ({ run_id }) => run_id === runs.unknownActive.run_id),
    payload: (payload, { route }) => route === 'overlay' && (payload.poll_interval = '10s'),
  },
  { name: 'a calm sentence beside a stale run', rule: 'calm-copy', at: /./, path: /active_state\.guidance$/, fix: /Send null/, world: (world) => setText(world, 'No action needed yet.') },
  { name: 'a German calm sentence', rule: 'calm-copy', at: /./, path: /active_state\.guidance$/, fix: /Send null/, world: (world) => setText(world, 'Wartet auf einen Worker.') },
  { name: 'a stale run that is labelled running', rule: 'calm-copy', at: /./, path: /active_state\.compact_label$/, fix: /Send null/, world: (world) => (stateOf(world, stale).compact_label = 'Running') },
  { name: 'a calm record', rule: 'calm-copy', at: /\/api\/admin\/operations/, path: /operator_message$/, fix: /Send null/, world: (world) => (world.records.find(({ id }) => id === stale)!.operator_message = 'Waiting for worker.') },
  { name: 'a fresh run that is said to be stale', rule: 'calm-copy', severity: 'warning', at: /./, path: /active_state\.guidance$/, fix: /their own words/, world: (world) => (stateOf(world, fresh).guidance = 'Likely stale. Review worker health.') },
  { name: 'a review pack that is ready and still waits', rule: 'calm-copy', severity: 'warning', at: /\/review-pack$/, path: 'message', fix: /their own words/, world: (world) => (world.pack = { ...world.pack, message: 'Waiting for worker.' }) },
  {
    name: 'a detail that tells another state than the lists',
    rule: 'agreement',
    at: new RegExp(`/operations(/progress)?$|/dashboard$|/api/admin/operations`),
    path: /active_state$|freshness_state$/,
    fix: /one projection of the same row/,
    payload: (payload, { route, id }) => route === 'detail' && id === fresh && (payload.active_state = activeStates.terminal),
  },
  { name: 'a record that tells another state', rule: 'agreement', at: new RegExp(`/api/admin/operations/${succeeded}$`), path: 'freshness_state', fix: /same row/, payload: (payload, { route, id }) => route === 'lifecycle-detail' && id === succeeded && Object.assign(payload, { freshness_state: 'fresh_active', status: 'running' }) },
  { name: 'a prefilter that lets another tenant through', rule: 'filters', at: /tenant=7$/, path: /items\[\d+\]\.tenant_id/, fix: /tenant 7 only/, payload: (payload, { route, query }) => route === 'collection' && query.size === 1 && payload.items.push({ ...runs.freshRunning, tenant_id: 8 }) },
  { name: 'a prefilter that loses a run', rule: 'filters', at: /tenant=7$/, path: 'items', fix: /every run of the tenant/, payload: (payload, { route, query }) => route === 'collection' && query.size === 1 && payload.items.pop() },
  { name: 'a prefilter that changes the meaning of a run', rule: 'filters', at: /tenant=7$/, path: /items\[\d+\]\.active_state/, fix: /before the list is narrowed/, payload: (payload, { route, query }) => route === 'collection' && query.size === 1 && (inPayload(payload, fresh).active_state = { ...activeStates.terminal }) },
  { name: 'an active tab with a run that has ended', rule: 'filters', at: /activeTab=active$/, path: /items\[\d+\]\.active_state/, fix: /is_currently_active true only/, payload: (payload, { route, query }) => route === 'collection' && query.has('activeTab') && payload.items.push(runs.succeeded) },
  { name: 'a problem class with a run of another one', rule: 'filters', at: /problemClass=active_stale_attention$/, path: /items\[\d+\]\.active_state\.problem_class/, fix: /problem_class active_stale_attention only/, payload: (payload, { route, query }) => route === 'collection' && query.get('problemClass') === 'active_stale_attention' && payload.items.push(runs.freshDeterminate) },
  { name: 'data without a session', rule: 'sign-in', at: /\/dashboard$/, path: '', fix: /Ask for a session/, reply: (reply, { route, signedIn }) => route === 'dashboard' && !signedIn && json(reply, 200, { tenant_id: 7, items: [] }) },
  { name: 'not found without a session', rule: 'sign-in', at: /\/progress$/, path: '', fix: /Answer 401/, reply: (reply, { route, signedIn }) => route === 'overlay' && !signedIn && json(reply, 404, {}) },
  { name: 'forbidden without a session', rule: 'sign-in', at: /\/api\/admin\/operations\?/, path: '', fix: /Answer 401/, reply: (reply, { route, signedIn }) => route === 'lifecycle-list' && !signedIn && json(reply, 403, {}) },
  { name: 'a run that is looked up before the session', rule: 'sign-in', at: /\/operations\/1999999991$/, path: '', fix: /before the run is looked up/, reply: (reply, { route, id, signedIn }) => route === 'detail' && !signedIn && id === 1_999_999_991 && json(reply, 404, {}) },
  { name: 'forbidden for what does not exist', rule: 'not-found', at: /\/dashboard$/, path: '', fix: /Answer 404/, reply: (reply, asked) => asked.route === 'dashboard' && asked.signedIn && asked.id !== TENANT && json(reply, 403, { message: 'No.' }) },
  { name: 'an empty overlay for a tenant that does not exist', rule: 'not-found', at: /\/progress$/, path: '', fix: /Answer 404/, reply: (reply, asked) => asked.route === 'overlay' && asked.signedIn && asked.id !== TENANT && json(reply, 200, { message: 'Nothing.' }) },
  { name: 'forbidden for what the caller may not know of', rule: 'denied-as-missing', at: new RegExp(`/admin/operations/${FORBIDDEN_RUN}$`), path: '', fix: /same code/, reply: (reply, { route, id, signedIn }) => route === 'detail' && signedIn && id === FORBIDDEN_RUN && json(reply, 403, { message: 'Not found.', trace: 1 }) },
  { name: 'another message for what the caller may not know of', rule: 'denied-as-missing', at: /\/t\/9\/dashboard$/, path: 'message', fix: /same code/, reply: (reply, { route, id, signedIn }) => route === 'dashboard' && signedIn && id === FORBIDDEN_TENANT && json(reply, 404, { message: 'This tenant is not yours.', trace: 1 }) },
  { name: 'another shape for what the caller may not know of', rule: 'denied-as-missing', at: /\/api\/admin\/operations\/4999$/, path: 'code', fix: /same code/, reply: (reply, { route, id, signedIn }) => route === 'lifecycle-detail' && signedIn && id === FORBIDDEN_RUN && json(reply, 404, { code: 'denied', message: 'Not found.', trace: 1 }) },
  {
    name: 'another content type for what the caller may not know of',
    rule: 'denied-as-missing',
    at: /tenant=9$/,
    path: '',
    fix: /same code/,
    reply(reply, { route, query, signedIn }) {
      if (route === 'collection' && signedIn && query.get('tenant') === String(FORBIDDEN_TENANT)) reply.headers['content-type'] = 'application/problem+json';
    },
  },
  {
    name: 'an ETag that is not heard',
    rule: 'etag',
    at: /\/dashboard$/,
    path: '',
    fix: /Answer 304/,
    reply(reply, { route, ifNoneMatch }) {
      if (route === 'dashboard' && ifNoneMatch && reply.status === 304) json(reply, 200, { tenant_id: 7, items: [] });
    },
  },
  {
    name: 'a 304 with a body',
    rule: 'etag',
    at: /\/dashboard$/,
    path: '',
    fix: /Send no body/,
    reply(reply, { route }) {
      if (route === 'dashboard' && reply.status === 304) reply.body = '{"tenant_id":7,"items":[]}';
    },
  },
  {
    name: '304 to whatever comes',
    rule: 'etag',
    at: /\/dashboard$/,
    path: '',
    fix: /holds the ETag/,
    reply(reply, { route, ifNoneMatch }) {
      if (route === 'dashboard' && ifNoneMatch) Object.assign(reply, { status: 304, body: '' });
    },
  },
  {
    name: 'an ETag per request',
    rule: 'etag',
    at: /\/dashboard$/,
    path: '',
    fix: /Make the ETag of the body/,
    reply(reply, { route, count }) {
      if (route === 'dashboard' && reply.status === 200) reply.headers['etag'] = `"${count}"`;
    },
  },
  { name: 'no ETag', rule: 'etag', severity: 'warning', at: /\/dashboard$/, path: '', fix: /Send an ETag/, reply: (reply, { route }) => route === 'dashboard' && delete reply.headers['etag'] },
  { name: 'an answer slower than the interval', rule: 'time', at: /\/dashboard$/, path: '', fix: /quicker/, takes: ({ route }) => (route === 'dashboard' ? 10_500 : 0) },
  { name: 'an answer slower than half of the interval', rule: 'time', severity: 'warning', at: /\/dashboard$/, path: '', fix: /quicker/, takes: ({ route }) => (route === 'dashboard' ? 5_500 : 0) },
  { name: 'a server that hangs', rule: 'time', at: /\/dashboard$/, path: '', fix: /quicker/, options: { timeout: 400 }, hangs: ({ route, id, signedIn }) => route === 'dashboard' && signedIn && id === TENANT },
  {
    name: 'a shared cache that may keep it',
    rule: 'cache',
    at: /\/dashboard$/,
    path: '',
    fix: /private, no-cache/,
    reply(reply, { route, signedIn }) {
      if (route === 'dashboard' && signedIn) reply.headers['cache-control'] = 'public, max-age=10';
    },
  },
  {
    name: 'a shared cache that may keep it longer',
    rule: 'cache',
    at: /\/dashboard$/,
    path: '',
    fix: /private, no-cache/,
    reply(reply, { route, signedIn }) {
      if (route === 'dashboard' && signedIn) reply.headers['cache-control'] = 'max-age=0, s-maxage=10';
    },
  },
  { name: 'no word on caching', rule: 'cache', severity: 'warning', at: /\/dashboard$/, path: '', fix: /private, no-cache/, reply: (reply, { route, signedIn, id }) => route === 'dashboard' && signedIn && id === TENANT && delete reply.headers['cache-control'] },
];

describe('a backend that breaks one rule: that rule tells it, and no other', () => {
  for (const { name, rule, severity = 'violation', at, path, fix, options, takes, ...breakage } of CASES) {
    test(`${rule}: ${name}`, async () => {
      let late = 0;
      const hangs = (asked: Asked) => {
        late += takes?.(asked) ?? 0;
        return breakage.hangs?.(asked) ?? false;
      };
      const report = await checked({ ...breakage, hangs }, options, () => performance.now() + late);
      const findings = findingsOf(report);
      assert(findings.length > 0, 'it is told');
      assert.deepEqual([...new Set(findings.map((finding) => `${finding.rule} ${finding.severity}`))], [`${rule} ${severity}`], JSON.stringify(findings, null, 1));
      assert.equal(outcomeOf(report, rule).outcome, severity);
      for (const finding of findings) {
        assert.match(finding.url, at);
        if (typeof path === 'string') assert.equal(finding.path, path);
        else assert.match(finding.path, path);
        assert.match(finding.fix, fix);
        assert.match(finding.problem, /^\S[^\n]*\.$/);
        assert.doesNotMatch(finding.fix, /\n/);
      }
    });
  }

  test('every rule is broken by a case', () => {
    assert.deepEqual(RULES.map(({ id }) => id).filter((id) => !CASES.some(({ rule, severity }) => rule === id && severity === undefined)), []);
  });
});

describe('a backend that keeps every rule', () => {
  for (const workspace of [null, '3']) {
    test(`is clean${workspace === null ? '' : ', within a workspace'}: every rule was checked, and none is broken`, async () => {
      const report = await checked({}, { workspace });
      assert.deepEqual(findingsOf(report), []);
      assert.deepEqual(report.rules.filter(({ outcome }) => outcome !== 'ok'), []);
    });
  }

  test('is asked by nothing but GET, for the run that was named', async () => {
    const backend = await startBackend();
    const report = await check({ ...OPTIONS, base: backend.address, runs: [succeeded] });
    assert.equal(report.violations, 0);
    assert.equal(backend.writes, 0);
    assert.equal(report.requests, backend.asked.length);
    const details = backend.asked.filter(({ route, id, signedIn }) => route === 'detail' && signedIn && id! < 1_000_000 && id !== FORBIDDEN_RUN);
    assert.deepEqual([...new Set(details.map(({ id }) => id))], [succeeded]);
    await backend.stop();
  });

  test('may move a run between two requests: nobody disagrees', async () => {
    let moved = false;
    const report = await checked({
      world(world, { route, id }) {
        moved ||= route === 'detail' && id === fresh;
        if (!moved) return;
        const index = world.items.findIndex(({ run_id }) => run_id === fresh);
        world.items[index] = { ...world.items[index]!, active_state: { ...activeStates.terminal } };
        world.records = world.records.filter(({ id }) => id !== fresh);
      },
    });
    assert.deepEqual(findingsOf(report), []);
  });

  test('may answer a session that ended with its login page', async () => {
    const report = await checked({
      reply(reply, { signedIn }) {
        if (!signedIn) Object.assign(reply, { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' });
      },
    });
    assert.deepEqual(findingsOf(report), []);
  });
});

describe('a backend that limits its clients', () => {
  const limits = (every: number, headers: Record<string, string>): Breakage => ({
    reply(reply, { count }) {
      if (count % every === every - 1) Object.assign(reply, { status: 429, headers: { 'content-type': 'application/json', ...headers }, body: '{}' });
    },
  });

  test('is asked again when it says, and is clean', async () => {
    const report = await checked(limits(4, { 'retry-after': '0' }));
    assert.deepEqual(findingsOf(report), []);
    assert.deepEqual(findingsOf(await checked(limits(4, { 'retry-after': 'Mon, 02 Mar 2026 09:14:05 GMT', date: 'Mon, 02 Mar 2026 09:14:05 GMT' }))), []);
  });

  test('is not waited for when it does not say, or says too long', async () => {
    for (const headers of [{}, { 'retry-after': '3600' }] as Record<string, string>[]) {
      const findings = findingsOf(await checked(limits(7, headers)));
      assert(findings.some(({ rule, problem }) => rule === 'answers' && problem === 'It answers 429.'), JSON.stringify(findings));
    }
  });
});

describe('what could not be tried is told as not checked', () => {
  const reasonOf = (report: Report, id: string) => {
    const { outcome, reason } = outcomeOf(report, id);
    assert.equal(outcome, 'not-checked', id);
    return reason;
  };

  test('without headers and without forbidden ids', async () => {
    const report = await checked({ open: true }, { headers: [], forbiddenRun: null, forbiddenTenant: null });
    assert.match(reasonOf(report, 'sign-in')!, /no --header/);
    assert.match(reasonOf(report, 'denied-as-missing')!, /--forbidden-run/);
    assert.deepEqual(findingsOf(report), []);
  });

  test('without a run in that state', async () => {
    const report = await checked({
      world(world) {
        keep(world, ({ run_id }) => run_id === fresh);
        world.pack = { tenant_id: TENANT, generation_state: 'queued', keep_active_polling: true };
      },
    });
    assert.match(reasonOf(report, 'stale-stays')!, /no likely stale run/);
    assert.match(reasonOf(report, 'calm-copy')!, /no likely stale run/);
    assert.match(reasonOf(report, 'unknown-not-polled')!, /no run in an unknown state/);
    assert.match(reasonOf(report, 'terminal-not-polled')!, /no run that has ended/);
  });

  test('where the payloads never stay the same for two requests', async () => {
    const report = await checked({ payload: (payload, { count }) => (payload.message = payload.top_summary = `${count}`) });
    assert.match(reasonOf(report, 'etag')!, /changed with each request/);
  });
});
