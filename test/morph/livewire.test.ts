/** Livewire patches components with Alpine's morph plugin and the options below. */
import morph from '@alpinejs/morph';
import Alpine from 'alpinejs';
import { useStage } from '../elements/stage.ts';
import { assertKept, choose, rendered, serve } from './page.ts';

// Registered first, so that elements leave the page while virtual time is still installed.
afterEach(() => document.querySelector('#component')?.remove());
useStage();
before(() => Alpine.plugin(morph));

const component = (round: number, data: boolean): string => `<div id="component" wire:id="1">${rendered(round, { data })}</div>`;

/** Patches the component as Livewire does for an answer of its server. */
function update(html: string): void {
  const wrapper = document.createElement('div');
  wrapper.innerHTML = html;
  Alpine.morph(document.querySelector('#component')!, wrapper.firstElementChild!, {
    key: (node) => (node instanceof Element ? (node.getAttribute('wire:key') ?? node.getAttribute('wire:id') ?? node.id) : undefined),
    lookahead: false,
  });
}

for (const data of [false, true]) {
  describe(`Livewire's morph of a component ${data ? 'with' : 'without'} inline payloads`, () => {
    it('keeps what the operator chose, and asks for nothing', async () => {
      serve();
      document.body.insertAdjacentHTML('beforeend', component(1, data));
      const seen = await choose();
      for (const round of [2, 3]) {
        update(component(round, data));
        await assertKept(seen, round);
      }
    });
  });
}
