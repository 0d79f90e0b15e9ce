/**
 * Shared by all stories: the mock backend, the helpers that script it, and the host's pages around the elements.
 * Lives here: pages and helpers. Must not live here: payloads (mocks/) or words of the kit (src/projection/copy).
 */
/// <reference types="vite/client" />
import { html, nothing, type TemplateResult } from 'lit';
import type { OperationRunDetail, OperationRunSurfaceItem } from '../src/contract/index.ts';
import { mockBackend, runs, tenants } from '../mocks/index.ts';
import './stories.css';

export const TENANT = tenants.contoso.tenant_id;

/** One backend for all stories. `told` resets it and gives it the script of one story. */
export const backend = mockBackend();

const SENTENCE = 'Nightly reconciliation of device compliance policies against the approved baseline of the European subsidiaries ';
/** Runs with the longest labels: 300 characters, and one long word without a place to break. */
export const longLabels: OperationRunSurfaceItem[] = [
  { ...runs.freshDeterminate, operation_label: SENTENCE.repeat(3).slice(0, 300), tenant_label: 'Contoso Manufacturing Services International Holding (Central and Eastern Europe)' },
  { ...runs.staleRunning, operation_label: SENTENCE.repeat(3).slice(0, 300) },
  { ...runs.reconciledByScheduler, operation_label: 'Richtlinienabweichungsüberprüfungswiederherstellungsvorgangsprotokollierungsübersicht', tenant_label: 'Donaudampfschifffahrtsgesellschaft' },
  { ...runs.freshPhase, operation_label: 'evidence_export_of_conditional_access_policies_and_named_locations_v2', progress: { kind: 'phase', label: SENTENCE.trim(), step: 2, steps: 4 } },
];

/** The parameters of every element's stories; `height` is the height of a story on the docs page. */
export const parametersFor = (height: string) => ({
  msw: { handlers: backend.handlers },
  docs: { story: { height } },
});

/**
 * A story whose backend is scripted by `script`. With `refreshes`, the element refreshes as soon as it has its first answer,
 * so that the story shows the second one without waiting for the interval.
 */
export const told = (script: () => void, { refreshes = false } = {}) => ({
  beforeEach: () => {
    backend.reset();
    script();
    const followUp = { capture: true, once: true } as const;
    if (refreshes) document.addEventListener('op-load', refresh, followUp);
    return () => document.removeEventListener('op-load', refresh, followUp);
  },
});

const refresh = ({ target }: Event): void => void (target as Element & { refresh(): Promise<void> }).refresh();

/** A host's page about one tenant. */
export const tenantPage = (content: TemplateResult | typeof nothing = nothing): TemplateResult => html`
  <div class="page">
    <header class="page-bar">
      <strong>Northwind Console</strong>
      <nav aria-label="Main"><a href="#dashboard">Dashboard</a> <a href="#devices">Devices</a> <a href="#policies">Policies</a></nav>
    </header>
    <main class="page-main">
      <div class="page-title">
        <h1>Contoso</h1>
        <button type="button" @click=${enqueue}>Sync inventory</button>
      </div>
      ${content}
      <section class="page-card">
        <h2>Devices</h2>
        <table>
          <thead>
            <tr><th scope="col">Device</th><th scope="col">System</th><th scope="col">Owner</th></tr>
          </thead>
          <tbody>
            ${DEVICES.map((device) => html`<tr>${device.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
          </tbody>
        </table>
      </section>
    </main>
  </div>
`;

const DEVICES = [
  ['CON-LT-0142', 'Windows 11', 'Dana Reyes'],
  ['CON-LT-0177', 'Windows 11', 'Sam Okafor'],
  ['CON-MB-0031', 'macOS 15', 'Ines Vidal'],
  ['CON-SV-0008', 'Windows Server 2025', 'Platform team'],
  ['CON-SV-0012', 'Ubuntu 24.04', 'Platform team'],
];

/** The host started a run (its "Sync inventory" button): wakes the elements. */
const enqueue = (): void => {
  document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: TENANT } }));
};

/** A host's page with the operations of a workspace. */
export const workspacePage = (content: TemplateResult): TemplateResult => html`
  <main class="page-main">
    <h1>Operations</h1>
    ${content}
  </main>
`;

/** A host's own list of operations, made of rows. */
export const operationsPage = (rows: TemplateResult | TemplateResult[]): TemplateResult => html`
  <main class="page-main">
    <h1>Operations</h1>
    <ul class="page-rows">
      ${[rows].flat().map((row) => html`<li>${row}</li>`)}
    </ul>
  </main>
`;

/** A host's page about one run, with the banner at its top. */
export const runPage = (runId: number, banner: TemplateResult): TemplateResult => html`
  <main class="page-main">
    <p class="page-crumbs"><a href="#operations">Operations</a> / #${runId}</p>
    <h1>Operation run #${runId}</h1>
    ${banner}
  </main>
`;

/** The host's own diagnostics, for the banner's slot. */
export const diagnostics = (record: OperationRunDetail | undefined): TemplateResult => html`
  <section class="page-card">
    <h3>Diagnostics</h3>
    <dl>
      ${(record ? diagnosticsOf(record) : [['Evidence', 'None recorded']]).map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}
    </dl>
  </section>
`;

function diagnosticsOf(record: OperationRunDetail): [string, string][] {
  const counts = Object.entries(record.summary_counts ?? {}).map(([name, count]) => `${name} ${count}`);
  const rows: [string, string | number | null | undefined][] = [
    ['Started by', record.initiator_name ?? 'Schedule'],
    ['Created', record.created_at],
    ['Started', record.started_at],
    ['Completed', record.completed_at],
    ['Lifecycle window', record.diagnostics?.threshold_seconds && `${record.diagnostics.threshold_seconds} s`],
    ['Last known counts', counts.join(', ')],
    ['Reason code', record.reconciliation?.reason_code],
    ['Failure', record.failure_summary?.map(({ message }) => message).join(' ')],
  ];
  return rows.filter((row): row is [string, string] => Boolean(row[1]));
}
