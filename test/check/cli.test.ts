/** The command as a process, as CI runs it: its output in each form, its exit codes, and that it never prints a secret. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { COOKIE, FORBIDDEN_RUN, FORBIDDEN_TENANT, startBackend, TENANT, type Breakage } from './backend.ts';

const CLI = resolve(import.meta.dirname, '../../src/check/cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'op-run-check-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

async function run(...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, errors };
}

const ALL = ['--tenant', String(TENANT), '--header', `Cookie: ${COOKIE}`, '--forbidden-run', String(FORBIDDEN_RUN), '--forbidden-tenant', String(FORBIDDEN_TENANT)];

async function against(breakage: Breakage, ...args: string[]): Promise<Ran> {
  const backend = await startBackend(breakage);
  try {
    return await run('check', backend.address, ...args);
  } finally {
    await backend.stop();
  }
}

/** Asserts that the output is one sentence, without a stack trace. */
function assertRefused({ code, out, errors }: Ran, sentence: RegExp): void {
  assert.equal(code, 2, `${out}${errors}`);
  assert.match(errors, /^op-run-elements: [^\n]+\.\n$/);
  assert.match(errors, sentence);
}

/** A minimal check of XML: tags open and close, attributes are quoted, entities are known. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml [^?]*\?>\n/, '');
  let last = 0;
  for (const match of body.matchAll(/<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g)) {
    assert.doesNotMatch(body.slice(last, match.index), /[<>]|&(?!(amp|lt|gt|quot);)/);
    last = match.index + match[0].length;
    const [, closes, name, , empty] = match;
    if (closes) assert.equal(open.pop(), name);
    else if (!empty) open.push(name!);
  }
  assert.deepEqual(open, []);
  assert.equal(body.slice(last).trim(), '');
}

describe('what it answers', () => {
  test('0 and a table, for a backend that keeps the contract', async () => {
    const { code, out, errors } = await against({}, ...ALL);
    assert.equal(code, 0, out);
    assert.equal(errors, '');
    assert.match(out, /^ {2}ok +schema +\d+ looked at$/m);
    assert.match(out, /\n0 violations, 0 warnings; \d+ requests in \d+\.\d s\n$/);
  });

  test('0 with warnings, and with rules that were not checked', async () => {
    const { code, out } = await against({ reply: (reply) => delete reply.headers['etag'] }, '--tenant', String(TENANT), '--header', `Cookie: ${COOKIE}`);
    assert.equal(code, 0, out);
    assert.match(out, /^ {2}warning +etag +7 found, 7 looked at$/m);
    assert.match(out, /^ {2}not checked +denied-as-missing +no --forbidden-run and no --forbidden-tenant was given$/m);
    assert.match(out, /\n0 violations, 7 warnings, 1 rule not checked; /);
  });

  test('1, where it stands and what to do, for a violation', async () => {
    const { code, out, errors } = await against({ payload: (payload, { route }) => route === 'overlay' && (payload.items[0].active_state.problem_class = 'none') }, ...ALL);
    assert.equal(code, 1, out);
    assert.equal(errors, '');
    assert.match(out, /^ {2}VIOLATION +truth-table +1 found, \d+ looked at$/m);
    assert.match(
      out,
      /\n {2}✖ \/admin\/t\/7\/operations\/progress › items\[0\]\.active_state\.problem_class\n {4}problem_class is "none" beside freshness_state likely_stale\.\n {4}Fix: Send problem_class active_stale_attention\.\n/,
    );
    assert.match(out, /\n1 violation, 0 warnings; /);
  });

  test('many findings of one rule are cut for a person, and not in JSON', async () => {
    const breakage: Breakage = { payload: (payload) => payload.items?.forEach((item: object) => Object.assign(item, { extra: 1 })) };
    const { out } = await against(breakage, ...ALL);
    assert.match(out, / {2}and \d+ more, which --json tells\n/);
    const json = JSON.parse((await against(breakage, ...ALL, '--json')).out);
    assert.equal(json.rules.find(({ id }: { id: string }) => id === 'schema').findings.length, json.warnings);
  });

  test('--json: the report, and nothing else', async () => {
    const { code, out } = await against({ payload: (payload, { route }) => route === 'overlay' && (payload.tenant_id = 8) }, ...ALL, '--json', '--workspace', '3');
    assert.equal(code, 1);
    const report = JSON.parse(out);
    assert.deepEqual([report.tenant, report.workspace, report.violations, report.warnings], [TENANT, '3', 1, 0]);
    const schema = report.rules.find(({ id }: { id: string }) => id === 'schema');
    assert.equal(schema.outcome, 'violation');
    assert.deepEqual(schema.findings, [
      {
        rule: 'schema',
        severity: 'violation',
        url: `${report.host}admin/t/7/operations/progress`,
        path: 'tenant_id',
        problem: 'tenant_id is 8, but 7 was asked for.',
        fix: 'Answer about 7, with tenant_id 7.',
      },
    ]);
  });

  test('--junit: one case per rule, beside the table', async () => {
    const file = join(folder, 'report.xml');
    const breakage: Breakage = {
      payload(payload, { route }) {
        if (route === 'dashboard') payload.items[0]['<"extra"> & \u0007more'] = 1;
        if (route === 'overlay') payload.items[0].active_state.guidance = 'No action needed yet.\u001b[31m';
      },
    };
    const { code, out } = await against(breakage, '--tenant', String(TENANT), '--header', `Cookie: ${COOKIE}`, '--junit', file);
    assert.equal(code, 1);
    assert.match(out, /1 violation, 1 warning/);
    assert.doesNotMatch(out, /[\u0007\u001b]/);
    const xml = readFileSync(file, 'utf8');
    assertWellFormed(xml);
    assert.doesNotMatch(xml, /[^\P{Cc}\n]/u);
    assert.match(xml, /<testsuite name="op-run-check" tests="15" failures="1" errors="0" skipped="1" /);
    assert.match(xml, /<testcase classname="op-run-check" name="calm-copy"><failure type="calm-copy" message="1 violation of 1: [^"]+">[^<]*guidance[^<]*<\/failure><\/testcase>/);
    assert.match(xml, /name="schema"><system-out>[^<]*&lt;&quot;extra&quot;&gt; &amp; +more/);
    assert.match(xml, /name="denied-as-missing"><skipped message="[^"]+"\/>/);
  });

  test('a reader that stops early is no mistake', async () => {
    const backend = await startBackend();
    const child = spawn(process.execPath, [CLI, 'check', backend.address, ...ALL, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    await backend.stop();
    assert.deepEqual([code, errors], [0, '']);
  });

  test('--help', async () => {
    for (const args of [['--help'], ['check', '-h']]) {
      const { code, out, errors } = await run(...args);
      assert.deepEqual([code, errors], [0, '']);
      assert.match(out, /^Usage: op-run-elements check <url> --tenant <id>/);
    }
  });
});

describe('2 and one sentence, when it could not run', () => {
  const USAGE: [name: string, args: string[], sentence: RegExp][] = [
    ['no command', [], /The command is "check"/],
    ['another command', ['chek', 'https://host.example/'], /The command is "check"/],
    ['no URL', ['check', '--tenant', '7'], /Give the URL/],
    ['no URL at all', ['check', 'host', '--tenant', '7'], /must begin with http/],
    ['a URL of another kind', ['check', 'file:///etc/passwd', '--tenant', '7'], /must begin with http/],
    ['a password in the URL', ['check', 'https://me:hunter2@host.example/', '--tenant', '7'], /must not hold a password/],
    ['no tenant', ['check', 'https://host.example/'], /--tenant 7/],
    ['a tenant that is no id', ['check', 'https://host.example/', '--tenant', 'seven'], /--tenant must be an id/],
    ['a run that is no id', ['check', 'https://host.example/', '--tenant', '7', '--run', '0'], /--run must be an id/],
    ['an empty workspace', ['check', 'https://host.example/', '--tenant', '7', '--workspace', ' '], /--workspace must not be empty/],
    ['a time-out that is no time', ['check', 'https://host.example/', '--tenant', '7', '--timeout', '-1'], /--timeout/],
    ['an unknown option', ['check', 'https://host.example/', '--tenant', '7', '--cookie=hunter2'], /There is no option --cookie; /],
    ['an option without its value', ['check', 'https://host.example/', '--tenant'], /--tenant is not used as it is meant/],
    ['a header without a value', ['check', 'https://host.example/', '--tenant', '7', '--header', 'hunter2'], /--header must look like 'Name: value'/],
    ['a header that cannot be sent', ['check', 'https://host.example/', '--tenant', '7', '--header', 'Cookie: hunter2\nX: 1'], /--header must look like/],
    ['a header without quotes', ['check', 'https://host.example/', '--tenant', '7', '--header', 'Cookie:', 'hunter2'], /needs quotes/],
  ];
  for (const [name, args, sentence] of USAGE) {
    test(name, async () => {
      const ran = await run(...args);
      assertRefused(ran, sentence);
      assert.equal(ran.out, '');
      assert.doesNotMatch(ran.errors, /hunter2/);
    });
  }

  test('a host that is not there', async () => {
    const gone = createTcpServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    const file = join(folder, 'gone.xml');
    const ran = await run('check', `http://127.0.0.1:${port}/`, '--tenant', '7', '--json', '--junit', file);
    assertRefused(ran, /could not be reached \(ECONNREFUSED\)/);
    assert.match(JSON.parse(ran.out).error, /could not be reached/);
    assertWellFormed(readFileSync(file, 'utf8'));
    assert.match(readFileSync(file, 'utf8'), /errors="1"[\s\S]*<error message="[^"]*ECONNREFUSED/);
  });

  test('a host that breaks each connection', async () => {
    const rude = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
    await once(rude, 'listening');
    assertRefused(await run('check', `http://127.0.0.1:${(rude.address() as AddressInfo).port}/`, '--tenant', '7'), /could not be reached/);
    rude.close();
  });

  test('a host that hangs', async () => {
    assertRefused(await against({ hangs: () => true }, ...ALL, '--timeout', '0.3'), /did not answer in time/);
  });

  test('a sign-in page in place of JSON', async () => {
    const page: Breakage = { reply: (reply) => Object.assign(reply, { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }) };
    assertRefused(await against(page, ...ALL), /answers with a web page in place of JSON: give the headers/);
  });

  test('a session that ended', async () => {
    assertRefused(await against({}, '--tenant', '7', '--header', 'Cookie: session=expired'), /answers 401 in place of JSON/);
  });

  test('an operator who may not look', async () => {
    assertRefused(await against({ reply: (reply) => Object.assign(reply, { status: 403 }) }, ...ALL), /answers 403: check as an operator/);
  });

  test('another site', async () => {
    assertRefused(await against({ reply: (reply) => Object.assign(reply, { status: 404 }) }, ...ALL), /routes are not below http:\/\/127\.0\.0\.1:\d+\//);
  });

  test('a file for the report that cannot be written', async () => {
    assertRefused(await against({}, ...ALL, '--junit', join(folder, 'no', 'such', 'folder.xml')), /--junit could not be written/);
  });
});

test('a header that was given is never printed, even where the backend repeats it', async () => {
  const secret = COOKIE.split('=')[1]!;
  const echo: Breakage = { payload: (payload, { route }) => route === 'overlay' && Object.assign(payload, { [secret]: 1, has_visible_active_runs: secret, poll_interval: `${'x'.repeat(280)}${secret}` }) };
  const file = join(folder, 'secret.xml');
  for (const form of [[], ['--json'], ['--junit', file]]) {
    const { code, out, errors } = await against({ ...echo, world: (world) => (world.items[0]!.active_state.guidance = `Running. ${'y'.repeat(270)}${secret}`) }, ...ALL, ...form);
    assert.equal(code, 1, out);
    assert.match(out, /\[given\]/);
    const said = out + errors + (form[0] === '--junit' ? readFileSync(file, 'utf8') : '');
    for (const part of [COOKIE, secret, secret.slice(0, 12), secret.slice(-12)]) assert(!said.includes(part), part);
  }
});
