/** The elements with a scripted backend and a virtual clock. Each story is a scenario at an interesting moment. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { useArgs } from 'storybook/preview-api';
import { scenarios } from '../mocks/index.ts';
import type { PlayerState } from './scenario-player/scenario-player.define.ts';
import './scenario-player/scenario-player.define.ts';

const meta: Meta<PlayerState> = {
  title: 'Scenario player',
  tags: ['!autodocs'],
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  argTypes: { scenario: { control: 'select', options: Object.keys(scenarios) }, at: { control: { type: 'number', min: 0, step: 1 } }, faults: { control: 'text' } },
  args: { at: 0, faults: '' },
  render: ({ scenario, at, faults }) => {
    const [, updateArgs] = useArgs<PlayerState>();
    return html`<scenario-player
      .scenario=${scenario}
      .at=${at}
      .faults=${faults}
      @player-change=${({ detail }: CustomEvent<PlayerState>) => {
        updateArgs(detail);
        if (window.parent === window) writeUrl(detail);
      }}
    ></scenario-player>`;
  },
  // The story is ready when the screen shows the moment in its args.
  play: ({ canvasElement }) => canvasElement.querySelector('scenario-player')!.settled,
};
export default meta;
type Story = StoryObj<PlayerState>;

/** Writes the args into the URL. Storybook's manager does so itself, but not when the story's frame is opened alone. */
function writeUrl(state: PlayerState): void {
  const url = new URL(location.href);
  url.searchParams.set('args', Object.entries(state).map(([name, value]) => `${name}:${value}`).join(';'));
  history.replaceState(history.state, '', url);
}

const scene = (scenario: keyof typeof scenarios, at: number, faults = ''): Story => ({ args: { scenario, at, faults } });

export const QueuedToDone = scene('queuedToDone', 62);
export const WorkerDies = scene('workerDies', 104);
export const WorkerDiesReconciled = scene('workerDies', 196);
export const ReconciledLateSuccess = scene('reconciledLateSuccess', 166);
export const FlappingNetwork = scene('flappingNetwork', 24);
export const SessionExpiry = scene('sessionExpiry', 34);
export const TenantSwitch = scene('tenantSwitch', 48);
export const MixedTenant: Story = { ...scene('mixedTenant', 72), parameters: { pictures: ['light', 'dark', 'german'] } };
export const SlowBackend = scene('workerDies', 62, 'slow-24');
export const ServerErrors = scene('mixedTenant', 34, '500-12');
export const TruncatedAnswers = scene('queuedToDone', 48, 'truncated-30');
export const Offline = scene('workerDies', 64, 'offline-24');
