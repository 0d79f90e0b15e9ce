/** The host's page on the stage: one tenant and one of its runs, with every element of the kit. */
import { html, type TemplateResult } from 'lit';
import { tenants, type World } from '../../mocks/index.ts';

export const stage = ({ tenant, run }: World): TemplateResult => html`
  <div class="page">
    <header class="bar">
      <strong>Northwind Console</strong>
      <span class="tenant">${Object.values(tenants).find(({ tenant_id }) => tenant_id === tenant)?.tenant_label}</span>
    </header>
    <div class="columns">
      <div class="column">
        ${run === null
          ? html`<p class="none">No run is open.</p>`
          : html`
              ${framed('op-run-detail-banner', html`<op-run-detail-banner run-id=${run}><op-run-diagnostics run-id=${run}></op-run-diagnostics></op-run-detail-banner>`)}
              ${framed('op-run-row', html`<div class="row"><op-run-row run-id=${run}></op-run-row></div>`)}
            `}
        ${framed('op-review-pack-card', html`<op-review-pack-card tenant-id=${tenant}></op-review-pack-card>`)}
        ${framed('op-run-list', html`<op-run-list tenant-id=${tenant}></op-run-list>`)}
      </div>
      <div class="column">${framed('op-tenant-activity', html`<op-tenant-activity tenant-id=${tenant}></op-tenant-activity>`)}</div>
    </div>
  </div>
  <op-progress-overlay tenant-id=${tenant} open></op-progress-overlay>
`;

const framed = (tag: string, element: TemplateResult): TemplateResult => html`<div class="surface"><code>${tag}</code>${element}</div>`;
