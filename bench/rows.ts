/**
 * `npm run bench:rows`: what one list of runs costs on this kit, and what the same list costs on other libraries.
 * Prints a table in Markdown for each figure, then the limits for the kit and whether it keeps them. Measures dist/cdn/op-run-elements.js
 * as it is; builds it only when it is missing.
 *
 *   -- --quick                   fewer rounds and ticks
 *   -- --n 10,1000               sizes
 *   -- --only kit,react          contestants; the readers always take part
 *   -- --no-content-visibility   the others lay out each row, also off the screen
 *   -- --write                   puts the tables into docs/benchmarks.md
 *   -- --check                   exits with 1 when a limit is missed
 *
 * Real: Chromium, the libraries built for production, the kit's one-file build, `Request` and `Response`. Simulated: the server, by a `fetch` in the page.
 * In each round every contestant gets a new page, one after the other, so that other load on the machine affects all alike.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../scripts/chromium.ts';
import { describeRun } from '../src/projection/index.ts';
import { runAt, runsAt } from './rows/bodies.ts';
import { buildPages } from './rows/build.ts';
import { CONTESTANTS } from './rows/contestants.ts';
import type { TickKind } from './rows/harness.ts';
import { machine, writeSection } from './rows/document.ts';
import { measureGrowth, measureHeap, sample, type Growth, type Heap, type Sample } from './rows/measure.ts';
import { checks, keyOf, tables } from './rows/report.ts';
import { KIT, serve } from './rows/server.ts';
import { expectedOf, viewOf } from './rows/view.ts';

/** The kit refuses a larger body. */
const MAX_BYTES = 2_000_000;
/** Longer lists take so much time that they get fewer ticks, and one round, except for the contestants in whose figures a limit lies. */
const LARGE = 1000;
const MEASURED_OFTEN = ['reader', 'kit'];
/** A heap varies little. */
const ROUNDS_OF_HEAPS = 2;
const HEAP_ROWS = 1000;
const GROWTH_TICKS = 1000;

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    quick: { type: 'boolean', default: false },
    n: { type: 'string', default: '10,100,1000,5000' },
    only: { type: 'string' },
    'content-visibility': { type: 'boolean', default: true },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const sizes = options.n.split(',').map(Number);
const wanted = options.only?.split(',');
const contestants = CONTESTANTS.filter(({ name, reader }) => reader === null || !wanted || wanted.includes(name));
const drawing = contestants.filter(({ reader }) => reader !== null);
const rounds = options.quick ? 1 : 3;

checkBodies();
if (!existsSync(KIT)) execFileSync('npx', ['vite', 'build'], { stdio: 'inherit' });
await buildPages(contestants);

const load = machine();
const pages = await serve(options['content-visibility'] ? 'content-visibility' : '');
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  // No frame rate limit, so that no time is rounded up to the next sixtieth of a second.
  args: [...chromiumArgs, '--disable-gpu', '--disable-frame-rate-limit'],
});
const samples = new Map<string, Sample[]>();
const heaps = new Map<string, Heap[]>();
let growth: Growth | null = null;
try {
  for (let round = 0; round < rounds; round++) {
    for (const rows of sizes) {
      for (const entry of contestants) {
        if (rows > LARGE && round > 0 && !MEASURED_OFTEN.includes(entry.name)) continue;
        console.error(`${Math.round(performance.now() / 1000)} s, round ${round + 1} of ${rounds}: ${rows} rows, ${entry.title}`);
        add(samples, keyOf(entry.name, rows), await sample(browser, pages.url, entry, rows, ticksFor(rows, entry.reader === null)));
      }
    }
    if (sizes.includes(HEAP_ROWS) && round < ROUNDS_OF_HEAPS) for (const entry of drawing) add(heaps, entry.name, await measureHeap(browser, pages.url, entry, HEAP_ROWS));
  }
  const kit = drawing.find(({ name }) => name === 'kit');
  if (kit && sizes.includes(HEAP_ROWS)) growth = await measureGrowth(browser, pages.url, kit, HEAP_ROWS, options.quick ? GROWTH_TICKS / 10 : GROWTH_TICKS);
} finally {
  await browser.close();
  pages.close();
}

const results = { sizes, contestants, samples, heaps, heapRows: HEAP_ROWS, growth };
const printed = tables(results);
console.log(printed);
const judged = checks(results);
console.log('\n| at least, or at most | measured | |\n|---|--:|---|');
for (const { wanted, got, passed } of judged) console.log(`| ${wanted} | ${got} | ${passed ? 'PASS' : 'FAIL'} |`);
if (options.write) writeSection(printed, { ...load, browser: browser.version(), rounds });
if (options.check && judged.some(({ passed }) => !passed)) process.exitCode = 1;
console.error(`Took ${Math.round(performance.now() / 1000)} s.`);

/** How many ticks of each kind make a sample: more of the cheap ones, and more for the readers, whose figures are part of all others. */
function ticksFor(rows: number, reads: boolean): Record<TickKind, number> {
  const [unchanged, one, all] = rows > LARGE ? [6, 8, 3] : [20, 20, 8];
  const share = (options.quick ? 0.5 : 1) * (reads ? 3 : 1);
  return { 304: Math.ceil(unchanged * share), same: Math.ceil(unchanged * share), one: Math.ceil(one * share), all: Math.ceil(all * share) };
}

function add<Value>(to: Map<string, Value[]>, key: string, value: Value): void {
  to.set(key, [...(to.get(key) ?? []), value]);
}

/** Throws when the kit would refuse a body, or when the other contestants would draw other texts than the kit. */
function checkBodies(): void {
  for (const rows of sizes) {
    const bytes = Buffer.byteLength(JSON.stringify({ items: runsAt(new Uint32Array(rows).fill(9)) }));
    if (!Number.isInteger(rows) || bytes > MAX_BYTES) throw new Error(`A list of ${rows} rows has ${bytes} bytes; the kit refuses more than ${MAX_BYTES}.`);
  }
  for (let row = 0; row < 20; row++) {
    for (const version of [0, 1]) {
      const run = runAt(row, version);
      const { operation, reference, tenant, label, status, guidance, lineage, progress, violations } = describeRun(run, { surface: 'compact' });
      const kit = [operation, reference, tenant, label, status, guidance, lineage, progress?.text].join('').replace(/\s/g, '') + (progress ? `|${progress.value!.toFixed(4)}` : '');
      const own = expectedOf(viewOf(run));
      if (kit !== own || violations.length > 0) throw new Error(`The contestants say "${own}" where the kit says "${kit}".`);
    }
  }
}
