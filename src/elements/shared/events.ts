/** The events that elements fire, typed. */
import type { ContractViolation } from '../../contract/payloads.ts';
import type { FailureReason, RunState } from '../../projection/index.ts';
import type { OpRequestEvent } from '../../refresh/index.ts';

/** `op-load`: an answer changed what is known. */
export interface OpLoadDetail {
  /** The parsed payload, its runs as the newest observation on the page tells them. */
  readonly value: unknown;
}

/** `op-error`: a refresh failed, or was refused. */
export interface OpErrorDetail {
  readonly reason: FailureReason | 'session' | 'permission' | 'missing';
  /** One sentence for a developer: what was wrong with the answer, where that is known. */
  readonly message: string;
}

/** `op-state-change`: a run that the element shows is in another state than before. */
export interface OpStateChangeDetail {
  readonly runId: number;
  readonly from: RunState;
  readonly to: RunState;
}

/** `op-run-open`: an operator opens a run. Cancel it to navigate by a router of your own. */
export interface OpRunOpenDetail {
  readonly runId: number;
  readonly url: string;
}

/** `op-filter-change`: an operator narrows a list. Cancel it to set the attributes, or the page's URL, yourself. */
export interface OpFilterChangeDetail {
  readonly activeTab: string | null;
  readonly problemClass: string | null;
}

/** `op-contract-violation`: what the backend sent deviates from the contract; each deviation is told once. */
export interface OpContractViolationDetail {
  readonly violations: readonly ContractViolation[];
}

declare global {
  interface HTMLElementEventMap {
    'op-load': CustomEvent<OpLoadDetail>;
    'op-error': CustomEvent<OpErrorDetail>;
    'op-state-change': CustomEvent<OpStateChangeDetail>;
    'op-run-open': CustomEvent<OpRunOpenDetail>;
    'op-filter-change': CustomEvent<OpFilterChangeDetail>;
    'op-contract-violation': CustomEvent<OpContractViolationDetail>;
    'op-request': OpRequestEvent;
  }
  // Those that bubble are caught above the elements, too.
  interface DocumentEventMap {
    'op-run-open': CustomEvent<OpRunOpenDetail>;
    'op-filter-change': CustomEvent<OpFilterChangeDetail>;
    'op-contract-violation': CustomEvent<OpContractViolationDetail>;
    'op-request': OpRequestEvent;
  }
  interface WindowEventMap {
    'op-run-open': CustomEvent<OpRunOpenDetail>;
    'op-filter-change': CustomEvent<OpFilterChangeDetail>;
    'op-contract-violation': CustomEvent<OpContractViolationDetail>;
    'op-request': OpRequestEvent;
  }
}
