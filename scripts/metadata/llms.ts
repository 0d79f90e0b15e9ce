/** llms.txt: one page that tells a language model how to use the kit. */
import { eventDetails, tableOf, type Attribute, type Described, type ElementDoc, type EventDoc, type Property } from './manifest.ts';
import { payloadTypes, routes, truthTable } from './payloads.ts';
import { valuesText, type Token } from './tokens.ts';

export function llmsText(elements: readonly ElementDoc[], tokens: readonly Token[], { name, version, description }: { name: string; version: string; description: string }): string {
  const details = eventDetails();
  const every = new Map(elements.flatMap((element) => element.events.map((event) => [event.name, event])));
  const eventText = ({ name, type, description }: EventDoc): string => `- \`${name}\` (\`${type}\`${details.has(name) ? ` of \`{ ${details.get(name)} }\`` : ''}): ${description}`;
  const attributes = sharedBy(elements, (element) => element.attributes);
  const properties = sharedBy(elements, withoutAttribute);
  const methods = sharedBy(elements, (element) => element.methods);
  const events = sharedBy(elements, (element) => element.events);
  const shared = new Set([...attributes, ...properties, ...events].map((each) => each.name));
  return `# ${name} ${version}

> ${description}

The elements fetch JSON from the page's own backend, validate it, and refresh themselves only while the payload asks for it. The server alone decides what state a run is in:
never compute staleness in the page, never poll beside the elements, and never write a run's state in words of your own next to them.

## Load

- Without a build step: \`<script type="module" src="…/op-run-elements.js"></script>\` with the file \`dist/cdn/op-run-elements.js\`.
- With a bundler: \`import '${name}/define';\` registers all elements, \`import '${name}/elements/op-run-list/define';\` one of them. \`import { OpRunList } from '${name}';\` registers nothing.
- Types of templates: \`import type {} from '${name}/react';\`, or \`/vue\`, \`/svelte\`, \`/solid\`, \`/angular\`.
- Data comes from the element's route, from \`src\`, from the \`payload\` property, or from a child \`<script type="application/json">\`, which paints without a request.
- When the page has started an operation: \`document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 7 } }));\` wakes what has stopped polling.
- Headers and tokens: \`document.addEventListener('op-request', (event) => event.request.headers.set('Authorization', token));\` before the elements are defined.

## All elements
${section('Attributes', attributes, attributeText)}${section('Properties without an attribute', properties, propertyText)}${section('Methods', methods, (method) => `\`${method.name}()\``)}
## Elements
${elements.map((element) => elementText(element, shared)).join('')}
## Events

On the element that fires them; those that bubble can be caught on \`document\`.

${[...every.values()].map(eventText).join('\n')}

## Payloads

What each route answers with \`Accept: application/json\`:

${routes()}

A field with \`?\` may be missing.

\`\`\`
${payloadTypes()}
\`\`\`

In an \`active_state\` these agree with the \`freshness_state\`:

${truthTable()}

## What an answer does

${rows(tableOf('docs/auth.md', 'What an answer does'), (cells) => `- ${cells.join(': ').replace(/: (?=[^:]*$)/, '; ')}`)}

## Tokens

CSS custom properties, set on any ancestor.

${tokens.map((token) => `- \`${token.name}\` (${valuesText(token)}): ${token.description}`).join('\n')}
`;
}

const elementText = (element: ElementDoc, shared: ReadonlySet<string>): string => {
  const { tag, className, summary, events, slots, parts } = element;
  const own = <Kind extends Described>(all: readonly Kind[]): Kind[] => all.filter(({ name }) => !shared.has(name));
  return `
### <${tag}>

${summary}

Class \`${className}\`.
${[
  section('Attributes', own(element.attributes), attributeText),
  section('Properties without an attribute', own(withoutAttribute(element)), propertyText),
  section('Events of its own', own(events), nameText),
  section('Slots', slots, ({ name }) => `\`${name || '(default)'}\``),
  section('Parts', parts, nameText),
].join('')}`;
};

const attributeText = ({ name, property, type, default: value }: Attribute): string => `\`${name}\` (property \`${property}\`, \`${type}\`, default \`${value}\`)`;
const nameText = ({ name }: Described): string => `\`${name}\``;
const propertyText = ({ name, type }: Property): string => `\`${name}\` (\`${type}\`)`;

const withoutAttribute = ({ attributes, properties }: ElementDoc): Property[] => properties.filter(({ name }) => !attributes.some(({ property }) => property === name));

/** The members of one kind that all elements have. */
const sharedBy = <Kind extends Described>(elements: readonly ElementDoc[], of: (element: ElementDoc) => readonly Kind[]): Kind[] =>
  of(elements[0]!).filter(({ name }) => elements.every((element) => of(element).some((other) => other.name === name)));

const section = <Kind extends Described>(heading: string, all: readonly Kind[], write: (each: Kind) => string): string =>
  all.length === 0 ? '' : `\n${heading}:\n${all.map((each) => `- ${write(each)}: ${each.description}`).join('\n')}\n`;

const rows = (table: readonly string[][], write: (cells: readonly string[]) => string): string => table.map(write).join('\n');
