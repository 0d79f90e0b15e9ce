/**
 * `<scenario-player>`: the elements with a scripted backend and a clock that can play, pause, step and jump. `scenario`, `at` and
 * `faults` determine what is on the screen: setting them plays the scenario from its beginning to that second.
 */
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { SCENARIO_START, scenarios, type Scenario, type World } from '../../mocks/index.ts';
import { pageStore, type Environment } from '../../src/refresh/index.ts';
import { settle } from '../../mocks/virtual-time.ts';
import { activeKinds, FAULT_KINDS, formatFaults, isActive, parseFaults, toggle, type Fault, type FaultKind } from './faults.ts';
import { icons } from './icons.ts';
import { minutesOf, noteOf, plainText, textOf, type Entry, type EntryKind } from './log.ts';
import { Playback, type Host } from './playback.ts';
import { playerStyles } from './scenario-player.styles.ts';
import { stage } from './stage.ts';

/** Seconds of the scenario per real second. */
const SPEEDS = [1, 10, 60] as const;
/** The most real milliseconds between two moves of the clock. */
const TICK = 100;
/** Real milliseconds between two `player-change` events while playing: browsers limit how often the URL may be written. */
const TELL_EVERY = 1000;
/** Real milliseconds within which a state from `player-change` may come back as properties. */
const ECHO = 2000;

const FAULT_LABELS: Readonly<Record<FaultKind, string>> = { slow: 'Slow', '500': '500', truncated: 'Truncated', offline: 'Offline' };
const FAULT_HINTS: Readonly<Record<FaultKind, string>> = {
  slow: 'Answers come after 20 s; the elements wait for 15 s',
  '500': 'Every answer is a server error',
  truncated: 'Every answer is cut off in the middle',
  offline: 'The browser knows that it has no connection',
};
const KIND_LABELS: Readonly<Record<EntryKind, string>> = { script: 'Script', request: 'Requests', transition: 'Transitions', announcement: 'Announcements' };
const KINDS = Object.keys(KIND_LABELS) as EntryKind[];

/** The detail of `player-change`: the new `scenario`, `at` and `faults`. */
export interface PlayerState {
  readonly scenario: string;
  readonly at: number;
  readonly faults: string;
}

export class ScenarioPlayer extends LitElement implements Host {
  static override styles = playerStyles;
  static override properties: PropertyDeclarations = {
    scenario: {},
    at: { type: Number },
    faults: {},
    playing: { state: true },
    speed: { state: true },
    busy: { state: true },
    world: { state: true },
    hiddenKinds: { state: true },
    copied: { state: true },
  };

  /** A key of `scenarios`. */
  scenario = 'queuedToDone';
  /** Whole seconds since the beginning. */
  at = 0;
  /** `500-30-60 slow-70`; see `faults.ts`. */
  faults = '';

  private playing = false;
  private speed: (typeof SPEEDS)[number] = 10;
  private busy = false;
  /** The state of the world that the host's page on the stage shows; null while the stage is empty. */
  private world: World | null = null;
  private hiddenKinds: ReadonlySet<EntryKind> = new Set();
  private copied = false;
  #playback: Playback | null = null;
  /** The state that is on the screen, or on its way there. */
  #shown = '';
  /** The state that was requested and waits for earlier work to end. */
  #asked: string | null = null;
  /** When each state was sent with `player-change`. A listener that sets it as properties a moment later only echoes it, and must not move the player back. */
  readonly #told = new Map<string, number>();
  /** Counts the calls of play and pause: a loop of an earlier call stops. */
  #round = 0;
  /** The page's own environment, to be restored when the player leaves. */
  #page: Environment | null = null;
  /** The end of the queue of work: one thing runs at a time. */
  #work: Promise<void> = Promise.resolve();
  readonly #announcements = new MutationObserver(() => this.#hear());

  /** Resolves when the screen shows the state of `scenario`, `at` and `faults`. */
  get settled(): Promise<void> {
    return this.updateComplete.then(() => this.#work);
  }

  constructor() {
    super();
    this.addController({ hostConnected: () => this.#join(), hostDisconnected: () => this.#leave() });
    this.addEventListener('click', (event) => this.#onClick(event));
  }

  protected override updated(changed: PropertyValues): void {
    const asked = changed.has('scenario') || changed.has('at') || changed.has('faults');
    if (asked && this.#shown !== this.#state) {
      if (performance.now() - (this.#told.get(this.#state) ?? -ECHO) < ECHO) [this.scenario, this.at, this.faults] = JSON.parse(this.#shown) as [string, number, string];
      else void this.#seek();
    }
  }

  /** Plays until it is paused, or to the end. At the end it starts from the beginning. */
  async play(): Promise<void> {
    if (this.playing) return;
    this.playing = true;
    const round = ++this.#round;
    if (this.at >= this.#scenario.duration) await this.#do(() => this.#replay({ at: 0 }));
    await this.#play(round);
  }

  pause(): Promise<void> {
    this.playing = false;
    return this.#do(async () => {});
  }

  /** Moves to just after the next requests are answered. */
  step(): Promise<void> {
    this.playing = false;
    return this.#do((playback) => playback.step());
  }

  /** Moves to a second of the scenario. A jump back replays from the beginning. */
  jump(seconds: number): Promise<void> {
    this.playing = false;
    return this.#do(async (playback) => {
      if (seconds < playback.seconds) await this.#replay({ at: seconds });
      else await playback.advanceTo(Math.min(Math.round(seconds), playback.scenario.duration));
    });
  }

  /** Begins a fault now, or ends it if it is active. */
  toggleFault(kind: FaultKind): Promise<void> {
    return this.#do(async (playback) => {
      const faults = toggle(playback.faults, kind, playback.seconds);
      if (!(await playback.inject(faults))) await this.#replay({ faults: formatFaults(faults) });
    });
  }

  async show(world: World): Promise<void> {
    if (!this.isConnected) return;
    this.world = world;
    await this.updateComplete;
    const region = document.querySelector('[data-op-announcer]');
    if (region) this.#announcements.observe(region, { childList: true });
  }

  logged(): void {
    this.requestUpdate();
  }

  #join(): void {
    this.#page = pageStore.environment;
    if (this.hasUpdated) void this.#seek();
  }

  /** Restores the page's environment. */
  #leave(): void {
    this.playing = false;
    this.#announcements.disconnect();
    this.#playback = this.world = null;
    pageStore.environment = this.#page!;
  }

  get #scenario(): Scenario {
    return (scenarios as Record<string, Scenario>)[this.scenario] ?? scenarios.queuedToDone;
  }

  get #state(): string {
    return JSON.stringify([this.scenario, this.at, this.faults]);
  }

  get #faults(): Fault[] {
    return parseFaults(this.faults);
  }

  /** Shows the state of the properties. */
  #seek(): Promise<void> {
    const state = (this.#shown = this.#asked = this.#state);
    return this.#queue(async () => {
      // Another state was requested meanwhile, so this one is skipped.
      if (this.#asked !== state) return;
      this.#asked = null;
      await this.#replay();
    });
  }

  /** Plays a scenario from its beginning to the second `at`. */
  async #replay(change: Partial<PlayerState> = {}): Promise<void> {
    const { scenario, at, faults } = { scenario: this.scenario, at: this.at, faults: this.faults, ...change };
    this.#announcements.disconnect();
    this.#playback = this.world = null;
    await this.updateComplete;
    await settle();
    if (!this.isConnected) return;
    const playback = new Playback((scenarios as Record<string, Scenario>)[scenario] ?? scenarios.queuedToDone, parseFaults(faults), this.#page!, this);
    pageStore.environment = playback.environment;
    this.#playback = playback;
    await playback.start();
    await playback.advanceTo(Math.max(0, Math.min(Math.round(at), playback.scenario.duration)));
    this.#reached();
  }

  /** Queues work on the playback, and updates the properties when it is done. */
  #do(work: (playback: Playback) => Promise<void>): Promise<void> {
    return this.#queue(async () => {
      if (!this.#playback) return;
      await work(this.#playback);
      this.#reached();
      if (!this.playing) this.#tell();
    });
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work
      // The caller got the error; the queue goes on.
      .catch(() => {})
      .then(async () => {
        this.busy = true;
        await work();
        this.busy = false;
        await this.updateComplete;
      });
    return this.#work;
  }

  /** Sets the properties to what is on the screen, unless they were set to a new state meanwhile. */
  #reached(): void {
    if (!this.#playback || this.#asked !== null) return;
    const { scenario, seconds, faults } = this.#playback;
    [this.scenario, this.at, this.faults] = [scenario.name, seconds, formatFaults(faults)];
    this.#shown = this.#state;
  }

  async #play(round: number): Promise<void> {
    const goesOn = () => this.playing && this.#round === round;
    for (let toldAt = performance.now(); goesOn(); ) {
      const { speed } = this;
      await new Promise((resolve) => setTimeout(resolve, Math.max(TICK, 1000 / speed)));
      if (!goesOn()) return;
      await this.#do((playback) => playback.advanceTo(Math.min(playback.seconds + Math.max(1, (speed * TICK) / 1000), playback.scenario.duration)));
      if (!goesOn()) return;
      if (this.at >= this.#scenario.duration) await this.pause();
      else if (performance.now() - toldAt > TELL_EVERY) toldAt = this.#tell();
    }
  }

  /** Fires `player-change`. Returns the time at which it did. */
  #tell(): number {
    const now = performance.now();
    const { scenario, at, faults } = this;
    this.#told.set(this.#state, now);
    this.dispatchEvent(new CustomEvent<PlayerState>('player-change', { detail: { scenario, at, faults } }));
    return now;
  }

  #hear(): void {
    const text = document.querySelector('[data-op-announcer]')?.textContent;
    if (text) this.#playback?.heardAnnouncement(text);
  }

  #onStateChange(event: HTMLElementEventMap['op-state-change']): void {
    const { runId, from, to } = event.detail;
    this.#playback?.heardTransition(`#${runId} ${from} > ${to}`, (event.target as Element).localName);
  }

  /** Links on the stage must not leave the page. */
  #onClick(event: MouseEvent): void {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (!link) return;
    event.preventDefault();
    const { pathname, search } = new URL(link.href);
    this.#playback?.log.text('script', this.at, `The operator opens ${pathname}${search}.`);
  }

  #onScenario(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.playing = false;
    void this.#do(() => this.#replay({ scenario: value, at: 0, faults: '' }));
  }

  #onSlider(event: Event): void {
    void this.jump((event.target as HTMLInputElement).valueAsNumber);
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(plainText(this.#shownEntries));
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  }

  get #entries(): readonly Entry[] {
    return this.#playback?.log.entries ?? [];
  }

  get #shownEntries(): readonly Entry[] {
    return this.#entries.filter(({ kind }) => !this.hiddenKinds.has(kind));
  }

  protected override render(): TemplateResult {
    return html`
      ${this.#renderControls()}
      <main class="stage" aria-label="Stage" aria-busy=${this.busy}>
        <div class="surfaces" @op-state-change=${{ handleEvent: (event: HTMLElementEventMap['op-state-change']) => this.#onStateChange(event), capture: true }}>
          ${this.world ? stage(this.world) : nothing}
        </div>
      </main>
      ${this.#renderLog()}
    `;
  }

  #renderControls(): TemplateResult {
    const scenario = this.#scenario;
    return html`<header class="controls" lang="en" dir="ltr">
      <div class="heading">
        <h1>Scenario player</h1>
        <select aria-label="Scenario" @change=${this.#onScenario}>
          ${Object.values<Scenario>(scenarios).map(({ name, title }) => html`<option value=${name} ?selected=${name === scenario.name}>${title}</option>`)}
        </select>
        <p class="description">${scenario.description}</p>
      </div>
      <div class="transport">${this.#renderTransport(scenario)} ${this.#renderSpeed()} ${this.#renderFaults()}</div>
      ${this.#renderTimeline(scenario)}
    </header>`;
  }

  #renderTransport({ moments, duration }: Scenario): TemplateResult {
    const before = moments.findLast(({ from }) => from < this.at);
    const after = moments.find(({ from }) => from > this.at);
    const label = this.playing ? 'Pause' : 'Play';
    return html`<div class="group">
      <button class="icon" type="button" aria-label="Previous moment" title="Previous moment" ?disabled=${!before} @click=${() => this.jump(before?.from ?? 0)}>${icons.previous}</button>
      <button class="icon main" type="button" aria-label=${label} title=${label} @click=${() => (this.playing ? this.pause() : this.play())}>
        ${this.playing ? icons.pause : icons.play}
      </button>
      <button class="icon" type="button" aria-label="Next moment" title="Next moment" ?disabled=${!after} @click=${() => this.jump(after?.from ?? duration)}>${icons.next}</button>
      <button class="step" type="button" ?disabled=${this.at >= duration} @click=${() => this.step()}>${icons.step}Step one refresh</button>
    </div>`;
  }

  #renderSpeed(): TemplateResult {
    return html`<fieldset class="segments">
      <legend>Speed</legend>
      ${SPEEDS.map(
        (speed) => html`<label><input type="radio" name="speed" .checked=${speed === this.speed} @change=${() => (this.speed = speed)} /><span>${speed}×</span></label>`,
      )}
    </fieldset>`;
  }

  #renderFaults(): TemplateResult {
    const active = activeKinds(this.#faults, this.at);
    return html`<div class="group" role="group" aria-labelledby="inject">
      <span class="caption" id="inject">Inject</span>
      ${FAULT_KINDS.map(
        (kind) =>
          html`<button class="fault" type="button" title=${FAULT_HINTS[kind]} aria-pressed=${active.has(kind)} @click=${() => this.toggleFault(kind)}>${FAULT_LABELS[kind]}</button>`,
      )}
    </div>`;
  }

  #renderTimeline({ moments, duration }: Scenario): TemplateResult {
    const { at } = this;
    const now = moments.findLast(({ from }) => from <= at);
    const place = (seconds: number): string => `--at: ${seconds / duration}`;
    return html`<div class="timeline">
      <output class="clock">${minutesOf(at)}<span> / ${minutesOf(duration)}</span></output>
      <div class="track">
        ${moments.map(({ from }) => html`<i class="moment" ?data-past=${from <= at} style=${place(from)}></i>`)}
        ${this.#faults.map(
          (fault) => html`<i class="span" ?data-active=${isActive(fault, at)} style="${place(fault.from)}; --to: ${Math.min(fault.to ?? Math.max(at, fault.from), duration) / duration}"></i>`,
        )}
        <input type="range" aria-label="Jump to" aria-valuetext="${minutesOf(at)}, ${now?.told}" min="0" max=${duration} step="1" .value=${String(at)} @change=${this.#onSlider} />
      </div>
      <p class="now"><time>${WALL.format(SCENARIO_START + at * 1000)}</time> ${now?.told}</p>
    </div>`;
  }

  #renderLog(): TemplateResult {
    const entries = this.#entries;
    return html`<aside class="log" aria-label="Log" lang="en" dir="ltr">
      <header>
        <h2>Log</h2>
        <button class="quiet" type="button" @click=${this.#copy}>${this.copied ? 'Copied' : 'Copy'}</button>
        <div class="kinds" role="group" aria-label="Show in the log">
          ${KINDS.map((kind) => {
            const shown = !this.hiddenKinds.has(kind);
            return html`<button type="button" data-kind=${kind} aria-pressed=${shown} @click=${() => this.#toggleKind(kind)}>
              ${KIND_LABELS[kind]} <span>${entries.filter((entry) => entry.kind === kind).length}</span>
            </button>`;
          })}
        </div>
      </header>
      <div class="entries" role="region" aria-label="Log entries" tabindex="0">
        <ol>
          ${this.#shownEntries.map(
            (entry, index, all) => html`<li data-kind=${entry.kind} data-outcome=${toneOf(entry)}>
              <time ?data-same=${index > 0 && minutesOf(all[index - 1]!.at) === minutesOf(entry.at)}>${minutesOf(entry.at)}</time>
              <span class="text"><span class="kind">${entry.kind}</span> ${textOf(entry)}</span>
              <span class="note">${noteOf(entry)}</span>
            </li>`,
          )}
        </ol>
      </div>
    </aside>`;
  }

  #toggleKind(kind: EntryKind): void {
    const hidden = new Set(this.hiddenKinds);
    if (!hidden.delete(kind)) hidden.add(kind);
    this.hiddenKinds = hidden;
  }
}

const WALL = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

const toneOf = (entry: Entry): 'good' | 'bad' | 'open' => {
  if (entry.kind !== 'request' || entry.outcome === '200') return 'good';
  return entry.outcome === null || entry.outcome === 'cancelled' ? 'open' : 'bad';
};

customElements.define('scenario-player', ScenarioPlayer);

declare global {
  interface HTMLElementTagNameMap {
    'scenario-player': ScenarioPlayer;
  }
  interface HTMLElementEventMap {
    'player-change': CustomEvent<PlayerState>;
  }
}
