/** `op-request`: the host's say in each request (SPEC F4). */
import type { Prepare } from './request.ts';

/**
 * Fired by an element before each request. A listener may set headers on `request` or replace it, answer it with
 * `respondWith`, or cancel it with `preventDefault`; a cancelled refresh is tried again at the next interval.
 */
export class OpRequestEvent extends Event {
  /** The response the host gave, if any. */
  response: Response | Promise<Response> | undefined;
  /** The request about to be sent. Headers can be set on it; assign another to replace it. */
  request: Request;

  constructor(request: Request) {
    super('op-request', { bubbles: true, cancelable: true, composed: true });
    this.request = request;
  }

  /** Answers the request in place of the network. */
  respondWith(response: Response | Promise<Response>): void {
    this.response = response;
  }
}

/** Asks `target`'s listeners about a request. */
export const prepareOn =
  (target: EventTarget): Prepare =>
  (asked) => {
    const event = new OpRequestEvent(asked);
    const headers = headersOf(asked);
    const sent = target.dispatchEvent(event);
    const { request, response } = event;
    const personal = response !== undefined || request !== asked || headersOf(request) !== headers;
    if (response !== undefined) return { request, response, personal };
    return sent ? { request, personal } : null;
  };

const headersOf = ({ headers }: Request): string => JSON.stringify([...headers]);
