/** Helpers that run in the page on which elements are added and removed. */

export type Surface = HTMLElement & { readonly updateComplete: Promise<boolean> };

export interface Stage {
  /** The place for elements. */
  readonly box: HTMLElement;
  /** Other places to move elements to: an element, a shadow root, and a nested shadow root. */
  readonly rooms: readonly ParentNode[];
  /** Makes new elements that are not on the page yet. */
  make(): Surface[];
  updated(elements: readonly Surface[]): Promise<void>;
  /** Resolves when everything is done that needs no time: answers, locks and messages have arrived. */
  settled(): Promise<void>;
}

declare global {
  interface Window {
    stage: Stage;
  }
}

/** Prepares the page. `html` is the markup of the elements to make. */
export function setStage(html: string): void {
  // Hidden, because painting takes time and is not measured.
  document.body.hidden = true;
  const template = document.createElement('template');
  template.innerHTML = html;
  const put = <Kind extends keyof HTMLElementTagNameMap>(tag: Kind, within: ParentNode = document.body): HTMLElementTagNameMap[Kind] => {
    const element = document.createElement(tag);
    within.append(element);
    return element;
  };
  const root = put('div').attachShadow({ mode: 'open' });
  window.stage = {
    box: put('main'),
    rooms: [put('section'), root, put('div', root).attachShadow({ mode: 'open' })],
    make: () => [...document.importNode(template.content, true).children] as Surface[],
    updated: async (elements) => void (await Promise.all(elements.map((element) => element.updateComplete))),
    settled: async () => {
      for (let quiet = 0; quiet < 2; ) quiet = (await window.lab.settle(0, 0)).underWay.length > 0 ? 0 : quiet + 1;
    },
  };
}
