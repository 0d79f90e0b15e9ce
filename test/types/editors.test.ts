/** The built files for editors and language models agree with the classes, the event types and the styles. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as kit from 'op-run-elements';
import { readElements } from '../../scripts/metadata/manifest.ts';
import { REPOSITORY } from './checker.ts';

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const json = <Shape>(path: string): Shape => JSON.parse(read(path)) as Shape;

interface Named {
  readonly name: string;
}
interface HtmlData {
  readonly version: number;
  readonly tags: readonly (Named & { attributes: readonly (Named & { values?: Named[]; valueSet?: string })[] })[];
}
interface WebTypes {
  readonly name: string;
  readonly version: string;
  readonly contributions: {
    readonly html: { readonly elements: readonly (Named & { attributes: Named[]; js: { properties: Named[]; events: (Named & { type: string })[] }; css: { parts: Named[] } })[] };
    readonly css: { readonly properties: readonly Named[] };
  };
}

const html = json<HtmlData>('dist/vscode.html-custom-data.json');
const css = json<{ version: number; properties: readonly Named[]; pseudoElements: readonly Named[] }>('dist/vscode.css-custom-data.json');
const web = json<WebTypes>('dist/web-types.json');
const llms = read('dist/llms.txt');

const tagOf = (className: string): string => className.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
const classes = Object.entries(kit).filter((entry): entry is [string, typeof kit.OpRunRow] => /^Op(?!RequestEvent)/.test(entry[0]));
const names = (all: readonly Named[]): string[] => all.map(({ name }) => name).sort();

describe('custom-elements.json', () => {
  test('has no member of which nobody says what it is: that would be no part of the public face', () => {
    interface Declaration {
      readonly tagName?: string;
      readonly members?: readonly { readonly name: string; readonly description?: string }[];
    }
    const { modules } = json<{ modules: { declarations: Declaration[] }[] }>('custom-elements.json');
    const silent = modules.flatMap(({ declarations }) => declarations.flatMap(({ tagName, members = [] }) => members.filter(({ description }) => !description).map(({ name }) => `${tagName}: ${name}`)));
    assert.deepEqual(silent, []);
  });
});

describe('what editors are told', () => {
  test('is of every element', () => {
    const tags = classes.map(([name]) => tagOf(name)).sort();
    assert.equal(tags.length, 7);
    assert.deepEqual(names(html.tags), tags);
    assert.deepEqual(names(web.contributions.html.elements), tags);
    for (const tag of tags) assert.ok(llms.includes(`### <${tag}>`), tag);
  });

  for (const [className, element] of classes) {
    const tag = tagOf(className);
    const told = html.tags.find(({ name }) => name === tag)!;
    const inWebTypes = web.contributions.html.elements.find(({ name }) => name === tag)!;

    test(`<${tag}>: the attributes that it observes`, () => {
      const observed = [...element.observedAttributes].sort();
      assert.deepEqual(names(told.attributes), observed);
      assert.deepEqual(names(inWebTypes.attributes), observed);
    });

    test(`<${tag}>: its properties, and no business of its own`, () => {
      const own = [...element.elementProperties.keys()].filter((name) => name !== 'place').map(String).sort();
      assert.deepEqual(names(inWebTypes.js.properties), own);
    });

    test(`<${tag}>: the parts that are in its templates, or in those that it shares`, () => {
      const files = readdirSync(new URL(`../../src/elements/${tag}`, import.meta.url)).map((name) => `src/elements/${tag}/${name}`);
      const source = [...files, 'src/elements/shared/run-drawing.ts', 'src/elements/shared/op-element.ts'].map(read).join('\n');
      const drawn = new Set(Array.from(source.matchAll(/part(?:="|: ')([\w-]+)["']/g), ([, part]) => part));
      for (const { name } of inWebTypes.css.parts) assert.ok(drawn.has(name) || source.includes(`'${name}'`), name);
      const own = Array.from(read(`src/elements/${tag}/${tag}.ts`).matchAll(/part="([\w-]+)"/g), ([, part]) => part!);
      const parts = names(inWebTypes.css.parts);
      assert.deepEqual([...new Set(own)].filter((part) => !parts.includes(part)), []);
    });
  }

  test('a boolean attribute takes no value, and a choice of words is offered', () => {
    const attribute = (tag: string, name: string) => html.tags.find((known) => known.name === tag)!.attributes.find((known) => known.name === name)!;
    assert.equal(attribute('op-run-list', 'compact').valueSet, 'v');
    assert.deepEqual(names(attribute('op-run-list', 'density').values!), ['comfortable', 'compact']);
    assert.equal(attribute('op-run-list', 'tenant-id').values, undefined);
  });

  test('the tokens are those that the styles read, and those of tokens.css', () => {
    const used = Array.from(
      readElements().flatMap(({ tag }) => [read(`src/elements/${tag}/${tag}.styles.ts`), read('src/elements/shared/tokens.styles.ts')]).join('\n').matchAll(/var\((--op-[\w-]+)/g),
      ([, token]) => token!,
    );
    assert.deepEqual(names(css.properties), [...new Set(used)].sort());
    assert.deepEqual(names(web.contributions.css.properties), names(css.properties));
    for (const name of names(css.properties)) {
      assert.ok(llms.includes(`\`${name}\``), name);
      assert.ok(read('dist/tokens.css').includes(name), name);
    }
    assert.ok(css.pseudoElements.some(({ name }) => name === '::part(badge)'));
  });

  test('the events carry what HTMLElementEventMap says', () => {
    const list = web.contributions.html.elements.find(({ name }) => name === 'op-run-list')!;
    const map = read('src/elements/shared/events.ts').split('interface HTMLElementEventMap')[1]!.split('}')[0]!;
    for (const { name, type } of list.js.events) assert.ok(map.includes(`'${name}': ${type};`), name);
    assert.equal(list.js.events.length, map.match(/'op-/g)!.length);
  });

  test('web-types are of this package and version, and found by its package.json', () => {
    const manifest = json<{ name: string; version: string; 'web-types'?: string }>('package.json');
    assert.deepEqual([web.name, web.version], [manifest.name, manifest.version]);
    assert.ok(existsSync(join(REPOSITORY, manifest['web-types'] ?? 'nowhere')), 'package.json has "web-types": "./dist/web-types.json"');
  });

  test('llms.txt names the routes that are asked, and what each status does', () => {
    for (const route of ['/admin/t/{tenant}/operations/progress', '/admin/t/{tenant}/dashboard', '/admin/t/{tenant}/review-pack', '/admin/operations/{run}', '/admin/operations`', '/api/admin/operations/{run}']) assert.ok(llms.includes(route), route);
    for (const status of ['200', '401', '403', '404', '419', '429', '5xx']) assert.ok(llms.includes(status), status);
    assert.doesNotMatch(llms, /undefined|\[object/);
  });

  test('llms.txt tells every payload, by its schema', () => {
    for (const file of readdirSync(join(REPOSITORY, 'schemas'))) assert.ok(llms.includes(`${file.replace('.json', '')} = {`), file);
    assert.ok(llms.includes('freshness_state: "fresh_active" | "likely_stale" | "reconciled_failed" | "terminal_normal" | "unknown"'));
    assert.ok(llms.includes('tenant_label?: string | null'));
    assert.ok(llms.includes('`GET /admin/t/{tenant}/dashboard`: TenantActivityOperationsSummary'));
  });
});
