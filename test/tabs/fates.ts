/**
 * What can become of a tab. The browser does it, and tells the page, or does not. A tab that does not run has no part in the time of the others, and
 * catches up with them when it is back.
 */
import type { Gate } from '../faults/chaos-server.ts';
import type { Tab } from '../faults/lab.ts';
import { minimise } from './browser.ts';
import { now } from './stage.ts';

interface Fate {
  leave(tab: Tab): Promise<void>;
  comeBack?(tab: Tab): Promise<void>;
}

export const closed = {
  leave: (tab) => tab.page.close(),
} satisfies Fate;

/** The browser ends the process that runs it. */
export const crashed = {
  leave: async (tab) => {
    const gone = tab.page.waitForEvent('crash');
    tab.page.goto('chrome://crash').catch(() => {});
    await gone;
  },
} satisfies Fate;

/** Its window is minimised. */
export const hidden = {
  leave: (tab) => minimise(tab.page),
  comeBack: (tab) => minimise(tab.page, false),
} satisfies Fate;

/** To save power, as it is hidden. */
export const frozen = {
  leave: async (tab) => {
    await hidden.leave(tab);
    tab.away = true;
    await tab.cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  },
  comeBack: async (tab) => {
    await tab.cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await hidden.comeBack(tab);
    tab.away = false;
  },
} satisfies Fate;

/** Its operator follows a link, and comes back by the browser's button. */
export const cached = {
  leave: async (tab) => {
    tab.away = true;
    await tab.page.goto(new URL('/elsewhere', tab.lab.server.url).href);
  },
  comeBack: async (tab) => {
    await tab.page.goBack({ waitUntil: 'commit' });
    tab.away = false;
  },
} satisfies Fate;

const hanging = new WeakMap<Tab, { readonly gate: Gate; readonly hang: Promise<void> }>();

/** A script on its page does not end: it waits for the server to tell the time. */
export const hung = {
  leave: async (tab) => {
    const { lab } = tab;
    const gate = lab.server.hold('/now');
    tab.away = true;
    const hang = tab.page.evaluate(() => window.catchUp());
    // It may be closed while it hangs.
    hang.catch(() => {});
    hanging.set(tab, { gate, hang });
    await lab.until(() => gate.waiting.length === 1, 'the page hangs');
    lab.server.script('/now', now);
  },
  comeBack: async (tab) => {
    const { gate, hang } = hanging.get(tab)!;
    gate.release(0, now);
    await hang;
    tab.away = false;
  },
} satisfies Fate;
