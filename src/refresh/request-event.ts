/** `op-request`: the host's say in each request (F4). */
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
  /**
   * The ETag of what is shown. On the document's own origin the kit has sent it as `If-None-Match` already; set that header
   * here for another origin whose server allows it. A 304 is understood either way.
   */
  readonly etag: string | null;

  constructor(request: Request, etag: string | null = null) {
    super('op-request', { bubbles: true, cancelable: true, composed: true });
    this.request = request;
    this.etag = etag;
  }

  /** Answers the request in place of the network. */
  respondWith(response: Response | Promise<Response>): void {
    this.response = response;
  }
}

/** Asks the listeners of `target` about a request. */
export const prepareOn =
  (target: EventTarget): Prepare =>
  (asked, etag) => {
    const event = new OpRequestEvent(asked, etag);
    const headers = headersOf(asked);
    const sent = target.dispatchEvent(event);
    const { request, response } = event;
    const personal = response !== undefined || request !== asked || headersOf(request) !== headers;
    if (response !== undefined) return { request, response, personal };
    return sent ? { request, personal } : null;
  };

/** A conditional header makes no answer personal. */
const headersOf = ({ headers }: Request): string => [...headers].filter(([name]) => name !== 'if-none-match').join('\n');
