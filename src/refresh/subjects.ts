/** What a surface may ask for: which URL, how the answer is read, which runs are in it, and how often it wants to be refreshed. */
import {
  ContractError,
  operationRunDetailContract,
  operationRunSurfaceItem,
  parsePayload,
  progressOverlay,
  runDetail,
  surfaceItem,
  tenantActivity,
  type ParseResult,
  type PayloadContract,
  type RunItem,
} from '../contract/index.ts';
import { resolveActiveState, type DescribableRun } from '../projection/index.ts';
import type { RunEnqueuedDetail } from './page.ts';
import { activityUrl, overlayUrl, runUrl, type Address } from './routes.ts';
import { DEFAULT_INTERVAL } from './schedule.ts';

/** A kind of payload on a surface. One constant per kind; elements name theirs and hold nothing of this themselves. */
export interface Subject<Value> {
  readonly name: string;
  /** Where it is asked for; null while the address is incomplete. */
  url(address: Address): string | null;
  /** The part of the address that a payload tells by itself. */
  identify(value: Value): Partial<Address>;
  read(json: unknown, address: Address): ParseResult<Value>;
  runs(value: Value): readonly DescribableRun[];
  /** `value` with its runs replaced one by one. */
  withRuns(value: Value, runs: readonly DescribableRun[]): Value;
  /** Whether the runs come from a run detail, which words a state in another density than a surface item. */
  isDetail(value: Value): boolean;
  /** Milliseconds until the next refresh; null when the payload asks for none. */
  interval(value: Value): number | null;
  /** Whether new work wakes this surface when it has stopped polling. */
  wakes(address: Address, enqueued: RunEnqueuedDetail): boolean;
}

type TenantPayload = { tenant_id: number; items: RunItem[] };

function tenantSubject<Value extends TenantPayload>(
  contract: PayloadContract<Value>,
  url: Subject<Value>['url'],
  interval: (value: Value) => number | null,
): Subject<Value> {
  return {
    name: contract.name,
    url,
    identify: ({ tenant_id }) => ({ tenantId: tenant_id }),
    read: (json, { tenantId }) => expecting(parsePayload(contract, json), 'tenant_id', tenantId, contract.name),
    runs: ({ items }) => items,
    withRuns: (value, runs) => ({ ...value, items: runs as RunItem[] }),
    isDetail: () => false,
    interval: (value) => (value.items.some(polls) ? interval(value) : null),
    wakes: ({ tenantId }, enqueued) => enqueued.tenantId === undefined || tenantId === null || enqueued.tenantId === tenantId,
  };
}

export const overlaySubject = tenantSubject(progressOverlay, overlayUrl, ({ poll_interval }) =>
  poll_interval === null ? null : Number.parseInt(poll_interval, 10) * 1000,
);

export const activitySubject = tenantSubject(tenantActivity, activityUrl, () => DEFAULT_INTERVAL);

/** One run: a run detail from its canonical route, or a surface item from `src`; told apart by their shape. */
export const runSubject: Subject<DescribableRun> = {
  name: 'OperationRun',
  url: runUrl,
  identify: ({ run_id }) => ({ runId: run_id }),
  read: (json, { runId }) => {
    const contract: PayloadContract<DescribableRun> = looksLikeItem(json) ? surfaceItem : runDetail;
    return expecting(parsePayload(contract, json), 'run_id', runId, contract.name);
  },
  runs: (value) => [value],
  withRuns: (_value, runs) => runs[0]!,
  isDetail: (value) => !looksLikeItem(value),
  interval: (value) => (polls(value) ? DEFAULT_INTERVAL : null),
  wakes: ({ runId }, enqueued) => runId !== null && enqueued.runId === runId,
};

/** One run that its surroundings tell: it is never asked for, and follows what other surfaces learn. */
export const itemSubject: Subject<DescribableRun> = {
  ...runSubject,
  name: 'OperationRunSurfaceItem',
  url: () => null,
  read: (json) => parsePayload(surfaceItem, json),
  isDetail: () => false,
};

const polls = ({ active_state }: DescribableRun): boolean => resolveActiveState(active_state).polls;

const looksLikeItem = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && Object.keys(json).some((key) => key in operationRunSurfaceItem.shape && !(key in operationRunDetailContract.shape));

/** An answer about another tenant or run than was asked for is no answer. */
function expecting<Value>(result: ParseResult<Value>, field: 'tenant_id' | 'run_id', asked: number | null, contract: string): ParseResult<Value> {
  if (!result.ok || asked === null) return result;
  const told = (result.value as Record<typeof field, number | null>)[field];
  return told === asked ? result : { ok: false, error: new ContractError(field, String(asked), contract) };
}
