/** Solid: TSX with prefixes for properties, attributes and listeners. */
import { describeTemplates, tsc, type Case } from './checker.ts';

const cases: readonly Case[] = [
  { name: 'attributes', line: `<op-run-list tenant-id="7" problem-class="active_stale_attention" hide-filters session-key="9f2c61" class="runs" lang="de" />` },
  { name: 'properties', line: `<op-run-list tenantId={7} limit={null} density="compact" payload={{ items: [] }} />` },
  { name: 'properties by prefix', line: `<op-run-row prop:item={{}} prop:asOf={null} prop:runId={15} ref={(row) => void row.refresh()} />` },
  { name: 'attributes by prefix', line: `<op-run-list attr:tenant-id="7" attr:max={undefined} bool:compact={true} />`, wrong: /'attr:max' does not exist/ },
  { name: 'children', line: `<op-run-detail-banner run-id={15}><op-run-diagnostics attr:run-id={15} bool:open={true} /></op-run-detail-banner>` },
  { name: 'the other elements', line: `<><op-progress-overlay tenant-id="7" max-items={3} /><op-tenant-activity tenantId={7} /><op-review-pack-card tenantId={7} pausable /></>` },
  { name: 'an event, with its detail', line: `<op-run-list on:op-run-open={(event) => { event.preventDefault(); take<number, string>(event.detail.runId, event.detail.url); }} />` },
  { name: 'a filter, and the element that it is on', line: `<op-run-list on:op-filter-change={({ detail, currentTarget }) => take<string | null, number | null>(detail.activeTab, currentTarget.limit)} />` },
  { name: 'a name with a hyphen that is none: TSX does not look at it', line: `<op-run-list tenat-id={7} />` },
  { name: 'a property that is none', line: `<op-run-list tenantID={7} />`, wrong: /'tenantID' does not exist/ },
  { name: 'a prefixed property that is none', line: `<op-run-row prop:limit={3} />`, wrong: /'prop:limit'|prop:limit/ },
  { name: 'a number as text', line: `<op-run-list prop:limit="5" />`, wrong: /'string' is not assignable to type 'number/ },
  { name: 'an attribute that is no number', line: `<op-run-list attr:tenant-id="seven" />`, wrong: /"seven"|'string'/ },
  { name: 'a density that is none', line: `<op-run-row density="dense" />`, wrong: /"dense"/ },
  { name: 'a boolean as text', line: `<op-run-row bool:paused="yes" />`, wrong: /'string' is not assignable to type 'boolean/ },
  { name: 'a detail that is none', line: `<op-run-list on:op-run-open={(event) => event.detail.run} />`, wrong: /'run' does not exist/ },
  { name: 'a listener to another event', line: `<op-run-list on:op-error={(event: HTMLElementEventMap['op-load']) => void event} />`, wrong: /OpErrorDetail/ },
  { name: 'a tag that is none', line: `<op-run-lists tenant-id="7" />`, wrong: /'op-run-lists' does not exist/ },
];

describeTemplates({
  name: 'Solid',
  extension: '.tsx',
  file: (line) => `import type {} from 'op-run-elements/solid';
declare function take<One, Other>(one: One, other: Other): void;
export const template = () => (
${line}
);
void take;
`,
  cases,
  packages: ['solid-js'],
  compilerOptions: { jsx: 'preserve', jsxImportSource: 'solid-js' },
  check: tsc,
});
