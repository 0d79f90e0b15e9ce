/** The page of one run: the banner with diagnostics, and below it the run's inputs. */
import type { OperationRunDetailContract, TenantOperationProgressOverlay } from 'op-run-elements/contract';
import { catalogueFor } from 'op-run-elements/projection';
import type { Viewer } from '../access.ts';
import { operationsPath } from '../payloads.ts';
import type { Run } from '../runs.ts';
import type { WorkerStatus } from '../supervisor.ts';
import type { Words } from '../words/index.ts';
import { number, readable, time } from './format.ts';
import { html, json, type Html } from './html.ts';
import { page, sessionKey } from './layout.ts';
import { workerPanel } from './worker-panel.ts';

interface RunDetail {
  readonly words: Words;
  readonly viewer: Viewer;
  readonly workspaceId: number | null;
  readonly run: Run;
  readonly detail: OperationRunDetailContract;
  readonly overlay: TenantOperationProgressOverlay | null;
  readonly worker: WorkerStatus | null;
}

export function runPage({ words, viewer, workspaceId, run, detail, overlay, worker }: RunDetail): Html {
  const title = `${detail.operation_label} #${run.id}`;
  const scope = run.tenant_name ?? run.workspace_name;
  const content = html`
    <div class="title"><h1>${title}</h1><p class="dim"><a href="${operationsPath(workspaceId)}">${words.operations.title}</a> · ${scope}</p></div>
    <div class="columns">
      <div class="stack">
        <op-run-detail-banner run-id="${run.id}"${workspaceId === null ? '' : html` workspace="${workspaceId}"`}${sessionKey(viewer)}>
          ${json(detail)} ${run.has_policy ? html`<op-run-diagnostics run-id="${run.id}"${sessionKey(viewer)}></op-run-diagnostics>` : uncovered(words, run)}
        </op-run-detail-banner>
        <section class="panel facts" aria-labelledby="input"><h2 id="input">${words.run.input}</h2>${fieldsOf(words, run.context) ?? html`<p class="dim">${words.run.noInput}</p>`}</section>
      </div>
      <div class="stack">${worker && workerPanel(words, worker)}</div>
    </div>`;
  return page({ words, viewer, title, current: 'operations', scope, ...(workspaceId !== null && { workspaceId }), overlay, content });
}

/** The host's own diagnostics of a run that the lifecycle contract does not cover: its type has no policy. */
function uncovered(words: Words, run: Run): Html {
  const copy = catalogueFor(words.lang);
  const ended = run.status === 'completed';
  const lifecycle: Facts = [
    [ended ? words.run.status : words.run.lastStatus, copy.status[run.status]],
    ...(ended ? ([[words.run.outcome, copy.outcome[run.outcome]]] as const) : []),
    [words.run.created, time(run.created_at)],
    [words.run.started, time(run.started_at)],
    [words.run.ended, time(run.completed_at)],
    [words.run.window, words.run.noPolicy],
  ];
  return html`<div class="panel" id="diagnostics">
    ${run.failure_summary.length > 0 &&
    section(words.run.failures, html`<ul class="failures">${run.failure_summary.map(({ code, message }) => html`<li>${message} <code>${code}</code></li>`)}</ul>`)}
    ${section(words.run.counts, fieldsOf(words, run.summary_counts) ?? html`<p class="dim">${words.run.noCounts}</p>`)}
    ${section(words.run.lifecycle, facts(lifecycle))}
  </div>`;
}

type Facts = readonly (readonly [term: string, value: Html | string])[];

/** The named values of a row as HTML; null when it has none. */
function fieldsOf(words: Words, row: Readonly<Record<string, unknown>>): Html | null {
  const entries = Object.entries(row);
  if (entries.length === 0) return null;
  return facts(entries.map(([name, value]) => [words.field[name] ?? readable(name), typeof value === 'number' ? number(value, words) : String(value)]));
}

const section = (title: string, content: Html): Html => html`<section class="facts"><h2>${title}</h2>${content}</section>`;

const facts = (entries: Facts): Html => html`<dl>${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
