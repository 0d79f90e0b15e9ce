/** Turbo: a page refresh that morphs, a visit that replaces the body, and a frame that is loaded again. */
import { useStage } from '../elements/stage.ts';
import { assertKept, choose, rendered, serve, type Rendering } from './page.ts';

type TurboModule = typeof import('@hotwired/turbo');

let Turbo: TurboModule;
/** The server's answer to Turbo. */
let served: () => string;

// Registered first, so that elements leave the page while virtual time is still installed.
afterEach(() => document.querySelector('#content')?.remove());
useStage();
before(async () => {
  // Turbo keeps a reference to the fetch that exists when it loads.
  const { fetch } = window;
  window.fetch = async (input, init) => (new Headers(init?.headers).get('accept')?.startsWith('text/html') ? new Response(served(), { headers: { 'content-type': 'text/html' } }) : fetch(input, init));
  Turbo = await import('@hotwired/turbo');
});

const runner = document.body.innerHTML;
const page = (content: string): string => `<!doctype html><html lang="en"><head>${document.head.innerHTML}</head><body>${runner}<div id="content">${content}</div></body></html>`;

/** Turbo removes a permanent element from the page and inserts it again: it keeps its state, but not the focus. */
const MOVED = { focuses: false };

async function open(content: string, options?: { focuses: boolean }) {
  serve();
  document.body.insertAdjacentHTML('beforeend', `<div id="content">${content}</div>`);
  return choose(options);
}

for (const data of [false, true]) {
  describe(`Turbo's morph of a page ${data ? 'with' : 'without'} inline payloads`, () => {
    it('keeps what the operator chose, and asks for nothing', async () => {
      const seen = await open(rendered(1, { data }));
      for (const round of [2, 3]) {
        served = () => page(rendered(round, { data }));
        Turbo.renderStreamMessage('<turbo-stream action="refresh" method="morph"></turbo-stream>');
        await assertKept(seen, round);
      }
    });
  });
}

describe('Turbo replaces what is around elements with data-turbo-permanent', () => {
  const permanent: Rendering = { data: true, attributes: 'data-turbo-permanent' };

  it('by a visit: they keep what the operator chose, and ask for nothing', async () => {
    const seen = await open(rendered(1, permanent), MOVED);
    served = () => page(rendered(2, permanent));
    Turbo.visit(location.href, { action: 'replace' });
    await assertKept(seen, 2);
  });

  it('in a frame: they keep what the operator chose, and ask for nothing', async () => {
    const frame = (round: number) => `<turbo-frame id="frame">${rendered(round, permanent)}</turbo-frame>`;
    const seen = await open(frame(1), MOVED);
    served = () => page(frame(2));
    Turbo.visit(location.href, { frame: 'frame' });
    await assertKept(seen, 2);
  });
});
