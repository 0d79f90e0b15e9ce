/** The packed tarball passes package linters, and a dry run of a release succeeds. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { obstacles } from '../../scripts/publish.ts';
import { packedKit } from './tarball.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const call = (command: string, ...args: string[]): { status: number | null; printed: string } => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', shell: false });
  return { status, printed: stdout + stderr };
};

describe('the tarball', () => {
  test('publint finds nothing, not even a suggestion', async () => {
    const { status, printed } = call('npx', 'publint', '--strict', await packedKit());
    assert.equal(status, 0, printed);
    assert.match(printed, /All good/);
  });

  test('the types are what they say, however they are resolved', async () => {
    // tokens.css is excluded: a style sheet has no types.
    const { status, printed } = call('npx', 'attw', await packedKit(), '--profile', 'esm-only', '--exclude-entrypoints', 'tokens.css', '--format', 'table-flipped');
    assert.equal(status, 0, printed);
  });
});

test('nothing in the repository is unused, and every package that is used is listed', () => {
  const { status, printed } = call('npx', 'knip');
  assert.equal(status, 0, printed);
});

describe('a release', () => {
  const ready = { name: 'op-run-elements', version: '1.2.3', repository: { type: 'git', url: 'git+https://host.example/op-run-elements.git' } };
  const CHANGELOG = '# Changelog\n\n## 1.2.3 - 2026-12-01\n';
  const env = { SIGSTORE_ID_TOKEN: 'token' };

  test('goes out where nothing is in its way', () => assert.deepEqual(obstacles(ready, CHANGELOG, env), []));

  for (const [what, [found]] of Object.entries({
    'without its changelog': [obstacles({ ...ready, version: '1.2.4' }, CHANGELOG, env)],
    'that is still called unreleased': [obstacles(ready, '## 1.2.3 - unreleased\n', env)],
    'of nobody knows which repository': [obstacles({ ...ready, repository: undefined }, CHANGELOG, env)],
    'from a desk': [obstacles(ready, CHANGELOG, {})],
  })) {
    test(`does not go out ${what}, and says what to do`, () => {
      assert.equal(found!.length, 1);
      assert.match(found![0]!, /: .+\.$/);
    });
  }

  test('can be rehearsed: all but the upload', () => {
    const { status, printed } = call('npm', 'run', '--silent', 'release', '--', '--dry-run');
    assert.equal(status, 0, printed);
    assert.match(printed, /integrity="sha384-/);
    assert.match(printed, /^op-run-elements@\S+ would be published\. Nothing was uploaded\.$/m);
  });
});
