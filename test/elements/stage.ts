/**
 * A page with a scripted backend, and what an operator perceives of it. Elements are looked at by role, name, visible text, part, public
 * property and event; never by what is inside them otherwise.
 */
import { fixture, fixtureCleanup, html } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { setupWorker } from 'msw/browser';
import '../../src/define.ts';
import { mockBackend } from '../../mocks/index.ts';
import type { OpProgressOverlay, OpRunDetailBanner, OpRunRow, OpTenantActivity } from '../../src/index.ts';
import { settle, time, until, watchNetwork } from './page-time.ts';

export { aTimeout, elementUpdated, expect, fixture, html, nextFrame } from '@open-wc/testing';
export { settle, time, until } from './page-time.ts';

export type AnyElement = OpProgressOverlay | OpTenantActivity | OpRunRow | OpRunDetailBanner;

export const backend = mockBackend({ baseUrl: `${location.origin}/` });
const worker = setupWorker(...backend.handlers);

/** Every event of the kit, in the order it was fired. Those that do not bubble pass the document on their way down. */
const events: { readonly target: EventTarget | null; readonly event: Event }[] = [];
const TYPES = ['op-load', 'op-error', 'op-state-change', 'op-run-open', 'op-contract-violation', 'op-request'];

/** What is told of an event. Not the event itself: it holds the page, which no failed assertion could print. */
export type Fired = Pick<CustomEvent, 'detail' | 'bubbles' | 'composed' | 'cancelable'> & { readonly request: Request };

export const fired = (type: string, target?: EventTarget): Fired[] =>
  events
    .filter((entry) => entry.event.type === type && (target === undefined || entry.target === target))
    .map(({ event }) => {
      const { detail, bubbles, composed, cancelable, request } = event as CustomEvent & { request: Request };
      return { detail, bubbles, composed, cancelable, request };
    });

/** The paths that were asked for. Known at the moment of the request, so a request that must not be is not missed by looking too early. */
export const asked = (): string[] => fired('op-request').map(({ request }) => new URL(request.url).pathname);

/** Sets a file's tests on the stage: mocked network, stopped time, nothing left over. Called once per file. */
export function useStage(): void {
  before(async () => {
    await worker.start({ quiet: true, onUnhandledFrame: 'bypass' });
    watchNetwork();
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
}

export const overlay = (): Promise<OpProgressOverlay> => load(html`<op-progress-overlay tenant-id="7" open></op-progress-overlay>`);
export const activity = (): Promise<OpTenantActivity> => load(html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`);
export const row = (run: number): Promise<OpRunRow> => load(html`<op-run-row run-id=${run}></op-run-row>`);
export const banner = (run: number): Promise<OpRunDetailBanner> =>
  load(html`<op-run-detail-banner run-id=${run}><p data-diagnostics>Diagnostics of the host</p></op-run-detail-banner>`);

/** What can be read in an element, with the names that only a screen reader tells. */
export function textOf(element: AnyElement): string {
  const visible = [...element.shadowRoot!.querySelectorAll<HTMLElement>('*')].filter((inner) => inner.checkVisibility());
  const names = visible.map((inner) => inner.getAttribute('aria-label') ?? inner.getAttribute('title') ?? '').filter(Boolean);
  const text = [...element.shadowRoot!.children].filter((child) => child instanceof HTMLElement && child.checkVisibility()).map((child) => (child as HTMLElement).innerText);
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

/** The visible elements of a role, in order, with `name` in their accessible name. */
export function byRole<Found extends HTMLElement = HTMLElement>(element: AnyElement, role: keyof typeof ROLES, name: RegExp = /(?:)/): Found[] {
  return [...element.shadowRoot!.querySelectorAll<Found>(ROLES[role]!)].filter((found) => found.checkVisibility() && name.test(nameOf(found)));
}

export const link = (element: AnyElement, name?: RegExp): HTMLAnchorElement | undefined => byRole<HTMLAnchorElement>(element, 'link', name)[0];

export function nameOf(element: HTMLElement): string {
  const labelled = element.getAttribute('aria-labelledby');
  const label = labelled === null ? null : (element.getRootNode() as ShadowRoot).getElementById(labelled);
  return (element.getAttribute('aria-label') ?? label?.innerText ?? element.innerText).replace(/\s+/g, ' ').trim();
}

/** The visible elements with a part. */
export const parts = (element: AnyElement, part: string): HTMLElement[] =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${part}"]`)].filter((found) => found.checkVisibility());

export const partTexts = (element: AnyElement, part: string): string[] => parts(element, part).map(({ innerText }) => innerText.replace(/\s+/g, ' ').trim());

/** The page is hidden, or shown again, as far as anybody on it can tell. */
export function setHidden(hidden: boolean): void {
  visibility = hidden ? 'hidden' : 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
}

// Test pages run side by side in one browser, so at most one of them is really in front.
let visibility: DocumentVisibilityState = 'visible';
Object.defineProperty(document, 'visibilityState', { get: () => visibility });
