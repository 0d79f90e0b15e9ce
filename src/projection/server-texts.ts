/** How a server's text comes onto a surface: judged by the copy law, and in the reader's language where the kit knows the words. */
import type { ContractViolation } from '../contract/payloads.ts';
import type { RunState } from './active-state.ts';
import type { Locale } from './copy/index.ts';
import { translate } from './copy/translate.ts';
import { mayStand, type TextKind } from './copy-law.ts';

export const present = (text: string | null | undefined): text is string => typeof text === 'string' && text.trim() !== '';

/** Reads a server text: trimmed, null when blank, and null with a report when the copy law refuses it beside `state`. */
export function serverTexts(state: RunState, locale: Locale, violations: ContractViolation[]) {
  return (path: string, text: string | null | undefined, kind: TextKind): string | null => {
    if (!present(text)) return null;
    if (mayStand(text, state, kind)) return kind === 'name' ? text.trim() : translate(text.trim(), locale);
    violations.push({ path, rule: 'copy-replaced', message: `${path} does not agree with a run that is ${state}; the kit's own words stand in its place.` });
    return null;
  };
}
