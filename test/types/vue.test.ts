/** Vue 3: single-file components, checked by vue-tsc with strict templates. */
import { describeTemplates, vueTsc, type Case } from './checker.ts';

const cases: readonly Case[] = [
  { name: 'attributes', line: `<op-run-list tenant-id="7" problem-class="active_stale_attention" hide-filters session-key="9f2c61" class="runs" lang="de" />` },
  { name: 'bound attributes', line: `<op-run-list :tenant-id="tenant" :active-tab="null" :limit="5" :compact="false" paused />` },
  { name: 'properties', line: `<op-run-list :tenantId="7" problemClass="terminal_follow_up" :limit="null" density="compact" :payload="{ items: [] }" />` },
  { name: 'properties by modifier', line: `<op-run-row :item.prop="{}" :as-of.prop="null" :key="15" />` },
  { name: 'children', line: `<op-run-detail-banner :run-id="15"><op-run-diagnostics :run-id="15" open /></op-run-detail-banner>` },
  { name: 'the other elements', line: `<op-progress-overlay tenant-id="7" :max-items="3" /><op-tenant-activity :tenant-id="tenant" /><op-review-pack-card :tenant-id="tenant" pausable />` },
  { name: 'an event, with its detail', line: `<op-run-list @op-run-open.prevent="(event) => take<number, string>(event.detail.runId, event.detail.url)" />` },
  { name: 'a filter', line: `<op-run-list @op-filter-change="({ detail }) => take<string | null, string | null>(detail.activeTab, detail.problemClass)" />` },
  { name: 'an event in a statement', line: `<op-run-list @op-run-open="take<number, string>($event.detail.runId, $event.detail.url)" />` },
  { name: 'an attribute that is none', line: `<op-run-list :tenant="7" />`, wrong: /'tenant' does not exist/ },
  { name: 'a property of another element', line: `<op-run-row :limit="3" />`, wrong: /'limit' does not exist/ },
  { name: 'a number as text', line: `<op-run-list limit="5" />`, wrong: /'string' is not assignable to type 'number/ },
  { name: 'an attribute that is no number', line: `<op-run-list tenant-id="seven" />`, wrong: /"seven"|'string'/ },
  { name: 'a density that is none', line: `<op-run-row density="dense" />`, wrong: /"dense"/ },
  { name: 'a boolean as text', line: `<op-run-row paused="yes" />`, wrong: /'string' is not assignable to type 'boolean/ },
  { name: 'a detail that is none', line: `<op-run-list @op-run-open="(event) => event.detail.run" />`, wrong: /'run' does not exist/ },
  { name: 'a listener to another event', line: `<op-run-list @op-error="loaded" />`, wrong: /CustomEvent<OpErrorDetail>|OpErrorDetail/ },
  { name: 'an event that is none', line: `<op-run-list @op-lod="() => {}" />`, wrong: /'onOpLod' does not exist/ },
  { name: 'a tag that is none', line: `<op-run-lists tenant-id="7" />`, wrong: /op-run-lists/ },
];

describeTemplates({
  name: 'Vue 3',
  extension: '.vue',
  file: (line) => `<script setup lang="ts">
import type {} from 'op-run-elements/vue';
const tenant = 7;
const take = <One, Other>(one: One, other: Other): void => void [one, other];
const loaded = (event: HTMLElementEventMap['op-load']): void => take<unknown, unknown>(event.detail.value, null);
void [tenant, loaded];
</script>

<template>
${line}
</template>
`,
  cases,
  packages: ['vue'],
  compilerOptions: { jsx: 'preserve', jsxImportSource: 'vue' },
  tsconfig: { vueCompilerOptions: { strictTemplates: true } },
  check: vueTsc,
});
