/** The elements' styles in the documents that they are put into. A document takes only style sheets that were made for it. */
import type { CSSResult, LitElement } from 'lit';

const adopted = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>();

/** Gives the shadow root of `element` its styles in the element's present document. */
export function adoptStyles(element: LitElement, root: ShadowRoot): void {
  root.adoptedStyleSheets = sheetsFor(element.ownerDocument, (element.constructor as typeof LitElement).elementStyles as CSSResult[]);
}

/** The styles as sheets of a document, each made once. One without a window shows nothing and has none. */
function sheetsFor(owner: Document, styles: readonly CSSResult[]): CSSStyleSheet[] {
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
