/** What a surface knows at one moment. */
import type { ContractError, ContractViolation } from '../contract/payloads.ts';
import type { FailureReason } from '../projection/index.ts';

export interface Snapshot<Value> {
  /**
   * `idle`: nothing to ask for. `loading`: no answer yet. `ready`: current, polled. `refreshing`: current, a request is under way.
   * `failed`: the last refresh failed; `value` is the last good one. `settled`: current, nothing left to poll for.
   * `denied`: session ended (`value` stays) or no permission. `missing`: not found.
   */
  readonly status: 'idle' | 'loading' | 'ready' | 'refreshing' | 'failed' | 'settled' | 'denied' | 'missing';
  readonly value: Value | null;
  /** When `value` was last confirmed, in epoch milliseconds. */
  readonly asOf: number | null;
  readonly failure: FailureReason | null;
  readonly denial: 'session' | 'permission' | null;
  /** Why the last answer was unreadable. */
  readonly error: ContractError | null;
  readonly violations: readonly ContractViolation[];
}

export const IDLE: Snapshot<never> = { status: 'idle', value: null, asOf: null, failure: null, denial: null, error: null, violations: [] };
