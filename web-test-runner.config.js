/** The browser tests: the elements and their accessibility, with the network mocked by MSW, in Chromium or in the ENGINES that `npm run test:engines` names. */
import { chromeLauncher, summaryReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromiumArgs, chromiumPath } from './scripts/chromium.ts';
import { firefoxLauncher } from './scripts/firefox.ts';
import { webkitLauncher } from './scripts/webkit.ts';
import { engineTotals, webTestCounts } from './scripts/test-counts.ts';
import { screenPlugin } from './test/a11y/screen-plugin.ts';

const LAUNCHERS = {
  chromium: () => chromeLauncher({ launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] } }),
  firefox: firefoxLauncher,
  webkit: webkitLauncher,
};

const engines = (process.env.ENGINES ?? 'chromium').split(' ');

export default {
  files: ['test/{elements,a11y,morph}/**/*.test.ts'],
  // A second page at a time would be a tab in the background: hidden, without frames, and so without a refresh.
  concurrency: 1,
  // Lit's development build warns that it is one; the tests run what a host's page runs.
  nodeResolve: { exportConditions: ['browser', 'production'], browser: true },
  browsers: engines.map((engine) => LAUNCHERS[engine]()),
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }), screenPlugin()],
  // Where no graphics card draws it a large window takes its time.
  testsFinishTimeout: 300_000,
  testFramework: { config: { ui: 'bdd', timeout: 30_000 } },
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
  reporters: [summaryReporter(), webTestCounts(process.env.TEST_COUNTS_FILE), ...(process.env.ENGINES ? [engineTotals()] : [])],
};
