/** One run explained on its own page, before the host's diagnostics. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import type { OperationRunDetail, OperationRunSurfaceItem } from '../src/contract/index.ts';
import { becomes, brokenPayloads, detailOf, htmlPage, loginRedirect, malformedJson, records, runs, type Reply } from '../mocks/index.ts';
import { backend, diagnostics, parametersFor, runPage, told } from './shared.ts';

interface Args {
  'run-id': number;
  paused: boolean;
  /** Whether the host's page has diagnostics in the slot. */
  diagnostics: boolean;
}

const recordOf = (runId: number): OperationRunDetail | undefined => Object.values(records).find(({ id }) => id === runId);

const meta: Meta<Args> = {
  title: 'Elements/op-run-detail-banner',
  component: 'op-run-detail-banner',
  tags: ['autodocs'],
  parameters: { ...parametersFor('34rem'), layout: 'fullscreen' },
  args: { 'run-id': runs.freshQueued.run_id, paused: false, diagnostics: true },
  render: ({ 'run-id': runId, paused, diagnostics: slotted }) =>
    runPage(
      runId,
      html`<op-run-detail-banner run-id=${runId} ?paused=${paused}>${slotted ? diagnostics(recordOf(runId)) : nothing}</op-run-detail-banner>`,
    ),
};
export default meta;
type Story = StoryObj<Args>;

const answering = (run: OperationRunSurfaceItem, ...replies: Reply[]): Story => ({
  args: { 'run-id': run.run_id },
  ...told(() => backend.run(run.run_id).enqueue(...replies)),
});
const showing = (run: OperationRunSurfaceItem, top_summary: string | null = null): Story => answering(run, detailOf(run, { top_summary }));
const refreshing = (run: OperationRunSurfaceItem, ...replies: Reply[]): Story => ({
  args: { 'run-id': run.run_id },
  ...told(() => backend.run(run.run_id).enqueue(...replies), { refreshes: true }),
});
const withoutDiagnostics = (story: Story): Story => ({ ...story, args: { ...story.args, diagnostics: false } });

export const FreshQueued = showing(runs.freshQueued);
export const FreshRunning = showing(runs.freshRunning);
export const FreshWithCounts = showing(runs.freshDeterminate);
export const FreshWithPhase = showing(runs.freshPhase);
export const SystemInitiated = showing(runs.systemInitiated);
/** No worker correlation: the diagnostics below the banner have none to show. */
export const LikelyStaleQueued = showing(runs.staleQueued);
/** The last known counts are in the diagnostics only. */
export const LikelyStaleRunning = showing(runs.staleRunning);
export const LikelyStaleWithCalmServerLabels = showing(runs.staleCalmLabels, 'Waiting for worker. No action needed yet.');
export const ReconciledByScheduler = showing(runs.reconciledByScheduler);
export const ReconciledByAdapter = showing(runs.reconciledByAdapter);
export const ReconciledByFailedCallback = showing(runs.reconciledByCallback);
export const Succeeded = showing(runs.succeeded, 'All 5,200 files are in the inventory.');
export const PartiallySucceeded = showing(runs.partiallySucceeded);
export const Blocked = showing(runs.blocked);
export const Failed = showing(runs.failed, 'The baseline inventory could not be read.');
export const SuccessConfirmedByReconciler = showing(runs.confirmedByReconciler);
export const FollowUp = showing(runs.followUp);
export const StaleLineage = showing(runs.staleLineage);
export const UnknownWithoutLifecyclePolicy = showing(runs.unknownActive);
export const Unknown = showing(runs.unknown);
export const UnrecognisedStatus = showing(runs.unrecognisedStatus);
export const MissingStatus = showing(runs.missingStatus);
export const Contradictory = showing(runs.contradictory);

/** The first refresh finds the run past its lifecycle window. */
export const BecomesStale = refreshing(runs.freshRunning, detailOf(runs.freshRunning), detailOf(becomes(runs.freshRunning, runs.staleRunning)));
/** The first refresh finds the run ended by a reconciler. */
export const BecomesReconciled = refreshing(runs.staleRunning, detailOf(runs.staleRunning), detailOf(becomes(runs.staleRunning, runs.reconciledByScheduler)));
export const Loading: Story = told(() => backend.run(runs.freshQueued.run_id).hold(detailOf(runs.freshQueued)));
export const Paused: Story = { ...FreshRunning, args: { ...FreshRunning.args, paused: true } };
export const RefreshFailed = refreshing(runs.freshRunning, detailOf(runs.freshRunning), 500);
export const RefreshFailedWhileLikelyStale = refreshing(runs.staleRunning, detailOf(runs.staleRunning), 500);
export const SessionEndedAfterLoad = refreshing(runs.freshRunning, detailOf(runs.freshRunning), loginRedirect());
export const Forbidden = withoutDiagnostics(answering(runs.freshQueued, 403));
export const NotFound = withoutDiagnostics(answering(runs.freshQueued, 404));
/** What was shown is removed at once. */
export const NotFoundAfterLoad = withoutDiagnostics(refreshing(runs.freshQueued, detailOf(runs.freshQueued), 404));
export const Unauthorized = withoutDiagnostics(answering(runs.freshQueued, 401));
export const ServerError = answering(runs.freshQueued, 500);
export const MalformedJson = answering(runs.freshQueued, malformedJson());
export const MalformedPayload = answering(runs.freshQueued, brokenPayloads.malformedDetail.payload);
export const WrongContentType = answering(runs.freshQueued, htmlPage());
export const UnrecognisedFreshness = answering(runs.freshQueued, brokenPayloads.unrecognisedFreshnessDetail.payload);
