/** A short form of the contract: the routes of openapi/, the payloads of schemas/ as TypeScript types, and the truth table. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TRUTH_TABLE } from '../../src/projection/index.ts';
import { read, ROOT } from './manifest.ts';

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

interface Routes {
  readonly paths: Readonly<Record<string, { readonly get: { readonly responses: Readonly<Record<'200', { readonly content: Readonly<Record<'application/json', { readonly schema: Schema }>> }>> } }>>;
}

/** Each route with the name of its payload. */
export const routes = (): string =>
  ['openapi/active-state.openapi.json', 'openapi/lifecycle.openapi.json']
    .flatMap((path) => Object.entries((JSON.parse(read(path)) as Routes).paths))
    .map(([route, { get }]) => `- \`GET ${route}\`: ${typeOf(get.responses['200'].content['application/json'].schema)}`)
    .join('\n');

/** Each payload, and each type that payloads share, once. */
export function payloadTypes(): string {
  const types = new Map<string, string>();
  for (const path of globSync('schemas/*.json', { cwd: fileURLToPath(ROOT) }).sort()) {
    const schema = JSON.parse(read(path)) as Schema;
    for (const [name, part] of Object.entries({ ...schema.$defs, [schema.title!]: schema })) types.set(name, `${part.description ? `// ${part.description}\n` : ''}${name} = ${typeOf(part)}`);
  }
  return [...types.values()].join('\n\n');
}

/** The truth table: one line per freshness state, with the values that its other fields may have. */
export const truthTable = (): string =>
  Object.entries(TRUTH_TABLE)
    .map(([freshness, row]) => `- \`${freshness}\`: ${Object.entries(row).map(([field, values]) => `\`${field}\` ${values.join(' or ')}`).join(', ')}`)
    .join('\n');

function typeOf(schema: Schema): string {
  const { $ref, anyOf, type, properties, items } = schema;
  if ($ref) return $ref.split('/').at(-1)!;
  if (anyOf) return anyOf.map(typeOf).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const types = typeof type === 'string' ? [type] : (type ?? ['unknown']);
  return types.map((name) => (name === 'object' && properties ? objectOf(schema) : name === 'array' && items ? `${typeOf(items)}[]` : name)).join(' | ');
}

const objectOf = ({ properties = {}, required = [] }: Schema): string =>
  `{ ${Object.entries(properties)
    .map(([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`)
    .join('; ')} }`;
