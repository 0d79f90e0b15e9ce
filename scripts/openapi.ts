/**
 * `npm run openapi`: writes the contract in forms that other languages can read, from the schemas of src/contract:
 * `openapi/*.openapi.json` (OpenAPI 3.1: routes, parameters, answers) and `schemas/*.json` (JSON Schema 2020-12, one per payload).
 * With `--check` it writes nothing, and exits 1 with the name of each file that is out of date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import * as contract from '../src/contract/index.ts';

interface Json {
  [key: string]: unknown;
}

/** The schemas that other schemas refer to, each with its description. */
const PARTS: Readonly<Record<string, [schema: z.ZodMiniType, description: string]>> = {
  OperationRunActiveStateProjection: [
    contract.operationRunActiveStateProjection,
    'The only truth the elements read about a run. The seven required fields agree with one row of the truth table (docs/contract.md).',
  ],
  FailureSummaryItem: [contract.failureSummaryItem, 'One failure, safe to show to an operator.'],
  ReconciliationRecord: [contract.reconciliationRecord, 'How a reconciler ended the run; null when none did.'],
  OperationRunListItem: [contract.operationRunListItem, 'A run as the lifecycle list tells it.'],
};

/** The payloads, each with its description. Each has a file in schemas/. */
const PAYLOADS: Readonly<Record<string, [schema: z.ZodMiniType, description: string]>> = {
  OperationRunSurfaceItem: [contract.operationRunSurfaceItem, 'One run on a compact surface: in the overlay, the dashboard or the list.'],
  TenantActivityOperationsSummary: [contract.tenantActivityOperationsSummary, "A tenant's dashboard: the runs that its operators should know of."],
  TenantOperationProgressOverlay: [contract.tenantOperationProgressOverlay, "A tenant's active work. Likely stale runs stay in it, and stay polled."],
  OperationRunCollectionContract: [contract.operationRunCollectionContract, 'The canonical operations list, as it was narrowed.'],
  OperationRunDetailContract: [contract.operationRunDetailContract, 'One run, in the words of its own page.'],
  ReviewPackGeneration: [contract.reviewPackGeneration, "The generation of a tenant's review pack."],
  OperationRunList: [contract.operationRunList, 'The lifecycle records of the covered runs.'],
  OperationRunDetail: [contract.operationRunDetail, 'The lifecycle record of one run, with its reconciliation and its evidence.'],
};

/** Descriptions of fields whose name and type do not explain them. */
const FIELDS: Readonly<Record<string, string>> = {
  'OperationRunActiveStateProjection.surface_category':
    'Derived operator-facing category. Compact surfaces may use `past_expected_lifecycle` where canonical detail uses `likely_stale` over the same stale truth.',
  'OperationRunActiveStateProjection.stale_lineage_note': 'Tells that a run that has ended had been likely stale before.',
  'OperationRunActiveStateProjection.show_in_active_progress': 'True while fresh or likely stale; false once the run has ended.',
  'OperationRunActiveStateProjection.keep_active_polling': 'True while fresh or likely stale; false once the run has ended, and when its state is unknown.',
  'OperationRunSurfaceItem.detail_url': 'Where an operator opens the run: an http or https URL, absolute or relative.',
  'OperationRunSurfaceItem.progress':
    'How far a fresh run has come: `determinate` with `processed` of `total`, or `phase` with a `label` and `step` of `steps`. Leave it out when nothing is known.',
  'TenantOperationProgressOverlay.has_visible_active_runs': 'Whether one of the items is in progress.',
  'TenantOperationProgressOverlay.poll_interval': 'Null stops the polling.',
  'OperationRunCollectionContract.tenant_filter': 'The tenant that the list was narrowed to.',
  'ReviewPackGeneration.keep_active_polling': 'True only while queued or generating.',
  'ReviewPackGeneration.run_id': 'The operation run that generates the pack.',
  'OperationRunListItem.operator_message': 'Operator-safe summary line shown by default on Monitoring surfaces.',
  'OperationRunDetail.operator_message': 'Operator-safe summary line shown by default on Monitoring surfaces.',
  'OperationRunDetail.summary_counts': 'Last known counts by name.',
  'OperationRunDetail.diagnostics': 'Secondary lifecycle evidence shown only when diagnostics are revealed.',
};

const registry = z.registry<{ id: string }>();
for (const [id, [schema]] of Object.entries({ ...PARTS, ...PAYLOADS })) registry.add(schema, { id });

/** Every schema by its name. `at` is the JSON pointer below which the document keeps its schemas. */
function schemasBelow(at: string): Record<string, Json> {
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => at + id });
  const told = { ...PARTS, ...PAYLOADS };
  const all: Record<string, Json> = Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, { description: told[name]![1], ...(plain(schema) as Json) }]),
  );
  for (const [field, description] of Object.entries(FIELDS)) {
    const [schema, key] = field.split('.') as [string, string];
    const properties = all[schema]?.['properties'] as Record<string, Json> | undefined;
    if (!properties?.[key]) throw new Error(`There is no field ${field} to describe.`);
    properties[key] = { ...properties[key], description };
  }
  return all;
}

/** Simplifies generated JSON Schema: a nullable type becomes a list of two types instead of `anyOf`, and `propertyNames` (keys are strings) is dropped. */
function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const { propertyNames: _keys, anyOf, ...rest } = Object.fromEntries<unknown>(Object.entries(node).map(([key, value]) => [key, plain(value)]));
  const [main, other, ...more] = (anyOf ?? []) as Json[];
  if (!main || other?.['type'] !== 'null' || more.length > 0 || typeof main['type'] !== 'string') return anyOf ? { anyOf, ...rest } : rest;
  return { ...main, type: [main['type'], 'null'], ...(main['enum'] ? { enum: [...(main['enum'] as unknown[]), null] } : {}), ...rest };
}

/** The names of the schemas that `schema` refers to, directly or through others. */
function namesIn(schema: Json, all: Record<string, Json>, found = new Set<string>()): Set<string> {
  for (const [, name] of JSON.stringify(schema).matchAll(/"\$ref":"[^"]*\/(\w+)"/g)) {
    if (found.has(name!)) continue;
    found.add(name!);
    namesIn(all[name!]!, all, found);
  }
  return found;
}

/** A payload's schema with everything that it refers to, in one file. */
function schemaFile(name: string, all: Record<string, Json>): Json {
  const parts = [...namesIn(all[name]!, all)].sort();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    ...all[name],
    ...(parts.length > 0 ? { $defs: Object.fromEntries(parts.map((part) => [part, all[part]])) } : {}),
  };
}

const ref = (section: string, name: string): Json => ({ $ref: `#/components/${section}/${name}` });
const id = { type: 'integer', minimum: 1 };

const PARAMETERS: Readonly<Record<string, Json>> = {
  TenantId: { name: 'tenant', in: 'path', required: true, schema: id },
  RunId: { name: 'run', in: 'path', required: true, schema: id },
  OperationRunId: { name: 'operationRun', in: 'path', required: true, schema: { type: 'integer' } },
  Workspace: { name: 'workspace', in: 'path', required: true, schema: { type: 'string' }, description: 'Hosts that scope operations by workspace. Meaning and payload are those of the route without it.' },
  TenantFilter: { name: 'tenant', in: 'query', required: false, schema: id, description: 'Narrows the list. What a run means is the same as in the list without it.' },
  ActiveTab: { name: 'activeTab', in: 'query', required: false, schema: { type: 'string' }, description: '`active` keeps the runs that are active; a host may have further tabs.' },
  ProblemClass: { name: 'problemClass', in: 'query', required: false, schema: { type: 'string', enum: contract.PROBLEM_CLASSES }, description: 'Keeps the runs of this problem class.' },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' }, description: 'The ETag of the last answer.' },
};

const query = (name: string, schema: Json): Json => ({ name, in: 'query', required: false, schema });
const LIFECYCLE_FILTERS = [
  query('status', { type: 'string', enum: contract.RUN_STATUSES }),
  query('outcome', { type: 'string', enum: contract.RUN_OUTCOMES }),
  query('type', { type: 'string' }),
  query('tenant_id', { type: 'integer' }),
  query('freshness_state', { type: 'string', enum: contract.LIFECYCLE_FRESHNESS_STATES }),
  query('reconciled', { type: 'boolean' }),
];

/** The statuses other than 200, with their effect on a surface. Elements do not read their bodies. */
const RESPONSES: Readonly<Record<string, Json>> = {
  NotModified: { description: 'Nothing has changed since the ETag in If-None-Match. No body. The surface keeps what it shows.', headers: { ETag: ref('headers', 'ETag') } },
  SessionEnded: { description: 'Nobody is signed in (419, or a redirect to a login page, says the same). The surface keeps what it shows, says that the session ended, and stops.' },
  Forbidden: { description: 'The operator belongs to the scope, but lacks the capability to view operation runs. What was shown is removed.' },
  NotFound: { description: 'It does not exist, or the operator may not know of it: the two answers are the same. What was shown is removed.' },
  TooManyRequests: { description: 'Asked too often. The surface keeps what it shows, says that it is not updating, and retries with backoff.', headers: { 'Retry-After': ref('headers', 'RetryAfter') } },
  Unavailable: { description: 'Any 5xx: the same as 429.', headers: { 'Retry-After': ref('headers', 'RetryAfter') } },
};

const HEADERS: Readonly<Record<string, Json>> = {
  ETag: { description: 'Names this body for this operator. A request with it in If-None-Match is answered 304 while the body would be the same.', schema: { type: 'string' } },
  CacheControl: { description: '`private, no-cache`: no shared cache keeps what one operator may see, and the browser asks each time.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds or an HTTP date. It is obeyed.', schema: { type: 'string' } },
};

interface Route {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly Json[];
  readonly payload: string;
  readonly told: string;
}

function operation({ operationId, summary, parameters, payload, told }: Route): Json {
  return {
    get: {
      operationId,
      summary,
      parameters: [...parameters, ref('parameters', 'IfNoneMatch')],
      responses: {
        200: {
          description: told,
          headers: { ETag: ref('headers', 'ETag'), 'Cache-Control': ref('headers', 'CacheControl') },
          content: { 'application/json': { schema: ref('schemas', payload) } },
        },
        304: ref('responses', 'NotModified'),
        401: ref('responses', 'SessionEnded'),
        403: ref('responses', 'Forbidden'),
        404: ref('responses', 'NotFound'),
        429: ref('responses', 'TooManyRequests'),
        503: ref('responses', 'Unavailable'),
      },
    },
  };
}

/** A canonical route, and the same route scoped by workspace. */
const withWorkspace = (route: Route): Route[] => [
  route,
  {
    ...route,
    path: route.path.replace('/admin/', '/admin/workspaces/{workspace}/'),
    operationId: `${route.operationId}InWorkspace`,
    summary: `${route.summary} Within one workspace.`,
    parameters: [ref('parameters', 'Workspace'), ...route.parameters],
  },
];

const tenant = ref('parameters', 'TenantId');

const ACTIVE_STATE: readonly Route[] = [
  {
    path: '/admin/t/{tenant}/dashboard',
    operationId: 'getTenantDashboardOperationActivitySummary',
    summary: 'Tenant activity summary. What tenant dashboard activity and attention surfaces must expose.',
    parameters: [tenant],
    payload: 'TenantActivityOperationsSummary',
    told: 'Active-state summary for tenant-visible runs',
  },
  {
    path: '/admin/t/{tenant}/operations/progress',
    operationId: 'getTenantOperationProgressOverlay',
    summary: 'Tenant active-progress overlay. Stale-active runs remain active for visibility and polling purposes.',
    parameters: [tenant],
    payload: 'TenantOperationProgressOverlay',
    told: 'Active progress payload for tenant-scoped runs',
  },
  {
    path: '/admin/t/{tenant}/review-pack',
    operationId: 'getTenantReviewPackGeneration',
    summary: "Generation of the tenant's review pack. Optional: for hosts that show the review pack card.",
    parameters: [tenant],
    payload: 'ReviewPackGeneration',
    told: 'How far the review pack has come',
  },
  ...withWorkspace({
    path: '/admin/operations',
    operationId: 'listWorkspaceOperationsWithActiveStateMeaning',
    summary: 'Canonical operations list. Tenant prefilter continuity may be preserved, but active-state meaning must match the unfiltered list.',
    parameters: ['TenantFilter', 'ActiveTab', 'ProblemClass'].map((name) => ref('parameters', name)),
    payload: 'OperationRunCollectionContract',
    told: 'Operations list row contract',
  }),
  ...withWorkspace({
    path: '/admin/operations/{run}',
    operationId: 'getCanonicalOperationRunDetailActiveStateSummary',
    summary: 'Canonical run detail, top-level summary, with the same active-state meaning as compact tenant and workspace surfaces.',
    parameters: [ref('parameters', 'RunId')],
    payload: 'OperationRunDetailContract',
    told: 'Canonical operation-run detail summary contract',
  }),
];

const LIFECYCLE: readonly Route[] = [
  {
    path: '/api/admin/operations',
    operationId: 'listOperationRuns',
    summary: 'List operation runs with lifecycle freshness semantics. Covers the runs of types with a lifecycle policy.',
    parameters: LIFECYCLE_FILTERS,
    payload: 'OperationRunList',
    told: 'Collection of operation runs',
  },
  {
    path: '/api/admin/operations/{operationRun}',
    operationId: 'getOperationRun',
    summary: 'Get one operation run with lifecycle reconciliation detail.',
    parameters: [ref('parameters', 'OperationRunId')],
    payload: 'OperationRunDetail',
    told: 'Operation run detail',
  },
];

function document(info: Json, routes: readonly Route[]): Json {
  const schemas = schemasBelow('#/components/schemas/');
  const paths = Object.fromEntries(routes.map((route) => [route.path, operation(route)]));
  const names = [...namesIn(paths, { ...schemas, ...PARAMETERS, ...RESPONSES, ...HEADERS })].sort();
  const used = (section: Record<string, Json>): Json => Object.fromEntries(names.filter((name) => name in section).map((name) => [name, section[name]]));
  return {
    openapi: '3.1.0',
    info,
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: { parameters: used(PARAMETERS), headers: used(HEADERS), responses: used(RESPONSES), schemas: used(schemas) },
  };
}

/** The content of every file, by its path from the repository's root. */
function files(): Map<string, string> {
  const text = (json: Json): string => `${JSON.stringify(json, null, 2)}\n`;
  const schemas = schemasBelow('#/$defs/');
  return new Map([
    [
      'openapi/active-state.openapi.json',
      text(
        document(
          {
            title: 'Operation Run Active-State Visibility',
            version: '1.0.0',
            description:
              'The operator-visible active-state payloads that every surface derives from OperationRun lifecycle truth. GET only, with the cookies of the signed-in operator; docs/contract.md says what the fields mean.',
          },
          ACTIVE_STATE,
        ),
      ),
    ],
    [
      'openapi/lifecycle.openapi.json',
      text(
        document(
          {
            title: 'Operation Run Lifecycle Monitoring',
            version: '0.1.0',
            summary: 'Lifecycle freshness and reconciliation of covered OperationRun records.',
            description: 'GET only, with the cookies of the signed-in operator; the elements show these records behind the diagnostics disclosure.',
          },
          LIFECYCLE,
        ),
      ),
    ],
    ...Object.keys(PAYLOADS).map((name): [string, string] => [`schemas/${name}.json`, text(schemaFile(name, schemas))]),
  ]);
}

const ROOT = resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: ROOT } } });
const generated = files();
const written = ['openapi', 'schemas'].flatMap((folder) => {
  const path = join(options.root, folder);
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.json')).map((name) => `${folder}/${name}`) : [];
});

if (options.check) {
  const read = (file: string): string | null => (written.includes(file) ? readFileSync(join(options.root, file), 'utf8') : null);
  for (const file of [...new Set([...generated.keys(), ...written])]) {
    if (read(file) === (generated.get(file) ?? null)) continue;
    console.error(`${file} does not tell what src/contract says: run "npm run openapi" and commit it.`);
    process.exitCode = 1;
  }
} else {
  for (const file of written) if (!generated.has(file)) rmSync(join(options.root, file));
  for (const [file, text] of generated) {
    mkdirSync(dirname(join(options.root, file)), { recursive: true });
    writeFileSync(join(options.root, file), text);
  }
}
