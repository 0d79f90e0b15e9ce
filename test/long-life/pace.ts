/** Virtual time for two tabs that refresh a thousand times: they synchronise each other, which is faster than steps from outside. */
import type { Lab, Tab } from '../faults/lab.ts';

/** The steps of one interval, in milliseconds. */
const STEPS = [8_000, 1_000, 1_000];
const INTERVAL = 10_000;

interface Pace {
  elapsed: number;
  channel: BroadcastChannel;
}

declare global {
  interface Window {
    pace: Pace;
  }
}

/** Runs in the page of the following tab. */
function follow(): void {
  const channel = new BroadcastChannel('pace');
  window.pace = { elapsed: 0, channel };
  channel.onmessage = async ({ data }: MessageEvent<number>) => {
    await window.lab.moveTo(data);
    await window.lab.settle(0, 0);
    channel.postMessage(data);
  };
}

/** Runs in the page of the polling tab. */
async function lead({ elapsed, steps, times }: { elapsed: number; steps: number[]; times: number }): Promise<void> {
  window.pace ??= { elapsed, channel: new BroadcastChannel('pace') };
  const { pace } = window;
  // The other tab moves first; by then it has received all earlier messages.
  const otherMoves = (): Promise<unknown> =>
    new Promise((answered) => {
      pace.channel.onmessage = answered;
      pace.channel.postMessage(pace.elapsed);
    });
  for (const step of Array.from({ length: times }, () => steps).flat()) {
    pace.elapsed += step;
    await otherMoves();
    let { underWay } = await window.lab.moveTo(pace.elapsed);
    do ({ underWay } = await window.lab.settle(0, 0));
    while (underWay.length > 0);
  }
  await otherMoves();
}

/** Moves both tabs by `times` intervals. `leader` is the tab that polls. */
export async function refreshes(lab: Lab, [leader, follower]: readonly [Tab, Tab], times: number): Promise<void> {
  await follower.page.evaluate(`window.pace || (${follow.toString()})()`);
  await leader.page.evaluate(lead, { elapsed: lab.elapsed, steps: STEPS, times });
  lab.server.elapsed += times * INTERVAL;
}
