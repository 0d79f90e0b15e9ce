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

/** Why nothing current is known; set while a resource has no good answer. */
export interface Trouble {
  readonly kind: 'session-ended' | 'forbidden' | 'missing' | 'failure';
  /** Set for a failure. */
  readonly reason: FailureReason | null;
}

/** What `trouble` makes of what is known. */
export function inTrouble<Value>(known: Snapshot<Value>, { kind, reason }: Trouble): Snapshot<Value> {
  switch (kind) {
    case 'missing':
      return { ...known, status: 'missing' };
    case 'forbidden':
      return { ...known, status: 'denied', denial: 'permission' };
    case 'session-ended':
      return { ...known, status: 'denied', denial: 'session' };
    case 'failure':
      return { ...known, status: 'failed', failure: reason };
  }
}

/** Whether a surface would look the same. The time of the last confirmation alone is no change: nothing shown depends on it while all is current. */
export const sameSnapshot = <Value>(one: Snapshot<Value>, other: Snapshot<Value>): boolean =>
  one.value === other.value && one.status === other.status && one.failure === other.failure && one.denial === other.denial && one.violations === other.violations && one.error?.message === other.error?.message;
