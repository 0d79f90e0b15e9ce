/**
 * Cuts a JSON body into the texts of its list's entries without parsing it, so that only new texts have to be parsed.
 *
 * Whether a piece is JSON is not asked here. If the frame and all entries are JSON, the body is too, with the same values: the list is
 * cut out of a known place of the frame, and between two entries are one comma and white space. Anything else gives null.
 */

/** Where the entries of a list are in a body, and where they come from. */
interface List {
  /** Where each entry starts; and at last where the list is over, behind its bracket. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** For each entry the index of the one before that had its text, or -1 for a new text. No two come from the same one. */
  readonly origins: readonly number[];
  /** For each entry of the cut before 1, when one of this cut comes from it. */
  readonly kept: Uint8Array;
}

export interface Cut extends List {
  readonly text: string;
  readonly key: 'items' | 'data';
  /** The body with an empty list in place of the list. */
  readonly frame: string;
}

/** Entries that have come or gone at one place are found by comparing, up to so many; a map of all texts takes longer. */
const REACH = 32;

/** The text of an entry. */
export const textOf = ({ text, starts, ends }: Cut, index: number): string => text.slice(starts[index], ends[index]);

/**
 * Null for an unusual body, which has to be read whole: anything but an object that has one of the two keys, once, with a list.
 * What `before` has too is found by comparing long stretches natively, and is not looked at character by character.
 */
export function cutBody(text: string, before: Cut | null): Cut | null {
  let key: Cut['key'] = 'items';
  let list: List | null = null;
  let [open, close] = [0, 0];
  let at = skipSpace(text, 0);
  if (text[at] !== '{') return null;
  do {
    const quote = skipSpace(text, at + 1);
    const end = text.indexOf('"', quote + 1);
    const name = text.slice(quote + 1, end);
    const colon = skipSpace(text, end + 1);
    // An escape could spell one of the two keys in another way.
    if (text[quote] !== '"' || text[colon] !== ':' || name.includes('\\')) return null;
    at = skipSpace(text, colon + 1);
    if (name !== 'items' && name !== 'data') at = endOf(text, at);
    else {
      open = at + 1;
      if (list || text[at] !== '[' || !(list = cutList(text, open, before))) return null;
      key = name;
      close = list.starts.at(-1)!;
      at = skipSpace(text, close);
    }
  } while (text[at] === ',');
  if (!list || text[at] !== '}' || skipSpace(text, at + 1) < text.length) return null;
  const frame = text.slice(0, open) + text.slice(close - 1);
  // V8 joins the two slices when a character is read. Until then they would keep the whole body in memory.
  frame.charCodeAt(0);
  return { text, key, frame, ...list };
}

/** The list that opens before `at`. Null where it does not end as a list does. */
function cutList(text: string, at: number, before: Cut | null): List | null {
  const starts: number[] = [];
  const ends: number[] = [];
  const origins: number[] = [];
  const count = before?.ends.length ?? 0;
  /** The entry of `before` that is expected at `at`, and how many from there on are compared at once. It only ever goes on. */
  let next = 0;
  let step = 1;
  /** New texts since the last known one. */
  let misses = 0;

  at = skipSpace(text, at);
  let more = text[at] !== ']';
  if (!more) at++;
  while (more) {
    const to = Math.min(next + step, count);
    // A stretch ends where the entry behind it starts, so it has the comma too: 1 is not known where 12 stands.
    const shift = at - (before?.starts[next] ?? 0);
    if (before && next < to && text.slice(at, before.starts[to]! + shift) === before.text.slice(at - shift, before.starts[to])) {
      for (; next < to; next++) {
        starts.push(before.starts[next]! + shift);
        ends.push(before.ends[next]! + shift);
        origins.push(next);
      }
      at = before.starts[to]! + shift;
      more = to < count;
      step *= 2;
      misses = 0;
    } else if (step > 1) step >>= 1;
    else {
      let end = endOf(text, at);
      more = text[end] === ',';
      if (!more && text[end] !== ']') return null;
      const start = at;
      at = end + 1;
      while (isSpace(text, end - 1)) end--;
      const entry = text.slice(start, end);
      // It may be known all the same: others have come in front of it or have gone, or the comma behind it has.
      const last = misses < REACH ? Math.min(next + REACH, count) : 0;
      let index = next - misses;
      while (index < last && textOf(before!, index) !== entry) index++;
      starts.push(start);
      ends.push(end);
      if (index < last) {
        origins.push(index);
        next = index + 1;
        misses = 0;
      } else {
        origins.push(-1);
        next++;
        misses++;
      }
    }
    if (more) at = skipSpace(text, at);
  }
  starts.push(at);

  // What has moved further is found by its text.
  const kept = new Uint8Array(count);
  const moved = new Map<string, number>();
  for (const origin of origins) if (origin >= 0) kept[origin] = 1;
  for (let index = 0; index < count; index++) if (!kept[index]) moved.set(textOf(before!, index), index);
  for (let index = 0; moved.size && index < ends.length; index++) {
    if (origins[index]! >= 0) continue;
    const entry = text.slice(starts[index], ends[index]);
    const origin = moved.get(entry);
    if (origin === undefined) continue;
    origins[index] = origin;
    kept[origin] = 1;
    moved.delete(entry);
  }
  return { starts, ends, origins, kept };
}

/** Where the value that starts at `at` is over: at the first comma or closing bracket that is not part of it. Where none comes, there is no character either. */
function endOf(text: string, at: number): number {
  for (let depth = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      // Native search is faster than a loop, even for short strings. A quote behind an odd number of backslashes does not end one.
      let slashes: number;
      do {
        at = text.indexOf('"', at + 1);
        for (slashes = 0; text.charCodeAt(at - 1 - slashes) === 92; ) slashes++;
      } while (slashes % 2);
      if (at < 0) return at;
    }
    // { and } are [ and ] with the bit of 32.
    else if ((code | 32) === 123) depth++;
    else if (((code | 32) === 125 || (code === 44 && !depth)) && !depth--) break;
  }
  return at;
}

const isSpace = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 32 || code === 10 || code === 13 || code === 9;
};

function skipSpace(text: string, at: number): number {
  while (isSpace(text, at)) at++;
  return at;
}
