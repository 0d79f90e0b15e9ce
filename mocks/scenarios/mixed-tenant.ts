import type { ReviewPackGeneration } from 'op-run-elements/contract';
import { records } from '../fixtures/lifecycle.ts';
import { reviewPacks } from '../fixtures/review-packs.ts';
import { runs } from '../fixtures/runs.ts';
import { isoAt, lifeOf } from './life.ts';
import type { Scenario, ScenarioRun } from './scenario.ts';
import { afterStale, counting, staleAt } from './states.ts';

const late = lifeOf({ run: runs.staleRunning, type: 'inventory_sync', initiator: 'Sam Okafor', created: -1300, started: -1290, window: 900 });
const sync = lifeOf({ run: runs.freshDeterminate, type: 'inventory_sync', initiator: 'Dana Reyes', created: -60, started: -55, window: 900 });
const queued = lifeOf({ run: runs.freshQueued, type: 'inventory_sync', initiator: 'Dana Reyes', created: -5, started: 34, window: 300 });
/** A run of a type without a lifecycle policy. */
const imported = lifeOf({ run: runs.unknownActive, type: 'custom_import', initiator: 'Dana Reyes', created: -600, started: -590, window: null })(runs.unknownActive);

const settled = lifeOf({ run: runs.reconciledByScheduler, type: 'inventory_sync', initiator: 'Dana Reyes', created: -5400, started: -5390, window: 900 })(
  runs.reconciledByScheduler,
  {
    completed: -3600,
    failure_summary: records.reconciledByScheduler.failure_summary,
    reconciliation: records.reconciledByScheduler.reconciliation,
  },
);
const restored = lifeOf({ run: runs.partiallySucceeded, type: 'policy_restore', initiator: 'Sam Okafor', created: -9000, started: -8990, window: 900 })(
  runs.partiallySucceeded,
  { completed: -8800, summary_counts: records.partiallySucceeded.summary_counts, operator_message: records.partiallySucceeded.operator_message },
);
const earlier: readonly ScenarioRun[] = [imported, settled, restored];

/** A pack that no run of the page generates. */
const pack = (state: ReviewPackGeneration, rest: Partial<ReviewPackGeneration> = {}): ReviewPackGeneration => ({ ...state, run_id: null, detail_url: null, ...rest });

export const mixedTenant: Scenario = {
  name: 'mixedTenant',
  title: 'Mixed tenant',
  description: 'One tenant with runs in every state: a stale one never makes the others stale, and each changes on its own.',
  duration: 180,
  moments: [
    {
      from: 0,
      told: 'One run is likely stale, others progress, some have ended.',
      runs: [late(staleAt(3120)), sync(counting(1840)), queued(runs.freshQueued), ...earlier],
      run: runs.staleRunning.run_id,
      reviewPack: pack(reviewPacks.queued),
    },
    { from: 34, told: 'A worker takes up the queued run and the review pack.', runs: [late(staleAt(3120)), sync(counting(3400)), queued(runs.freshRunning), ...earlier], reviewPack: pack(reviewPacks.generating) },
    {
      from: 66,
      told: 'One run succeeds; the review pack is ready.',
      runs: [late(staleAt(3120)), sync(runs.succeeded, { completed: 66 }), queued(counting(420)), ...earlier],
      reviewPack: pack(reviewPacks.ready, { generated_at: isoAt(66) }),
    },
    {
      from: 118,
      told: 'The late run reports that it succeeded.',
      runs: [late(afterStale(runs.succeeded), { completed: 118 }), sync(runs.succeeded, { completed: 66 }), queued(counting(2900)), ...earlier],
    },
  ],
};
