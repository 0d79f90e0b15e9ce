/** An answer other than success, with the one sentence that a person reads. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

export const badInput = (sentence: string): HttpError => new HttpError(400, sentence);
/** The same for what does not exist and for what the operator may not know about. */
export const notFound = (): HttpError => new HttpError(404, 'Not found.');
export const forbidden = (what: string): HttpError => new HttpError(403, `You do not have permission to ${what}.`);
