/**
 * `node bench/validators.ts`: what a page pays for the contract, in bytes and in time, with each way of reading it.
 * The figures of docs/decisions/validator.md come from here.
 */
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import * as z from 'zod/mini';
import * as contract from '../src/contract/index.ts';
import { runs } from '../mocks/fixtures/runs.ts';

const SCHEMAS = {
  surfaceItem: contract.operationRunSurfaceItem,
  tenantActivity: contract.tenantActivityOperationsSummary,
  progressOverlay: contract.tenantOperationProgressOverlay,
  runCollection: contract.operationRunCollectionContract,
  runDetail: contract.operationRunDetailContract,
  lifecycleList: contract.operationRunList,
  lifecycleDetail: contract.operationRunDetail,
  reviewPack: contract.reviewPackGeneration,
};

/** What of a zod schema's definition is looked at here. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly value?: number } } }[];
}
type Schema = { readonly _zod: { readonly def: unknown } };
const definitionOf = (schema: Schema) => schema._zod.def as Definition;

/** Straight-line code from the schemas that says whether a payload is valid and copies it. It repairs nothing and has no messages. */
function generated(): string {
  const functions = new Map<Schema, string>();
  const bodies: string[] = [];
  const check = (schema: Schema, at: string): string => {
    const { type, shape, innerType, element, valueType, entries, values, format, checks = [] } = definitionOf(schema);
    const least = checks.map(({ _zod }) => _zod.def.value).find((value) => value !== undefined && value > Number.MIN_SAFE_INTEGER && value < Number.MAX_SAFE_INTEGER);
    switch (type) {
      case 'optional':
        return `(${at}===undefined||${check(innerType!, at)})`;
      case 'nullable':
        return `(${at}===null||${check(innerType!, at)})`;
      case 'string':
        return format ? `(typeof ${at}==='string'&&time(${at}))` : `typeof ${at}==='string'`;
      case 'boolean':
        return `typeof ${at}==='boolean'`;
      case 'number':
        return `(Number.${format ? 'isSafeInteger' : 'isFinite'}(${at})${least === undefined ? '' : `&&${at}>=${least}`})`;
      case 'enum':
        return `(${Object.values(entries!).map((word) => `${at}===${JSON.stringify(word)}`).join('||')})`;
      case 'literal':
        return `${at}===${JSON.stringify(values![0])}`;
      case 'array':
        return `(Array.isArray(${at})&&(${at}=${at}.map((v)=>${element ? `${check(element, 'v')}?v:bad()` : 'v'}),true))`;
      case 'record':
        return `(isObject(${at})&&(${at}={...${at}},Object.values(${at}).every((v)=>${check(valueType!, 'v')})))`;
      case 'object': {
        let name = functions.get(schema);
        if (!name) {
          functions.set(schema, (name = `read${functions.size}`));
          const keys = Object.keys(shape!);
          bodies.push(`function ${name}(v){if(!isObject(v))bad();let n=0;const o={};${keys
            .map((key) => `{let x=v.${key};if(!(${check(shape![key]!, 'x')}))bad();if(x!==undefined){o.${key}=x;n++}}`)
            .join('')}if(n!==Object.keys(v).length)bad();return Object.freeze(o)}`);
        }
        return `((${at}=${name}(${at})),true)`;
      }
      default:
        return 'true';
    }
  };
  const exported = Object.entries(SCHEMAS).map(([name, schema]) => `export const ${name}=(v)=>{${check(schema, 'v')};return v}`);
  return `import { time as reader } from '${root('src/contract/readers/kinds.ts')}';
const time=(v)=>reader(v,[])!==undefined;const bad=()=>{throw 0};const isObject=(v)=>typeof v==='object'&&v!==null&&!Array.isArray(v);
${bodies.join('\n')}\n${exported.join('\n')}`;
}

/** The readers' code with the tables as text, which is taken apart when the page loads. `policies` stands for what the tables say beside the kinds. */
function asText(): string {
  const lines = new Map<Schema, string>();
  const codeOf = (schema: Schema): [mark: string, code: string] => {
    const { type, innerType, element, shape, entries } = definitionOf(schema);
    if (type === 'optional' || type === 'nullable') return [type === 'optional' && definitionOf(innerType!).type !== 'nullable' ? '?' : '~', codeOf(innerType!)[1]];
    if (element) codeOf(element);
    if (shape && !lines.has(schema)) lines.set(schema, Object.entries(shape).map(([key, field]) => key + codeOf(field).join('')).join(' '));
    return [':', shape ? String([...lines.keys()].indexOf(schema)) : entries ? String.fromCharCode(65 + Object.keys(entries).length) : type[0]!];
  };
  Object.values(SCHEMAS).forEach(codeOf);
  const policies = { a: { run_id: null, operation_label: '', active_state: 0 }, b: ['active_state', 'run_id'], c: { type: '', status: 'unknown', outcome: 'unknown', freshness_state: 'unknown', created_at: null, id: null, reconciled: false }, d: ['freshness_state', 'id', 'reconciled'], e: { code: '', message: '' }, f: { poll_interval: '10s' }, g: { generation_state: 'unknown' }, h: { operation_label: '', active_state: 0 } };
  return `import * as kinds from '${root('src/contract/readers/kinds.ts')}';
import { object } from '${root('src/contract/readers/object.ts')}';
import * as words from '${root('src/contract/vocabulary.ts')}';
export * from '${root('src/contract/parse.ts')}';
export { prefixed } from '${root('src/contract/readers/report.ts')}';
const codes={s:kinds.text,b:kinds.flag,n:kinds.number,i:kinds.integer,o:kinds.id,t:kinds.time,a:kinds.amount,l:kinds.listOf,m:kinds.mapOf,...Object.values(words).map(kinds.oneOf)};
const policies=${JSON.stringify(policies)};const names=${JSON.stringify(Object.values(contract).flatMap((one) => (typeof one === 'object' && 'read' in one ? [one.name] : [])))};
export default ${JSON.stringify([...lines.values()].join('|'))}.split('|').map((line,index)=>{const groups=[{},{},{}];for(const [,key,mark,code] of line.matchAll(/(\\w+)([:?~])(\\w+)/g))groups[':?~'.indexOf(mark)][key]=codes[code];return {name:names[index],read:object(...groups,policies[index])}});`;
}

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

async function bundled(code: string): Promise<string> {
  const entry = { name: 'entry', resolveId: (id: string) => (id.endsWith('virtual:entry') ? '\0entry' : null), load: (id: string) => (id === '\0entry' ? code : null) };
  const [built] = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [entry],
    build: { write: false, target: 'es2022', lib: { entry: 'virtual:entry', formats: ['es'] }, rolldownOptions: { output: { minify: true } } },
  })) as Rollup.RollupOutput[];
  return built!.output[0].code;
}

const loaded = async (code: string) => (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Record<string, (value: unknown) => unknown>;

/** The best of many rounds, in nanoseconds per item: what else the machine does only ever adds to it. */
function timed(read: (item: unknown) => unknown): number {
  const all = Object.values(runs);
  const items = Array.from({ length: 2_000 }, (_, index) => JSON.parse(JSON.stringify({ ...all[index % all.length], run_id: index + 1 })) as unknown);
  let best = Infinity;
  for (let round = 0; round < 60; round += 1) {
    const start = performance.now();
    for (const item of items) read(item);
    best = Math.min(best, ((performance.now() - start) * 1e6) / items.length);
  }
  return Math.round(best);
}

const ways: [what: string, code: string, read: ((code: string) => Promise<(item: unknown) => unknown>) | null][] = [
  ['zod/mini, without repairs', `export * from '${root('src/contract/schemas/active-state.ts')}';export * from '${root('src/contract/schemas/lifecycle.ts')}';export * from '${root('src/contract/schemas/review-pack.ts')}';export { safeParse } from 'zod/mini';`, () => Promise.resolve((item) => z.safeParse(contract.operationRunSurfaceItem, item))],
  ['generated code, without repairs and messages', generated(), async (code) => (await loaded(code))['surfaceItem']!],
  ['readers, tables as text', asText(), null],
  ['readers (chosen)', `export * from '${root('src/contract/payloads.ts')}';`, () => Promise.resolve((item) => contract.readEntry(contract.tenantActivity, item))],
];
console.log('way'.padEnd(46), 'minified', 'brotli', 'ns per surface item');
for (const [what, code, read] of ways) {
  const file = await bundled(code);
  console.log(what.padEnd(46), String(file.length).padStart(8), String(brotliCompressSync(file).length).padStart(6), read ? timed(await read(file)) : 'as below');
}
