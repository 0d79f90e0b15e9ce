/** htmx 2: the swap that replaces the content around the elements, and the swap of the idiomorph extension, which morphs it. */
import * as library from 'htmx.org';
import 'idiomorph/htmx';
import { asked, expect, settle, textOf, until, useStage } from '../elements/stage.ts';
import type { OpRunRow } from '../../src/index.ts';
import { assertKept, choose, get, rendered, serve } from './page.ts';

/** The package's types describe another module format than it has. */
const htmx = library.default as unknown as {
  process(root: Element): void;
  swap(target: Element, html: string, style: { swapStyle: string; swapDelay: number; settleDelay: number }, options: { contextElement: Element }): void;
};

// Registered first, so that elements leave the page while virtual time is still installed.
afterEach(() => document.querySelector('#content')?.remove());
useStage();

const content = (round: number, data: boolean, attributes?: string): string => `<div id="content" hx-ext="morph">${rendered(round, { data, attributes })}</div>`;

/** Whether a moved element keeps the focus: only in browsers with `moveBefore`. */
const MOVED = { focuses: 'moveBefore' in Element.prototype };

async function open(html: string, options?: { focuses: boolean }) {
  serve();
  document.body.insertAdjacentHTML('beforeend', html);
  htmx.process(document.body);
  return choose(options);
}

/** Swaps content as htmx does for an answer of its server. */
function swap(swapStyle: string, html: string): void {
  const target = document.querySelector('#content')!;
  htmx.swap(target, html, { swapStyle, swapDelay: 0, settleDelay: 20 }, { contextElement: target });
}

for (const data of [false, true]) {
  describe(`a morph by htmx 2 and idiomorph ${data ? 'with' : 'without'} inline payloads`, () => {
    it('keeps what the operator chose, and asks for nothing', async () => {
      const seen = await open(content(1, data));
      swap('morph', content(2, data));
      await assertKept(seen, 2);
      swap('morph:innerHTML', rendered(3, { data }));
      await assertKept(seen, 3);
    });
  });

  describe(`a swap by htmx 2 around elements with hx-preserve ${data ? 'with' : 'without'} inline payloads`, () => {
    it('keeps what the operator chose, and asks for nothing', async () => {
      const seen = await open(content(1, data, 'hx-preserve'), MOVED);
      swap('innerHTML', rendered(2, { data, attributes: 'hx-preserve' }));
      await assertKept(seen, 2);
      swap('outerHTML', content(3, data, 'hx-preserve'));
      await assertKept(seen, 3);
    });
  });
}

describe('a swap by htmx 2 of elements with inline payloads', () => {
  it('brings new ones, which show the same at once, and ask for nothing', async () => {
    serve();
    document.body.insertAdjacentHTML('beforeend', content(1, true));
    const row = get<OpRunRow>('op-run-row');
    await until(() => textOf(row).includes('Likely stale'), 'the row shows its payload');
    const text = textOf(row);
    swap('innerHTML', rendered(2, { data: true }));
    const next = get<OpRunRow>('op-run-row');
    expect(next === row).to.be.false;
    await next.updateComplete;
    expect(textOf(next)).to.equal(text);
    await settle();
    expect(asked()).to.deep.equal([]);
  });
});
