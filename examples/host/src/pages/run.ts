/** One run: the banner, and below its summary the host's own diagnostics. */
import type { OperationRunDetailContract, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { catalogueFor } from 'op-run-elements/projection';
import type { Viewer } from '../access.ts';
import type { Run } from '../runs.ts';
import type { WorkerStatus } from '../supervisor.ts';
import { number, time, words } from './format.ts';
import { html, json, type Html } from './html.ts';
import { page } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

interface RunDetail {
  readonly viewer: Viewer;
  readonly workspaceId: number | null;
  readonly run: Run;
  readonly detail: OperationRunDetailContract;
  readonly overlay: TenantOperationProgressOverlay | null;
  readonly worker: WorkerStatus | null;
}

const copy = catalogueFor('en');

export function runPage({ viewer, workspaceId, run, detail, overlay, worker }: RunDetail): Html {
  const title = `${detail.operation_label} #${run.id}`;
  const list = workspaceId === null ? '/admin/operations' : `/admin/workspaces/${workspaceId}/operations`;
  const content = html`
    <div class="title"><h1>${title}</h1><p class="dim"><a href="${list}">Operations</a> · ${run.tenant_name ?? run.workspace_name}</p></div>
    <div class="columns">
      <div class="stack">
        <op-run-detail-banner run-id="${run.id}"${workspaceId === null ? '' : html` workspace="${workspaceId}"`}>${json(detail)}<div class="panel" id="diagnostics" data-live>${diagnostics(run)}</div></op-run-detail-banner>
      </div>
      <div class="stack">${worker && workerPanel(worker)}</div>
    </div>`;
  return page({ viewer, title, current: 'operations', scope: run.tenant_name ?? run.workspace_name, overlay, content });
}

function diagnostics(run: Run): Html {
  // The reconciler's own reason stands in its record; it is not told twice.
  const failures = run.failure_summary.filter(({ code }) => code !== run.reconciliation?.reason_code);
  return html`
  ${run.reconciliation && reconciliationSection(run.reconciliation)}
  ${failures.length > 0 &&
  section('Failures', html`<ul class="failures">${failures.map(({ code, message }) => html`<li>${message} <code>${code}</code></li>`)}</ul>`)}
  ${section(run.status === 'completed' ? 'Counts' : 'Last recorded counts', countsOf(run))}
  ${section('Lifecycle', facts(lifecycleFacts(run)))} ${section('Input', facts(Object.entries(run.context).map(([key, value]) => [key === 'pace' ? 'Pace, ms per file' : words(key), String(value)])))}`;
}

const reconciliationSection = ({ source, reason_code, reason_message, reconciled_at, evidence }: NonNullable<Run['reconciliation']>): Html =>
  section(
    'Reconciliation',
    html`${facts([
        ['Source', source ? copy.source[source] : '–'],
        ['Reason', html`${reason_message ?? '–'} ${reason_code && html`<code>${reason_code}</code>`}`],
        ['Reconciled', time(reconciled_at ?? null)],
      ])}
      ${evidence && html`<details><summary>Evidence</summary><pre>${JSON.stringify(evidence, null, 2)}</pre></details>`}`,
  );

function countsOf(run: Run): Html {
  const counts = Object.entries(run.summary_counts).map(([name, count]): [string, Html] => [words(name), html`${number(count)}`]);
  return counts.length ? facts(counts) : html`<p class="dim">Nothing was counted.</p>`;
}

const lifecycleFacts = (run: Run): [string, Html | string][] => [
  [run.status === 'completed' ? 'Status' : 'Last reported status', copy.status[run.status]],
  ...(run.status === 'completed' ? [['Outcome', copy.outcome[run.outcome]] as [string, string]] : []),
  ['Type', html`<code>${run.type}</code>`],
  ['Started by', run.initiator_name ?? 'No operator'],
  ['Created', time(run.created_at)],
  ['Started', time(run.started_at)],
  ['Last work recorded', time(run.worked_at)],
  ['Ended', time(run.completed_at)],
  ['Attempts', number(run.attempt)],
  ...(run.status === 'completed' ? [] : [['Window', run.threshold_seconds === null ? 'No lifecycle policy' : `${number(run.threshold_seconds)} seconds`] as [string, string]]),
];

const section = (title: string, content: Html): Html => html`<section class="facts"><h2>${title}</h2>${content}</section>`;

const facts = (entries: readonly (readonly [string, Html | string])[]): Html =>
  html`<dl>${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
