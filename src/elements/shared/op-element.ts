/** What every element shares: where its data comes from, its events, and what it announces. */
import { html, isServer, LitElement, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ContractViolation } from '../../contract/payloads.ts';
import { catalogueFor, describeRefresh, describeRun, type Catalogue, type DescribableRun, type Locale, type RefreshView, type Surface } from '../../projection/index.ts';
import { absoluteUrl, RefreshController, type Address, type Change, type RefreshClient, type RefreshHost, type Snapshot, type Subject, type Wanted } from '../../refresh/index.ts';
import { announcer } from './announcer.ts';
import { tellChange } from './change-events.ts';
import { drawn } from './drawing.ts';
import { icon } from './icon.ts';
import { parsedPage, readInlinePayload } from './inline-payload.ts';
import { language } from './language.ts';
import type { LinkedView } from './run-drawing.ts';
import { openRun, runUrlOf } from './run-links.ts';
import { runStyles } from './run.styles.ts';
import { adoptStyles } from './sheets.ts';
import { tokenStyles } from './tokens.styles.ts';
import { VERSION } from './version.ts';
import { ViolationReport } from './violation-report.ts';

/**
 * @fires op-load - An answer changed what is known. Detail: `value`.
 * @fires op-error - A refresh failed or was refused. Detail: `reason`, `message`.
 * @fires op-state-change - A run that is shown changed its state. Detail: `runId`, `from`, `to`.
 * @fires op-run-open - An operator opens a run; cancel it to navigate by a router of your own. Detail: `runId`, `url`. Bubbles.
 * @fires op-contract-violation - The backend's payload deviates from the contract. Detail: `violations`. Bubbles.
 * @fires op-request - Before each request: set headers on `request`, answer it with `respondWith()`, or cancel it. Bubbles.
 */
export abstract class OpElement<Value> extends LitElement implements RefreshHost, RefreshClient<Value> {
  static override styles: CSSResultGroup = [tokenStyles, runStyles];
  /** @internal Tells a second kit on the page which one came first. */
  static readonly version = VERSION;
  static override properties: PropertyDeclarations = {
    src: {},
    baseUrl: { attribute: 'base-url' },
    workspace: {},
    sessionKey: { attribute: 'session-key' },
    paused: { type: Boolean },
    pausable: { type: Boolean },
    density: { reflect: true },
    payload: { attribute: false },
  };

  /** The URL to fetch from; overrides the contract's route. */
  src: string | null = null;

  /** The URL below which the contract's routes are; the document's origin when absent. */
  baseUrl: string | null = null;

  /** The workspace that the canonical operations routes are scoped to. */
  workspace: string | null = null;

  /** An opaque name for the signed-in operator: only tabs of the same one share what they learn. */
  sessionKey: string | null = null;

  /** Stops the automatic refresh. What is shown says so. */
  paused = false;

  /** Shows a control that stops and resumes the automatic refresh (WCAG 2.2.2). */
  pausable = false;

  /** `compact` for tighter spacing. */
  density: 'comfortable' | 'compact' | null = null;

  /** Data without a request: a payload of the contract, shown at once and refreshed only if it asks for it. */
  payload: unknown = undefined;

  protected abstract readonly subject: Subject<Value>;
  #inline: unknown = undefined;
  readonly #report = new ViolationReport();
  readonly #refresher: RefreshController<Value> = new RefreshController<Value>(this, this);
  /** The URLs that the host has set, and what they were resolved to then: like `src` of an image, they do not move with the page's URL. */
  #urls: { src: string | null; baseUrl: string | null; resolved: Pick<Address, 'src' | 'baseUrl'> } | null = null;

  /** @internal What is asked for now. */
  get wanted(): Wanted<Value> {
    const payload = this.payload ?? undefined;
    const inline = payload === undefined && this.#inline !== undefined;
    return { subject: this.subject, address: this.address, payload: inline ? this.#inline : payload, inline };
  }

  override connectedCallback(): void {
    // A part of another element that the server has rendered: that one will replace it.
    if (this.hasAttribute('defer-hydration')) return;
    super.connectedCallback();
    announcer.join(this);
    language.join(this);
    // Another place may speak another language.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    announcer.leave(this);
    language.leave(this);
  }

  /** @internal A document drops the style sheets with which an element comes from another one. */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this, this.shadowRoot);
  }

  /** Asks for the truth now, whatever the schedule says. Resolves when the answer is in; never rejects. */
  async refresh(): Promise<void> {
    await this.updateComplete;
    await this.#refresher.refresh();
    await this.updateComplete;
  }

  /** @internal */
  refreshed(change: Change<Value>): void {
    tellChange(this, change, { locale: this.locale, silent: this.silentWithout });
    this.report(change.after.violations);
  }

  /** Tells the host once about each deviation from the contract, after the next update. */
  protected report(violations: readonly ContractViolation[]): void {
    this.#report.add(violations);
  }

  /** What deviates from the contract in that which is drawn. */
  protected deviations(): readonly ContractViolation[] {
    return [];
  }

  /** What is shown is out of date. Of all tabs that learn so, one asks. */
  protected expire(): void {
    this.#refresher.expire();
  }

  /** True for a surface that does not even say why it shows nothing. */
  protected get silentWithout(): boolean {
    return false;
  }

  protected get address(): Address {
    return { ...this.#resolvedUrls, workspace: this.workspace, sessionKey: this.sessionKey, tenantId: null, runId: null };
  }

  get #resolvedUrls(): Pick<Address, 'src' | 'baseUrl'> {
    const { src, baseUrl } = this;
    if (this.#urls?.src !== src || this.#urls.baseUrl !== baseUrl) this.#urls = { src, baseUrl, resolved: { src: absoluteUrl(src), baseUrl: absoluteUrl(baseUrl) } };
    return this.#urls.resolved;
  }

  protected get locale(): Locale {
    return language.of(this);
  }

  protected get copy(): Catalogue {
    return catalogueFor(this.locale);
  }

  protected get snapshot(): Snapshot<Value> {
    return this.shown(this.#refresher);
  }

  protected shown(refresher: RefreshController<Value>): Snapshot<Value> {
    return isServer ? refresher.served : refresher.snapshot;
  }

  /** Nothing is known yet, neither good nor bad. */
  protected get busy(): boolean {
    const { value, status } = this.snapshot;
    return value === null && (status === 'idle' || status === 'loading');
  }

  /** What to say about the element's own knowledge; null while all is current. */
  protected get notice(): RefreshView | null {
    const { snapshot } = this;
    const paused = this.paused && (snapshot.status === 'ready' || snapshot.status === 'refreshing');
    return describeRefresh({ ...snapshot, paused, now: this.now }, this.locale);
  }

  /** In epoch milliseconds. */
  protected get now(): number {
    return this.#refresher.now;
  }

  /** When what is shown was true, in epoch milliseconds; null while it is current. */
  protected get since(): number | null {
    const { value, asOf } = this.snapshot;
    return this.notice === null || value === null ? null : asOf;
  }

  /** The view of one run of the payload. */
  protected linked(run: DescribableRun, surface: Surface): LinkedView {
    return { view: this.view(run, surface), url: runUrlOf(run, this.address) };
  }

  protected view(run: DescribableRun, surface: Surface): LinkedView['view'] {
    return describeRun(run, { surface, locale: this.locale, asOf: this.since, now: this.now });
  }

  /** The control that stops and resumes what updates itself, where the host wants it shown. */
  protected renderPause(): TemplateResult | typeof nothing {
    if (!this.pausable) return nothing;
    const { pause, resume } = this.copy.pause;
    return html`<button class="quiet" part="pause" type="button" @click=${this.#togglePaused}>
      ${drawn(icon(this.paused ? 'going' : 'halted'))}<span>${this.paused ? resume : pause}</span>
    </button>`;
  }

  #togglePaused(): void {
    this.paused = !this.paused;
  }

  /** The first update waits for the page, which may bring the inline payload. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) {
      await parsedPage();
      const { payload, violations } = readInlinePayload(this);
      this.#inline = payload;
      this.report(violations);
    }
    await super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    if (this.isConnected && this.snapshot.status === 'idle') console.warn(`<${this.localName}> has nothing to load: give it a tenant-id or run-id, a src or a payload.`);
  }

  protected override updated(_changed: PropertyValues): void {
    this.report(this.deviations());
    this.fireReport();
  }

  protected fireReport(): void {
    this.#report.fire(this);
  }

  /**
   * The element's own root, or the one that a server has rendered. Not Lit's way: its style sheets are of the first document only, and its
   * hydration, where the page has it, would compare what was rendered in another place, at another time, with what is true here.
   */
  protected override createRenderRoot(): ShadowRoot {
    // eslint-disable-next-line wc/attach-shadow-constructor -- Lit calls this once, before the first update.
    const root = this.shadowRoot ?? this.attachShadow((this.constructor as typeof LitElement).shadowRootOptions);
    adoptStyles(this, root);
    root.addEventListener('click', openRun as EventListener);
    return root;
  }

  /** What the server has rendered stays until the first render replaces it at once, so that nothing is painted in between. */
  protected override update(changed: PropertyValues): void {
    if (!this.hasUpdated) this.renderRoot.replaceChildren();
    super.update(changed);
  }
}

/** A number of things; null while it is none. Templates of some frameworks write `limit="5"` as text into the property. */
export const wholeNumber = (value: unknown): number | null => (/^\d+$/.test(String(value)) ? Number(value) : null);

/** An id; null while it is absent or none. */
export const idOf = (value: unknown): number | null => wholeNumber(value) || null;
