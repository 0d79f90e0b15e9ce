/** A backend that uses the kit's projection sends texts in one language; the elements show them in the reader's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  LIFECYCLE_FRESHNESS_STATES,
  RECONCILIATION_SOURCES,
  RUN_OUTCOMES,
  RUN_STATUSES,
  type LifecycleRecord,
} from '../../src/contract/index.ts';
import { catalogueFor, describeRun, runDetailOf, surfaceItemOf, type DescribableRun, type Surface } from '../../src/projection/index.ts';
import { translate } from '../../src/projection/copy/translate.ts';
import { records } from '../../mocks/index.ts';
import { honestFresh, honestFreshGerman, names, reconciledReasons, unusualStale, unusualStaleGerman } from './server-texts.ts';

const WAYS = [['en', 'de'], ['de', 'en'], ['en-GB', 'de-AT'], ['de_CH', 'en']] as const;
const SECTIONS = ['label', 'heading', 'guidance', 'explanation', 'status', 'outcome', 'source'] as const;

const scheduled = records.reconciledByScheduler;
const reasons = ['No worker reported', 'Out of memory!', 'Was it lost?', 'Lost. Reason: unknown.', 'Source: the queue. Reason: a lease.', 'Zeile eins\nZeile zwei', 'run.lost', 'Failed', 'Running'];

/** The fixtures, and every state that parsing can return, reconciled in every way. */
const all: readonly LifecycleRecord[] = [
  ...Object.values(records),
  ...[...RUN_STATUSES, 'unknown' as const].flatMap((status) =>
    [...RUN_OUTCOMES, 'unknown' as const].flatMap((outcome) =>
      [...LIFECYCLE_FRESHNESS_STATES, 'unknown' as const].flatMap((freshness_state) =>
        [true, false].flatMap((reconciled) =>
          [null, ...RECONCILIATION_SOURCES.map((source) => ({ source }))].map((reconciliation): LifecycleRecord => ({ ...scheduled, status, outcome, freshness_state, reconciled, reconciliation })),
        ),
      ),
    ),
  ),
  ...[undefined, ...RECONCILIATION_SOURCES].flatMap((source) => reasons.map((reason_message): LifecycleRecord => ({ ...scheduled, reconciliation: { ...(source && { source }), reason_message } }))),
];

const serve = (record: LifecycleRecord, surface: Surface, locale: string, wasStale: boolean): DescribableRun =>
  surface === 'compact' ? surfaceItemOf(record, { locale, wasStale }) : runDetailOf(record, { locale, wasStale });

describe('what the kit says in one language is told in the reader’s', () => {
  for (const [from, to] of WAYS) {
    test(`every text of its own, from ${from} to ${to}`, () => {
      const [said, told] = [catalogueFor(from), catalogueFor(to)];
      for (const section of SECTIONS) {
        const [words, meant] = [said[section], told[section]] as Readonly<Record<string, string | null>>[];
        for (const [key, text] of Object.entries(words!)) if (text !== null) assert.equal(translate(text, to), meant![key], `${section}.${key}`);
      }
      assert.equal(translate(said.lineage, to), told.lineage);
      assert.equal(translate(said.progressPending, to), told.progressPending);
    });

    test(`a run served in ${from} reads in ${to} as one served in ${to}`, () => {
      for (const record of all) {
        for (const surface of ['compact', 'detail'] as const) {
          for (const wasStale of [true, false]) {
            const [foreign, own] = [from, to].map((locale) => describeRun(serve(record, surface, locale, wasStale), { surface, locale: to }));
            assert.deepEqual(foreign, own, JSON.stringify(record));
          }
        }
      }
    });

    test(`and the same while the surface is not updated, from ${from} to ${to}`, () => {
      for (const record of Object.values(records)) {
        for (const surface of ['compact', 'detail'] as const) {
          const [foreign, own] = [from, to].map((locale) => describeRun(serve(record, surface, locale, false), { surface, locale: to, asOf: 0 }));
          assert.deepEqual(foreign, own);
        }
      }
    });
  }

  test('who reconciled a run and why, with the reason as the host gave it', () => {
    for (const [text, told] of [
      ['Source: failed-job callback. Reason: The job used up its attempts.', 'Quelle: Rückmeldung des fehlgeschlagenen Jobs. Begründung: The job used up its attempts.'],
      ['Source: scheduled reconciler.', 'Quelle: planmäßiger Abgleich.'],
      ['Reason: run.lost.', 'Begründung: run.lost.'],
      ['Reason: Out of memory!', 'Begründung: Out of memory!'],
      ['Source: adapter reconciler. Reason: Is the archive there?', 'Quelle: Abgleich über den Adapter. Begründung: Is the archive there?'],
      ['Outcome: Failed. This operation is no longer active.', 'Ergebnis: Fehlgeschlagen. Dieser Vorgang ist nicht mehr aktiv.'],
    ] as const) {
      assert.equal(translate(text, 'de'), told);
      assert.equal(translate(told, 'en'), text);
    }
  });

  test('a text in the reader’s own language stays', () => {
    for (const locale of ['en', 'de']) {
      const copy = catalogueFor(locale);
      for (const text of SECTIONS.flatMap((section) => Object.values(copy[section]))) if (text !== null) assert.equal(translate(text, locale), text);
      for (const text of [copy.lineage, copy.progressPending, copy.reconciledBy(copy.source.failed_callback, 'Lost'), `${copy.outcomeWas(copy.outcome.failed)} ${copy.explanation.terminal}`]) assert.equal(translate(text, locale), text);
    }
  });

  test('a language that the kit does not speak reads English', () => assert.equal(translate('Läuft', 'fr'), 'Running'));
});

describe('a host’s own texts stay as they are', () => {
  const OWN = [
    ...names, ...honestFresh, ...honestFreshGerman, ...unusualStale, ...unusualStaleGerman, ...reconciledReasons,
    '', ' ', 'Running late', 'It is Queued', 'running', 'Failed.', 'Outcome: Failed', 'Outcome of the audit: clean.',
    'Outcome: 3 of 5 hosts answered. Review the other two.', 'Ergebnis: 3 von 5 Hosts. Prüfen Sie die anderen.', 'Outcome: Failed. Two hosts did not answer.',
    'Reason', 'Reason: ', 'Source: ', '. Reason: .', '$& $1 \\0', '\0',
  ];
  for (const locale of ['en', 'de']) {
    const own = new Set<string | null>(['en', 'de'].flatMap((each) => [...SECTIONS.flatMap((section) => Object.values(catalogueFor(each)[section])), catalogueFor(each).progressPending]));
    test(`read in ${locale}`, () => {
      for (const text of OWN) if (!own.has(text) && !/^(Source: .|Reason: .)/.test(text)) assert.equal(translate(text, locale), text);
    });
  }
});

describe('long texts are read in linear time', () => {
  const long = (text: string, length = 400_000): string => text.repeat(Math.ceil(length / text.length));
  for (const [what, text] of [
    ['reasons without end', `Source: a${long('. Reason: x')} `],
    ['sources without end', long('Source: a. Reason: ')],
    ['outcomes without end', `Outcome: a${long('. x')}\n`],
    ['German reasons without end', `Quelle: a${long('. Begründung: x')} `],
    ['one word without end', long('x')],
    ['blanks', `Source: ${long(' ')}`],
  ] as const) {
    test(what, () => {
      const started = performance.now();
      translate(text, 'de');
      translate(text, 'en');
      // Takes milliseconds when the time is linear, and more than a second when it is quadratic.
      assert.ok(performance.now() - started < 1000, `${Math.round(performance.now() - started)} ms`);
    });
  }
});
