/** The elements' styles in the documents that adopt them. */
import type { CSSResult } from 'lit';

const adopted = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>();

/** The styles as sheets of a document, each made once. One without a window shows nothing and has none. */
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
