import { VERSION } from './version.ts';

let told = false;

/** Defines a tag. The first definition stays: a second copy of the kit warns once in the console instead of throwing. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  const first = customElements.get(tag);
  if (first === undefined) customElements.define(tag, element);
  if (first === undefined || first === element || told) return;
  told = true;
  const { version } = first as { version?: string };
  const owner = version ? `version ${version} of it is on this page already` : `<${tag}> is defined by something else`;
  console.warn(`op-run-elements ${VERSION}: ${owner}, and the first definition stays in use. Load the kit once.`);
}
