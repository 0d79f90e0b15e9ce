/** A workspace at a glance: what each of its tenants is doing, and the most recent operations of all of them. */
import type { OperationRunCollectionContract, TenantActivityOperationsSummary, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import type { Viewer, VisibleTenant, VisibleWorkspace } from '../access.ts';
import type { WorkerStatus } from '../supervisor.ts';
import type { Words } from '../words/index.ts';
import { html, json, type Html } from './html.ts';
import { page, sessionKey } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

interface Workspace {
  readonly words: Words;
  readonly viewer: Viewer;
  readonly workspace: VisibleWorkspace;
  readonly tenants: readonly { readonly tenant: VisibleTenant; readonly activity: TenantActivityOperationsSummary }[];
  readonly recent: OperationRunCollectionContract;
  readonly overlay: TenantOperationProgressOverlay | null;
  readonly worker: WorkerStatus | null;
}

export function workspacePage({ words, viewer, workspace, tenants, recent, overlay, worker }: Workspace): Html {
  const { id, name } = workspace;
  const content = html`
    <div class="title"><h1>${name}</h1><p class="dim">${words.layout.workspace}</p></div>
    <div class="columns">
      <div class="stack">
        ${tenants.map(
          ({ tenant, activity }) => html`<section class="block" aria-labelledby="tenant-${tenant.id}">
            <h2 id="tenant-${tenant.id}"><a href="/admin/t/${tenant.id}/dashboard">${tenant.name}</a></h2>
            <op-tenant-activity tenant-id="${tenant.id}" workspace="${id}" max-items="1" density="compact"${sessionKey(viewer)}>${json(activity)}</op-tenant-activity>
          </section>`,
        )}
        <section class="block" aria-labelledby="recent">
          <h2 id="recent">${words.workspace.recent}</h2>
          <op-run-list workspace="${id}" limit="5" compact${sessionKey(viewer)}>${json(recent)}</op-run-list>
        </section>
      </div>
      <div class="stack">${worker && workerPanel(words, worker)}</div>
    </div>`;
  return page({ words, viewer, title: name, current: 'workspace', scope: name, workspaceId: id, overlay, content });
}
