/** What an element asks for: where, how answers are read, and the data that it was handed. */
import type { Clock } from './clock.ts';
import { equal } from './equal.ts';
import { nextOrder } from './order.ts';
import { backendOf, type Address } from './routes.ts';
import type { Subject } from './subject.ts';
import type { Reader } from './value-reader.ts';

/** What an element asks for at the moment. */
export interface Wanted<Value> {
  readonly subject: Subject<Value>;
  readonly address: Address;
  /** Data that needs no request: what the host handed over, or what the page was rendered with. Null and undefined: none. */
  readonly payload: unknown;
  /** Whether `payload` was rendered with the page, so that anything fetched since is newer. */
  readonly inline: boolean;
  /** Set while nothing may be asked for or shown, as if the element were off the page. */
  readonly dormant?: boolean;
}

/** Data without a request of its own: handed over by the host, or kept while the element was off the page. */
export interface Handed {
  readonly text: string;
  readonly etag?: string;
  readonly order: number;
  /** When it was true, on the monotonic clock. */
  readonly at: number;
  readonly url: string | null;
  readonly sessionKey: string;
}

/** Where and how it is asked. While `key`, `url` and `dormant` stay the same, the same resource answers. */
export interface Resolved<Value> {
  readonly url: string | null;
  readonly sessionKey: string;
  readonly dormant: boolean;
  readonly reader: Reader<Value>;
}

export class Target<Value> {
  #payload: unknown = undefined;
  #text: string | null = null;
  /** The part of the address that the payload names by itself. */
  #identity: Partial<Address> = {};

  /** What `wanted` resolves to; `handed` is set when its payload is not the one of the last call, and says something else. */
  resolve({ subject, payload, inline, dormant = false, ...wanted }: Wanted<Value>, clock: Clock): Resolved<Value> & { readonly handed: Handed | null } {
    const isNew = this.#take(payload ?? undefined);
    if (isNew) {
      const read = subject.read(this.#payload, { ...wanted.address, tenantId: null, runId: null });
      this.#identity = read.ok ? subject.identify(read.value) : {};
    }
    const { tenantId, runId } = wanted.address;
    const address = { ...wanted.address, tenantId: tenantId ?? this.#identity.tenantId ?? null, runId: runId ?? this.#identity.runId ?? null };
    const sessionKey = address.sessionKey ?? '';
    const backend = backendOf(address) + (sessionKey && ` ${sessionKey}`);
    const url = subject.url(address);
    return {
      url,
      sessionKey,
      dormant,
      reader: { key: `${subject.name} ${address.tenantId} ${address.runId} ${backend}`, subject, address, backend },
      handed: isNew && this.#text !== null ? { url, sessionKey, text: this.#text, order: nextOrder(clock, { inline }), at: clock.monotonic() } : null,
    };
  }

  /** Whether `payload` says something else than the one before. A host may change an object that it has handed over, so its text is kept. */
  #take(payload: unknown): boolean {
    if (payload === this.#payload) return false;
    const text = payload === undefined ? null : textOf(payload);
    const isEqual = text !== null && this.#text !== null && (text === this.#text || equal(parsed(text), parsed(this.#text)));
    this.#payload = payload;
    if (isEqual) return false;
    this.#text = text;
    return true;
  }
}

/** A payload that is no JSON is unreadable, like any other broken answer. */
function textOf(payload: unknown): string {
  try {
    return JSON.stringify(payload) ?? '';
  } catch {
    return '';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
