/** What surfaces say to those who may not see, or may not see any more, and that they stop asking. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../host/host.ts';
import { assertCalmHasItsTime } from './honest.ts';
import { assertSilence, operatorOf, type Operator } from './operator.ts';
import { startStage, type Stage } from './stage.ts';

let stage: Stage;
let run: number;
before(async () => {
  stage = await startStage();
  run = await (await stage.host.signIn('olivia')).start(1, { type: 'inventory_sync', folder: 'reports', pace: '2000' });
  await stage.working(run);
});
after(() => stage.host.stop());

const SURFACES = ['op-progress-overlay', 'op-tenant-activity', 'op-review-pack-card', 'op-run-list', 'op-run-row', 'op-run-detail-banner', 'op-run-diagnostics'];

/** Puts all surfaces on a page of the operator's own, as a host would that knows no better. */
async function embed(page: Page): Promise<void> {
  await page.evaluate((id) => {
    for (const [name, attribute, value] of [
      ['op-progress-overlay', 'tenant-id', 1],
      ['op-tenant-activity', 'tenant-id', 1],
      ['op-review-pack-card', 'tenant-id', 1],
      ['op-run-list', 'tenant-id', 1],
      ['op-run-row', 'run-id', id],
      ['op-run-detail-banner', 'run-id', id],
      ['op-run-diagnostics', 'run-id', id],
    ] as const) {
      const surface = document.createElement(name);
      surface.setAttribute(attribute, String(value));
      surface.toggleAttribute('open', name === 'op-run-diagnostics');
      document.querySelector('main')!.append(surface);
    }
  }, run);
}

/** The rendered text of each surface of a page, by its element's name. */
const texts = (page: Page): Promise<Record<string, string>> =>
  page.evaluate((names) =>
    Object.fromEntries(
      names.map((name) => {
        const sections = [...(document.querySelector(name)?.shadowRoot?.children ?? [])].filter((part): part is HTMLElement => part instanceof HTMLElement);
        return [name, sections.map((part) => part.innerText).join(' ').replace(/\s+/g, ' ').trim()];
      }),
    ),
    SURFACES,
  );

/** The answers that `login` got to what the surfaces asked since `mark`. */
const answers = (login: string | null, mark: number): number[] =>
  stage
    .requests()
    .slice(mark)
    .filter((request) => request.json && request.login === login)
    .map(({ status }) => status);

async function assertRefused(operator: Operator, login: string, status: number, sentence: string): Promise<void> {
  // A page without surfaces of its own.
  const page = await operator.open('/admin/operations/99999');
  await operator.quiet();
  const mark = stage.requests().length;
  await embed(page);
  const seen = await until(`the surfaces say ${sentence}`, async () => {
    const now = await texts(page);
    return SURFACES.every((name) => name === 'op-progress-overlay' || now[name]!.includes(sentence)) && now;
  });
  const { 'op-progress-overlay': overlay, ...others } = seen;
  assert.equal(overlay, '', 'the overlay is silent');
  for (const [name, text] of Object.entries(others)) {
    assert.equal(text.replace(sentence, '').replace(/All|Active|Likely stale|Follow-up|Review pack|Diagnostics|[–\s]/g, ''), '', `${name}: nothing but its frame is left`);
  }
  await operator.quiet();
  assert.deepEqual(new Set(answers(login, mark)), new Set([status]));
  assert.equal(answers(login, mark).length, 6, 'row and banner share one request');
  await assertSilence(operator, stage);
}

test('403: a member without the capability reads that the permission is missing, and nothing is asked again', async () => {
  const milo = await operatorOf(stage.host.address, 'milo');
  const page = await milo.open('/admin/t/1/dashboard');
  assert.match(await page.locator('main').innerText(), /No permission/);
  await page.close();
  await assertRefused(milo, 'milo', 403, 'You do not have permission to view operation runs.');
  await milo.leave(/status of 40[34]/);
});

test('404: a run of another workspace reads like one that does not exist, as a page and on every surface', async () => {
  const wanda = await operatorOf(stage.host.address, 'wanda');
  const read = async (path: string) => {
    const page = await wanda.open(path);
    const json = await page.evaluate(async (url) => {
      const answer = await fetch(url, { headers: { accept: 'application/json' } });
      return [answer.status, await answer.text()];
    }, path);
    const html = await page.content();
    await page.close();
    return { json, html };
  };
  const [denied, missing] = [await read(`/admin/operations/${run}`), await read('/admin/operations/99999')];
  assert.match(denied.html, /Not found/);
  assert.deepEqual(denied, missing);
  await assertRefused(wanda, 'wanda', 404, 'Not found.');
  await wanda.leave(/status of 404/);
});

test('401: after signing out in another tab every surface says that the session ended, keeps what it showed, and stops', async () => {
  const olivia = await operatorOf(stage.host.address, 'olivia');
  const pages = await Promise.all([olivia.open('/admin/t/1/dashboard'), olivia.open('/admin/operations?tenant=1'), olivia.open(`/admin/operations/${run}`)]);
  const other = await olivia.open('/admin/operations');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.waitForURL('**/sign-in');
  await other.close();

  const mark = stage.requests().length;
  await olivia.passIntervals(1);
  const ended = /Session ended - as of \d\d:\d\d:\d\d\. Sign in again\./;
  for (const page of pages) {
    const seen = await until('every surface says so', async () => {
      // A pack that is not being generated, and diagnostics that are closed, have nothing to ask for.
      const { 'op-review-pack-card': _pack, 'op-run-diagnostics': _diagnostics, ...asking } = await texts(page);
      const shown = Object.values(asking).filter((text) => text !== '');
      return shown.length === 2 && shown.every((text) => ended.test(text)) && shown;
    });
    assert(seen.some((text) => /Inventory sync|1 active/.test(text)), 'what was shown stays');
    seen.forEach(assertCalmHasItsTime);
  }
  assert.deepEqual([...new Set(answers(null, mark))], [401]);
  await assertSilence(olivia, stage);
  await olivia.leave(/status of 401/);
});
