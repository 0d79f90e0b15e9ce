/** The state of the worker process, and buttons to freeze, kill and start it. */
import type { WorkerState, WorkerStatus } from '../supervisor.ts';
import type { Words } from '../words/index.ts';
import { html, type Html } from './html.ts';

/** Each action, with the states in which it can be taken. */
const ACTIONS = {
  freeze: ['running'],
  kill: ['starting', 'running', 'frozen'],
  start: ['stopped', 'frozen'],
} satisfies Record<keyof Words['worker']['action'], WorkerState[]>;

export const workerPanel = ({ worker }: Words, { state, pid }: WorkerStatus): Html =>
  html`<section class="panel worker" id="worker" aria-labelledby="worker-title" data-live>
    <h2 id="worker-title">${worker.title}</h2>
    <p class="worker-state" data-state="${state}"><strong>${worker.state[state]}</strong>${pid === null ? '' : html` <span class="dim">${worker.process(pid)}</span>`}</p>
    <form method="post" action="/admin/worker" data-worker>
      ${Object.entries(ACTIONS).map(
        ([action, states]) =>
          html`<button name="action" value="${action}"${(states as WorkerState[]).includes(state) ? '' : html` disabled`}>${worker.action[action as keyof typeof ACTIONS]}</button>`,
      )}
    </form>
  </section>`;
