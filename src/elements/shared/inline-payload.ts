/** Data that a page was rendered with: `<script type="application/json">` as a child of the element. */
import type { ContractViolation } from '../../contract/payloads.ts';

export interface InlinePayload {
  /** Undefined where there is none that can be read. */
  readonly payload: unknown;
  readonly violations: readonly ContractViolation[];
}

export function readInlinePayload(element: Element): InlinePayload {
  const script = element.querySelector(':scope > script[type="application/json"]');
  if (!script?.textContent) return { payload: undefined, violations: [] };
  try {
    return { payload: JSON.parse(script.textContent), violations: [] };
  } catch {
    return { payload: undefined, violations: [{ path: '', rule: 'broken-part', message: 'The inline payload must be valid JSON; it was ignored.' }] };
  }
}

/** Resolves once the page has been parsed: until then it may yet bring the inline payload. */
export async function parsedPage(): Promise<void> {
  if (document.readyState === 'loading') await new Promise((parsed) => document.addEventListener('DOMContentLoaded', parsed, { once: true }));
}
