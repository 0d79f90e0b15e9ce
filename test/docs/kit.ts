/** The names that a document may use: elements, attributes, events, parts and tokens of custom-elements.json, and scripts of package.json. */
import { readFileSync } from 'node:fs';
import { isBoolean, isNumber, readElements, wordsOf, type Attribute } from '../../scripts/metadata/manifest.ts';
import { readTokens } from '../../scripts/metadata/tokens.ts';
import { REPOSITORY } from './snippets.ts';

export const elements = new Map(readElements().map((element) => [element.tag, element]));
export const tokens = new Set(readTokens().map(({ name }) => name));
export const events = new Set([...[...elements.values()].flatMap((element) => element.events.map(({ name }) => name)), 'op-run-enqueued']);

const { name, scripts, exports } = JSON.parse(readFileSync(`${REPOSITORY}package.json`, 'utf8')) as {
  name: string;
  scripts: Record<string, string>;
  exports: Record<string, unknown>;
};

export const scriptNames = new Set(Object.keys(scripts));
export const packageName = name;
export const entries = new Set(Object.keys(exports).map((path) => path.replace(/^\./, name)));

/** Attributes of every HTML element. Attributes of the hosts' libraries have a prefix. */
const GLOBAL = new Set(['class', 'dir', 'hidden', 'id', 'lang', 'part', 'slot', 'style', 'title']);
const FOREIGN = /^(aria-|data-|hx-|wire:|x-)/;

/** The problem with an attribute on an element of the kit, or null. A value from a template expression is always right. */
export function wrongAttribute(tag: string, name: string, value: string | null): string | null {
  if (GLOBAL.has(name) || FOREIGN.test(name)) return null;
  const attribute = elements.get(tag)!.attributes.find((known) => known.name === name);
  if (!attribute) return `<${tag}> has no attribute ${name}`;
  return value === null || !value.includes(FILLED) ? wrongValue(attribute, value ?? '') : null;
}

/** Stands for a template expression, such as `{{ tenant }}`. */
export const FILLED = '\u0001';

function wrongValue(attribute: Attribute, value: string): string | null {
  if (isBoolean(attribute)) return value === '' ? null : `${attribute.name} is there or not; it has no value`;
  if (isNumber(attribute)) return /^\d+$/.test(value) ? null : `${attribute.name} is a number, not "${value}"`;
  const words = wordsOf(attribute);
  return words.length === 0 || words.includes(value) ? null : `${attribute.name} is one of ${words.join(', ')}, not "${value}"`;
}
