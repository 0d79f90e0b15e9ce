/** A run on three pages, with every surface that tells about it, and what becomes of them when their backend goes away. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../host/host.ts';
import { assertUnhurried } from './asked.ts';
import { assertCalmHasItsTime, assertHonest, assertQualified, nameOf } from './honest.ts';
import { assertSilence, INTERVAL, startSync, type Operator } from './operator.ts';
import { FILES, type Stage } from './stage.ts';
import type { SurfaceName, Told } from './told.ts';

/** Slow enough to be watched for a while, quick enough to be waited for. Milliseconds per file. */
const PACE = 250;

export interface Watch {
  readonly run: number;
  readonly pages: readonly Page[];
  /** What the surfaces tell about the run, page by page. What was announced stays in its region, and is left out. */
  told(): Promise<Told[][]>;
}

/** Starts a run, and opens its pages: the tenant's dashboard, its list, and the run with its diagnostics. */
export async function watchRun(operator: Operator, stage: Stage): Promise<Watch> {
  const dashboard = await operator.open('/admin/t/1/dashboard');
  const run = await startSync(dashboard, PACE);
  await stage.working(run);
  const [list, detail] = await Promise.all([operator.open('/admin/operations?tenant=1'), operator.open(`/admin/operations/${run}`)]);
  await detail.locator('op-run-diagnostics summary').click();
  await detail.locator('op-run-diagnostics dl').first().waitFor();
  // The dashboard may still show it queued.
  await operator.passIntervals(1);
  const pages = [dashboard, list, detail];
  const told = () =>
    Promise.all(pages.map(async (page) => (await operator.told(page)).filter((one) => one.surface !== 'announcer' && (one.run === run || one.run === null))));
  return { run, pages, told };
}

/** Every surface of the three pages that tells about the run. */
const surfacesOf = ({ run }: Watch): string[][] => [
  [`activity ${run}`, 'overlay'],
  ['overlay', `row ${run}`],
  [`banner ${run}`, `diagnostics ${run}`, 'overlay'],
];

/**
 * Asserts that within an interval after `away` every surface says `notice`, with the time at which what it shows was
 * true, and that it still shows it. Returns what is told then.
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
  const answers = (await Promise.all(watch.pages.map((page) => operator.asked(page)))).flat().filter(({ status }) => status === 200);
  for (const one of kept.flat()) {
    const shown = one.text.replace(one.notice!, '');
    assert.match(shown, SHOWN[one.surface]!, 'what was shown stays');
    assert.doesNotMatch(shown, /likely stale|session|permission/i, 'nothing else is said about the run');
    assertCalmHasItsTime(shown);
    const last = Math.max(...answers.filter(({ path }) => path === ASKS[one.surface]!(watch.run)).map(({ came }) => came!));
    const off = secondsBetween(new Date(last).toTimeString(), one.notice!);
    // The clocks of two tabs are a moment apart.
    assert(off <= 2 || off >= DAY - 2, `${nameOf(one)} says ${one.notice}; the last answer came at ${new Date(last).toTimeString()}`);
  }
  return kept;
}

/** What each surface asks for, in whatever tab. */
const ASKS: Partial<Record<SurfaceName, (run: number) => string>> = {
  overlay: () => '/admin/t/1/operations/progress',
  activity: () => '/admin/t/1/dashboard',
  row: () => '/admin/operations?tenant=1',
  banner: (run) => `/admin/operations/${run}`,
  diagnostics: (run) => `/api/admin/operations/${run}`,
};

/** A run that is worked on, on each surface. */
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
  /** Which attempt of the run it is then: the second one when its worker is another. */
  readonly attempt: number;
}

/**
 * Asserts that the pages live through it: while the backend is away each surface keeps what it showed, with the time at
 * which that was true; when it is back each has the truth again, by itself, and nobody is in a hurry to get it.
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
    assert.match(asked[index]!.map(({ status }) => (status === 200 ? 'answer' : 'failure')).join(' '), /^(answer )*(failure )+answer( answer)*$/, 'once it is back nothing fails');
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

/** Asserts that the run ends well, and that every surface says so within an interval. */
export async function assertEnds(watch: Watch, operator: Operator, stage: Stage): Promise<void> {
  assert.equal((await stage.until(watch.run, 'terminal_normal')).outcome, 'succeeded', 'no run was lost');
  await operator.passIntervals(1);
  // The overlay tells about other runs, if there are any.
  const told = (await watch.told()).flat().filter(({ run }) => run === watch.run);
  assert.deepEqual(told.map(({ surface }) => surface).sort(), ['activity', 'banner', 'diagnostics', 'row']);
  for (const { surface, text, notice } of told) {
    assert.match(text, surface === 'diagnostics' ? new RegExp(`Completed.* Files ${FILES} `) : /Succeeded/);
    assert.equal(notice, null);
  }
}

/** After an outage of three intervals the next attempt is due within six: the third failure in a row makes a tab wait for 40 to 60 seconds. */
const LONGEST_WAIT = 6;

/** Lets time pass until every surface is current, and has had the time to ask once more. */
async function passUntilCurrent(watch: Watch, operator: Operator): Promise<void> {
  for (let intervals = 0; (await watch.told()).flat().some(({ notice }) => notice !== null); intervals += 1) {
    assert(intervals < LONGEST_WAIT, `after ${intervals} intervals: ${JSON.stringify(await watch.told())}`);
    await operator.passIntervals(1);
  }
  await operator.passIntervals(1);
}

/** In seconds. */
const DAY = 86_400;

/** Seconds from the time that one text tells to that of the other, across midnight. */
function secondsBetween(one: string, other: string): number {
  const [from, to] = [one, other].map((text) => /\d\d:\d\d:\d\d/.exec(text)![0].split(':').reduce((total, part) => total * 60 + Number(part), 0));
  return (to! - from! + DAY) % DAY;
}
