/** Data for editors: VS Code's custom data for HTML and CSS, and JetBrains' web-types. */
import { isBoolean, wordsOf, type Attribute, type Described, type ElementDoc } from './manifest.ts';
import { valuesText, type Token } from './tokens.ts';

const markdown = (value: string) => ({ kind: 'markdown', value });

export const htmlCustomData = (elements: readonly ElementDoc[]): object => ({
  version: 1.1,
  tags: elements.map((element) => ({
    name: element.tag,
    description: markdown([element.summary, listOf('Events', element.events), listOf('Slots', element.slots), listOf('Parts', element.parts)].filter(Boolean).join('\n\n')),
    attributes: element.attributes.map((attribute) => ({
      name: attribute.name,
      description: markdown(attribute.description),
      // "v" means an attribute without a value in VS Code's format.
      ...(isBoolean(attribute) && { valueSet: 'v' }),
      ...(wordsOf(attribute).length > 0 && { values: wordsOf(attribute).map((name) => ({ name })) }),
    })),
  })),
});

export const cssCustomData = (elements: readonly ElementDoc[], tokens: readonly Token[]): object => ({
  version: 1.1,
  properties: tokens.map((token) => ({ name: token.name, description: markdown(`${token.description}\n\nDefault: ${valuesText(token)}`) })),
  pseudoElements: cssParts(elements).map(({ name, description }) => ({ name: `::${name}`, description: markdown(description) })),
});

export const webTypes = (elements: readonly ElementDoc[], tokens: readonly Token[], { name, version }: { name: string; version: string }): object => ({
  $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
  name,
  version,
  'description-markup': 'markdown',
  contributions: {
    html: {
      elements: elements.map(({ tag, summary, attributes, slots, properties, events, parts }) => ({
        name: tag,
        description: summary,
        attributes: attributes.map(webTypesAttribute),
        ...(slots.length > 0 && { slots }),
        js: {
          properties: properties.map(({ name, description, type }) => ({ name, description, type })),
          events: events.map(({ name, description, type }) => ({ name, description, type })),
        },
        css: { parts: parts.map(({ name, description }) => ({ name, description })) },
      })),
    },
    css: {
      properties: tokens.map(({ name, description }) => ({ name, description })),
      'pseudo-elements': cssParts(elements),
    },
  },
});

const webTypesAttribute = (attribute: Attribute) => ({
  name: attribute.name,
  description: attribute.description,
  value: { type: attribute.type, default: attribute.default },
});

const listOf = (heading: string, all: readonly { name: string; description: string }[]): string =>
  all.length === 0 ? '' : `**${heading}**\n${all.map(({ name, description }) => `- \`${name || '(default)'}\`: ${description}`).join('\n')}`;

/** Each part as a pseudo-element, with its description per element. */
function cssParts(elements: readonly ElementDoc[]): Described[] {
  const parts = new Map<string, string[]>();
  for (const { tag, parts: own } of elements) for (const { name, description } of own) parts.set(name, [...(parts.get(name) ?? []), `\`<${tag}>\`: ${description}`]);
  return [...parts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, told]) => ({ name: `part(${name})`, description: told.join('\n\n') }));
}
