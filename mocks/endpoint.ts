/** One URL of the mock backend: what it will say next, and what it was asked. */
import { answerOf, status, type Answer, type Reply } from './answers.ts';

export class Endpoint {
  /** The requests that arrived here, oldest first. */
  readonly requests: Request[] = [];
  /** How many requests wait for the release of what is held. */
  waiting = 0;
  readonly #next: Answer[] = [];
  /** Nobody may know of what was not scripted: deny as not found. */
  #current: Answer = status(404);

  /** Queues replies, one per request. The last one repeats until another is queued. */
  enqueue(...replies: Reply[]): this {
    this.#next.push(...replies.map(answerOf));
    return this;
  }

  /** Queues a reply that waits. Returns the function that releases it: requests that wait, and later ones, get it at once. */
  hold(reply: Reply): () => void {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const answer = answerOf(reply);
    this.enqueue(async (request: Request) => {
      this.waiting += 1;
      await released;
      this.waiting -= 1;
      return answer(request);
    });
    return release;
  }

  /** Records the request and answers it. */
  async answer(request: Request): Promise<Response> {
    this.requests.push(request);
    this.#current = this.#next.shift() ?? this.#current;
    return this.#current(request);
  }
}
