/**
 * Renders elements to HTML with declarative shadow DOM: the page paints before any script runs, and the elements hydrate in place.
 * Lives here: code for a server on Node, which needs `@lit-labs/ssr`. Must not live here: anything that a page loads.
 */
import { render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import '../define.ts';

export type OpTag = Extract<keyof HTMLElementTagNameMap, `op-${string}`>;

export interface ElementToRender {
  readonly tag: OpTag;
  /** By their names in HTML: `{ 'run-id': 15, open: true }`. False, null and undefined omit an attribute. `lang` chooses the language. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** A payload of the contract: the JSON value that the element's route would answer with. */
  readonly payload: unknown;
  /** HTML for the element's slot. It is not escaped: never pass text of a user. */
  readonly content?: string;
}

/**
 * Renders an element with its shadow root and its payload, so that the browser shows it at once and sends no first request.
 * Throws a TypeError for a tag that is not one of the kit's, or an invalid attribute name.
 */
export function renderElement({ tag, attributes = {}, payload, content = '' }: ElementToRender): string {
  const names = Object.keys(attributes);
  const values = Object.values(attributes).map((value) => (value === true ? '' : value === false ? nothing : (value ?? nothing)));
  const rendered = collectResultSync(render(html(templateOf(tag, names), ...values, payload, unsafeHTML(inlinePayload(payload) + content))));
  // The server does not know the page's origin, so links that were resolved against a placeholder become root-relative.
  return rendered.replaceAll('href="http://localhost/', 'href="/');
}

/** The payload as `<script type="application/json">`, to be a child of its element. `<` is escaped, so that no text can end the script. */
export function inlinePayload(payload: unknown): string {
  return `<script type="application/json">${JSON.stringify(payload).replaceAll('<', '\\u003c')}</script>`;
}

const templates = new Map<string, TemplateStringsArray>();

/** Lit needs the same strings object for the same template. There is one per tag and set of attribute names; values are not part of it. */
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
