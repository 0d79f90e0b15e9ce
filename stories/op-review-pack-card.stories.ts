/** The review pack card in every state of the generation. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { activityOf, brokenPayloads, htmlPage, loginRedirect, malformedJson, reviewPacks, runs, type Reply } from '../mocks/index.ts';
import { backend, parametersFor, TENANT, tenantPage, told } from './shared.ts';

interface Args {
  paused: boolean;
  pausable: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/op-review-pack-card',
  component: 'op-review-pack-card',
  tags: ['autodocs'],
  parameters: { ...parametersFor('24rem'), layout: 'fullscreen' },
  args: { paused: false, pausable: false },
  render: ({ paused, pausable }) => tenantPage(html`<op-review-pack-card tenant-id=${TENANT} ?paused=${paused} ?pausable=${pausable}></op-review-pack-card>`),
};
export default meta;
type Story = StoryObj<Args>;

const answering = (...replies: Reply[]): Story => told(() => backend.reviewPack(TENANT).enqueue(...replies));
const refreshing = (...replies: Reply[]): Story => told(() => backend.reviewPack(TENANT).enqueue(...replies), { refreshes: true });

export const NotStarted = answering(reviewPacks.notStarted);
export const Queued = answering(reviewPacks.queued);
export const Generating = answering(reviewPacks.generating);
export const Ready = answering(reviewPacks.ready);
export const Failed = answering(reviewPacks.failed);
export const Unknown = answering(reviewPacks.unknown);
/** The first refresh finds the pack ready. */
export const BecomesReady = refreshing(reviewPacks.generating, reviewPacks.ready);
/** The activity has learned that the generating run is likely stale, and the card says the same. */
export const LikelyStaleElsewhere: Story = {
  render: () => tenantPage(html`<op-review-pack-card tenant-id=${TENANT}></op-review-pack-card><br /><op-tenant-activity tenant-id=${TENANT} max-items="1"></op-tenant-activity>`),
  ...told(() => {
    backend.reviewPack(TENANT).enqueue(reviewPacks.generatingByStaleRun);
    backend.activity(TENANT).enqueue(activityOf([runs.staleRunning]));
  }),
};
export const Contradictory = answering(reviewPacks.readyAndPolling);
export const Pausable: Story = { ...Generating, args: { pausable: true } };
export const Paused: Story = { ...Generating, args: { paused: true, pausable: true } };
export const Loading: Story = told(() => backend.reviewPack(TENANT).hold(reviewPacks.generating));
export const RefreshFailed = refreshing(reviewPacks.generating, 500);
export const SessionEndedAfterLoad = refreshing(reviewPacks.generating, loginRedirect());
export const Forbidden = answering(403);
export const NotFound = answering(404);
export const Unauthorized = answering(401);
export const ServerError = answering(500);
export const MalformedJson = answering(malformedJson());
export const MalformedPayload = answering(brokenPayloads.malformedReviewPack.payload);
export const UnrecognisedState = answering(brokenPayloads.reviewPackInAnUnrecognisedState.payload);
export const WrongContentType = answering(htmlPage());
