/** A tenant's dashboard: its runs, forms to start operations, and results of earlier runs. */
import type { ReviewPackGeneration, TenantActivityOperationsSummary, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { may, type Viewer, type VisibleTenant } from '../access.ts';
import { MAX_PACE, type Inventory } from '../operations/form.ts';
import type { WorkerStatus } from '../supervisor.ts';
import type { Words } from '../words/index.ts';
import { number, size, time } from './format.ts';
import { html, json, type Html } from './html.ts';
import { page, sessionKey } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

export interface Archive {
  readonly run_id: number;
  readonly file_name: string;
  readonly files: number;
  readonly bytes: number;
  readonly written_at: Date;
}

interface Dashboard {
  readonly words: Words;
  readonly viewer: Viewer;
  readonly tenant: VisibleTenant;
  readonly activity: TenantActivityOperationsSummary;
  readonly reviewPack: ReviewPackGeneration;
  readonly overlay: TenantOperationProgressOverlay;
  readonly inventories: readonly Inventory[];
  readonly archives: readonly Archive[];
  readonly worker: WorkerStatus | null;
}

export function dashboardPage({ words, viewer, tenant, activity, reviewPack, overlay, inventories, archives, worker }: Dashboard): Html {
  const workspace = viewer.workspaces.find(({ id }) => id === tenant.workspace_id)!;
  const content = html`
    <div class="title"><h1>${tenant.name}</h1><p class="dim">${workspace.name}</p></div>
    <div class="columns">
      <div class="stack">
        <op-tenant-activity tenant-id="${tenant.id}"${sessionKey(viewer)}>${json(activity)}</op-tenant-activity>
        <op-review-pack-card tenant-id="${tenant.id}"${sessionKey(viewer)}>${json(reviewPack)}</op-review-pack-card>
        ${inventoriesPanel(words, inventories)} ${archivesPanel(words, tenant, archives)}
      </div>
      <div class="stack">
        ${worker && workerPanel(words, worker)} ${may(tenant, 'operations.start') && startPanel(words, tenant, inventories)}
      </div>
    </div>`;
  return page({ words, viewer, title: tenant.name, current: 'dashboard', scope: tenant.name, overlay, content });
}

const startPanel = (words: Words, tenant: VisibleTenant, inventories: readonly Inventory[]): Html => {
  const { dashboard } = words;
  const choose = (name: string, label: string, preferred: number) => choice(words, name, label, inventories, preferred);
  return html`<section class="panel" id="start" aria-labelledby="start-title">
    <h2 id="start-title">${dashboard.start}</h2>
    ${startForm(
      words,
      tenant,
      'inventory_sync',
      html`<label>${dashboard.folder} <input name="folder" value="src" required maxlength="1000" /><small>${dashboard.folderHint}</small></label>`,
    )}
    ${startForm(
      words,
      tenant,
      'baseline_compare',
      html`<div class="pair">${choose('baseline', dashboard.baseline, 1)} ${choose('current', dashboard.current, 0)}</div>`,
    )}
    ${startForm(words, tenant, 'evidence_export', choose('inventory', dashboard.inventory, 0))}
  </section>`;
};

const startForm = ({ dashboard, type: label }: Words, tenant: VisibleTenant, type: keyof Words['dashboard']['action'], fields: Html): Html =>
  html`<form class="start" method="post" action="/admin/t/${tenant.id}/operations" data-enqueue>
    <h3>${label[type]}</h3>
    <input type="hidden" name="type" value="${type}" />
    ${fields}
    <label class="pace">${dashboard.pace} <input name="pace" type="number" min="0" max="${MAX_PACE}" placeholder="0" /><small>${dashboard.paceHint}</small></label>
    <div class="act"><button class="primary">${dashboard.action[type]}</button><output aria-live="polite"></output></div>
  </form>`;

/** A select of inventories. `preferred`: the index of the one that is selected at first, from the newest. */
const choice = ({ dashboard }: Words, name: string, label: string, inventories: readonly Inventory[], preferred: number): Html =>
  html`<label>${label}
    <select name="${name}" id="choice-${name}" required data-live>
      ${inventories.length === 0 && html`<option value="">${dashboard.noInventory}</option>`}
      ${inventories.map(
        ({ id, folder }, index) => html`<option value="${id}"${index === Math.min(preferred, inventories.length - 1) ? html` selected` : ''}>#${id} ${folder}</option>`,
      )}
    </select></label>`;

const inventoriesPanel = (words: Words, inventories: readonly Inventory[]): Html => {
  const { dashboard } = words;
  return html`<section class="panel" id="inventories" aria-labelledby="inventories-title" data-live>
    <h2 id="inventories-title">${dashboard.inventories}</h2>
    ${inventories.length === 0
      ? html`<p class="dim">${dashboard.noInventories}</p>`
      : html`<div class="scroll"><table>
          <thead><tr><th>${dashboard.inventory}</th><th>${dashboard.folder}</th><th class="number">${dashboard.files}</th><th>${dashboard.taken}</th></tr></thead>
          <tbody>
            ${inventories
              .slice(0, 10)
              .map(({ id, run_id, folder, files, taken_at }) => html`<tr><td><a href="/admin/operations/${run_id}">#${id}</a></td><td class="path">${folder}</td><td class="number">${number(files, words)}</td><td>${time(taken_at)}</td></tr>`)}
          </tbody>
        </table></div>`}
  </section>`;
};

const archivesPanel = (words: Words, tenant: VisibleTenant, archives: readonly Archive[]): Html => {
  const { dashboard } = words;
  return html`<section class="panel" id="archives" aria-labelledby="archives-title" data-live>
    <h2 id="archives-title">${dashboard.archives}</h2>
    ${archives.length === 0
      ? html`<p class="dim">${dashboard.noArchives}</p>`
      : html`<div class="scroll"><table>
          <thead><tr><th>${dashboard.archive}</th><th class="number">${dashboard.files}</th><th class="number">${dashboard.size}</th><th>${dashboard.written}</th></tr></thead>
          <tbody>
            ${archives.map(
              ({ run_id, file_name, files, bytes, written_at }) =>
                html`<tr><td><a href="/admin/t/${tenant.id}/exports/${run_id}" download>${file_name}</a></td><td class="number">${number(files, words)}</td><td class="number">${size(bytes, words)}</td><td>${time(written_at)}</td></tr>`,
            )}
          </tbody>
        </table></div>`}
  </section>`;
};
