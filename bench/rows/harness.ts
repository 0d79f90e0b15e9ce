/** The part of the bench that runs in the page: it prepares answers, drives one contestant, and checks what is on the page. */
import { runAt, runsAt } from './bodies.ts';
import type { Contestant } from './contestant.ts';
import { listHtml } from './html.ts';
import { stub, type Answer } from './stub.ts';
import { expectedOf, shownBy, viewOf } from './view.ts';

/**
 * What changes from one answer to the next. `304`: nothing, and the server answers `If-None-Match` with a 304. `same`: nothing, and the server sends the
 * body again, without an ETag. `one`: one row. `all`: every row.
 */
export type TickKind = '304' | 'same' | 'one' | 'all';

interface Tick {
  readonly answer: Answer;
  /** Some of the changed rows, with the text that each shows after the tick. The tick has ended when they do. */
  readonly marks: readonly (readonly [row: number, text: string])[];
}

/** How many rows fill the screen. */
const SCREENFUL = 20;
/** The distance between the rows that change one after the other. A prime number, so that every row has its turn. */
const STRIDE = 379;

/** Milliseconds after which a contestant that has not drawn an answer has failed. */
const PATIENCE = 60_000;

let contestant: Contestant;
let versions = new Uint32Array();
let turn = 0;
let etags = 0;
let prepared: Tick[] = [];

const bench = {
  async load(name: string): Promise<void> {
    ({ contestant } = (await import(/* @vite-ignore */ new URL(`/${name}.js`, location.href).href)) as { contestant: Contestant });
    stub.type = contestant.html ? 'text/html' : 'application/json';
  },

  /** From the next request on the list has this number of rows. */
  size(rows: number): void {
    versions = new Uint32Array(rows);
    stub.answer = answerNow();
  },

  /** Resolves when the first screenful has been painted, with the milliseconds that it took. */
  async mount(): Promise<number> {
    const start = performance.now();
    contestant.mount(document.querySelector('main')!);
    const first = Math.min(SCREENFUL, versions.length);
    await shown([0, first - 1].map(markOf));
    await painted();
    return performance.now() - start;
  },

  /** Resolves when all rows are on the page. */
  async complete(): Promise<void> {
    await shown([versions.length - 1].map(markOf));
    await painted();
  },

  /** Changes the number of rows of a mounted list. */
  async resize(rows: number): Promise<void> {
    bench.size(rows);
    await contestant.refresh();
    if (!contestant.reader) while ((contestant.rows()?.length ?? 0) !== rows) await frame();
    await painted();
  },

  /** Prepares ticks, so that making their bodies is not measured. */
  prepare(kind: TickKind, ticks: number): void {
    prepared = Array.from({ length: ticks }, () => tickOf(kind));
  },

  /** Plays the prepared ticks. The work of the harness itself is small, and the same for all contestants. */
  async play(): Promise<void> {
    for (const tick of prepared) await play(tick);
  },

  /** Prepares and plays ticks one by one: for warm-ups, and for many ticks whose bodies would not fit into memory. */
  async go(kind: TickKind, ticks: number): Promise<void> {
    prepared = [];
    for (let count = 0; count < ticks; count++) await play(tickOf(kind));
  },

  /** Compares each row on the page with the last body. Returns the first difference as a sentence, or null. Drops the prepared ticks. */
  verify(): string | null {
    prepared = [];
    if (contestant.reader) return null;
    const rows = contestant.rows()!;
    if (rows.length !== versions.length) return `there are ${rows.length} rows in place of ${versions.length}`;
    for (let row = 0, element = rows[0]; element; row++, element = element.nextElementSibling ?? undefined) {
      const [, expected] = markOf(row);
      const shows = shownBy(element);
      if (shows !== expected) return `row ${row} shows "${shows}" in place of "${expected}"`;
    }
    return null;
  },

  counts: () => ({ requests: stub.requests, notModified: stub.notModified }),
};

function answerNow(): Answer {
  const runs = runsAt(versions);
  const text = contestant.html ? listHtml(runs.map(viewOf)) : JSON.stringify({ items: runs });
  return { body: new TextEncoder().encode(text), etag: nextEtag() };
}

const nextEtag = (): string => `"${++etags}"`;

function tickOf(kind: TickKind): Tick {
  switch (kind) {
    case '304':
      // The ETag of the last answer. After answers without one, only the first tick sets a new one.
      return { answer: { body: stub.answer.body, etag: stub.answer.etag ?? nextEtag() }, marks: [] };
    case 'same':
      return { answer: { body: stub.answer.body, etag: null }, marks: [] };
    case 'one': {
      const row = (turn++ * STRIDE) % versions.length;
      versions[row]!++;
      return { answer: answerNow(), marks: [markOf(row)] };
    }
    case 'all':
      versions.forEach((version, row) => (versions[row] = version + 1));
      return { answer: answerNow(), marks: [0, versions.length >> 1, versions.length - 1].map(markOf) };
  }
}

async function play({ answer, marks }: Tick): Promise<void> {
  stub.answer = answer;
  await contestant.refresh();
  await shown(marks);
  // Without a change there is nothing to paint, and an empty frame costs more than what is measured. Two tasks leave room for work that was put off.
  if (marks.length > 0) await painted();
  else for (let tasks = 0; tasks < 2; tasks++) await task();
}

function markOf(row: number): [row: number, text: string] {
  return [row, expectedOf(viewOf(runAt(row, versions[row]!)))];
}

async function shown(marks: Tick['marks']): Promise<void> {
  if (contestant.reader) return;
  const shows = ([row, text]: Tick['marks'][number]): boolean => {
    const element = contestant.rows()?.[row];
    return element !== undefined && shownBy(element) === text;
  };
  for (const start = performance.now(); !marks.every(shows); await frame()) {
    if (performance.now() - start > PATIENCE) throw new Error(`The page does not show ${JSON.stringify(marks.find((mark) => !shows(mark)))}.`);
  }
}

/** Resolves when what is on the page now has been laid out and painted: in the first task after the next frame. */
async function painted(): Promise<void> {
  await frame();
  await task();
}

const task = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

const frame = (): Promise<number> => new Promise(requestAnimationFrame);

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
