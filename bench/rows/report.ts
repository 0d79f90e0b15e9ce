/** The figures as tables in Markdown, and the limits for the kit. */
import { CONTESTANTS, type Entry } from './contestants.ts';
import { median, type Growth, type Heap, type Sample } from './measure.ts';
import type { TickKind } from './harness.ts';

export interface Results {
  readonly sizes: readonly number[];
  readonly contestants: readonly Entry[];
  /** By contestant and size, a sample for each round. */
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  /** By contestant, one for each round. */
  readonly heaps: ReadonlyMap<string, readonly Heap[]>;
  readonly heapRows: number;
  readonly growth: Growth | null;
}

export const keyOf = (name: string, rows: number): string => `${name} ${rows}`;

/** In milliseconds. Smaller figures are noise; a ratio is computed with this instead. */
const RESOLUTION = 0.02;

/** Main-thread CPU per tick in milliseconds, less what reading the same answer costs. Null where it was not measured. */
function netOf({ samples }: Results, { name, reader }: Entry, rows: number, kind: TickKind): number | null {
  const own = samples.get(keyOf(name, rows));
  const readers = samples.get(keyOf(reader ?? 'reader', rows));
  if (!own || !readers) return null;
  // A contestant that did not send If-None-Match has read the whole body again.
  const read: TickKind = kind === '304' && !conditional(own) ? 'same' : kind;
  return Math.max(0, median(own.map(({ ticks }) => ticks[kind])) - median(readers.map(({ ticks }) => ticks[read])));
}

const conditional = (samples: readonly Sample[]): boolean => samples.every((sample) => sample.conditional);

const fixed = (value: number | null): string => (value === null ? '' : value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export function tables(results: Results): string {
  const { sizes, contestants, samples, heaps, heapRows, growth } = results;
  const drawing = contestants.filter(({ reader }) => reader !== null);
  const table = (title: string, cell: (entry: Entry, rows: number) => string, entries = drawing): string => {
    const head = `| ${title} | ${sizes.map((rows) => `${rows.toLocaleString('en')} rows`).join(' | ')} |\n|---|${sizes.map(() => '--:|').join('')}`;
    return [head, ...entries.map((entry) => `| ${entry.title} | ${sizes.map((rows) => cell(entry, rows)).join(' | ')} |`)].join('\n');
  };
  const of = (pick: (sample: Sample) => number) => (entry: Entry, rows: number) => fixed(median((samples.get(keyOf(entry.name, rows)) ?? []).map(pick)));
  const net = (kind: TickKind) => (entry: Entry, rows: number) =>
    fixed(netOf(results, entry, rows, kind)) + (kind === '304' && !conditional(samples.get(keyOf(entry.name, rows)) ?? []) ? ' \\*' : '');
  const parts = [
    table('first rows painted, ms', of(({ first }) => first)),
    table('first rows painted, ms CPU', of(({ firstCpu }) => firstCpu)),
    table('all rows painted, ms CPU', of(({ completeCpu }) => completeCpu)),
    `${table('unchanged, the server can say 304: ms CPU per tick', net('304'))}\n\n\\* Sends no \`If-None-Match\`, so it gets the body again.`,
    table('unchanged, the same body again: ms CPU per tick', net('same')),
    table('one row changed: ms CPU per tick', net('one')),
    table('all rows changed: ms CPU per tick', net('all')),
    table('subtracted above: reading the body, ms CPU per tick', of(({ ticks }) => ticks.same), contestants.filter(({ reader }) => reader === null)),
  ];
  if (heaps.size > 0) {
    const rows = drawing.map(({ name, title }) => {
      const measured = heaps.get(name) ?? [];
      return `| ${title} | ${Math.round(median(measured.map(({ script }) => script))).toLocaleString('en')} | ${Math.round(median(measured.map(({ dom }) => dom ?? NaN))).toLocaleString('en')} |`;
    });
    parts.push([`| heap per row at ${heapRows.toLocaleString('en')} rows, bytes | JavaScript | DOM |`, '|---|--:|--:|', ...rows].join('\n'));
  }
  if (growth) {
    const { ticks, nodes, listeners, bytes } = growth;
    parts.push(`This kit after ${ticks.toLocaleString('en')} ticks in each of which one row of ${heapRows.toLocaleString('en')} changed: ${nodes} nodes more, ${listeners} listeners more, ${bytes.toFixed(1)} bytes of JavaScript heap per tick.`);
  }
  return parts.join('\n\n');
}

export interface Check {
  readonly wanted: string;
  readonly got: string;
  readonly passed: boolean;
}

/** The limits that this run can check. */
export function checks(results: Results): Check[] {
  const { samples, heaps, growth } = results;
  const [kit, react] = ['kit', 'react'].map((name) => CONTESTANTS.find((entry) => entry.name === name)!) as [Entry, Entry];
  const found: Check[] = [];
  const ratio = (wanted: string, dividend: number | null, divisor: number | null, passes: (ratio: number) => boolean): void => {
    if (dividend === null || divisor === null) return;
    const [above, below] = [Math.max(dividend, RESOLUTION), Math.max(divisor, RESOLUTION)];
    found.push({ wanted, got: `${fixed(above / below)} (${fixed(above)} / ${fixed(below)})`, passed: passes(above / below) });
  };
  const less = (rows: number, kind: TickKind, times: number, what: string): void =>
    ratio(`${what}, ${rows.toLocaleString('en')} rows: React + TanStack / kit at least ${times}`, netOf(results, react, rows, kind), netOf(results, kit, rows, kind), (ratio) => ratio >= times);
  const first = (rows: number, times: number): void => {
    const [own, other] = [kit, react].map(({ name }) => samples.get(keyOf(name, rows))?.map(({ first }) => first));
    if (own && other) ratio(`first rows, ${rows.toLocaleString('en')} rows: React + TanStack / kit at least ${times}`, median(other), median(own), (ratio) => ratio >= times);
  };
  less(1000, '304', 40, 'unchanged, 304');
  less(1000, 'same', 15, 'unchanged, same body');
  less(1000, 'one', 10, 'one row changed');
  ratio('one row changed: kit at 5,000 rows / kit at 100 rows at most 2', netOf(results, kit, 5000, 'one'), netOf(results, kit, 100, 'one'), (ratio) => ratio <= 2);
  less(1000, 'all', 3, 'all rows changed');
  first(10, 1);
  first(1000, 2);
  const heap = heaps.get('kit');
  if (heap) {
    const bytes = median(heap.map(({ script }) => script));
    found.push({ wanted: 'JavaScript heap per row at most 1,600 bytes', got: `${Math.round(bytes).toLocaleString('en')} bytes`, passed: bytes <= 1600 });
  }
  if (growth) {
    const limit = (what: string, count: number, most: number): void => void found.push({ wanted: `growth over ${growth.ticks.toLocaleString('en')} ticks: at most ${most} ${what}`, got: fixed(count), passed: count <= most });
    limit('nodes', growth.nodes, 0);
    limit('listeners', growth.listeners, 0);
    limit('bytes of heap per tick', growth.bytes, 5);
  }
  return found;
}
