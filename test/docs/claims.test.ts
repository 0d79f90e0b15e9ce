/** Numbers and words of the kit that the documents quote are those of the source. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { catalogueFor } from '../../src/projection/index.ts';
import { DEFAULT_INTERVAL, systemEnvironment } from '../../src/refresh/index.ts';
import { documents, REPOSITORY } from './snippets.ts';

const textOf = (path: string): string => documents.find((document) => document.path === path)!.text;
const quotesIn = (text: string): string[] => Array.from(text.matchAll(/"([^"\n]+)"/g), ([, quote]) => quote!);
const read = (path: string): string => readFileSync(`${REPOSITORY}${path}`, 'utf8');

describe('what the documents claim', () => {
  test('auth.md quotes what an operator reads', () => {
    const { refresh } = catalogueFor('en');
    const quotes = quotesIn(textOf('docs/auth.md').split('## What an answer does')[1]!.split('\n\n')[1]!);
    assert.deepEqual(quotes, [refresh.notUpdating('14:02:10'), refresh.sessionEnded('14:02:10'), refresh.forbidden, refresh.missing]);
  });

  test('auth.md and security.md tell the limits', () => {
    const { timeout, maxBytes } = systemEnvironment;
    for (const path of ['docs/auth.md', 'docs/security.md']) {
      assert.ok(textOf(path).includes(`${timeout / 1000} seconds`), path);
      assert.ok(textOf(path).includes(`${maxBytes / 1e6} MB`), path);
    }
    assert.match(textOf('README.md'), new RegExp(`every ${DEFAULT_INTERVAL / 1000} s`));
  });

  test('locales.md explains every entry of a lexicon', () => {
    const [, table = ''] = textOf('docs/locales.md').split('| entry | matches |');
    const told = Array.from(table.matchAll(/^\| (`.*?) \|/gm), ([, cell]) => Array.from(cell!.matchAll(/`(\w+)`/g), ([, name]) => name!)).flat();
    assert.deepEqual(told, Object.keys(catalogueFor('en').lexicon));
  });

  test('security.md: no source of an element reads data as HTML, or runs it', () => {
    const sources = globSync('src/{contract,projection,refresh,elements}/**/*.ts', { cwd: REPOSITORY });
    assert.ok(sources.length > 40);
    for (const path of sources) assert.doesNotMatch(read(path), /innerHTML|outerHTML|insertAdjacentHTML|unsafe-?html|\beval\(|new Function|document\.write|localStorage|sessionStorage|document\.cookie/i, path);
  });

  test('versioning.md names the oldest Node, the oldest style features and the contracts that are shipped', () => {
    const text = textOf('docs/versioning.md');
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    assert.ok(text.includes(`Node ${engines.node.replace('>=', '')} or later`));
    const styles = globSync('src/elements/**/*.styles.ts', { cwd: REPOSITORY }).map(read).join('\n');
    for (const feature of ['light-dark(', ':has(']) assert.ok(styles.includes(feature) && text.includes(`\`${feature})\``), feature);
    for (const path of globSync('openapi/*.json', { cwd: REPOSITORY })) assert.ok(text.includes(`op-run-elements/${path}`), path);
  });

  test('testing.md: an endpoint that was told nothing answers 404, and the last reply repeats', async () => {
    const { mockBackend, overlayOf } = await import('op-run-elements/mocks');
    const endpoint = mockBackend().overlay(7);
    const answer = async () => (await endpoint.answer(new Request('https://app.example.com/'))).status;
    assert.equal(await answer(), 404);
    endpoint.enqueue(403, overlayOf([]));
    assert.deepEqual([await answer(), await answer(), await answer()], [403, 200, 200]);
  });
});
