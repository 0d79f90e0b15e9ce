/**
 * One polite live region per page. Announcements of one moment go out together and each text once; a condition
 * (not updating, session ended) is announced when it begins on the first surface and when it ends on the last.
 */

/** Gathers what surfaces learn from the same answer, and gives a screen reader one text instead of a stream. */
const BATCH_MILLISECONDS = 150;

class Announcer {
  readonly #owners = new Set<object>();
  readonly #conditions = new Map<object, string>();
  readonly #pending = new Set<string>();
  #region: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** An element is on the page. The region has to be there before its first text. */
  join(owner: object): void {
    this.#owners.add(owner);
    this.#place();
  }

  leave(owner: object): void {
    this.#owners.delete(owner);
    // A move inside the DOM leaves and comes back at once, and must not lose what is about to be said (P7).
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

  /** Sets or ends (`text` null) what holds for an owner; `ended` is said when it ended for all of them. */
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
    // The same text twice in a row is news the second time, too.
    region.textContent = '';
    region.textContent = text;
  }

  /** The region, which a second kit on the page shares with the first. The last of them takes it away. */
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
  // Set through the object model, which a strict Content-Security-Policy allows.
  region.style.cssText = 'position:fixed;clip-path:inset(50%)';
  document.documentElement.append(region);
  return region;
}

/** How many kits use the region after one more, or one less. */
function countUsers({ dataset }: HTMLElement, more: number): number {
  const users = Number(dataset['opAnnouncer'] ?? 0) + more;
  dataset['opAnnouncer'] = String(users);
  return users;
}

export const announcer = new Announcer();
