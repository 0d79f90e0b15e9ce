import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { durabilityTests } from './durability.ts';
import { START, temporaryFolder } from './host.ts';

durabilityTests('embedded PGlite', () => ({}));

test('a setting that cannot be used is refused with one sentence that names it', () => {
  for (const [name, value] of [
    ['PORT', 'many'],
    ['OP_HOST_FILES', '/no/such/folder'],
    ['OP_HOST_RECONCILE_SECONDS', '0'],
    ['OP_HOST_LIFECYCLE', '{"queued":"long"}'],
    ['OP_HOST_LIFECYCLE', '{'],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, [START], { env: { ...process.env, OP_HOST_DATA: temporaryFolder(), [name]: value }, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^The reference host could not start: ${name} must be [^\\n]*\\.\\n$`));
  }
});

test('a database server that does not answer is named as the reason', () => {
  const { status, stderr } = spawnSync(process.execPath, [START], { env: { ...process.env, OP_HOST_DATA: temporaryFolder(), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.equal(stderr, 'The reference host could not start: the database does not answer; check DATABASE_URL.\n');
});
