/**
 * `node bench/reading.ts`: does reading a body by its entries come to the same as reading it whole, and how long does it take?
 * Fails when one of at least 100,000 bodies, good and broken, is read differently (fast-check prints the seed). Prints a table in Markdown.
 *
 * The bodies of the table are runs of the fixtures, minified, in flat one-byte strings as a response gives them. Each time is the median and, in brackets, the fastest, in milliseconds.
 */
import fc from 'fast-check';
import { runs } from '../mocks/index.ts';
import { cutBody } from '../src/contract/cut.ts';
import { EntryMemory } from '../src/contract/entries.ts';
import { readsLikeTheWhole, sequences } from '../test/contract/bodies.ts';

const BODIES = 100_000;
const BATCH = 1_000;
const TIMES = 41;

let bodies = 0;
let cuts = 0;
while (bodies < BODIES) {
  fc.assert(
    fc.property(sequences, (sent) => {
      bodies += sent.length;
      cuts += readsLikeTheWhole(sent);
    }),
    { numRuns: BATCH },
  );
}
console.log(`${bodies.toLocaleString('en')} bodies are read as JSON.parse reads them; ${cuts.toLocaleString('en')} of them were cut.\n`);

const RUN = JSON.stringify(runs.freshQueued);
const runOf = (id: number, done: number): string => RUN.replace(/"run_id":\d+/, `"run_id":${10_000 + id},"done":${done}`);

function body(count: number, doneOf: (id: number) => number, idOf = (index: number): number => index): string {
  const entries = Array.from({ length: count }, (_, index) => runOf(idOf(index), doneOf(idOf(index))));
  return Buffer.from(`{"generated_at":"2026-03-02T09:14:05Z","items":[${entries.join(',')}],"next":null}`, 'latin1').toString('latin1');
}

/** How long what `prepare` gives back takes, each time prepared anew. */
function time(prepare: (round: number) => () => unknown): string {
  const times = Array.from({ length: TIMES }, (_, round) => {
    const act = prepare(round);
    const start = performance.now();
    act();
    return performance.now() - start;
  });
  times.sort((a, b) => a - b);
  return `${times[TIMES >> 1]!.toFixed(3)} (${times[0]!.toFixed(3)})`;
}

/** How the second body differs from the first, in a round. */
const CHANGES: Record<string, (count: number, round: number) => string> = {
  unchanged: (count) => body(count, () => 10),
  'one changed': (count, round) => body(count, (id) => (id === (round * 37) % count ? 11 : 10)),
  'ten changed': (count, round) => body(count, (id) => (id % (count / 10) === round % 10 ? 11 : 10)),
  'one new at the top': (count) => body(count, () => 10, (index) => (index || count + 1) - 1),
  'all changed': (count, round) => body(count, () => 11 + round),
  'turned around': (count) => body(count, () => 10, (index) => count - 1 - index),
};

console.log('| entries | | cut | cut, parsed and read | JSON.parse of the whole |\n|--:|---|--:|--:|--:|');
for (const count of [100, 1_000, 5_000]) {
  const first = (): string => body(count, () => 10);
  const row = (name: string, next: (round: number) => string, known: boolean): void => {
    const cells = [
      time((round) => {
        const before = known ? cutBody(first(), null) : null;
        const text = next(round);
        return () => cutBody(text, before);
      }),
      time((round) => {
        const memory = new EntryMemory((json) => ({ json }));
        if (known) memory.take(first());
        const text = next(round);
        return () => memory.take(text);
      }),
      time((round) => {
        const text = next(round);
        return () => JSON.parse(text) as unknown;
      }),
    ];
    console.log(`| ${count.toLocaleString('en')} | ${name} | ${cells.join(' | ')} |`);
  };
  row('first', first, false);
  for (const [name, next] of Object.entries(CHANGES)) row(name, (round) => next(count, round), true);
}
