/**
 * The schemas against the two OpenAPI documents. `openapi-facts.json` holds one entry per field of the documents, copied from
 * them; a fact that differs in either direction fails here. Two things of ours are not in the documents, and are named below.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as z from 'zod/mini';
import * as contract from '../../src/contract/index.ts';

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
