/**
 * One poller per URL for all tabs of one browser (P6): a Web Lock elects it, a BroadcastChannel carries what it learns.
 * What a tab does with that is decided in `tab-link.ts`.
 */
import type { FetchResult } from './request.ts';

/** What the tabs of one origin share. */
export interface Tabs {
  readonly locks: Pick<LockManager, 'request'>;
  open(name: string): Pick<BroadcastChannel, 'onmessage' | 'postMessage' | 'close'>;
}

/** Null in an old browser, and on a page that is not served securely. */
export const systemTabs: Tabs | null =
  typeof navigator !== 'undefined' && navigator.locks && typeof BroadcastChannel !== 'undefined'
    ? { locks: navigator.locks, open: (name) => new BroadcastChannel(name) }
    : null;

/** A result as tabs tell it. The text of a body crosses once; afterwards its id says that it still holds. */
export type SharedResult = Exclude<FetchResult, { kind: 'body' | 'unchanged' | 'withheld' }> | { readonly kind: 'body'; readonly text: string; readonly etag?: string; readonly id: string } | { readonly kind: 'unchanged'; readonly id: string };

/** What tabs tell each other about a URL. Times are in epoch milliseconds: of the same machine's clock, moments ago. */
export type TabMessage =
  /** Which tab knows what is current? */
  | { readonly kind: 'ask' }
  /** This tab has asked the server. */
  | { readonly kind: 'asking' }
  /** What a request came to, when it left and when its answer came; `failures` in a row, and the `chance` that spreads the retries, so that all tabs wait alike. */
  | { readonly kind: 'answer'; readonly result: SharedResult; readonly asked: number; readonly came: number; readonly failures: number; readonly chance: number };

/** A tab's seat among those that show a URL. */
export class Seat {
  /** Whether this tab polls for the others. */
  leads = false;
  /** The browser has no seat for this page, for example in a sandboxed frame: it polls for itself. */
  refused = false;
  readonly #name: string;
  readonly #tabs: Tabs;
  readonly #changed: () => void;
  readonly #heard: (message: TabMessage) => void;
  #channel: ReturnType<Tabs['open']> | null = null;
  /** Ends the claim to lead, or the lead. */
  #yield: (() => void) | null = null;

  constructor(name: string, tabs: Tabs, { changed, heard }: { changed: () => void; heard: (message: TabMessage) => void }) {
    // The version of the messages: other versions of the kit take part as long as they send the same ones.
    this.#name = `op-run-elements/2 ${name}`;
    this.#tabs = tabs;
    this.#changed = changed;
    this.#heard = heard;
  }

  /** Takes part in what the tabs tell each other, or no longer. */
  listen(listens: boolean): void {
    if (listens === (this.#channel !== null)) return;
    if (!listens) {
      this.#channel!.close();
      this.#channel = null;
      return;
    }
    try {
      this.#channel = this.#tabs.open(this.#name);
      this.#channel.onmessage = ({ data }) => this.#heard(data as TabMessage);
    } catch {
      this.refused = true;
    }
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  /** Wants to lead as soon as no other tab does, or no longer. */
  claim(claims: boolean): void {
    if (claims && !this.#yield) this.#request(false);
    else if (!claims) this.#yield?.();
  }

  /** Leads in place of a tab that has stopped answering. */
  replace(): void {
    this.#yield?.();
    this.#request(true);
  }

  #request(steal: boolean): void {
    const abort = new AbortController();
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const mine = () => this.#yield === leave;
    const leave = () => {
      this.#yield = null;
      this.leads = false;
      abort.abort();
      release();
    };
    this.#yield = leave;
    const lead = () => {
      if (!mine()) return;
      this.leads = true;
      this.#changed();
      return held;
    };
    this.#tabs.locks.request(this.#name, steal ? { steal } : { signal: abort.signal }, lead).catch(() => {
      if (!mine()) return;
      // Another tab took over; or there are no locks for this page at all.
      const stolen = this.leads;
      leave();
      this.refused = !stolen;
      this.#changed();
    });
  }
}
