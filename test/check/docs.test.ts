/** docs/contract.md describes the check as it is: its rules, options and truth table. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { USAGE } from '../../src/check/arguments.ts';
import { RULES } from '../../src/check/rules/index.ts';
import { runs } from '../../mocks/fixtures/runs.ts';
import { TRUTH_TABLE } from '../../src/projection/index.ts';
import { COOKIE, startBackend, TENANT } from './backend.ts';

const docs = readFileSync(new URL('../../docs/contract.md', import.meta.url), 'utf8');

test('the table of rules is that of the code', () => {
  const section = docs.split('### The rules')[1]!.split('\n## ')[0]!;
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, id, holds]) => [id, holds]);
  assert.deepEqual(rows, RULES.map(({ id, holds }) => [id, holds]));
});

test('the truth table is that of the code', () => {
  const section = docs.split('## A run')[1]!.split('\n## ')[0]!;
  const rows = Object.fromEntries([...section.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, state, cells]) => [state, cells!.split(' | ')]));
  const fields = Object.keys(TRUTH_TABLE.fresh_active);
  assert.deepEqual(section.match(/^\| `freshness_state` \| (.*) \|$/m)![1]!.split(' | '), fields.map((field) => `\`${field}\``));
  for (const [state, row] of Object.entries(TRUTH_TABLE)) {
    for (const [index, field] of fields.entries()) {
      const values: readonly unknown[] = row[field as keyof typeof row];
      const cell = rows[state]![index]!;
      if (values.length === 1 && typeof values[0] === 'boolean') assert.equal(cell, String(values[0]), `${state} ${field}`);
      if (typeof values[0] === 'string') assert.deepEqual([...cell.matchAll(/`(\w+)`/g)].map(([, value]) => value), values, `${state} ${field}`);
      // The document describes a field with both values in words.
      if (values.length === 2 && typeof values[0] === 'boolean') assert.match(cell, /^as it is$|^true when /, `${state} ${field}`);
    }
  }
});

test('every option of the command is told', () => {
  for (const [, option] of USAGE.matchAll(/^ {2}(--[a-z-]+)/gm)) if (option !== '--tenant' && option !== '--help') assert.match(docs, new RegExp(`\`?${option}[ \`]`), option);
});

test('the output is that of a run', async () => {
  const backend = await startBackend({
    payload(payload, { route, id }) {
      if (route === 'overlay') payload.items[0].active_state.keep_active_polling = false;
      if (route === 'detail' && id === runs.staleRunning.run_id) payload.top_summary = 'Waiting for worker.';
    },
    reply: (reply, { route }) => route === 'dashboard' && delete reply.headers['etag'],
  });
  const cli = resolve(import.meta.dirname, '../../src/check/cli.ts');
  const out = await new Promise<string>((done) => {
    execFile(process.execPath, [cli, 'check', backend.address, '--tenant', String(TENANT), '--header', `Cookie: ${COOKIE}`], (_error, stdout) => done(stdout));
  });
  await backend.stop();
  const told = out.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:4310').replace(/in \d+\.\d s/, 'in 0.2 s');
  const shown = docs.split('A backend with two defects:\n\n')[1]!.split('\n### ')[0]!.replace(/^ {4}/gm, '');
  assert.equal(shown.trim(), told.trim());
});
