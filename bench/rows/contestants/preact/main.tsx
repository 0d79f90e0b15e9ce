/** @jsxImportSource preact */
/** Preact with SWR, by way of preact/compat. SWR compares whole answers; where one is different, all its runs are new objects. */
import { render } from 'preact';
import { memo } from 'preact/compat';
import useSWR, { mutate } from 'swr';
import type { OperationRunSurfaceItem } from '../../../../src/contract/index.ts';
import { INTERVAL, rowsIn, URL_OF_RUNS, type Contestant } from '../../contestant.ts';
import { ICONS, viewOf } from '../../view.ts';

async function fetchRuns(url: string): Promise<OperationRunSurfaceItem[]> {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`The server answers ${response.status}.`);
  return ((await response.json()) as { items: OperationRunSurfaceItem[] }).items;
}

function Runs() {
  const { data, error } = useSWR<OperationRunSurfaceItem[], Error>(URL_OF_RUNS, fetchRuns, { refreshInterval: INTERVAL });
  if (data === undefined) return <p>{error ? 'Not available' : 'Loading'}</p>;
  return (
    <ul>
      {data.map((run) => (
        <Row key={run.run_id} run={run} />
      ))}
    </ul>
  );
}

const Row = memo(function Row({ run }: { run: OperationRunSurfaceItem }) {
  const { url, operation, reference, tenant, tone, label, lines, progress } = viewOf(run);
  return (
    <li>
      <a class="run" href={url}>
        <span>
          <bdi class="operation">{operation}</bdi> <span class="tenant">{reference}</span> <bdi class="tenant">{tenant}</bdi>
        </span>
        <span class="badge" data-tone={tone}>
          <svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">
            <path d={ICONS[tone]} />
          </svg>
          <span>{label}</span>
        </span>
        <span class="lines">
          {lines.map((line, index) => (
            <span key={index} class="guidance">
              <bdi>{line}</bdi>
            </span>
          ))}
          {progress && (
            <span class="progress">
              <progress max="1" value={progress.value} aria-label={operation} />
              <span>{progress.text}</span>
            </span>
          )}
        </span>
      </a>
    </li>
  );
});

let root: HTMLElement;

export const contestant: Contestant = {
  mount(element) {
    root = element;
    render(<Runs />, element);
  },
  refresh: () => mutate(URL_OF_RUNS),
  rows: () => rowsIn(root),
};
