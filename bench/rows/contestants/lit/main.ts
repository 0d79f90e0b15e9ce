/** Lit with TanStack's query controller: structural sharing keeps the object of a run that has not changed, and a guard skips its row. */
import { createQueryController, QueryClient, QueryClientProvider } from '@tanstack/lit-query';
import { html, LitElement, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { OperationRunSurfaceItem } from '../../../../src/contract/index.ts';
import { INTERVAL, rowsIn, URL_OF_RUNS, type Contestant } from '../../contestant.ts';
import { ICONS, viewOf } from '../../view.ts';

const client = new QueryClient();
const queryKey = ['runs'];

async function fetchRuns({ signal }: { signal: AbortSignal }): Promise<OperationRunSurfaceItem[]> {
  const response = await fetch(URL_OF_RUNS, { headers: { Accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(`The server answers ${response.status}.`);
  return ((await response.json()) as { items: OperationRunSurfaceItem[] }).items;
}

class Provider extends QueryClientProvider {
  constructor() {
    super();
    this.client = client;
  }
}

class Runs extends LitElement {
  readonly #runs = createQueryController(this, { queryKey, queryFn: fetchRuns, refetchInterval: INTERVAL });

  // The page's style sheet is for all contestants.
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): unknown {
    const { data, isError } = this.#runs();
    if (data === undefined) return html`<p>${isError ? 'Not available' : 'Loading'}</p>`;
    return html`<ul>
      ${repeat(
        data,
        (run) => run.run_id,
        (run) => html`<li>${guard([run], () => rowOf(run))}</li>`,
      )}
    </ul>`;
  }
}

function rowOf(run: OperationRunSurfaceItem): unknown {
  const { url, operation, reference, tenant, tone, label, lines, progress } = viewOf(run);
  return html`<a class="run" href=${url}>
    <span><bdi class="operation">${operation}</bdi> <span class="tenant">${reference}</span> <bdi class="tenant">${tenant}</bdi></span>
    <span class="badge" data-tone=${tone}>
      <svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d=${ICONS[tone]} /></svg>
      <span>${label}</span>
    </span>
    <span class="lines">
      ${lines.map((line) => html`<span class="guidance"><bdi>${line}</bdi></span>`)}
      ${progress
        ? html`<span class="progress"><progress max="1" .value=${progress.value} aria-label=${operation}></progress><span>${progress.text}</span></span>`
        : nothing}
    </span>
  </a>`;
}

customElements.define('bench-provider', Provider);
customElements.define('bench-runs', Runs);

let root: HTMLElement;

export const contestant: Contestant = {
  mount(element) {
    root = element;
    root.innerHTML = '<bench-provider><bench-runs></bench-runs></bench-provider>';
  },
  refresh: () => client.refetchQueries({ queryKey }),
  rows: () => rowsIn(root),
};
