/** React 19: TSX that names attributes, properties and events of the elements. */
import { describeTemplates, tsc, type Case } from './checker.ts';

const cases: readonly Case[] = [
  { name: 'attributes', line: `<op-run-list tenant-id="7" problem-class="active_stale_attention" hide-filters session-key="9f2c61" className="runs" lang="de" />` },
  { name: 'attributes with values', line: `<op-run-list tenant-id={7} active-tab={null} limit={5} compact={false} paused />` },
  { name: 'properties', line: `<op-run-list tenantId={7} problemClass="terminal_follow_up" limit={null} density="compact" payload={{ items: [] }} />` },
  { name: 'an item, and its row by reference', line: `<op-run-row item={{}} asOf={null} ref={(row) => void row?.refresh()} key="15" />` },
  { name: 'children', line: `<op-run-detail-banner run-id={15}><op-run-diagnostics run-id={15} open /></op-run-detail-banner>` },
  { name: 'the other elements', line: `<><op-progress-overlay tenant-id="7" max-items={3} /><op-tenant-activity tenantId={7} /><op-review-pack-card tenantId={7} pausable /></>` },
  { name: 'an event, with its detail', line: `<op-run-list onop-run-open={(event) => { event.preventDefault(); take<number, string>(event.detail.runId, event.detail.url); }} />` },
  { name: 'a state that changed', line: `<op-run-row onop-state-change={({ detail }) => take<'stale' | 'fresh' | 'reconciled' | 'terminal' | 'unknown', number>(detail.to, detail.runId)} />` },
  { name: 'a filter', line: `<op-run-list onop-filter-change={({ detail: { activeTab, problemClass } }) => take<string | null, string | null>(activeTab, problemClass)} />` },
  { name: 'a request', line: `<op-run-list onop-request={(event) => event.request.headers.set('Authorization', 'Bearer')} />` },
  { name: 'a name with a hyphen that is none: TSX does not look at it', line: `<op-run-list tenat-id={7} />` },
  { name: 'a property that is none', line: `<op-run-list tenantID={7} />`, wrong: /'tenantID' does not exist/ },
  { name: 'a property of another element', line: `<op-run-row limit={3} />`, wrong: /'limit' does not exist/ },
  { name: 'a number as text', line: `<op-run-list limit="5" />`, wrong: /'string' is not assignable to type 'number'/ },
  { name: 'an attribute that is no number', line: `<op-run-list tenant-id="seven" />`, wrong: /"seven"|'string'/ },
  { name: 'a density that is none', line: `<op-run-row density="dense" />`, wrong: /"dense"/ },
  { name: 'a boolean as text', line: `<op-run-row paused="yes" />`, wrong: /'string' is not assignable to type 'boolean/ },
  { name: 'a detail that is none', line: `<op-run-list onop-run-open={(event) => event.detail.run} />`, wrong: /'run' does not exist/ },
  { name: 'a listener to another event', line: `<op-run-list onop-error={(event: HTMLElementEventMap['op-load']) => void event} />`, wrong: /OpErrorDetail/ },
  { name: 'a tag that is none', line: `<op-run-lists tenant-id="7" />`, wrong: /'op-run-lists' does not exist/ },
];

describeTemplates({
  name: 'React 19',
  extension: '.tsx',
  file: (line) => `import type {} from 'op-run-elements/react';
declare function take<One, Other>(one: One, other: Other): void;
export const template = (
${line}
);
void take;
`,
  cases,
  packages: ['@types/react'],
  compilerOptions: { jsx: 'react-jsx' },
  check: tsc,
});
