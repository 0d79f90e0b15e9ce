/** What runs in a tab's page before and after the lab's own script. Self-contained: it is sent as text. */

declare global {
  interface Window {
    /** What the browser told the page of its life, oldest first. */
    told: string[];
    /** Every text that was on the page, for however short a moment: of nodes, and of attributes. */
    everShown: Set<string>;
    /** Moves the page's time on, and fires no timer yet. */
    setClocks(elapsed: number): void;
    /** The same, to what the server's clock shows. The page hangs for as long as the server does not tell it. */
    catchUp(): void;
  }
}

/** Before: the lab's channel is closed while the page is away, for whatever a page hears there ends its stay in the back-forward cache. */
export function openLabChannel(): void {
  const labChannel = (open: () => BroadcastChannel): object => {
    const listeners: ((event: MessageEvent) => void)[] = [];
    const opened = (): BroadcastChannel => Object.assign(open(), { onmessage: (event: MessageEvent) => listeners.forEach((listener) => listener(event)) });
    let channel = opened();
    window.addEventListener('pagehide', () => channel.close());
    window.addEventListener('pageshow', ({ persisted }) => persisted && (channel = opened()));
    return {
      addEventListener: (_type: string, listener: (event: MessageEvent) => void) => listeners.push(listener),
      postMessage: (data: unknown) => channel.postMessage(data),
    };
  };
  window.BroadcastChannel = new Proxy(window.BroadcastChannel, {
    construct: (Channel, [name]: [string]) => (name === 'lab' ? labChannel(() => new Channel(name)) : new Channel(name)),
  });
}

/** After. */
export function live(): void {
  const { lab } = window;

  window.setClocks = (elapsed) => {
    lab.frozen = true;
    void lab.moveTo(elapsed);
    lab.frozen = false;
  };
  window.catchUp = () => {
    const request = new XMLHttpRequest();
    request.open('GET', '/now', false);
    request.send();
    window.setClocks(Number(request.responseText));
  };

  // The lab's visibility is the browser's.
  const visibility = Object.getOwnPropertyDescriptor(Document.prototype, 'visibilityState')!.get!.bind(document) as () => DocumentVisibilityState;
  const follow = (): void => lab.setHidden(visibility() === 'hidden');
  follow();

  window.told = [];
  const onTelling = (event: Event): void => {
    if (!event.isTrusted) return;
    const more = event instanceof PageTransitionEvent && event.persisted ? ' persisted' : event.type === 'visibilitychange' ? ` ${visibility()}` : '';
    window.told.push(event.type + more);
    // A clock does not stand still while the page does.
    if (event.type === 'resume') window.catchUp();
    follow();
  };
  for (const type of ['visibilitychange', 'freeze', 'resume']) document.addEventListener(type, onTelling, { capture: true });
  for (const type of ['pagehide', 'pageshow']) window.addEventListener(type, onTelling, { capture: true });

  window.everShown = new Set();
  const note = (text: string | null): void => void (text?.trim() && window.everShown.add(text.trim()));
  const noteAll = (node: Node): void => {
    note(node.textContent);
    if (node instanceof Element) for (const element of [node, ...node.querySelectorAll('*')]) for (const { value } of element.attributes) note(value);
  };
  const observer = new MutationObserver((records) => {
    for (const { target, attributeName, oldValue, addedNodes, removedNodes } of records) {
      note(oldValue);
      note(attributeName ? (target as Element).getAttribute(attributeName) : target.textContent);
      for (const node of [...addedNodes, ...removedNodes]) noteAll(node);
    }
  });
  const everything = { subtree: true, childList: true, characterData: true, characterDataOldValue: true, attributes: true, attributeOldValue: true };
  observer.observe(document, everything);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observer.observe(root, everything);
    return root;
  };
}
