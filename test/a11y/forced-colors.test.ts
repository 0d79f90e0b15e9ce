/** Forced colours: states are told apart by words, shapes and frames, and the focus is visible (WCAG 1.4.1, 1.4.11, 2.4.7). */
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { runs } from '../../mocks/index.ts';
import { byRole, expect, focused, parts, useStage, type AnyElement } from '../elements/stage.ts';
import { forceColours, pixelsOf, rowOf } from './screen.ts';
import { page, say } from './surfaces.ts';

useStage();

/** The pixels of an element and a few around it. */
function look(element: Element): Promise<ImageData> {
  const { x, y, width, height } = element.getBoundingClientRect();
  return pixelsOf(new DOMRect(x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN));
}
const MARGIN = 3;

/** Asserts that every badge of a surface shows its state by a word and a shape, with a visible frame. */
async function toldWithoutColour(element: AnyElement): Promise<void> {
  for (const badge of parts(element, 'badge')) {
    expect(badge.innerText.trim(), element.localName).not.to.equal('');
    expect(badge.querySelector('svg')!.getBoundingClientRect().width, element.localName).to.be.above(8);
    // The frame is a line between the outside and the inside.
    const line = rowOf(await look(badge), MARGIN + Math.floor(badge.offsetHeight / 2));
    expect(line.slice(1, MARGIN + 3).some((colour) => colour !== line[0]), `${element.localName}: ${badge.innerText} has a frame`).to.be.true;
    if (element.localName === 'op-run-list') break;
  }
}

function inForcedColours(): void {
  before(() => setViewport({ width: 900, height: 5000 }));
  beforeEach(() => forceColours(true));
  afterEach(() => forceColours(false));

  it('they are forced, or nothing here would be tested', () => {
    expect(matchMedia('(forced-colors: active)').matches).to.be.true;
  });

  it('every state is told by a word and a shape, in a frame that is drawn', async () => {
    say({ run: runs.staleRunning, items: Object.values(runs) });
    const { all } = await page();
    for (const element of all) await toldWithoutColour(element);
    // Different states have different shapes.
    const shapes = new Map(parts(all[0]!, 'badge').map((badge) => [badge.dataset['tone'], badge.querySelector('path')!.getAttribute('d')]));
    expect(new Set(shapes.values()).size).to.equal(shapes.size);
  });

  it('every surface that has a frame keeps it, and the banner its bar', async () => {
    say({ run: runs.staleRunning });
    const whole = await page();
    const frames = { 'op-tenant-activity': 'section', 'op-run-list': 'section', 'op-run-detail-banner': '.summary', 'op-run-diagnostics': 'details', 'op-review-pack-card': '.card', 'op-progress-overlay': '.panel' } as const;
    for (const [tag, selector] of Object.entries(frames)) {
      const frame = whole[tag as keyof typeof frames].shadowRoot!.querySelector(selector)!;
      const line = rowOf(await look(frame), 40);
      for (const [side, edge] of Object.entries({ left: line, right: line.toReversed() })) {
        expect(edge.slice(1, MARGIN + 3).some((colour) => colour !== edge[0]), `${tag} on the ${side}`).to.be.true;
      }
    }
    const { borderLeftWidth } = getComputedStyle(whole['op-run-detail-banner'].shadowRoot!.querySelector('.summary')!);
    expect(borderLeftWidth).to.equal('4px');
  });

  it('progress shows its share and its frame', async () => {
    say({ run: runs.freshDeterminate });
    const whole = await page();
    for (const element of [whole['op-run-row'], whole['op-tenant-activity']]) {
      const bar = element.shadowRoot!.querySelector('progress')!;
      const line = rowOf(await look(bar), MARGIN + Math.floor(bar.offsetHeight / 2));
      const [outside, share, rest] = [line.at(0), line.at(12), line.at(-12)];
      expect(share, 'the share is not the rest').not.to.equal(rest);
      expect(line.slice(-MARGIN - 3, -1).some((colour) => colour !== outside && colour !== rest), 'the rest has a frame').to.be.true;
    }
  });

  it('the filter that is chosen does not look like the others', async () => {
    say({ run: runs.staleRunning, items: [runs.staleRunning, runs.succeeded] });
    const list = (await page())['op-run-list'];
    const framed = byRole(list, 'button').filter((button) => button.hasAttribute('aria-pressed')).map((button) => `${button.ariaPressed} ${getComputedStyle(button).borderTopWidth}`);
    expect(framed).to.deep.equal(['true 2px', 'false 0px', 'false 0px', 'false 0px']);
  });

  it('the focus is seen on every control', async () => {
    say({ run: runs.staleRunning, items: [runs.staleRunning, runs.freshDeterminate] });
    const { all } = await page();
    const before = new Map<Element, ImageData>();
    for (const element of all) for (const control of [...byRole(element, 'link'), ...byRole(element, 'button')]) before.set(control, await look(control));
    expect(before.size).to.be.above(12);
    for (let stops = before.size + 5; stops > 0; stops -= 1) {
      await sendKeys({ press: 'Tab' });
      const control = focused();
      const unfocused = before.get(control);
      if (!unfocused) continue;
      before.delete(control);
      const now = (await look(control)).data;
      const changed = now.filter((value, at) => Math.abs(value - unfocused.data[at]!) > 40).length / 3;
      // At least the pixels of two sides of a 2 px outline.
      expect(changed, `${control.outerHTML.slice(0, 80)}: pixels that change`).to.be.above(control.getBoundingClientRect().height * 4);
    }
    expect([...before.keys()].map((control) => control.outerHTML.slice(0, 120)), 'controls that Tab did not reach').to.deep.equal([]);
  });
}

function withoutForcedColours(): void {
  before(() => setViewport({ width: 900, height: 2000 }));

  it('WebKit has none: the rules for them lie idle, and every state is told by a word and a shape in a frame all the same', async () => {
    expect(matchMedia('(forced-colors: active)').matches).to.be.false;
    say({ run: runs.staleRunning });
    const { all } = await page();
    for (const element of all) {
      const rules = element.shadowRoot!.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules]);
      expect(rules.filter((rule) => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors')), element.localName).not.to.be.empty;
      await toldWithoutColour(element);
    }
  });
}

if (CSS.supports('forced-color-adjust: none')) describe('in forced colours', inForcedColours);
else describe('without forced colours', withoutForcedColours);
