/** The half of the bench that is in the page: it lays out answers, drives one contestant, and checks what is on the page. */
import { runAt, runsAt } from './bodies.ts';
import type { Contestant } from './contestant.ts';
import { listHtml } from './html.ts';
import { stub, type Answer } from './stub.ts';
import { expectedOf, shownBy, viewOf } from './view.ts';

/** What changes from one answer to the next. `304`: nothing, and the server can say so. `same`: nothing, and the server sends the body again. */
export type TickKind = '304' | 'same' | 'one' | 'all';

interface Tick {
  readonly answer: Answer;
  /** Some of the rows that have changed, and what they say then. When they do, the tick is done. */
  readonly marks: readonly (readonly [row: number, text: string])[];
}

/** How many rows fill the screen. */
const SCREENFUL = 20;
/** Coprime to the number of rows, so that one row after the other has its turn, all over the list. */
const STRIDE = 379;

/** In milliseconds: a contestant that has not drawn an answer by then never will. */
const PATIENCE = 60_000;

let contestant: Contestant;
let versions = new Uint32Array();
let turn = 0;
let etags = 0;
let laidOut: Tick[] = [];

const bench = {
  async load(name: string): Promise<void> {
    ({ contestant } = (await import(/* @vite-ignore */ new URL(`/${name}.js`, location.href).href)) as { contestant: Contestant });
    stub.type = contestant.html ? 'text/html' : 'application/json';
  },

  /** The list has so many rows from the next request on. Returns the bytes of the body. */
  size(rows: number): number {
    versions = new Uint32Array(rows);
    stub.answer = answerNow();
    return stub.answer.body.byteLength;
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

  /** Refreshes without a change that the harness waits for: the number of rows is another one. */
  async resize(rows: number): Promise<void> {
    bench.size(rows);
    await contestant.refresh();
    if (!contestant.reader) while ((contestant.rows()?.length ?? 0) !== rows) await frame();
    await painted();
  },

  lay(kind: TickKind, ticks: number): void {
    laidOut = Array.from({ length: ticks }, () => tickOf(kind));
  },

  /** Plays the ticks that are laid out. What it does by itself is little, and the same for all contestants. */
  async play(): Promise<void> {
    for (const tick of laidOut) await play(tick);
  },

  /** Lays out and plays so many ticks, one by one, for those who need not know what they cost. */
  async go(kind: TickKind, ticks: number): Promise<void> {
    laidOut = [];
    for (let count = 0; count < ticks; count++) await play(tickOf(kind));
  },

  /** Says what is wrong on the page; null when each row says what the last body says. Drops what was laid out. */
  verify(): string | null {
    laidOut = [];
    if (contestant.reader) return null;
    const rows = contestant.rows()!;
    if (rows.length !== versions.length) return `there are ${rows.length} rows in place of ${versions.length}`;
    // By siblings, not by index: that is linear in any engine.
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
      // Only the first one after answers without an ETag gets one: all that follow have the same.
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
  // Where nothing changes there is nothing to paint, and a frame costs more than what is measured: whatever is left to do has two tasks for it.
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

/** What is on the page now has been laid out and painted: the first task after the next frame. */
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
