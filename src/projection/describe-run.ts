/**
 * Makes the view of a run. A view depends on nothing but the run, the surface, the language and the time of the data, so it is
 * remembered as long as the run is: describing an unchanged run again costs a look-up.
 */
import type { ContractViolation } from '../contract/payloads.ts';
import { contradictionsOf, resolveActiveState, type RunState, type Tone } from './active-state.ts';
import { DEFAULT_LOCALE, onLocaleRegistered } from './copy/index.ts';
import { textsOf } from './run-texts.ts';
import type { DescribableRun, DescribeOptions, ProgressView, RunView, Surface } from './run-view.ts';
import { settingOf, type Setting } from './setting.ts';

/** Describes one run for one surface. Total: any parsed payload gives a view that keeps the copy law. */
export function describeRun(run: DescribableRun, { surface, locale = DEFAULT_LOCALE, asOf = null, now }: DescribeOptions): RunView {
  const setting = settingOf(locale, asOf, now);
  const views = surface === 'detail' ? detailViews : compactViews;
  const known = views.get(run);
  if (known?.holdsIn(setting)) return known;
  const view = new DescribedRun(run, surface, setting);
  // A run that a host may still change is not remembered.
  if (Object.isFrozen(run) && Object.isFrozen(run.active_state) && Object.isFrozen(run.progress)) views.set(run, view);
  return view;
}

let compactViews: WeakMap<DescribableRun, DescribedRun>;
let detailViews: typeof compactViews;

const forgetViews = () => {
  compactViews = new WeakMap();
  detailViews = new WeakMap();
};
forgetViews();
onLocaleRegistered(forgetViews);

const NONE: readonly ContractViolation[] = Object.freeze([]);

class DescribedRun implements RunView {
  declare readonly runId: number | null;
  declare readonly state: RunState;
  declare readonly tone: Tone;
  declare readonly label: string;
  declare readonly operation: string;
  declare readonly reference: string | null;
  declare readonly tenant: string | null;
  declare readonly status: string | null;
  declare readonly guidance: string | null;
  declare readonly lineage: string | null;
  declare readonly progress: ProgressView | null;
  declare readonly inProgress: boolean;
  declare readonly polls: boolean;
  declare readonly followUp: boolean;
  declare readonly violations: readonly ContractViolation[];
  readonly #setting: Setting;

  constructor(run: DescribableRun, surface: Surface, setting: Setting) {
    const { state, tone, inProgress, polls, followUp } = resolveActiveState(run.active_state);
    const violations = contradictionsOf(run.active_state);
    const texts = textsOf(run, surface, setting, violations);
    this.#setting = setting;
    this.runId = run.run_id;
    this.state = state;
    this.tone = tone;
    this.label = texts.label;
    this.operation = texts.operation;
    this.reference = texts.reference;
    this.tenant = texts.tenant;
    this.status = texts.status;
    this.guidance = texts.guidance;
    this.lineage = texts.lineage;
    this.progress = texts.progress;
    this.inProgress = inProgress;
    this.polls = polls;
    this.followUp = followUp;
    this.violations = violations.length > 0 ? violations : NONE;
    Object.freeze(this);
  }

  get announcement(): string {
    return this.#setting.copy.changed(this.operation, this.label);
  }

  /** Whether describing the run in `setting` would give this view. The words for a run that is not fresh do not age (L7). */
  holdsIn({ locale, asOf, dated }: Setting): boolean {
    const own = this.#setting;
    return own.locale === locale && (this.state !== 'fresh' || (own.asOf === asOf && own.dated === dated));
  }
}
