/** P6 with the browser's real locks and channels. Frames of one origin act as tabs, each with its own copy of the kit; all use the test's virtual time. */
import { expect } from '@open-wc/testing';
import { detailOf, runs, VirtualTime } from '../../mocks/index.ts';
import { settle, until } from './page-time.ts';

type Page = Window & typeof globalThis;

interface Tab {
  readonly frame: HTMLIFrameElement;
  readonly page: Page;
  /** The numbers of the answers that this tab fetched. */
  readonly asked: number[];
}

let time: VirtualTime;
let tabs: Tab[] = [];
/** How many answers the backend has given. They are numbered. */
let answers = 0;
/** Part of the session key of each test, so that locks of removed frames, which a browser may release late, do not matter. */
let round = 0;

beforeEach(() => {
  time = new VirtualTime();
  answers = 0;
  round += 1;
});
afterEach(() => {
  for (const { frame } of tabs) frame.remove();
  tabs = [];
});

/** Opens a tab with two elements of one URL. `prepare` can remove browser features. */
async function open({ operator = 'olivia', prepare = (_page: Page): void => {} } = {}): Promise<Tab> {
  const frame = document.createElement('iframe');
  const sessionKey = `${operator} ${round}`;
  frame.srcdoc = `<!doctype html>
    <op-run-row run-id="4101" session-key="${sessionKey}"></op-run-row>
    <op-run-detail-banner run-id="4101" session-key="${sessionKey}"></op-run-detail-banner>`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  const page = frame.contentWindow as Page;
  const tab: Tab = { frame, page, asked: [] };
  page.setTimeout = ((callback: () => void, milliseconds = 0) => time.setTimeout(callback, milliseconds)) as typeof setTimeout;
  page.clearTimeout = (timer) => time.clearTimeout(timer);
  page.performance.now = () => time.monotonic();
  page.Date.now = () => time.now();
  page.Math.random = () => 0;
  page.fetch = async () => {
    tab.asked.push(++answers);
    return page.Response.json(detailOf({ ...runs.freshQueued, operation_label: `Answer ${answers}` }));
  };
  setHidden(tab, false);
  prepare(page);
  tabs.push(tab);
  const kit = Object.assign(page.document.createElement('script'), { type: 'module', src: new URL('/src/define.ts', location.href).href });
  page.document.head.append(kit);
  await until(() => page.customElements.get('op-run-detail-banner'), 'the kit is loaded');
  await settle();
  // Locks are granted in the order of their requests. When this one is granted, those before it are decided.
  await page.navigator.locks?.request(`test ${tabs.length}`, () => {});
  return tab;
}

function setHidden({ page }: Tab, hidden: boolean): void {
  Object.defineProperty(page.document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
  page.document.dispatchEvent(new page.Event('visibilitychange'));
}

const show = ({ page }: Tab, answer: number): boolean =>
  [...page.document.querySelectorAll('op-run-row, op-run-detail-banner')].every(({ shadowRoot }) => shadowRoot?.textContent.includes(`Answer ${answer}`));

/** Waits until all of these tabs show answer number `answer`. */
const allShow = (answer: number, which = tabs): Promise<void> => until(() => which.every((tab) => show(tab, answer)), `all show answer ${answer}, of ${answers}`);

/** Opens three tabs that show the first answer, which one of them has fetched. */
async function threeTabs(): Promise<{ leader: Tab; others: Tab[] }> {
  const [leader] = [await open(), await open(), await open()];
  await time.advance(50);
  await allShow(1);
  const { held, pending } = await navigator.locks.query();
  expect([held, pending].map((locks) => locks!.filter(({ name }) => name!.includes(`olivia ${round}`)).length)).to.deep.equal([1, 2]);
  return { leader, others: tabs.filter((tab) => tab !== leader) };
}

describe('tabs', () => {
  it('P6 one of them polls, and all show its answers', async () => {
    const { leader, others } = await threeTabs();
    for (let answer = 2; answer <= 6; answer += 1) {
      await time.advance(10_000);
      await allShow(answer);
    }
    expect(leader.asked).to.deep.equal([1, 2, 3, 4, 5, 6]);
    for (const { asked } of others) expect(asked).to.deep.equal([]);
  });

  for (const [what, become] of [
    ['is closed', ({ frame }: Tab) => frame.remove()],
    ['hides', (tab: Tab) => setHidden(tab, true)],
  ] as const) {
    it(`P6 when the one that polls ${what}, another one does`, async () => {
      const { leader, others } = await threeTabs();
      become(leader);
      await time.advance(10_000);
      await allShow(2, others);
      await time.advance(10_000);
      await allShow(3, others);
      expect(leader.asked).to.deep.equal([1]);
      expect(others.map(({ asked }) => asked).sort()).to.deep.equal([[], [2, 3]]);
    });
  }

  it('P6 operators with different session keys hear nothing of each other', async () => {
    const [olivia, vera] = [await open(), await open({ operator: 'vera' })];
    await time.advance(50);
    await until(() => answers === 2, 'both have asked');
    await time.advance(10_000);
    await until(() => answers === 4, 'both have asked again');
    for (const tab of [olivia, vera]) await allShow(tab.asked[1]!, [tab]);
  });

  it('P6 without locks each polls for itself', async () => {
    const prepare = ({ Navigator }: Page): void => void Reflect.deleteProperty(Navigator.prototype, 'locks');
    for (let count = 0; count < 3; count += 1) await open({ prepare });
    for (let times = 1; times <= 3; times += 1) {
      await until(() => tabs.every(({ asked }) => asked.length === times), `each has asked ${times} times`);
      for (const tab of tabs) await allShow(tab.asked.at(-1)!, [tab]);
      await time.advance(10_000);
    }
  });
});
