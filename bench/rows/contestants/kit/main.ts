/** This kit: its one file, as a page without a bundler has it. */
import { URL_OF_RUNS, type Contestant } from '../../contestant.ts';

const FILE = '/op-run-elements.js';
await import(/* @vite-ignore */ FILE);

let list: HTMLElement & { refresh(): Promise<void> };

export const contestant: Contestant = {
  mount(root) {
    list = document.createElement('op-run-list') as typeof list;
    list.setAttribute('src', URL_OF_RUNS);
    list.setAttribute('hide-filters', '');
    root.append(list);
  },
  refresh: () => list.refresh(),
  rows: () => list.shadowRoot?.querySelector('[part~=rows]')?.children ?? null,
};
