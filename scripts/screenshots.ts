/**
 * `npm run screenshots`: takes pictures of the reference host's pages (calm, stale and reconciled; light, dark and German) into
 * .cache/screenshots or the given folder, and the README's picture into docs/screenshot.png. Needs a fresh build.
 *
 * The host's worker takes four jobs at a time. So a fifth run stays queued past its window: it becomes likely stale while the
 * others progress, and the scheduled reconciler ends it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from './chromium.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SIZE = { width: 1280, height: 800 };
const folder = resolve(process.argv[2] ?? join(ROOT, '.cache/screenshots'));
const data = mkdtempSync(join(tmpdir(), 'op-host-'));
mkdirSync(folder, { recursive: true });

const host = spawn(process.execPath, [join(ROOT, 'examples/host/src/start.ts')], {
  env: {
    ...process.env,
    PORT: '0',
    DATABASE_URL: '',
    OP_HOST_DATA: data,
    OP_HOST_FILES: ROOT,
    OP_HOST_LIFECYCLE: '{"queued":10,"running":20,"reconcileAfter":20}',
    OP_HOST_RECONCILE_SECONDS: '1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] });

try {
  const [line] = (await once(createInterface(host.stdout), 'line')) as [string];
  const page = await browser.newPage({ baseURL: /http:\S+$/.exec(line)![0], viewport: SIZE, reducedMotion: 'reduce' });
  await page.goto('/sign-in');
  await shoot(page, 'sign-in');
  await page.getByLabel('Login').fill('olivia');
  await page.getByLabel('Password').fill('operator');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/dashboard');

  // Runs that have ended before, so that the pages are not empty: inventories, a comparison and an archive.
  for (const path of ['src/projection', 'src/projection', 'src']) {
    await reaches(page, await start(page, { type: 'inventory_sync', folder: path }), 'terminal_normal');
  }
  await reaches(page, await start(page, { type: 'baseline_compare', baseline: '1', current: '2' }), 'terminal_normal');
  await reaches(page, await start(page, { type: 'evidence_export', inventory: '2' }), 'terminal_normal');

  const working = [await start(page, { type: 'evidence_export', inventory: '3', pace: '2000' })];
  for (const [path, pace] of [['src', '900'], ['examples', '1200'], ['test', '1500']] as const) {
    working.push(await start(page, { type: 'inventory_sync', folder: path, pace }));
  }
  const late = await start(page, { type: 'inventory_sync', folder: 'docs' });
  for (const run of working) await works(page, run);
  await shootPages(page, late, 'calm');

  await reaches(page, late, 'likely_stale');
  await shootPages(page, late, 'stale');
  await page.goto('/admin/t/1/dashboard');
  await openOverlay(page);
  await page.screenshot({ path: join(ROOT, 'docs/screenshot.png') });

  await reaches(page, late, 'reconciled_failed');
  await shootPages(page, late, 'reconciled');
} finally {
  await browser.close();
  host.kill();
  await once(host, 'exit');
  rmSync(data, { recursive: true, force: true });
}
console.log(`The pictures are in ${folder}.`);

async function shootPages(page: Page, run: number, name: string): Promise<void> {
  const pages = { workspace: '/admin/workspaces/1', dashboard: '/admin/t/1/dashboard', list: '/admin/operations?tenant=1', run: `/admin/operations/${run}` };
  for (const [of, path] of Object.entries(pages)) {
    await page.goto(path);
    if (of === 'dashboard') await openOverlay(page);
    if (of === 'run') await openDiagnostics(page);
    await shoot(page, `${name}-${of}`);
    await speak(page, 'Deutsch');
    if (of === 'run') await openDiagnostics(page);
    await page.screenshot({ path: join(folder, `${name}-${of}-german.png`) });
    await speak(page, 'English');
  }
}

async function speak(page: Page, language: string): Promise<void> {
  await page.getByRole('button', { name: language }).click();
  await page.waitForLoadState();
}

async function openDiagnostics(page: Page): Promise<void> {
  await page.locator('op-run-diagnostics summary').click();
  await page.locator('op-run-diagnostics dl').first().waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function openOverlay(page: Page): Promise<void> {
  await page.locator('op-progress-overlay button[aria-expanded="false"]').click();
}

async function start(page: Page, fields: Record<string, string>): Promise<number> {
  const answer = await page.request.post('/admin/t/1/operations', { form: fields, headers: { accept: 'application/json' } });
  if (answer.status() !== 201) throw new Error(await answer.text());
  return ((await answer.json()) as { run_id: number }).run_id;
}

async function read(page: Page, run: number): Promise<{ freshness_state: string; summary_counts?: Record<string, number> }> {
  return (await (await page.request.get(`/api/admin/operations/${run}`)).json()) as never;
}

async function reaches(page: Page, run: number, state: string): Promise<void> {
  while ((await read(page, run)).freshness_state !== state) await wait(100);
}

/** Waits until the run shows progress with counts. */
async function works(page: Page, run: number): Promise<void> {
  while (!Object.values((await read(page, run)).summary_counts ?? {}).some((count) => count > 0)) await wait(100);
}
