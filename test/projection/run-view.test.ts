/** Which words a run view chooses for which surface, beyond what L1 to L9 demand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parsePayload, surfaceItem, UNKNOWN_ACTIVE_STATE } from '../../src/contract/index.ts';
import { activeStatusOf, describeRun, type DescribableRun, type DescribeOptions, type RunView } from '../../src/projection/index.ts';
import { combinations, rows } from './states.ts';

const compact = (run: Partial<DescribableRun>, options: Partial<DescribeOptions> = {}): RunView =>
  describeRun({ run_id: 15, operation_label: 'Inventory sync', active_state: rows.fresh, ...run }, { surface: 'compact', ...options });
const detail = (run: Partial<DescribableRun>): RunView => compact(run, { surface: 'detail' });

describe('a fresh run', () => {
  test('that is queued waits for a worker, and shows no bar', () => {
    const view = compact({ status_label: 'Queued' });
    assert.deepEqual([view.label, view.status, view.guidance, view.progress], ['Queued', null, 'Waiting for worker.', null]);
    assert.equal(detail({ status_label: 'Queued' }).label, 'Operation queued');
    assert.match(detail({ status_label: 'Queued' }).guidance!, /^This operation is waiting for a worker/);
  });

  test('is read as queued from its labels where it has no status, or a blank one', () => {
    for (const status_label of [undefined, null, '', ' ']) {
      assert.equal(compact({ ...(status_label === undefined ? {} : { status_label }), active_state: { ...rows.fresh, compact_label: 'In queue' } }).guidance, 'Waiting for worker.');
      assert.equal(detail({ active_state: { ...rows.fresh, diagnostic_label: 'Operation queued' } }).label, 'Operation queued');
    }
  });

  test('that runs shows its share, never more than all of it', () => {
    assert.deepEqual(compact({ progress: { kind: 'determinate', processed: 1840, total: 5200 } }).progress, { value: 1840 / 5200, text: '1,840 of 5,200', moving: true });
    assert.deepEqual(compact({ progress: { kind: 'determinate', processed: 9, total: 4 } }).progress, { value: 1, text: '4 of 4', moving: true });
    assert.deepEqual(compact({ progress: { kind: 'determinate', processed: 0, total: 4 } }).progress!.value, 0);
  });

  test('without usable progress has an indeterminate bar, and says so once', () => {
    for (const progress of [null, { kind: 'determinate', processed: 0, total: 0 }, { kind: 'phase', label: ' ' }] as const) {
      const view = compact({ status_label: 'Running', progress });
      assert.deepEqual([view.progress, view.guidance], [{ value: null, text: 'Progress details pending.', moving: true }, null]);
    }
  });

  test('tells its phase, with the step where there is one', () => {
    const phase = (rest: object) => compact({ progress: { kind: 'phase', label: 'Hashing files', ...rest } }).progress!.text;
    assert.equal(phase({}), 'Hashing files');
    assert.equal(phase({ step: 2 }), 'Hashing files (step 2)');
    assert.equal(phase({ step: 2, steps: 4 }), 'Hashing files (step 2 of 4)');
  });

  test('with a share has guidance beside its bar', () => {
    assert.equal(compact({ status_label: 'Running', progress: { kind: 'determinate', processed: 1, total: 2 } }).guidance, 'No action needed yet.');
  });

  test('without any words of the server is active', () => {
    const view = compact({});
    assert.deepEqual([view.label, view.status, view.tone, view.polls], ['Active', null, 'calm', true]);
  });
});

describe('a fresh run on a German page', () => {
  const german = (run: Partial<DescribableRun>, options: Partial<DescribeOptions> = {}) => compact(run, { locale: 'de', ...options });

  test('tells its share, its phase and its waiting as German does', () => {
    assert.equal(german({ progress: { kind: 'determinate', processed: 1840, total: 5200 } }).progress!.text, '1.840 von 5.200');
    assert.equal(german({ progress: { kind: 'phase', label: 'Dateien hashen', step: 2, steps: 4 } }).progress!.text, 'Dateien hashen (Schritt 2 von 4)');
    assert.equal(german({ progress: { kind: 'phase', label: 'Dateien hashen', step: 2 } }).progress!.text, 'Dateien hashen (Schritt 2)');
    assert.equal(german({ status_label: 'Läuft' }).progress!.text, 'Angaben zum Fortschritt stehen noch aus.');
    const queued = german({ status_label: 'Queued' });
    assert.deepEqual([queued.label, queued.status, queued.guidance, queued.progress], ['In Warteschlange', null, 'Wartet auf Worker.', null]);
    assert.equal(german({ status_label: 'In Warteschlange' }, { surface: 'detail' }).label, 'Vorgang in der Warteschlange');
  });

  test('and any other run goes by its German names', () => {
    assert.deepEqual([german({ operation_label: ' ', tenant_id: 7 }).operation, german({ tenant_id: 7 }).tenant], ['Vorgang #15', 'Mandant #7']);
    assert.equal(german({ operation_label: ' ', run_id: null }).announcement, 'Nicht lesbarer Vorgang: Aktiv');
    assert.equal(german({ active_state: rows.followUp, outcome_label: 'Blocked' }, { surface: 'detail' }).guidance, 'Ergebnis: Blockiert. Dieser Vorgang ist nicht mehr aktiv. Prüfen Sie das Ergebnis, bevor Sie ihn erneut starten.');
  });
});

describe('an ended run', () => {
  test('is labelled by its outcome, and in a sentence on its page', () => {
    const view = compact({ active_state: rows.terminal, outcome_label: 'Succeeded', status_label: 'Completed' });
    assert.deepEqual([view.label, view.status, view.guidance, view.tone], ['Succeeded', null, null, 'done']);
    const page = detail({ active_state: rows.terminal, outcome_label: 'Succeeded' });
    assert.deepEqual([page.label, page.status, page.guidance], ['Operation no longer active', 'Succeeded', 'Outcome: Succeeded. This operation is no longer active.']);
  });

  test('without an outcome is no longer active', () => {
    assert.equal(compact({ active_state: rows.terminal }).label, 'No longer active');
    assert.equal(detail({ active_state: rows.terminal }).guidance, 'This operation is no longer active.');
  });

  test('that needs follow-up says so, and what its outcome was', () => {
    const view = compact({ active_state: rows.followUp, outcome_label: 'Blocked' });
    assert.deepEqual([view.label, view.status, view.guidance, view.tone, view.followUp], ['Needs follow-up', 'Blocked', 'Review the outcome before you run it again.', 'problem', true]);
    assert.equal(detail({ active_state: rows.confirmedFollowUp }).label, 'Operation needs follow-up');
  });

  test('that was reconciled says so', () => {
    const view = compact({ active_state: rows.reconciled, outcome_label: 'Failed' });
    assert.deepEqual([view.label, view.status, view.guidance], ['Automatically reconciled as failed', 'Failed', 'A reconciler closed this run. Review its diagnostics before you run it again.']);
    assert.match(detail({ active_state: rows.reconciled }).guidance!, /A reconciler recorded it as failed/);
  });
});

describe('an unknown run', () => {
  test('is shown neutrally, and never polled', () => {
    const view = compact({ active_state: rows.unknownActive });
    assert.deepEqual([view.label, view.tone, view.polls, view.inProgress, view.progress], ['State unknown', 'neutral', false, true, null]);
    assert.equal(detail({ active_state: rows.unknownActive }).label, 'Operation state unknown');
  });

  test('that could not be read still has a name', () => {
    const parsed = parsePayload(surfaceItem, 7);
    assert.ok(parsed.ok);
    const view = describeRun(parsed.value, { surface: 'compact' });
    assert.deepEqual([view.operation, view.announcement, view.tenant], ['Unreadable operation', 'Unreadable operation: State unknown', null]);
    assert.equal(compact({ operation_label: ' ', active_state: UNKNOWN_ACTIVE_STATE }).operation, 'Operation #15');
  });
});

describe('which text of the server stands where', () => {
  const labelled = { ...rows.staleOnCompact, compact_label: 'Possibly stale', diagnostic_label: 'Possibly stale operation', lifecycle_label: 'Overdue', guidance: 'Past its lifecycle window.' };

  test('compact reads the compact label, then the lifecycle label; detail reads the diagnostic label', () => {
    assert.equal(compact({ active_state: labelled }).label, 'Possibly stale');
    assert.equal(compact({ active_state: { ...labelled, compact_label: null } }).label, 'Overdue');
    assert.equal(compact({ active_state: { ...labelled, compact_label: 'Healthy' } }).label, 'Overdue');
    assert.equal(detail({ active_state: labelled }).label, 'Possibly stale operation');
    assert.equal(detail({ active_state: { ...labelled, diagnostic_label: null } }).label, 'Likely stale operation');
  });

  test('the top summary explains on the detail surface, and the guidance where there is none', () => {
    assert.equal(detail({ active_state: labelled, top_summary: 'Overdue since 14:02.' }).guidance, 'Overdue since 14:02.');
    assert.equal(detail({ active_state: { ...rows.fresh, guidance: 'Hashing files.' } }).guidance, 'Hashing files.');
    assert.equal(compact({ active_state: labelled, top_summary: 'Overdue since 14:02.' }).guidance, 'Past its lifecycle window.');
  });

  test('a stale run has its full sentence on the detail surface, where the server sends one line alone', () => {
    assert.match(detail({ active_state: labelled }).guidance!, /^This operation is still marked active, but it is past its expected lifecycle window\./);
  });

  test('texts are trimmed, and a tenant without a label goes by its id', () => {
    const view = compact({ operation_label: '  Inventory sync ', tenant_label: ' Contoso ', tenant_id: 7 });
    assert.deepEqual([view.operation, view.tenant], ['Inventory sync', 'Contoso']);
    assert.equal(compact({ tenant_id: 7, tenant_label: null }).tenant, 'Tenant #7');
    assert.equal(compact({ tenant_id: null }).tenant, null);
  });

  test('a status that only says that work waits, or runs, is recognised as such', () => {
    for (const text of ['Queued', 'PENDING', 'in queue', 'Still queued.', 'Job is waiting', 'in-queue', 'Operation queued']) assert.equal(activeStatusOf(text), 'queued', text);
    for (const text of ['Running', 'in_progress', 'In progress…', 'Operation is running', 'Operation in progress']) assert.equal(activeStatusOf(text), 'running', text);
    for (const text of ['In Warteschlange', 'WARTESCHLANGE', 'Vorgang in der Warteschlange', 'Eingereiht', 'Wartet noch.', 'Der Vorgang wartet']) assert.equal(activeStatusOf(text), 'queued', text);
    for (const text of ['Läuft', 'LÄUFT', 'Laeuft', 'La\u0308uft', 'Läuft noch …', 'In Bearbeitung', 'Wird ausgeführt', 'Der Vorgang läuft']) assert.equal(activeStatusOf(text), 'running', text);
    for (const text of [null, undefined, '', '...', 'Hibernating', 'Queued: waiting', 'Running normally', 'Not running', 'No longer active', 'Completed', 'Läuft normal', 'Läuft nicht', 'Nicht mehr aktiv', 'Wartete', 'Ablauf', 'Abgeschlossen']) assert.equal(activeStatusOf(text), null, String(text));
  });
});

test('any combination with any text gives a view of whole, trimmed texts, changes nothing, and is the same twice', () => {
  const text = fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Queued', 'Running', 'Likely stale', 'Waiting for worker.', 'Failed')));
  const run = fc.record({
    run_id: fc.option(fc.integer({ min: 1 })),
    operation_label: fc.string(),
    tenant_id: fc.option(fc.integer({ min: 1 })),
    tenant_label: text,
    status_label: text,
    outcome_label: text,
    top_summary: text,
    active_state: fc
      .tuple(fc.constantFrom(...combinations), fc.record({ compact_label: text, diagnostic_label: text, lifecycle_label: text, guidance: text, stale_lineage_note: text }))
      .map(([claims, texts]) => ({ ...claims, ...texts })),
    progress: fc.option(
      fc.oneof(
        fc.record({ kind: fc.constant('determinate' as const), processed: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), total: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }) }),
        fc.record({ kind: fc.constant('phase' as const), label: fc.string() }),
      ),
    ),
  });
  const options = fc.record({ surface: fc.constantFrom('compact' as const, 'detail' as const), locale: fc.constantFrom('en', 'de', 'de_CH', 'x', ''), asOf: fc.option(fc.integer({ min: 0, max: 4e12 })) });
  fc.assert(
    fc.property(run, options, (input, given) => {
      const before = JSON.stringify(input);
      const view = describeRun(input, given);
      assert.equal(JSON.stringify(input), before);
      assert.deepEqual(describeRun(input, given), view);
      for (const said of [view.label, view.operation, view.announcement, view.tenant, view.status, view.guidance, view.lineage, view.progress?.text]) {
        if (said !== null && said !== undefined) assert.ok(said.length > 0 && said === said.trim(), JSON.stringify(said));
      }
      if (view.progress?.value !== undefined && view.progress.value !== null) assert.ok(view.progress.value >= 0 && view.progress.value <= 1);
    }),
    { numRuns: 1500 },
  );
});

test('runs of one operation are told apart by their number, which is not said twice', () => {
  assert.deepEqual([compact({}).operation, compact({}).reference], ['Inventory sync', '#15']);
  assert.deepEqual([compact({ operation_label: ' ' }).operation, compact({ operation_label: ' ' }).reference], ['Operation #15', null]);
  assert.equal(compact({ run_id: null }).reference, null);
});
