/** Errors that become HTTP answers, each with one sentence for a person. */
import { wordsOf, type Sentence } from './words/index.ts';

export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly sentence: Sentence;
  constructor(status: number, sentence: Sentence) {
    super(sentence(wordsOf('en')));
    this.status = status;
    this.sentence = sentence;
  }
}

export const badInput = (sentence: Sentence): HttpError => new HttpError(400, sentence);
/** 404: the same answer for what does not exist and for what the operator may not know of. */
export const notFound = (): HttpError => new HttpError(404, ({ error }) => error.notFound);
export const forbidden = (sentence: Sentence): HttpError => new HttpError(403, sentence);
