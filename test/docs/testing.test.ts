/** Runs the tests that docs/testing.md shows: in Node with its test runner, and in Chromium with Playwright. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.ts';
import { project } from '../types/checker.ts';
import { REPOSITORY, snippets } from './snippets.ts';

const snippet = (mark: string): string => {
  const found = snippets.filter(({ path, text }) => path === 'docs/testing.md' && text.includes(mark));
  assert.equal(found.length, 1, mark);
  return found[0]!.text;
};

/** The globals that the test runners in the document provide. */
const RUNNER = `
import assert from 'node:assert/strict';
import { test, before as beforeAll, after as afterAll, afterEach } from 'node:test';
const expect = (value: unknown) => ({ toBe: (other: unknown) => assert.equal(value, other) });
`;

describe('docs/testing.md', () => {
  let folder: string;
  let browser: Browser;

  before(async () => {
    folder = await project(['msw'], {}, {
      'src/node.test.ts': RUNNER + snippet("from 'msw/node'"),
      'src/virtual-time.ts': snippet('new VirtualTime()'),
      'src/play.ts': snippet('export async function play'),
    });
    browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => (error ? reject(new Error(stdout + stderr)) : resolve(stdout)));
    });

  test('in Node: the handlers answer, the contract reads', async () => {
    assert.match(await run('--test', '--test-reporter=tap', 'src/node.test.ts'), /^# pass 1$/m);
  });

  test('virtual time: what its comments say', async () => {
    assert.equal(await run('src/virtual-time.ts'), '0\n1\n');
  });

  test('Playwright: two minutes of the operator’s pass in a moment, and the page tells what they brought', async () => {
    const { play } = (await import(pathToFileURL(join(folder, 'src/play.ts')).href)) as { play: (page: Page, url: string) => Promise<(seconds: number) => Promise<void>> };
    const page = await browser.newPage({ locale: 'en' });
    const kit = readFileSync(join(REPOSITORY, 'dist/cdn/op-run-elements.js'), 'utf8');
    await page.route('https://app.test/**', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: kit })
        : route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><script type="module" src="/kit.js"></script><op-run-list tenant-id="7"></op-run-list></html>' }),
    );
    const pass = await play(page, 'https://app.test/dashboard');
    const badge = page.locator('[part="badge"]').first();
    await badge.waitFor();
    assert.doesNotMatch(await badge.innerText(), /stale/i);
    const started = performance.now();
    await pass(120);
    await page.locator('[part="badge"]', { hasText: 'Likely stale' }).first().waitFor();
    assert.ok(performance.now() - started < 60_000);
    await page.close();
  });
});
