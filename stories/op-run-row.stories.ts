/** One run as a row, which gets its item from a list or fetches it. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { OperationRunSurfaceItem } from '../src/contract/index.ts';
import { becomes, brokenPayloads, detailOf, htmlPage, loginRedirect, malformedJson, runLists, runs, type Reply } from '../mocks/index.ts';
import { backend, operationsPage, parametersFor, told } from './shared.ts';

interface Args {
  /** The rows of the list. Without them, one row fetches `run-id` on its own. */
  items: readonly OperationRunSurfaceItem[] | null;
  'run-id': number;
  paused: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/op-run-row',
  component: 'op-run-row',
  tags: ['autodocs'],
  parameters: { ...parametersFor('14rem'), layout: 'fullscreen' },
  args: { items: null, 'run-id': runs.freshQueued.run_id, paused: false },
  argTypes: { items: { control: false } },
  render: ({ items, 'run-id': runId, paused }) =>
    operationsPage(
      items?.map((item) => html`<op-run-row .item=${item}></op-run-row>`) ?? html`<op-run-row run-id=${runId} ?paused=${paused}></op-run-row>`,
    ),
};
export default meta;
type Story = StoryObj<Args>;

const given = (...items: OperationRunSurfaceItem[]): Story => ({ args: { items } });
const fetched = (run: OperationRunSurfaceItem, ...replies: Reply[]): Story => ({
  args: { 'run-id': run.run_id },
  ...told(() => backend.run(run.run_id).enqueue(...replies)),
});
const refreshed = (run: OperationRunSurfaceItem, ...replies: Reply[]): Story => ({
  args: { 'run-id': run.run_id },
  ...told(() => backend.run(run.run_id).enqueue(...replies), { refreshes: true }),
});
const tall = parametersFor('40rem');

/** A workspace's list: several tenants, several states. */
export const List: Story = { ...given(...runLists.workspace), parameters: tall };
export const MixedTenant: Story = { ...given(...runLists.mixedTenant), parameters: tall };
/** Every fixture, one below the other. */
export const AllStates: Story = { ...given(...Object.values(runs)), parameters: tall };

export const FreshQueued = given(runs.freshQueued);
export const FreshRunning = given(runs.freshRunning);
export const FreshWithCounts = given(runs.freshDeterminate);
export const FreshWithPhase = given(runs.freshPhase);
export const SystemInitiated = given(runs.systemInitiated);
export const LikelyStaleQueued = given(runs.staleQueued);
export const LikelyStaleRunning = given(runs.staleRunning);
export const LikelyStaleWithCalmServerLabels = given(runs.staleCalmLabels);
export const ReconciledByScheduler = given(runs.reconciledByScheduler);
export const ReconciledByAdapter = given(runs.reconciledByAdapter);
export const ReconciledByFailedCallback = given(runs.reconciledByCallback);
export const Succeeded = given(runs.succeeded);
export const PartiallySucceeded = given(runs.partiallySucceeded);
export const Blocked = given(runs.blocked);
export const Failed = given(runs.failed);
export const SuccessConfirmedByReconciler = given(runs.confirmedByReconciler);
export const FollowUp = given(runs.followUp);
export const StaleLineage = given(runs.staleLineage);
export const UnknownWithoutLifecyclePolicy = given(runs.unknownActive);
export const Unknown = given(runs.unknown);
export const UnrecognisedStatus = given(runs.unrecognisedStatus, runs.missingStatus);
export const Contradictory = given(runs.contradictory);

export const Fetched = fetched(runs.freshQueued, detailOf(runs.freshQueued));
export const FetchedLikelyStale = fetched(runs.staleQueued, detailOf(runs.staleQueued));
/** The first refresh finds the run completed. */
export const CompletesBetweenRefreshes = refreshed(
  runs.freshDeterminate,
  detailOf(runs.freshDeterminate),
  detailOf(becomes(runs.freshDeterminate, runs.succeeded)),
);
export const Loading: Story = {
  args: { 'run-id': runs.freshQueued.run_id },
  ...told(() => backend.run(runs.freshQueued.run_id).hold(detailOf(runs.freshQueued))),
};
export const Paused: Story = { ...Fetched, args: { paused: true } };
export const RefreshFailed = refreshed(runs.freshQueued, detailOf(runs.freshQueued), 500);
export const RefreshFailedWhileLikelyStale = refreshed(runs.staleQueued, detailOf(runs.staleQueued), 500);
export const SessionEndedAfterLoad = refreshed(runs.freshQueued, detailOf(runs.freshQueued), loginRedirect());
export const Forbidden = fetched(runs.freshQueued, 403);
export const NotFound = fetched(runs.freshQueued, 404);
/** What was shown is removed at once. */
export const NotFoundAfterLoad = refreshed(runs.freshQueued, detailOf(runs.freshQueued), 404);
export const Unauthorized = fetched(runs.freshQueued, 401);
export const ServerError = fetched(runs.freshQueued, 500);
export const MalformedJson = fetched(runs.freshQueued, malformedJson());
export const MalformedPayload = fetched(runs.freshQueued, brokenPayloads.malformedDetail.payload);
export const WrongContentType = fetched(runs.freshQueued, htmlPage());
export const UnrecognisedFreshness = fetched(runs.freshQueued, brokenPayloads.unrecognisedFreshnessDetail.payload);
