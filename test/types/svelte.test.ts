/** Svelte 5: components, checked by svelte-check. */
import { describeTemplates, svelteCheck, type Case } from './checker.ts';

const cases: readonly Case[] = [
  { name: 'attributes', line: `<op-run-list tenant-id="7" problem-class="active_stale_attention" hide-filters session-key="9f2c61" class="runs" lang="de"></op-run-list>` },
  { name: 'attributes with values', line: `<op-run-list tenant-id={tenant} active-tab={null} limit={5} compact={false} paused></op-run-list>` },
  { name: 'properties', line: `<op-run-list tenantId={tenant} problemClass="terminal_follow_up" limit={null} density="compact" payload={{ items: [] }}></op-run-list>` },
  { name: 'an item, and its row by reference', line: `<op-run-row item={{}} asOf={null} bind:this={row}></op-run-row>` },
  { name: 'children', line: `<op-run-detail-banner run-id={15}><op-run-diagnostics run-id={15} open></op-run-diagnostics></op-run-detail-banner>` },
  { name: 'the other elements', line: `<op-progress-overlay tenant-id="7" max-items={3}></op-progress-overlay><op-tenant-activity tenantId={tenant}></op-tenant-activity><op-review-pack-card tenantId={7} pausable></op-review-pack-card>` },
  { name: 'an event, with its detail', line: `<op-run-list onop-run-open={(event) => { event.preventDefault(); take<number, string>(event.detail.runId, event.detail.url); }}></op-run-list>` },
  { name: 'a filter', line: `<op-run-list onop-filter-change={({ detail }) => take<string | null, string | null>(detail.activeTab, detail.problemClass)}></op-run-list>` },
  { name: 'an attribute that is none', line: `<op-run-list tenat-id={7}></op-run-list>`, wrong: /tenat-id/ },
  { name: 'a property of another element', line: `<op-run-row limit={3}></op-run-row>`, wrong: /limit/ },
  { name: 'a number as text', line: `<op-run-list limit="five"></op-run-list>`, wrong: /'string' is not assignable to type 'number/ },
  { name: 'an attribute that is no number', line: `<op-run-list tenant-id="seven"></op-run-list>`, wrong: /"seven"|'string'/ },
  { name: 'a density that is none', line: `<op-run-row density="dense"></op-run-row>`, wrong: /"dense"/ },
  { name: 'a boolean as text', line: `<op-run-row paused="yes"></op-run-row>`, wrong: /'string' is not assignable to type 'boolean/ },
  { name: 'a detail that is none', line: `<op-run-list onop-run-open={(event) => event.detail.run}></op-run-list>`, wrong: /'run' does not exist/ },
  { name: 'a listener to another event', line: `<op-run-list onop-error={(event: HTMLElementEventMap['op-load']) => void event}></op-run-list>`, wrong: /OpErrorDetail/ },
  { name: 'an event that is none', line: `<op-run-list onop-lod={() => {}}></op-run-list>`, wrong: /onop-lod/ },
];

describeTemplates({
  name: 'Svelte 5',
  extension: '.svelte',
  file: (line) => `<script lang="ts">
  import type {} from 'op-run-elements/svelte';
  import type { OpRunRow } from 'op-run-elements';
  const tenant = 7;
  const take = <One, Other>(one: One, other: Other): void => void [one, other];
  let row = $state<OpRunRow>();
  void [tenant, take, () => row];
</script>

${line}
`,
  cases,
  packages: ['svelte'],
  compilerOptions: { verbatimModuleSyntax: true },
  check: svelteCheck,
});
