/** Lets a test page speak the browser's DevTools protocol: what it emulates and photographs, no other command of the runner can. Runs in Node. */
import type { chromeLauncher, TestRunnerPlugin } from '@web/test-runner';

type Launcher = ReturnType<typeof chromeLauncher>;
type Tab = ReturnType<Launcher['getPage']>;
type Connection = Awaited<ReturnType<Tab['createCDPSession']>>;

/** An emulation lasts as long as the connection that asked for it. */
const connections = new WeakMap<Tab, Promise<Connection>>();

export const devtoolsPlugin = (): TestRunnerPlugin => ({
  name: 'devtools',
  async executeCommand({ command, payload, session }) {
    if (command !== 'devtools') return undefined;
    const tab = (session.browser as Launcher).getPage(session.id);
    if (!connections.has(tab)) connections.set(tab, tab.createCDPSession());
    const { method, parameters } = payload as { method: Parameters<Connection['send']>[0]; parameters: object };
    return (await connections.get(tab)!).send(method, parameters);
  },
});
