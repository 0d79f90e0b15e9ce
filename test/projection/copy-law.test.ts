/** The copy law, rule by rule: L1 to L9 of docs/rules.md. Each test reads every text of a view that an operator can read. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { OperationRunActiveStateProjection } from '../../src/contract/index.ts';
import {
  catalogueFor,
  countRuns,
  describeCounts,
  describeRefresh,
  describeRun,
  registeredLocales,
  resolveActiveState,
  surfaceItemOf,
  type DescribableRun,
  type RunView,
  type Surface,
} from '../../src/projection/index.ts';
import {
  activeGuidance,
  halfStaleGerman,
  honestFresh,
  honestFreshGerman,
  honestStale,
  honestStaleGerman,
  hostile,
  names,
  plainHostile,
  reassurance,
  reconciledReasons,
  staleEmphasis,
  unusualStale,
  unusualStaleGerman,
} from './server-texts.ts';
import { combinations, rows } from './states.ts';

const SURFACES = ['compact', 'detail'] as const satisfies Surface[];
const AT = new Date(2026, 2, 2, 14, 2, 10).getTime();

/** The fields of a payload with texts of the server; below, those with names. */
const SPOKEN = ['compact_label', 'diagnostic_label', 'lifecycle_label', 'guidance', 'stale_lineage_note', 'status_label', 'outcome_label', 'top_summary', 'progress.label'] as const;
const NAMED = ['operation_label', 'tenant_label'] as const;
type Field = (typeof SPOKEN)[number] | (typeof NAMED)[number];

const STATE_FIELDS: readonly Field[] = ['compact_label', 'diagnostic_label', 'lifecycle_label', 'guidance', 'stale_lineage_note'];

function runOf(state: OperationRunActiveStateProjection, texts: Partial<Record<Field, string>> = {}): DescribableRun {
  const entries = Object.entries(texts) as [Field, string][];
  const { 'progress.label': phase, ...top } = Object.fromEntries(entries.filter(([field]) => !STATE_FIELDS.includes(field))) as Partial<Record<Field, string>>;
  return {
    run_id: 15,
    tenant_id: 7,
    operation_label: 'Inventory sync',
    ...top,
    active_state: { ...state, ...Object.fromEntries(entries.filter(([field]) => STATE_FIELDS.includes(field))) },
    ...(phase === undefined ? {} : { progress: { kind: 'phase', label: phase } as const }),
  };
}

const saying = (fields: readonly Field[], text: string): Partial<Record<Field, string>> => Object.fromEntries(fields.map((field) => [field, text]));

/** Every text of a view that is shown or announced. */
const readable = ({ label, operation, tenant, status, guidance, lineage, progress, announcement }: RunView): string[] =>
  [label, operation, tenant, status, guidance, lineage, progress?.text, announcement].filter((text) => typeof text === 'string');

const squeeze = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Calm copy by the words of docs/rules.md alone, found without the lexicon that is under test. */
const CALM = [
  'waitingforworker', 'progressdetailspending', 'noactionneeded', 'allgood', 'runningnormally', 'shortly',
  'wartetauf', 'stehennochaus', 'keinemaßnahme', 'inordnung', 'läuftnormal', 'inkürze',
];

function assertSays(view: RunView, texts: readonly string[], context: string): void {
  for (const said of readable(view)) for (const text of texts) assert.ok(!squeeze(said).includes(text), `${context}: "${said}"`);
}

const combinationsOf = (state: string) => combinations.filter((claims) => resolveActiveState(claims).state === state);

describe('L1: a stale view never contains calm copy', () => {
  for (const locale of registeredLocales()) {
    test(`over all combinations, both surfaces and every hostile text undisguised, in ${locale}`, () => {
      for (const claims of combinationsOf('stale')) {
        for (const surface of SURFACES) {
          const own = describeRun(runOf(claims), { surface, locale });
          assertSays(own, CALM, 'own words');
          for (const text of plainHostile) {
            const view = describeRun(runOf(claims, saying(SPOKEN, text)), { surface, locale });
            assert.deepEqual({ ...view, status: null, violations: [] }, { ...own, status: null, violations: [] }, JSON.stringify({ claims, text }));
            if (view.status !== null) assert.match(view.status, new RegExp(`^${catalogueFor(locale).lastReported('')}`));
          }
        }
      }
    });
  }

  for (const field of SPOKEN) {
    test(`not through ${field}, in any disguise`, () => {
      for (const locale of registeredLocales()) {
        for (const surface of SURFACES) {
          const own = describeRun(runOf(rows.staleOnCompact), { surface, locale });
          for (const text of hostile) {
            const view = describeRun(runOf(rows.staleOnCompact, { [field]: text }), { surface, locale });
            assert.deepEqual({ ...view, status: null, violations: [] }, { ...own, violations: [] }, `${locale} ${JSON.stringify(text)}`);
          }
        }
      }
    });
  }

  for (const field of NAMED) {
    test(`not through ${field}, which may be made of any words but is no sentence of reassurance`, () => {
      for (const state of Object.values(rows)) {
        for (const text of reassurance) {
          const view = describeRun(runOf(state, { [field]: text }), { surface: 'compact' });
          assert.deepEqual([view.operation, view.tenant], [field === 'operation_label' ? 'Operation #15' : 'Inventory sync', 'Tenant #7'], JSON.stringify(text));
        }
      }
    });
  }

  test('what is replaced is reported, by its path', () => {
    const { violations } = describeRun(runOf(rows.staleOnCompact, saying([...SPOKEN, ...NAMED], 'All good, will start shortly')), { surface: 'compact' });
    assert.deepEqual(
      violations.map(({ path, rule }) => `${rule} ${path}`).sort(),
      ['active_state.compact_label', 'active_state.guidance', 'active_state.lifecycle_label', 'operation_label', 'status_label', 'tenant_label'].map((path) => `copy-replaced ${path}`),
    );
    assert.match(violations[0]!.message, /^status_label does not agree with a run that is stale; the kit's own words stand in its place\.$/);
    const detail = describeRun(runOf(rows.staleOnDetail, saying(SPOKEN, 'Waiting for worker.')), { surface: 'detail' });
    assert.deepEqual(detail.violations.map(({ path }) => path).sort(), ['active_state.diagnostic_label', 'status_label', 'top_summary']);
  });

  /** What a stale view shows when a server sends `text` as badge, guidance, heading or explanation. */
  const shown = (text: string, locale = 'en') => {
    const compact = describeRun(runOf(rows.staleOnCompact, { compact_label: text }), { surface: 'compact', locale });
    const guided = describeRun(runOf(rows.staleOnCompact, { compact_label: 'Stale since 2 hours', guidance: text }), { surface: 'compact', locale });
    const detail = describeRun(runOf(rows.staleOnDetail, { diagnostic_label: text }), { surface: 'detail', locale });
    const explained = describeRun(runOf(rows.staleOnDetail, { diagnostic_label: 'Stale since 2 hours', top_summary: text }), { surface: 'detail', locale });
    return { texts: [compact.label, guided.guidance, detail.label, explained.guidance], violations: [compact, guided, detail, explained].map(({ violations }) => violations.length) };
  };
  const kept = (text: string) => ({ texts: [text, text, text, text], violations: [0, 0, 0, 0] });
  const replaced = (locale = 'en') => {
    const { label, guidance, heading, explanation } = catalogueFor(locale);
    return { texts: [label.stale, guidance.stale, heading.stale, explanation.stale], violations: [1, 1, 1, 1] };
  };
  const HONEST: Readonly<Record<string, readonly string[]>> = { en: honestStale, de: honestStaleGerman };

  for (const [locale, texts] of Object.entries(HONEST)) {
    for (const text of texts) {
      test(`a typical text is kept as it is: ${text}`, () => {
        assert.deepEqual(shown(text, locale), kept(text));
        for (const other of registeredLocales()) assert.deepEqual(shown(text, other).violations, [0, 0, 0, 0], `on a page in ${other}`);
      });
    }
  }

  test('an unusual text gives way to the kit’s words, however honest', () => {
    for (const locale of registeredLocales()) for (const text of [...unusualStale, ...unusualStaleGerman]) assert.deepEqual(shown(text, locale), replaced(locale), text);
  });

  /**
   * All words of the stale vocabulary, per language. Written again here, so that no word is added to it by accident: none may be
   * usable for reassurance.
   */
  const VOCABULARY: Readonly<Record<string, readonly string[]>> = {
    en: [
      'this', 'the', 'it', 'its', 'is', 'run', 'operation', 'job', 'likely', 'possibly', 'stale', 'overdue', 'past', 'beyond', 'exceeds', 'exceeded', 'taking', 'longer', 'than', 'expected',
      'lifecycle', 'window', 'duration', 'review', 'check', 'queue', 'worker', 'workers', 'health', 'logs', 'since', 'by', 'minutes', 'hours',
    ],
    de: [
      'der', 'die', 'das', 'den', 'des', 'dieser', 'diese', 'dieses', 'sein', 'seine', 'seiner', 'seines', 'ist', 'hat', 'vorgang', 'vorgangs', 'lauf', 'laufs', 'job', 'jobs', 'auftrag', 'operation',
      'ausführung', 'vermutlich', 'möglicherweise', 'wahrscheinlich', 'überfällig', 'überfällige', 'überfälliger', 'überfälliges', 'über', 'hinaus', 'außerhalb', 'überschritten', 'dauert', 'länger', 'als',
      'üblich', 'erwartet', 'erwartete', 'erwarteten', 'laufzeit', 'laufzeitfenster', 'laufzeitfensters', 'zeitfenster', 'zeitfensters', 'dauer', 'lebenszyklus', 'bitte', 'prüfen', 'sie', 'zustand',
      'worker', 'workers', 'warteschlange', 'protokolle', 'logs', 'seit', 'um', 'uhr', 'minute', 'minuten', 'stunde', 'stunden', 'ueberfaellig',
    ],
  };

  for (const locale of registeredLocales()) {
    test(`one word from outside the vocabulary of staleness costs a text its place, in ${locale}`, () => {
      const vocabulary = new Set(VOCABULARY[locale]);
      const spoken = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\p{Default_Ignorable_Code_Point}/gu, '').split(/[\s\p{P}]+/u).filter((word) => word !== '');
      const isForeign = (word: string) => spoken(word).some((part) => !vocabulary.has(part) && !/^\d+$/.test(part));
      const word = fc
        .oneof(
          fc.constantFrom('nicht', 'kein', 'kaum', 'fast', 'normal', 'gleich', 'aber', 'noch', 'wie', 'not', 'no', 'never', 'nearly', 'hardly', 'fine', 'ok', 'normal', 'normally', 'progressing', 'healthy', 'but', 'soon', 'left', 'running', 'was', 'war', 'longer-running', '✅', '👍', 'läuft', 'gut', '順調', 'нормально'),
          fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
        )
        .filter(isForeign);
      const gap = fc.constantFrom(' ', '. ', ', ', '\u00a0', '\n', ' - ', '_', ' \u200b');
      fc.assert(
        fc.property(fc.constantFrom(...HONEST[locale]!), word, gap, fc.nat(12), (text, foreign, by, at) => {
          const words = text.split(' ');
          words.splice(at % (words.length + 1), 0, foreign);
          const said = words.join(by);
          assert.deepEqual(shown(said, locale), replaced(locale), JSON.stringify(said));
        }),
        { numRuns: 1000 },
      );
    });
  }

  test('a text of any length is judged at once', () => {
    for (const words of ['past its ', 'past its expected lifecycle ', 'stale ', 'no action ', 'the operation is ', 'waiting for ', 'unknown state ', '1 ', 'überfällig über das ', 'überfällig über das erwartete laufzeitfenster ', 'das erwartete laufzeitfenster ', 'der vorgang ist überfällig ', 'überfällig prüfen sie ', 'überfällig seit 1 ', 'keine maßnahme ', 'keine weitere ', 'wartet auf ', 'alles läuft ', 'kein zustand ', 'laufzeit um 1 ']) {
      const text = `${words.repeat(10_000)}✅`;
      for (const [state, label] of [[rows.fresh, null], [rows.terminal, null], [rows.staleOnCompact, 'Likely stale'], [rows.unknownActive, 'State unknown']] as const) {
        const view = describeRun(runOf(state, { compact_label: text, operation_label: text }), { surface: 'compact' });
        if (label !== null) assert.equal(view.label, label);
      }
    }
  });

  test('a word of the vocabulary is no claim of staleness by itself, and one half of it reassures: both are refused', () => {
    for (const text of ['Worker health', 'Expected duration', 'This run is expected', 'Stale as expected', 'Likely stale, expected', 'Likely expected: stale', '5 minutes', ...halfStaleGerman]) {
      for (const locale of registeredLocales()) assert.deepEqual(shown(text, locale), replaced(locale), text);
    }
  });

  test('names of operations and tenants are kept as they are, in every state', () => {
    for (const state of Object.values(rows)) {
      for (const name of names) {
        const view = describeRun(runOf(state, saying(NAMED, name)), { surface: 'compact' });
        assert.deepEqual([view.operation, view.tenant, view.violations], [name, name, []]);
      }
    }
  });

  test('the last reported status is told as such, and a status that repeats the label is not', () => {
    assert.equal(describeRun(runOf(rows.staleOnCompact, { status_label: ' Running ' }), { surface: 'compact' }).status, 'Last reported: Running');
    assert.equal(describeRun(runOf(rows.staleOnDetail, { status_label: 'Queued' }), { surface: 'detail' }).status, 'Last reported: Queued');
    assert.equal(describeRun(runOf(rows.staleOnCompact, { status_label: 'Past expected lifecycle' }), { surface: 'compact' }).status, null);
    assert.equal(describeRun(runOf(rows.staleOnCompact, { status_label: 'In Bearbeitung' }), { surface: 'compact', locale: 'de' }).status, 'Zuletzt gemeldet: In Bearbeitung');
    assert.equal(describeRun(runOf(rows.staleOnCompact, { status_label: 'Überfällig' }), { surface: 'compact', locale: 'de' }).status, null);
  });
});

describe('L2: a fresh view never contains stale emphasis', () => {
  test('over all combinations, both surfaces, every locale and every stale text', () => {
    for (const claims of combinationsOf('fresh')) {
      for (const surface of SURFACES) {
        for (const locale of registeredLocales()) {
          const own = describeRun(runOf(claims), { surface, locale });
          assert.equal(own.tone, 'calm');
          for (const text of staleEmphasis) {
            const view = describeRun(runOf(claims, saying(SPOKEN, text)), { surface, locale });
            assert.deepEqual({ ...view, violations: [] }, { ...own, violations: [] }, JSON.stringify(text));
          }
        }
      }
    }
  });

  test('not as a name either', () => {
    for (const text of ['Likely stale', 'LIKELY_STALE', 'Review worker health', 'Vermutlich überfällig', 'Zustand der Worker prüfen']) {
      const view = describeRun(runOf(rows.fresh, saying(NAMED, text)), { surface: 'compact' });
      assert.deepEqual([view.operation, view.tenant], ['Operation #15', 'Tenant #7']);
    }
  });

  for (const [locale, texts] of Object.entries({ en: honestFresh, de: honestFreshGerman })) {
    for (const text of texts) {
      test(`an ordinary text is kept as it is: ${text}`, () => {
        const viewsOn = (page: string) => ({
          labelled: describeRun(runOf(rows.fresh, { compact_label: text, guidance: 'Reading the inventory' }), { surface: 'compact', locale: page }),
          guided: describeRun(runOf(rows.fresh, { compact_label: 'Hashing', guidance: text }), { surface: 'compact', locale: page }),
          phased: describeRun(runOf(rows.fresh, { 'progress.label': text }), { surface: 'compact', locale: page }),
          detail: describeRun(runOf(rows.fresh, { top_summary: text }), { surface: 'detail', locale: page }),
        });
        const { labelled, guided, phased, detail } = viewsOn(locale);
        assert.deepEqual([labelled.label, guided.guidance, phased.progress?.text, detail.guidance], [text, text, text, text]);
        for (const page of registeredLocales()) for (const view of Object.values(viewsOn(page))) assert.deepEqual(view.violations, [], `on a page in ${page}`);
      });
    }
  }

  test('it does not say that the work is done either', () => {
    for (const text of ['Completed', 'This operation has completed.', 'Completed successfully', 'Failed', 'No longer active', 'Done', 'Abgeschlossen', 'Dieser Vorgang wurde abgeschlossen.', 'Erfolgreich', 'Fehlgeschlagen', 'Nicht mehr aktiv', 'Fertig']) {
      for (const locale of registeredLocales()) assertSays(describeRun(runOf(rows.fresh, saying(SPOKEN, text)), { surface: 'compact', locale }), [squeeze(text)], text);
    }
  });
});

describe('L3: one run, one truth', () => {
  test('two surfaces agree on everything but density, over all combinations and any server text', () => {
    for (const claims of combinations) {
      for (const text of ['', 'Waiting for worker.', 'Likely stale', 'Succeeded']) {
        const [compact, detail] = SURFACES.map((surface) => describeRun(runOf(claims, text ? saying(SPOKEN, text) : {}), { surface }));
        for (const key of ['runId', 'state', 'tone', 'operation', 'tenant', 'inProgress', 'polls', 'followUp', 'lineage'] as const) {
          assert.deepEqual(compact![key], detail![key], `${key} ${JSON.stringify(claims)}`);
        }
      }
    }
  });

  test('compact says it short, detail in a full sentence', () => {
    const compact = describeRun(runOf(rows.staleOnCompact), { surface: 'compact' });
    assert.deepEqual([compact.label, compact.guidance], ['Likely stale', 'Past its lifecycle window. Review worker health.']);
    const detail = describeRun(runOf(rows.staleOnDetail), { surface: 'detail' });
    assert.equal(detail.label, 'Likely stale operation');
    assert.match(detail.guidance!, /past its expected lifecycle window\. Review worker health/);
  });

  test('a surface does not say the same twice', () => {
    const view = describeRun(runOf(rows.fresh, { compact_label: 'Running', status_label: 'running.', guidance: 'RUNNING.' }), { surface: 'compact' });
    assert.deepEqual([view.label, view.status, view.guidance], ['Running', null, null]);
  });

  test('a fresh run is not said to be running where its status is not told', () => {
    for (const locale of registeredLocales()) assert.doesNotMatch(readable(describeRun(runOf(rows.fresh), { surface: 'detail', locale })).join(' '), /running|läuft|ausgeführt/i);
  });
});

describe('L4: cautious', () => {
  for (const locale of registeredLocales()) {
    test(`the kit's own stale copy claims no loss and no outcome, in ${locale}`, () => {
      for (const claims of combinationsOf('stale')) {
        for (const surface of SURFACES) {
          const texts = readable(describeRun(runOf(claims, { status_label: 'Running' }), { surface, locale }));
          assert.doesNotMatch(texts.join(' '), /orphan|dead|died|stuck|crash|lost|abandon|hung|kill|fail|done|complete|succe|verwaist|tot\b|gestorben|hängt|abgestürzt|verloren|gescheitert|fertig|abgeschlossen|beendet|erfolg/i);
        }
      }
    });
  }

  test('nothing is said to be a success that the backend did not call one', () => {
    for (const claims of combinations) {
      for (const surface of SURFACES) {
        for (const locale of registeredLocales()) assert.doesNotMatch(readable(describeRun(runOf(claims), { surface, locale })).join(' '), /succe|completed|done|erfolg|abgeschlossen|fertig/i, JSON.stringify(claims));
      }
    }
  });

  test('an unknown state makes no claim: server texts that make one are replaced', () => {
    const told = ['Still running', 'Operation in progress', 'Läuft noch'];
    const claims = ['Waiting for worker.', 'Likely stale', 'Succeeded', 'State unknown, but everything proceeds', 'Vermutlich überfällig', 'Erfolgreich', 'Zustand unbekannt, aber alles in Ordnung'];
    const more = ['Stuck', 'Healthy', 'This run has completed.', 'No lifecycle policy; all is well', 'Unknown: likely stale', 'Hibernating', 'Verwaist', 'Kein Zustand nötig'];
    const ofTruthTable = Object.values(rows).filter((row) => row.freshness_state === 'unknown');
    for (const [states, texts] of [[combinationsOf('unknown'), claims], [ofTruthTable, [...told, ...more]]] as const) {
      for (const state of states) {
        for (const surface of SURFACES) {
          const own = describeRun(runOf(state), { surface });
          for (const text of texts) {
            const view = describeRun(runOf(state, saying(SPOKEN, text)), { surface });
            // A coherent payload may show its last status, as a status.
            const status = told.includes(text) && state.is_currently_active ? text : null;
            assert.deepEqual({ ...view, violations: [] }, { ...own, status, violations: [] }, JSON.stringify({ state, text }));
          }
        }
      }
    }
  });

  test('an unknown state takes words that say nothing else', () => {
    for (const text of ['Unknown', 'State unknown', 'Lifecycle state: unknown', 'No lifecycle policy for this operation type', 'Unbekannt', 'Lebenszyklus-Zustand: unbekannt', 'Keine Lebenszyklus-Richtlinie für diesen Vorgangstyp']) {
      const view = describeRun(runOf(rows.unknownActive, saying(['compact_label', 'guidance', 'status_label'], text)), { surface: 'compact' });
      assert.deepEqual([view.label, view.status, view.guidance, view.violations], [text, null, null, []]);
      const told = describeRun(runOf(rows.unknownActive, { guidance: text }), { surface: 'compact' });
      assert.deepEqual([told.guidance, told.violations], text === 'State unknown' ? [null, []] : [text, []]);
    }
  });

  test('an unknown run tells its last status only where the payload does not contradict itself', () => {
    assert.equal(describeRun(runOf(rows.unknownActive, { status_label: 'Running' }), { surface: 'compact' }).status, 'Running');
    assert.equal(describeRun(runOf(rows.unknownInactive, { status_label: 'Running' }), { surface: 'compact' }).status, null);
    assert.equal(describeRun(runOf({ ...rows.fresh, is_reconciled: true }, { status_label: 'Running' }), { surface: 'compact' }).status, null);
    const unrecognised = describeRun(runOf(rows.unknownActive, { status_label: 'Hibernating' }), { surface: 'compact' });
    assert.deepEqual([unrecognised.status, unrecognised.violations.map(({ path }) => path)], [null, ['status_label']]);
  });
});

describe('L5: one stale run never makes a mixed tenant all stale', () => {
  test('a summary counts per state', () => {
    const items = [rows.fresh, rows.fresh, rows.fresh, rows.staleOnCompact, rows.followUp, rows.reconciled, rows.terminal, rows.unknownActive].map((active_state) => ({ active_state }));
    assert.deepEqual(countRuns(items), { active: 3, stale: 1, followUp: 2, unknown: 1 });
    assert.deepEqual(describeCounts(countRuns(items)).map(({ text }) => text), ['3 active', '1 likely stale', '2 need follow-up', '1 unknown']);
    assert.deepEqual(describeCounts(countRuns(items), 'de').map(({ text }) => text), ['3 aktiv', '1 vermutlich überfällig', '2 erfordern Nacharbeit', '1 unbekannt']);
  });
});

describe('L6: a stale run shows no progress', () => {
  test('whatever progress the payload sends, on any surface; nor does any other run but a fresh one', () => {
    for (const claims of combinations) {
      for (const progress of [null, undefined, { kind: 'determinate', processed: 40, total: 100 }, { kind: 'phase', label: 'Hashing files', step: 2, steps: 4 }] as const) {
        const view = describeRun({ ...runOf(claims), ...(progress === undefined ? {} : { progress }) }, { surface: 'compact' });
        if (view.state !== 'fresh') assert.equal(view.progress, null);
        else assert.notEqual(view.progress, null);
        assert.equal(describeRun({ ...runOf(claims), progress: progress ?? null }, { surface: 'detail' }).progress, null);
      }
    }
  });
});

describe('L7: refresh failure and staleness never share a word', () => {
  /** Function words, and the nouns that every surface uses. */
  const COMMON = new Set(['a', 'an', 'and', 'as', 'at', 'be', 'but', 'did', 'for', 'has', 'in', 'is', 'it', 'its', 'not', 'of', 'on', 'that', 'the', 'this', 'to', 'you', 'your', 'operation', 'operations', 'run', 'der', 'die', 'das', 'den', 'des', 'ein', 'er', 'sie', 'es', 'ist', 'zu', 'nicht', 'vorgang', 'vorgangs', 'vorgänge', 'vorgängen']);
  const wordsOf = (texts: readonly string[]): Set<string> => new Set(texts.join(' ').toLowerCase().match(/\p{L}+/gu)!.filter((word) => !COMMON.has(word)));

  for (const locale of registeredLocales()) {
    test(`their vocabularies are disjoint, in ${locale}`, () => {
      const { refresh, pause, label, heading, guidance, explanation, lineage, count, countLabel } = catalogueFor(locale);
      const failure = wordsOf([refresh.notUpdating(''), refresh.announceNotUpdating, refresh.announceUpdating, refresh.paused(''), ...Object.values(refresh.failed), ...Object.values(pause)]);
      const staleness = wordsOf([label.stale, heading.stale, guidance.stale!, explanation.stale, lineage, count.stale(2), countLabel.stale]);
      assert.deepEqual([...failure].filter((word) => staleness.has(word)), []);
    });
  }

  test('the two are said as L7 says them', () => {
    assert.equal(describeRefresh({ status: 'failed', asOf: AT })!.text, 'Not updating - as of 14:02:10');
    assert.equal(describeRun(runOf(rows.staleOnCompact), { surface: 'compact', asOf: AT }).label, 'Likely stale');
    assert.equal(describeRefresh({ status: 'failed', asOf: AT }, 'de')!.text, 'Wird nicht aktualisiert – Stand 14:02:10');
    assert.equal(describeRun(runOf(rows.staleOnCompact), { surface: 'compact', asOf: AT, locale: 'de' }).label, 'Vermutlich überfällig');
  });

  test('calm copy that is not being updated carries its time, wherever it stands', () => {
    for (const surface of SURFACES) {
      for (const claims of combinationsOf('fresh')) {
        for (const field of [...SPOKEN, ...NAMED]) {
          for (const [locale, qualified] of [['en', /As of 14:02:10: /], ['de', /Stand 14:02:10: /]] as const) {
            const view = describeRun(runOf(claims, { status_label: 'Queued', [field]: 'Waiting for worker.' }), { surface, locale, asOf: AT });
            for (const said of readable(view)) if (CALM.some((calm) => squeeze(said).includes(calm))) assert.match(said, qualified, field);
          }
        }
      }
    }
    const view = describeRun(runOf(rows.fresh, { status_label: 'Queued' }), { surface: 'compact', asOf: AT });
    assert.deepEqual([view.label, view.guidance], ['Queued', 'As of 14:02:10: Waiting for worker.']);
    const german = describeRun(runOf(rows.fresh, { status_label: 'In Warteschlange' }), { surface: 'compact', locale: 'de', asOf: AT });
    assert.deepEqual([german.label, german.guidance], ['In Warteschlange', 'Stand 14:02:10: Wartet auf Worker.']);
  });

  test('a label that is no bare status gives way: it can carry no time', () => {
    const old = (text: string, surface: Surface) => describeRun(runOf(rows.fresh, saying(['compact_label', 'diagnostic_label', 'lifecycle_label', 'status_label'], text)), { surface, asOf: AT });
    for (const text of [...honestFresh, 'Running normally', 'On track', 'Healthy']) {
      const bare = ['Queued', 'Running', 'In progress'].includes(text);
      assert.deepEqual([old(text, 'compact').label, old(text, 'compact').status], [bare ? text : 'Active', null], text);
      assert.deepEqual([old(text, 'detail').label, old(text, 'detail').status], [bare ? text : catalogueFor('en').heading.fresh, null], text);
    }
  });

  test('the time is said once: beside the progress, where there is any', () => {
    const progress = { kind: 'phase', label: 'Hashing files' } as const;
    const compact = describeRun({ ...runOf(rows.fresh, { status_label: 'Running', guidance: 'Running normally.' }), progress }, { surface: 'compact', asOf: AT });
    assert.deepEqual([compact.label, compact.guidance, compact.progress!.text], ['Running', null, 'As of 14:02:10: Hashing files']);
    const detail = describeRun(runOf(rows.fresh, { top_summary: 'Hashing 5,200 files.' }), { surface: 'detail', asOf: AT });
    assert.equal(detail.guidance, 'As of 14:02:10: Hashing 5,200 files.');
  });

  test('progress carries its time too, and its bar stands still', () => {
    for (const progress of [null, { kind: 'determinate', processed: 3, total: 12 }, { kind: 'phase', label: 'Hashing files' }] as const) {
      const current = describeRun({ ...runOf(rows.fresh), progress }, { surface: 'compact' }).progress!;
      const old = describeRun({ ...runOf(rows.fresh), progress }, { surface: 'compact', asOf: AT }).progress!;
      assert.equal(current.moving, true);
      assert.deepEqual(old, { ...current, text: `As of 14:02:10: ${current.text}`, moving: false });
    }
  });

  test('staleness and outcomes stay as they are: only calm ages', () => {
    for (const claims of combinations.filter((each) => resolveActiveState(each).state !== 'fresh')) {
      const run = runOf(claims, { status_label: 'Running', outcome_label: 'Failed' });
      for (const surface of SURFACES) assert.deepEqual(describeRun(run, { surface, asOf: AT }), describeRun(run, { surface }));
    }
  });
});

describe('L8: reconciled runs keep the reconciler’s truth', () => {
  const record = {
    id: 15, type: 'inventory_sync', status: 'completed', outcome: 'failed', freshness_state: 'reconciled_failed', reconciled: true, created_at: '2026-03-02T09:00:00Z',
  } as const;

  for (const [source, name, german] of [
    ['failed_callback', 'failed-job callback', 'Rückmeldung des fehlgeschlagenen Jobs'],
    ['scheduled_reconciler', 'scheduled reconciler', 'planmäßiger Abgleich'],
    ['adapter_reconciler', 'adapter reconciler', 'Abgleich über den Adapter'],
  ] as const) {
    test(`source and reason: ${source}`, () => {
      const item = surfaceItemOf({ ...record, reconciliation: { source, reason_message: 'The worker was lost before it reported an outcome' } });
      const view = describeRun(item, { surface: 'compact' });
      assert.equal(view.label, 'Automatically reconciled as failed');
      assert.equal(view.guidance, `Source: ${name}. Reason: The worker was lost before it reported an outcome.`);
      assert.deepEqual([view.status, view.tone, view.violations], ['Failed', 'problem', []]);
      for (const locale of registeredLocales()) {
        const served = surfaceItemOf({ ...record, reconciliation: { source, reason_message: 'Worker abgestürzt' } }, { locale });
        const told = describeRun(served, { surface: 'compact', locale: 'de' });
        assert.deepEqual([told.label, told.status, told.guidance, told.violations], ['Automatisch als fehlgeschlagen abgeglichen', 'Fehlgeschlagen', `Quelle: ${german}. Begründung: Worker abgestürzt.`, []], `served in ${locale}`);
      }
    });
  }

  for (const text of reconciledReasons) {
    test(`the server's reason is kept as it is: ${text}`, () => {
      for (const surface of SURFACES) {
        for (const locale of registeredLocales()) {
          const { guidance, violations } = describeRun(runOf(rows.reconciled, { guidance: text }), { surface, locale });
          assert.deepEqual(violations, []);
          // Sentences that the kit made are translated; a host's own sentence stays as it is.
          if (locale === 'en' || !/^(Source|Reason):/.test(text)) assert.equal(guidance, text);
        }
      }
    });
  }

  test('never falls back to active guidance; nor does any other run that has ended', () => {
    for (const state of [rows.reconciled, rows.terminal, rows.confirmed, rows.followUp, rows.confirmedFollowUp]) {
      for (const surface of SURFACES) {
        for (const text of activeGuidance) {
          const own = describeRun(runOf(state, { stale_lineage_note: 'This run was stale before it ended.' }), { surface });
          const view = describeRun(runOf(state, saying(SPOKEN, text)), { surface });
          assert.deepEqual({ ...view, violations: [] }, { ...own, lineage: catalogueFor('en').lineage, violations: [] }, JSON.stringify(text));
        }
      }
    }
  });

  test('never reads as a success', () => {
    for (const text of ['Succeeded', 'Completed', 'Completed successfully', 'Done.', 'Successful', 'Erfolgreich', 'Abgeschlossen', 'Der Vorgang wurde erfolgreich abgeschlossen.', 'Fertig']) {
      for (const surface of SURFACES) {
        const view = describeRun(runOf(rows.reconciled, saying(SPOKEN, text)), { surface });
        assert.equal(view.label, 'Automatically reconciled as failed');
        assertSays(view, [squeeze(text)], text);
      }
    }
  });

  test('a reconciler can also confirm an outcome', () => {
    const view = describeRun(runOf(rows.confirmed, { outcome_label: 'Succeeded' }), { surface: 'compact' });
    assert.deepEqual([view.label, view.guidance, view.tone], ['Succeeded', 'Outcome confirmed by a reconciler.', 'done']);
    assert.match(describeRun(runOf(rows.confirmed, { outcome_label: 'Succeeded' }), { surface: 'detail' }).guidance!, /^Outcome: Succeeded\. .*A reconciler confirmed its outcome\.$/);
  });

  test('an ended run is not labelled stale, but its note tells that it had been', () => {
    for (const note of ['This run was likely stale before the reconciler closed it.', 'Was past its lifecycle window for 20 minutes before it ended.', 'It had been stale.', 'Dieser Lauf war vermutlich überfällig, bevor der Abgleich ihn schloss.', 'War 20 Minuten über das Laufzeitfenster hinaus.']) {
      const view = describeRun(runOf(rows.reconciled, { stale_lineage_note: note }), { surface: 'detail' });
      assert.deepEqual([view.lineage, view.violations], [note, []]);
    }
    for (const text of ['Stale', 'Past expected lifecycle', 'Überfällig', 'Erwartete Laufzeit überschritten']) {
      for (const surface of SURFACES) assert.doesNotMatch(describeRun(runOf(rows.followUp, saying(['compact_label', 'diagnostic_label', 'lifecycle_label'], text)), { surface }).label, /stale|past|überfällig|laufzeit/i);
    }
  });

  test('the note belongs to ended runs, says that the run had been stale, and nothing when there is none', () => {
    for (const state of [rows.fresh, rows.staleOnCompact, rows.unknownActive]) assert.equal(describeRun(runOf(state, { stale_lineage_note: 'This run was stale.' }), { surface: 'detail' }).lineage, null);
    for (const note of ['No action needed yet.', 'Likely stale', 'Past its lifecycle window. Review worker health.', 'Hello', 'Derzeit keine Maßnahme nötig.', 'Vermutlich überfällig', 'Hallo']) {
      assert.equal(describeRun(runOf(rows.terminal, { stale_lineage_note: note }), { surface: 'detail' }).lineage, 'This run was past its lifecycle window before it ended.');
    }
    for (const note of ['', '  ']) assert.equal(describeRun(runOf(rows.terminal, { stale_lineage_note: note }), { surface: 'detail' }).lineage, null);
  });
});

describe('L9: every word lives in the copy module', () => {
  test('a view without server texts is made of the catalogue alone, in every locale', () => {
    for (const locale of registeredLocales()) {
      const copy = catalogueFor(locale);
      const own = new Set<string | null>([
        ...Object.values(copy.label), ...Object.values(copy.heading), ...Object.values(copy.guidance), ...Object.values(copy.explanation),
        copy.progressPending, copy.operation(15), copy.tenant(7),
      ]);
      for (const claims of combinations) {
        for (const surface of SURFACES) {
          const { announcement, ...view } = describeRun({ run_id: 15, tenant_id: 7, operation_label: '', active_state: claims }, { surface, locale });
          for (const said of readable({ ...view, announcement: copy.operation(15) })) assert.ok(own.has(said), said);
          assert.equal(announcement, copy.changed(view.operation, view.label));
        }
      }
    }
  });

  test('what the kit says of a state passes the kit’s own check, in every locale', () => {
    const said = [
      [rows.fresh, 'fresh'], [rows.fresh, 'queued'], [rows.staleOnCompact, 'stale'], [rows.staleOnDetail, 'stale'], [rows.reconciled, 'reconciled'],
      [rows.terminal, 'terminal'], [rows.confirmed, 'confirmed'], [rows.followUp, 'followUp'], [rows.unknownActive, 'unknown'], [rows.unknownInactive, 'unknown'],
    ] as const;
    for (const locale of registeredLocales()) {
      const { label, heading, guidance, explanation, lineage } = catalogueFor(locale);
      for (const [state, key] of said) {
        const badge = key === 'queued' ? label.fresh : key === 'confirmed' ? label.terminal : label[key];
        const texts = { compact_label: badge, lifecycle_label: badge, diagnostic_label: heading[key === 'confirmed' ? 'terminal' : key], ...(guidance[key] ? { guidance: guidance[key] } : {}), top_summary: explanation[key], stale_lineage_note: lineage };
        for (const surface of SURFACES) {
          const view = describeRun(runOf(state, texts), { surface, locale });
          assert.deepEqual(view.violations, [], `${locale} ${key}`);
          assert.deepEqual([view.label, view.guidance], surface === 'compact' ? [badge, guidance[key]] : [texts.diagnostic_label, explanation[key]], `${locale} ${key}`);
        }
      }
    }
  });
});
