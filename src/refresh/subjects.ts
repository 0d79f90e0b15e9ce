/** What a surface may ask for: which URL, how the answer is read, which runs are in it, and how often it wants to be refreshed. */
import {
  ContractError,
  lifecycleDetail,
  lifecycleList,
  looksLikeSurfaceItem as looksLikeItem,
  parsePayload,
  progressOverlay,
  reviewPack,
  runCollection,
  runDetail,
  surfaceItem,
  tenantActivity,
  UNKNOWN_ACTIVE_STATE,
  type LifecycleRecord,
  type ParseResult,
  type PayloadContract,
  type RunItem,
} from '../contract/payloads.ts';
import { resolveActiveState, reviewPackPolls, runOf, type DescribableRun, type FollowedReviewPack } from '../projection/index.ts';
import type { RunEnqueuedDetail } from './page.ts';
import { activityUrl, collectionUrl, lifecycleUrl, overlayUrl, reviewPackUrl, runUrl, type Address } from './routes.ts';
import type { Telling } from './run-ledger.ts';
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
  /** Set for a payload that only mentions its runs: it tells nothing about them, and takes over what others tell. */
  readonly mentions?: boolean;
  /** What the runs come from. */
  by(value: Value): Telling;
  /** Milliseconds until the next refresh; null when the payload asks for none. */
  interval(value: Value): number | null;
  /** Whether new work wakes this surface when it has stopped polling. */
  readonly wakes: (address: Address, enqueued: RunEnqueuedDetail) => boolean;
}

type TenantPayload = { tenant_id: number; items: RunItem[] };

/** A payload with a list of runs in it. `fromItems` makes one of lifecycle records, which a host may serve in its place. */
function listSubject<Value extends { items: RunItem[] }>(
  contract: PayloadContract<Value>,
  parts: Pick<Subject<Value>, 'url' | 'identify'> & {
    readonly tenantField: string;
    readonly interval?: (value: Value) => number | null;
    readonly fromItems: (items: RunItem[], tenantId: number | null) => Value;
  },
): Subject<Value> {
  const { url, identify, tenantField, fromItems, interval = () => DEFAULT_INTERVAL } = parts;
  return {
    name: contract.name,
    url,
    identify,
    read: (json, { tenantId }) => {
      if (!hasKey(json, 'data') || hasKey(json, 'items')) return expecting(parsePayload(contract, json), tenantField, tenantId, contract.name);
      return map(parsePayload(lifecycleList, json), ({ data }) => {
        const items = data.map((record): RunItem => runOf(record, { surface: 'compact' }));
        return fromItems(tenantId === null ? items : items.filter((item) => (item.tenant_id ?? tenantId) === tenantId), tenantId);
      });
    },
    runs: ({ items }) => items,
    withRuns: (value, runs) => ({ ...value, items: runs as RunItem[] }),
    by: ({ items }) => (items.some(isRecord) ? 'record' : 'item'),
    interval: (value) => (value.items.some(polls) ? interval(value) : null),
    wakes: ({ tenantId }, enqueued) => enqueued.tenantId === undefined || tenantId === null || enqueued.tenantId === tenantId,
  };
}

const tenantPart = <Value extends TenantPayload>() => ({
  tenantField: 'tenant_id',
  identify: ({ tenant_id }: Value) => ({ tenantId: tenant_id || null }),
});
const tenantOf = (items: readonly RunItem[], tenantId: number | null): number => tenantId ?? items.find(({ tenant_id }) => tenant_id)?.tenant_id ?? 0;

export const overlaySubject = listSubject(progressOverlay, {
  ...tenantPart(),
  url: overlayUrl,
  interval: ({ poll_interval }) => (poll_interval === null ? null : Number.parseInt(poll_interval, 10) * 1000),
  fromItems: (items, tenantId) => ({ tenant_id: tenantOf(items, tenantId), has_visible_active_runs: items.some(polls), poll_interval: '10s' as const, items }),
});

export const activitySubject = listSubject(tenantActivity, {
  ...tenantPart(),
  url: activityUrl,
  fromItems: (items, tenantId) => ({ tenant_id: tenantOf(items, tenantId), items }),
});

export const collectionSubject = listSubject(runCollection, {
  tenantField: 'tenant_filter',
  url: collectionUrl,
  identify: () => ({}),
  fromItems: (items) => ({ items }),
});

/** One run: a run detail from its canonical route; a surface item or a lifecycle record from `src`; told apart by their shape. */
export const runSubject: Subject<DescribableRun> = {
  name: 'OperationRun',
  url: runUrl,
  identify: ({ run_id }) => ({ runId: run_id }),
  read: (json, { runId }) => {
    if (hasKey(json, 'id') && !hasKey(json, 'run_id')) return map(expecting(parsePayload(lifecycleDetail, json), 'id', runId, lifecycleDetail.name), itemOf);
    const contract: PayloadContract<DescribableRun> = looksLikeItem(json) ? surfaceItem : runDetail;
    return expecting(parsePayload(contract, json), 'run_id', runId, contract.name);
  },
  runs: (value) => [value],
  withRuns: (_value, runs) => runs[0]!,
  by: (value) => (isRecord(value) ? 'record' : looksLikeItem(value) ? 'item' : 'detail'),
  interval: (value) => (polls(value) ? DEFAULT_INTERVAL : null),
  wakes: ({ runId }, enqueued) => runId !== null && enqueued.runId === runId,
};

/** One run that its surroundings tell: it is never asked for, and follows what other surfaces learn. */
export const itemSubject: Subject<DescribableRun> = {
  ...runSubject,
  name: 'OperationRunSurfaceItem',
  url: () => null,
  read: (json) => parsePayload(surfaceItem, json),
  by: () => 'item',
};

/** The same, of a run that a list has read and tells. */
export const shownItemSubject: Subject<DescribableRun> = { ...itemSubject, read: (json) => ({ ok: true, value: json as DescribableRun, violations: [] }), mentions: true };

/** A lifecycle record, with the run that it tells. */
export interface DiagnosedRun {
  readonly record: LifecycleRecord;
  readonly run: DescribableRun;
}

/** What stands behind the diagnostics disclosure. */
export const diagnosticsSubject: Subject<DiagnosedRun> = {
  name: lifecycleDetail.name,
  url: lifecycleUrl,
  identify: ({ record }) => ({ runId: record.id }),
  read: (json, { runId }) => map(expecting(parsePayload(lifecycleDetail, json), 'id', runId, lifecycleDetail.name), (record) => ({ record, run: itemOf(record) })),
  runs: ({ run }) => [run],
  withRuns: ({ record }, runs) => ({ record, run: runs[0]! }),
  by: () => 'record',
  interval: ({ run }) => runSubject.interval(run),
  wakes: runSubject.wakes,
};

/** A tenant's review pack. It follows the run that generates it. */
export const reviewPackSubject: Subject<FollowedReviewPack> = {
  name: reviewPack.name,
  url: reviewPackUrl,
  identify: ({ pack }) => ({ tenantId: pack.tenant_id }),
  read: (json, { tenantId }) => map(expecting(parsePayload(reviewPack, json), 'tenant_id', tenantId, reviewPack.name), (pack) => ({ pack, run: null })),
  runs: ({ pack, run }) => (pack.run_id ? [run ?? { run_id: pack.run_id, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE }] : []),
  withRuns: ({ pack }, [run]) => ({ pack, run: run ?? null }),
  mentions: true,
  by: () => 'item',
  interval: (value) => (reviewPackPolls(value) ? DEFAULT_INTERVAL : null),
  wakes: overlaySubject.wakes,
};

const polls = ({ active_state }: DescribableRun): boolean => resolveActiveState(active_state).polls;

const itemOf = (record: LifecycleRecord): DescribableRun => runOf(record, { surface: 'compact' });

/** Only a record's run has both a status of its own and a summary. */
const isRecord = (run: DescribableRun): boolean => 'status_label' in run && 'top_summary' in run;

const hasKey = (json: unknown, key: string): boolean => typeof json === 'object' && json !== null && key in json;

function map<From, To>(result: ParseResult<From>, make: (value: From) => To): ParseResult<To> {
  return result.ok ? { ...result, value: make(result.value) } : result;
}

/** An answer about another tenant or run than was asked for is no answer. A list need not repeat its filter. */
function expecting<Value>(result: ParseResult<Value>, field: string, asked: number | null, contract: string): ParseResult<Value> {
  if (!result.ok || asked === null) return result;
  const told = (result.value as Readonly<Record<string, number | null | undefined>>)[field];
  return told === asked || (field === 'tenant_filter' && !told) ? result : { ok: false, error: new ContractError(field, String(asked), contract) };
}
