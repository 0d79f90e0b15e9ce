/**
 * Elements as HTML with declarative shadow DOM: the page paints before any script runs, and the elements take over in place.
 * Lives here: what a server on Node needs, and `@lit-labs/ssr` with it. Must not live here: anything that a page loads.
 */
import { render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import '../define.ts';

export type OpTag = Extract<keyof HTMLElementTagNameMap, `op-${string}`>;

export interface ElementToRender {
  readonly tag: OpTag;
  /** As they are written in HTML: `{ 'run-id': 15, open: true }`. False, null and undefined leave an attribute out. `lang` chooses the language. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** A payload of the contract, as the element would fetch it. */
  readonly payload: unknown;
  /** HTML for the element's slot. It is not escaped. */
  readonly content?: string;
}

/**
 * The element with its shadow root and its payload inline, so that the browser shows it at once and asks for nothing that is here.
 * Throws a TypeError for a tag that is not of the kit, or an attribute that has no name.
 */
export function renderElement({ tag, attributes = {}, payload, content = '' }: ElementToRender): string {
  const names = Object.keys(attributes);
  const values = Object.values(attributes).map((value) => (value === true ? '' : value === false ? nothing : (value ?? nothing)));
  const rendered = collectResultSync(render(html(templateOf(tag, names), ...values, payload, unsafeHTML(inlinePayload(payload) + content))));
  // A server does not know under which origin its page is seen: links that name none are told from its root.
  return rendered.replaceAll('href="http://localhost/', 'href="/');
}

/** A payload as a child of its element: `<script type="application/json">`, in which no text of the payload can end the script. */
export function inlinePayload(payload: unknown): string {
  return `<script type="application/json">${JSON.stringify(payload).replaceAll('<', '\\u003c')}</script>`;
}

const templates = new Map<string, TemplateStringsArray>();

/** One template for each tag and set of attributes, which are few; their values are not part of it. */
function templateOf(tag: OpTag, names: readonly string[]): TemplateStringsArray {
  const key = [tag, ...names].join(' ');
  const known = templates.get(key);
  if (known) return known;
  if (!/^op-[a-z-]+$/.test(tag) || !customElements.get(tag)) throw new TypeError(`<${tag}> is no element of op-run-elements.`);
  const unnamed = names.find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  if (unnamed !== undefined) throw new TypeError(`"${unnamed}" is no name of an attribute: write it as in HTML, such as "run-id".`);
  const strings = [...names, '.payload'].map((name, index) => `${index === 0 ? `<${tag}` : ''} ${name}=`).concat('>', `</${tag}>`);
  const template = Object.assign(strings, { raw: strings });
  templates.set(key, template);
  return template;
}
