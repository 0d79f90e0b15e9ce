/**
 * The schemas against the two OpenAPI documents. `openapi-facts.json` holds one entry per field of the documents, copied from
 * them; a fact that differs in either direction fails here. Two things of ours are not in the documents, and are named below.
 * Then the files that are generated from the schemas, for readers of other languages: openapi/ and schemas/.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod/mini';
import * as contract from '../../src/contract/index.ts';
import { brokenPayloads } from '../../mocks/fixtures/broken.ts';
import { lifecycleListOf, records } from '../../mocks/fixtures/lifecycle.ts';
import { activityOf, collectionOf, detailOf, overlayOf } from '../../mocks/fixtures/payloads.ts';
import { reviewPacks } from '../../mocks/fixtures/review-packs.ts';
import { runLists, runs } from '../../mocks/fixtures/runs.ts';
import { samples } from './payloads.ts';

interface Fact {
  readonly required?: boolean;
  readonly type?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly format?: string;
  readonly closed?: true;
  /** What an open map holds. */
  readonly values?: string;
  /** The schema of the field, or of the items of the field, by its name in the same document. */
  readonly schema?: string;
  readonly items?: string;
}
type Facts = Record<string, Fact>;
type Documents = Record<string, Record<string, Facts>>;

const documents = JSON.parse(readFileSync(new URL('./openapi-facts.json', import.meta.url), 'utf8')) as Documents;

const SCHEMAS: Readonly<Record<string, z.ZodMiniType>> = {
  OperationRunActiveStateProjection: contract.operationRunActiveStateProjection,
  OperationRunSurfaceItem: contract.operationRunSurfaceItem,
  TenantActivityOperationsSummary: contract.tenantActivityOperationsSummary,
  TenantOperationProgressOverlay: contract.tenantOperationProgressOverlay,
  OperationRunCollectionContract: contract.operationRunCollectionContract,
  OperationRunDetailContract: contract.operationRunDetailContract,
  OperationRunListItem: contract.operationRunListItem,
  OperationRunDetail: contract.operationRunDetail,
  FailureSummaryItem: contract.failureSummaryItem,
  ReconciliationRecord: contract.reconciliationRecord,
  OperationRunList: contract.operationRunList,
};

/** Our one extension of a payload. */
const isExtension = (path: string): boolean => /(^|\.)progress(\.|$)/.test(path);

interface JsonSchema {
  readonly type?: string | string[];
  readonly anyOf?: JsonSchema[];
  readonly properties?: Record<string, JsonSchema>;
  readonly required?: string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly enum?: unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly format?: string;
}

/** Every field of a generated JSON Schema by its path; a nullable branch is folded into the types, as OpenAPI 3.1 writes it. */
function factsOf(schema: JsonSchema, path = '(itself)', required?: boolean): Facts {
  const branches = schema.anyOf ?? [schema];
  const main = branches.find(({ type }) => type !== 'null')!;
  const nullable = branches.length > 1;
  const open = typeof main.additionalProperties === 'object' ? main.additionalProperties : null;
  const fact: Fact = {
    ...(required === undefined ? {} : { required }),
    type: [...[main.type ?? []].flat(), ...(nullable ? ['null'] : [])],
    ...(main.enum ? { enum: nullable ? [...main.enum, null] : main.enum } : {}),
    ...('const' in main ? { const: main.const } : {}),
    ...(main.minimum === undefined || main.minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum: main.minimum }),
    ...(main.format ? { format: main.format } : {}),
    ...(main.additionalProperties === false ? { closed: true } : {}),
    ...(open ? { values: typeof open.type === 'string' ? open.type : 'any' } : {}),
  };
  const prefix = path === '(itself)' ? '' : `${path}.`;
  const fields = Object.entries(main.properties ?? {}).map(([key, field]) => factsOf(field, prefix + key, main.required?.includes(key) ?? false));
  const items = main.items ? [factsOf(main.items, `${prefix}*`)] : [];
  return Object.assign({ [path]: fact }, ...fields, ...items) as Facts;
}

/** The facts of a document's schema, with the schemas it names written out in its place. */
function written(document: Record<string, Facts>, name: string, path = '(itself)', required?: boolean): Facts {
  const prefix = path === '(itself)' ? '' : `${path}.`;
  const all: Facts = {};
  for (const [key, { schema, items, ...fact }] of Object.entries(document[name]!)) {
    const at = key === '(itself)' ? path : prefix + key;
    if (schema) Object.assign(all, written(document, schema, at, fact.required));
    else all[at] = key === '(itself)' && required !== undefined ? { required, ...fact } : fact;
    if (items) Object.assign(all, written(document, items, `${at}.*`));
  }
  return all;
}

const generated = (name: string): Facts => factsOf(z.toJSONSchema(SCHEMAS[name]!) as JsonSchema);

/** The lifecycle document leaves its objects open; the kit closes them, so that it can report what it drops (SPEC F3). */
const withoutClosed = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([path, { closed: _closed, ...fact }]) => [path, fact]));

for (const [name, document] of Object.entries(documents)) {
  describe(`${name}: the schemas say what the document says`, () => {
    for (const schema of Object.keys(document)) {
      test(schema, () => {
        const ours = Object.fromEntries(Object.entries(generated(schema)).filter(([path]) => !isExtension(path)));
        const theirs = written(document, schema);
        if (name === 'lifecycle.openapi.yaml') assert.deepEqual(withoutClosed(ours), theirs);
        else assert.deepEqual(ours, theirs);
      });
    }
  });
}

describe('what is ours', () => {
  test('the documents hold no schema that the kit lacks, and the kit none that they lack', () => {
    assert.deepEqual(Object.keys(SCHEMAS).sort(), Object.values(documents).flatMap(Object.keys).sort());
  });

  test('every object of every schema is closed, so that an unknown key is reported', () => {
    for (const name of Object.keys(SCHEMAS)) {
      for (const [path, { type, closed, values }] of Object.entries(generated(name))) {
        if (type?.includes('object') && values === undefined) assert.equal(closed, true, `${name} ${path}`);
      }
    }
  });

  test('the extension `progress` is optional and nullable, and says its kind: determinate or phase', () => {
    const ours = Object.entries(generated('OperationRunSurfaceItem')).filter(([path]) => isExtension(path));
    assert.deepEqual(Object.fromEntries(ours), {
      progress: { required: false, type: ['object', 'null'], closed: true },
      'progress.kind': { required: true, type: ['string'], enum: ['determinate', 'phase'] },
      'progress.processed': { required: false, type: ['number'], minimum: 0 },
      'progress.total': { required: false, type: ['number'], minimum: 0 },
      'progress.label': { required: false, type: ['string'] },
      'progress.step': { required: false, type: ['integer'], minimum: 1 },
      'progress.steps': { required: false, type: ['integer'], minimum: 1 },
    });
  });

  test('the exported vocabularies are the enums of the documents', () => {
    const state = documents['active-state.openapi.yaml']!['OperationRunActiveStateProjection']!;
    const run = documents['lifecycle.openapi.yaml']!['OperationRunListItem']!;
    assert.deepEqual(contract.FRESHNESS_STATES, state['freshness_state']!.enum);
    assert.deepEqual(contract.PROBLEM_CLASSES, state['problem_class']!.enum);
    assert.deepEqual(contract.SURFACE_CATEGORIES, state['surface_category']!.enum);
    assert.deepEqual(contract.RUN_STATUSES, run['status']!.enum);
    assert.deepEqual(contract.RUN_OUTCOMES, run['outcome']!.enum);
    assert.deepEqual(contract.LIFECYCLE_FRESHNESS_STATES, run['freshness_state']!.enum);
    assert.deepEqual(contract.RECONCILIATION_SOURCES, documents['lifecycle.openapi.yaml']!['ReconciliationRecord']!['source']!.enum);
  });
});

const ROOT = resolve(import.meta.dirname, '../..');
const readJson = (file: string): any => JSON.parse(readFileSync(join(ROOT, file), 'utf8')); // eslint-disable-line @typescript-eslint/no-explicit-any

/** Formats are notes to a reader here: the pattern beside `date-time` is what holds. `components` is where OpenAPI keeps its schemas. */
const validator = (): Ajv2020 => new Ajv2020({ formats: { 'date-time': true }, allowUnionTypes: true, keywords: ['components'] });

const validators = new Map<string, ValidateFunction>();
function validates(name: string, payload: unknown): boolean {
  const validate = validators.get(name) ?? validator().compile(readJson(`schemas/${name}.json`));
  validators.set(name, validate);
  return validate(payload);
}

/** Whether the kit's parser takes a payload as it is. */
function parses(name: string, payload: unknown): boolean {
  const parsed = contract.parsePayload(samples[name]!.contract, payload);
  return parsed.ok && parsed.violations.length === 0;
}

describe('schemas/: what another language validates is what the kit accepts', () => {
  test('there is one file per payload', () => {
    assert.deepEqual(readdirSync(join(ROOT, 'schemas')).sort(), Object.keys(samples).map((name) => `${name}.json`).sort());
  });

  for (const name of Object.keys(samples)) {
    test(`${name}: its dialect and its name, and a full payload is valid`, () => {
      const schema = readJson(`schemas/${name}.json`);
      assert.deepEqual([schema.$schema, schema.title], ['https://json-schema.org/draft/2020-12/schema', name]);
      assert.match(schema.description, /\.$/);
      assert(validates(name, samples[name]!.payload), JSON.stringify(validators.get(name)!.errors));
    });

    test(`${name}: every part of it, left out, or of another kind, is judged as the parser judges it`, () => {
      let [valid, invalid] = [0, 0];
      for (const broken of variantsOf(samples[name]!.payload)) {
        const accepted = parses(name, broken);
        assert.equal(validates(name, broken), accepted, JSON.stringify(broken));
        if (accepted) valid += 1;
        else invalid += 1;
      }
      assert(valid > 0 && invalid > valid, `${valid} valid, ${invalid} invalid`);
    });
  }

  const valid: Record<string, unknown[]> = {
    OperationRunSurfaceItem: Object.values(runs),
    OperationRunDetail: Object.values(records),
    ReviewPackGeneration: Object.values(reviewPacks),
    TenantOperationProgressOverlay: Object.values(runLists).map((items) => overlayOf(items)),
    TenantActivityOperationsSummary: Object.values(runLists).map((items) => activityOf(items)),
    OperationRunCollectionContract: Object.values(runLists).map((items) => collectionOf(items)),
    OperationRunDetailContract: Object.values(runs).map((run) => detailOf(run)),
    OperationRunList: [lifecycleListOf(Object.values(records))],
  };
  for (const [name, payloads] of Object.entries(valid)) {
    test(`${name}: the fixtures are valid`, () => {
      for (const payload of payloads) assert(validates(name, payload), JSON.stringify([payload, validators.get(name)!.errors]));
    });
  }

  test('the broken fixtures are not', () => {
    for (const [fixture, broken] of Object.entries(brokenPayloads)) {
      assert.equal(validates((contract[broken.contract] as contract.PayloadContract<unknown>).name, broken.payload), false, fixture);
    }
  });
});

/** `payload` with one part of it left out, null, of another type, another value, or with a key too many. */
function* variantsOf(payload: unknown): Generator<unknown> {
  for (const path of pathsIn(payload)) {
    for (const value of [undefined, null, true, false, 0, 1, -1, 1.5, 1e300, '', 'another', '2026-02-30T00:00:00Z', '2026-03-02T09:14:05Z', [], {}]) {
      const variant = structuredClone(payload);
      const [last, ...before] = [...path].reverse();
      const holder = before.reverse().reduce<any>((node, key) => node[key], variant); // eslint-disable-line @typescript-eslint/no-explicit-any
      if (value === undefined) delete holder[last!];
      else holder[last!] = value;
      // A hole in an array is null in JSON.
      yield JSON.parse(JSON.stringify(variant));
    }
  }
}

function* pathsIn(node: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof node !== 'object' || node === null) return;
  for (const key of Object.keys(node)) {
    yield [...path, key];
    yield* pathsIn((node as Record<string, unknown>)[key], [...path, key]);
  }
  if (!Array.isArray(node)) yield [...path, 'key_too_many'];
}

const ROUTES: Readonly<Record<string, readonly (readonly [path: string, payload: string])[]>> = {
  'openapi/active-state.openapi.json': [
    ['/admin/t/{tenant}/dashboard', 'TenantActivityOperationsSummary'],
    ['/admin/t/{tenant}/operations/progress', 'TenantOperationProgressOverlay'],
    ['/admin/t/{tenant}/review-pack', 'ReviewPackGeneration'],
    ['/admin/operations', 'OperationRunCollectionContract'],
    ['/admin/workspaces/{workspace}/operations', 'OperationRunCollectionContract'],
    ['/admin/operations/{run}', 'OperationRunDetailContract'],
    ['/admin/workspaces/{workspace}/operations/{run}', 'OperationRunDetailContract'],
  ],
  'openapi/lifecycle.openapi.json': [
    ['/api/admin/operations', 'OperationRunList'],
    ['/api/admin/operations/{operationRun}', 'OperationRunDetail'],
  ],
};

for (const [file, routes] of Object.entries(ROUTES)) {
  describe(`${file}: an OpenAPI 3.1 document`, () => {
    const document = readJson(file);
    const resolved = (node: any): any => (node.$ref ? resolved(pointedAt(document, node.$ref)) : node); // eslint-disable-line @typescript-eslint/no-explicit-any
    const operations = Object.entries<any>(document.paths).map(([path, { get }]) => ({ path, get })); // eslint-disable-line @typescript-eslint/no-explicit-any

    test('its head', () => {
      assert.deepEqual(Object.keys(document), ['openapi', 'info', 'jsonSchemaDialect', 'paths', 'components']);
      assert.equal(document.openapi, '3.1.0');
      for (const field of ['title', 'version']) assert.match(document.info[field], /\S/);
    });

    test('its routes are those of the contract, each with its payload', () => {
      assert.deepEqual(operations.map(({ path, get }) => [path, get.responses[200].content['application/json'].schema.$ref.split('/').at(-1)]), routes);
    });

    test('every reference leads somewhere, and every component is used', () => {
      const references = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!));
      for (const reference of references) assert.equal(typeof pointedAt(document, reference), 'object', reference);
      const components = Object.entries<object>(document.components).flatMap(([section, named]) => Object.keys(named).map((name) => `#/components/${section}/${name}`));
      assert.deepEqual(components.filter((component) => !references.has(component)), []);
    });

    test('every operation has a name of its own, its parameters, and a meaning for each status; 200 and 304 carry the ETag', () => {
      assert.equal(new Set(operations.map(({ get }) => get.operationId)).size, operations.length);
      for (const { path, get } of operations) {
        const parameters = get.parameters.map(resolved);
        for (const { name, in: place, schema } of parameters) assert(name && schema && ['path', 'query', 'header'].includes(place), path);
        const inPath = parameters.filter((parameter: { in: string; required: boolean }) => parameter.in === 'path' && parameter.required).map(({ name }: { name: string }) => name);
        assert.deepEqual(inPath.sort(), [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(), path);
        assert.deepEqual(Object.keys(get.responses), ['200', '304', '401', '403', '404', '429', '503']);
        for (const response of Object.values(get.responses)) assert.match(resolved(response).description, /\S/);
        for (const status of [200, 304]) assert(resolved(get.responses[status]).headers.ETag, `${path} ${status}`);
      }
    });

    test('its schemas are those of schemas/, and validate the same', () => {
      for (const [path, name] of routes) {
        const validate = validator().compile({ $ref: `#/components/schemas/${name}`, components: { schemas: document.components.schemas } } as object);
        assert(validate(samples[name]!.payload), path);
        assert.equal(validate({ ...samples[name]!.payload, key_too_many: 1 }), false, path);
        const { $schema: _dialect, title: _title, $defs: _parts, ...schema } = readJson(`schemas/${name}.json`);
        assert.deepEqual(JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/')), document.components.schemas[name]);
      }
    });
  });
}

function pointedAt(document: any, reference: string): any { // eslint-disable-line @typescript-eslint/no-explicit-any
  return reference.replace(/^#\//, '').split('/').reduce((node, key) => node?.[key], document);
}

describe('the generated files are committed as the schemas make them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'op-openapi-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const openapi = (...args: string[]) => spawnSync(process.execPath, [join(ROOT, 'scripts/openapi.ts'), ...args], { encoding: 'utf8' });

  test('openapi/ and schemas/ are up to date', () => {
    const { status, stderr } = openapi('--check');
    assert.deepEqual([status, stderr], [0, '']);
  });

  test('each file that drifted, is missing, or is no longer generated is named; writing them anew mends all', () => {
    for (const part of ['openapi', 'schemas']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    const changed = join(folder, 'openapi/lifecycle.openapi.json');
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('"queued"', '"waiting"'));
    rmSync(join(folder, 'schemas/OperationRunList.json'));
    writeFileSync(join(folder, 'schemas/Retired.json'), '{}\n');
    const { status, stderr } = openapi('--check', '--root', folder);
    assert.equal(status, 1);
    assert.deepEqual(stderr.trim().split('\n').map((line) => line.split(' ', 1)[0]), ['openapi/lifecycle.openapi.json', 'schemas/OperationRunList.json', 'schemas/Retired.json']);
    assert.equal(openapi('--root', folder).status, 0);
    assert.deepEqual(openapi('--check', '--root', folder).status, 0);
  });
});
