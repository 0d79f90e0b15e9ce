/** The built Storybook works below a sub-path and without a network. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/chromium.ts';
import { serve } from './static-server.ts';
import { CHROMIUM_ARGS, STORYBOOK } from './studio.ts';

it('the Storybook works from a sub-path and without network', async (t) => {
  const server = await serve(STORYBOOK);
  t.after(() => server.close());
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_ARGS] });
  t.after(() => browser.close());
  const context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();

  const wrong: string[] = [];
  context.on('request', (request) => void (new URL(request.url()).origin === new URL(server.url).origin || /^(data|blob):/.test(request.url()) || wrong.push(request.url())));
  context.on('requestfailed', (request) => void wrong.push(`${request.url()} ${request.failure()?.errorText}`));
  // What is not below the path, the server does not have.
  context.on('response', (response) => void (response.ok() || response.fromServiceWorker() || wrong.push(`${response.url()} ${response.status()}`)));
  context.on('weberror', (error) => void wrong.push(String(error.error())));

  // Both stories get their answers from MSW's worker.
  await page.goto(`${server.url}?path=/story/elements-op-run-row--fetched-likely-stale`);
  const story = page.frameLocator('#storybook-preview-iframe');
  await story.getByText('Likely stale').waitFor();
  await page.getByRole('link', { name: 'Fetched', exact: true }).click();
  await story.getByText('Progress details pending.').waitFor();

  assert.deepEqual(wrong, []);
});
