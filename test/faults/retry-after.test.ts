/** `Retry-After` is obeyed (P3), in seconds and as a date, whatever the page's clock shows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRACT, inTurn, resets, retryAfter, status, truth } from './chaos-server.ts';
import { openLab } from './lab.ts';
import { ALL, assertKept, NOT_UPDATING, SURFACES, URLS } from './surfaces.ts';

const DAY = 86_400_000;
const ROW = SURFACES['op-run-row'].html;

for (const code of [429, 503] as const) {
  for (const how of ['seconds', 'date'] as const) {
    describe(`a ${code} with Retry-After as ${how}`, () => {
      it('is obeyed by every surface, which keeps what it shows', async () => {
        await using lab = await openLab();
        const { server } = lab;
        const tab = await lab.open(ALL);
        const before = await tab.texts();
        server.script(CONTRACT, retryAfter(code, 120, how));
        await lab.advance(600_000);
        assertKept(before, await tab.texts(), NOT_UPDATING);
        for (const url of URLS) assert.deepEqual(server.times(url), [0, 10, 130, 250, 370, 490], url);
        server.heal();
        await lab.advance(50_000);
        assert.deepEqual(await tab.parts('notice'), []);
        for (const url of URLS) assert.deepEqual(server.times(url).slice(6), [650], url);
      });

      it('is obeyed when it is longer than any wait of the kit’s own, and spread by chance', async () => {
        for (const [random, expected] of [[0, 10 + 3_600], [0.5, 10 + 4_500]] as const) {
          await using lab = await openLab({ random });
          await lab.open(ROW);
          lab.server.script(CONTRACT, inTurn(retryAfter(code, 3_600, how), truth));
          await lab.advance(5_000_000);
          assert.deepEqual(lab.server.times().slice(0, 4), [0, 10, expected, expected + 10]);
        }
      });

      it('does not bring the next request forward when it is shorter than the backoff', async () => {
        await using lab = await openLab();
        await lab.open(ROW);
        lab.server.script(CONTRACT, retryAfter(code, 1, how));
        await lab.advance(600_000);
        assert.deepEqual(lab.server.times(), [0, 10, 20, 40, 80, 160, 320]);
      });
    });
  }
}

describe('Retry-After', () => {
  it('holds for the answer that named it, and not for later ones', async () => {
    await using lab = await openLab();
    await lab.open(ROW);
    lab.server.script(CONTRACT, inTurn(retryAfter(503, 100, 'seconds'), resets, status(500)));
    await lab.advance(600_000);
    assert.deepEqual(lab.server.times(), [0, 10, 110, 130, 170, 250, 410]);
  });

  for (const nonsense of ['soon', '-5', '0', '', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
    it(`that says "${nonsense}" asks for nothing: the backoff is the ordinary one`, async () => {
      await using lab = await openLab();
      await lab.open(ROW);
      lab.server.script(CONTRACT, status(503, { 'retry-after': nonsense }));
      await lab.advance(600_000);
      assert.deepEqual(lab.server.times(), [0, 10, 20, 40, 80, 160, 320]);
    });
  }

  for (const [what, days] of [['ahead', 1], ['behind', -1]] as const) {
    it(`as a date is obeyed by a page whose wall clock is a day ${what}`, async () => {
      await using lab = await openLab();
      const tab = await lab.open(ROW);
      await tab.set({ wallShift: days * DAY });
      lab.server.script(CONTRACT, retryAfter(503, 120, 'date'));
      await lab.advance(600_000);
      assert.deepEqual(lab.server.times(), [0, 10, 130, 250, 370, 490]);
    });
  }
});
