/** A tenant's activity in every state of its runs. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { OperationRunSurfaceItem } from '../src/contract/index.ts';
import { activityOf, becomes, brokenPayloads, htmlPage, loginRedirect, malformedJson, runLists, runs, type Reply } from '../mocks/index.ts';
import { backend, parametersFor, TENANT, tenantPage, told } from './shared.ts';

interface Args {
  'max-items': number;
  paused: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/op-tenant-activity',
  component: 'op-tenant-activity',
  tags: ['autodocs'],
  parameters: { ...parametersFor('36rem'), layout: 'fullscreen' },
  args: { 'max-items': 5, paused: false },
  render: ({ 'max-items': maxItems, paused }) =>
    tenantPage(html`<op-tenant-activity tenant-id=${TENANT} max-items=${maxItems} ?paused=${paused}></op-tenant-activity>`),
};
export default meta;
type Story = StoryObj<Args>;

const answering = (...replies: Reply[]): Story => told(() => backend.activity(TENANT).enqueue(...replies));
const showing = (...items: OperationRunSurfaceItem[]): Story => answering(activityOf(items));
const refreshing = (...replies: Reply[]): Story => told(() => backend.activity(TENANT).enqueue(...replies), { refreshes: true });

export const MixedTenant: Story = { ...showing(...runLists.mixedTenant), args: { 'max-items': 7 } };
export const FreshQueued = showing(runs.freshQueued);
export const FreshRunning = showing(runs.freshRunning);
export const FreshWithCounts = showing(runs.freshDeterminate);
export const FreshWithPhase = showing(runs.freshPhase);
export const SystemInitiated = showing(runs.systemInitiated);
export const LikelyStaleQueued = showing(runs.staleQueued);
export const LikelyStaleRunning = showing(runs.staleRunning);
export const LikelyStaleWithCalmServerLabels = showing(runs.staleCalmLabels);
export const ReconciledByScheduler = showing(runs.reconciledByScheduler);
export const ReconciledByAdapter = showing(runs.reconciledByAdapter);
export const ReconciledByFailedCallback = showing(runs.reconciledByCallback);
export const Succeeded = showing(runs.succeeded);
export const PartiallySucceeded = showing(runs.partiallySucceeded);
export const Blocked = showing(runs.blocked);
export const Failed = showing(runs.failed);
export const SuccessConfirmedByReconciler = showing(runs.confirmedByReconciler);
export const FollowUp = showing(runs.followUp);
export const StaleLineage = showing(runs.staleLineage);
export const UnknownWithoutLifecyclePolicy = showing(runs.unknownActive);
export const Unknown = showing(runs.unknown);
export const UnrecognisedStatus = showing(runs.unrecognisedStatus, runs.missingStatus);
export const Contradictory = showing(runs.contradictory);
export const Overflow = showing(...runLists.overflow);
/** No runs yet. "Sync inventory" wakes the element. */
export const Empty = answering(activityOf(runLists.empty), activityOf([runs.freshQueued]));

/** The first refresh finds one run past its lifecycle window; the other stays calm. */
export const BecomesStale = refreshing(
  activityOf([runs.freshDeterminate, runs.freshQueued]),
  activityOf([becomes(runs.freshDeterminate, runs.staleRunning), runs.freshQueued]),
);
export const Loading: Story = told(() => backend.activity(TENANT).hold(activityOf(runLists.mixedTenant)));
export const Paused: Story = { ...MixedTenant, args: { 'max-items': 7, paused: true } };
export const RefreshFailed = refreshing(activityOf(runLists.mixedActive), 500);
export const SessionEndedAfterLoad = refreshing(activityOf(runLists.mixedActive), loginRedirect());
export const Forbidden = answering(403);
export const NotFound = answering(404);
export const Unauthorized = answering(401);
export const ServerError = answering(500);
export const MalformedJson = answering(malformedJson());
export const MalformedPayload = answering(brokenPayloads.malformedActivity.payload);
export const WrongContentType = answering(htmlPage());
/** The broken item is shown as unknown, the others as usual. */
export const OneBrokenItem = answering(brokenPayloads.activityWithOneBrokenItem.payload);
