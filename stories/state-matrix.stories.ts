/** The state matrix: every state of a run, and of its refresh, on every surface. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { baseUrlOf, handlers, STATES, tellStates, type MatrixState, type StateName } from './state-matrix/states.ts';
import { SURFACES, type SurfaceName } from './state-matrix/surfaces.ts';
import './state-matrix/state-matrix.css';

interface Args {
  /** The rows to show; all when empty. */
  states: StateName[];
  /** The columns to show; all when empty. */
  surfaces: SurfaceName[];
}

const stateNames = Object.keys(STATES) as StateName[];
const surfaceNames = Object.keys(SURFACES) as SurfaceName[];

type Refreshable = Element & { refresh(): Promise<void> };

/** Refreshes once for each further answer of the state, without waiting for the interval. */
function refreshAll({ target }: Event): void {
  const element = target as Refreshable;
  const state: MatrixState | undefined = STATES[element.closest<HTMLElement>('[data-state]')?.dataset['state'] as StateName];
  if (refreshed.has(element)) return;
  refreshed.add(element);
  void state?.then?.reduce<Promise<void>>((asked) => asked.then(() => element.refresh()), Promise.resolve());
}
let refreshed = new WeakSet<Element>();

const meta: Meta<Args> = {
  title: 'State matrix',
  parameters: {
    layout: 'fullscreen',
    msw: { handlers },
    pictures: ['light', 'dark', 'forced-colours', 'german', 'rtl'],
    docs: { disable: true },
  },
  tags: ['!autodocs'],
  args: { states: [], surfaces: [] },
  argTypes: {
    states: { control: 'check', options: stateNames, labels: Object.fromEntries(stateNames.map((name) => [name, STATES[name].title])) },
    surfaces: { control: 'check', options: surfaceNames, labels: Object.fromEntries(surfaceNames.map((name) => [name, SURFACES[name].title])) },
  },
  render: ({ states, surfaces }) => {
    const rows = states.length ? states : stateNames;
    const columns = surfaces.length ? surfaces : surfaceNames;
    return html`<main class="matrix">
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            ${columns.map((name) => html`<th scope="col">${SURFACES[name].title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (state) => html`<tr data-state=${state}>
              <th scope="row">${STATES[state].title}</th>
              ${columns.map((surface) => html`<td data-surface=${surface}>${SURFACES[surface].draw(baseUrlOf(state), STATES[state].run.run_id)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </main>`;
  },
};
export default meta;

export const Matrix: StoryObj<Args> = {
  name: 'Every state on every surface',
  beforeEach: () => {
    refreshed = new WeakSet();
    tellStates();
    document.addEventListener('op-load', refreshAll, { capture: true });
    return () => document.removeEventListener('op-load', refreshAll, { capture: true });
  },
};
