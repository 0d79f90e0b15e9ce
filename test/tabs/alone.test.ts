/** Without locks or channels each tab polls by itself, without an error (P6). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CONTRACT, truth, typed, type Reply } from '../faults/chaos-server.ts';
import { INSECURE_HOST } from './browser.ts';
import { assertTells, LATE, openProfile, PAGE, PAGE_URLS, withFrames, type Profile } from './stage.ts';

const KIT = '<script type="module" src="/kit.js"></script>';

const twice = (...seconds: number[]): number[] => seconds.flatMap((second) => [second, second]);

describe('two tabs poll, each for itself,', () => {
  const without: Readonly<Record<string, string>> = {
    'in a browser without Web Locks': 'delete Navigator.prototype.locks;',
    'in a browser without BroadcastChannel': 'delete window.BroadcastChannel;',
    'in a browser with neither': 'delete Navigator.prototype.locks; delete window.BroadcastChannel;',
    'where channels are refused': "window.BroadcastChannel = class { constructor() { throw new DOMException('No.', 'SecurityError'); } };",
  };
  for (const [where, script] of Object.entries(without)) {
    it(where, async () => {
      await using profile = await openProfile();
      const tabs = await profile.openTabs(2, PAGE, { head: `<script>${script}</script>${KIT}` });
      await assertEachPolls(profile);
      for (const tab of tabs) await assertTells(tab, 'late');
    });
  }

  it('at an insecure origin', async () => {
    await using profile = await openProfile();
    const { server } = profile;
    server.page('/', PAGE);
    const address = Object.assign(new URL(server.url), { hostname: INSECURE_HOST }).href;
    const tabs = [await profile.visit(address), await profile.visit(address)];
    assert.deepEqual(await tabs[0]!.page.evaluate(() => [isSecureContext, 'locks' in navigator]), [false, false]);
    await assertEachPolls(profile);
    for (const tab of tabs) await assertTells(tab, 'late');
  });

  it('in sandboxed frames, whose origin is nobody’s', async () => {
    await using profile = await openProfile();
    const { server } = profile;
    server.script(CONTRACT, toAnybody(truth));
    server.script('/shared/kit.js', toAnybody(typed('text/javascript', readFileSync(join(import.meta.dirname, '../../dist/cdn/op-run-elements.js')))));
    server.page('/framed', PAGE, '<script type="module" src="/shared/kit.js"></script>');
    const tab = await profile.open('<iframe sandbox="allow-scripts" src="/framed"></iframe>'.repeat(2), { head: '' });
    await withFrames(tab, { alone: true });
    const frames = tab.page.frames().slice(1);
    for (const frame of frames) {
      const refusal = await frame.evaluate(() => navigator.locks.query().then(() => 'none', ({ name }: DOMException) => name));
      assert.deepEqual([refusal, await frame.evaluate(() => origin)], ['SecurityError', 'null']);
    }
    await assertEachPolls(profile);
    for (const frame of frames) assert.equal(await frame.getByText('Likely stale', { exact: true }).count(), 2, 'in the overlay and in the row');
  });
});

/** Asserts for a minute that each tab polls. The run becomes likely stale at 25 s. */
async function assertEachPolls(profile: Profile): Promise<void> {
  await profile.advance(25_000);
  profile.server.world.items = [LATE];
  await profile.advance(35_000);
  for (const url of PAGE_URLS) {
    const asked = profile.server.asked(url).filter(({ name }) => name !== null);
    assert.deepEqual(asked.map(({ at }) => at / 1000), twice(0, 10, 20, 30, 40, 50, 60), url);
  }
  assert.deepEqual([profile.complaints, profile.uncaught], [[], []]);
}

/** Adds CORS headers, for pages of any origin. */
function toAnybody(reply: Reply): Reply {
  return (exchange) => {
    const { request, response } = exchange;
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    return request.method === 'OPTIONS' ? void response.end() : reply(exchange);
  };
}
