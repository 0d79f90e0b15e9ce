/** The elements' style sheets, one set per document: a document rejects sheets that were made for another one. */
import type { CSSResult } from 'lit';

const adopted = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>();

/** Makes each style sheet once per document. Empty for a document without a window, which renders nothing. */
export function sheetsFor(owner: Document, styles: readonly CSSResult[]): CSSStyleSheet[] {
  const { defaultView } = owner;
  if (!defaultView) return [];
  const sheets = adopted.get(owner) ?? new Map<CSSResult, CSSStyleSheet>();
  adopted.set(owner, sheets);
  return styles.map((style) => {
    const sheet = sheets.get(style) ?? new defaultView.CSSStyleSheet();
    if (!sheets.has(style)) sheet.replaceSync(style.cssText);
    sheets.set(style, sheet);
    return sheet;
  });
}
