/** What reading a payload gives: a value with the deviations that it survived, or one error. */

/** One deviation from the contract that the kit survived, with the path (`items[2].active_state`) where it stood. */
export interface ContractViolation {
  readonly path: string;
  readonly rule: 'unknown-key' | 'broken-part' | 'contradiction' | 'copy-replaced' | 'unsafe-url';
  readonly message: string;
}

/** A payload that could not be used at all. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly path: string;
  readonly expected: string;
  /** The payload's schema name in the OpenAPI documents. */
  readonly contract: string;

  constructor(path: string, expected: string, contract: string) {
    super(`${contract}: ${path || WHOLE} must be ${expected}.`);
    this.path = path;
    this.expected = expected;
    this.contract = contract;
  }
}

export type ParseResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly violations: readonly ContractViolation[] }
  | { readonly ok: false; readonly error: ContractError };

/** What a message calls the payload itself, whose path is empty. */
export const WHOLE = 'the payload';
