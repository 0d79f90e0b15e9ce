/** The worker's process and what an operator can do to it. */
import type { WorkerState, WorkerStatus } from '../supervisor.ts';
import { html, type Html } from './html.ts';

/** The host's script shows the same words after an action, from the data attributes of the panel. */
const STATES: Readonly<Record<WorkerState, string>> = { starting: 'Starting', running: 'Running', frozen: 'Frozen', stopped: 'Stopped' };

const BUTTONS: readonly { action: string; text: string; in: readonly WorkerState[] }[] = [
  { action: 'freeze', text: 'Freeze worker', in: ['running'] },
  { action: 'kill', text: 'Kill worker', in: ['starting', 'running', 'frozen'] },
  { action: 'start', text: 'Start worker', in: ['stopped', 'frozen'] },
];

export const workerPanel = ({ state, pid }: WorkerStatus): Html =>
  html`<section class="panel worker" id="worker" aria-labelledby="worker-title" data-live>
    <h2 id="worker-title">Worker</h2>
    <p class="worker-state" data-state="${state}"><strong>${STATES[state]}</strong>${pid === null ? '' : html` <span class="dim">process ${pid}</span>`}</p>
    <form method="post" action="/admin/worker" data-worker>
      ${BUTTONS.map((button) => html`<button name="action" value="${button.action}"${button.in.includes(state) ? '' : html` disabled`}>${button.text}</button>`)}
    </form>
  </section>`;
