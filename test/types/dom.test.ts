/** Without a framework: elements by their tags, and listeners by the names of the events. */
import { describeTemplates, tsc, type Case } from './checker.ts';

const cases: readonly Case[] = [
  { name: 'an element by its tag', line: `document.createElement('op-run-list').limit = 5;` },
  { name: 'an element by its selector', line: `void document.querySelector('op-run-row')?.refresh().then(() => undefined);` },
  { name: 'a listener on an element', line: `list.addEventListener('op-state-change', ({ detail }) => take<number>(detail.runId));` },
  { name: 'a listener on what surrounds it', line: `document.body.addEventListener('op-run-open', ({ detail }) => take<string>(detail.url));` },
  { name: 'a listener on the document', line: `document.addEventListener('op-request', (event) => event.respondWith(fetch(event.request)));` },
  { name: 'a listener on the window', line: `addEventListener('op-contract-violation', ({ detail: { violations } }) => take<string | undefined>(violations[0]?.path));` },
  { name: 'what has been enqueued', line: `document.addEventListener('op-run-enqueued', ({ detail }) => take<number | undefined>(detail?.tenantId));` },
  { name: 'an element of a type from its own entry', line: `const row = (given: import('op-run-elements/elements/op-run-row').OpRunRow): void => take<number | null>(given.runId); void row;` },
  { name: 'a property that is none', line: `list.limits = 5;`, wrong: /'limits' does not exist/ },
  { name: 'a number as text', line: `list.limit = '5';`, wrong: /'string' is not assignable to type 'number'/ },
  { name: 'what is the kit’s own business', line: `void list.subject;`, wrong: /protected/ },
  { name: 'a detail that is none', line: `list.addEventListener('op-run-open', ({ detail }) => take<number>(detail.run));`, wrong: /'run' does not exist/ },
  { name: 'a listener to another event', line: `list.addEventListener('op-error', (event: HTMLElementEventMap['op-load']) => void event);`, wrong: /CustomEvent<OpLoadDetail>/ },
  { name: 'on the document, what does not bubble there', line: `document.addEventListener('op-load', ({ detail }) => take<unknown>(detail));`, wrong: /'detail' does not exist/ },
];

for (const [name, compilerOptions] of [
  ['TypeScript without a framework', {}],
  ['TypeScript without a framework, as Node resolves', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
] as const) {
  describeTemplates({
    name,
    extension: '.ts',
    file: (line) => `import type { OpRunList } from 'op-run-elements';
declare function take<Value>(value: Value): void;
declare const list: OpRunList;
${line}
void [take, list];
`,
    cases,
    packages: [],
    compilerOptions,
    check: tsc,
  });
}
