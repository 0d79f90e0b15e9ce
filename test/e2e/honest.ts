/** Asserts L1 to L9 over everything that the pages showed, from the first frame to the last. */
import assert from 'node:assert/strict';
import { toldState, type Sample, type SurfaceName, type Told, type ToldState } from './told.ts';

/** Calm copy: that of the glossary, and the words of badges, headings and counts of fresh runs. */
const CALM = /waiting for worker|details pending|no action needed|inside its lifecycle window|operation (active|queued)|\b\d+ active\b|\b\d+ of \d+\b|\b(Active|Queued|Running) (?!·)/i;

/** A stale surface may name the last reported status, which is no reassurance. */
const LAST_REPORTED = /last reported:? (status )?(queued|running)/gi;

/** Asserts that calm copy in the text of a surface that is not being updated has its time (L7). */
export function assertCalmHasItsTime(text: string): void {
  const timed = /As of \d\d:\d\d:\d\d: .*?(no action needed|waiting for worker|details pending)/gi;
  assert.doesNotMatch(text.replace(timed, ''), /no action needed|waiting for worker|details pending/i);
}

/** A name for a surface and its run. */
export const nameOf = ({ surface, run }: Told): string => `${surface} ${run ?? ''}`.trim();

/**
 * Asserts that every surface that said "Not updating" keeps what it shows and keeps saying so until `back` (epoch milliseconds), always
 * with the same time, and shows no calm copy without that time. Returns these surfaces.
 */
export function assertQualified(samples: readonly Sample[], back: number): string[] {
  const said = new Map<string, string>();
  for (const { at, told } of samples) {
    if (at > back) break;
    const names = told.map(nameOf);
    for (const name of said.keys()) assert(names.includes(name), `${name} vanished`);
    for (const [index, one] of told.entries()) {
      const name = names[index]!;
      if (one.notice !== null) said.set(name, said.get(name) ?? one.notice);
      if (!said.has(name)) continue;
      assert.equal(one.notice, said.get(name), `${name} was qualified by its time, and then said: ${one.text}`);
      assertCalmHasItsTime(one.text);
    }
  }
  return [...said.keys()].sort();
}

const ORDER: readonly ToldState[] = ['fresh', 'stale', 'reconciled', 'ended'];

/** When a surface first showed a state of the run, in epoch milliseconds. */
export interface Turn {
  readonly surface: SurfaceName;
  readonly state: ToldState;
  readonly at: number;
}

/**
 * Asserts that no surface ever showed calm copy beside a stale state, that painted surfaces of one page never disagreed about the run, and that none
 * went back to an earlier state, unless a worker has continued the late run (`takenUp`). `run` must be the only active run of its tenant. Returns when each surface changed its state.
 */
export function assertHonest(samples: readonly Sample[], run: number, { takenUp = false } = {}): Turn[] {
  const turns: Turn[] = [];
  for (const { at, painted, told } of samples) {
    const aboutIt = told.filter((one) => (one.run === run || one.run === null) && one.text !== '');
    for (const { surface, text, progress } of aboutIt) {
      if (!/stale/i.test(text)) continue;
      assert.doesNotMatch(text.replace(LAST_REPORTED, ''), CALM, `${surface}: calm words beside stale ones`);
      assert(!progress, `${surface}: progress beside stale words: ${text}`);
    }
    // Left out: diagnostics, which show recorded texts, and the live region, which keeps its text after it was announced.
    const states = aboutIt.filter(({ surface }) => surface !== 'diagnostics' && surface !== 'announcer').map(({ surface, text }) => ({ surface, state: toldState(text), text }));
    for (const { surface, state } of states) {
      const before = turns.findLast((turn) => turn.surface === surface)?.state;
      if (before === state) continue;
      const resumed = takenUp && before === 'stale' && state === 'fresh';
      assert(before === undefined || resumed || ORDER.indexOf(state) > ORDER.indexOf(before), `${surface} went from ${before} back to ${state}`);
      turns.push({ surface, state, at });
    }
    if (painted) assert(new Set(states.map(({ state }) => state)).size < 2, `surfaces of one page disagree: ${JSON.stringify(states)}`);
  }
  return turns;
}
