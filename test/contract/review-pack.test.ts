/** ReviewPackGeneration has no OpenAPI document: SPEC 3 is what it is held against. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as z from 'zod/mini';
import { GENERATION_STATES, parsePayload, reviewPack, reviewPackGeneration, type ReviewPackGeneration } from '../../src/contract/index.ts';
import { samples } from './payloads.ts';

const full = samples['ReviewPackGeneration']!.payload;
const bare = { tenant_id: 7, generation_state: 'not_started', keep_active_polling: false };

function read(payload: unknown): { value: ReviewPackGeneration; reported: string[] } {
  const result = parsePayload(reviewPack, payload);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return { value: result.value, reported: result.violations.map(({ rule, path }) => `${rule} ${path}`) };
}

describe('ReviewPackGeneration is what SPEC says', () => {
  test('three fields are required, and no others; each of the others may be null', () => {
    assert.deepEqual(read(bare), { value: bare, reported: [] });
    const optional = Object.keys(full).filter((key) => !(key in bare));
    assert.deepEqual(optional, ['message', 'run_id', 'detail_url', 'download_url', 'generated_at']);
    for (const key of optional) {
      assert.deepEqual(read({ ...full, [key]: null }), { value: { ...full, [key]: null }, reported: [] }, key);
      const { [key]: _absent, ...rest } = full;
      assert.deepEqual(read(rest), { value: rest, reported: [] }, key);
    }
  });

  test('the states of a generation', () => {
    assert.deepEqual(GENERATION_STATES, ['not_started', 'queued', 'generating', 'ready', 'failed', 'unknown']);
    for (const generation_state of GENERATION_STATES) assert.deepEqual(read({ ...full, generation_state }).reported, []);
  });

  test('it is closed, so that an unknown key is reported', () => {
    const { additionalProperties, required } = z.toJSONSchema(reviewPackGeneration);
    assert.deepEqual([additionalProperties, required], [false, ['tenant_id', 'generation_state', 'keep_active_polling']]);
    assert.deepEqual(read({ ...full, retry_url: '/retry' }), { value: full, reported: ['unknown-key retry_url'] });
  });

  test('a time is RFC 3339 with its offset', () => {
    for (const generated_at of ['2026-03-02T09:20:31Z', '2026-03-02T09:20:31.5+05:30', '2024-02-29T00:00:00-00:30']) assert.deepEqual(read({ ...full, generated_at }).reported, []);
    for (const generated_at of ['2026-03-02', '2026-03-02T09:20:31', '2026-03-02 09:20:31Z', '2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2026-03-02T24:00:00Z', 'yesterday', '', 1_772_000_000]) {
      assert.deepEqual(read({ ...full, generated_at }), { value: { ...full, generated_at: null }, reported: ['broken-part generated_at'] }, String(generated_at));
    }
  });
});

describe('what of it may break alone', () => {
  for (const [what, generation_state] of [['unrecognised', 'shredding'], ['null', null], ['missing', undefined], ['of another type', 3], ['in another case', 'Ready']] as const) {
    test(`a state that is ${what} is held as unknown, and the rest is kept`, () => {
      assert.deepEqual(read({ ...full, generation_state }), { value: { ...full, generation_state: 'unknown' }, reported: ['broken-part generation_state'] });
    });
  }

  for (const [key, values] of [
    ['message', [5, {}, ['x'], true]],
    ['run_id', [0, -1, 1.5, '15', 2 ** 60, {}]],
    ['detail_url', [5, {}]],
    ['download_url', [false, []]],
  ] as const) {
    test(`${key} that cannot be read is left out, and the rest is kept`, () => {
      for (const value of values) assert.deepEqual(read({ ...full, [key]: value }), { value: { ...full, [key]: null }, reported: [`broken-part ${key}`] });
    });
  }

  test('several at once, each of them reported', () => {
    const { value, reported } = read({ ...bare, generation_state: 'odd', message: 1, run_id: 'x', extra: true });
    assert.deepEqual(value, { ...bare, generation_state: 'unknown', message: null, run_id: null });
    assert.deepEqual(reported.sort(), ['broken-part generation_state', 'broken-part message', 'broken-part run_id', 'unknown-key extra']);
  });

  test('the messages tell a backend developer what to send', () => {
    const result = parsePayload(reviewPack, { ...full, generation_state: 'odd', generated_at: 'x' });
    assert.ok(result.ok);
    assert.deepEqual(result.violations.map(({ message }) => message), [
      'generation_state must be one of not_started, queued, generating, ready, failed, unknown.',
      'generated_at must be a valid datetime.',
    ]);
  });
});

describe('what may not break', () => {
  for (const [what, payload, message] of [
    ['a missing tenant', { ...full, tenant_id: undefined }, 'ReviewPackGeneration: tenant_id must be a number.'],
    ['a tenant of zero', { ...full, tenant_id: 0 }, 'ReviewPackGeneration: tenant_id must be at least 1.'],
    ['a wish to poll that is no boolean', { ...full, keep_active_polling: 'yes' }, 'ReviewPackGeneration: keep_active_polling must be a boolean.'],
    ['no object', [full], 'ReviewPackGeneration: the payload must be an object.'],
    ['no body', null, 'ReviewPackGeneration: the payload must be an object.'],
  ] as const) {
    test(what, () => {
      const result = parsePayload(reviewPack, JSON.parse(JSON.stringify(payload)));
      assert.ok(!result.ok);
      assert.equal(result.error.message, message);
    });
  }
});
