/** The page on which elements live for a while. What is in here runs in the page. */

export type Surface = HTMLElement & { readonly updateComplete: Promise<boolean> };

export interface Stage {
  /** Where elements are put. */
  readonly box: HTMLElement;
  /** Other places to move to: an element, a shadow root, and one in that. */
  readonly rooms: readonly ParentNode[];
  /** New elements, which are on no page yet. */
  make(): Surface[];
  updated(elements: readonly Surface[]): Promise<void>;
  /** All that needs no time has happened: answers, locks and messages are in. */
  settled(): Promise<void>;
}

declare global {
  interface Window {
    stage: Stage;
  }
}

/** `html` is of the elements that are made. */
export function setStage(html: string): void {
  // Nothing is painted: that takes time, and tells nothing of what is kept.
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
