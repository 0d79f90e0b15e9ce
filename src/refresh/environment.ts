/** Everything outside the kit that a refresh depends on, so that a test or a tool can put its own in place. */
import { systemClock, type Clock } from './clock.ts';
import { systemPage, type Page } from './page.ts';
import { systemTabs, type Tabs } from './tabs.ts';

export interface Environment {
  readonly clock: Clock;
  readonly page: Page;
  /** Null: this tab polls for itself. */
  readonly tabs: Tabs | null;
  readonly fetch: (request: Request) => Promise<Response>;
  /** 0 to 1. */
  readonly random: () => number;
  /** Milliseconds until a server that does not answer counts as a failure. */
  readonly timeout: number;
  /** Bytes; a larger body is refused. */
  readonly maxBytes: number;
}

export const systemEnvironment: Environment = {
  clock: systemClock,
  page: systemPage,
  tabs: systemTabs,
  fetch: (request) => fetch(request),
  random: () => Math.random(),
  timeout: 15_000,
  maxBytes: 2_000_000,
};
