/** A tenant's dashboard: what runs, what can be started, and what earlier runs left behind. */
import type { TenantActivityOperationsSummary, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { may, type Viewer, type VisibleTenant } from '../access.ts';
import { MAX_PACE, type Inventory } from '../operations/form.ts';
import { OPERATIONS } from '../operations/index.ts';
import type { WorkerStatus } from '../supervisor.ts';
import { number, size, time } from './format.ts';
import { html, json, type Html } from './html.ts';
import { page } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

export interface Archive {
  readonly run_id: number;
  readonly file_name: string;
  readonly files: number;
  readonly bytes: number;
  readonly written_at: Date;
}

interface Dashboard {
  readonly viewer: Viewer;
  readonly tenant: VisibleTenant;
  readonly activity: TenantActivityOperationsSummary;
  readonly overlay: TenantOperationProgressOverlay;
  readonly inventories: readonly Inventory[];
  readonly archives: readonly Archive[];
  readonly worker: WorkerStatus | null;
}

export function dashboardPage({ viewer, tenant, activity, overlay, inventories, archives, worker }: Dashboard): Html {
  const workspace = viewer.workspaces.find(({ id }) => id === tenant.workspace_id)!;
  const content = html`
    <div class="title"><h1>${tenant.name}</h1><p class="dim">${workspace.name}</p></div>
    <div class="columns">
      <div class="stack">
        <op-tenant-activity tenant-id="${tenant.id}">${json(activity)}</op-tenant-activity>
        ${inventoriesPanel(inventories)} ${archivesPanel(tenant, archives)}
      </div>
      <div class="stack">
        ${worker && workerPanel(worker)} ${may(tenant, 'operations.start') && startPanel(tenant, inventories)}
      </div>
    </div>`;
  return page({ viewer, title: tenant.name, current: 'dashboard', scope: tenant.name, overlay, content });
}

const startPanel = (tenant: VisibleTenant, inventories: readonly Inventory[]): Html =>
  html`<section class="panel" id="start" aria-labelledby="start-title">
    <h2 id="start-title">Start an operation</h2>
    ${startForm(
      tenant,
      'inventory_sync',
      'Start inventory sync',
      html`<label>Folder <input name="folder" value="src" required maxlength="1000" /><small>Below the files root. Folders named .git and node_modules are left out.</small></label>`,
    )}
    ${startForm(
      tenant,
      'baseline_compare',
      'Start baseline comparison',
      html`<div class="pair">${choice('baseline', 'Baseline', inventories, 1)} ${choice('current', 'Compared with it', inventories, 0)}</div>`,
    )}
    ${startForm(tenant, 'evidence_export', 'Start evidence export', choice('inventory', 'Inventory', inventories, 0))}
  </section>`;

const startForm = (tenant: VisibleTenant, type: string, action: string, fields: Html): Html =>
  html`<form class="start" method="post" action="/admin/t/${tenant.id}/operations" data-enqueue>
    <h3>${OPERATIONS.get(type)!.label}</h3>
    <input type="hidden" name="type" value="${type}" />
    ${fields}
    <label class="pace">Pace <input name="pace" type="number" min="0" max="${MAX_PACE}" placeholder="0" /><small>ms per file, to watch the run</small></label>
    <div class="act"><button class="primary">${action}</button><output aria-live="polite"></output></div>
  </form>`;

/** `preferred`: which inventory, counted from the newest, is chosen at first. */
const choice = (name: string, label: string, inventories: readonly Inventory[], preferred: number): Html =>
  html`<label>${label}
    <select name="${name}" id="choice-${name}" required data-live>
      ${inventories.length === 0 && html`<option value="">No inventory yet</option>`}
      ${inventories.map(
        ({ id, folder }, index) => html`<option value="${id}"${index === Math.min(preferred, inventories.length - 1) ? html` selected` : ''}>#${id} ${folder}</option>`,
      )}
    </select></label>`;

const inventoriesPanel = (inventories: readonly Inventory[]): Html =>
  html`<section class="panel" id="inventories" aria-labelledby="inventories-title" data-live>
    <h2 id="inventories-title">Inventories</h2>
    ${inventories.length === 0
      ? html`<p class="dim">An inventory sync adds the first one.</p>`
      : html`<div class="scroll"><table>
          <thead><tr><th>Inventory</th><th>Folder</th><th class="number">Files</th><th>Taken</th></tr></thead>
          <tbody>
            ${inventories
              .slice(0, 10)
              .map(({ id, run_id, folder, files, taken_at }) => html`<tr><td><a href="/admin/operations/${run_id}">#${id}</a></td><td class="path">${folder}</td><td class="number">${number(files)}</td><td>${time(taken_at)}</td></tr>`)}
          </tbody>
        </table></div>`}
  </section>`;

const archivesPanel = (tenant: VisibleTenant, archives: readonly Archive[]): Html =>
  html`<section class="panel" id="archives" aria-labelledby="archives-title" data-live>
    <h2 id="archives-title">Evidence archives</h2>
    ${archives.length === 0
      ? html`<p class="dim">An evidence export writes the first one.</p>`
      : html`<div class="scroll"><table>
          <thead><tr><th>Archive</th><th class="number">Files</th><th class="number">Size</th><th>Written</th></tr></thead>
          <tbody>
            ${archives.map(
              ({ run_id, file_name, files, bytes, written_at }) =>
                html`<tr><td><a href="/admin/t/${tenant.id}/exports/${run_id}" download>${file_name}</a></td><td class="number">${number(files)}</td><td class="number">${size(bytes)}</td><td>${time(written_at)}</td></tr>`,
            )}
          </tbody>
        </table></div>`}
  </section>`;
