/**
 * Records what the surfaces of a page show: reads them, shadow roots included, at every mutation and every animation frame, from
 * the first one of the page.
 */

export type SurfaceName = 'overlay' | 'activity' | 'row' | 'banner' | 'diagnostics' | 'announcer';

/** What one surface shows of one run. */
export interface Told {
  readonly surface: SurfaceName;
  /** Null when the surface is not about one run: the overlay shows all active runs, the announcer all changes. */
  readonly run: number | null;
  readonly text: string;
  readonly progress: boolean;
  /** The surface's notice, such as "Not updating"; null while it is current. */
  readonly notice: string | null;
}

/** Everything that a page showed at one moment. */
export interface Sample {
  /** Epoch milliseconds of the machine, not of the page's virtual clock. */
  readonly at: number;
  /** True when it was about to be painted; false after a mutation, which may not become visible. */
  readonly painted: boolean;
  readonly told: readonly Told[];
}

declare global {
  interface Window {
    /** Reads what the surfaces show now. */
    opTold(): Told[];
    /** One sample per change. */
    opSamples: Sample[];
  }
}

/** Runs in the page before its scripts, and before its clock is replaced. */
export function recordWhatIsTold(): void {
  const now = Date.now.bind(Date);
  const frame = window.requestAnimationFrame.bind(window);
  const samples: Sample[] = (window.opSamples = []);
  const last = new Map<boolean, string>();

  const textOf = (element: HTMLElement): string => element.innerText.replace(/\s+/g, ' ').trim();
  const noticeOf = (host: HTMLElement): string | null => inside(host, '[part~="notice"]').map(textOf)[0] ?? null;
  const tell = (surface: SurfaceName, run: number | null, element: HTMLElement | null | undefined, host = element): Told[] =>
    element ? [{ surface, run, text: textOf(element), progress: element.querySelector('progress') !== null, notice: noticeOf(host!) }] : [];
  const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];
  const inside = (host: HTMLElement, selector: string): HTMLElement[] => [...(host.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const runOf = (host: HTMLElement): number => Number(host.getAttribute('run-id') ?? inside(host, '[data-run]')[0]?.dataset['run']);
  /** The rows of a list have no notice themselves: that of the list counts. */
  const rowsOf = (host: HTMLElement): Told[] => inside(host, '[part~="row"]').flatMap((row) => tell('row', Number(row.dataset['run'] ?? host.getAttribute('run-id')), row, host));

  window.opTold = () => [
    ...all('op-progress-overlay').flatMap((host) => tell('overlay', null, inside(host, 'section')[0], host)),
    ...all('op-tenant-activity').flatMap((host) => inside(host, '[data-run]').flatMap((run) => tell('activity', Number(run.dataset['run']), run, host))),
    ...all('op-run-row').flatMap(rowsOf),
    ...all('op-run-list').flatMap(rowsOf),
    ...all('op-run-detail-banner').flatMap((host) => tell('banner', runOf(host), inside(host, '[part~="summary"]')[0], host)),
    ...all('op-run-diagnostics').flatMap((host) => tell('diagnostics', runOf(host), inside(host, 'details')[0], host)),
    ...all('[data-op-announcer]').flatMap((region) => tell('announcer', null, region)),
  ];

  const sample = (painted: boolean): void => {
    const told = window.opTold();
    const text = JSON.stringify(told);
    if (text === last.get(painted)) return;
    last.set(painted, text);
    samples.push({ at: now(), painted, told });
  };

  const observer = new MutationObserver(() => sample(false));
  const observe = (root: Node): void => observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  observe(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    observe(root);
    return root;
  };
  const paint = (): void => {
    sample(true);
    frame(paint);
  };
  frame(paint);
}

export type ToldState = 'fresh' | 'stale' | 'reconciled' | 'ended';

/** The state that a text describes, by its words alone. */
export function toldState(text: string): ToldState {
  if (/likely stale/i.test(text)) return 'stale';
  if (/reconciled as failed/i.test(text)) return 'reconciled';
  return /no longer active|succeeded|failed|follow-up/i.test(text) ? 'ended' : 'fresh';
}
