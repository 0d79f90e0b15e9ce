/** Defining a tag twice must not throw: the first definition wins, and a second one of another origin says so once. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  const known = customElements.get(tag);
  if (known === undefined) customElements.define(tag, element);
  else if (known !== element) console.warn(`op-run-elements: <${tag}> is already defined; the first definition stays in use.`);
}
