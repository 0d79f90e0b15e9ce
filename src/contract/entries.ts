/** From a body to its entries: a text that is known gives its known entry, and only new texts are parsed and read. */
import { cutBody, textOf, type Cut } from './cut.ts';

export interface Taken<Entry> {
  readonly key: 'items' | 'data';
  /** The parsed body without its entries (its list is []): the same object while that text is the same. */
  readonly frame: unknown;
  /** All entries in order: the same array while none has changed, come, gone or moved. Never mutated. */
  readonly entries: readonly Entry[];
  /** The entries that the body taken before has not. */
  readonly added: readonly Entry[];
  /** The entries of the body taken before that this one has not. */
  readonly gone: readonly Entry[];
}

/** Remembers the entries of the last body, so that an unchanged text gives the same entry. Equal texts in one body have an entry each. */
export class EntryMemory<Entry> {
  readonly #read: (json: unknown, key: Cut['key']) => Entry;
  #cut: Cut | null = null;
  #frame: unknown;
  #entries: readonly Entry[] = [];

  /** `read` makes an entry of a parsed text. It is called once for each entry of `added`. */
  constructor(read: (json: unknown, key: Cut['key']) => Entry) {
    this.#read = read;
  }

  /** Null for an unusual body, and for one that is no JSON: nothing is remembered of it, and what is known stays. */
  take(text: string): Taken<Entry> | null {
    let cut = cutBody(text, this.#cut);
    // The same text under the other key is another entry.
    if (cut && this.#cut && cut.key !== this.#cut.key) cut = cutBody(text, null);
    if (!cut) return null;
    const { key, origins, kept } = cut;
    const before = this.#entries;
    let frame = this.#frame;
    const added: Entry[] = [];
    const fresh: unknown[] = [];
    try {
      if (cut.frame !== this.#cut?.frame) frame = JSON.parse(cut.frame);
      for (let index = 0; index < origins.length; index++) if (origins[index]! < 0) fresh.push(JSON.parse(textOf(cut, index)));
    } catch {
      return null;
    }
    // Only now, so that nothing is read of a body whose last entry is broken.
    for (const json of fresh) added.push(this.#read(json, key));

    const list = before.slice(0, origins.length);
    let changed = origins.length !== before.length;
    let next = 0;
    for (let index = 0; index < origins.length; index++) {
      const origin = origins[index]!;
      if (origin === index) continue;
      changed = true;
      list[index] = origin < 0 ? added[next++]! : before[origin]!;
    }
    const gone: Entry[] = [];
    for (let index = 0; index < before.length; index++) if (!kept[index]) gone.push(before[index]!);

    const entries = changed ? list : before;
    this.#cut = cut;
    this.#frame = frame;
    this.#entries = entries;
    return { key, frame, entries, added, gone };
  }

  forget(): void {
    this.#cut = null;
    this.#frame = undefined;
    this.#entries = [];
  }
}
