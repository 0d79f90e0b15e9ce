/**
 * Drawings: what a run looks like, as plain values. One description serves every surface: Lit's templates place it with `drawn`, the list
 * draws its rows from it without keeping anything of a row but its nodes, and a server writes it as HTML.
 */
import { html, noChange, nothing, type TemplateResult } from 'lit';
import { Directive, directive, type ChildPart, type DirectiveResult } from 'lit/directive.js';

export interface Drawing {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Drawing | string)[];
}

type Child = Drawing | string | null | readonly (Drawing | string | null)[];

/** An element of a drawing. A child that is null is left out. */
export const el = (tag: string, attributes: Drawing['attributes'], ...children: readonly Child[]): Drawing => ({
  tag,
  attributes,
  children: children.flat().filter((child) => child !== null),
});

/** Makes `element` look like the drawing and touches only what differs; a new element where it cannot. Text that a page translator has wrapped is replaced. */
export function draw(drawing: Drawing, element: Element | null = null): Element {
  const { tag, attributes, children } = drawing;
  const drawn = element?.localName === tag ? element : create(tag);
  const names = Object.keys(attributes);
  for (const name of names) if (drawn.getAttribute(name) !== attributes[name]) drawn.setAttribute(name, attributes[name]!);
  if (drawn.attributes.length > names.length) for (const name of drawn.getAttributeNames()) if (!(name in attributes)) drawn.removeAttribute(name);
  let node = drawn.firstChild;
  for (const child of children) {
    const next: ChildNode | null = node?.nextSibling ?? null;
    if (typeof child === 'string') {
      if (node?.nodeType !== Node.TEXT_NODE) drawn.insertBefore(document.createTextNode(child), node);
      else {
        if ((node as Text).data !== child) (node as Text).data = child;
        node = next;
      }
    } else if ((node as Element | null)?.localName === child.tag) {
      draw(child, node as Element);
      node = next;
    } else drawn.insertBefore(draw(child), node);
  }
  while (node) {
    const next: ChildNode | null = node.nextSibling;
    node.remove();
    node = next;
  }
  return drawn;
}

const create = (tag: string): Element =>
  tag === 'svg' || tag === 'path' ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);

/** Places a drawing in a template of Lit's. */
export const drawn: (drawing: Drawing | null) => DirectiveResult = directive(
  class extends Directive {
    #element: Element | null = null;

    /** On a server, which has no nodes. */
    render(drawing: Drawing | null): unknown {
      return drawing === null ? nothing : asTemplate(htmlOf(drawing));
    }

    override update(_part: ChildPart, [drawing]: [Drawing | null]): unknown {
      if (drawing === null) {
        this.#element = null;
        return nothing;
      }
      const before = this.#element;
      this.#element = draw(drawing, before);
      return this.#element === before ? noChange : this.#element;
    }
  },
);

/** HTML that is written already, as a template. */
function asTemplate(text: string): TemplateResult {
  const strings = [text];
  return html(Object.assign(strings, { raw: strings }));
}

function htmlOf({ tag, attributes, children }: Drawing): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${tag}${written.join('')}>${children.map((child) => (typeof child === 'string' ? escaped(child) : htmlOf(child))).join('')}</${tag}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<"]/g, (mark) => ESCAPES[mark]!);
