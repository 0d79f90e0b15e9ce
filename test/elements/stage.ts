/**
 * A page with a scripted backend, and helpers that see elements as an operator or a host does: by role, name, visible text, part, public
 * property and event, never by other internals.
 */
import { fixture, fixtureCleanup, html, nextFrame } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { setupWorker } from 'msw/browser';
import '../../src/define.ts';
import { mockBackend } from '../../mocks/index.ts';
import { pageStore, systemEnvironment } from '../../src/refresh/index.ts';
import type { OpProgressOverlay, OpReviewPackCard, OpRunDetailBanner, OpRunDiagnostics, OpRunList, OpRunRow, OpTenantActivity } from '../../src/index.ts';
import { settle, time, until, watchNetwork } from './page-time.ts';

export { expect, fixture, html, nextFrame } from '@open-wc/testing';
export { settle, time, until } from './page-time.ts';

export type AnyElement = OpProgressOverlay | OpTenantActivity | OpRunList | OpRunRow | OpRunDetailBanner | OpRunDiagnostics | OpReviewPackCard;

export const backend = mockBackend({ baseUrl: `${location.origin}/` });
const worker = setupWorker(...backend.handlers);

/** No sharing between tabs here: locks are granted in real time, but these tests use virtual time. Tabs have their own tests. */
pageStore.environment = { ...systemEnvironment, tabs: null };

/** Every event of the kit, in the order of firing. A capturing listener on the document also sees events that do not bubble. */
const events: { readonly target: EventTarget | null; readonly event: Event }[] = [];
const TYPES = ['op-load', 'op-error', 'op-state-change', 'op-run-open', 'op-filter-change', 'op-contract-violation', 'op-request'];

/** The recorded fields of an event. Not the event itself: it refers to the page, which a failed assertion would try to print. */
export type Fired = Pick<CustomEvent, 'detail' | 'bubbles' | 'composed' | 'cancelable'> & { readonly request: Request };

export const fired = (type: string, target?: EventTarget): Fired[] =>
  events
    .filter((entry) => entry.event.type === type && (target === undefined || entry.target === target))
    .map(({ event }) => {
      const { detail, bubbles, composed, cancelable, request } = event as CustomEvent & { request: Request };
      return { detail, bubbles, composed, cancelable, request };
    });

/** The requested paths. They are recorded when `op-request` fires, so an assertion right after that sees every request. */
export const asked = (): string[] => fired('op-request').map(({ request }) => new URL(request.url).pathname);

/** The requested paths with their queries. */
export const askedUrls = (): string[] => fired('op-request').map(({ request }) => request.url.slice(location.origin.length));

/** Prepares the tests of a file: mocked network, virtual time, clean-up after each test. Called once per file. */
export function useStage(): void {
  before(async () => {
    await worker.start({ quiet: true, onUnhandledFrame: 'bypass' });
    watchNetwork(backend);
    for (const type of TYPES) document.addEventListener(type, (event) => events.push({ target: event.target, event }), { capture: true });
  });
  after(() => worker.stop());
  beforeEach(() => time.stop());
  afterEach(async () => {
    fixtureCleanup();
    await settle();
    time.run();
    backend.reset();
    events.length = 0;
  });
}

/** Puts an element on the page. */
export async function put<Element extends AnyElement>(template: TemplateResult): Promise<Element> {
  const element = await fixture<Element>(template);
  await element.updateComplete;
  return element;
}

/** Puts an element on the page and waits for its first answer. */
export async function load<Element extends AnyElement>(template: TemplateResult): Promise<Element> {
  const element = await put<Element>(template);
  await answered(element);
  return element;
}

/** Waits until `element` has had an answer, good or bad. */
export async function answered(element: AnyElement): Promise<void> {
  await until(() => events.some(({ target, event: { type } }) => target === element && (type === 'op-load' || type === 'op-error')), `<${element.localName}> has an answer`);
  await element.updateComplete;
  // The browser lays out the rows of a list that are near the screen in its next frame.
  if (element.localName === 'op-run-list') for (let frames = 0; frames < 2; frames += 1) await nextFrame();
}

export const overlay = (): Promise<OpProgressOverlay> => load(html`<op-progress-overlay tenant-id="7" open></op-progress-overlay>`);
export const activity = (): Promise<OpTenantActivity> => load(html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`);
export const row = (run: number): Promise<OpRunRow> => load(html`<op-run-row run-id=${run}></op-run-row>`);
export const banner = (run: number): Promise<OpRunDetailBanner> =>
  load(html`<op-run-detail-banner run-id=${run}><p data-diagnostics>Diagnostics of the host</p></op-run-detail-banner>`);

export const list = (): Promise<OpRunList> => load(html`<op-run-list tenant-id="7"></op-run-list>`);
export const diagnostics = (run: number): Promise<OpRunDiagnostics> => load(html`<op-run-diagnostics run-id=${run} open></op-run-diagnostics>`);
export const pack = (): Promise<OpReviewPackCard> => load(html`<op-review-pack-card tenant-id="7"></op-review-pack-card>`);

/** The rows of a list, in the order in which they are shown. */
export const rowsOf = (element: OpRunList): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>('[part~="row"]')];

/** The text of an element. `innerText` is empty for a row that the browser has not laid out yet. */
const wordsOf = (element: HTMLElement): string => (element.checkVisibility({ contentVisibilityAuto: true }) ? element.innerText : element.textContent);

/** All matches inside an element, or inside a part of one. */
const within = <Found extends HTMLElement>(element: HTMLElement, selector: string): Found[] => [...(element.shadowRoot ?? element).querySelectorAll<Found>(selector)];

/** The visible text of an element, with names that only a screen reader announces. */
export function textOf(element: HTMLElement): string {
  const visible = within(element, '*').filter((inner) => inner.checkVisibility());
  const names = visible.map((inner) => inner.getAttribute('aria-label') ?? inner.getAttribute('title') ?? '').filter(Boolean);
  const text = [...(element.shadowRoot ?? element).children].filter((child) => child instanceof HTMLElement && child.checkVisibility()).map((child) => wordsOf(child as HTMLElement));
  return [...text, ...names].join('\n').replace(/[ \t]+/g, ' ');
}

const ROLES: Readonly<Record<string, string>> = {
  link: 'a[href], [role=link]',
  button: 'button, [role=button]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  progressbar: 'progress, [role=progressbar]',
  region: 'section, [role=region]',
  listitem: 'li, [role=listitem]',
};

/** The visible elements with a role whose accessible name matches `name`, in order. */
export function byRole<Found extends HTMLElement = HTMLElement>(element: AnyElement, role: keyof typeof ROLES, name: RegExp = /(?:)/): Found[] {
  return within<Found>(element, `:is(${ROLES[role]!})`).filter((found) => found.checkVisibility() && name.test(nameOf(found)));
}

export const link = (element: AnyElement, name?: RegExp): HTMLAnchorElement | undefined => byRole<HTMLAnchorElement>(element, 'link', name)[0];

export function nameOf(element: HTMLElement): string {
  const labelled = element.getAttribute('aria-labelledby');
  const label = labelled === null ? null : (element.getRootNode() as ShadowRoot).getElementById(labelled);
  return (element.getAttribute('aria-label') ?? label?.innerText ?? wordsOf(element)).replace(/\s+/g, ' ').trim();
}

/** The visible elements with a part. */
export const parts = (element: AnyElement, part: string): HTMLElement[] =>
  within(element, `[part~="${part}"]`).filter((found) => found.checkVisibility());

export const partTexts = (element: AnyElement, part: string): string[] => parts(element, part).map((found) => wordsOf(found).replace(/\s+/g, ' ').trim());

/** The live regions of the page, those inside elements included. */
export const regions = (): Element[] => {
  const live = '[aria-live], [role=status], [role=alert], [role=log]';
  const inside = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? [...shadowRoot.querySelectorAll(live)] : []));
  return [...document.querySelectorAll(live), ...inside];
};

/** Records what a screen reader would announce from now on. */
export function listen(): string[] {
  const heard: string[] = [];
  const observer = new MutationObserver((records) => {
    const text = regions()[0]?.textContent?.trim();
    if (text && records.some(({ target }) => target instanceof Element && target.matches('[aria-live]'))) heard.push(text);
  });
  observer.observe(document, { childList: true, characterData: true, subtree: true });
  return heard;
}

/** Makes the page report that it is hidden, or visible. */
export function setHidden(hidden: boolean): void {
  visibility = hidden ? 'hidden' : 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
}

// Test pages run side by side in one browser, where most are really hidden. So all report that they are visible.
let visibility: DocumentVisibilityState = 'visible';
Object.defineProperty(document, 'visibilityState', { get: () => visibility });

/** The focused element, inside shadow roots. */
export function focused(): HTMLElement {
  let active = document.activeElement as HTMLElement;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement as HTMLElement;
  return active;
}
