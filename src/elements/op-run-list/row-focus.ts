/** Where the focus is among the rows of a list, and where it goes. */

const linkIn = (item: Element | undefined): HTMLAnchorElement | null => item?.querySelector<HTMLAnchorElement>('a.run') ?? null;

/** Changes the rows. The focus stays with its row when others come, go or move, and goes to the next one when its own is gone (P10). */
export function keepFocus(list: HTMLElement, change: () => void): void {
  const focused = (list.getRootNode() as ShadowRoot).activeElement;
  const item = focused && list.contains(focused) ? focused.closest('li') : null;
  const index = item ? [...list.children].indexOf(item) : -1;
  change();
  if (!item || (list.getRootNode() as ShadowRoot).activeElement === focused) return;
  const items = [...list.children];
  const next = item.isConnected ? item : items[Math.min(index, items.length - 1)];
  linkIn(next)?.focus({ preventScroll: true });
}

/** Arrow keys, Home and End go from row to row. Tab goes on as everywhere. */
export function moveByKey(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...(event.currentTarget as Element).querySelectorAll<HTMLAnchorElement>('a.run')];
  const at = links.indexOf(event.target as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  links[Math.max(0, Math.min(to, links.length - 1))]!.focus();
}
