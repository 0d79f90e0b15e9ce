/**
 * One polite live region for the page. It collects what all elements announce within a short time, and says each text once.
 * A condition, such as "Not updating", is announced when the first element enters it and when the last one leaves it.
 */

/** How long announcements are collected, so that a screen reader hears one text for one answer instead of one per element. */
const BATCH_MILLISECONDS = 150;

class Announcer {
  readonly #owners = new Set<object>();
  readonly #conditions = new Map<object, string>();
  readonly #pending = new Set<string>();
  #region: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Called when an element is connected. A screen reader only reads changes of a region that was on the page before its text. */
  join(owner: object): void {
    this.#owners.add(owner);
    this.#place();
  }

  leave(owner: object): void {
    this.#owners.delete(owner);
    // An element that is moved inside the DOM joins again at once: its pending announcement must not be lost (P7).
    queueMicrotask(() => this.#forget(owner));
  }

  #forget(owner: object): void {
    if (this.#owners.has(owner)) return;
    this.#conditions.delete(owner);
    if (this.#owners.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
    if (this.#region && countUsers(this.#region, -1) === 0) this.#region.remove();
    this.#region = null;
  }

  announce(text: string): void {
    this.#pending.add(text);
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MILLISECONDS);
  }

  /** Sets the condition of one element; null ends it. `ended` is announced when no element has that condition any more. */
  setCondition(owner: object, text: string | null, ended: string): void {
    const before = this.#conditions.get(owner) ?? null;
    if (before === text) return;
    const known = [...this.#conditions.values()];
    if (text === null) this.#conditions.delete(owner);
    else this.#conditions.set(owner, text);
    if (text !== null && !known.includes(text)) this.announce(text);
    if (text === null && ![...this.#conditions.values()].includes(before!)) this.announce(ended);
  }

  #flush(): void {
    this.#timer = undefined;
    const text = [...this.#pending].join(' ');
    this.#pending.clear();
    const region = this.#place();
    // Cleared first, or a screen reader would ignore the same text when it is announced a second time.
    region.textContent = '';
    region.textContent = text;
  }

  /** Finds or creates the region. Several copies of the kit on one page share it, and the last one removes it. */
  #place(): HTMLElement {
    if (this.#region?.isConnected) return this.#region;
    this.#region = document.querySelector<HTMLElement>('[data-op-announcer]') ?? makeRegion();
    countUsers(this.#region, 1);
    return this.#region;
  }
}

function makeRegion(): HTMLElement {
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  // A strict Content-Security-Policy forbids a style attribute, but allows a style set by script.
  region.style.cssText = 'position:fixed;clip-path:inset(50%)';
  document.documentElement.append(region);
  return region;
}

/** Adds `more` to the number of copies of the kit that use the region, and returns the sum. */
function countUsers({ dataset }: HTMLElement, more: number): number {
  const users = Number(dataset['opAnnouncer'] ?? 0) + more;
  dataset['opAnnouncer'] = String(users);
  return users;
}

export const announcer = new Announcer();
