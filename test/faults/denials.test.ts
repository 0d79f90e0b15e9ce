/** A server that refuses: a session that ended, a permission that is missing, a run that is not there (P4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRACT, inTurn, loginRedirect, status, truth, type Reply } from './chaos-server.ts';
import { openLab } from './lab.ts';
import { ALL, assertKept, assertStill, SURFACES, URLS } from './surfaces.ts';

const ENDED = 'Session ended - as of 14:02:10. Sign in again.';

const SESSION: Readonly<Record<string, Reply>> = {
  'a 401': status(401),
  'a 401 that names a Retry-After': status(401, { 'retry-after': '5' }),
  'a 419': status(419),
  'a redirect to an HTML login page': loginRedirect,
};
const REFUSED: Readonly<Record<string, { readonly code: number; readonly says: string; readonly announced: string }>> = {
  'a 403': { code: 403, says: 'You do not have permission to view operation runs.', announced: 'You do not have permission to view operation runs.' },
  'a 404': { code: 404, says: 'Not found.', announced: 'Not found.' },
  'a 410': { code: 410, says: 'Not found.', announced: 'Not found.' },
};

describe('a session that ended, told by', () => {
  for (const [what, reply] of Object.entries(SESSION)) {
    it(`${what}: all stays as it was, with its time, and nothing more is asked`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(ALL);
      const before = await tab.texts();
      await tab.forget();

      server.script(CONTRACT, reply);
      await lab.advance(11_000);
      assertKept(before, await tab.texts(), ENDED);
      assert.deepEqual(await tab.heard(), ['Session ended. Sign in again.']);
      for (const url of URLS) assert.deepEqual(server.times(url), [0, 10], url);
      const all = server.log.length;
      await tab.forget();

      await lab.advance(600_000);
      await tab.hide();
      await lab.advance(3_600_000);
      await tab.show();
      await lab.context.setOffline(true);
      await lab.advance(60_000);
      await lab.context.setOffline(false);
      await lab.advance(60_000);
      assert.equal(server.log.length, all, 'nothing was asked, of the login page neither');
      assertKept(before, await tab.texts(), ENDED);
      await assertStill(tab);
      assert.deepEqual(lab.uncaught, []);
    });

    it(`${what}: signed in again, one request brings each surface back`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(SURFACES['op-run-row'].html + SURFACES['op-run-detail-banner'].html);
      const before = await tab.texts();
      server.script(CONTRACT, inTurn(reply, truth));
      await lab.advance(60_000);
      await tab.refresh('op-run-row');
      assert.deepEqual([await tab.texts(), server.times()], [before, [0, 10, 60]]);
      await lab.advance(10_000);
      assert.deepEqual(server.times(), [0, 10, 60, 70]);
    });
  }
});

describe('a refusal, told by', () => {
  for (const [what, { code, says, announced }] of Object.entries(REFUSED)) {
    it(`${what}: all that was shown is gone at once, and nothing more is asked`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(ALL);
      assert.match(await tab.text(), /Inventory sync/);
      await tab.forget();

      server.script(CONTRACT, status(code));
      await lab.advance(11_000);
      const everything = await tab.text('body');
      assert.doesNotMatch(everything, /Inventory|4101|Contoso|Queued|Dana Reyes|waiting|as of/i);
      const [overlay, ...others] = await tab.texts();
      assert.equal(overlay, '', 'the overlay is silent');
      for (const text of others) assert(text.split('\n').includes(says), text);
      assert.deepEqual(await tab.heard(), [announced]);
      await tab.forget();

      await lab.advance(600_000);
      await tab.hide();
      await tab.show();
      await lab.advance(600_000);
      for (const url of URLS) assert.deepEqual(server.times(url), [0, 10], url);
      await assertStill(tab);
    });

    it(`${what} takes what is kept in memory, too: a failure after it brings nothing back`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(ALL);
      server.script(CONTRACT, inTurn(...URLS.map(() => status(code)), status(500)));
      await lab.advance(10_000);
      await tab.refresh('*:defined:is([tenant-id], [run-id])');
      assert.doesNotMatch(await tab.text(), /Inventory|4101|Contoso|Queued|Dana Reyes|waiting|as of/i);
      // A move, or a new element, sends no request either.
      await tab.do(() => {
        const banner = document.querySelector('op-run-detail-banner')!;
        banner.remove();
        document.body.append(banner, document.createElement('op-run-row'));
        document.querySelector('op-run-row:last-of-type')!.setAttribute('run-id', '4101');
      });
      assert.doesNotMatch(await tab.text(), /Inventory|4101|Contoso|Queued|Dana Reyes|waiting|as of/i);
    });
  }

  it('a 403 after a failure: what was kept goes with it', async () => {
    await using lab = await openLab();
    const tab = await lab.open(ALL);
    lab.server.script(CONTRACT, status(500));
    await lab.advance(10_000);
    assert.match(await tab.text(), /Inventory sync/);
    lab.server.script(CONTRACT, status(403));
    await lab.advance(10_000);
    assert.doesNotMatch(await tab.text(), /Inventory|4101|Contoso|Queued|Dana Reyes|waiting|as of/i);
  });

  it('a 404 for one run leaves the others alone', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const tab = await lab.open(SURFACES['op-run-list'].html + SURFACES['op-run-detail-banner'].html);
    server.script(SURFACES['op-run-detail-banner'].url, status(404));
    await lab.advance(10_000);
    const [list, banner] = await tab.texts();
    assert.match(list!, /Inventory sync #4101/);
    assert.equal(banner, 'Not found.');
    await lab.advance(50_000);
    assert.deepEqual([server.times(SURFACES['op-run-list'].url).length, server.times(SURFACES['op-run-detail-banner'].url)], [7, [0, 10]]);
  });
});
