/** The overlay in every state of a tenant's active work. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { OperationRunSurfaceItem } from '../src/contract/index.ts';
import { becomes, brokenPayloads, htmlPage, loginRedirect, malformedJson, overlayOf, runLists, runs, type Reply } from '../mocks/index.ts';
import { backend, parametersFor, TENANT, tenantPage, told } from './shared.ts';

interface Args {
  open: boolean;
  'max-items': number;
  paused: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/op-progress-overlay',
  component: 'op-progress-overlay',
  tags: ['autodocs'],
  parameters: { ...parametersFor('32rem'), layout: 'fullscreen' },
  args: { open: true, 'max-items': 5, paused: false },
  render: ({ open, 'max-items': maxItems, paused }) => html`
    ${tenantPage()}
    <op-progress-overlay tenant-id=${TENANT} max-items=${maxItems} ?open=${open} ?paused=${paused}></op-progress-overlay>
  `,
};
export default meta;
type Story = StoryObj<Args>;

const answering = (...replies: Reply[]): Story => told(() => backend.overlay(TENANT).enqueue(...replies));
const showing = (...items: OperationRunSurfaceItem[]): Story => answering(overlayOf(items));
const refreshing = (...replies: Reply[]): Story => told(() => backend.overlay(TENANT).enqueue(...replies), { refreshes: true });

export const FreshQueued = showing(runs.freshQueued);
export const FreshRunning = showing(runs.freshRunning);
export const FreshWithCounts = showing(runs.freshDeterminate);
export const FreshWithPhase = showing(runs.freshPhase);
export const SystemInitiated = showing(runs.systemInitiated);
export const LikelyStaleQueued = showing(runs.staleQueued);
export const LikelyStaleRunning = showing(runs.staleRunning);
export const LikelyStaleWithCalmServerLabels = showing(runs.staleCalmLabels);
export const UnknownWithoutLifecyclePolicy = showing(runs.unknownActive);
export const UnrecognisedStatus = showing(runs.unrecognisedStatus, runs.missingStatus);
export const MixedTenant = showing(...runLists.mixedActive);
export const Collapsed: Story = { ...MixedTenant, args: { open: false } };
export const CollapsedCalm: Story = { ...showing(runs.freshDeterminate, runs.freshQueued), args: { open: false } };
export const Overflow = showing(...runLists.overflow);

/** Nothing is active, so nothing is shown. "Sync inventory" wakes the overlay. */
export const Empty = answering(overlayOf(runLists.empty), overlayOf([runs.freshQueued]));
/** The payload has only runs that have ended, which are never shown as progress: the overlay is hidden. */
export const EndedRuns = showing(
  runs.reconciledByScheduler,
  runs.reconciledByAdapter,
  runs.reconciledByCallback,
  runs.succeeded,
  runs.partiallySucceeded,
  runs.blocked,
  runs.failed,
  runs.followUp,
);
/** The first refresh finds one run past its lifecycle window; the other stays calm. */
export const BecomesStale = refreshing(
  overlayOf([runs.freshDeterminate, runs.freshQueued]),
  overlayOf([becomes(runs.freshDeterminate, runs.staleRunning), runs.freshQueued]),
);
/** The first refresh finds one run completed: it leaves the overlay. */
export const CompletesBetweenRefreshes = refreshing(overlayOf([runs.freshDeterminate, runs.freshQueued]), overlayOf([runs.freshQueued]));

/** Nothing is shown before the first answer. */
export const Loading: Story = told(() => backend.overlay(TENANT).hold(overlayOf([runs.freshQueued])));
export const Paused: Story = { ...MixedTenant, args: { paused: true } };
export const RefreshFailed = refreshing(overlayOf(runLists.mixedActive), 500);
export const SessionEndedAfterLoad = refreshing(overlayOf(runLists.mixedActive), loginRedirect());
/** The operator may not view operations: the overlay shows nothing. */
export const Forbidden = answering(403);
/** The tenant does not exist, or the operator may not know of it: the overlay shows nothing. */
export const NotFound = answering(404);
export const Unauthorized = answering(401);
export const ServerError = answering(500);
export const MalformedJson = answering(malformedJson());
export const MalformedPayload = answering(brokenPayloads.malformedOverlay.payload);
export const WrongContentType = answering(htmlPage());
/** The broken item is shown as unknown, the others as usual. */
export const OneBrokenItem = answering(brokenPayloads.overlayWithOneBrokenItem.payload);
