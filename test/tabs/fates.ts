/**
 * Things that can happen to a tab, done by the browser itself, with or without an event for the page. A tab that does not run does not take part in
 * virtual time, and catches up when it is back.
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

/** The process of the tab ends. */
export const crashed = {
  leave: async (tab) => {
    const gone = tab.page.waitForEvent('crash');
    tab.page.goto('chrome://crash').catch(() => {});
    await gone;
  },
} satisfies Fate;

/** The window is minimised. */
export const hidden = {
  leave: (tab) => minimise(tab.page),
  comeBack: (tab) => minimise(tab.page, false),
} satisfies Fate;

/** The browser freezes the hidden tab to save power. */
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

/** The operator follows a link, and comes back with the browser's back button. */
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

/** A script blocks the page: a synchronous request for the time, which the server answers when the tab comes back. */
export const hung = {
  leave: async (tab) => {
    const { lab } = tab;
    const gate = lab.server.hold('/now');
    tab.away = true;
    const hang = tab.page.evaluate(() => window.catchUp());
    // The tab may be closed while it hangs.
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
