/** Watches a run on three pages with every surface that shows it, and asserts what they show during an outage of the backend. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../host/host.ts';
import { assertUnhurried, isAnswer } from './asked.ts';
import { assertCalmHasItsTime, assertHonest, assertQualified, nameOf } from './honest.ts';
import { assertSilence, INTERVAL, startSync, type Operator } from './operator.ts';
import { FILES, type Stage } from './stage.ts';
import type { SurfaceName, Told } from './told.ts';

/** Milliseconds per file: the run takes long enough to be watched, and ends within the test. */
const PACE = 250;

export interface Watch {
  readonly run: number;
  readonly pages: readonly Page[];
  /** What the surfaces show of the run, page by page, without the live region, which keeps old texts. */
  told(): Promise<Told[][]>;
}

/** Starts a run and opens three pages: the tenant's dashboard, its list, and the run with its diagnostics. */
export async function watchRun(operator: Operator, stage: Stage): Promise<Watch> {
  const dashboard = await operator.open('/admin/t/1/dashboard');
  const run = await startSync(dashboard, PACE);
  await stage.working(run);
  const [list, detail] = await Promise.all([operator.open('/admin/operations?tenant=1'), operator.open(`/admin/operations/${run}`)]);
  await detail.locator('op-run-diagnostics summary').click();
  await detail.locator('op-run-diagnostics dl').first().waitFor();
  // The dashboard may still show the run as queued.
  await operator.passIntervals(1);
  const pages = [dashboard, list, detail];
  const told = () =>
    Promise.all(pages.map(async (page) => (await operator.told(page)).filter((one) => one.surface !== 'announcer' && (one.run === run || one.run === null))));
  return { run, pages, told };
}

/** Every surface of the three pages that shows the run. */
const surfacesOf = ({ run }: Watch): string[][] => [
  [`activity ${run}`, 'overlay'],
  ['overlay', `row ${run}`],
  [`banner ${run}`, `diagnostics ${run}`, 'overlay'],
];

/**
 * Asserts that within an interval after `away` every surface shows `notice` with the time of its last answer, and keeps what it
 * showed. Returns what they show then.
 */
export async function assertKeeps(watch: Watch, operator: Operator, away: () => Promise<void>, notice: RegExp): Promise<Told[][]> {
  assert((await watch.told()).flat().every((one) => one.notice === null), 'all is current');
  await away();
  await operator.passIntervals(1);
  const kept = await until(`every surface says ${notice}`, async () => {
    const told = await watch.told();
    return told.flat().every((one) => notice.test(one.notice ?? '')) && told;
  });
  assert.deepEqual(kept.map((told) => told.map(nameOf).filter((name) => surfacesOf(watch).flat().includes(name)).sort()), surfacesOf(watch), 'every surface is there');
  const answers = (await Promise.all(watch.pages.map((page) => operator.asked(page)))).flat().filter(isAnswer);
  for (const one of kept.flat()) {
    const shown = one.text.replace(one.notice!, '');
    assert.match(shown, SHOWN[one.surface]!, 'what was shown stays');
    assert.doesNotMatch(shown, /likely stale|session|permission/i, 'nothing else is said about the run');
    assertCalmHasItsTime(shown);
    const last = Math.max(...answers.filter(({ path }) => path === ASKS[one.surface]!(watch.run)).map(({ came }) => came!));
    const off = secondsBetween(new Date(last).toTimeString(), one.notice!);
    // The clocks of two tabs may differ by a moment.
    assert(off <= 2 || off >= DAY - 2, `${nameOf(one)} says ${one.notice}; the last answer came at ${new Date(last).toTimeString()}`);
  }
  return kept;
}

/** The path that each surface requests. */
const ASKS: Partial<Record<SurfaceName, (run: number) => string>> = {
  overlay: () => '/admin/t/1/operations/progress',
  activity: () => '/admin/t/1/dashboard',
  row: () => '/admin/operations?tenant=1',
  banner: (run) => `/admin/operations/${run}`,
  diagnostics: (run) => `/api/admin/operations/${run}`,
};

/** The text of an active run on each surface. */
const SHOWN: Partial<Record<SurfaceName, RegExp>> = {
  overlay: /^\d active/,
  activity: /Inventory sync.*Running/,
  row: /Inventory sync.*Running/,
  banner: /Operation active/,
  diagnostics: /Started by.*Files/,
};

interface Outage {
  /** Takes the backend away. */
  readonly away: () => Promise<void>;
  /** Brings it back. */
  readonly back: () => Promise<void>;
  /** The number of the run's attempt after that: 2 when another worker has taken it. */
  readonly attempt: number;
}

/**
 * Asserts that the pages survive an outage: meanwhile each surface keeps what it showed, with its time; afterwards each refreshes
 * by itself, without a burst of requests.
 */
export async function assertSurvives(watch: Watch, operator: Operator, stage: Stage, { away, back, attempt }: Outage): Promise<void> {
  const { run, pages } = watch;
  const time = () => pages[0]!.evaluate(() => performance.now());
  const start = await time();
  const marks = await Promise.all(pages.map(async (page) => (await operator.asked(page)).length));

  const kept = await assertKeeps(watch, operator, away, /^Not updating - as of \d\d:\d\d:\d\d$/);
  await operator.passIntervals(2);
  assert.deepEqual(await watch.told(), kept, 'nothing changes while nothing is learned');
  const returned = Date.now();
  await back();
  const least = await until('the run goes on', async () => {
    const { diagnostics, summary_counts: counts } = await stage.record(run);
    return diagnostics!.evidence!['attempt'] === attempt && counts!['files'];
  });
  await passUntilCurrent(watch, operator);
  for (const { surface, text } of (await watch.told()).flat()) {
    if (surface !== 'activity' && surface !== 'row') continue;
    const shown = text.includes('Succeeded') ? FILES : Number(new RegExp(`(\\d+) of ${FILES}`).exec(text)?.[1]);
    assert(shown >= least, `${surface} shows ${shown} files; the server knew of ${least} before it was asked`);
  }

  const asked = await Promise.all(pages.map(async (page, index) => (await operator.asked(page)).slice(marks[index])));
  assertUnhurried(asked, INTERVAL, (await time()) - start);
  for (const [index, page] of pages.entries()) {
    assert.match(asked[index]!.map((request) => (isAnswer(request) ? 'answer' : 'failure')).join(' '), /^(answer )*(failure )+answer( answer)*$/, 'once it is back nothing fails');
    const samples = await operator.samples(page);
    assert.deepEqual(assertQualified(samples, returned).filter((name) => surfacesOf(watch)[index]!.includes(name)), surfacesOf(watch)[index]);
    const announced = samples.flatMap(({ told }) => told.filter(({ surface, text }) => surface === 'announcer' && /updating/.test(text)).map(({ text }) => text));
    assert.deepEqual(announced.filter((text, at) => text !== announced[at - 1]), ['Operation information is not updating.', 'Operation information is updating again.']);
  }

  await assertEnds(watch, operator, stage);
  assert((await watch.told()).flat().every(({ surface }) => surface !== 'overlay'), 'nothing is active');
  for (const page of pages) assertHonest(await operator.samples(page), run);
  await assertSilence(operator, stage);
}

/** Asserts that the run succeeds, and that every surface says so within an interval. */
export async function assertEnds(watch: Watch, operator: Operator, stage: Stage): Promise<void> {
  assert.equal((await stage.until(watch.run, 'terminal_normal')).outcome, 'succeeded', 'no run was lost');
  await operator.passIntervals(1);
  // The overlay is left out: it may show other runs.
  const told = (await watch.told()).flat().filter(({ run }) => run === watch.run);
  assert.deepEqual(told.map(({ surface }) => surface).sort(), ['activity', 'banner', 'diagnostics', 'row']);
  for (const { surface, text, notice } of told) {
    assert.match(text, surface === 'diagnostics' ? new RegExp(`Completed.* Files ${FILES} `) : /Succeeded/);
    assert.equal(notice, null);
  }
}

/** Intervals until the next attempt after an outage of three intervals: the third failure in a row makes a tab wait 40 to 60 seconds. */
const LONGEST_WAIT = 6;

/** Moves time until every surface is current again and may have sent another request. */
async function passUntilCurrent(watch: Watch, operator: Operator): Promise<void> {
  for (let intervals = 0; (await watch.told()).flat().some(({ notice }) => notice !== null); intervals += 1) {
    assert(intervals < LONGEST_WAIT, `after ${intervals} intervals: ${JSON.stringify(await watch.told())}`);
    await operator.passIntervals(1);
  }
  await operator.passIntervals(1);
}

/** Seconds of a day. */
const DAY = 86_400;

/** Seconds between the times in two texts, also across midnight. */
function secondsBetween(one: string, other: string): number {
  const [from, to] = [one, other].map((text) => /\d\d:\d\d:\d\d/.exec(text)![0].split(':').reduce((total, part) => total * 60 + Number(part), 0));
  return (to! - from! + DAY) % DAY;
}
