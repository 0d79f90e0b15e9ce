/**
 * The readers against the zod schemas, which are the oracle: a payload comes through without a violation exactly when zod accepts it,
 * and where zod finds an issue, the readers report one at the same path. Then what a broken field costs, which zod does not know.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as z from 'zod/mini';
import * as contract from '../../src/contract/index.ts';
import { looksLikeSurfaceItem, parsePayload, prefixed, readEntry, readFrame, type PayloadContract } from '../../src/contract/payloads.ts';
import { activeState, item, record, samples } from './payloads.ts';

type Json = Record<string, unknown>;

const ORACLE: Readonly<Record<string, z.ZodMiniType>> = {
  TenantActivityOperationsSummary: contract.tenantActivityOperationsSummary,
  TenantOperationProgressOverlay: contract.tenantOperationProgressOverlay,
  OperationRunCollectionContract: contract.operationRunCollectionContract,
  OperationRunSurfaceItem: contract.operationRunSurfaceItem,
  OperationRunDetailContract: contract.operationRunDetailContract,
  OperationRunList: contract.operationRunList,
  OperationRunDetail: contract.operationRunDetail,
  ReviewPackGeneration: contract.reviewPackGeneration,
};

/** Puts any value, or nothing, at up to three places of a payload, some of them places that the contract does not know. */
const broken = (seed: unknown) =>
  fc.array(fc.tuple(fc.nat(), fc.option(fc.constantFrom('extra', '', '[0]', 'constructor')), anyValue), { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy: Json = { root: structuredClone(seed) };
    for (const [where, extra, value] of changes) {
      const places = placesOf(copy);
      const [holder, key] = places[where % places.length] ?? [copy, 'root'];
      if (extra !== null && holder !== copy && !Array.isArray(holder)) holder[extra] = value ?? 1;
      else if (value === undefined) delete holder[key];
      else holder[key] = value;
    }
    // A hole in an array is null in JSON.
    return copy['root'] === undefined ? undefined : (JSON.parse(JSON.stringify(copy['root'])) as unknown);
  });

const anyValue = fc.oneof(
  fc.constantFrom(undefined, null, '', 'unknown', '10s', 0, -1, 1, 1.5, 2 ** 53, true, [], {}, 'queued', '2026-13-01T00:00:00Z', '2026-02-01T10:00Z', '2026-02-01T10:00:00.5+00:00', '2026-02-01', '2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2024-02-29T00:00:00Z'),
  // zod passes over this one key of a map.
  fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('"__proto__"')),
);

function placesOf(holder: unknown): [Json, string][] {
  if (typeof holder !== 'object' || holder === null) return [];
  return Object.entries(holder).flatMap(([key, inner]) => [[holder as Json, key] as [Json, string], ...placesOf(inner)]);
}

const written = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((before, key) => (typeof key === 'number' ? `${before}[${key}]` : /^(\[|$)/.test(String(key)) ? `${before}["${String(key)}"]` : before ? `${before}.${String(key)}` : String(key)), '');

const pathsOf = (issues: readonly z.core.$ZodIssue[]): string[] =>
  issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys.map((key) => written([...issue.path, key])) : [written(issue.path)]));

const sorted = (paths: readonly string[]): string[] => [...new Set(paths)].sort();

/** The readers and zod find the same. Where a payload cannot be used at all, the readers name one of the places. */
function assertAgrees(name: string, input: unknown): void {
  const judged = z.safeParse(ORACLE[name]!, input);
  const before = structuredClone(input);
  const read = parsePayload(samples[name]!.contract, input);
  assert.deepEqual(input, before, 'the input was changed');
  if (judged.success) assert.deepEqual(read, { ok: true, value: judged.data, violations: [] });
  else if (read.ok) assert.deepEqual(sorted(read.violations.map(({ path }) => path)), sorted(pathsOf(judged.error.issues)));
  else assert.ok(pathsOf(judged.error.issues).includes(read.error.path), `${read.error.message} zod says nothing of it`);
  if (!read.ok) return;
  for (const { path, message } of read.violations) {
    assert.ok(message.startsWith(`${path || 'the payload'} `), message);
    assert.match(message.slice(path.length), / (must be .+|is not part of the contract and was dropped)\.$/s);
  }
  assertOwn(read.value, input);
}

/** A value shares no object with its input but what stands in `evidence`, and is frozen but for a payload's own object and list. */
function assertOwn(value: unknown, input: unknown): void {
  const theirs = new Set<unknown>();
  const collect = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    theirs.add(node);
    Object.values(node).forEach(collect);
  };
  collect(input);
  const check = (node: unknown, path: readonly string[]) => {
    if (typeof node !== 'object' || node === null) return;
    assert.ok(!theirs.has(node), `${path.join('.')} is the input's own`);
    const [list] = path;
    if (path.length > 0 && !(path.length === 1 && (list === 'items' || list === 'data'))) assert.ok(Object.isFrozen(node), `${path.join('.')} is not frozen`);
    if (path.at(-1) !== 'evidence') for (const [key, inner] of Object.entries(node)) check(inner, [...path, key]);
  };
  check(value, []);
}

describe('the readers agree with the schemas', () => {
  for (const [name, { payload }] of Object.entries(samples)) {
    test(name, () => {
      assertAgrees(name, payload);
      fc.assert(fc.property(broken(payload), (input) => assertAgrees(name, input)), { numRuns: 1500 });
      fc.assert(fc.property(anyValue, (input) => assertAgrees(name, input)), { numRuns: 200 });
    });
  }

  test('on what is a date and time, at the edges of each part', () => {
    const check = (generated_at: string) => assertAgrees('ReviewPackGeneration', { ...samples['ReviewPackGeneration']!.payload, generated_at });
    const two = (max: number) => fc.nat({ max }).map((value) => String(value).padStart(2, '0'));
    const years = fc.constantFrom('0000', '1900', '1999', '2000', '2024', '2026', '2100', '2400', '9999', '24', '-2026', '+12026');
    const zones = fc.oneof(fc.constantFrom('Z', 'z', '', '+0100', '+01', '-00:00', '+23:59', '+24:00', ' Z'), fc.tuple(fc.constantFrom('+', '-'), two(30), two(70)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`));
    const fractions = fc.constantFrom('', '.', '.5', '.123456789', ',5');
    const times = fc.tuple(fc.constantFrom('T', 't', ' '), two(26), fc.option(two(62)), fc.option(two(62)), fractions, zones).map(([parted, hours, minutes, seconds, fraction, zone]) => [parted, hours, minutes === null ? '' : `:${minutes}`, seconds === null ? '' : `:${seconds}`, fraction, zone].join(''));
    fc.assert(fc.property(years, two(14), two(33), times, (year, month, day, time) => check(`${year}-${month}-${day}${time}`)), { numRuns: 3000 });
    for (const year of ['0000', '0004', '0100', '1900', '2000', '2023', '2024']) for (let month = 1; month <= 12; month += 1) for (const day of ['00', 28, 29, 30, 31, 32]) check(`${year}-${String(month).padStart(2, '0')}-${day}T23:59:59Z`);
    for (const text of ['2026-03-02T09:14:05Z\n', '\n2026-03-02T09:14:05Z', '٢٠٢٦-03-02T09:14:05Z', ' 2026-03-02T09:14:05Z']) check(text);
  });

  test('on which fields tell a surface item from a run detail', () => {
    const only = Object.keys(contract.operationRunSurfaceItem.shape).filter((key) => !(key in contract.operationRunDetailContract.shape));
    assert.deepEqual(Object.keys(item).filter((key) => looksLikeSurfaceItem({ run_id: 1, [key]: 1 })).sort(), only.sort());
    for (const json of [null, undefined, 5, 'tenant_id', [], {}, { constructor: 1 }, { top_summary: null, diagnostics_visible_after_summary: true }]) assert.equal(looksLikeSurfaceItem(json), false);
  });
});

describe('a payload read in one go and read as frame and entries is the same', () => {
  for (const [name, { contract: one, payload }] of Object.entries(samples).filter(([, sample]) => sample.contract.list)) {
    test(name, () => {
      const list = one.list!;
      fc.assert(
        fc.property(broken(payload), (input) => {
          const whole = parsePayload(one, input);
          const raw = (input as Json | null | undefined)?.[list];
          const frame = readFrame(one, Array.isArray(raw) ? { ...(input as Json), [list]: [] } : input);
          if (!whole.ok || !frame.ok) return assert.deepEqual(whole, frame);
          const read = (raw as unknown[]).map((entry) => readEntry<unknown>(one, entry));
          assert.deepEqual(whole.value, { ...(frame.value as Json), [list]: read.map(({ value }) => value) });
          assert.deepEqual(whole.violations, [...frame.violations, ...read.flatMap(({ violations }, index) => prefixed(violations, `${list}[${index}]`))]);
        }),
        { numRuns: 300 },
      );
    });
  }

  test('a frame is read as if its list were empty; it and its list may be filled', () => {
    const frame = readFrame(contract.tenantActivity, { tenant_id: 7, items: [item] });
    assert.ok(frame.ok);
    assert.deepEqual(frame.value, { tenant_id: 7, items: [] });
    assert.deepEqual([Object.isFrozen(frame.value), Object.isFrozen(frame.value.items)], [false, false]);
  });

  test('paths and messages are those of the entry, until they are put in their place', () => {
    const { value, violations } = readEntry(contract.tenantActivity, { ...item, run_id: 0, active_state: { ...activeState, guidance: 5 } });
    assert.equal(value.run_id, null);
    assert.deepEqual(violations.map(({ message }) => message), ['run_id must be at least 1.', 'active_state.guidance must be a string.']);
    assert.deepEqual(prefixed(violations, 'items[3]').map(({ path, message }) => [path, message]), [
      ['items[3].run_id', 'items[3].run_id must be at least 1.'],
      ['items[3].active_state.guidance', 'items[3].active_state.guidance must be a string.'],
    ]);
    const nothing = readEntry(contract.tenantActivity, 5).violations;
    assert.deepEqual(nothing, [{ path: '', rule: 'broken-part', message: 'the payload must be an object.' }]);
    assert.equal(prefixed(nothing, 'items[3]')[0]!.message, 'items[3] must be an object.');
  });
});

test('where a payload is lost and broken elsewhere too, the error names what it is lost for', () => {
  const lostFor: Readonly<Record<string, readonly string[]>> = {
    TenantActivityOperationsSummary: ['tenant_id', 'items'],
    TenantOperationProgressOverlay: ['tenant_id', 'has_visible_active_runs', 'items'],
    OperationRunCollectionContract: ['items'],
    OperationRunDetailContract: ['run_id'],
    OperationRunList: ['data'],
    OperationRunDetail: ['id', 'reconciled'],
    ReviewPackGeneration: ['tenant_id', 'keep_active_polling'],
  };
  for (const [name, { contract: one, payload }] of Object.entries(samples)) {
    const nothing = Object.fromEntries(Object.keys(payload).map((key) => [key, '?']));
    const lost = Object.keys(payload).filter((key) => !parsePayload(one, { ...payload, [key]: '?' }).ok);
    assert.deepEqual(lost.sort(), [...(lostFor[name] ?? [])].sort(), name);
    for (const key of lost) {
      const error = parsePayload(one, { ...nothing, ...Object.fromEntries(lost.map((other) => [other, payload[other]])), [key]: {} });
      assert.ok(!error.ok);
      assert.equal(error.error.path, key);
    }
  }
});

const TIMES = '; send RFC 3339 with an offset, e.g. 2026-04-23T15:10:06+00:00 (PHP: DATE_ATOM or toIso8601String(); Python: isoformat() of an aware datetime; Ruby: Time#iso8601).';
const MAPS = '; send an empty map as {} (PHP: (object) []).';
const ABSENT = '; leave it out when there is none.';

/** What `change` makes of a valid payload: the value differs from the valid one in `cost` alone (undefined: absent), and the messages say why. */
function assertCosts(one: PayloadContract<unknown>, valid: object, change: Json, cost: Json, messages: readonly string[]): void {
  const read = parsePayload(one, { ...valid, ...change });
  assert.ok(read.ok, read.ok ? '' : read.error.message);
  const expected = { ...valid, ...cost };
  for (const key of Object.keys(cost)) if (cost[key] === undefined) delete (expected)[key];
  assert.deepEqual(read.value, expected);
  assert.deepEqual(read.violations.map(({ message }) => message), messages);
  for (const { rule } of read.violations) assert.equal(rule, 'broken-part');
}

describe('a broken field costs itself, and the message says what to send', () => {
  const rich = { ...record, failure_summary: [{ code: 'a', message: 'A' }, { code: 'b', message: 'B' }] };
  const cases: [string, Json, Json, string[]][] = [
    ['a text that is null', { operator_message: null }, { operator_message: undefined }, [`operator_message must be a string${ABSENT}`]],
    ['a label that is null', { type_label: null }, { type_label: undefined }, [`type_label must be a string${ABSENT}`]],
    ['an empty time', { started_at: '' }, { started_at: null }, [`started_at must be a valid datetime${TIMES}`]],
    ["an offset without its colon, as PHP's DATE_ISO8601 has it", { started_at: '2026-04-23T15:10:06+0000' }, { started_at: null }, [`started_at must be a valid datetime${TIMES}`]],
    ['a time without an offset', { started_at: '2026-04-23T15:10:06' }, { started_at: null }, [`started_at must be a valid datetime${TIMES}`]],
    ["a time as SQL has it, where one is required", { created_at: '2026-04-23 15:10:06' }, { created_at: null }, [`created_at must be a valid datetime${TIMES}`]],
    ['a time as a number', { completed_at: 1_772_000_000 }, { completed_at: null }, ['completed_at must be a string.']],
    ['no creation time', { created_at: undefined }, { created_at: null }, ['created_at must be a string.']],
    ['empty counts from PHP', { summary_counts: [] }, { summary_counts: {} }, [`summary_counts must be a record${MAPS}`]],
    ['one count that is none', { summary_counts: { processed: '1', total: 5200, '': null } }, { summary_counts: { total: 5200 } }, ['summary_counts.processed must be a number.', 'summary_counts[""] must be a number.']],
    ['counts that are none', { summary_counts: 5 }, { summary_counts: undefined }, ['summary_counts must be a record.']],
    ['empty diagnostics from PHP', { diagnostics: [] }, { diagnostics: undefined }, [`diagnostics must be an object${MAPS}`]],
    ['empty evidence from PHP', { diagnostics: { threshold_seconds: 900, evidence: [] } }, { diagnostics: { threshold_seconds: 900, evidence: {} } }, [`diagnostics.evidence must be a record${MAPS}`]],
    ['a threshold that is none', { diagnostics: { threshold_seconds: '900', evidence: {} } }, { diagnostics: { evidence: {} } }, ['diagnostics.threshold_seconds must be a number.']],
    ['an empty reconciliation from PHP', { reconciliation: [] }, { reconciliation: null }, [`reconciliation must be an object${MAPS}`]],
    ['a reconciliation with broken parts', { reconciliation: { source: 'oracle', reconciled_at: '', reason_code: null, reason_message: 'Lost.' } }, { reconciliation: { reason_message: 'Lost.' } }, [
      `reconciliation.reconciled_at must be a valid datetime${TIMES}`,
      'reconciliation.source must be one of failed_callback, scheduled_reconciler, adapter_reconciler.',
      `reconciliation.reason_code must be a string${ABSENT}`,
    ]],
    ['failures that are null', { failure_summary: null }, { failure_summary: undefined }, [`failure_summary must be an array${ABSENT}`]],
    ['failures that are a map', { failure_summary: { 0: 'lost' } }, { failure_summary: undefined }, ['failure_summary must be an array.']],
    ['a failure without its message, and one that is none', { failure_summary: [{ code: 'a', message: 'A' }, 'lost', { code: 'b' }] }, { failure_summary: [{ code: 'a', message: 'A' }, { code: 'b', message: '' }] }, [
      'failure_summary[1] must be an object.',
      'failure_summary[2].message must be a string.',
    ]],
    ['a type that is none', { type: 5 }, { type: '' }, ['type must be a string.']],
    ['a tenant that is none', { tenant_id: '7' }, { tenant_id: null }, ['tenant_id must be a number.']],
    // Null would say that the system started the run.
    ['an initiator that cannot be read', { initiator_name: 5 }, { initiator_name: undefined }, ['initiator_name must be a string.']],
    ['a status that is unknown', { status: 'paused' }, { status: 'unknown' }, ['status must be one of queued, running, completed.']],
  ];
  for (const [what, change, cost, messages] of cases) test(`a record: ${what}`, () => assertCosts(contract.lifecycleDetail, rich, change, cost, messages));

  test('records of a list, the same: state, ids and the rest stay', () => {
    const { data } = samples['OperationRunList']!.payload as { data: Json[] };
    const read = parsePayload(contract.lifecycleList, { data: [{ ...data[0], operator_message: null, started_at: '', type: null, created_at: 'x' }, { ...data[1], reconciled: 'yes' }] });
    assert.ok(read.ok);
    const { operator_message: _message, ...rest } = data[0]!;
    assert.deepEqual(read.value.data, [{ ...rest, started_at: null, type: '', created_at: null }, { ...data[1], reconciled: false, freshness_state: 'unknown' }]);
  });

  const itemCases: [string, Json, Json, string[]][] = [
    ['labels and a tenant', { tenant_id: 'x', tenant_label: 5, status_label: [], outcome_label: {}, detail_url: 7 }, { tenant_id: null, tenant_label: null, status_label: null, outcome_label: null, detail_url: null }, [
      'tenant_id must be a number.', 'tenant_label must be a string.', 'status_label must be a string.', 'outcome_label must be a string.', 'detail_url must be a string.',
    ]],
    ['no name', { operation_label: null }, { operation_label: '' }, ['operation_label must be a string.']],
    ['texts of the state', { active_state: { ...activeState, compact_label: 5, guidance: false } }, { active_state: { ...activeState, compact_label: null, guidance: null } }, ['active_state.compact_label must be a string.', 'active_state.guidance must be a string.']],
    ['an empty progress from PHP', { progress: [] }, { progress: null }, [`progress must be an object${MAPS}`]],
    ['a progress without its label', { progress: { kind: 'phase', label: null, step: 2 } }, { progress: { kind: 'phase', step: 2 } }, [`progress.label must be a string${ABSENT}`]],
    ['a progress that is half right', { progress: { kind: 'determinate', processed: 3, total: 'many' } }, { progress: null }, ['progress.total must be a number.']],
  ];
  for (const [what, change, cost, messages] of itemCases) test(`an item: ${what}`, () => assertCosts(contract.surfaceItem, item, change, cost, messages));

  test('an item whose state and texts are broken is unknown, and each place is named', () => {
    assertCosts(contract.surfaceItem, item, { tenant_label: 5, active_state: { ...activeState, guidance: 5, is_reconciled: null } }, { tenant_label: null, active_state: contract.UNKNOWN_ACTIVE_STATE }, [
      'active_state.is_reconciled must be a boolean.', 'active_state.guidance must be a string.', 'tenant_label must be a string.',
    ]);
  });

  test('a run detail, a collection and an overlay', () => {
    assertCosts(contract.runDetail, samples['OperationRunDetailContract']!.payload, { operation_label: 5, top_summary: 5, diagnostics_visible_after_summary: null }, { operation_label: '', top_summary: null, diagnostics_visible_after_summary: undefined }, [
      'operation_label must be a string.', `diagnostics_visible_after_summary must be true${ABSENT}`, 'top_summary must be a string.',
    ]);
    assertCosts(contract.runCollection, samples['OperationRunCollectionContract']!.payload, { tenant_filter: 0, active_tab: 5, problem_class: [] }, { tenant_filter: null, active_tab: null, problem_class: null }, [
      'tenant_filter must be at least 1.', 'active_tab must be a string.', 'problem_class must be a string.',
    ]);
    assertCosts(contract.progressOverlay, samples['TenantOperationProgressOverlay']!.payload, { poll_interval: 10 }, { poll_interval: '10s' }, ['poll_interval must be 10s.']);
  });
});

test('nothing that a page loads imports zod: payloads.ts and what it imports name it in types alone', () => {
  const folder = resolve(import.meta.dirname, '../../src/contract');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.startsWith('schemas') || file === 'index.ts') continue;
    assert.doesNotMatch(readFileSync(resolve(folder, file), 'utf8'), /^(im|ex)port (?!type\b).*from '(zod.*|.*schemas\/.*)'/m, file);
  }
});
