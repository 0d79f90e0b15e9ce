/** What the review pack card says: total, and within L1 to L9, also where other surfaces know better about its run. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GENERATION_STATES, type OperationRunActiveStateProjection, type ReviewPackGeneration } from '../../src/contract/index.ts';
import {
  catalogueFor,
  describeReviewPack,
  describeRun,
  registeredLocales,
  resolveActiveState,
  reviewPackPolls,
  type DescribableRun,
  type ReviewPackView,
} from '../../src/projection/index.ts';
import { honestFresh, honestFreshGerman, honestStale, hostile, plainHostile, reassurance, reconciledReasons, staleEmphasis } from './server-texts.ts';
import { combinations, rows } from './states.ts';

type State = ReviewPackGeneration['generation_state'];

const AT = new Date(2026, 2, 2, 14, 2, 10).getTime();
const ACTIVE: readonly State[] = ['queued', 'generating'];
const QUIET: readonly State[] = GENERATION_STATES.filter((state) => !ACTIVE.includes(state));

const packOf = (generation_state: State, rest: Partial<ReviewPackGeneration> = {}): ReviewPackGeneration => ({
  tenant_id: 7,
  generation_state,
  keep_active_polling: ACTIVE.includes(generation_state),
  run_id: 15,
  ...rest,
});
const runOf = (active_state: OperationRunActiveStateProjection, rest: Partial<DescribableRun> = {}): DescribableRun => ({ run_id: 15, tenant_id: 7, operation_label: 'Evidence export', active_state, ...rest });
const view = (state: State, rest: Partial<ReviewPackGeneration> = {}, options: Parameters<typeof describeReviewPack>[1] = {}): ReviewPackView =>
  describeReviewPack({ pack: packOf(state, rest), run: null }, options);

/** Every text of a view that is shown or announced. */
const readable = ({ label, guidance, progress, announcement }: ReviewPackView): string[] => [label, guidance, progress?.text, announcement].filter((text) => typeof text === 'string');

const squeeze = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Calm copy and stale emphasis by the words of docs/rules.md alone, found without the lexicon that is under test. */
const CALM = ['waitingforworker', 'progressdetailspending', 'noactionneeded', 'allgood', 'runningnormally', 'pleasewait', 'wartetauf', 'stehennochaus', 'keinemaßnahme', 'inordnung', 'bittewarten'];
const STALE = ['stale', 'overdue', 'lifecyclewindow', 'expectedlifecycle', 'workerhealth', 'überfällig', 'laufzeitfenster'];

const says = (shown: ReviewPackView, claims: readonly string[]): string | undefined => readable(shown).find((text) => claims.some((claim) => squeeze(text).includes(claim)));

/** Messages of each kind, and no message. */
const MESSAGES: readonly (string | null | undefined)[] = [
  undefined,
  null,
  ' ',
  'Waiting for worker.',
  'Bitte warten …',
  'Likely stale',
  'Vermutlich überfällig',
  'Likely stale? No action needed yet.',
  'Completed successfully',
  'Stuck',
  'Collecting the evidence of 41 policies',
  'The storage account refused the upload.',
  'Der Speicher hat das Hochladen abgelehnt.',
];

/** States in which other surfaces may have seen the generating run; null: none of them shows it. */
const RUNS: readonly (DescribableRun | null)[] = [
  null,
  ...Object.values(rows).flatMap((state) => [runOf(state), runOf(state, { status_label: 'Queued', outcome_label: 'Failed' })]),
  runOf({ ...rows.fresh, is_reconciled: true }),
];

/** Views of every pack with every run, refreshed and not refreshed, in every locale. */
const everyView = [...views()];

function* views() {
  for (const state of GENERATION_STATES) {
    for (const keep_active_polling of [true, false]) {
      for (const message of MESSAGES) {
        for (const run of RUNS) {
          for (const locale of registeredLocales()) {
            for (const asOf of [null, AT]) {
              const pack = packOf(state, { keep_active_polling, ...(message === undefined ? {} : { message }) });
              yield { state, pack, run, locale, asOf, told: run && resolveActiveState(run.active_state).state, shown: describeReviewPack({ pack, run }, { locale, asOf }) };
            }
          }
        }
      }
    }
  }
}

const follows = (state: State, told: string | null): boolean => ACTIVE.includes(state) && told !== null && !['fresh', 'unknown'].includes(told);

describe('every review pack gives a view', () => {
  test('that says something, and nothing that is no word', () => {
    for (const { shown, pack } of everyView) {
      assert.notEqual(shown.label.trim(), '');
      for (const text of readable(shown)) {
        assert.notEqual(text.trim(), '', JSON.stringify(pack));
        assert.doesNotMatch(text, /undefined|null|NaN|Invalid Date|\[object|not_started/);
      }
    }
  });

  test('of a label of the kit’s own alone, which no message changes', () => {
    for (const { state, shown, locale, told } of everyView) if (!follows(state, told)) assert.equal(shown.label, catalogueFor(locale).pack.label[state]);
  });

  test('that offers the pack when it is ready, and never else', () => {
    for (const { state, shown } of everyView) assert.equal(shown.ready, state === 'ready');
  });

  test('that is announced by the name of the card and its label', () => {
    for (const { shown, locale } of everyView) {
      const { changed, pack } = catalogueFor(locale);
      assert.equal(shown.announcement, changed(pack.name, shown.label));
    }
  });
});

describe('L1: no calm words where they would lie', () => {
  test('L1 none beside a run that other surfaces tell to be stale or ended; none once the pack is made, or was not', () => {
    for (const { state, shown, told, pack, run, locale } of everyView) {
      if (!follows(state, told) && ACTIVE.includes(state)) continue;
      assert.equal(says(shown, CALM), undefined, JSON.stringify({ pack, run, locale }));
      assert.equal(shown.progress, null);
    }
  });

  for (const state of QUIET) {
    test(`L1 not through the message of a pack that is ${state}, in any disguise`, () => {
      for (const locale of registeredLocales()) {
        const own = view(state, {}, { locale });
        for (const message of reassurance) {
          const { violations, ...shown } = view(state, { message }, { locale });
          assert.deepEqual({ ...shown, violations: [] }, own, JSON.stringify(message));
          assert.deepEqual(violations.map(({ rule, path }) => `${rule} ${path}`), ['copy-replaced message']);
        }
      }
    });
  }

  test('L1 no message at all is shown beside a stale run', () => {
    for (const state of ACTIVE) {
      for (const locale of registeredLocales()) {
        const run = runOf(rows.staleOnCompact, { status_label: 'Running' });
        const own = describeReviewPack({ pack: packOf(state), run }, { locale });
        for (const message of [...plainHostile, ...honestFresh, ...honestStale]) assert.deepEqual(describeReviewPack({ pack: packOf(state, { message }), run }, { locale }), own);
      }
    }
  });

  test('L8 a failed pack never reads as a success', () => {
    for (const message of ['Succeeded', 'Completed', 'Done.', 'Erfolgreich abgeschlossen']) assert.equal(view('failed', { message }).guidance, catalogueFor('en').pack.guidance.failed);
  });
});

describe('L2: a pack that is being generated is not emphasised as stale', () => {
  test('L2 while no other surface tells its run to be stale', () => {
    for (const { state, shown, told, pack } of everyView) {
      if (!ACTIVE.includes(state) || follows(state, told)) continue;
      assert.equal(shown.tone, 'calm');
      assert.equal(says(shown, STALE), undefined, JSON.stringify(pack));
    }
  });

  for (const state of ACTIVE) {
    test(`L2 not through the message of a pack that is ${state}`, () => {
      for (const locale of registeredLocales()) {
        const own = view(state, {}, { locale });
        for (const message of [...staleEmphasis, ...hostile.filter((text) => /stale|überfällig/i.test(text))]) {
          const { violations, ...shown } = view(state, { message }, { locale });
          assert.deepEqual({ ...shown, violations: [] }, own, JSON.stringify(message));
          assert.equal(violations.length, 1);
        }
      }
    });
  }
});

describe('L3: the run of a pack is told as every other surface tells it', () => {
  test('L3 once it is stale or has ended, while the pack is not made', () => {
    for (const { state, shown, told, run, locale, asOf } of everyView) {
      if (!follows(state, told)) continue;
      const { label, guidance, tone } = describeRun(run!, { surface: 'compact', locale, asOf });
      assert.deepEqual([shown.label, shown.guidance, shown.tone, shown.progress], [label, guidance, tone, null]);
    }
    assert.deepEqual(describeReviewPack({ pack: packOf('generating'), run: runOf(rows.staleOnCompact) }), {
      tone: 'attention',
      label: 'Likely stale',
      guidance: 'Past its lifecycle window. Review worker health.',
      progress: null,
      ready: false,
      announcement: 'Review pack: Likely stale',
      violations: [],
    });
  });

  test('L3 a run that is fresh, or of which nothing is known, leaves the pack as it is', () => {
    for (const { state, shown, told, pack, locale, asOf } of everyView) if (!follows(state, told)) assert.deepEqual(shown, describeReviewPack({ pack, run: null }, { locale, asOf }));
  });

  test('L3 a pack that is ready or failed is so, whatever its run was', () => {
    for (const state of ['ready', 'failed'] as const) for (const run of RUNS) assert.equal(describeReviewPack({ pack: packOf(state), run }).label, catalogueFor('en').pack.label[state]);
  });
});

describe('L7: what is not being updated carries its time', () => {
  test('L7 calm words, wherever they stand', () => {
    for (const { shown, asOf, locale } of everyView) {
      for (const text of [shown.label, shown.guidance, shown.progress?.text].filter((each) => typeof each === 'string')) {
        if (asOf !== null && CALM.some((calm) => squeeze(text).includes(calm))) assert.match(text, locale === 'en' ? /^As of 14:02:10: / : /^Stand 14:02:10: /);
        if (asOf === null) assert.doesNotMatch(text, /^(As of|Stand) /);
      }
    }
  });

  test('L7 a message of the server ages too, and the bar stands still', () => {
    const old = view('generating', { message: 'Collecting the evidence of 41 policies' }, { asOf: AT });
    assert.deepEqual([old.guidance, old.progress], [null, { value: null, text: 'As of 14:02:10: Collecting the evidence of 41 policies', moving: false }]);
    assert.deepEqual(view('queued', {}, { asOf: AT, locale: 'de' }).guidance, 'Stand 14:02:10: Wartet auf Worker.');
    assert.equal(view('generating').progress!.moving, true);
  });

  test('L7 outcomes do not age', () => {
    for (const state of QUIET) for (const message of MESSAGES) assert.deepEqual(view(state, { message: message ?? null }, { asOf: AT }), view(state, { message: message ?? null }));
  });
});

describe('P2: a review pack polls', () => {
  test('P2 while it is queued or generated and asks for it, or its run is likely stale; unknown never', () => {
    for (const state of GENERATION_STATES) {
      for (const keep_active_polling of [true, false]) {
        assert.equal(reviewPackPolls({ pack: packOf(state, { keep_active_polling }), run: null }), ACTIVE.includes(state) && keep_active_polling);
        for (const claims of combinations) {
          const stale = resolveActiveState(claims).state === 'stale';
          assert.equal(reviewPackPolls({ pack: packOf(state, { keep_active_polling }), run: runOf(claims) }), ACTIVE.includes(state) && (keep_active_polling || stale), JSON.stringify({ state, keep_active_polling, claims }));
        }
      }
    }
  });

  test('P2 a wish to poll that contradicts the state is reported', () => {
    for (const state of GENERATION_STATES) {
      const { violations } = view(state, { keep_active_polling: true });
      assert.deepEqual(
        violations.map(({ rule, path, message }) => ({ rule, path, message })),
        ACTIVE.includes(state) ? [] : [{ rule: 'contradiction', path: 'keep_active_polling', message: `keep_active_polling is true, which contradicts generation_state ${state}; send false.` }],
      );
      assert.deepEqual(view(state, { keep_active_polling: false }).violations, []);
    }
  });
});

describe('what a card says', () => {
  const said = (state: State, locale: string) => {
    const { tone, label, guidance, progress } = view(state, {}, { locale });
    return [tone, label, guidance ?? progress?.text ?? null];
  };
  const table: readonly [State, ReviewPackView['tone'], Readonly<Record<'en' | 'de', readonly [string, string | null]>>][] = [
    ['not_started', 'neutral', { en: ['Not started', 'No review pack has been generated yet.'], de: ['Nicht begonnen', 'Es wurde noch kein Prüfpaket erstellt.'] }],
    ['queued', 'calm', { en: ['Queued', 'Waiting for worker.'], de: ['In Warteschlange', 'Wartet auf Worker.'] }],
    ['generating', 'calm', { en: ['Generating', 'Progress details pending.'], de: ['Wird erstellt', 'Angaben zum Fortschritt stehen noch aus.'] }],
    ['ready', 'done', { en: ['Ready', null], de: ['Bereit', null] }],
    ['failed', 'problem', { en: ['Failed', 'The review pack was not generated. Review the operation before you run it again.'], de: ['Fehlgeschlagen', 'Das Prüfpaket wurde nicht erstellt. Vor einem erneuten Start den Vorgang prüfen.'] }],
    ['unknown', 'neutral', { en: ['State unknown', 'The backend reports no state for this review pack.'], de: ['Zustand unbekannt', 'Der Server meldet für dieses Prüfpaket keinen Zustand.'] }],
  ];
  for (const [state, tone, words] of table) {
    test(`${state}, without a word of the server's`, () => {
      for (const [locale, texts] of Object.entries(words)) assert.deepEqual(said(state, locale), [tone, ...texts]);
    });
  }

  test('honest messages stand as they are', () => {
    for (const [locale, messages] of Object.entries({ en: honestFresh, de: honestFreshGerman })) {
      for (const message of messages) {
        const [queued, generating] = [view('queued', { message }, { locale }), view('generating', { message }, { locale })];
        assert.deepEqual([queued.guidance, queued.violations], [message, []]);
        assert.deepEqual([generating.progress!.text, generating.guidance], [message, null]);
      }
    }
    for (const message of reconciledReasons.filter((text) => !/^(Source|Reason):/.test(text))) assert.deepEqual([view('failed', { message }).guidance, view('failed', { message }).violations], [message, []]);
    assert.equal(view('ready', { message: '41 policies, 3 of them without evidence.' }).guidance, '41 policies, 3 of them without evidence.');
    assert.equal(view('not_started', { message: '  Nobody has asked for one this quarter. ' }).guidance, 'Nobody has asked for one this quarter.');
  });

  test('the kit’s own words of another language come in the reader’s', () => {
    assert.equal(view('queued', { message: 'Waiting for worker.' }, { locale: 'de' }).guidance, 'Wartet auf Worker.');
    assert.equal(view('generating', { message: 'Angaben zum Fortschritt stehen noch aus.' }).progress!.text, 'Progress details pending.');
  });

  test('a pack that is ready tells when it was generated, after the message', () => {
    const generated_at = new Date(AT).toISOString();
    assert.equal(view('ready', { generated_at }).guidance, 'Generated Mar 2, 2026, 14:02:10');
    assert.equal(view('ready', { generated_at, message: '41 policies.' }).guidance, '41 policies. Generated Mar 2, 2026, 14:02:10');
    assert.equal(view('ready', { generated_at }, { locale: 'de' }).guidance, 'Erstellt am 02.03.2026, 14:02:10');
    for (const state of GENERATION_STATES.filter((each) => each !== 'ready')) assert.deepEqual(view(state, { generated_at }), view(state));
  });
});
