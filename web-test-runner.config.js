/** The browser tests: the elements and their accessibility in Chromium, with the network mocked by MSW. */
import { chromeLauncher, summaryReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromiumArgs, chromiumPath } from './scripts/chromium.ts';
import { webTestCounts } from './scripts/test-counts.ts';
import { devtoolsPlugin } from './test/a11y/devtools-plugin.ts';

export default {
  files: ['test/elements/**/*.test.ts', 'test/a11y/**/*.test.ts'],
  // A second page at a time would be a tab in the background: hidden, without frames, and so without a refresh.
  concurrency: 1,
  // Lit's development build warns that it is one; the tests run what a host's page runs.
  nodeResolve: { exportConditions: ['browser', 'production'], browser: true },
  browsers: [chromeLauncher({ launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] } })],
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }), devtoolsPlugin()],
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  testRunnerHtml: (testFramework) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>op-run-elements</title>
    <script>
      // Test pages share an origin and would fight over one MSW service worker, which reloads and unregisters under them.
      // Without service workers MSW answers inside each page.
      delete Navigator.prototype.serviceWorker;
    </script>
  </head>
  <body>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`,
  reporters: [summaryReporter(), webTestCounts(process.env.TEST_COUNTS_FILE)],
};
