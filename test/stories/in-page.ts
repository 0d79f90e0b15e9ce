/** Functions that run in a story's page. Each is sent there alone, so it cannot use anything else of this file. */

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
  // Without service workers MSW answers inside the page. So every request of the browser is one that leaves the page, and a
  // scripted status 500 causes no error on the console.
  delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;

  window.opRequests = { sent: 0, underWay: 0 };
  let watched: typeof fetch | undefined;
  // `op-request` fires before each request, when MSW has already replaced fetch.
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

/** True when Storybook has finished the story, with or without an error. */
export function storyIsDone(): boolean {
  return Boolean(window.__STORYBOOK_ADDONS_CHANNEL__?.last('storyFinished')) || /sb-show-(errordisplay|nopreview)/.test(document.body.className);
}

/** The error that Storybook shows instead of the story, or of its play function; null when the story is shown. */
export function storyError(): string | null {
  const { classList } = document.body;
  const [thrown] = (window.__STORYBOOK_ADDONS_CHANNEL__?.last('playFunctionThrewException') ?? []) as Error[];
  if (thrown) return thrown.message;
  if (classList.contains('sb-show-main')) return null;
  return document.querySelector<HTMLElement>(classList.contains('sb-show-errordisplay') ? '.sb-errordisplay' : '.sb-nopreview')?.innerText ?? document.body.className;
}

/**
 * Resolves when nothing changes any more: fonts are loaded, elements have updated, and no request began or ended during two
 * frames. A request that is still under way then is held back by the story's backend.
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
    // MSW and the kit pass an answer on inside the page, which takes turns of the event loop but no time.
    for (let turns = 0; turns < 20; turns += 1) await turn();
    for (const element of everything(document)) await (element as { updateComplete?: Promise<unknown> }).updateComplete;
    await document.fonts.ready;
    calm = state() === before ? calm + 1 : 0;
  }
}

/** The size of the whole content in CSS pixels, at least that of the window. */
export function pageSize(): { width: number; height: number } {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return { width: scrollWidth, height: scrollHeight };
}

/** Undefined custom elements, which would show nothing without an error. */
export function undefinedElements(): string[] {
  return [...new Set([...document.querySelectorAll('#storybook-root :not(:defined)')].map(({ localName }) => `<${localName}>`))];
}

/** The lower end of the content, without boxes that only fill the window. */
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

/** Texts that are drawn with a font of the machine instead of the page's, so they would look different elsewhere. */
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

/** The violations of WCAG 2.2 AA that axe finds in the story. */
export async function violations(): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
  const found = await axe.run('#storybook-root', {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`).join('\n')}`);
}
