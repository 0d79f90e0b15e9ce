/** Everything that the documents refer to exists: files, headings, scripts, entries of the package, and names of the kit. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';
import * as mocks from 'op-run-elements/mocks';
import { eventDetails } from '../../scripts/metadata/manifest.ts';
import { readTokens, valuesText } from '../../scripts/metadata/tokens.ts';
import { elements, entries, events, packageName, scriptNames, tokens } from './kit.ts';
import { documents, REPOSITORY } from './snippets.ts';

describe('what a document points at is there', () => {
  for (const { path, text, prose } of documents) {
    test(`${path}: files and headings`, () => {
      const targets = Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!).filter((target) => !/^[a-z]+:/.test(target));
      assert.deepEqual(targets.filter((target) => !leadsSomewhere(path, target)), []);
    });

    test(`${path}: npm scripts`, () => {
      const named = Array.from(text.matchAll(/npm run (?:--silent )?([\w:-]+)/g), ([, name]) => name!);
      assert.deepEqual(named.filter((name) => !scriptNames.has(name)), []);
    });

    test(`${path}: entries of the package`, () => {
      const named = Array.from(text.matchAll(new RegExp(`(?<=['"\`])${packageName}(?:/[\\w./-]+)?(?=['"\`])`, 'g')), ([entry]) => entry);
      assert.deepEqual(named.filter((entry) => !entries.has(entry) && ![...entries].some((known) => known.includes('*') && entry.startsWith(known.split('*')[0]!))), []);
    });

    test(`${path}: elements, attributes, events, parts and tokens`, () => {
      assert.deepEqual(strangersIn(prose), []);
    });
  }
});

function leadsSomewhere(from: string, target: string): boolean {
  const [path = '', heading] = target.split('#', 2);
  const file = path === '' ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(REPOSITORY, file))) return false;
  if (heading === undefined || statSync(join(REPOSITORY, file)).isDirectory()) return heading === undefined;
  const anchors = Array.from(readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/^#+ (.*)$/gm), ([, title]) => anchorOf(title!));
  return anchors.includes(heading);
}

/** The anchor that GitHub makes of a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** Unknown names in code spans: names that begin like the kit's but do not exist, and attributes that an element does not have. */
function strangersIn(prose: string): string[] {
  const spans = Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, span]) => span!);
  return spans.flatMap((span) => [
    ...Array.from(span.matchAll(/(?<![\w/.-])--op-[\w-]+/g), ([token]) => token).filter((token) => !tokens.has(token) && !token.endsWith('-')),
    ...Array.from(span.matchAll(/(?<![\w/.@:-])(?:on)?(op-[a-z-]+)(?![\w*./-])/g), ([, name]) => name!).filter((name) => !elements.has(name) && !events.has(name) && name !== packageName && name !== 'op-'),
    ...Array.from(span.matchAll(/<(op-[\w-]+)((?: [^<>]+)?)>/g)).flatMap(([, tag, attributes]) =>
      Array.from(attributes!.matchAll(/([a-z-]+)(?:=\S+)?/g), ([, attribute]) => attribute!)
        .filter((attribute) => !elements.get(tag!)?.attributes.some(({ name }) => name === attribute))
        .map((attribute) => `${attribute} on <${tag}>`),
    ),
  ]);
}

describe('the tables tell what there is', () => {
  /** The rows of the table whose first heading is `head`, as arrays of cells. */
  const rowsOf = (path: string, head: string): string[][] => {
    const { text } = documents.find((document) => document.path === path)!;
    const [, table = ''] = text.split(new RegExp(`^\\| ${head} \\|.*\\n\\|[-|: ]+\\n`, 'm'));
    return (/^(\|.*\n)*/.exec(table)?.[0] ?? '')
      .split('\n')
      .filter(Boolean)
      .map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
  };
  const spansOf = (cells: readonly string[]): string[] => cells.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, span]) => span!));
  const first = (rows: readonly string[][]): string[] => spansOf(rows.map(([cell = '']) => cell)).sort();
  const all = [...elements.values()];

  test('README.md: every attribute, property and method', () => {
    const told = first(rowsOf('README.md', 'attribute or property')).map((name) => name.replace(/=.*|\(\)/, ''));
    const known = all.flatMap(({ attributes, properties, methods }) => [
      ...attributes.map(({ name }) => name),
      ...properties.map(({ name }) => name).filter((name) => !attributes.some(({ property }) => property === name)),
      ...methods.map(({ name }) => name),
    ]);
    // run-id and tenant-id are in the table of elements.
    assert.deepEqual([...new Set([...told, 'run-id', 'tenant-id'])].sort(), [...new Set(known)].sort());
  });

  test('README.md: every element', () => assert.deepEqual(first(rowsOf('README.md', 'element')).map((span) => /op-[\w-]+/.exec(span)![0]), [...elements.keys()].sort()));

  test('README.md: every event, with what its detail holds', () => {
    const rows = rowsOf('README.md', 'event');
    assert.deepEqual(first(rows.map(([name = '']) => [name.split(' ')[0]!])), [...events].sort());
    for (const [name, detail] of eventDetails()) {
      const row = rows.find(([cell]) => cell === `\`${name}\``)!;
      assert.deepEqual(spansOf(row.slice(2)), detail.split('; ').map((field) => field.split(':')[0]!), name);
    }
  });

  test('README.md: every token', () => assert.deepEqual(first(rowsOf('README.md', 'token')), [...tokens].sort()));

  test('theming.md: every token, with its default', () => {
    const told = rowsOf('docs/theming.md', 'token').map(([name, value]) => `${name} ${value}`);
    assert.deepEqual(told.sort(), readTokens().map((token) => `\`${token.name}\` ${valuesText(token)}`).sort());
  });

  test('theming.md: every part of every element', () => {
    const told = Object.fromEntries(rowsOf('docs/theming.md', 'element').map(([tag = '', parts = '']) => [tag, parts]));
    assert.deepEqual(told, Object.fromEntries(all.map(({ tag, parts }) => [`\`<${tag}>\``, parts.map(({ name }) => `\`${name}\``).join(', ')])));
  });

  test('testing.md: every scenario, and what the mocks export', () => {
    assert.deepEqual(first(rowsOf('docs/testing.md', 'scenario')), Object.keys(mocks.scenarios).sort());
    for (const name of first(rowsOf('docs/testing.md', 'export'))) assert.ok(name in mocks, name);
  });
});
