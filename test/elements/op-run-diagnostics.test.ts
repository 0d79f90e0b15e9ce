import { sendKeys } from '@web/test-runner-commands';
import type { OperationRunDetail } from '../../src/contract/index.ts';
import { becomes, detailOf, networkError, records, runs } from '../../mocks/index.ts';
import type { OpRunDiagnostics } from '../../src/index.ts';
import {
  asked,
  backend,
  byRole,
  diagnostics,
  expect,
  fired,
  fixture,
  focused,
  html,
  load,
  answered,
  parts,
  partTexts,
  put,
  settle,
  textOf,
  time,
  until,
  useStage,
} from './stage.ts';
import { CALM } from './states.ts';

useStage();

const PATH = '/api/admin/operations';

const summary = (element: OpRunDiagnostics): HTMLElement => parts(element, 'summary')[0]!;
const closed = (run: number): Promise<OpRunDiagnostics> => put<OpRunDiagnostics>(html`<op-run-diagnostics run-id=${run}></op-run-diagnostics>`);

/** Opens or closes the disclosure by a click. */
async function click(element: OpRunDiagnostics): Promise<void> {
  const before = element.open;
  summary(element).click();
  await until(() => element.open !== before, 'the disclosure is toggled');
  await element.updateComplete;
  await settle();
}

/** The shown facts: `Section > Term: text`. A nested fact has the terms around it before its own. */
function facts(element: OpRunDiagnostics): string[] {
  const read = (list: Element, path: string): string[] =>
    [...list.querySelectorAll<HTMLElement>(':scope > dt')].flatMap((term) => {
      const told = term.nextElementSibling as HTMLElement;
      const nested = told.querySelector('dl');
      const name = `${path} > ${term.innerText}`;
      return nested ? read(nested, name) : [`${name}: ${told.innerText}`];
    });
  return parts(element, 'section').flatMap((section) => read(section.querySelector('dl')!, section.querySelector('h3')!.innerText));
}

const show = (record: OperationRunDetail): Promise<OpRunDiagnostics> => {
  backend.lifecycleRun(record.id).enqueue(record);
  return diagnostics(record.id);
};

describe('diagnostics that are closed', () => {
  it('ask for nothing, and hold nothing but the control that opens them', async () => {
    backend.lifecycleRun(4109).enqueue(records.reconciledByScheduler);
    const element = await closed(4109);
    await time.advance(3_600_000);
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { runId: 4109 } }));
    await element.refresh();
    expect(asked()).to.be.empty;
    expect(textOf(element).trim()).to.equal('Diagnostics');
    expect(element.shadowRoot!.querySelector('details')!.children.length).to.equal(1);
  });

  it('hold nothing of a payload either', async () => {
    for (const element of [
      await put<OpRunDiagnostics>(html`<op-run-diagnostics .payload=${records.reconciledByScheduler}></op-run-diagnostics>`),
      await fixture<OpRunDiagnostics>(`<op-run-diagnostics><script type="application/json">${JSON.stringify(records.reconciledByScheduler)}</script></op-run-diagnostics>`),
    ]) {
      await element.updateComplete;
      await settle();
      expect(element.shadowRoot!.textContent.trim()).to.equal('Diagnostics');
      await click(element);
      expect(textOf(element)).to.contain('Scheduled reconciler').and.contain('Dana Reyes');
    }
    expect(asked()).to.be.empty;
  });

  it('ask once they are opened, by a click, by keyboard or by the host', async () => {
    for (const [index, open] of [
      (element: OpRunDiagnostics) => click(element),
      async (element: OpRunDiagnostics) => {
        summary(element).focus();
        await sendKeys({ press: 'Enter' });
      },
      async (element: OpRunDiagnostics) => element.setAttribute('open', ''),
    ].entries()) {
      const run = 9000 + index;
      backend.lifecycleRun(run).enqueue({ ...records.succeeded, id: run });
      const element = await closed(run);
      await open(element);
      await until(() => textOf(element).includes('Dana Reyes'), 'the record is shown');
      expect(element.open).to.be.true;
      expect(asked()).to.deep.equal([0, 1, 2].slice(0, index + 1).map((each) => `${PATH}/${9000 + each}`));
    }
  });

  it('are told as missing something to load when they are opened without a run', async () => {
    const { warn } = console;
    const warnings: string[] = [];
    console.warn = (...words: unknown[]) => warnings.push(words.join(' '));
    try {
      await put(html`<op-run-diagnostics></op-run-diagnostics>`);
      expect(warnings).to.be.empty;
      await put(html`<op-run-diagnostics open></op-run-diagnostics>`);
      expect(warnings).to.have.length(1);
    } finally {
      console.warn = warn;
    }
    expect(asked()).to.be.empty;
  });
});

describe('diagnostics that are closed again', () => {
  it('are gone from the page, and poll no more', async () => {
    const element = await show(records.freshRunning);
    expect(textOf(element)).to.contain('worker-2');
    await click(element);
    expect(element.open).to.be.false;
    expect(element.shadowRoot!.textContent.trim()).to.equal('Diagnostics');
    const before = asked().length;
    await time.advance(3_600_000);
    expect(asked()).to.have.length(before);
  });

  it('paint what they knew when they are opened again, and ask only when that is due', async () => {
    const element = await show(records.freshRunning);
    await click(element);
    await time.advance(3_000);
    await click(element);
    expect(textOf(element)).to.contain('worker-2');
    expect(asked()).to.have.length(1);
    await time.advance(7_000);
    await until(() => asked().length === 2, 'the schedule goes on');
    await settle();
    await click(element);
    await time.advance(600_000);
    const release = backend.lifecycleRun(4102).hold({ ...records.freshRunning, ...{ initiator_name: 'Sam Okafor' } });
    await click(element);
    expect(textOf(element)).to.contain('Dana Reyes');
    expect(asked()).to.have.length(3);
    release();
    await until(() => textOf(element).includes('Sam Okafor'), 'the news is shown');
  });

  it('never ask again for a run that has ended', async () => {
    const element = await show(records.reconciledByScheduler);
    await click(element);
    await time.advance(3_600_000);
    await click(element);
    await time.advance(3_600_000);
    expect(textOf(element)).to.contain('Scheduled reconciler');
    expect(asked()).to.have.length(1);
  });

  it('abort what they had asked for', async () => {
    backend.lifecycleRun(4102).hold(records.freshRunning);
    const element = await put<OpRunDiagnostics>(html`<op-run-diagnostics run-id="4102" open></op-run-diagnostics>`);
    expect(element.shadowRoot!.querySelector('[aria-busy="true"]')).to.exist;
    expect(textOf(element)).to.contain('Loading operations');
    await until(() => fired('op-request').length === 1, 'the request is under way');
    await click(element);
    expect(fired('op-request')[0]!.request.signal.aborted).to.be.true;
  });
});

describe('diagnostics in the banner', () => {
  async function page(run: number, open: boolean) {
    const host = await fixture<HTMLElement>(html`<main>
      <op-run-detail-banner run-id=${run}><op-run-diagnostics run-id=${run} ?open=${open}></op-run-diagnostics></op-run-detail-banner>
    </main>`);
    const [banner, element] = [host.querySelector('op-run-detail-banner')!, host.querySelector('op-run-diagnostics')!];
    await answered(banner);
    if (open) await answered(element);
    return { banner, element };
  }

  it('stand in its slot, below the explanation', async () => {
    backend.run(4109).enqueue(detailOf(runs.reconciledByScheduler));
    backend.lifecycleRun(4109).enqueue(records.reconciledByScheduler);
    const { banner, element } = await page(4109, true);
    expect(element.assignedSlot).to.exist;
    expect(element.getBoundingClientRect().top).to.be.at.least(parts(banner, 'summary')[0]!.getBoundingClientRect().bottom);
    expect(byRole(element, 'heading').map(({ innerText }) => innerText)).to.deep.equal(['Reconciliation', 'Lifecycle', 'Last known counts', 'Evidence']);
  });

  it('follow at once when the banner learns that the run is in another state, with one request', async () => {
    const [before, after] = [runs.freshRunning, becomes(runs.freshRunning, runs.reconciledByScheduler)];
    backend.run(4102).enqueue(detailOf(before), detailOf(after));
    backend.lifecycleRun(4102).enqueue(records.freshRunning, { ...records.reconciledByScheduler, id: 4102 });
    const { banner, element } = await page(4102, true);
    expect(asked()).to.have.length(2);
    await banner.refresh();
    await until(() => textOf(element).includes('Scheduled reconciler'), 'the record of the reconciliation is shown');
    expect(backend.lifecycleRun(4102).requests).to.have.length(2);
    await time.advance(3_600_000);
    expect(asked()).to.have.length(4);
  });

  it('ask for nothing by that while they are closed', async () => {
    backend.run(4102).enqueue(detailOf(runs.freshRunning), detailOf(becomes(runs.freshRunning, runs.succeeded)));
    const { banner } = await page(4102, false);
    await banner.refresh();
    await settle();
    expect(backend.lifecycleRun(4102).requests).to.be.empty;
  });

  it('tell the banner what they have learned first', async () => {
    backend.run(4107).enqueue(detailOf(becomes(runs.staleRunning, runs.freshRunning)));
    backend.lifecycleRun(4107).enqueue({ ...records.freshRunning, id: 4107 }, records.staleRunning);
    const { banner, element } = await page(4107, true);
    await element.refresh();
    await until(() => partTexts(banner, 'heading')[0] === 'Likely stale operation', 'the banner follows');
    expect(textOf(banner)).not.to.match(CALM);
    expect(backend.run(4107).requests).to.have.length(1);
  });
});

describe('what diagnostics tell', () => {
  it('of a run that was reconciled', async () => {
    expect(facts(await show(records.reconciledByScheduler))).to.deep.equal([
      'Reconciliation > Source: Scheduled reconciler',
      'Reconciliation > Reconciled: 8 months ago',
      'Reconciliation > Reason: No worker reported on the run within its lifecycle window.',
      'Reconciliation > Reason code: run.lifecycle_window_exceeded',
      'Lifecycle > Lifecycle window: 15 minutes',
      'Lifecycle > Started by: Dana Reyes',
      'Lifecycle > Created: 8 months ago',
      'Lifecycle > Started: 8 months ago',
      'Lifecycle > Completed: 8 months ago',
      'Lifecycle > Duration: 30 minutes, 57 seconds',
      'Last known counts > Processed: 980',
      'Last known counts > Total: 5,200',
      'Evidence > Last heartbeat at: 8 months ago',
      'Evidence > Threshold seconds: 900',
    ]);
  });

  it('of a run that is likely stale: its last known counts, as data', async () => {
    const element = await show(records.staleRunning);
    expect(facts(element)).to.include.members(['Lifecycle > Lifecycle window: 15 minutes', 'Last known counts > Processed: 3,120', 'Last known counts > Total: 5,200', 'Evidence > Worker: worker-1']);
    expect(byRole(element, 'progressbar').length).to.equal(0);
    expect(textOf(element)).not.to.match(CALM);
  });

  it('of a run that was blocked, and of one that nobody started by hand', async () => {
    expect(facts(await show(records.blocked))).to.include.members(['Failures > Reason: The storage account refused the upload.', 'Failures > Reason code: storage.forbidden']);
    expect(facts(await show(records.systemInitiated))).to.include('Lifecycle > Started by: System');
  });

  it('of evidence of any shape: nested, listed, empty, true and false, as readable facts', async () => {
    const evidence = {
      last_heartbeatAt: '2026-11-21T14:00:10',
      checked_at: new Date(Date.now() - 120_000).toISOString(),
      'queue-depth': 12_345.5,
      worker: null,
      retried: false,
      found: true,
      tags: ['a', 'b'],
      notes: [],
      process: { host_name: 'sync-1', limits: { max_memory: 512 } },
    };
    const told = facts(await show({ ...records.freshRunning, diagnostics: { threshold_seconds: 3_900, evidence } }));
    expect(told.filter((fact) => fact.startsWith('Evidence'))).to.deep.equal([
      'Evidence > Last heartbeat at: 2026-11-21T14:00:10',
      'Evidence > Checked at: 2 minutes ago',
      'Evidence > Queue depth: 12,345.5',
      'Evidence > Worker: None',
      'Evidence > Retried: No',
      'Evidence > Found: Yes',
      'Evidence > Tags > 1: a',
      'Evidence > Tags > 2: b',
      'Evidence > Notes: None',
      'Evidence > Process > Host name: sync-1',
      'Evidence > Process > Limits > Max memory: 512',
    ]);
    expect(told).to.include('Lifecycle > Lifecycle window: 1 hour, 5 minutes');
  });

  for (const [name, record] of Object.entries<OperationRunDetail>(records)) {
    const { reconciliation, failure_summary: failures = [], summary_counts: counts = {}, created_at, started_at, completed_at } = record;

    it(`of ${name}: all that is recorded, without a key as a machine writes it`, async () => {
      const element = await show(record);
      for (const fact of facts(element)) {
        expect(fact.slice(0, fact.indexOf(':')), fact).not.to.match(/_|[a-z][A-Z]/);
        expect(fact, 'a value that is nothing').not.to.match(/: *$|null|undefined|\[object|NaN|Invalid/);
      }
      const text = textOf(element);
      const recorded = [record.initiator_name ?? 'System', reconciliation?.reason_code, reconciliation?.reason_message, ...failures.flatMap(({ code, message }) => [code, message])];
      for (const told of recorded) if (told) expect(text).to.contain(told);
      for (const count of Object.values(counts)) expect(text).to.contain(count.toLocaleString('en'));
      for (const value of [...Object.values(reconciliation?.evidence ?? {}), ...Object.values(record.diagnostics?.evidence ?? {})]) {
        if (typeof value === 'string' && !value.startsWith('2026-')) expect(text).to.contain(value);
      }
    });

    it(`of ${name}: when things were, in words, with the exact time in the title`, async () => {
      const times = [...(await show(record)).shadowRoot!.querySelectorAll('time')];
      for (const told of times) {
        expect(told.innerText).to.equal('8 months ago');
        expect(told.title).to.match(/^Mar \d, 2026, \d\d:\d\d:\d\d$/);
      }
      for (const at of [created_at, started_at, completed_at]) if (at) expect(times.map(({ dateTime }) => dateTime)).to.include(at);
    });

    it(`of ${name}: ${completed_at ? 'how long it took' : 'no time that it has been going on for'}`, async () => {
      const element = await show(record);
      expect(facts(element).filter((fact) => fact.includes('Duration'))).to.have.length(completed_at ? 1 : 0);
    });
  }

  it('not as reassurance: a calm reason is refused and reported', async () => {
    const calm = 'No action needed, the run will finish shortly.';
    const record = {
      ...records.reconciledByAdapter,
      failure_summary: [{ code: 'x.y', message: 'Waiting for worker.' }],
      reconciliation: { ...records.reconciledByAdapter.reconciliation, reason_message: calm },
    };
    const element = await show(record);
    expect(textOf(element)).to.contain('export.archive_missing').and.contain('x.y').and.not.to.match(CALM);
    const reported = fired('op-contract-violation', element).flatMap(({ detail }) => detail.violations.map(({ path, rule }: { path: string; rule: string }) => `${rule} ${path}`));
    expect(reported).to.have.members(['copy-replaced reconciliation.reason_message', 'copy-replaced failure_summary[0].message']);
  });

  it('as text, never as markup, and with an end', async () => {
    const evil = '<img src=x onerror="window.pwned = true"><b>bold</b>';
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key_${index}`, index]));
    const element = await show({ ...records.succeeded, initiator_name: evil, diagnostics: { evidence: { [evil]: evil, many } } });
    expect(element.shadowRoot!.querySelectorAll('img, b')).to.have.length(0);
    expect(textOf(element)).to.contain('<b>bold</b>').and.match(/\+4,\d{3} more/);
    expect(element.shadowRoot!.querySelectorAll('dt').length).to.be.below(500);
    expect('pwned' in window).to.be.false;
  });

  it('no more than is recorded', async () => {
    const { id, type, status, outcome, freshness_state, reconciled } = records.succeeded;
    const element = await show({ id, type, status, outcome, freshness_state, reconciled, created_at: '2026-03-02T09:14:05Z' });
    expect(facts(element)).to.deep.equal(['Lifecycle > Created: 8 months ago']);
    expect(byRole(element, 'heading').map(({ innerText }) => innerText)).to.deep.equal(['Lifecycle']);
  });
});

describe('diagnostics and time', () => {
  it('tell how long ago things were as of the last refresh, and say as of when that was', async () => {
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const record = { ...records.succeeded, created_at: at(3), started_at: null, completed_at: null };
    const element = await show(record);
    expect(facts(element)).to.include('Lifecycle > Created: 3 minutes ago');
    expect(partTexts(element, 'as-of')).to.deep.equal(['As of 14:02:10']);
    await time.advance(600_000);
    expect(facts(element), 'a time that grows by itself would claim to be current').to.include('Lifecycle > Created: 3 minutes ago');
    backend.lifecycleRun(record.id).enqueue({ ...record, initiator_name: 'Sam Okafor' });
    await element.refresh();
    expect(facts(element)).to.include('Lifecycle > Created: 13 minutes ago');
    expect(partTexts(element, 'as-of')).to.deep.equal(['As of 14:12:10']);
  });

  it('are refreshed while the run is active, and no more once it has ended', async () => {
    backend.lifecycleRun(4102).enqueue(records.freshRunning, { ...records.freshRunning, freshness_state: 'likely_stale' }, { ...records.reconciledByScheduler, id: 4102 });
    const element = await diagnostics(4102);
    await time.advance(10_000);
    await until(() => asked().length === 2, 'it is refreshed');
    await time.advance(10_000);
    await until(() => textOf(element).includes('Scheduled reconciler'), 'the end is shown');
    await time.advance(3_600_000);
    expect(asked()).to.have.length(3);
    expect(fired('op-state-change', element).map(({ detail }) => detail)).to.deep.equal([
      { runId: 4102, from: 'fresh', to: 'stale' },
      { runId: 4102, from: 'stale', to: 'reconciled' },
    ]);
  });

  it('stay open, with the focus where it was, through a refresh', async () => {
    backend.lifecycleRun(4102).enqueue(records.freshRunning, { ...records.freshRunning, initiator_name: 'Sam Okafor' });
    const element = await diagnostics(4102);
    summary(element).focus();
    const [section] = parts(element, 'section');
    await element.refresh();
    expect(textOf(element)).to.contain('Sam Okafor');
    expect(focused() === summary(element)).to.be.true;
    expect(parts(element, 'section')[0] === section).to.be.true;
  });
});

describe('diagnostics that cannot be fetched', () => {
  for (const [what, failure, words] of [
    ['a 500', 500, 'The server could not answer. Trying again.'],
    ['no connection', networkError(), 'Could not reach the server. Trying again.'],
    ['401', 401, 'Session ended. Sign in again.'],
    ['403', 403, 'You do not have permission to view operation runs.'],
    ['404', 404, 'Not found.'],
    ['the record of another run', records.staleRunning, 'The server sent an answer that cannot be read. Trying again.'],
  ] as const) {
    it(`say so when the first answer is ${what}`, async () => {
      backend.lifecycleRun(4102).enqueue(failure);
      const element = await diagnostics(4102);
      expect(partTexts(element, 'notice')).to.deep.equal([words]);
      expect(parts(element, 'section').length).to.equal(0);
    });
  }

  for (const [failure, notice] of [[500, 'Not updating - as of 14:02:10'], [401, 'Session ended - as of 14:02:10. Sign in again.']] as const) {
    it(`keep what they showed after ${failure}, with its time`, async () => {
      backend.lifecycleRun(4102).enqueue(records.freshRunning, failure);
      const element = await diagnostics(4102);
      await element.refresh();
      expect(partTexts(element, 'notice')).to.deep.equal([notice]);
      expect(parts(element, 'as-of').length).to.equal(0);
      expect(textOf(element)).to.contain('worker-2');
    });
  }

  for (const failure of [403, 404]) {
    it(`forget what they showed after ${failure}, also when they are closed and opened again`, async () => {
      backend.lifecycleRun(4102).enqueue(records.freshRunning, failure);
      const element = await diagnostics(4102);
      await element.refresh();
      expect(element.shadowRoot!.innerHTML).not.to.contain('worker-2').and.not.to.contain('Dana');
      await click(element);
      await click(element);
      expect(element.shadowRoot!.innerHTML).not.to.contain('worker-2').and.not.to.contain('Dana');
    });
  }

  it('never show the last run\'s record under another run\'s id', async () => {
    const element = await show(records.freshRunning);
    const release = backend.lifecycleRun(4107).hold(records.staleRunning);
    element.runId = 4107;
    await element.updateComplete;
    expect(textOf(element)).not.to.contain('worker-2');
    release();
    await until(() => textOf(element).includes('worker-1'), 'the other record is shown');
    expect(fired('op-state-change')).to.be.empty;
  });

  it('not the last one\'s either, when the run was changed while they were closed', async () => {
    const element = await show(records.freshRunning);
    await click(element);
    element.runId = 4107;
    await element.updateComplete;
    const release = backend.lifecycleRun(4107).hold(records.staleRunning);
    await click(element);
    expect(textOf(element)).not.to.contain('worker-2');
    release();
    await until(() => textOf(element).includes('worker-1'), 'the other record is shown');
  });
});

describe('where diagnostics come from', () => {
  it('is the lifecycle route below the base URL, or a src', async () => {
    const stop = (event: Event) => (event as Event & { respondWith(response: Response): void }).respondWith(Response.json(records.succeeded));
    document.addEventListener('op-request', stop);
    try {
      await load(html`<op-run-diagnostics open run-id="4112" base-url="/app" workspace="3"></op-run-diagnostics>`);
      await load(html`<op-run-diagnostics open src="/own/path"></op-run-diagnostics>`);
    } finally {
      document.removeEventListener('op-request', stop);
    }
    expect(asked()).to.deep.equal([`/app${PATH}/4112`, '/own/path']);
  });
});
