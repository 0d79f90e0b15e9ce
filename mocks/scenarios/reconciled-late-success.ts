import { records } from '../fixtures/lifecycle.ts';
import { runs } from '../fixtures/runs.ts';
import { lifeOf } from './life.ts';
import type { Scenario } from './scenario.ts';
import { afterStale, inPhase } from './states.ts';

const exported = lifeOf({ run: runs.freshPhase, type: 'evidence_export', initiator: 'Sam Okafor', created: -80, started: -78, window: 150 });

const { reconciliation } = records.confirmedByReconciler;
const confirmed = afterStale({
  ...runs.confirmedByReconciler,
  active_state: { ...runs.confirmedByReconciler.active_state, guidance: `Source: adapter reconciler. Reason: ${reconciliation.reason_message}` },
});

export const reconciledLateSuccess: Scenario = {
  name: 'reconciledLateSuccess',
  title: 'Reconciled late success',
  description: 'A run goes past its lifecycle window although its work was done; a reconciler finds the proof and confirms the success.',
  duration: 210,
  moments: [
    { from: 0, told: 'An export is uploading its archive.', runs: [exported(inPhase('Uploading the archive', 3))], run: runs.freshPhase.run_id },
    { from: 24, told: 'The archive is there, but the worker’s report is lost. Nobody knows yet.' },
    { from: 72, told: 'The export is past its lifecycle window.', runs: [exported({ ...runs.staleRunning, progress: null })] },
    {
      from: 154,
      told: 'The adapter reconciler finds the archive and confirms the success.',
      runs: [exported(confirmed, { completed: 154, reconciliation })],
    },
  ],
};
