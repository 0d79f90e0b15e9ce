/**
 * The types for each framework's templates. `elements.d.ts` lists the properties and attributes of each element once; each framework's
 * file adds how its templates name them.
 */
import { isBoolean, isNumber, type Attribute, type Described, type ElementDoc } from './manifest.ts';

/** The files of dist/types: name to content. */
export const templateTypes = (elements: readonly ElementDoc[]): Record<string, string> => ({
  'elements.d.ts': elementTypes(elements),
  'react.d.ts': react(elements),
  'svelte.d.ts': svelte(elements),
  'solid.d.ts': solid(elements),
  'vue.d.ts': vue(elements),
});

export const GENERATED = '/* Made of custom-elements.json by scripts/metadata.ts. */';

/** `elements.d.ts`: the properties and attributes of each element, the same for all frameworks. */
const elementTypes = (elements: readonly ElementDoc[]): string => `${GENERATED}
/** What the elements take in a template, for the types of each framework's templates. */
${importElements(elements)}
${elements
  .map(
    ({ tag, className, properties, attributes }) => `
/** The properties of \`<${tag}>\`. */
export interface ${className}Properties {
${properties.map((property) => member(property, property.name, `${className}['${property.name}']`)).join('')}}

/** The attributes of \`<${tag}>\` that are not named as their properties are. */
export interface ${className}Attributes {
${attributes
  .filter(({ name, property }) => name !== property)
  .map((attribute) => member(attribute, attribute.name, attributeType(className, attribute)))
  .join('')}}
`,
  )
  .join('')}`;

/** React 19 sets a property when the element has one of that name, else an attribute; `onop-load` listens to `op-load`. */
const react = (elements: readonly ElementDoc[]): string =>
  file(elements, `import type { ClassAttributes, HTMLAttributes } from 'react';`, [
    ...elements.map((element) => props(element, [`HTMLAttributes<${element.className}>`, `ClassAttributes<${element.className}>`], listeners(element, (name) => `on${name}`))),
    `declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${tags(elements, 6, propsName)}    }
  }
}
`,
  ]);

/** Svelte 5 works as React 19 does. */
const svelte = (elements: readonly ElementDoc[]): string =>
  file(elements, `import type { HTMLAttributes } from 'svelte/elements';`, [
    ...elements.map((element) => props(element, [`HTMLAttributes<${element.className}>`], listeners(element, (name) => `on${name}`))),
    `declare module 'svelte/elements' {
  export interface SvelteHTMLElements {
${tags(elements, 4, propsName)}  }
}
`,
  ]);

/** Solid has prefixes: `prop:payload`, `attr:tenant-id`, `bool:compact`, `on:op-load`. */
const solid = (elements: readonly ElementDoc[]): string =>
  file(elements, `import type { JSX } from 'solid-js';`, [
    ...elements.map((element) => {
      const { className, properties, attributes } = element;
      return props(element, [`JSX.HTMLAttributes<${className}>`], [
        ...properties.map((property) => member(property, `prop:${property.name}`, `${className}['${property.name}']`)),
        ...attributes.map((attribute) =>
          isBoolean(attribute) ? member(attribute, `bool:${attribute.name}`, 'boolean') : member(attribute, `attr:${attribute.name}`, attributeType(className, attribute)),
        ),
        ...listeners(element, (name) => `on:${name}`, (event) => `JSX.EventHandlerWithOptionsUnion<${className}, ${event}>`),
      ]);
    }),
    `declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
${tags(elements, 6, propsName)}    }
  }
}
`,
  ]);

/**
 * Vue reads `tenant-id` as `tenantId` and `@op-load` as `onOpLoad`, so one name stands for attribute and property. Its static attributes are strings:
 * `tenant-id="7"`.
 */
const vue = (elements: readonly ElementDoc[]): string =>
  file(elements, `import type { HTMLAttributes, ReservedProps } from 'vue';`, [
    ...elements.map((element) => {
      const { className, properties, attributes } = element;
      const typeOf = (name: string) => {
        const attribute = attributes.find(({ property }) => property === name);
        return attribute && attribute.name !== name ? attributeType(className, attribute) : `${className}['${name}']`;
      };
      return `interface ${propsName(element)} extends HTMLAttributes, ReservedProps {
${[...properties.map((property) => member(property, property.name, typeOf(property.name))), ...listeners(element, (name) => camelCase(`on-${name}`))].join('')}}
`;
    }),
    `/** What Vue asks of a tag that is no component of its own: an instance, and what a template may give it. */
type Tag<Element, Props> = new () => Element & { $props: Props };
`,
    `declare module 'vue' {
  export interface GlobalComponents {
${tags(elements, 4, (element) => `Tag<${element.className}, ${propsName(element)}>`)}  }
}
`,
  ], { shared: false });

const file = (elements: readonly ElementDoc[], imports: string, parts: readonly string[], { shared = true } = {}): string =>
  [
    GENERATED,
    imports,
    importElements(elements),
    ...(shared ? [`import type { ${elements.flatMap(({ className }) => [`${className}Attributes`, `${className}Properties`]).join(', ')} } from './elements.js';`] : []),
    '',
    parts.join('\n'),
  ].join('\n');

export const importElements = (elements: readonly ElementDoc[]): string => `import type { ${elements.map(({ className }) => className).join(', ')} } from '../index.js';`;

/** The interface of everything that a template may set on a tag. */
function props(element: ElementDoc, base: readonly string[], members: readonly string[]): string {
  const parents = [...base, `${element.className}Attributes`, `${element.className}Properties`];
  return `interface ${propsName(element)} extends ${parents.join(', ')} {
${members.join('')}}
`;
}

const propsName = ({ className }: ElementDoc): string => `${className}Props`;

const listeners = (
  { events }: ElementDoc,
  nameOf: (event: string) => string,
  typeOf: (event: string) => string = (event) => `(event: ${event}) => void`,
): string[] => events.map((event) => member(event, nameOf(event.name), typeOf(`HTMLElementEventMap['${event.name}']`)));

const tags = (elements: readonly ElementDoc[], indent: number, typeOf: (element: ElementDoc) => string): string =>
  elements.map((element) => `${comment(element.summary, indent)}${' '.repeat(indent)}'${element.tag}': ${typeOf(element)};\n`).join('');

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** An optional member of an interface, with its comment. */
const member = ({ description }: Described, name: string, type: string): string => `${comment(description, 2)}  '${name}'?: ${type} | undefined;\n`;

/** The type of an attribute: a number may also be written as digits, and a boolean as an empty string. */
export const attributeType = (className: string, attribute: Pick<Attribute, 'property' | 'type'>): string =>
  `${className}['${attribute.property}']${isNumber(attribute) ? ' | `${number}`' : isBoolean(attribute) ? " | ''" : ''}`;

/** A JSDoc comment, indented. */
export function comment(text: string, indent: number): string {
  if (text === '') return '';
  const margin = ' '.repeat(indent);
  const lines = text.replaceAll('*/', '*\\/').split('\n');
  return lines.length === 1 ? `${margin}/** ${lines[0]} */\n` : `${margin}/**\n${lines.map((line) => `${margin} * ${line}`.trimEnd()).join('\n')}\n${margin} */\n`;
}
