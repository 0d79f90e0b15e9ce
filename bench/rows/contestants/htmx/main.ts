/** htmx 4, with the morph that it brings: the server renders the list, and the page is changed where it differs. */
import 'htmx-4/dist/htmx.esm.js';
import { INTERVAL, rowsIn, URL_OF_RUNS, type Contestant } from '../../contestant.ts';

let root: HTMLElement;
let polling: Element;

export const contestant: Contestant = {
  mount(element) {
    root = element;
    root.innerHTML = `<div hx-get="${URL_OF_RUNS}" hx-trigger="load, refresh, every ${INTERVAL}ms" hx-swap="innerMorph"></div>`;
    polling = root.firstElementChild!;
    htmx.process(root);
  },
  refresh: () =>
    new Promise((resolve) => {
      polling.addEventListener('htmx:finally:request', resolve, { once: true });
      polling.dispatchEvent(new CustomEvent('refresh'));
    }),
  rows: () => rowsIn(root),
  html: true,
};

declare const htmx: { process(element: Element): void };
