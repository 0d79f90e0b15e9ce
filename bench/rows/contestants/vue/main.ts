/** Vue 3: a composable that fetches, a keyed v-for, a component for each row. */
import { createApp } from 'vue';
import { rowsIn, type Contestant } from '../../contestant.ts';
import RunList from './RunList.vue';

let root: HTMLElement;
let list: { refresh(): Promise<void> };

export const contestant: Contestant = {
  mount(element) {
    root = element;
    list = createApp(RunList).mount(element) as unknown as typeof list;
  },
  refresh: () => list.refresh(),
  rows: () => rowsIn(root),
};
