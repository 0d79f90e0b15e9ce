/** What a surface may ask for: which URL, how the answer is read, which runs are in it, and how often it wants to be refreshed. */
import {
  lifecycleDetail,
  looksLikeSurfaceItem,
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
  type ReviewPackGeneration,
  type RunItem,
} from '../contract/payloads.ts';
import { reviewPackPolls, runOf, type DescribableRun, type FollowedReviewPack } from '../projection/index.ts';
import { isRecord, listSubject, pollsRun, type ListPayload } from './list-subject.ts';
import { activityUrl, collectionUrl, lifecycleUrl, overlayUrl, reviewPackUrl, runUrl } from './routes.ts';
import { DEFAULT_INTERVAL } from './schedule.ts';
import { expecting, hasKey, mapResult, type Subject } from './subject.ts';

const ofTenant = <Value extends ListPayload & { tenant_id: number }>() => ({
  tenantField: 'tenant_id',
  identify: ({ tenant_id }: Value) => ({ tenantId: tenant_id || null }),
});
const tenantOf = (items: readonly RunItem[], tenantId: number | null): number => tenantId ?? items.find(({ tenant_id }) => tenant_id)?.tenant_id ?? 0;

export const overlaySubject = listSubject(progressOverlay, {
  ...ofTenant(),
  url: overlayUrl,
  interval: ({ poll_interval }) => (poll_interval === null ? null : Number.parseInt(poll_interval, 10) * 1000),
  fromItems: (items, tenantId) => ({ tenant_id: tenantOf(items, tenantId), has_visible_active_runs: items.some(pollsRun), poll_interval: '10s' as const, items }),
});

export const activitySubject = listSubject(tenantActivity, {
  ...ofTenant(),
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
    if (hasKey(json, 'id') && !hasKey(json, 'run_id')) return mapResult(readRecord(json, runId), itemOf);
    const contract: PayloadContract<DescribableRun> = looksLikeSurfaceItem(json) ? surfaceItem : runDetail;
    return expecting(parsePayload(contract, json), 'run_id', runId, contract.name);
  },
  runs: (value) => [value],
  withRuns: (_value, runs) => runs[0]!,
  kind: (value) => (isRecord(value) ? 'record' : looksLikeSurfaceItem(value) ? 'item' : 'detail'),
  interval: (value) => (pollsRun(value) ? DEFAULT_INTERVAL : null),
  wakes: ({ runId }, enqueued) => runId !== null && enqueued.runId === runId,
};

/** One run that its surroundings hand over: it is never asked for, and follows what other surfaces learn. */
export const itemSubject: Subject<DescribableRun> = {
  ...runSubject,
  name: 'OperationRunSurfaceItem',
  url: () => null,
  read: (json) => parsePayload(surfaceItem, json),
  kind: () => 'item',
};

/** A lifecycle record, with its run. */
export interface DiagnosedRun {
  readonly record: LifecycleRecord;
  readonly run: DescribableRun;
}

/** What stands behind the diagnostics disclosure. */
export const diagnosticsSubject: Subject<DiagnosedRun> = {
  name: lifecycleDetail.name,
  url: lifecycleUrl,
  identify: ({ record }) => ({ runId: record.id }),
  read: (json, { runId }) => mapResult(readRecord(json, runId), (record) => ({ record, run: itemOf(record) })),
  runs: ({ run }) => [run],
  withRuns: ({ record }, runs) => ({ record, run: runs[0]! }),
  kind: () => 'record',
  interval: ({ run }) => runSubject.interval(run),
  wakes: runSubject.wakes,
};

/** A tenant's review pack. It follows the run that generates it. */
export const reviewPackSubject: Subject<FollowedReviewPack> = {
  name: reviewPack.name,
  url: reviewPackUrl,
  identify: ({ pack }) => ({ tenantId: pack.tenant_id }),
  read: (json, { tenantId }) => mapResult(expecting(parsePayload(reviewPack, json), 'tenant_id', tenantId, reviewPack.name), (pack) => ({ pack, run: null })),
  runs: ({ pack }) => mentioned(pack),
  withRuns: ({ pack }, [run]) => ({ pack, run: run ?? null }),
  mentions: true,
  kind: () => 'mention',
  interval: (value) => (reviewPackPolls(value) ? DEFAULT_INTERVAL : null),
  wakes: overlaySubject.wakes,
};

const mentionedRuns = new WeakMap<ReviewPackGeneration, readonly DescribableRun[]>();

/** The run that a pack names, about which the pack itself says nothing. */
function mentioned(pack: ReviewPackGeneration): readonly DescribableRun[] {
  const known = mentionedRuns.get(pack) ?? (pack.run_id ? [{ run_id: pack.run_id, operation_label: '', active_state: UNKNOWN_ACTIVE_STATE }] : []);
  mentionedRuns.set(pack, known);
  return known;
}

const readRecord = (json: unknown, runId: number | null): ParseResult<LifecycleRecord> => expecting(parsePayload(lifecycleDetail, json), 'id', runId, lifecycleDetail.name);

const itemOf = (record: LifecycleRecord): DescribableRun => Object.freeze(runOf(record, { surface: 'compact' }));
