/** Bodies as a backend may send them one after the other, good and broken, and what has to hold when they are read by their entries. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutBody, textOf, type Cut } from '../../src/contract/cut.ts';
import { EntryMemory, type Taken } from '../../src/contract/entries.ts';

/** A body, and whether it has to be cut: JSON with one list at a key without escapes. Any other may be cut only if that changes nothing. */
export interface Sent {
  readonly text: string;
  readonly usual: boolean;
}

const space = fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 }));

/** The inside of a string as it stands in JSON. */
const characters = fc
  .array(
    fc.constantFrom('a', 'items', 'é', '\u2028', '\u2029', '\u00a0', '😀', '\ud83d', '\\ud83d\\ude00', '\\ud83d', '\\"', '\\\\', '\\\\\\"', '\\n', '\\/', '\\u0022', '\\u005d', '[', ']', '{', '}', ',', ':', '},{', ']}', '\\"data\\":['),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));
const string = characters.map((inside) => `"${inside}"`);
const scalar = fc.oneof(string, fc.constantFrom('0', '1', '12', '123', '-0', '1.5e3', '1E-2', 'true', 'false', 'null', '""', '[]', '{}'));

const nested = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(fc.tuple(space, tie('value'), space).map((parts) => parts.join('')), { maxLength: 3 }).map((values) => `[${values.join(',')}]`),
    fc
      .array(fc.tuple(space, fc.oneof(string, fc.constantFrom('"items"', '"data"', '"__proto__"')), space, tie('value'), space), { maxLength: 3 })
      .map((members) => `{${members.map(([a, key, b, value, c]) => `${a}${key}${b}:${b}${value}${c}`).join(',')}}`),
  ),
})).value;
/** Deeper than a parser that calls itself could follow comfortably. */
const deep = fc.integer({ min: 1, max: 400 }).map((depth) => `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
const run = fc.tuple(fc.nat(30), fc.nat(3), string).map(([id, done, label]) => `{"run_id":${id},"done":${done},"label":${label},"items":[{"data":[]},{}]}`);
const value = fc.oneof({ weight: 3, arbitrary: scalar }, { weight: 6, arbitrary: run }, { weight: 3, arbitrary: nested }, { weight: 1, arbitrary: deep });

/** A member of the body other than the list. JSON.parse takes the last of two equal keys, and so does a frame. */
const member = fc.tuple(space, fc.constantFrom('"a"', '"a"', '"meta"', '"__proto__"', '"Items"', '"😀"', '""'), space, fc.oneof(scalar, nested)).map(([gap, key, other, text]) => `${gap}${key}${other}:${text}${gap}`);

interface Frame {
  readonly key: string;
  readonly ahead: readonly string[];
  readonly behind: readonly string[];
  readonly gap: string;
}

const frame: fc.Arbitrary<Frame> = fc.record({
  key: fc.constantFrom('items', 'items', 'data'),
  ahead: fc.array(member, { maxLength: 2 }),
  behind: fc.array(member, { maxLength: 2 }),
  gap: space,
});

const bodyOf = ({ key, ahead, behind, gap }: Frame, entries: readonly string[], inner: string): string =>
  `${gap}{${[...ahead, `${gap}"${key}"${gap}:${gap}[${inner}${entries.join(`${inner},${inner}`)}${inner}]${gap}`, ...behind].join(',')}}${gap}`;

/** What happens between two polls. */
type Change = (state: { frame: Frame; entries: string[]; inner: string }) => void;

const place = fc.nat(1000);
const at = (entries: readonly string[], index: number): number => (entries.length ? index % entries.length : 0);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(place, value).map(([index, text]): Change => ({ entries }) => void (entries[at(entries, index)] = text)) },
  { weight: 4, arbitrary: fc.tuple(place, value).map(([index, text]): Change => ({ entries }) => void entries.splice(at(entries, index), 0, text)) },
  { weight: 4, arbitrary: fc.tuple(place, fc.integer({ min: 1, max: 3 })).map(([index, count]): Change => ({ entries }) => void entries.splice(at(entries, index), count)) },
  { weight: 3, arbitrary: fc.tuple(place, place).map(([from, to]): Change => ({ entries }) => void entries.splice(at(entries, to), 0, ...entries.splice(at(entries, from), 1))) },
  { weight: 2, arbitrary: fc.tuple(place, place).map(([from, to]): Change => ({ entries }) => void (entries.length && entries.splice(at(entries, to), 0, entries[at(entries, from)]!))) },
  // More at one place than are looked for nearby.
  { weight: 2, arbitrary: fc.tuple(place, fc.integer({ min: 1, max: 80 }), fc.nat(3)).map(([index, count, done]): Change => ({ entries }) => void entries.splice(at(entries, index), 0, ...Array.from({ length: count }, (_, id) => `{"run_id":${100 + id},"done":${done}}`))) },
  { weight: 1, arbitrary: fc.tuple(place, fc.integer({ min: 20, max: 80 })).map(([index, count]): Change => ({ entries }) => void entries.splice(at(entries, index), count)) },
  { weight: 1, arbitrary: fc.constant<Change>(({ entries }) => void entries.reverse()) },
  { weight: 1, arbitrary: fc.constant<Change>(({ entries }) => void entries.sort()) },
  { weight: 1, arbitrary: fc.constant<Change>(({ entries }) => entries.forEach((text, index) => (entries[index] = text.replace(/"done":\d/, '"done":9')))) },
  { weight: 1, arbitrary: fc.constant<Change>(({ entries }) => void (entries.length = 0)) },
  { weight: 2, arbitrary: frame.map((other): Change => (state) => void (state.frame = other)) },
  { weight: 1, arbitrary: space.map((inner): Change => (state) => void (state.inner = inner)) },
);

/** What may go wrong with a body on its way, or in the backend that wrote it. */
type Fault = (text: string) => string;

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: place.map((index): Fault => (text) => text.slice(0, index % (text.length + 1))) },
  ...[0, 1].map((removed) => ({
    weight: 8,
    arbitrary: fc
      .tuple(fc.nat(), fc.constantFrom('"', '\\', ',', ':', '[', ']', '{', '}', ' ', '1', 'a', '\u000b', '\u00a0', '\ufeff', '\u0000', '],"x":[', '},{', '"items":[],', '"data":[],', '"it\\u0065ms":[],'))
      .map(([index, inserted]): Fault => (text) => text.slice(0, index % (text.length + 1)) + inserted + text.slice((index % (text.length + 1)) + removed)),
  })),
  { weight: 6, arbitrary: fc.nat().map((index): Fault => (text) => text.slice(0, index % (text.length + 1)) + text.slice((index % (text.length + 1)) + 1)) },
  { weight: 1, arbitrary: fc.constantFrom('{"items":[],', '{"data":[],', '{"data":null,', '{"it\\u0065ms":[],', '[', '\ufeff{', '{').map((start): Fault => (text) => text.replace('{', start)) },
  { weight: 1, arbitrary: fc.constantFrom(',"items":[1]}', ',"data":[1]}', ',"items":null}', ',"d\\u0061ta":[2]}', ']', '}x', '}}', '},').map((end): Fault => (text) => text.replace(/\}[^}]*$/, end)) },
  { weight: 1, arbitrary: fc.constantFrom('', 'null', '[]', '{}', '{"items":{}}', '{"items":[}', '{"items":[1,]}', '{"items":[,]}', '{"items":[1 2]}', '{"items":[[1,2]}', '"items"').map((text): Fault => () => text) },
);

/** What one element gets from one URL, from its first request on. */
export const sequences: fc.Arbitrary<readonly Sent[]> = fc
  .record({
    frame,
    inner: space,
    entries: fc.array(value, { maxLength: 12 }),
    steps: fc.array(fc.tuple(fc.array(change, { maxLength: 3 }), fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fault })), { minLength: 1, maxLength: 9 }),
  })
  .map(({ steps, ...first }) => {
    const state = { ...first, entries: [...first.entries] };
    return steps.map(([changes, broken]) => {
      for (const apply of changes) apply(state);
      const text = bodyOf(state.frame, state.entries, state.inner);
      return broken ? { text: broken(text), usual: false } : { text, usual: true };
    });
  });

interface Entry {
  readonly json: unknown;
}

interface Step {
  readonly cut: Cut;
  readonly texts: readonly string[];
  readonly taken: Taken<Entry>;
}

const textsOf = (cut: Cut): string[] => cut.ends.map((_, index) => textOf(cut, index));

/** Fails where reading `bodies` one after the other by their entries differs from reading each of them whole. Returns how many were cut. */
export function readsLikeTheWhole(bodies: readonly Sent[]): number {
  let reads = 0;
  const memory = new EntryMemory((json): Entry => (reads++, { json }));
  let before: Step | undefined;
  let cuts = 0;
  for (const { text, usual } of bodies) {
    reads = 0;
    const cut = cutBody(text, before?.cut ?? null);
    const alone = cutBody(text, null);
    const taken = memory.take(text);
    assert.equal(cut === null, alone === null, 'what was there before decides whether a body can be cut');
    if (usual) assert.ok(taken, 'an ordinary body was not cut');
    if (!taken || !cut || !alone) {
      assert.equal(taken, null);
      assert.equal(reads, 0, 'entries were read of a body that was given up');
      continue;
    }
    cuts++;
    const texts = textsOf(cut);
    assert.deepEqual([cut.key, cut.frame, texts], [alone.key, alone.frame, textsOf(alone)], 'what was there before decides where a body is cut');
    // Throws for a body that is no JSON: it must not have been taken.
    assert.deepStrictEqual({ ...(taken.frame as object), [taken.key]: taken.entries.map(({ json }) => json) }, JSON.parse(text));
    heldAgainst(before, { cut, texts, taken });
    assert.equal(reads, taken.added.length, 'each new text is read once');
    before = { cut, texts, taken };
    // A later body must not write into what was handed out.
    [taken.entries, taken.added, taken.gone].forEach(Object.freeze);
  }
  return cuts;
}

function heldAgainst(before: Step | undefined, { cut, texts, taken }: Step): void {
  const known = before?.taken.entries ?? [];
  const old = new Set(known);
  const now = new Set(taken.entries);
  assert.equal(now.size, texts.length, 'each place has an entry of its own');
  assert.deepEqual(taken.added, taken.entries.filter((entry) => !old.has(entry)));
  assert.deepEqual(taken.gone, known.filter((entry) => !now.has(entry)));
  assert.equal(taken.added.length + known.length - taken.gone.length, texts.length);
  texts.forEach((text, index) => {
    const origin = cut.origins[index]!;
    if (origin >= 0) assert.equal(before?.texts[origin], text);
    assert.equal(taken.entries[index] === known[origin], origin >= 0 && before?.cut.key === cut.key, 'an entry does not come from where its text was');
  });
  // The same text under the other key is another entry.
  if (before?.cut.key !== cut.key) return;
  const kept = new Set(texts.filter((_, index) => cut.origins[index]! >= 0));
  const had = new Set(before.texts);
  for (const text of texts) assert.equal(kept.has(text), had.has(text), `the known text ${text} was read again`);
  const same = texts.length === before.texts.length && texts.every((text, index) => text === before.texts[index]);
  assert.equal(taken.entries === before.taken.entries, same, 'the list is a new one when, and only when, something in it is new');
  if (cut.frame === before.cut.frame) assert.equal(taken.frame, before.taken.frame, 'the frame is the same object while its text is');
}
