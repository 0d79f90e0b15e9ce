/** What every element shares: where its data comes from, its events, and what it announces. */
import { html, isServer, LitElement, nothing, type CSSResult, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ContractViolation } from '../../contract/payloads.ts';
import {
  catalogueFor,
  describeRefresh,
  describeRun,
  type Catalogue,
  type DescribableRun,
  type Locale,
  type RefreshView,
  type RunView,
  type Surface,
} from '../../projection/index.ts';
import { RefreshController, runPageUrl, safeUrl, type Address, type Change, type RefreshClient, type RefreshHost, type Snapshot, type Source, type Subject } from '../../refresh/index.ts';
import { announcer } from './announcer.ts';
import type { OpContractViolationDetail, OpErrorDetail, OpLoadDetail, OpRunOpenDetail, OpStateChangeDetail } from './events.ts';
import { icon } from './icon.ts';
import { language } from './language.ts';
import { runStyles } from './run.styles.ts';
import { sheetsFor } from './sheets.ts';
import { tokenStyles } from './tokens.styles.ts';
import { VERSION } from './version.ts';

/** A run's view, with the page that opens it. */
export interface LinkedView extends RunView {
  readonly url: string | null;
}

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
  #violations: ContractViolation[] = [];
  readonly #reported = new Set<string>();
  readonly #refresher: RefreshController<Value> = new RefreshController<Value>(this, this);

  /** @internal What is asked for now. */
  get source(): Source<Value> {
    const inline = this.payload === undefined && this.#inline !== undefined;
    return { subject: this.subject, address: this.address, payload: inline ? this.#inline : this.payload, inline };
  }

  override connectedCallback(): void {
    // A part of another element that the server has rendered: that one will replace it.
    if (this.hasAttribute('defer-hydration')) return;
    super.connectedCallback();
    announcer.join(this);
    language.join(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    announcer.leave(this);
    language.leave(this);
  }

  /** @internal A document drops the style sheets with which an element comes from another one. */
  adoptedCallback(): void {
    if (this.shadowRoot) this.#dress(this.shadowRoot);
  }

  /** A document takes only style sheets of its own. */
  #dress(root: ShadowRoot): void {
    root.adoptedStyleSheets = sheetsFor(this.ownerDocument, (this.constructor as typeof LitElement).elementStyles as CSSResult[]);
  }

  /** Asks for the truth now, whatever the schedule says. Resolves when the answer is in; never rejects. */
  async refresh(): Promise<void> {
    await this.updateComplete;
    await this.#refresher.refresh();
    await this.updateComplete;
  }

  /** @internal Turns a change of what is known into events and announcements. */
  refreshed({ before, after, answered, transitions }: Change<Value>): void {
    const reason = reasonOf(after);
    if (reason !== null) {
      const message = after.error?.message ?? describeRefresh(after, this.locale)!.text;
      if (reason !== reasonOf(before) || after.error?.message !== before.error?.message) this.#emit<OpErrorDetail>('op-error', { reason, message });
    } else if (answered && after.value !== null && after.value !== before.value) {
      this.#emit<OpLoadDetail>('op-load', { value: after.value });
    }
    for (const { runId, from, to, run } of transitions) {
      this.#emit<OpStateChangeDetail>('op-state-change', { runId, from, to });
      announcer.announce(describeRun(run, { surface: 'compact', locale: this.locale }).announcement);
    }
    // What holds from the first load on is no news.
    if (before.value !== null || before.status === 'failed') {
      const condition = after.value === null && this.silentWithout ? null : (describeRefresh(after, this.locale)?.announcement ?? null);
      announcer.setCondition(this, condition, this.copy.refresh.announceUpdating);
    }
    this.report(after.violations);
  }

  /** Tells the host once about each deviation from the contract. */
  protected report(violations: readonly ContractViolation[]): void {
    for (const violation of violations) {
      if (this.#reported.has(violation.message)) continue;
      this.#reported.add(violation.message);
      this.#violations.push(violation);
    }
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
    return { baseUrl: this.baseUrl, src: this.src, workspace: this.workspace, sessionKey: this.sessionKey, tenantId: null, runId: null };
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

  /** The view of one run of the payload. `path` says where it stands, for reports. */
  protected view(run: DescribableRun, surface: Surface, path = ''): LinkedView {
    const view = describeRun(run, { surface, locale: this.locale, asOf: this.since, now: this.now });
    this.report(view.violations.map((violation) => ({ ...violation, path: path + violation.path, message: path + violation.message })));
    const told = this.safe(`${path}detail_url`, run.detail_url);
    // A run without an id cannot be opened, and a URL that was refused is not replaced by another.
    const url = run.run_id === null ? null : run.detail_url ? told : runPageUrl(this.address, run.run_id);
    return { ...view, url };
  }

  /** A URL of the payload's that may be opened; null when it has none, or one that could do more than navigate. */
  protected safe(path: string, url: string | null | undefined): string | null {
    const safe = url ? safeUrl(url) : null;
    if (url && safe === null) this.report([{ path, rule: 'unsafe-url', message: `${path} must be an http(s) URL; it is not opened.` }]);
    return safe;
  }

  /** The control that stops and resumes what updates itself, where the host wants it shown. */
  protected renderPause(): TemplateResult | typeof nothing {
    if (!this.pausable) return nothing;
    const { pause, resume } = this.copy.pause;
    return html`<button class="quiet" part="pause" type="button" @click=${this.#togglePaused}>
      ${icon(this.paused ? 'going' : 'halted')}<span>${this.paused ? resume : pause}</span>
    </button>`;
  }

  #togglePaused(): void {
    this.paused = !this.paused;
  }

  /** Lets a host route to a run by itself; anything but a plain click stays the browser's. */
  protected openRun(event: MouseEvent): void {
    const { href, dataset } = event.currentTarget as HTMLAnchorElement;
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const detail: OpRunOpenDetail = { runId: Number(dataset['run']), url: href };
    const open = new CustomEvent('op-run-open', { detail, bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(open)) event.preventDefault();
  }

  /** A page that is still being parsed may yet bring the inline payload. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) {
      if (document.readyState === 'loading') await new Promise((parsed) => document.addEventListener('DOMContentLoaded', parsed, { once: true }));
      this.#inline = this.#readInline();
    }
    await super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    if (this.isConnected && this.snapshot.status === 'idle') console.warn(`<${this.localName}> has nothing to load: give it a tenant-id or run-id, a src or a payload.`);
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#violations.length === 0) return;
    const detail: OpContractViolationDetail = { violations: this.#violations };
    this.#violations = [];
    this.dispatchEvent(new CustomEvent('op-contract-violation', { detail, bubbles: true, composed: true }));
  }

  /**
   * The element's own, or the one that a server has rendered. Not Lit's way: its style sheets are of the first document only, and its hydration, where the page
   * has it, would compare what was rendered in another place, at another time, with what is true here.
   */
  protected override createRenderRoot(): ShadowRoot {
    // eslint-disable-next-line wc/attach-shadow-constructor -- Lit's moment for it is this one.
    const root = this.shadowRoot ?? this.attachShadow((this.constructor as typeof LitElement).shadowRootOptions);
    this.#dress(root);
    return root;
  }

  /** What the server has rendered stays until the first render replaces it at once, so that nothing is painted in between. */
  protected override update(changed: PropertyValues): void {
    if (!this.hasUpdated) this.renderRoot.replaceChildren();
    super.update(changed);
  }

  #readInline(): unknown {
    const script = this.querySelector(':scope > script[type="application/json"]');
    if (!script?.textContent) return undefined;
    try {
      return JSON.parse(script.textContent);
    } catch {
      this.report([{ path: '', rule: 'broken-part', message: 'The inline payload must be valid JSON; it was ignored.' }]);
      return undefined;
    }
  }

  #emit<Detail>(type: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** A number of things; null while it is none. Templates of some frameworks write `limit="5"` as text into the property. */
export const wholeNumber = (value: unknown): number | null => (/^\d+$/.test(String(value)) ? Number(value) : null);

/** An id; null while it is absent or none. */
export const idOf = (value: unknown): number | null => wholeNumber(value) || null;

/** Why nothing current is known; null while it is. */
const reasonOf = ({ status, failure, denial }: Snapshot<unknown>): OpErrorDetail['reason'] | null => failure ?? denial ?? (status === 'missing' ? status : null);
