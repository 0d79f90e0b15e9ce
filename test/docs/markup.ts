/** A strict reader for the markup of a snippet: tags must be closed where HTML requires it, and no character may be out of place. */
import { FILLED } from './kit.ts';

export interface Tag {
  readonly name: string;
  /** Null: an attribute without a value. */
  readonly attributes: ReadonlyMap<string, string | null>;
  /** The text of a script or style element. */
  readonly content: string;
  /** Counted from 1. */
  readonly line: number;
}

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
/** Tags that need not be closed. */
const LOOSE = new Set(['html', 'head', 'body', 'li', 'p', 'td', 'th', 'tr', 'option']);
const RAW = /^(script|style|textarea|title)$/;

/** The expressions of each template language. */
const FILLINGS: Readonly<Record<string, readonly RegExp[]>> = {
  html: [],
  blade: [/\{\{--.*?--\}\}/gs, /\{\{.*?\}\}/gs, /\{!!.*?!!\}/gs, /@(?!\w+=)\w+(\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?/g, /<\?php.*?(\?>|$)/gs],
  erb: [/<%.*?%>/gs],
  django: [/\{#.*?#\}/gs, /\{%.*?%\}/gs, /\{\{.*?\}\}/gs],
};

/** The tags of a snippet. Throws an error with the problem and its line. */
export function tagsOf(markup: string, language: string): Tag[] {
  // Line breaks inside an expression are kept, so that line numbers stay right.
  const text = (FILLINGS[language] ?? []).reduce((filled, pattern) => filled.replace(pattern, (found) => FILLED + '\n'.repeat(found.split('\n').length - 1)), markup);
  const tags: Tag[] = [];
  const open: string[] = [];
  let at = 0;
  const line = (index: number) => text.slice(0, index).split('\n').length;
  const fail = (index: number, what: string): never => {
    throw new SyntaxError(`line ${line(index)}: ${what}`);
  };

  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start < 0) break;
    const comment = /^<!--.*?-->|^<!doctype [^>]*>/is.exec(text.slice(start));
    if (comment) {
      at = start + comment[0].length;
      continue;
    }
    const closing = /^<\/([a-z][\w-]*)\s*>/i.exec(text.slice(start));
    if (closing) {
      const name = closing[1]!.toLowerCase();
      while (open.length > 0 && open.at(-1) !== name && LOOSE.has(open.at(-1)!)) open.pop();
      if (open.pop() !== name) fail(start, `</${name}> closes nothing`);
      at = start + closing[0].length;
      continue;
    }
    const opening = /^<([a-z][\w-]*)((?:\s+[^\s=>"'/<]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(\/?)>/i.exec(text.slice(start));
    if (!opening) return fail(start, `no tag can be read in ${text.slice(start, start + 40)}`);
    const [whole, tagName = '', attributes = '', selfClosing] = opening;
    const name = tagName.toLowerCase();
    if (selfClosing && !VOID.has(name)) fail(start, `<${name}/> does not close itself in HTML`);
    at = start + whole.length;
    let content = '';
    if (RAW.test(name)) {
      const end = text.indexOf(`</${name}>`, at);
      if (end < 0) fail(start, `<${name}> is not closed`);
      content = text.slice(at, end);
      at = end + name.length + 3;
    } else if (!VOID.has(name)) open.push(name);
    tags.push({ name, attributes: attributesOf(attributes, (attribute) => fail(start, `${attribute} twice on <${name}>`)), content, line: line(start) });
  }
  const [left] = open.filter((name) => !LOOSE.has(name));
  if (left) fail(text.length, `<${left}> is not closed`);
  return tags;
}

function attributesOf(text: string, twice: (name: string) => never): Map<string, string | null> {
  const attributes = new Map<string, string | null>();
  for (const { 1: name, 2: quoted, 3: single, 4: bare } of text.matchAll(/([^\s=>"'/<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g)) {
    if (name!.startsWith(FILLED)) continue;
    if (attributes.has(name!)) twice(name!);
    attributes.set(name!, quoted ?? single ?? bare ?? null);
  }
  return attributes;
}
