/** The frame of every page: the header with its navigation, the scope switcher, and the overlay. */
import type { TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { may, type Viewer, type VisibleTenant } from '../access.ts';
import { html, json, type Html } from './html.ts';

/** The tenant that pages of no tenant stand in: the one opened last, else the first the operator may view. */
export const currentTenant = (viewer: Viewer): VisibleTenant | undefined => {
  const viewable = viewer.tenants.filter((tenant) => may(tenant, 'operations.view'));
  return viewable.find(({ id }) => id === viewer.lastTenantId) ?? viewable[0];
};

export const homeOf = (viewer: Viewer): string => {
  const tenant = currentTenant(viewer);
  return tenant ? `/admin/t/${tenant.id}/dashboard` : '/admin/operations';
};

export interface Frame {
  readonly viewer: Viewer;
  readonly title: string;
  readonly current: 'dashboard' | 'operations' | null;
  /** What the page is about, for the switcher. */
  readonly scope: string;
  readonly overlay: TenantOperationProgressOverlay | null;
  readonly content: Html;
}

export function page({ viewer, title, current, scope, overlay, content }: Frame): Html {
  const tenant = currentTenant(viewer);
  const link = (name: Frame['current'], href: string, text: string) =>
    html`<a href="${href}"${name === current ? html` aria-current="page"` : ''}>${text}</a>`;
  return shell(
    title,
    html`<a class="skip" href="#content">Skip to content</a>
      <header class="bar">
        <a class="brand" href="/">Operations host</a>
        <nav aria-label="Main">
          ${tenant && link('dashboard', `/admin/t/${tenant.id}/dashboard`, 'Dashboard')} ${link('operations', '/admin/operations', 'Operations')}
        </nav>
        <details class="switcher">
          <summary>${scope}</summary>
          <div class="menu">${viewer.workspaces.map((workspace) => switcherGroup(viewer, workspace))}</div>
        </details>
        <form class="who" method="post" action="/sign-out"><span>${viewer.name}</span><button class="quiet">Sign out</button></form>
      </header>
      <main id="content">${content}</main>
      ${overlay && html`<op-progress-overlay tenant-id="${overlay.tenant_id}">${json(overlay)}</op-progress-overlay>`}`,
    true,
  );
}

const switcherGroup = (viewer: Viewer, workspace: { id: number; name: string }): Html =>
  html`<section>
    <h2>${workspace.name}</h2>
    <ul>
      ${viewer.tenants
        .filter(({ workspace_id }) => workspace_id === workspace.id)
        .map((tenant) => html`<li><a href="/admin/t/${tenant.id}/dashboard">${tenant.name}</a></li>`)}
      <li><a href="/admin/workspaces/${workspace.id}/operations">All operations of this workspace</a></li>
    </ul>
  </section>`;

/** The document. `live` pages run the host's script and the elements. */
export const shell = (title: string, body: Html, live: boolean): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Operations host</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/host.css" />
        ${live && html`<script type="module" src="/assets/op-run-elements.js"></script><script type="module" src="/assets/host.js"></script>`}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
