/** The diagnostics disclosure, below the banner as on a run's page. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { OperationRunDetail } from '../src/contract/index.ts';
import { brokenPayloads, detailOf, htmlPage, loginRedirect, malformedJson, records, runs, type Reply } from '../mocks/index.ts';
import { backend, parametersFor, runPage, told } from './shared.ts';

interface Args {
  'run-id': number;
  open: boolean;
  paused: boolean;
  pausable: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/op-run-diagnostics',
  component: 'op-run-diagnostics',
  tags: ['autodocs'],
  parameters: { ...parametersFor('44rem'), layout: 'fullscreen' },
  args: { 'run-id': runs.reconciledByScheduler.run_id, open: true, paused: false, pausable: false },
  render: ({ 'run-id': runId, open, paused, pausable }) =>
    runPage(
      runId,
      html`<op-run-detail-banner run-id=${runId}>
        <op-run-diagnostics run-id=${runId} ?open=${open} ?paused=${paused} ?pausable=${pausable}></op-run-diagnostics>
      </op-run-detail-banner>`,
    ),
};
export default meta;
type Story = StoryObj<Args>;

type Name = keyof typeof records;

const answering = (name: Name, ...replies: Reply[]): Story => ({
  args: { 'run-id': runs[name].run_id },
  ...told(() => {
    backend.run(runs[name].run_id).enqueue(detailOf(runs[name]));
    backend.lifecycleRun(runs[name].run_id).enqueue(...replies);
  }),
});
const recorded = (name: Name): Story => answering(name, records[name]);

/** Before it is opened it sends no request, and the page has none of its content. */
export const Closed: Story = { ...recorded('reconciledByScheduler'), args: { open: false } };
export const ReconciledByScheduler = recorded('reconciledByScheduler');
export const ReconciledByAdapter = recorded('reconciledByAdapter');
export const ReconciledByFailedCallback = recorded('reconciledByCallback');
export const FreshQueued = recorded('freshQueued');
export const FreshRunning = recorded('freshRunning');
/** Started by a schedule: there is no initiator. */
export const SystemInitiated = recorded('systemInitiated');
/** The last known counts of a likely stale run are shown here, and nowhere as progress. */
export const LikelyStaleRunning = recorded('staleRunning');
export const LikelyStaleQueued = recorded('staleQueued');
export const Succeeded = recorded('succeeded');
export const PartiallySucceeded = recorded('partiallySucceeded');
export const Blocked = recorded('blocked');
export const Failed = recorded('failed');
export const SuccessConfirmedByReconciler = recorded('confirmedByReconciler');
export const Pausable: Story = { ...recorded('freshRunning'), args: { 'run-id': runs.freshRunning.run_id, pausable: true } };

const evidence: OperationRunDetail = {
  ...records.reconciledByScheduler,
  diagnostics: {
    threshold_seconds: 5400,
    evidence: {
      worker: { hostname: 'worker-2.internal', processId: 4711, lastHeartbeatAt: '2026-03-01T18:04:47Z', responsive: false },
      attempts: [{ number: 1, endedWith: 'timeout' }, { number: 2, endedWith: null }],
      queues: ['default', 'exports'],
      checksum: 'a'.repeat(96),
    },
  },
};
/** Nested evidence of any shape is shown as terms and texts, without raw keys. */
export const NestedEvidence = answering('reconciledByScheduler', evidence);
/** A record with only the fields that the contract requires. */
export const LeastRecorded = answering('failed', { ...records.failed, initiator_name: undefined, started_at: undefined, completed_at: undefined, failure_summary: [] });

export const Loading: Story = {
  ...told(() => {
    backend.run(runs.reconciledByScheduler.run_id).enqueue(detailOf(runs.reconciledByScheduler));
    backend.lifecycleRun(runs.reconciledByScheduler.run_id).hold(records.reconciledByScheduler);
  }),
};
export const Forbidden = answering('staleRunning', 403);
/** A type without a lifecycle policy has no lifecycle record. */
export const NotFound = answering('staleRunning', 404);
export const Unauthorized = answering('staleRunning', 401);
export const SessionEnded = answering('staleRunning', loginRedirect());
export const ServerError = answering('staleRunning', 500);
export const MalformedJson = answering('staleRunning', malformedJson());
export const MalformedPayload = answering('staleRunning', brokenPayloads.malformedRecord.payload);
export const WrongContentType = answering('staleRunning', htmlPage());
