/** The canonical operations list in every state of its runs, its filter and its backend. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import type { OperationRunSurfaceItem } from '../src/contract/index.ts';
import { becomes, brokenPayloads, collectionOf, filteredCollectionOf, htmlPage, lifecycleListOf, loginRedirect, malformedJson, records, runLists, runs, type Reply } from '../mocks/index.ts';
import { backend, longLabels, parametersFor, TENANT, told, workspacePage } from './shared.ts';

interface Args {
  'tenant-id': number | null;
  'active-tab': string | null;
  'problem-class': string | null;
  limit: number | null;
  compact: boolean;
  'hide-filters': boolean;
  paused: boolean;
  pausable: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/op-run-list',
  component: 'op-run-list',
  tags: ['autodocs'],
  parameters: { ...parametersFor('32rem'), layout: 'fullscreen' },
  args: { 'tenant-id': null, 'active-tab': null, 'problem-class': null, limit: null, compact: false, 'hide-filters': false, paused: false, pausable: false },
  render: (args) =>
    workspacePage(html`<op-run-list
      tenant-id=${args['tenant-id'] ?? nothing}
      active-tab=${args['active-tab'] ?? nothing}
      problem-class=${args['problem-class'] ?? nothing}
      limit=${args.limit ?? nothing}
      ?compact=${args.compact}
      ?hide-filters=${args['hide-filters']}
      ?paused=${args.paused}
      ?pausable=${args.pausable}
    ></op-run-list>`),
};
export default meta;
type Story = StoryObj<Args>;

const answering = (...replies: Reply[]): Story => told(() => backend.collection().enqueue(...replies));
const showing = (...items: OperationRunSurfaceItem[]): Story => answering(filteredOf(items));
const refreshing = (...replies: Reply[]): Story => told(() => backend.collection().enqueue(...replies), { refreshes: true });

/** Answers with the runs that match the filter of the request. */
const filteredOf =
  (items: readonly OperationRunSurfaceItem[]): Reply =>
  ({ url }) =>
    Response.json(filteredCollectionOf(items, new URL(url).searchParams));

export const Workspace = showing(...runLists.workspace);
export const OneTenant: Story = { ...showing(...runLists.workspace), args: { 'tenant-id': TENANT } };
export const MixedTenant = showing(...runLists.mixedTenant);
export const FilteredActive: Story = { ...MixedTenant, args: { 'active-tab': 'active', 'problem-class': 'none' } };
export const FilteredLikelyStale: Story = { ...MixedTenant, args: { 'problem-class': 'active_stale_attention' } };
export const FilteredFollowUp: Story = { ...MixedTenant, args: { 'problem-class': 'terminal_follow_up' } };
/** There are runs, but none matches the filter. */
export const FilteredEmpty: Story = { ...showing(runs.succeeded, runs.freshQueued), args: { 'problem-class': 'active_stale_attention' } };
/** No runs yet. */
export const Empty = answering(collectionOf(runLists.empty), collectionOf([runs.freshQueued]));
export const EveryRun: Story = { ...showing(...Object.values(runs)), parameters: parametersFor('120rem') };
export const WithoutFilters: Story = { ...MixedTenant, args: { 'hide-filters': true } };
/** A widget of recent operations: at most five, the likely stale ones first. */
export const RecentOperations: Story = { ...MixedTenant, args: { limit: 5, compact: true } };
export const Limited: Story = { ...showing(...runLists.overflow), args: { limit: 3 } };
export const Pausable: Story = { ...MixedTenant, args: { pausable: true } };
export const Paused: Story = { ...MixedTenant, args: { paused: true, pausable: true } };
export const LongLabels = showing(...longLabels);

/** The first refresh finds one run past its lifecycle window; the others keep their rows. */
export const BecomesStale = refreshing(
  collectionOf([runs.freshDeterminate, runs.freshQueued]),
  collectionOf([becomes(runs.freshDeterminate, runs.staleRunning), runs.freshQueued]),
);
/** The backend answers with lifecycle records instead of the list's payload. */
export const LifecycleRecords = answering(lifecycleListOf(Object.values(records)));

export const Loading: Story = told(() => backend.collection().hold(collectionOf(runLists.mixedTenant)));
export const RefreshFailed = refreshing(collectionOf(runLists.mixedActive), 500);
export const SessionEndedAfterLoad = refreshing(collectionOf(runLists.mixedActive), loginRedirect());
export const Forbidden = answering(403);
export const NotFound = answering(404);
export const Unauthorized = answering(401);
export const ServerError = answering(500);
export const MalformedJson = answering(malformedJson());
export const MalformedPayload = answering(brokenPayloads.malformedCollection.payload);
export const WrongContentType = answering(htmlPage());
/** The broken item is shown as unknown, the others as usual. */
export const OneBrokenItem = answering(brokenPayloads.collectionWithOneBrokenItem.payload);
