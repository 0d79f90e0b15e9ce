/** The canonical operations list: filters, then one row per run. */
import type { OperationRunSurfaceItem, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { may, type Viewer } from '../access.ts';
import type { WorkerStatus } from '../supervisor.ts';
import { html, json, type Html } from './html.ts';
import { page } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

export const TABS = [
  { name: 'all', text: 'All' },
  { name: 'active', text: 'Active' },
  { name: 'ended', text: 'Ended' },
] as const;

const PROBLEMS = [
  { name: null, text: 'Any' },
  { name: 'none', text: 'None' },
  { name: 'active_stale_attention', text: 'Past lifecycle window' },
  { name: 'terminal_follow_up', text: 'Needs follow-up' },
] as const;

interface Filter {
  readonly tenant: number | null;
  readonly tab: string;
  readonly problemClass: string | null;
}

interface OperationsList {
  readonly viewer: Viewer;
  readonly workspaceId: number | null;
  readonly filter: Filter;
  readonly items: readonly OperationRunSurfaceItem[];
  /** The oldest run of this page, when there are older ones. */
  readonly older: number | null;
  readonly overlay: TenantOperationProgressOverlay | null | undefined;
  readonly worker: WorkerStatus | null;
}

export function operationsPage({ viewer, workspaceId, filter, items, older, overlay, worker }: OperationsList): Html {
  const scope = viewer.workspaces.find(({ id }) => id === workspaceId)?.name ?? 'All workspaces';
  const tenants = viewer.tenants.filter((tenant) => may(tenant, 'operations.view') && (workspaceId === null || tenant.workspace_id === workspaceId));
  const path = workspaceId === null ? '/admin/operations' : `/admin/workspaces/${workspaceId}/operations`;
  const to = (change: Partial<Filter>, before?: number) => path + queryOf({ ...filter, ...change }, before);

  const content = html`
    <div class="title"><h1>Operations</h1><p class="dim">${scope}</p></div>
    <div class="columns">
      <div class="stack">
        <div class="filters">
          ${links('Status', TABS.map(({ name, text }) => ({ text, href: to({ tab: name, problemClass: null }), current: filter.tab === name && filter.problemClass === null })))}
          ${links('Attention', PROBLEMS.map(({ name, text }) => ({ text, href: to({ problemClass: name, tab: 'all' }), current: filter.problemClass === name })))}
          ${links('Tenant', [{ id: null, name: 'Any' }, ...tenants].map(({ id, name }) => ({ text: name, href: to({ tenant: id }), current: filter.tenant === id })))}
        </div>
        ${items.length === 0
          ? html`<p class="panel dim">No operation runs match these filters.</p>`
          : html`<ul class="runs">${items.map((item) => html`<li>${row(item, workspaceId)}</li>`)}</ul>`}
        ${older && html`<p><a href="${to({}, older)}">Older runs</a></p>`}
      </div>
      <div class="stack">${worker && workerPanel(worker)}</div>
    </div>`;
  return page({ viewer, title: 'Operations', current: 'operations', scope, overlay: overlay ?? null, content });
}

const row = (item: OperationRunSurfaceItem, workspaceId: number | null): Html =>
  html`<op-run-row run-id="${item.run_id}"${workspaceId === null ? '' : html` workspace="${workspaceId}"`}>${json(item)}</op-run-row>`;

const links = (label: string, items: readonly { text: string; href: string; current: boolean }[]): Html =>
  html`<nav aria-label="${label}"><span class="dim" aria-hidden="true">${label}</span>${items.map(({ text, href, current }) => html`<a href="${href}"${current ? html` aria-current="true"` : ''}>${text}</a>`)}</nav>`;

function queryOf({ tenant, tab, problemClass }: Filter, before?: number): string {
  const query = new URLSearchParams();
  if (tenant !== null) query.set('tenant', String(tenant));
  if (tab !== 'all') query.set('activeTab', tab);
  if (problemClass !== null) query.set('problemClass', problemClass);
  if (before) query.set('before', String(before));
  return query.size ? `?${query}` : '';
}
