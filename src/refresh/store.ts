/** One resource per URL and operator for all elements on the page, for as long as one of them subscribes. */
import { systemEnvironment, type Environment } from './environment.ts';
import type { PageSignal, RunEnqueuedDetail } from './page.ts';
import { Resource, type Subscriber } from './resource.ts';
import { RunLedger } from './run-ledger.ts';
import type { Session } from './tab-link.ts';

/** A subscriber that the store can also wake. */
export interface StoreSubscriber extends Subscriber {
  wakes(enqueued: RunEnqueuedDetail): boolean;
}

export class ResourceStore {
  /** Of the resources that are made from now on: a tool that plays the page on a clock of its own sets another one, and later puts this one back. */
  environment: Environment;
  readonly ledger = new RunLedger();
  readonly #resources = new Map<string, Resource>();
  readonly #sessions = new Map<string, Session>();
  readonly #subscribers = new Map<StoreSubscriber, Resource>();
  #leavePage: (() => void) | null = null;

  constructor(environment: Environment = systemEnvironment) {
    this.environment = environment;
  }

  /** The resource of a URL, or one of its own when `url` is null. It lives while it has a subscriber. */
  resource(url: string | null, sessionKey = ''): Resource {
    const session = this.#sessions.get(sessionKey) ?? { key: sessionKey, since: -Infinity };
    if (url === null) return new Resource(url, session, this.environment, this.ledger);
    const known = this.#resources.get(resourceKey(url, session));
    const resource = known ?? new Resource(url, session, this.environment, this.ledger);
    this.#sessions.set(sessionKey, session);
    this.#resources.set(resourceKey(url, session), resource);
    return resource;
  }

  /** Subscribes; the returned function ends it. */
  subscribe(resource: Resource, subscriber: StoreSubscriber): () => void {
    this.#subscribers.set(subscriber, resource);
    this.#leavePage ??= this.environment.page.subscribe((signal) => this.#onPageSignal(signal));
    const leave = resource.subscribe(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
      leave();
      // A move inside the DOM leaves and comes back at once, and must not refetch (P7).
      queueMicrotask(() => this.#retire(resource));
    };
  }

  #retire(resource: Resource): void {
    if (resource.subscribed) return;
    resource.close();
    const key = resource.url === null ? null : resourceKey(resource.url, resource.session);
    if (key !== null && this.#resources.get(key) === resource) this.#resources.delete(key);
    const { session } = resource;
    // That a session has ended stays known. Nothing else of one is worth keeping when no surface shows it any more.
    if (session.since === -Infinity && ![...this.#resources.values()].some((other) => other.session === session)) this.#sessions.delete(session.key);
    if (this.#subscribers.size > 0) return;
    this.#leavePage?.();
    this.#leavePage = null;
  }

  #onPageSignal(signal: PageSignal): void {
    switch (signal.type) {
      case 'activity':
        for (const resource of this.#resources.values()) resource.reschedule();
        break;
      case 'restored':
        for (const resource of this.#resources.values()) void resource.refresh({ later: true });
        break;
      case 'enqueued': {
        const woken = [...this.#subscribers].filter(([subscriber]) => subscriber.wakes(signal.detail));
        for (const resource of new Set(woken.map(([, resource]) => resource))) void resource.refresh({ later: true });
        break;
      }
    }
  }
}

const resourceKey = (url: string, { key }: Session): string => `${key} ${url}`;

/** The page's store. */
export const pageStore = new ResourceStore();
