/** What runs in a story's page. Each function is sent there on its own, so none of them sees anything of this file. */

declare global {
  interface Window {
    /** The requests of the kit: how many were sent, and how many have no answer yet. */
    opRequests: { sent: number; underWay: number };
    __STORYBOOK_ADDONS_CHANNEL__?: { last(event: string): unknown[] | undefined };
    __STORYBOOK_PREVIEW__: { extract(): Promise<Record<string, { parameters: { pictures?: string[] } }>> };
  }
}

/** Runs before anything else in the page. */
export function prepare(): void {
  // MSW then answers inside the page: every request that the browser still makes is one that leaves it, and an answer of
  // 500 that a story asks for is no error on the console.
  delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;

  window.opRequests = { sent: 0, underWay: 0 };
  let watched: typeof fetch | undefined;
  // Announced before each request; by then MSW has put its own fetch in place.
  document.addEventListener(
    'op-request',
    () => {
      if (window.fetch === watched) return;
      const { fetch } = window;
      window.fetch = watched = async (...request) => {
        window.opRequests.sent += 1;
        window.opRequests.underWay += 1;
        try {
          return await fetch(...request);
        } finally {
          window.opRequests.underWay -= 1;
        }
      };
    },
    { capture: true },
  );
}

/** True as soon as Storybook is done with the story, for good or ill. */
export function storyIsDone(): boolean {
  return Boolean(window.__STORYBOOK_ADDONS_CHANNEL__?.last('storyFinished')) || /sb-show-(errordisplay|nopreview)/.test(document.body.className);
}

/** What Storybook shows instead of the story, or why its play function gave up; null when it shows the story. */
export function storyError(): string | null {
  const { classList } = document.body;
  const [thrown] = (window.__STORYBOOK_ADDONS_CHANNEL__?.last('playFunctionThrewException') ?? []) as Error[];
  if (thrown) return thrown.message;
  if (classList.contains('sb-show-main')) return null;
  return document.querySelector<HTMLElement>(classList.contains('sb-show-errordisplay') ? '.sb-errordisplay' : '.sb-nopreview')?.innerText ?? document.body.className;
}

/**
 * Resolves when the page has come to rest: fonts are there, elements have updated, and two frames in a row have seen no
 * request begin or end. One that is still under way then is one that the story's backend holds back.
 */
export async function settled(): Promise<void> {
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const { port1, port2 } = new MessageChannel();
  const turn = (): Promise<unknown> =>
    new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  const everything = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? [element, ...everything(element.shadowRoot)] : [element]));

  const state = (): string => `${window.opRequests.sent} ${window.opRequests.underWay}`;
  for (let calm = 0, before = state(); calm < 2; before = state()) {
    await frame();
    // MSW and the kit pass an answer on within the page: that takes turns of the event loop, and no time.
    for (let turns = 0; turns < 20; turns += 1) await turn();
    for (const element of everything(document)) await (element as { updateComplete?: Promise<unknown> }).updateComplete;
    await document.fonts.ready;
    calm = state() === before ? calm + 1 : 0;
  }
}

/** The size in CSS pixels of all there is to see, at least that of the window. */
export function pageSize(): { width: number; height: number } {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return { width: scrollWidth, height: scrollHeight };
}

/** Elements that nobody has defined: they show nothing, and complain of nothing. */
export function undefinedElements(): string[] {
  return [...new Set([...document.querySelectorAll('#storybook-root :not(:defined)')].map(({ localName }) => `<${localName}>`))];
}

/** Where the content ends: what only fills the window has nothing to show there. */
export function contentEnd(): number {
  let end = 0;
  const look = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      const { bottom, height } = element.getBoundingClientRect();
      if (height < innerHeight) end = Math.max(end, bottom);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document.querySelector('#storybook-root')!);
  return end;
}

/** The texts that are not drawn with a font of this page, so that another machine would draw them differently. */
export async function foreignTexts(): Promise<string[]> {
  const texts: [Element, string][] = [];
  const look = (node: Node): void => {
    if (node instanceof Text && node.data.trim() && node.parentElement?.checkVisibility()) texts.push([node.parentElement, node.data]);
    if (node instanceof HTMLInputElement && !/^(checkbox|color|file|hidden|radio|range)$/.test(node.type)) texts.push([node, `${node.value}${node.placeholder}`]);
    for (const child of [...node.childNodes, ...((node as Element).shadowRoot?.childNodes ?? [])]) look(child);
  };
  look(document.querySelector('#storybook-root')!);

  const known = new Map<string, boolean>();
  const isDrawn = async (font: string, letter: string): Promise<boolean> => {
    const key = `${font} ${letter}`;
    if (!known.has(key)) known.set(key, (await document.fonts.load(`16px ${font}`, letter)).length > 0);
    return known.get(key)!;
  };
  const foreign: string[] = [];
  for (const [element, text] of texts) {
    const [font] = getComputedStyle(element).fontFamily.split(',');
    let letters = '';
    for (const letter of new Set(text.replace(/\s/g, ''))) if (!(await isDrawn(font!, letter))) letters += letter;
    if (letters) foreign.push(`"${letters}" in "${text.trim()}", ${font}`);
  }
  return foreign;
}

/** Everything in the story that WCAG 2.2 AA forbids, as far as axe can tell. */
export async function violations(): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
  const found = await axe.run('#storybook-root', {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`).join('\n')}`);
}
