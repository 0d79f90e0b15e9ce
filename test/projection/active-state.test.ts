/** The resolver against the truth table and the rules for contradictions (T1 to T10): row by row, and over all 1,200 combinations. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OperationRunActiveStateProjection } from '../../src/contract/index.ts';
import { contradictionsOf, countRuns, describeCounts, resolveActiveState, staleFirst, type ResolvedState } from '../../src/projection/index.ts';
import { combinations, rows } from './states.ts';

type Claims = OperationRunActiveStateProjection;
type Meaning = ResolvedState;

/** T1 to T9 written out anew: no table of the source is used, so the source cannot confirm itself. */
function oracle(claims: Claims): Meaning {
  const says = (...values: string[]) => [claims.freshness_state, claims.problem_class, claims.surface_category].some((value) => values.includes(value));
  const claimsStale = says('likely_stale', 'active_stale_attention', 'past_expected_lifecycle');
  const claimsEnd = says('reconciled_failed', 'terminal_normal', 'terminal_follow_up', 'no_longer_active') || claims.is_reconciled || !claims.is_currently_active;
  const claimsLife = claimsStale || says('fresh_active', 'healthy_active') || claims.is_currently_active;
  const shownAsSaid = claims.show_in_active_progress;

  if (claimsEnd && claimsLife) return { state: 'unknown', tone: 'neutral', followUp: false, inProgress: shownAsSaid, polls: false };
  if (claimsStale) return { state: 'stale', tone: 'attention', followUp: false, inProgress: true, polls: true };
  if (claims.freshness_state === 'unknown') return { state: 'unknown', tone: 'neutral', followUp: false, inProgress: shownAsSaid, polls: false };
  if (claims.freshness_state === 'fresh_active') return { state: 'fresh', tone: 'calm', followUp: false, inProgress: shownAsSaid, polls: claims.keep_active_polling };
  const reconciled = claims.freshness_state === 'reconciled_failed';
  const followUp = reconciled || claims.problem_class === 'terminal_follow_up';
  return { state: reconciled ? 'reconciled' : 'terminal', tone: followUp ? 'problem' : 'done', followUp, inProgress: false, polls: false };
}

const isRow = (claims: Claims): boolean => Object.values(rows).some((row) => Object.entries(row).every(([field, value]) => claims[field as keyof Claims] === value));

describe('each row of the truth table', () => {
  const expected: Record<keyof typeof rows, Meaning> = {
    fresh: { state: 'fresh', tone: 'calm', followUp: false, inProgress: true, polls: true },
    staleOnCompact: { state: 'stale', tone: 'attention', followUp: false, inProgress: true, polls: true },
    staleOnDetail: { state: 'stale', tone: 'attention', followUp: false, inProgress: true, polls: true },
    reconciled: { state: 'reconciled', tone: 'problem', followUp: true, inProgress: false, polls: false },
    terminal: { state: 'terminal', tone: 'done', followUp: false, inProgress: false, polls: false },
    confirmed: { state: 'terminal', tone: 'done', followUp: false, inProgress: false, polls: false },
    followUp: { state: 'terminal', tone: 'problem', followUp: true, inProgress: false, polls: false },
    confirmedFollowUp: { state: 'terminal', tone: 'problem', followUp: true, inProgress: false, polls: false },
    unknownActive: { state: 'unknown', tone: 'neutral', followUp: false, inProgress: true, polls: false },
    unknownActiveHidden: { state: 'unknown', tone: 'neutral', followUp: false, inProgress: false, polls: false },
    unknownInactive: { state: 'unknown', tone: 'neutral', followUp: false, inProgress: false, polls: false },
    unknownInactiveShown: { state: 'unknown', tone: 'neutral', followUp: false, inProgress: true, polls: false },
  };
  for (const [name, row] of Object.entries(rows)) {
    test(name, () => assert.deepEqual([resolveActiveState(row), contradictionsOf(row)], [expected[name as keyof typeof rows], []]));
  }
});

describe('all 1,200 combinations', () => {
  test('are 1,200', () => assert.equal(new Set(combinations.map((claims) => JSON.stringify(claims))).size, 1200));

  test('mean what T1 to T9 say', () => {
    for (const claims of combinations) assert.deepEqual(resolveActiveState(claims), oracle(claims), JSON.stringify(claims));
  });

  test('any claim of staleness beats any claim of calm', () => {
    for (const claims of combinations) {
      const stale = claims.freshness_state === 'likely_stale' || claims.problem_class === 'active_stale_attention' || ['past_expected_lifecycle', 'likely_stale'].includes(claims.surface_category);
      if (stale) assert.ok(['stale', 'unknown'].includes(resolveActiveState(claims).state), JSON.stringify(claims));
    }
    assert.equal(resolveActiveState({ ...rows.fresh, problem_class: 'active_stale_attention' }).state, 'stale');
  });

  test('a terminal claim together with an active claim is unknown, and is not polled', () => {
    for (const claims of combinations) {
      if (claims.is_currently_active && claims.is_reconciled) assert.deepEqual([resolveActiveState(claims).state, resolveActiveState(claims).polls], ['unknown', false]);
    }
  });

  test('a stale run stays visible and polled, and an ended one is neither, whatever the two booleans say', () => {
    for (const claims of combinations) {
      const { state, inProgress, polls } = resolveActiveState(claims);
      if (state === 'stale') assert.deepEqual([inProgress, polls], [true, true]);
      if (state === 'terminal' || state === 'reconciled') assert.deepEqual([inProgress, polls], [false, false]);
    }
  });

  test('nothing polls but a stale run, and a fresh one that keeps polling', () => {
    for (const claims of combinations) {
      const { state, polls } = resolveActiveState(claims);
      assert.equal(polls, state === 'stale' || (state === 'fresh' && claims.keep_active_polling));
    }
  });

  test('contradictions are reported exactly when the combination is no row of the truth table', () => {
    for (const claims of combinations) assert.equal(contradictionsOf(claims).length === 0, isRow(claims), JSON.stringify(claims));
  });

  test('a contradiction names the field, both claims, and what to send', () => {
    assert.deepEqual(contradictionsOf({ ...rows.fresh, surface_category: 'likely_stale', keep_active_polling: false }), [
      { path: 'active_state.surface_category', rule: 'contradiction', message: 'active_state.surface_category is likely_stale, which contradicts freshness_state fresh_active; send healthy_active.' },
      { path: 'active_state.keep_active_polling', rule: 'contradiction', message: 'active_state.keep_active_polling is false, which contradicts freshness_state fresh_active; send true.' },
    ]);
    assert.match(contradictionsOf({ ...rows.staleOnCompact, surface_category: 'unknown' })[0]!.message, /send past_expected_lifecycle or likely_stale\.$/);
  });

  test('resolving changes nothing in what it reads, and labels change nothing in what it means', () => {
    for (const claims of combinations) {
      const labelled = Object.freeze({ ...claims, compact_label: 'Likely stale', lifecycle_label: 'Waiting for worker.', guidance: 'Completed.' });
      assert.deepEqual(resolveActiveState(labelled), resolveActiveState(Object.freeze(claims)));
    }
  });
});

describe('counts', () => {
  test('each run is counted once, under the state that its view shows; an ended run without follow-up is not counted', () => {
    for (const claims of combinations) {
      const { state, followUp } = oracle(claims);
      const counts = { active: Number(state === 'fresh'), stale: Number(state === 'stale'), followUp: Number(followUp), unknown: Number(state === 'unknown') };
      assert.deepEqual(countRuns([{ active_state: claims }]), counts);
    }
  });

  test('the words leave out the zeros and know one from many', () => {
    assert.deepEqual(describeCounts({ active: 2, stale: 1, followUp: 1, unknown: 0 }), [
      { key: 'active', text: '2 active' },
      { key: 'stale', text: '1 likely stale' },
      { key: 'followUp', text: '1 needs follow-up' },
    ]);
    assert.deepEqual(describeCounts({ active: 0, stale: 0, followUp: 3, unknown: 4 }), [
      { key: 'followUp', text: '3 need follow-up' },
      { key: 'unknown', text: '4 unknown' },
    ]);
    assert.deepEqual(describeCounts(countRuns([])), []);
  });

  test('the stale ones come first, so that no limit hides them; the order is kept otherwise, and the list untouched', () => {
    const items = Object.freeze(['fresh', 'staleOnDetail', 'terminal', 'staleOnCompact', 'unknownActive'].map((name) => ({ name, active_state: rows[name as keyof typeof rows] })));
    assert.deepEqual(staleFirst(items).map(({ name }) => name), ['staleOnDetail', 'staleOnCompact', 'fresh', 'terminal', 'unknownActive']);
    assert.deepEqual(staleFirst([]), []);
  });
});
