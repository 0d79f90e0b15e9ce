/** The view of the diagnostics: total over everything that a backend can record, and readable. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { lifecycleDetail, parsePayload, type LifecycleRecord } from '../../src/contract/index.ts';
import { catalogueFor, describeDiagnostics, registeredLocales, type DiagnosticsView, type Fact } from '../../src/projection/index.ts';
import { records } from '../../mocks/index.ts';
import { honestStale, names, reassurance, reconciledReasons } from './server-texts.ts';

const NOW = Date.parse('2026-03-02T09:20:00Z');
const fixtures: readonly (readonly [string, LifecycleRecord])[] = Object.entries(records);

const bare: LifecycleRecord = { id: 15, type: 'inventory_sync', status: 'running', outcome: 'pending', freshness_state: 'fresh_active', reconciled: false, created_at: null };
const describeRecord = (record: LifecycleRecord, locale = 'en'): DiagnosticsView => describeDiagnostics(record, { locale, now: NOW });
const evidenceOf = (evidence: Record<string, unknown>, locale = 'en'): readonly Fact[] => describeRecord({ ...bare, diagnostics: { evidence } }, locale).sections.find(({ key }) => key === 'evidence')?.facts ?? [];

/** Facts as text: `Worker: worker-2`; nested facts are in braces. */
const told = (facts: readonly Fact[]): string[] => facts.map(({ term, text, facts: inner }) => `${term}: ${text ?? `{ ${told(inner).join(', ')} }`}`);
const section = (view: DiagnosticsView, key: string): string[] => told(view.sections.find((each) => each.key === key)?.facts ?? []);

const flat = (facts: readonly Fact[]): Fact[] => facts.flatMap((fact) => [fact, ...flat(fact.facts)]);
const factsOf = ({ sections }: DiagnosticsView): Fact[] => flat(sections.flatMap(({ facts }) => facts));

/** Asserts that the view is readable: no keys in program style, no "undefined" or the like. */
function assertReadable(view: DiagnosticsView): void {
  for (const { heading, facts } of view.sections) assert.ok(heading !== '' && facts.length > 0);
  for (const { term, text, time, facts } of factsOf(view)) {
    assert.notEqual(term.trim(), '', 'a term says something');
    assert.doesNotMatch(term, /[\p{L}\d]_[\p{L}\d]|\p{Ll}\p{Lu}/u, 'a term is no key');
    assert.equal(text === null, facts.length > 0, 'a fact has a text, or facts of its own');
    if (text !== null) assert.doesNotMatch(text, /\[object|undefined|NaN|Invalid Date/);
    if (time) {
      assert.doesNotMatch(time.absolute, /NaN|Invalid Date/);
      assert.ok(!Number.isNaN(Date.parse(time.iso)) && text !== null);
    }
  }
}

describe('every record gives a view', () => {
  for (const [name, record] of fixtures) {
    test(`of the fixture ${name}, readable in every locale, without a word of another`, () => {
      for (const locale of registeredLocales()) {
        const view = describeRecord(record, locale);
        assertReadable(view);
        assert.deepEqual(view.violations, []);
        const { section: headings } = catalogueFor(locale).diagnostics;
        for (const { key, heading } of view.sections) assert.equal(heading, headings[key]);
      }
      const [english, german] = ['en', 'de'].map((locale) => describeRecord(record, locale));
      assert.deepEqual(english!.sections.map(({ key }) => key), german!.sections.map(({ key }) => key));
      assert.deepEqual(factsOf(english!).map(({ time, code }) => [time?.iso, code]), factsOf(german!).map(({ time, code }) => [time?.iso, code]));
    });
  }

  test('an empty one tells nothing', () => assert.deepEqual(describeRecord(bare), { sections: [], violations: [] }));

  test('whatever JSON stands in its evidence and counts', () => {
    const json = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('last_heartbeat_at', 'workerId', 'HTTPStatus', '__proto__', 'constructor', 'a.b-c d', '_private_', 'größeInMB')), fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<unknown>);
    const records = fc.record({ evidence: json, more: fc.option(json), counts: fc.dictionary(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })), locale: fc.constantFrom('en', 'de', 'fr', '') });
    fc.assert(
      fc.property(records, ({ evidence, more, counts, locale }) => {
        const keys = JSON.stringify([evidence, more, counts]);
        // Excluded: blank keys, which make no term, and keys that contain what the assertion looks for.
        fc.pre(!/"\s*"\s*:|object|undefined|NaN|Invalid Date/.test(keys));
        assertReadable(describeRecord({ ...bare, summary_counts: counts, reconciliation: more && { evidence: more }, diagnostics: { evidence } }, locale));
      }),
      { numRuns: 500 },
    );
  });

  test('as the contract’s parser leaves it', () => {
    for (const broken of [{ status: 'odd', outcome: null }, { freshness_state: undefined }, { reconciliation: { source: 'oracle', reason_code: 'x' } }]) {
      const parsed = parsePayload(lifecycleDetail, JSON.parse(JSON.stringify({ ...records.reconciledByScheduler, ...broken })));
      assert.ok(parsed.ok);
      assertReadable(describeRecord(parsed.value));
    }
  });

  test('and is not changed by being described', () => {
    for (const [, record] of fixtures) {
      const before = structuredClone(record);
      describeRecord(record);
      assert.deepEqual(record, before);
    }
  });
});

describe('what a record tells', () => {
  test('a run that a schedule reconciled: all of it, in sections', () => {
    const view = describeRecord(records.reconciledByScheduler);
    assert.deepEqual(view.sections.map(({ heading, facts }) => [heading, told(facts)]), [
      ['Reconciliation', ['Source: Scheduled reconciler', 'Reconciled: 14 hours ago', 'Reason: No worker reported on the run within its lifecycle window.', 'Reason code: run.lifecycle_window_exceeded']],
      ['Lifecycle', ['Lifecycle window: 15 minutes', 'Started by: Dana Reyes', 'Created: 15 hours ago', 'Started: 15 hours ago', 'Completed: 14 hours ago', 'Duration: 30 minutes, 57 seconds']],
      ['Last known counts', ['Processed: 980', 'Total: 5,200']],
      ['Evidence', ['Last heartbeat at: 15 hours ago', 'Threshold seconds: 900']],
    ]);
  });

  test('the same in German', () => {
    const view = describeRecord(records.reconciledByScheduler, 'de');
    assert.deepEqual(view.sections.slice(0, 3).map(({ heading, facts }) => [heading, told(facts)]), [
      ['Abgleich', ['Quelle: Planmäßiger Abgleich', 'Abgeglichen: vor 14 Stunden', 'Begründung: No worker reported on the run within its lifecycle window.', 'Begründungscode: run.lifecycle_window_exceeded']],
      ['Lebenszyklus', ['Laufzeitfenster: 15 Minuten', 'Gestartet von: Dana Reyes', 'Erstellt: vor 15 Stunden', 'Gestartet: vor 15 Stunden', 'Beendet: vor 14 Stunden', 'Dauer: 30 Minuten, 57 Sekunden']],
      ['Zuletzt bekannte Zählerstände', ['Processed: 980', 'Total: 5.200']],
    ]);
  });

  test('who started it: nobody by hand, or nobody knows', () => {
    assert.deepEqual(section(describeRecord({ ...bare, initiator_name: null }), 'lifecycle'), ['Started by: System']);
    assert.deepEqual(describeRecord(bare).sections, []);
  });

  test('a threshold of zero is told', () => assert.deepEqual(section(describeRecord({ ...bare, diagnostics: { threshold_seconds: 0 } }), 'lifecycle'), ['Lifecycle window: 0 seconds']));

  test('identifiers of the backend are marked as such, to be searched for', () => {
    const codes = factsOf(describeRecord(records.reconciledByCallback)).filter(({ code }) => code);
    assert.deepEqual(told(codes), ['Reason code: job.attempts_exhausted']);
  });

  test('a failure without a code tells its message alone, and one without a message its code', () => {
    assert.deepEqual(section(describeRecord({ ...bare, failure_summary: [{ code: '', message: 'The disk is full.' }, { code: 'disk.full', message: ' ' }] }), 'failures'), ['Reason: The disk is full.', 'Reason code: disk.full']);
  });
});

describe('a reason is told once', () => {
  const { reconciliation } = records.reconciledByScheduler;
  const told = { code: reconciliation.reason_code, message: reconciliation.reason_message };

  test('as that of the reconciliation, where the failures repeat it', () => {
    const view = describeRecord({ ...records.reconciledByScheduler, failure_summary: [told, told] });
    assert.deepEqual(section(view, 'failures'), []);
    assert.equal(factsOf(view).filter(({ text }) => text === told.message).length, 1);
  });

  test('further failures stay', () => {
    const view = describeRecord({ ...records.reconciledByScheduler, failure_summary: [told, { code: 'disk.full', message: 'The disk is full.' }, { ...told, code: 'run.other' }] });
    assert.deepEqual(section(view, 'failures'), ['Reason: The disk is full.', 'Reason code: disk.full', `Reason: ${told.message}`, 'Reason code: run.other']);
  });

  test('without a reconciliation every failure is told', () => {
    assert.deepEqual(section(describeRecord({ ...bare, failure_summary: [told] }), 'failures'), [`Reason: ${told.message}`, `Reason code: ${told.code}`]);
  });
});

describe('L1: a reason does not reassure', () => {
  const CALM = ['waitingforworker', 'progressdetailspending', 'noactionneeded', 'allgood', 'runningnormally', 'wartetauf', 'stehennochaus', 'keinemaßnahme', 'inordnung'];
  const squeeze = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

  for (const [name, record] of fixtures) {
    test(`L1 whatever the state is: ${name}`, () => {
      for (const message of reassurance) {
        const view = describeRecord({ ...record, reconciliation: { reason_code: 'a', reason_message: message }, failure_summary: [{ code: 'b', message }] });
        for (const { text } of factsOf(view)) assert.ok(text === null || !CALM.some((calm) => squeeze(text).includes(calm)), JSON.stringify(text));
        assert.deepEqual(view.violations.map(({ rule, path }) => `${rule} ${path}`), ['copy-replaced reconciliation.reason_message', 'copy-replaced failure_summary[0].message']);
        assert.deepEqual([section(view, 'reconciliation').at(-1), section(view, 'failures')], ['Reason code: a', ['Reason code: b']], 'the code is kept');
      }
    });
  }

  test('honest reasons stand as they are, in every locale', () => {
    for (const locale of registeredLocales()) {
      for (const message of reconciledReasons) {
        const view = describeRecord({ ...records.reconciledByScheduler, reconciliation: { reason_message: message }, failure_summary: [] }, locale);
        assert.deepEqual(view.violations, [], message);
        assert.equal(factsOf(view)[0]!.text, message);
      }
    }
  });

  test('a stale run may be told to be stale, and nothing that has ended', () => {
    for (const message of [...honestStale, ...names]) assert.deepEqual(describeRecord({ ...records.staleRunning, failure_summary: [{ code: 'late', message }] }).violations, [], message);
    assert.deepEqual(section(describeRecord({ ...records.failed, failure_summary: [{ code: 'late', message: 'Likely stale' }] }), 'failures'), ['Reason code: late']);
  });
});

describe('times', () => {
  test('each is told as seen from when the record was true, with the absolute time beside it', () => {
    for (const locale of registeredLocales()) {
      const view = describeRecord(records.reconciledByScheduler, locale);
      const times = factsOf(view).filter(({ time }) => time);
      assert.deepEqual(times.map(({ time }) => time!.iso), ['2026-03-01T18:31:00Z', '2026-03-01T18:00:00Z', '2026-03-01T18:00:03Z', '2026-03-01T18:31:00Z', '2026-03-01T18:04:47Z']);
      for (const { text, time } of times) {
        assert.match(text!, locale === 'en' ? /^\d+ hours ago$/ : /^vor \d+ Stunden$/);
        const absolute = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(Date.parse(time!.iso));
        assert.equal(time!.absolute, absolute);
      }
    }
  });

  test('they stay with the record: a later now moves them, a later look at the same record does not', () => {
    const at = (now: number) => told(describeDiagnostics({ ...bare, created_at: '2026-03-02T09:00:00Z' }, { now }).sections[0]!.facts);
    assert.deepEqual([at(NOW), at(NOW), at(NOW + 3_600_000)], [['Created: 20 minutes ago'], ['Created: 20 minutes ago'], ['Created: 1 hour ago']]);
  });

  test('evidence holds times too; what only looks like one is a text', () => {
    const facts = evidenceOf({ heartbeat_at: '2026-03-02T09:14:01.123Z', tick: '2026-03-02T09:14Z', month13: '2026-13-02T09:14:01Z', day: '2026-03-02', said: 'at 2026-03-02T09:14:01Z' });
    assert.deepEqual(facts.map(({ text, time }) => [text, time?.iso]), [
      ['5 minutes ago', '2026-03-02T09:14:01.123Z'],
      ['6 minutes ago', '2026-03-02T09:14Z'],
      ['2026-13-02T09:14:01Z', undefined],
      ['2026-03-02', undefined],
      ['at 2026-03-02T09:14:01Z', undefined],
    ]);
  });

  test('a duration is told of work that has ended, from its start, else from its creation', () => {
    const duration = (rest: Partial<LifecycleRecord>) => section(describeRecord({ ...bare, created_at: '2026-03-02T09:00:00Z', ...rest }), 'lifecycle').find((text) => text.startsWith('Duration'));
    const ended = { status: 'completed', completed_at: '2026-03-02T09:10:05Z' } as const;
    assert.equal(duration({ ...ended, started_at: '2026-03-02T09:05:00Z' }), 'Duration: 5 minutes, 5 seconds');
    assert.equal(duration({ ...ended, started_at: null }), 'Duration: 10 minutes, 5 seconds');
    assert.equal(duration({ ...ended, completed_at: '2026-03-02T08:59:00Z' }), 'Duration: 0 seconds', 'clocks of two machines differ');
    for (const [, record] of fixtures) assert.equal(section(describeRecord(record), 'lifecycle').some((text) => text.startsWith('Duration')), record.status === 'completed');
  });
});

describe('evidence as readable data', () => {
  for (const [key, term] of [
    ['last_heartbeat_at', 'Last heartbeat at'], ['workerId', 'Worker id'], ['threshold-seconds', 'Threshold seconds'], ['queue.name', 'Queue name'], ['Already Said', 'Already said'], ['a__b', 'A b'],
    ['lastSeenAt2', 'Last seen at2'], ['größeInMB', 'Größe in MB'], ['été_dernier', 'Été dernier'],
  ] as const) {
    test(`the key ${key} reads ${term}`, () => assert.deepEqual(evidenceOf({ [key]: 1 }).map(({ term: said }) => said), [term]));
  }

  test('a key in another alphabet’s camel case is parted too', () => assert.equal(evidenceOf({ letzteÄnderung: 1 })[0]!.term.toLowerCase(), 'letzte änderung'));

  test('a key without a letter still has a term', () => {
    for (const key of ['', ' ', '_', '--']) assert.notEqual(evidenceOf({ [key]: 1 })[0]!.term.trim(), '', JSON.stringify(key));
  });

  test('values in words, numbers as the language writes them', () => {
    const evidence = { found: true, complete: false, worker: null, files: 12_345.5, path: 'exports/4110.zip', tags: [], limits: {} };
    assert.deepEqual(told(evidenceOf(evidence)), ['Found: Yes', 'Complete: No', 'Worker: None', 'Files: 12,345.5', 'Path: exports/4110.zip', 'Tags: None', 'Limits: None']);
    assert.deepEqual(told(evidenceOf(evidence, 'de')), ['Found: Ja', 'Complete: Nein', 'Worker: Leer', 'Files: 12.345,5', 'Path: exports/4110.zip', 'Tags: Leer', 'Limits: Leer']);
  });

  test('lists are numbered from one, and maps keep their names, in their own level', () => {
    assert.deepEqual(told(evidenceOf({ attempts: [1, { exit_code: 137 }, ['x']] })), ['Attempts: { 1: 1, 2: { Exit code: 137 }, 3: { 1: x } }']);
  });

  test('evidence of the reconciliation comes first, then that of the diagnostics', () => {
    assert.deepEqual(section(describeRecord({ ...bare, reconciliation: { evidence: { found: false } }, diagnostics: { evidence: { worker: 'worker-1' } } }), 'evidence'), ['Found: No', 'Worker: worker-1']);
  });

  test('a text of the backend is shown as it is, markup and all', () => {
    const text = '<img src=x onerror=alert(1)> ${1} {{2}}';
    assert.equal(evidenceOf({ note: text })[0]!.text, text);
  });
});

describe('no evidence can stall a page: what nobody reads is counted', () => {
  /** The limit of facts: more than an operator reads, and still rendered in one frame. */
  const ENOUGH = 1_000;
  const many = (count: number, entry: (index: number) => unknown = (index) => index): unknown[] => Array.from({ length: count }, (_, index) => entry(index));
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + '1' + ']'.repeat(depth));
  const wide = Object.fromEntries(many(5_000).map((value) => [`key_${String(value)}`, value]));

  for (const [what, rest] of [
    ['a long map', { diagnostics: { evidence: wide } }],
    ['a long list', { diagnostics: { evidence: { list: many(100_000) } } }],
    ['lists in lists in lists', { diagnostics: { evidence: { list: many(100, () => many(100, () => many(100))) } } }],
    ['many maps', { diagnostics: { evidence: { list: many(100, () => Object.fromEntries(many(100).map((key) => [`key ${String(key)}`, 1]))) } } }],
    ['many levels', { diagnostics: { evidence: { deep: nested(10_000) } } }],
    ['many counts', { summary_counts: wide as Record<string, number> }],
    ['many failures', { failure_summary: many(5_000, (index) => ({ code: `code-${index}`, message: `The disk ${index} is full.` })) as LifecycleRecord['failure_summary'] & object }],
  ] satisfies [string, Partial<LifecycleRecord>][]) {
    test(what, () => {
      for (const locale of registeredLocales()) {
        const view = describeRecord({ ...bare, ...rest }, locale);
        assertReadable(view);
        const facts = factsOf(view);
        assert.ok(facts.length > 0 && facts.length <= ENOUGH, `${facts.length} facts`);
      }
    });
  }

  test('and says how many more there are', () => {
    for (const [locale, more] of [['en', /^\+([\d,]+) more$/], ['de', /^\+([\d.]+) weitere$/]] as const) {
      const facts = evidenceOf(wide, locale);
      const [, left] = more.exec(facts.at(-1)!.term)!;
      assert.equal(facts.length - 1 + Number(left!.replace(/\D/g, '')), 5_000);
      assert.equal(facts[0]!.text, '0');
    }
    assert.match(JSON.stringify(evidenceOf({ deep: nested(100) })), /\+1 more/);
  });
});
