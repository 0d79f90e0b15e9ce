/** The language that docs/locales.md makes, registered as a host would: the elements use it, it is complete, and it keeps L1 to L9. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type * as Projection from 'op-run-elements/projection';
import type { Catalogue } from 'op-run-elements/projection';
import { rows } from '../projection/states.ts';
import { project } from '../types/checker.ts';
import { snippets } from './snippets.ts';

const made = snippets.filter(({ path, text }) => path === 'docs/locales.md' && text.includes("registerLocale('"));

/** Every text of a catalogue that is not a function. */
const textsOf = (words: object): string[] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null && key !== 'lexicon' ? textsOf(value) : []));

const fold = (text: string): string => text.toLowerCase().replace(/[\s\p{P}]+/gu, ' ').trim();

describe('the French of docs/locales.md', () => {
  let folder: string;
  /** From the same copy of the package that the snippets import. */
  let catalogueFor: typeof Projection.catalogueFor;
  let describeRun: typeof Projection.describeRun;
  let describeReviewPack: typeof Projection.describeReviewPack;
  let fr: Catalogue;

  before(async () => {
    folder = await project([], {}, Object.fromEntries(made.map(({ text, line }) => [`src/${line}.ts`, text])));
    const load = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, path)).href);
    for (const { line } of made) await load(`src/${line}.ts`);
    ({ catalogueFor, describeRun, describeReviewPack } = (await load('node_modules/op-run-elements/dist/projection/index.js')) as typeof Projection);
    fr = catalogueFor('fr');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('is spoken', () => {
    assert.notEqual(fr, catalogueFor('en'));
    assert.equal(catalogueFor('de-CH').overlay.review, 'Vorgänge ansehen');
    assert.equal(describeReviewPack({ pack: { tenant_id: 7, generation_state: 'ready', keep_active_polling: false }, run: null }, { locale: 'fr' }).label, 'Prêt');
  });

  test('says in no state what another state says, and neither calms nor alarms where it must not', () => {
    const calm = /attente|aucune action|à venir/i;
    const stale = /retard|au-delà/i;
    for (const [name, active_state] of Object.entries(rows)) {
      for (const surface of ['compact', 'detail'] as const) {
        const view = describeRun({ run_id: 15, operation_label: 'Inventaire', active_state }, { surface, locale: 'fr' });
        const told = [view.label, view.guidance, view.status, view.progress?.text, view.announcement].join(' | ');
        if (view.state === 'stale') assert.doesNotMatch(told, calm, name);
        else assert.doesNotMatch(told, stale, name);
        if (view.state === 'stale') assert.match(told, stale, name);
      }
    }
  });

  test('knows its own claims: French calm does not stand on a stale run, French staleness does, and not on a fresh one', () => {
    const shown = (state: keyof typeof rows, guidance: string) => describeRun({ run_id: 15, operation_label: 'Inventaire', active_state: { ...rows[state], guidance } }, { surface: 'compact', locale: 'fr' }).guidance;
    for (const text of [fr.guidance.queued!, fr.guidance.fresh!, 'Tout va bien.', 'En retard, mais tout va bien.']) assert.equal(shown('staleOnCompact', text), fr.guidance.stale, text);
    for (const text of ['Probablement en retard depuis 12 minutes.', 'Au-delà de sa fenêtre de cycle de vie.']) assert.equal(shown('staleOnCompact', text), text);
    for (const text of ['Probablement en retard.', 'Cette opération est bloquée.', 'Vérifiez l’état des workers.']) assert.notEqual(shown('fresh', text), text);
    assert.equal(shown('fresh', 'Copie des fichiers.'), 'Copie des fichiers.');
  });

  test('its lexicon refuses no text of the other languages, nor theirs one of its own', () => {
    const alike = new Set(textsOf(fr).filter((text) => textsOf(catalogueFor('en')).includes(text)));
    assert.deepEqual([...alike], ['Active', 'Source']);
    for (const [mine, other] of [[fr, 'en'], [fr, 'de'], [catalogueFor('en'), 'fr'], [catalogueFor('de'), 'fr']] as const) {
      // A text that is the same in both languages also means the same.
      for (const text of textsOf(catalogueFor(other)).filter((text) => !alike.has(text))) for (const [claim, pattern] of Object.entries(mine.lexicon)) assert.doesNotMatch(fold(text), pattern as RegExp, `${claim}: ${text}`);
    }
  });

  test('leaves no text out', () => {
    assert.equal(textsOf(fr).length, textsOf(catalogueFor('en')).length);
    for (const text of textsOf(fr)) assert.ok(text.length > 0 && text === text.trim());
  });
});
