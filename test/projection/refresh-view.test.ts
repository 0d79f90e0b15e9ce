/** What a surface says about its own refresh. It never says anything about a run (L7). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogueFor, describeRefresh, registeredLocales, type FailureReason, type Knowledge } from '../../src/projection/index.ts';

const AT = new Date(2026, 2, 2, 14, 2, 10).getTime();
const { refresh } = catalogueFor('en');

describe('what each status says', () => {
  const cases: [string, Knowledge, { text: string; announcement: string | null } | null][] = [
    ['idle', { status: 'idle', asOf: null }, { text: 'Loading operations', announcement: null }],
    ['loading', { status: 'loading', asOf: null }, { text: 'Loading operations', announcement: null }],
    ['ready', { status: 'ready', asOf: AT }, null],
    ['refreshing', { status: 'refreshing', asOf: AT }, null],
    ['settled', { status: 'settled', asOf: AT }, null],
    ['settled with nothing to show', { status: 'settled', asOf: null, paused: true }, null],
    ['paused', { status: 'ready', asOf: AT, paused: true }, { text: 'Paused - as of 14:02:10', announcement: null }],
    ['failed with something on the screen', { status: 'failed', asOf: AT, failure: 'timeout' }, { text: 'Not updating - as of 14:02:10', announcement: 'Operation information is not updating.' }],
    ['failed since yesterday', { status: 'failed', asOf: AT, now: AT + 18 * 3_600_000 }, { text: 'Not updating - as of Mar 2, 2026, 14:02:10', announcement: 'Operation information is not updating.' }],
    ['failed while paused', { status: 'failed', asOf: AT, failure: 'server', paused: true }, { text: 'Not updating - as of 14:02:10', announcement: 'Operation information is not updating.' }],
    ['failed for a reason that is not told', { status: 'failed', asOf: null }, { text: refresh.failed.network, announcement: 'Operation information is not updating.' }],
    ['session ended', { status: 'denied', denial: 'session', asOf: AT }, { text: 'Session ended - as of 14:02:10. Sign in again.', announcement: 'Session ended. Sign in again.' }],
    ['session ended before anything was shown', { status: 'denied', denial: 'session', asOf: null }, { text: 'Session ended. Sign in again.', announcement: 'Session ended. Sign in again.' }],
    ['permission missing', { status: 'denied', denial: 'permission', asOf: AT }, { text: refresh.forbidden, announcement: refresh.forbidden }],
    ['not found', { status: 'missing', asOf: AT }, { text: 'Not found.', announcement: 'Not found.' }],
  ];
  for (const [name, knowledge, expected] of cases) test(name, () => assert.deepEqual(describeRefresh(knowledge), expected));

  for (const failure of ['network', 'timeout', 'server', 'unreadable'] as const satisfies FailureReason[]) {
    test(`failed before anything was shown: ${failure}`, () => assert.equal(describeRefresh({ status: 'failed', asOf: null, failure })!.text, refresh.failed[failure]));
  }
});

test('the same in German', () => {
  const said = (knowledge: Knowledge) => describeRefresh(knowledge, 'de')!.text;
  assert.equal(said({ status: 'loading', asOf: null }), 'Vorgänge werden geladen');
  assert.equal(said({ status: 'ready', asOf: AT, paused: true }), 'Aktualisierung pausiert – Stand 14:02:10');
  assert.equal(said({ status: 'failed', asOf: AT, failure: 'timeout' }), 'Wird nicht aktualisiert – Stand 14:02:10');
  assert.equal(said({ status: 'failed', asOf: null, failure: 'timeout' }), 'Der Server hat nicht rechtzeitig geantwortet. Ein neuer Versuch folgt.');
  assert.equal(said({ status: 'denied', denial: 'session', asOf: AT }), 'Sitzung beendet – Stand 14:02:10. Melden Sie sich erneut an.');
  assert.equal(said({ status: 'denied', denial: 'permission', asOf: AT }), 'Sie haben keine Berechtigung, Vorgänge anzuzeigen.');
  assert.equal(said({ status: 'missing', asOf: AT }), 'Nicht gefunden.');
});

test('no status says anything about a run', () => {
  for (const status of ['idle', 'loading', 'ready', 'refreshing', 'failed', 'settled', 'denied', 'missing'] as const) {
    for (const asOf of [null, AT]) {
      for (const denial of [null, 'session', 'permission'] as const) {
        for (const paused of [true, false]) {
          for (const locale of registeredLocales()) {
            const view = describeRefresh({ status, asOf, denial, paused, failure: 'server' }, locale);
            assert.doesNotMatch(`${view?.text} ${view?.announcement}`, /stale|past|lifecycle|worker|queued|running|failed|complete|active|überfällig|veraltet|laufzeit|warteschlange|läuft|fehlgeschlagen|abgeschlossen|aktiv/i);
          }
        }
      }
    }
  }
});

test('a missing permission and a missing run reveal no time at which they could be seen', () => {
  for (const knowledge of [{ status: 'denied', denial: 'permission', asOf: AT }, { status: 'missing', asOf: AT }] as const) {
    for (const locale of registeredLocales()) assert.doesNotMatch(describeRefresh(knowledge, locale)!.text, /\d/);
  }
});
