/** The events that elements fire, typed. */
import type { ContractViolation } from '../../contract/payloads.ts';
import type { FailureReason, RunState } from '../../projection/index.ts';
import type { OpRequestEvent } from '../../refresh/index.ts';

/** `op-load`: an answer changed what the element shows. */
export interface OpLoadDetail {
  /** The parsed payload. Each of its runs has the newest state that any element of the page has received (L3). */
  readonly value: unknown;
}

/** `op-error`: a refresh failed, or the server refused it. */
export interface OpErrorDetail {
  readonly reason: FailureReason | 'session' | 'permission' | 'missing';
  /** One sentence for a developer, in English: what was wrong with the answer. */
  readonly message: string;
}

/** `op-state-change`: a shown run changed its state. */
export interface OpStateChangeDetail {
  readonly runId: number;
  readonly from: RunState;
  readonly to: RunState;
}

/** `op-run-open`: an operator opens a run. Cancel it to navigate with your own router. */
export interface OpRunOpenDetail {
  readonly runId: number;
  readonly url: string;
}

/** `op-filter-change`: an operator filters a list. Null: no filter. Cancel it to set the attributes, or the page's URL, yourself. */
export interface OpFilterChangeDetail {
  readonly activeTab: string | null;
  readonly problemClass: string | null;
}

/** `op-contract-violation`: the payload deviates from the contract. Each deviation is reported once per element. */
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
  // The events that bubble can also be handled on the document and the window.
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
