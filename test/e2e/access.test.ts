/** What surfaces show to operators without access, and that they stop sending requests (P4). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../host/host.ts';
import { assertSilence, operatorOf, type Operator } from './operator.ts';
import { startStage, type Stage } from './stage.ts';
import { BARE, embed, SURFACES, texts } from './surfaces.ts';

let stage: Stage;
let run: number;
before(async () => {
  stage = await startStage();
  run = await (await stage.host.signIn('olivia')).start(1, { type: 'inventory_sync', folder: 'reports', pace: '2000' });
  await stage.working(run);
});
after(() => stage.host.stop());

/** The statuses of the surfaces' requests since `mark`, for the operator `login`. */
const answers = (login: string, mark: number): number[] =>
  stage
    .requests()
    .slice(mark)
    .filter((request) => request.json && request.login === login)
    .map(({ status }) => status);

async function assertRefused(operator: Operator, login: string, status: number, sentence: string): Promise<void> {
  const page = await operator.open(BARE);
  await operator.quiet();
  const mark = stage.requests().length;
  await embed(page, run);
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
  const [denied, missing] = [await read(`/admin/operations/${run}`), await read(BARE)];
  assert.match(denied.html, /Not found/);
  assert.deepEqual(denied, missing);
  await assertRefused(wanda, 'wanda', 404, 'Not found.');
  await wanda.leave(/status of 404/);
});
