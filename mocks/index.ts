/**
 * The mock backend: named fixtures of the contract, and MSW handlers that serve them, for stories, tests and hosts, in the
 * browser and in Node. The handlers need `msw`; the fixtures have no dependency.
 * Lives here: payloads and answers, good and bad. Must not live here: their meaning (src/projection), elements, DOM.
 */
export { activeStates } from './fixtures/active-states.ts';
export { brokenPayloads, type BrokenPayload } from './fixtures/broken.ts';
export { lifecycleListOf, records } from './fixtures/lifecycle.ts';
export { activityOf, collectionOf, detailOf, filteredCollectionOf, overlayOf } from './fixtures/payloads.ts';
export { reviewPacks } from './fixtures/review-packs.ts';
export { becomes, runLists, runs, tenants } from './fixtures/runs.ts';
export { htmlPage, json, loginRedirect, malformedJson, networkError, retryAfter, status, type Answer, type Reply } from './answers.ts';
export { Endpoint } from './endpoint.ts';
export { mockBackend, type CanonicalScope, type MockBackend, type MockBackendOptions } from './handlers.ts';
export { answerAt, SCENARIO_START, scenarios, worldAt, type Moment, type Scenario, type ScenarioRun, type World } from './scenarios/index.ts';
export { EPOCH, VirtualTime, type VirtualTimeOptions } from './virtual-time.ts';
