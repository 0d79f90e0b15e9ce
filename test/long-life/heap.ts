/** The memory that a page's scripts hold, from the browser's heap snapshot. */
import type { Tab } from '../faults/lab.ts';

/** Bytes per kind of object: its type and, for objects and functions, its name. */
export type Heap = ReadonlyMap<string, number>;

/** Kinds that are not counted: compiled code and records of the browser, which the page's scripts do not control. */
const NOT_HELD = ['code', 'object shape', 'native', 'hidden', 'synthetic'];
/** Internal forms of strings that the engine may choose freely. Their parts are counted instead. */
const NOT_ITSELF = ['concatenated string', 'sliced string'];
const SKIPPED = new Set([...NOT_HELD, ...NOT_ITSELF]);
const NAMED = new Set(['object', 'closure']);
/** A longer text counts as so many bytes, for its characters are on the heap or outside of it. A shorter one counts once, for the engine may copy it or not. */
const LONG = 1024;

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Collects garbage several times: nodes and their script objects are released in turns. */
export async function collect(cdp: Tab['cdp']): Promise<void> {
  for (let time = 0; time < 3; time += 1) await cdp.send('HeapProfiler.collectGarbage');
}

/** The heap after a garbage collection. */
export async function heapOf({ cdp }: Tab): Promise<Heap> {
  const chunks: string[] = [];
  await collect(cdp);
  const take = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  cdp.on('HeapProfiler.addHeapSnapshotChunk', take);
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  cdp.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { snapshot, nodes, strings } = JSON.parse(chunks.join('')) as Snapshot;
  const { node_fields: fields, node_types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field)) as [number, number, number];
  const bytes = new Map<string, number>();
  const texts = new Set<string>();
  for (let node = 0; node < nodes.length; node += fields.length) {
    const kind = node_types[0][nodes[node + type]!]!;
    const called = strings[nodes[node + name]!]!;
    if (SKIPPED.has(kind) || (kind === 'string' && texts.has(called))) continue;
    const long = kind === 'string' && called.length >= LONG;
    if (kind === 'string' && !long) texts.add(called);
    const named = NAMED.has(kind) ? `${kind} ${called}` : kind;
    bytes.set(named, (bytes.get(named) ?? 0) + (long ? LONG : nodes[node + size]!));
  }
  return bytes;
}

/** How many bytes the heap has grown, and by which kinds of objects. */
export function growth(before: Heap, after: Heap): { readonly bytes: number; readonly of: string } {
  const kinds = [...new Set([...before.keys(), ...after.keys()])].map((kind) => ({ kind, more: (after.get(kind) ?? 0) - (before.get(kind) ?? 0) }));
  const most = kinds.filter(({ more }) => more !== 0).sort((one, other) => Math.abs(other.more) - Math.abs(one.more));
  return { bytes: most.reduce((sum, { more }) => sum + more, 0), of: most.slice(0, 8).map(({ kind, more }) => `${kind}: ${more}`).join(', ') };
}
