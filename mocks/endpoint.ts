/** One URL of the mock backend: the queue of its replies, and the requests it received. */
import { answerOf, status, type Answer, type Reply } from './answers.ts';

export class Endpoint {
  /** The requests that arrived here, oldest first. */
  readonly requests: Request[] = [];
  /** How many requests wait for a held reply. */
  waiting = 0;
  readonly #next: Answer[] = [];
  /** Without a script the endpoint answers 404. */
  #current: Answer = status(404);

  /** Queues replies, one per request. The last one repeats until another is queued. */
  enqueue(...replies: Reply[]): this {
    this.#next.push(...replies.map(answerOf));
    return this;
  }

  /** Queues a reply that is held back. Returns the function that releases it, to waiting requests and later ones. */
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
