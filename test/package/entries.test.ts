/** The built package as a stranger meets it: by its own name, through its exports, in Node. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
  exports: Record<string, string | Record<string, string>>;
  dependencies: Record<string, string>;
};

test('every export names files that the build makes', () => {
  for (const target of Object.values(manifest.exports)) {
    for (const file of typeof target === 'string' ? [target] : Object.values(target)) {
      assert.ok(existsSync(new URL(`../../${file}`, import.meta.url)), file);
    }
  }
});

test('importing the elements in Node does not throw, not even the registering entry', async () => {
  const classes = (await import('op-run-elements')) as Record<string, unknown>;
  await import('op-run-elements/define');
  for (const name of ['OpProgressOverlay', 'OpTenantActivity', 'OpRunRow', 'OpRunDetailBanner']) assert.equal(typeof classes[name], 'function', name);
});

test('the elements know the version of their package', async () => {
  const { OpRunRow } = (await import('op-run-elements')) as unknown as { OpRunRow: { version: string } };
  assert.equal(OpRunRow.version, manifest.version);
});

test('contract and projection run in Node without Lit', async () => {
  const { parsePayload, runDetail } = (await import('op-run-elements/contract'));
  const { describeRun } = (await import('op-run-elements/projection'));
  const read = parsePayload(runDetail, {
    run_id: 15,
    operation_label: 'Inventory sync',
    active_state: {
      freshness_state: 'likely_stale',
      problem_class: 'active_stale_attention',
      surface_category: 'likely_stale',
      is_currently_active: true,
      is_reconciled: false,
      show_in_active_progress: true,
      keep_active_polling: true,
    },
  });
  assert.ok(read.ok);
  assert.equal(describeRun(read.value, { surface: 'detail' }).label, 'Likely stale operation');
});

test('the runtime dependencies are lit, @lit/task and zod, and the ES build leaves them outside', () => {
  assert.deepEqual(Object.keys(manifest.dependencies).sort(), ['@lit/task', 'lit', 'zod']);
  const built = readFileSync(new URL('../../dist/elements/shared/op-element.js', import.meta.url), 'utf8');
  assert.match(built, /from 'lit'/);
});

test('the one-file build stands alone', () => {
  const bundle = readFileSync(new URL('../../dist/cdn/op-run-elements.js', import.meta.url), 'utf8');
  assert.doesNotMatch(bundle, /\bfrom\s*["'`]|\bimport\s*["'`(]/);
  for (const tag of ['op-progress-overlay', 'op-tenant-activity', 'op-run-row', 'op-run-detail-banner']) assert.ok(bundle.includes(tag), tag);
});
