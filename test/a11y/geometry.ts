/** The positions of visible texts, icons and bars, inside shadow roots too, and the problems with them: overlap, cut-off text. */
import type { AnyElement } from '../elements/stage.ts';

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

export interface Drawn {
  readonly node: Node;
  readonly name: string;
  /** One box per line of text. */
  readonly boxes: readonly Box[];
}

/** Pixels by which measures may differ: layout and ranges round differently. */
const TOLERANCE = 1;

/** The element and everything drawn inside it, in reading order, slotted content included. */
export function* insideOf(root: Element): Generator<Element> {
  // A slot has no box, so `checkVisibility` is false for it.
  if (!(root instanceof HTMLSlotElement) && !root.checkVisibility()) return;
  yield root;
  const children = root instanceof HTMLSlotElement ? root.assignedElements() : (root.shadowRoot ?? root).children;
  for (const child of children) yield* insideOf(child);
}

/** The texts (line by line), icons and bars. Content that is scrolled out of view is left out. */
export function drawnIn(element: AnyElement): Drawn[] {
  const drawn: Drawn[] = [];
  for (const inside of insideOf(element)) {
    const view = scrollerOf(inside)?.getBoundingClientRect();
    const seen = ({ width, height, top, bottom }: DOMRect): boolean => width * height > 0 && (!view || (bottom <= view.bottom && top >= view.top));
    if (inside.matches('svg, progress')) {
      const box = inside.getBoundingClientRect();
      if (seen(box)) drawn.push({ node: inside, name: `<${inside.localName}>`, boxes: [box] });
    }
    if (inside instanceof SVGElement) continue;
    for (const node of [...inside.childNodes, ...(inside.shadowRoot?.childNodes ?? [])]) {
      if (node.nodeType !== Node.TEXT_NODE || !node.textContent!.trim() || inside.localName === 'style') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter(seen);
      if (boxes.length > 0) drawn.push({ node, name: JSON.stringify(node.textContent!.replace(/\s+/g, ' ').trim().slice(0, 60)), boxes });
    }
  }
  return drawn;
}

/** The nearest scroll container around `inside`. */
function scrollerOf(inside: Element): Element | undefined {
  for (let at: Element | null = inside; at; at = at.assignedSlot ?? at.parentElement ?? ((at.getRootNode() as Partial<ShadowRoot>).host || null)) {
    if (at !== document.documentElement && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return undefined;
}

const meet = (one: Box, other: Box): boolean =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > TOLERANCE && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > TOLERANCE;

/** The things that overlap others. */
export function overlapsIn(element: AnyElement): string[] {
  const drawn = drawnIn(element);
  return drawn.flatMap((one, index) =>
    drawn.slice(index + 1).flatMap((other) => (one.boxes.some((box) => other.boxes.some((another) => meet(box, another))) ? [`${one.name} overlaps ${other.name}`] : [])),
  );
}

/** Whether something is drawn outside its box. Firefox's scrollWidth includes the invisible margin at the end of a line, so it is checked again. */
function reachesOut(inside: Element): boolean {
  const range = document.createRange();
  range.selectNodeContents(inside);
  const { left, right } = range.getBoundingClientRect();
  const start = inside.getBoundingClientRect().left + inside.clientLeft;
  return left < start - TOLERANCE || right > start + inside.clientWidth + TOLERANCE;
}

/** The texts that cannot be read: wider than their box or the window, or cut off. */
export function cutIn(element: AnyElement): string[] {
  const wrong: string[] = [];
  for (const inside of insideOf(element)) {
    if (inside instanceof SVGElement || inside.localName === 'progress') continue;
    const { textOverflow, webkitLineClamp, overflowY } = getComputedStyle(inside);
    const name = `<${inside.localName} part="${inside.getAttribute('part') ?? ''}" class="${inside.className}">`;
    if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') wrong.push(`${name} is shortened`);
    // An inline box has a client size of 0.
    if (inside.clientWidth > 0 && inside.scrollWidth > inside.clientWidth + TOLERANCE && reachesOut(inside)) wrong.push(`${name} is ${inside.scrollWidth} px wide in a room of ${inside.clientWidth}`);
    if (/hidden|clip/.test(overflowY) && inside.clientHeight > 0 && inside.scrollHeight > inside.clientHeight + TOLERANCE) {
      wrong.push(`${name} is ${inside.scrollHeight} px high in a room of ${inside.clientHeight}`);
    }
  }
  const own = element.getBoundingClientRect();
  const room = { left: Math.max(0, own.left) - TOLERANCE, right: Math.min(innerWidth, own.right) + TOLERANCE };
  for (const { name, boxes } of drawnIn(element)) {
    const out = boxes.find(({ left, right }) => left < room.left || right > room.right);
    if (out) wrong.push(`${name} reaches from ${out.left} to ${out.right}, outside of ${own.left} to ${own.right}`);
  }
  return wrong;
}

export const boxOf = (drawn: Drawn): Box => ({
  left: Math.min(...drawn.boxes.map(({ left }) => left)),
  right: Math.max(...drawn.boxes.map(({ right }) => right)),
  top: Math.min(...drawn.boxes.map(({ top }) => top)),
  bottom: Math.max(...drawn.boxes.map(({ bottom }) => bottom)),
});
