/** The rows of a list. Of a row nothing is kept but its run and its nodes: one changed run touches one row. */
import type { DescribableRun } from '../../projection/index.ts';
import { draw, type Drawing } from '../shared/drawing.ts';
import { keepFocus } from './row-focus.ts';

/** How rows are drawn. When anything in `style` changes (the language, a time that every row carries), all are drawn anew. */
export interface RowPainter {
  readonly style: readonly unknown[];
  draw(run: DescribableRun): Drawing;
  /** Rows were drawn that were not there before, or have changed. */
  drawn(runs: readonly DescribableRun[]): void;
}

interface Row {
  readonly item: HTMLLIElement;
  run: DescribableRun;
}

/** Rows that are drawn at once. The others follow in slices, so that a long list never blocks the page. */
const FIRST = 100;
const SLICE = 200;

export class RunRows {
  readonly list: HTMLElement;
  /** Resolves when all rows are there. */
  complete: Promise<void> = Promise.resolve();
  #rows: Row[] = [];
  #runs: readonly DescribableRun[] = [];
  #style: readonly unknown[] = [];
  #painted: DescribableRun[] = [];

  constructor(list: HTMLElement) {
    this.list = list;
  }

  /** Shows `runs` in their order. Rows stay with their runs, and the focus with its row. */
  show(runs: readonly DescribableRun[], painter: RowPainter): void {
    const restyled = painter.style.some((part, index) => part !== this.#style[index]);
    this.#runs = runs;
    this.#style = painter.style;
    keepFocus(this.list, () => {
      this.#arrange(runs.slice(0, Math.max(this.#rows.length, FIRST)), painter, restyled);
    });
    if (this.#rows.length < runs.length) this.complete = this.#appendRest(runs, painter);
  }

  async #appendRest(runs: readonly DescribableRun[], painter: RowPainter): Promise<void> {
    while (this.#rows.length < runs.length) {
      await nextTask();
      // Something else is shown by now.
      if (this.#runs !== runs || this.#style !== painter.style) return this.complete;
      this.#arrange(runs.slice(0, this.#rows.length + SLICE), painter, false);
    }
  }

  #arrange(runs: readonly DescribableRun[], painter: RowPainter, restyled: boolean): void {
    const rows = this.#rows;
    const shorter = Math.min(rows.length, runs.length);
    let head = 0;
    while (head < shorter && rows[head]!.run.run_id === runs[head]!.run_id) head += 1;
    let tail = 0;
    while (tail < shorter - head && rows.at(-1 - tail)!.run.run_id === runs.at(-1 - tail)!.run_id) tail += 1;
    if (head < rows.length || head < runs.length) this.#move(head, rows.length - tail, runs.slice(head, runs.length - tail), painter);
    for (const [index, row] of this.#rows.entries()) {
      if (row.run === runs[index] && !restyled) continue;
      row.run = runs[index]!;
      this.#paint(row, painter);
    }
    if (this.#painted.length === 0) return;
    painter.drawn(this.#painted);
    this.#painted = [];
  }

  /** Puts the rows of `runs` in place of those from `start` to `end`. */
  #move(start: number, end: number, runs: readonly DescribableRun[], painter: RowPainter): void {
    const known = new Map<number | null, Row[]>();
    for (const row of this.#rows.slice(start, end)) known.set(row.run.run_id, [...(known.get(row.run.run_id) ?? []), row]);
    const after = this.#rows[end]?.item ?? null;
    const rows = runs.map((run) => known.get(run.run_id)?.shift() ?? this.#make(run, painter));
    for (const left of known.values()) for (const { item } of left) item.remove();
    let cursor: ChildNode | null = this.#rows[start - 1]?.item.nextSibling ?? (start === 0 ? this.list.firstChild : null);
    for (const { item } of rows) {
      // The row at the cursor has moved further down, and is put there in its turn.
      if (cursor !== null && cursor !== after && cursor.nextSibling === item) cursor.remove();
      else if (cursor !== item) this.list.insertBefore(item, cursor);
      cursor = item.nextSibling;
    }
    this.#rows.splice(start, end - start, ...rows);
  }

  #make(run: DescribableRun, painter: RowPainter): Row {
    const row = { item: document.createElement('li'), run };
    this.#paint(row, painter);
    return row;
  }

  #paint({ item, run }: Row, painter: RowPainter): void {
    const before = item.firstElementChild;
    const drawn = draw(painter.draw(run), before);
    if (drawn !== before) item.replaceChildren(drawn);
    this.#painted.push(run);
  }
}

/** A task of its own, in which the page can draw and answer its user before. Timers would be slowed down in a hidden page. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
