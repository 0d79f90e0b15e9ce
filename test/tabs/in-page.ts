/** Runs in a tab's page before and after the lab's own script. It is sent as text, so it must be self-contained. */

declare global {
  interface Window {
    /** The page's lifecycle events, oldest first. */
    told: string[];
    /** Every text of a node or an attribute that was ever on the page. */
    everShown: Set<string>;
    /** Moves the page's clocks without firing timers. */
    setClocks(elapsed: number): void;
    /** Moves the page's clocks to the server's time. The page hangs until the server answers. */
    catchUp(): void;
  }
}

/** Runs before the lab's script: closes the lab's channel while the page is away, because a message would remove it from the back-forward cache. */
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

/** Runs after the lab's script. */
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

  // Uses the browser's real visibility instead of the lab's.
  const visibility = Object.getOwnPropertyDescriptor(Document.prototype, 'visibilityState')!.get!.bind(document) as () => DocumentVisibilityState;
  const follow = (): void => lab.setHidden(visibility() === 'hidden');
  follow();

  window.told = [];
  const onTelling = (event: Event): void => {
    if (!event.isTrusted) return;
    const more = event instanceof PageTransitionEvent && event.persisted ? ' persisted' : event.type === 'visibilitychange' ? ` ${visibility()}` : '';
    window.told.push(event.type + more);
    // Clocks went on while the page was frozen.
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
