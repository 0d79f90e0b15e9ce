/** React 19 with TanStack Query: structural sharing keeps the object of a run that has not changed, and a memoised row keeps its nodes. */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { createRoot } from 'react-dom/client';
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

function Runs() {
  const { data, isError } = useQuery({ queryKey, queryFn: fetchRuns, refetchInterval: INTERVAL });
  if (data === undefined) return <p>{isError ? 'Not available' : 'Loading'}</p>;
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
      <a className="run" href={url}>
        <span>
          <bdi className="operation">{operation}</bdi> <span className="tenant">{reference}</span> <bdi className="tenant">{tenant}</bdi>
        </span>
        <span className="badge" data-tone={tone}>
          <svg className="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
            <path d={ICONS[tone]} />
          </svg>
          <span>{label}</span>
        </span>
        <span className="lines">
          {lines.map((line, index) => (
            <span key={index} className="guidance">
              <bdi>{line}</bdi>
            </span>
          ))}
          {progress && (
            <span className="progress">
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
    createRoot(element).render(
      <QueryClientProvider client={client}>
        <Runs />
      </QueryClientProvider>,
    );
  },
  refresh: () => client.refetchQueries({ queryKey }),
  rows: () => rowsIn(root),
};
