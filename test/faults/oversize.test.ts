/** Answers that are too large, plain and compressed: refused at 2 MB while they stream in, without growth of memory or long tasks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { becomes, detailOf, runs } from '../../mocks/index.ts';
import { bomb, CONTRACT, huge, type Reply } from './chaos-server.ts';
import { openLab } from './lab.ts';
import { ALL, assertKept, assertStill, NOT_UPDATING, SURFACES, URLS } from './surfaces.ts';

const CAP = 2_000_000;
/** The largest chunk that the browser delivers, in bytes. */
const CHUNK = 2 ** 21;
const ROW = SURFACES['op-run-row'];
/** Valid JSON with another state than the shown one: a kit that reads it to its end would show that the run has ended. */
const ENDED = detailOf(becomes(runs.freshQueued, runs.succeeded));

/**
 * Those that are `cut` cannot fit into what the network holds between two processes, or stop before their end: only who gives up ends them. (A browser drains up to
 * 32 kB before it does, so they stop later.)
 */
const OVERSIZE: Readonly<Record<string, { readonly reply: Reply; readonly cut: boolean }>> = {
  '10 MB': { reply: huge(ENDED, 10_000_000), cut: false },
  '10 MB whose rest never comes': { reply: huge(ENDED, 10_000_000, 3_000_000), cut: true },
  '1 GB': { reply: huge(ENDED, 1_000_000_000), cut: true },
  'a bomb that unfolds to 300 MB': { reply: bomb(ENDED, 300_000_000), cut: false },
  'a bomb that unfolds to 300 MB, whose rest never comes': { reply: bomb(ENDED, 300_000_000, 100_000), cut: true },
  'a bomb that unfolds to 100 GB': { reply: bomb(ENDED, 100_000_000_000), cut: true },
};

for (const [what, { reply, cut }] of Object.entries(OVERSIZE)) {
  describe(what, () => {
    it('is read up to the cap and refused there: the connection ends, memory does not grow, no task is long, and what was shown stays', async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(ROW.html);
      // What the first failure costs by itself is paid before.
      server.script(CONTRACT, huge(ENDED, 10_000_000, 3_000_000));
      await lab.advance(10_000);
      server.heal();
      await lab.advance(10_000);
      const heap = await tab.heap();
      await tab.forget();

      server.script(CONTRACT, reply);
      const longest = await lab.longestTask(() => lab.advance(10_000));
      assert(longest < 50, `a task took ${longest} ms`);
      assert((await tab.liveBytes()) - heap < 2 * (CAP + CHUNK), 'before a collection there is what was read, as bytes and as text');
      assert.deepEqual(await tab.parts('notice'), ['Not updating - as of 14:02:30']);
      assert.doesNotMatch(await tab.text(), /ended|succeeded|no longer/i);
      const read = await tab.bytesRead();
      assert(read > CAP && read <= CAP + CHUNK, `${read} bytes were read`);
      const request = server.asked().at(-1)!;
      await lab.until(() => request.outcome !== 'open', 'the connection ends');
      if (cut) assert.equal(request.outcome, 'cut');
      if (cut) assert(request.sent < 30_000_000, `${request.sent} bytes were sent`);
      assert((await tab.heap()) - heap < 500_000, 'memory does not grow');
    });

    it('on all surfaces, again and again, stays without effect', async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(ALL);
      const before = await tab.texts();
      server.script(CONTRACT, reply);
      await lab.advance(11_000);
      assertKept(before, await tab.texts(), NOT_UPDATING);
      await tab.forget();
      const longest = await lab.longestTask(() => lab.advance(150_000));
      assert(longest < 50, `a task took ${longest} ms`);
      for (const url of URLS) assert.deepEqual(server.times(url), [0, 10, 20, 40, 80, 160], url);
      assertKept(before, await tab.texts(), NOT_UPDATING);
      await assertStill(tab);
      server.heal();
      await lab.advance(160_000);
      assert.deepEqual(await tab.parts('notice'), []);
    });
  });
}

describe('a body', () => {
  const length = JSON.stringify(ENDED).length;

  it('of exactly 2 MB is an answer, plain and packed', async () => {
    for (const reply of [huge, bomb]) {
      await using lab = await openLab();
      const tab = await lab.open(ROW.html);
      lab.server.script(CONTRACT, reply(ENDED, CAP - length));
      await lab.advance(10_000);
      assert.deepEqual([await tab.parts('notice'), await tab.parts('badge')], [[], ['No longer active']]);
    }
  });

  it('of one byte more is none', async () => {
    for (const reply of [huge, bomb]) {
      await using lab = await openLab();
      const tab = await lab.open(ROW.html);
      lab.server.script(CONTRACT, reply(ENDED, CAP - length + 1));
      await lab.advance(10_000);
      assert.deepEqual([await tab.parts('notice'), await tab.parts('badge')], [[NOT_UPDATING], ['Active']]);
    }
  });

  it('of almost 2 MB holds nobody up while it is read', async () => {
    await using lab = await openLab();
    await lab.open(ROW.html);
    lab.server.script(CONTRACT, huge(ENDED, CAP - length));
    const longest = await lab.longestTask(() => lab.advance(10_000));
    assert(longest < 50, `a task took ${longest} ms`);
  });
});
