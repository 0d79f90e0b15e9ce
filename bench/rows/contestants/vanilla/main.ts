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
let known: (Drawn | undefined)[] = [];

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
  known = [];
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
  const changed: Parameters<typeof draw>[] = [];
  const count = starts.length;
  let at = text.indexOf('[') + 1;
  const [newStarts, newEnds] = [starts.slice(), ends.slice()];
  for (let row = 0; row < count; ) {
    const last = Math.min(row + WINDOW, count) - 1;
    const same = holds(text, at, body.slice(starts[row], ends[last]));
    const shift = at - starts[row]!;
    for (; row <= last; row++) {
      const before = same ? '' : body.slice(starts[row], ends[row]);
      if (same) {
        newStarts[row]! += shift;
        newEnds[row]! += shift;
      } else {
        if (text[at] !== '{') return false;
        const end = holds(text, at, before) ? at + before.length : endOf(text, at);
        newStarts[row] = at;
        newEnds[row] = end;
        const after = text.slice(at, end);
        if (after !== before) changed.push([row, after, before]);
      }
      at = newEnds[row]! + 1;
    }
  }
  if (text[at - 1] !== ']') return false;
  body = text;
  starts = newStarts;
  ends = newEnds;
  for (const change of changed) draw(...change);
  return true;
}

/** As `text.startsWith(part, at)`, which takes V8 forty times as long. */
const holds = (text: string, at: number, part: string): boolean => text.slice(at, at + part.length) === part;

/** Where the run's text ends that begins at `at`. Quotes in a text are escaped, so that what is looked for cannot stand in one. */
function endOf(text: string, at: number): number {
  const next = text.indexOf('},{"run_id":', at);
  return next < 0 ? text.lastIndexOf(']') : next + 1;
}

/** What a row shows, and the nodes that show what changes. Looked up when the row changes for the first time. */
interface Drawn {
  readonly view: RowView;
  readonly lines: readonly Text[];
  readonly bar: HTMLProgressElement | null;
  readonly count: Text | null;
}

function lookUp(row: Element, view: RowView): Drawn {
  const texts = Array.from(row.querySelectorAll('.guidance bdi, .progress > span'), ({ firstChild }) => firstChild as Text);
  return { view, lines: texts, bar: row.querySelector('progress'), count: view.progress ? texts.pop()! : null };
}

/** Writes what is different; a row of another shape is made anew. */
function draw(row: number, text: string, before: string): void {
  const view = viewIn(text);
  const element = rowsIn(root)![row]!;
  const drawn = (known[row] ??= lookUp(element, viewIn(before)));
  if (shapeOf(view) !== shapeOf(drawn.view)) {
    element.outerHTML = rowHtml(view);
    known[row] = undefined;
    return;
  }
  view.lines.forEach((line, index) => {
    if (line !== drawn.view.lines[index]) drawn.lines[index]!.data = line;
  });
  if (view.progress && view.progress.text !== drawn.view.progress?.text) {
    drawn.bar!.value = view.progress.value;
    drawn.count!.data = view.progress.text;
  }
  known[row] = { ...drawn, view };
}

/** All of a row but its lines and its progress, which are written one by one. */
const shapeOf = ({ id, operation, tenant, tone, label, lines, progress }: RowView): string => `${id} ${operation} ${tenant} ${tone} ${label} ${lines.length} ${progress !== null}`;

const viewIn = (text: string): RowView => viewOf(JSON.parse(text) as OperationRunSurfaceItem);

export const contestant: Contestant = {
  mount(element) {
    root = element;
    void refresh();
  },
  refresh,
  rows: () => rowsIn(root),
};
