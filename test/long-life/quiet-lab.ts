/** A lab for measuring memory: its pages keep no records, so that only the kit's memory can grow. */
import { after } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { EPOCH } from '../../mocks/index.ts';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { ChaosServer, REQUEST_NAME } from '../faults/chaos-server.ts';
import { instrument } from '../faults/in-page.ts';
import { Lab } from '../faults/lab.ts';

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

const launched = (): Promise<Browser> =>
  (browser ??= chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, '--disable-gpu'],
  }));

/** A new browser profile without a tab. `await using` closes it. */
export async function openQuietLab(): Promise<Lab> {
  const [server, context] = await Promise.all([ChaosServer.start(), launched().then((browser) => browser.newContext({ timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce' }))]);
  const options = { epoch: EPOCH, requestName: REQUEST_NAME, random: 0 };
  await context.addInitScript({ content: `(${quietly.toString()})(() => (${instrument.toString()})(${JSON.stringify(options)}))` });
  return new Lab(server, context, true);
}

/** Runs in the page: installs the lab's time, without its records. */
function quietly(instrument: () => void): void {
  const { MutationObserver, PerformanceObserver } = window;
  const { parse } = JSON;
  const { attachShadow } = Element.prototype;
  class Blind {
    observe(): void {}
  }
  Object.assign(window, { MutationObserver: Blind, PerformanceObserver: Blind });
  instrument();
  Object.assign(window, { MutationObserver, PerformanceObserver });
  JSON.parse = parse;
  Element.prototype.attachShadow = attachShadow;
  Object.defineProperty(window.lab.events, 'push', { value: () => 0 });
}
