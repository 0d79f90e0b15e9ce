/** Types for the parts of untyped libraries that the tests use. */
declare module '@alpinejs/morph' {
  const plugin: (alpine: unknown) => void;
  export default plugin;
}

declare module 'alpinejs' {
  const Alpine: {
    plugin(plugin: unknown): void;
    morph(from: Element, to: Element, options: { key(node: Node): string | undefined; lookahead: boolean }): void;
  };
  export default Alpine;
}

declare module '@hotwired/turbo' {
  export function renderStreamMessage(message: string): void;
  export function visit(url: string, options: { action?: 'replace'; frame?: string }): void;
}

declare module 'htmx-4' {
  const htmx: {
    process(root: Element): void;
    swap(context: { target: Element; swap: string; text: string }): Promise<void>;
  };
  export default htmx;
}
