/** Reads the elements from custom-elements.json, and the details of their events from events.ts. */
import { readFileSync } from 'node:fs';

export interface Described {
  readonly name: string;
  readonly description: string;
}

export interface Attribute extends Described {
  readonly property: string;
  /** The TypeScript type. */
  readonly type: string;
  readonly default: string;
}

export interface Property extends Described {
  readonly type: string;
}

export interface EventDoc extends Described {
  /** The event's type in `HTMLElementEventMap`: `CustomEvent<OpLoadDetail>`. */
  readonly type: string;
}

export interface ElementDoc {
  readonly tag: string;
  readonly className: string;
  /** The first paragraph of the class comment. */
  readonly summary: string;
  readonly attributes: readonly Attribute[];
  /** The properties that a host can set, those with an attribute included. */
  readonly properties: readonly Property[];
  readonly methods: readonly Described[];
  readonly events: readonly EventDoc[];
  readonly slots: readonly Described[];
  readonly parts: readonly Described[];
}

interface Declaration {
  readonly tagName?: string;
  readonly name: string;
  readonly summary?: string;
  readonly members?: readonly { kind: 'field' | 'method'; name: string; description?: string; type?: { text: string }; readonly?: boolean }[];
  readonly attributes?: readonly { name: string; description?: string; fieldName: string; type: { text: string }; default: string }[];
  readonly events?: readonly { name: string; description?: string }[];
  readonly slots?: readonly { name: string; description?: string }[];
  readonly cssParts?: readonly { name: string; description?: string }[];
}

export const ROOT = new URL('../../', import.meta.url);
export const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

export function readElements(): ElementDoc[] {
  const { modules } = JSON.parse(read('custom-elements.json')) as { modules: { declarations: Declaration[] }[] };
  const types = eventTypes();
  return modules
    .flatMap(({ declarations }) => declarations)
    .filter(({ tagName }) => tagName !== undefined)
    .map((declaration) => elementOf(declaration, types));
}

function elementOf({ tagName, name, summary = '', members = [], attributes = [], events = [], slots = [], cssParts = [] }: Declaration, types: ReadonlyMap<string, string>): ElementDoc {
  // A member without a description is internal.
  const told = members.filter(({ description }) => description);
  return {
    tag: tagName!,
    className: name,
    summary,
    attributes: attributes.map((attribute) => ({ ...described(attribute), property: attribute.fieldName, type: attribute.type.text, default: attribute.default })),
    properties: told.filter(({ kind, readonly }) => kind === 'field' && !readonly).map((field) => ({ ...described(field), type: field.type?.text ?? 'unknown' })),
    methods: told.filter(({ kind }) => kind === 'method').map(described),
    events: events.map((event) => ({ ...described(event), type: typeOf(event.name, types) })).sort((one, other) => (one.name < other.name ? -1 : 1)),
    slots: slots.map(described),
    parts: cssParts.map(described),
  };
}

const described = ({ name, description = '' }: { name: string; description?: string }): Described => ({ name, description });

function typeOf(event: string, types: ReadonlyMap<string, string>): string {
  const type = types.get(event);
  if (type === undefined) throw new Error(`custom-elements.json has an event ${event} that HTMLElementEventMap in src/elements/shared/events.ts does not know.`);
  return type;
}

/** The type of each event in `HTMLElementEventMap`. */
function eventTypes(): Map<string, string> {
  const [, map = ''] = /interface HTMLElementEventMap \{([^}]*)\}/.exec(read('src/elements/shared/events.ts')) ?? [];
  return new Map(Array.from(map.matchAll(/'(op-[\w-]+)': ([^;]+);/g), ([, name, type]) => [name!, type!]));
}

/** The fields of each event's detail, as TypeScript declares them in the source. */
export function eventDetails(): Map<string, string> {
  const source = read('src/elements/shared/events.ts');
  return new Map(
    [...eventTypes()].flatMap(([name, type]) => {
      const detail = /CustomEvent<(\w+)>/.exec(type)?.[1];
      const body = detail && new RegExp(`interface ${detail} \\{([^}]*)\\}`).exec(source)?.[1];
      return body ? [[name, Array.from(body.matchAll(/readonly (\w+): ([^;]+);/g), ([, key, value]) => `${key}: ${value}`).join('; ')]] : [];
    }),
  );
}

/** Whether the type of an attribute or property includes a number. */
export const isNumber = ({ type }: { type: string }): boolean => /\bnumber\b/.test(type);
export const isBoolean = ({ type }: { type: string }): boolean => type === 'boolean';

/** The string literals of a union type. */
export const wordsOf = ({ type }: { type: string }): string[] => Array.from(type.matchAll(/'([^']*)'/g), ([, word]) => word!);

/** The rows of the table in a section of a document, as arrays of cells. */
export function tableOf(path: string, heading: string): string[][] {
  const [, section = ''] = read(path).split(new RegExp(`^#+ ${heading}$`, 'm'));
  const rows = (section.split(/^#/m)[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  if (rows.length < 3) throw new Error(`${path} has no table below "${heading}".`);
  return rows.slice(2).map((row) => row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}
