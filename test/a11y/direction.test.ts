/** Right to left: the layout is mirrored, but each text keeps the direction of its language. */
import { setViewport } from '@web/test-runner-commands';
import { runs } from '../../mocks/index.ts';
import { expect, useStage, type AnyElement } from '../elements/stage.ts';
import { pixelsOf, rowOf } from './screen.ts';
import { boxOf, drawnIn, insideOf } from './geometry.ts';
import { laidOut, longPack, longRecord, longRuns, page, say, type Page } from './surfaces.ts';

useStage();

interface Place {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** The positions of every box and every line of text. */
function placesIn(element: AnyElement): Place[] {
  const boxes = [...insideOf(element)].filter((inside) => inside instanceof HTMLElement && inside.localName !== 'slot').map((inside) => ({ name: `<${inside.localName} class="${inside.className}">`, boxes: [inside.getBoundingClientRect()] }));
  return [...boxes, ...drawnIn(element)].flatMap(({ name, boxes: lines }) => lines.map(({ left, right, top }) => ({ name, left, right, top })));
}

const mirrored = ({ name, left, right, top }: Place): Place => ({ name, left: document.documentElement.clientWidth - right, right: document.documentElement.clientWidth - left, top });
const apart = (one: Place, other: Place): number => Math.max(Math.abs(one.left - other.left), Math.abs(one.right - other.right), Math.abs(one.top - other.top));

async function turn({ main, all }: Page, dir: 'ltr' | 'rtl'): Promise<void> {
  main.dir = dir;
  await laidOut(all);
}

/** The boxes of the first and the last character of a text that fits on one line. */
function ends(node: Node): { first: DOMRect; last: DOMRect } | null {
  const text = node.textContent!;
  const at = (index: number): DOMRect => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getBoundingClientRect();
  };
  const [first, last] = [at(text.search(/\S/)), at(text.trimEnd().length - 1)];
  return Math.abs(first.top - last.top) > 2 || text.trim().length < 2 ? null : { first, last };
}

describe('from right to left', () => {
  beforeEach(() => setViewport({ width: 900, height: 5000 }));

  for (const width of [900, 320]) {
    for (const [what, said] of Object.entries({
      'a run in every state': { run: runs.freshDeterminate, items: Object.values(runs) },
      'long labels': { run: longRuns[1]!, items: longRuns, record: longRecord, pack: longPack },
    })) {
      it(`every surface is the mirror image of itself, with ${what} at ${width} px`, async () => {
        await setViewport({ width, height: 5000 });
        say(said);
        const whole = await page();
        const before = whole.all.map((element) => placesIn(element).map(mirrored));
        await turn(whole, 'rtl');
        const moved = whole.all.flatMap((element, at) => {
          const after = placesIn(element);
          const places = before[at]!;
          expect(after.length, element.localName).to.equal(places.length);
          return after.flatMap((place, index) => (apart(place, places[index]!) > 1 ? [`${element.localName}: ${place.name} is at ${place.left} to ${place.right}, not at ${places[index]!.left} to ${places[index]!.right}`] : []));
        });
        expect(moved).to.deep.equal([]);
      });
    }
  }

  it('words of a language that is written from left to right stay as they are, numbers and full stops included', async () => {
    say({ run: runs.freshDeterminate, items: Object.values(runs), record: longRecord });
    const whole = await page({ dir: 'rtl' });
    const turned = whole.all.flatMap((element) =>
      drawnIn(element).flatMap(({ node, name }) => {
        const found = node.nodeType === Node.TEXT_NODE ? ends(node) : null;
        return found && found.first.left > found.last.left ? [`${element.localName}: ${name}`] : [];
      }),
    );
    expect(turned).to.deep.equal([]);
  });

  it('a label in a language that is written from right to left does not take its neighbours with it', async () => {
    say({ run: { ...runs.freshDeterminate, operation_label: 'مزامنة المخزون', tenant_label: 'كونتوسو' } });
    const whole = await page();
    for (const element of [whole['op-run-row'], whole['op-run-list'], whole['op-tenant-activity'], whole['op-run-detail-banner'], whole['op-progress-overlay']]) {
      const [label, reference] = ['"مزامنة المخزون"', '"#4190"'].map((name) => drawnIn(element).find((drawn) => drawn.name === name)!);
      expect(ends(label!.node)!.first.left, element.localName).to.be.above(ends(label!.node)!.last.left);
      expect(boxOf(reference!).left, element.localName).to.be.at.least(boxOf(label!).right);
    }
  });

  it('progress grows from the right', async () => {
    say({ run: runs.freshDeterminate });
    const whole = await page();
    const bar = whole['op-run-row'].shadowRoot!.querySelector('progress')!;
    const line = async (): Promise<string[]> => {
      const box = bar.getBoundingClientRect();
      return rowOf(await pixelsOf(box), Math.floor(box.height / 2)).slice(3, Math.floor(box.width) - 3);
    };
    const before = await line();
    expect(before.at(0)).not.to.equal(before.at(-1));
    await turn(whole, 'rtl');
    const after = await line();
    expect(after.at(-1)).to.equal(before.at(0));
    expect(after.at(0)).to.equal(before.at(-1));
  });
});
