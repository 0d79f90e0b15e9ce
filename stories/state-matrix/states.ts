/** The rows of the state matrix: the backend's answers in each state, on every route of the contract. */
import type { OperationRunDetail, OperationRunSurfaceItem, ReviewPackGeneration } from '../../src/contract/index.ts';
import {
  activityOf,
  collectionOf,
  detailOf,
  loginRedirect,
  malformedJson,
  mockBackend,
  networkError,
  overlayOf,
  records,
  reviewPacks,
  runs,
  type MockBackend,
  type Reply,
} from '../../mocks/index.ts';
import { longLabels, TENANT } from '../shared.ts';

export interface MatrixState {
  readonly title: string;
  readonly run: OperationRunSurfaceItem;
  readonly record: OperationRunDetail | null;
  readonly pack: ReviewPackGeneration;
  /** The answers after the first one, on every route. */
  readonly then?: readonly Reply[];
  /** The answer of every route, instead of a payload. */
  readonly instead?: Reply;
  /** Lists are empty, and the run is not found. */
  readonly empty?: boolean;
}

type Pack = keyof typeof reviewPacks;

/** The lifecycle record of a run that has none among the fixtures, made from one in the same state. */
const recordOf = (run: OperationRunSurfaceItem, like: keyof typeof records): OperationRunDetail => ({ ...records[like], id: run.run_id, type_label: run.operation_label });

function told(title: string, run: OperationRunSurfaceItem, like: keyof typeof records | null, pack: Pack, more: Partial<MatrixState> = {}): MatrixState {
  const byThisRun = 'run_id' in reviewPacks[pack] ? { run_id: run.run_id, detail_url: null } : {};
  return { title, run, record: like && recordOf(run, like), pack: { ...reviewPacks[pack], ...byThisRun }, ...more };
}

const known = [runs.freshDeterminate, 'freshRunning', 'generating'] as const;

export const STATES = {
  freshQueued: told('Fresh, queued', runs.freshQueued, 'freshQueued', 'queued'),
  freshIndeterminate: told('Fresh, running, no progress details', runs.freshRunning, 'freshRunning', 'generating'),
  freshDeterminate: told('Fresh, running, counts', runs.freshDeterminate, 'freshRunning', 'generating'),
  freshPhase: told('Fresh, running, phase', runs.freshPhase, 'freshRunning', 'generating'),
  systemInitiated: told('Fresh, started by the system', runs.systemInitiated, 'systemInitiated', 'generating'),
  staleQueued: told('Likely stale, queued, no worker', runs.staleQueued, 'staleQueued', 'generatingByStaleRun'),
  staleRunning: told('Likely stale, running, with counts', runs.staleRunning, 'staleRunning', 'generatingByStaleRun'),
  staleCalmLabels: told('Likely stale, calm server labels', runs.staleCalmLabels, 'staleRunning', 'generatingByStaleRun'),
  reconciledByScheduler: told('Reconciled by the scheduled reconciler', runs.reconciledByScheduler, 'reconciledByScheduler', 'failed'),
  reconciledByAdapter: told('Reconciled by the adapter reconciler', runs.reconciledByAdapter, 'reconciledByAdapter', 'failed'),
  reconciledByCallback: told('Reconciled by the failed-job callback', runs.reconciledByCallback, 'reconciledByCallback', 'failed'),
  succeeded: told('Ended, succeeded', runs.succeeded, 'succeeded', 'ready'),
  partiallySucceeded: told('Ended, partially succeeded', runs.partiallySucceeded, 'partiallySucceeded', 'ready'),
  blocked: told('Ended, blocked', runs.blocked, 'blocked', 'failed'),
  failed: told('Ended, failed', runs.failed, 'failed', 'failed'),
  confirmed: told('Ended, success confirmed by a reconciler', runs.confirmedByReconciler, 'confirmedByReconciler', 'ready'),
  followUp: told('Ended, needs follow-up', runs.followUp, 'succeeded', 'ready'),
  staleLineage: told('Ended, had been stale', runs.staleLineage, 'succeeded', 'ready'),
  unknownActive: told('Unknown, active, no lifecycle policy', runs.unknownActive, null, 'unknown'),
  unknown: told('Unknown', runs.unknown, null, 'unknown'),
  unrecognisedStatus: told('Unrecognised status', runs.unrecognisedStatus, null, 'unknown'),
  contradictory: told('Contradictory', runs.contradictory, null, 'readyAndPolling'),
  failedOnce: told('Refresh failed once', ...known, { then: [500] }),
  failingForLong: told('Refresh failing for long', ...known, { then: [503, networkError(), malformedJson(), 500] }),
  failedWhileStale: told('Refresh failed, likely stale', runs.staleRunning, 'staleRunning', 'generatingByStaleRun', { then: [500] }),
  sessionEnded: told('Session ended', ...known, { then: [loginRedirect()] }),
  forbidden: told('Forbidden', ...known, { instead: 403 }),
  missing: told('Not found', ...known, { instead: 404 }),
  empty: told('Empty', runs.succeeded, null, 'notStarted', { empty: true }),
  malformed: told('Malformed', ...known, { instead: malformedJson() }),
  unreachable: told('Unreachable from the start', ...known, { instead: networkError() }),
  longLabels: told('Long labels', { ...longLabels[1]!, tenant_id: TENANT }, 'staleRunning', 'generatingByStaleRun'),
} satisfies Record<string, MatrixState>;

export type StateName = keyof typeof STATES;

/** Each state has its own base URL, so its own backend: surfaces of different states share nothing. */
export const baseUrlOf = (name: string): string => new URL(`matrix/${name}/`, document.baseURI).href;

const backends = new Map<StateName, MockBackend>((Object.keys(STATES) as StateName[]).map((name) => [name, mockBackend({ baseUrl: baseUrlOf(name) })]));

export const handlers = [...backends.values()].flatMap((backend) => backend.handlers);

/** Scripts the backends of all states. */
export function tellStates(): void {
  for (const [name, backend] of backends) {
    backend.reset();
    tell(backend, STATES[name]);
  }
}

function tell(backend: MockBackend, { run, record, pack, then = [], instead, empty = false }: MatrixState): void {
  const replies = (payload: Reply): Reply[] => (instead === undefined ? [payload, ...then] : [instead]);
  const items = empty ? [] : [run];
  backend.overlay(TENANT).enqueue(...replies(overlayOf(items)));
  backend.activity(TENANT).enqueue(...replies(activityOf(items)));
  backend.collection().enqueue(...replies(collectionOf(items)));
  backend.run(run.run_id).enqueue(...replies(empty ? 404 : detailOf(run)));
  backend.lifecycleRun(run.run_id).enqueue(...replies(empty || record === null ? 404 : record));
  backend.reviewPack(TENANT).enqueue(...replies(pack));
}
