/** htmx 4: swaps that morph the content around the elements, and swaps that replace it. */
import htmx from 'htmx-4';
import { useStage } from '../elements/stage.ts';
import { assertKept, choose, rendered, serve } from './page.ts';

// Registered first, so that elements leave the page while virtual time is still installed.
afterEach(() => document.querySelector('#content')?.remove());
useStage();

const content = (round: number, data: boolean, attributes?: string): string => `<div id="content">${rendered(round, { data, attributes })}</div>`;

/** Whether a moved element keeps the focus: only in browsers with `moveBefore`. */
const MOVED = { focuses: 'moveBefore' in Element.prototype };

async function open(html: string, options?: { focuses: boolean }) {
  serve();
  document.body.insertAdjacentHTML('beforeend', html);
  htmx.process(document.body);
  return choose(options);
}

/** Swaps content as htmx does for an answer of its server. */
const swap = (style: string, text: string): void => void htmx.swap({ target: document.querySelector('#content')!, swap: style, text });

for (const data of [false, true]) {
  describe(`a morph by htmx 4 ${data ? 'with' : 'without'} inline payloads`, () => {
    it('keeps what the operator chose, and asks for nothing', async () => {
      const seen = await open(content(1, data));
      swap('outerMorph', content(2, data));
      await assertKept(seen, 2);
      swap('innerMorph', rendered(3, { data }));
      await assertKept(seen, 3);
    });
  });

  describe(`a swap by htmx 4 around elements with hx-preserve ${data ? 'with' : 'without'} inline payloads`, () => {
    it('keeps what the operator chose, and asks for nothing', async () => {
      const seen = await open(content(1, data, 'hx-preserve'), MOVED);
      swap('innerHTML', rendered(2, { data, attributes: 'hx-preserve' }));
      await assertKept(seen, 2);
      swap('outerHTML', content(3, data, 'hx-preserve'));
      await assertKept(seen, 3);
    });
  });
}
