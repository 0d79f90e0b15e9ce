/** Pages on which the kit is loaded twice, as one file from two URLs or in two versions: one poller, the first definition of each tag, one message, and all elements work. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runs } from '../../mocks/index.ts';
import { CONTRACT, status, typed } from '../faults/chaos-server.ts';
import { openLab, type Lab, type Tab } from '../faults/lab.ts';
import { ALL, NOT_UPDATING, URLS } from '../faults/surfaces.ts';

const ROOT = join(import.meta.dirname, '../..');
const KIT = readFileSync(join(ROOT, 'dist/cdn/op-run-elements.js'), 'utf8');
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const LATER = '9.8.7';

const SECOND = '/vendor/op-run-elements.js';
const HEAD = `<script type="module" src="/kit.js"></script><script type="module" src="${SECOND}"></script>`;
/** An element that only the second kit defines: one of its own classes under another name. */
const SECOND_ROW = `<script type="module">import { OpRunRow } from '${SECOND}'; customElements.define('second-run-row', class extends OpRunRow {});</script>`;

const { run_id: run } = runs.freshQueued;
const FIRSTS = `<op-run-row run-id="${run}"></op-run-row><op-progress-overlay tenant-id="7"></op-progress-overlay>`;
const SECONDS = `<second-run-row run-id="${run}"></second-run-row>`;
const RUN = `/admin/operations/${run}`;

interface TwoKits extends AsyncDisposable {
  readonly lab: Lab;
  readonly tab: Tab;
  /** What the page wrote to the console. */
  readonly written: string[];
}

/** A page that loads the kit, then `second` from elsewhere. */
async function openTwice(body: string, { second = KIT, head = HEAD } = {}): Promise<TwoKits> {
  const lab = await openLab();
  const written: string[] = [];
  lab.context.on('console', (message) => void written.push(`${message.type()}: ${message.text()}`));
  lab.server.script(SECOND, typed('text/javascript', second));
  const tab = await lab.open(body, { head });
  // Two kits on one page exchange messages as two tabs do. With a second tab open, the lab waits for messages.
  await lab.open('', { path: '/empty', head: '' });
  return { lab, tab, written, [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose]() };
}

const twoVersions = (body: string): Promise<TwoKits> => {
  assert(KIT.includes(`\`${VERSION}\``), 'the built kit names its version');
  return openTwice(body, { second: KIT.replaceAll(`\`${VERSION}\``, `\`${LATER}\``), head: HEAD + SECOND_ROW });
};

/** The seconds from `from` to `to`, ten apart, both included. */
const everyTen = (from: number, to: number): number[] => Array.from({ length: (to - from) / 10 + 1 }, (_, index) => from + 10 * index);

const regions = ({ page }: Tab): Promise<number> => page.evaluate(() => document.querySelectorAll('[aria-live]').length);

const firstWins = ({ page }: Tab): Promise<boolean> =>
  page.evaluate(async (url) => {
    const { OpRunRow } = (await import(url)) as { OpRunRow: unknown };
    return customElements.get('op-run-row') === OpRunRow;
  }, '/kit.js');

describe('the same file from two URLs', () => {
  it('is one kit: one poller per URL, the first definitions, and one message', async () => {
    await using page = await openTwice(ALL);
    const { lab, tab, written } = page;
    await lab.advance(600_000);
    for (const url of URLS) assert.deepEqual(lab.server.times(url), everyTen(0, 600), url);
    assert(await firstWins(tab));
    assert.equal(written.length, 1, written.join('\n'));
    assert.match(written[0]!, new RegExp(`^warning: op-run-elements ${VERSION}: .*${VERSION}.*\\. Load the kit once\\.$`));
    assert.equal(await regions(tab), 1);
    assert.deepEqual(lab.uncaught, []);
  });
});

describe('two versions', () => {
  it('say so in one message that names both and what to do, and the first definitions win', async () => {
    await using page = await twoVersions(FIRSTS + SECONDS);
    const { lab, tab, written } = page;
    await lab.advance(60_000);
    assert.equal(written.length, 1, written.join('\n'));
    assert.match(written[0]!, new RegExp(`^warning: op-run-elements ${LATER}: version ${VERSION} .* Load the kit once\\.$`));
    assert(await firstWins(tab));
    assert.deepEqual(lab.uncaught, []);
  });

  it('poll a URL as one after the first load', async () => {
    await using page = await twoVersions(FIRSTS + SECONDS);
    const { lab } = page;
    await lab.advance(600_000);
    assert.deepEqual(lab.server.times(RUN), [0, ...everyTen(0, 600)]);
  });

  it('poll as one from the start where the page names its session', async () => {
    await using page = await twoVersions((FIRSTS + SECONDS).replaceAll(' run-id', ' session-key="olivia" run-id'));
    const { lab } = page;
    await lab.advance(600_000);
    assert.deepEqual(lab.server.times(RUN), everyTen(0.05, 590.05));
  });

  it('show each change, and tell it in one live region', async () => {
    await using page = await twoVersions(FIRSTS + SECONDS);
    const { lab, tab } = page;
    await tab.forget();
    lab.server.world = { ...lab.server.world, items: [{ ...runs.staleQueued, run_id: run, operation_label: runs.freshQueued.operation_label }] };
    await lab.advance(11_000);
    for (const text of await tab.texts('op-run-row, second-run-row')) assert.match(text, /Likely stale/);
    assert.equal(await regions(tab), 1);
    // Each kit announces the changes of its own elements.
    assert.deepEqual(new Set(await tab.heard()), new Set(['Inventory sync: Likely stale']));
  });

  it('say that they are not updating, keep what they show, and recover with one request', async () => {
    await using page = await twoVersions(FIRSTS + SECONDS);
    const { lab, tab } = page;
    lab.server.script(CONTRACT, status(503));
    await tab.forget();
    await lab.advance(30_000);
    const rows = 'op-run-row, second-run-row';
    assert.deepEqual(await tab.parts('notice', rows), [NOT_UPDATING, NOT_UPDATING]);
    lab.server.heal();
    await lab.advance(20_000);
    assert.deepEqual(await tab.parts('notice', rows), []);
    assert.deepEqual(lab.server.times(RUN), [0, 0, 10, 20, 40, 50]);
    assert.deepEqual(new Set(await tab.heard()), new Set(['Operation information is not updating.', 'Operation information is updating again.']));
    assert.deepEqual(lab.uncaught, []);
  });

  it('go on without each other, and leave nothing behind', async () => {
    await using page = await twoVersions(FIRSTS + SECONDS);
    const { lab, tab } = page;
    await tab.do(() => document.querySelectorAll('op-run-row, op-progress-overlay').forEach((element) => element.remove()));
    await lab.advance(60_000);
    assert.deepEqual(lab.server.times(RUN), [0, ...everyTen(0, 60)]);
    assert.equal(await regions(tab), 1, 'whoever is left has a live region before there is anything to say');
    await tab.do(() => document.querySelector('second-run-row')!.remove());
    assert.equal(await regions(tab), 0);
    const left = await tab.page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return { locks: [...held, ...pending].map(({ name }) => name), next: (await window.lab.settle(0, 0)).next };
    });
    assert.deepEqual(left, { locks: [], next: null });
  });
});
