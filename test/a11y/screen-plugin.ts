/** Adds commands that force the system's colours and take pictures of the page, which the test runner lacks. Runs in Node. */
import type { chromeLauncher, TestRunnerPlugin } from '@web/test-runner';

type Launcher = ReturnType<typeof chromeLauncher>;
type Clip = NonNullable<Parameters<ReturnType<Launcher['getPage']>['screenshot']>[0]>['clip'];

export const screenPlugin = (): TestRunnerPlugin => ({
  name: 'screen',
  async executeCommand({ command, payload, session }) {
    if (command !== 'force-colours' && command !== 'picture') return undefined;
    const page = (session.browser as Launcher).getPage(session.id);
    if (command === 'picture') return Buffer.from(await page.screenshot({ clip: payload as Clip })).toString('base64');
    await page.emulateMediaFeatures([{ name: 'forced-colors', value: payload ? 'active' : 'none' }]);
    return true;
  },
});
