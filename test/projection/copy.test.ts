/** Languages: which one is used, what a host can register, and how times and numbers are formatted. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { catalogueFor, describeRefresh, describeRun, formatNumber, formatTime, registeredLocales, registerLocale, resolveActiveState, type Catalogue } from '../../src/projection/index.ts';
import { honestFresh, honestFreshGerman, honestStale, honestStaleGerman, unusualStale, unusualStaleGerman } from './server-texts.ts';
import { rows } from './states.ts';

const en = catalogueFor('en');
const de = catalogueFor('de');
/** A minimal Klingon catalogue with its own lexicon: enough to see which catalogue is used. */
const tlh: Catalogue = {
  ...en,
  label: { ...en.label, stale: 'ngabchu’ law’' },
  explanation: { ...en.explanation, stale: 'ngabchu’ law’ ’e’ DaleghnIS.' },
  lexicon: {
    calm: /\b(qay be|loy tugh)\b/,
    stale: /\bngabchu\b/,
    staleOnly: /^((ngabchu|law|qap|\d+)( |$))+$/,
    attention: /\bngabchu law\b/,
    notFresh: /\b(hegh|rin)\b/,
    unknown: /^sovbe lu$/,
    success: /^qapla/,
    queued: /^los$/,
    running: /^qas$/,
  },
};

describe('which catalogue speaks', () => {
  registerLocale('tlh', tlh);
  registerLocale('tlh_aq', { ...tlh, lineage: 'AQ' });

  test('its own, else its base language’s, else English', () => {
    assert.equal(catalogueFor('tlh'), tlh);
    assert.equal(catalogueFor('tlh-Latn'), tlh);
    assert.equal(catalogueFor('tlh-AQ').lineage, 'AQ');
    for (const locale of ['de', 'de-AT', 'de-CH-1996', 'de_CH', 'DE']) assert.equal(catalogueFor(locale), de);
    for (const locale of ['en', 'en-GB', 'ja', 'ja-JP-u-ca-japanese']) assert.equal(catalogueFor(locale), en);
  });

  test('however a host writes the tag', () => {
    for (const locale of ['TLH', 'tlh-latn', 'tlh_Latn', 'Tlh_LATN']) assert.equal(catalogueFor(locale), tlh, locale);
    assert.equal(catalogueFor('TLH_aq').lineage, 'AQ');
  });

  test('English, for what is no tag at all: a page with a broken lang still reads', () => {
    for (const locale of ['', 'x', 'not a tag', '__proto__', 'constructor', '💥']) {
      assert.equal(catalogueFor(locale), en, locale);
      assert.equal(formatTime(0, locale), formatTime(0, 'en'));
      assert.equal(formatNumber(1234.5, locale), '1,234.5');
      assert.equal(describeRun({ run_id: 1, operation_label: 'a', active_state: rows.fresh }, { surface: 'compact', locale, asOf: 0 }).label, 'Active');
      assert.equal(describeRefresh({ status: 'loading', asOf: null }, locale)!.text, 'Loading operations');
    }
  });

  test('a registered language is listed by its canonical tag, once', () => {
    registerLocale('TLH', tlh);
    assert.deepEqual(registeredLocales(), ['en', 'de', 'tlh', 'tlh-AQ']);
  });

  test('a bad tag is refused in a clear sentence, and registers nothing', () => {
    for (const tag of ['', 'x', 'not a tag', 'deutsch!']) {
      assert.throws(() => registerLocale(tag, tlh), { name: 'RangeError', message: `"${tag}" is no language tag; register a locale as "de" or "de-CH".` });
    }
    assert.deepEqual(registeredLocales(), ['en', 'de', 'tlh', 'tlh-AQ']);
  });

  test('a claim is understood in every registered language, whichever one is spoken', () => {
    for (const locale of ['en', 'tlh']) {
      const view = describeRun({ run_id: 1, operation_label: 'loy’ tugh', active_state: { ...rows.staleOnCompact, compact_label: 'ngabchu’ law’', guidance: 'ngabchu’. qay’ be’.' }, status_label: 'qaS' }, { surface: 'compact', locale });
      assert.deepEqual([view.label, view.operation, view.status], [catalogueFor(locale).label.stale, 'Operation #1', 'Last reported: qaS']);
      assert.equal(view.guidance, en.guidance.stale);
    }
  });
});

describe('a registered language judges by its own vocabulary', () => {
  const shown = (text: string) => describeRun({ run_id: 1, operation_label: 'a', active_state: { ...rows.staleOnCompact, compact_label: text } }, { surface: 'compact', locale: 'tlh' }).label;

  test('one word from outside of it costs a text its place, be it a word of another language’s vocabulary', () => {
    assert.equal(shown('ngabchu’: Qap'), 'ngabchu’: Qap');
    const foreign = fc.oneof(fc.constantFrom('stale', 'worker', 'lifecycle', 'fine', 'qay’', 'be’', '✅'), fc.stringMatching(/^[a-z]{1,8}$/)).filter((word) => !['ngabchu', 'law', 'qap'].includes(word));
    fc.assert(
      fc.property(foreign, fc.nat(2), (word, at) => {
        const words = ['ngabchu’', 'law’'];
        words.splice(at, 0, word);
        assert.equal(shown(words.join(' ')), tlh.label.stale);
      }),
    );
  });

  test('but its own words stand, also where its lexicon does not know them', () => {
    const { violations } = describeRun({ run_id: 1, operation_label: 'a', active_state: { ...rows.staleOnDetail, diagnostic_label: tlh.heading.stale }, top_summary: tlh.explanation.stale }, { surface: 'detail', locale: 'tlh' });
    assert.deepEqual(violations, []);
  });
});

describe('English and German', () => {
  /** Every text of a catalogue that is not a function, with its path. */
  const textsOf = (words: object, path = ''): [string, string][] =>
    Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === 'string') return [[`${path}${key}`, value] as [string, string]];
      return typeof value === 'object' && value !== null && key !== 'lexicon' ? textsOf(value, `${path}${key}.`) : [];
    });

  test('say nothing in the other’s words', () => {
    const english = new Map(textsOf(en));
    const same = textsOf(de).filter(([path, text]) => english.get(path) === text);
    assert.deepEqual(same, [['diagnostics.system', 'System']]);
  });

  test('leave the other no text out', () => {
    assert.deepEqual(textsOf(de).map(([path]) => path), textsOf(en).map(([path]) => path));
    for (const [path, text] of [...textsOf(en), ...textsOf(de)]) assert.ok(text.length > 0 && text === text.trim(), path);
  });

  test('claim nothing in the other’s lexicon: neither refuses an ordinary text of the other', () => {
    const fold = (text: string) => text.toLowerCase().replace(/[\s\p{P}]+/gu, ' ').trim();
    const english = [...textsOf(en).map(([, text]) => text), ...honestStale, ...unusualStale, ...honestFresh];
    const german = [...textsOf(de).map(([, text]) => text), ...honestStaleGerman, ...unusualStaleGerman, ...honestFreshGerman];
    for (const [texts, { lexicon }] of [[english, de], [german, en]] as const) {
      for (const text of texts) for (const [claim, pattern] of Object.entries(lexicon)) assert.doesNotMatch(fold(text), pattern as RegExp, `${claim}: ${text}`);
    }
  });

  test('count in their own plurals and digits', () => {
    assert.deepEqual([0, 1, 2, 1234].map(en.count.followUp), ['0 need follow-up', '1 needs follow-up', '2 need follow-up', '1,234 need follow-up']);
    assert.deepEqual([0, 1, 2, 1234].map(de.count.followUp), ['0 erfordern Nacharbeit', '1 erfordert Nacharbeit', '2 erfordern Nacharbeit', '1.234 erfordern Nacharbeit']);
    assert.deepEqual([1, 2, 1234].map(en.more), ['+1 more', '+2 more', '+1,234 more']);
    assert.deepEqual([1, 2, 1234].map(de.more), ['+1 weiterer', '+2 weitere', '+1.234 weitere']);
    assert.deepEqual([de.count.active(1), de.count.stale(1500), de.count.unknown(2)], ['1 aktiv', '1.500 vermutlich überfällig', '2 unbekannt']);
  });

  test('a host that serves the kit’s words in one language is read in the other', () => {
    for (const state of Object.values(rows)) {
      for (const status of ['queued', 'running'] as const) {
        const [fromEnglish, fromGerman] = [en, de].map(({ label, heading, status: said, outcome, guidance }) => ({
          run_id: 15,
          operation_label: 'Inventory sync',
          status_label: said[status],
          outcome_label: outcome.blocked,
          active_state: { ...state, ...(resolveActiveState(state).state === 'stale' ? { compact_label: label.stale, diagnostic_label: heading.stale, guidance: guidance.stale } : {}) },
        }));
        for (const surface of ['compact', 'detail'] as const) {
          for (const locale of ['en', 'de']) assert.deepEqual(describeRun(fromEnglish!, { surface, locale }), describeRun(fromGerman!, { surface, locale }));
        }
      }
    }
  });
});

describe('times and numbers', () => {
  const at = (hours: number) => new Date(2026, 2, 2, hours, 2, 10).getTime();

  test('a time of day is absolute, to the second, on a 24-hour clock, also at midnight', () => {
    assert.equal(formatTime(at(14), 'en'), '14:02:10');
    assert.equal(formatTime(at(0), 'en'), '00:02:10');
    assert.equal(formatTime(at(12), 'en-US'), '12:02:10');
    assert.equal(formatTime(at(14), 'de-CH'), '14:02:10');
    assert.equal(formatTime(at(14), 'de_CH'), '14:02:10');
  });

  test('a number is written as its language writes it', () => {
    assert.equal(formatNumber(5200, 'en'), '5,200');
    assert.equal(formatNumber(5200, 'de'), '5.200');
  });
});
