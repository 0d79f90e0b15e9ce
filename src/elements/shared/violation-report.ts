/** Tells the host once about each deviation from the contract, in one event for all that were found together. */
import type { ContractViolation } from '../../contract/payloads.ts';
import type { OpContractViolationDetail } from './events.ts';

export class ViolationReport {
  readonly #reported = new Set<string>();
  #pending: ContractViolation[] = [];

  add(violations: readonly ContractViolation[]): void {
    for (const violation of violations) {
      if (this.#reported.has(violation.message)) continue;
      this.#reported.add(violation.message);
      this.#pending.push(violation);
    }
  }

  /** Fires `op-contract-violation` for what has been added since the last time. */
  fire(target: EventTarget): void {
    if (this.#pending.length === 0) return;
    const detail: OpContractViolationDetail = { violations: this.#pending };
    this.#pending = [];
    target.dispatchEvent(new CustomEvent('op-contract-violation', { detail, bubbles: true, composed: true }));
  }
}
