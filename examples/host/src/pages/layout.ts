/** The frame of every page: the header with its navigation, the scope switcher, and the overlay. */
import type { TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { may, type Viewer, type VisibleTenant } from '../access.ts';
import { LANGS, wordsOf, type Words } from '../words/index.ts';
import { html, json, type Html } from './html.ts';

/** The tenant whose overlay is shown on pages without a tenant: the one opened last, else the first that the operator may view. */
export const currentTenant = (viewer: Viewer): VisibleTenant | undefined => {
  const viewable = viewer.tenants.filter((tenant) => may(tenant, 'operations.view'));
  return viewable.find(({ id }) => id === viewer.lastTenantId) ?? viewable[0];
};

export const homeOf = (viewer: Viewer): string => {
  const tenant = currentTenant(viewer);
  return tenant ? `/admin/t/${tenant.id}/dashboard` : '/admin/operations';
};

export interface Frame {
  readonly words: Words;
  readonly viewer: Viewer;
  readonly title: string;
  readonly current: 'workspace' | 'dashboard' | 'operations' | null;
  /** The current scope, for the switcher. */
  readonly scope: string;
  /** The workspace that the navigation leads to; the current tenant's when absent. */
  readonly workspaceId?: number;
  readonly overlay: TenantOperationProgressOverlay | null;
  readonly content: Html;
}

export function page({ words, viewer, title, current, scope, workspaceId, overlay, content }: Frame): Html {
  const { layout } = words;
  const tenant = currentTenant(viewer);
  const workspace = workspaceId ?? tenant?.workspace_id;
  const link = (name: Frame['current'], href: string, text: string) =>
    html`<a href="${href}"${name === current ? html` aria-current="page"` : ''}>${text}</a>`;
  return shell(
    words,
    title,
    html`<a class="skip" href="#content">${layout.skip}</a>
      <header class="bar">
        <a class="brand" href="/">${words.product}</a>
        <nav aria-label="${layout.navigation}">
          ${workspace && link('workspace', `/admin/workspaces/${workspace}`, layout.workspace)}
          ${tenant && link('dashboard', `/admin/t/${tenant.id}/dashboard`, layout.dashboard)} ${link('operations', '/admin/operations', layout.operations)}
        </nav>
        <details class="switcher">
          <summary>${scope}</summary>
          <div class="menu">${viewer.workspaces.map((one) => switcherGroup(words, viewer, one))}</div>
        </details>
        ${languageForm(words)}
        <form class="who" method="post" action="/sign-out"><span>${viewer.name}</span><button class="quiet">${layout.signOut}</button></form>
      </header>
      <main id="content">${content}</main>
      ${overlay && html`<op-progress-overlay tenant-id="${overlay.tenant_id}"${sessionKey(viewer)}>${json(overlay)}</op-progress-overlay>`}`,
    true,
  );
}

const switcherGroup = ({ layout }: Words, viewer: Viewer, workspace: { id: number; name: string }): Html =>
  html`<section>
    <h2><a href="/admin/workspaces/${workspace.id}">${workspace.name}</a></h2>
    <ul>
      ${viewer.tenants
        .filter(({ workspace_id }) => workspace_id === workspace.id)
        .map((tenant) => html`<li><a href="/admin/t/${tenant.id}/dashboard">${tenant.name}</a></li>`)}
      <li><a href="/admin/workspaces/${workspace.id}/operations">${layout.workspaceOperations}</a></li>
    </ul>
  </section>`;

/** The other language, in its own name. */
export const languageForm = ({ lang }: Words): Html =>
  html`<form class="language" method="post" action="/language">
    ${LANGS.filter((other) => other !== lang).map((other) => html`<button class="quiet" name="lang" value="${other}" lang="${other}">${wordsOf(other).language}</button>`)}
  </form>`;

/** The attribute `session-key`: only tabs of the same operator share answers. */
export const sessionKey = (viewer: Viewer): Html => html` session-key="${viewer.sessionKey}"`;

/** The HTML document. The elements use its language. `live` pages load the host's script and the kit. */
export const shell = (words: Words, title: string, body: Html, live: boolean): Html =>
  html`<!doctype html>
    <html lang="${words.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${words.product}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/host.css" />
        ${live && html`<script type="module" src="/assets/op-run-elements.js"></script><script type="module" src="/assets/host.js"></script>`}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
