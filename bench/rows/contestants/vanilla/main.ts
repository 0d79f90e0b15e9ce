/**
 * The floor: what one list can do that knows its backend and nothing else. It asks with the ETag, keeps the text of the last body, compares the new one with it
 * window by window, and parses, and writes to the page, only what is different.
 */
import type { OperationRunSurfaceItem } from '../../../../src/contract/index.ts';
import { rowsIn, URL_OF_RUNS, type Contestant } from '../../contestant.ts';
import { listHtml, rowHtml } from '../../html.ts';
import { viewOf, type RowView } from '../../view.ts';

/** How many rows are compared at once. */
const WINDOW = 64;

let root: HTMLElement;
let etag: string | null = null;
let body = '';
/** Where the text of each run begins in the body, and ends. */
let starts = new Uint32Array();
let ends = new Uint32Array();

async function refresh(): Promise<void> {
  const response = await fetch(URL_OF_RUNS, { headers: etag === null ? {} : { 'If-None-Match': etag } });
  if (response.status === 304) return;
  etag = response.headers.get('ETag');
  const text = await response.text();
  if (text === body) return;
  if (!take(text)) drawAll(text);
}

function drawAll(text: string): void {
  const { items } = JSON.parse(text) as { items: OperationRunSurfaceItem[] };
  root.innerHTML = listHtml(items.map(viewOf));
  body = text;
  starts = new Uint32Array(items.length);
  ends = new Uint32Array(items.length);
  for (let row = 0, at = text.indexOf('[') + 1; row < items.length; row++) {
    starts[row] = at;
    ends[row] = endOf(text, at);
    at = ends[row]! + 1;
  }
}

/** Takes over a body with as many runs as the last one; false if it has more, or fewer. */
function take(text: string): boolean {
  const changed: { row: number; before: string; after: string }[] = [];
  const count = starts.length;
  let at = text.indexOf('[') + 1;
  const [newStarts, newEnds] = [starts.slice(), ends.slice()];
  for (let row = 0; row < count; ) {
    const last = Math.min(row + WINDOW, count) - 1;
    const same = text.startsWith(body.slice(starts[row], ends[last]), at);
    const shift = at - starts[row]!;
    for (; row <= last; row++) {
      const before = same ? '' : body.slice(starts[row], ends[row]);
      if (same) {
        newStarts[row]! += shift;
        newEnds[row]! += shift;
      } else {
        if (text[at] !== '{') return false;
        const end = text.startsWith(before, at) ? at + before.length : endOf(text, at);
        newStarts[row] = at;
        newEnds[row] = end;
        const after = text.slice(at, end);
        if (after !== before) changed.push({ row, before, after });
      }
      at = newEnds[row]! + 1;
    }
  }
  if (text[at - 1] !== ']') return false;
  body = text;
  starts = newStarts;
  ends = newEnds;
  const rows = rowsIn(root)!;
  for (const { row, before, after } of changed) patch(rows[row]!, viewIn(before), viewIn(after));
  return true;
}

const viewIn = (text: string): RowView => viewOf(JSON.parse(text) as OperationRunSurfaceItem);

/** Where the object ends that begins at `at`. */
function endOf(text: string, at: number): number {
  for (let depth = 0, quoted = false; ; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
}

/** Writes what is different; a row of another shape is made anew. */
function patch(row: Element, before: RowView, after: RowView): void {
  const { lines, progress, ...rest } = after;
  const { lines: linesBefore, progress: progressBefore, ...restBefore } = before;
  const sameShape = lines.length === linesBefore.length && (progress === null) === (progressBefore === null);
  if (!sameShape || Object.keys(rest).some((key) => rest[key as keyof typeof rest] !== restBefore[key as keyof typeof rest])) {
    row.outerHTML = rowHtml(after);
    return;
  }
  lines.forEach((line, index) => {
    if (line !== linesBefore[index]) (row.querySelectorAll('.guidance bdi')[index]!.firstChild as Text).data = line;
  });
  if (progress === null) return;
  const bar = row.querySelector('progress')!;
  bar.value = progress.value;
  (bar.nextElementSibling!.firstChild as Text).data = progress.text;
}

export const contestant: Contestant = {
  mount(element) {
    root = element;
    void refresh();
  },
  refresh,
  rows: () => rowsIn(root),
};
