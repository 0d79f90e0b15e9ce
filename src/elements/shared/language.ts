/** The language of each element on the page: the nearest `lang`, also outside its shadow root. A change of it renders the element again. */
import { DEFAULT_LOCALE, onLocaleRegistered, spokenLocale, type Locale } from '../../projection/index.ts';

type Speaker = Element & { requestUpdate(): void };

class Language {
  readonly #spoken = new Map<Speaker, Locale>();
  /** The documents and shadow roots that are observed. Weak, so that a removed list and its shadow root can be collected. */
  #roots = new WeakSet<Node>();
  #observer: MutationObserver | null = null;
  #forgetLocales: (() => void) | null = null;

  join(speaker: Speaker): void {
    this.#spoken.set(speaker, nearest(speaker));
    this.#observer ??= new MutationObserver(() => this.#listen());
    // A host may register a catalogue for a language that is already on the page: all elements render again.
    this.#forgetLocales ??= onLocaleRegistered(() => this.#listen({ anew: true }));
    for (let root: Node | undefined = speaker.getRootNode(); root; root = hostOf(root)?.getRootNode()) {
      if (this.#roots.has(root)) continue;
      this.#roots.add(root);
      this.#observer.observe(root, { subtree: true, attributeFilter: ['lang'] });
    }
  }

  leave(speaker: Speaker): void {
    this.#spoken.delete(speaker);
    if (this.#spoken.size > 0) return;
    this.#observer?.disconnect();
    this.#forgetLocales?.();
    this.#observer = this.#forgetLocales = null;
    this.#roots = new WeakSet();
  }

  of(speaker: Speaker): Locale {
    // On a server an element has no ancestors, only its own attribute.
    return this.#spoken.get(speaker) ?? spokenLocale(speaker.getAttribute('lang') ?? DEFAULT_LOCALE);
  }

  #listen({ anew = false } = {}): void {
    for (const [speaker, before] of this.#spoken) {
      const now = nearest(speaker);
      if (now === before && !anew) continue;
      this.#spoken.set(speaker, now);
      speaker.requestUpdate();
    }
  }
}

export const language = new Language();

function nearest(element: Element): Locale {
  const holder = element.closest('[lang]');
  if (holder) return spokenLocale(holder.getAttribute('lang')!);
  const host = hostOf(element.getRootNode());
  return host ? nearest(host) : DEFAULT_LOCALE;
}

const hostOf = (root: Node): Element | undefined => (root instanceof ShadowRoot ? root.host : undefined);
