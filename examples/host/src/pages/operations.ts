/** The canonical operations list. The newest runs are one element with its filters; pages of older ones are linked by the host. */
import type { OperationRunCollectionContract, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { may, type Viewer } from '../access.ts';
import { operationsPath, type ListFilter } from '../payloads.ts';
import type { WorkerStatus } from '../supervisor.ts';
import type { Words } from '../words/index.ts';
import { html, json, type Html } from './html.ts';
import { page, sessionKey } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

interface OperationsList {
  readonly words: Words;
  readonly viewer: Viewer;
  readonly workspaceId: number | null;
  readonly filter: ListFilter;
  /** Only runs older than this one are listed; null for the newest. */
  readonly before: number | null;
  readonly payload: OperationRunCollectionContract;
  /** The oldest of the listed runs, when there are older ones. */
  readonly older: number | null;
  readonly overlay: TenantOperationProgressOverlay | null | undefined;
  readonly worker: WorkerStatus | null;
}

export function operationsPage({ words, viewer, workspaceId, filter, before, payload, older, overlay, worker }: OperationsList): Html {
  const { operations } = words;
  const scope = viewer.workspaces.find(({ id }) => id === workspaceId)?.name ?? operations.allWorkspaces;
  const to = (change: Partial<ListFilter>, run?: number) => operationsPath(workspaceId) + queryOf({ ...filter, ...change }, run);
  const tenants = [
    { id: null, name: operations.anyTenant },
    ...viewer.tenants.filter((tenant) => may(tenant, 'operations.view') && (workspaceId === null || tenant.workspace_id === workspaceId)),
  ];

  const content = html`
    <div class="title"><h1>${operations.title}</h1><p class="dim">${scope}</p></div>
    <div class="columns">
      <div class="stack">
        <nav class="tenants" id="tenants" aria-label="${operations.tenant}" data-live>
          <span class="dim" aria-hidden="true">${operations.tenant}</span>
          ${tenants.map(({ id, name }) => html`<a href="${to({ tenant: id })}"${filter.tenant === id ? html` aria-current="true"` : ''}>${name}</a>`)}
        </nav>
        ${before !== null && html`<p class="paging"><span class="dim">${operations.before(before)}</span> <a href="${to({})}">${operations.newest}</a></p>`}
        ${list(viewer, payload, filter, workspaceId, before)}
        <p class="paging" id="older" data-live>${older !== null && html`<a href="${to({}, older)}">${operations.older}</a>`}</p>
      </div>
      <div class="stack">${worker && workerPanel(words, worker)}</div>
    </div>`;
  return page({ words, viewer, title: operations.title, current: 'operations', scope, ...(workspaceId !== null && { workspaceId }), overlay: overlay ?? null, content });
}

/** The list element. A page of older runs has no filters, because their counts would be of that page only. */
function list(viewer: Viewer, payload: OperationRunCollectionContract, { tenant, tab, problemClass }: ListFilter, workspaceId: number | null, before: number | null): Html {
  const attribute = (name: string, value: string | number | null) => (value === null ? '' : html` ${name}="${value}"`);
  const pages = before === null ? '' : html` src="${operationsPath(workspaceId)}?before=${before}" hide-filters`;
  return html`<op-run-list${attribute('tenant-id', tenant)}${attribute('active-tab', tab)}${attribute('problem-class', problemClass)}${attribute('workspace', workspaceId)}${pages}${sessionKey(viewer)}>${json(payload)}</op-run-list>`;
}

function queryOf({ tenant, tab, problemClass }: ListFilter, before?: number): string {
  const query = new URLSearchParams();
  if (tenant !== null) query.set('tenant', String(tenant));
  if (tab !== null) query.set('activeTab', tab);
  if (problemClass !== null) query.set('problemClass', problemClass);
  if (before) query.set('before', String(before));
  return query.size ? `?${query}` : '';
}
