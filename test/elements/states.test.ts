/** What each element says about a run in each state, and what it must not say beside it (L1, L2, L4 and L6). */
import { activityOf, collectionOf, detailOf, overlayOf, runs } from '../../mocks/index.ts';
import type { OpRunRow } from '../../src/index.ts';
import { activity, backend, banner, byRole, expect, html, list, load, overlay, parts, partTexts, row, textOf, useStage, type AnyElement } from './stage.ts';
import { EXPECTED, forbiddenBeside, runNames, type Expected, type RunName } from './states.ts';

useStage();

const COMPACT: Readonly<Record<string, (name: RunName) => Promise<AnyElement>>> = {
  'a row that was handed its item': (name) => load<OpRunRow>(html`<op-run-row .item=${runs[name]}></op-run-row>`),
  'a row that fetched its item from src': (name) => {
    const run = runs[name];
    backend.run(run.run_id).enqueue(run);
    return load<OpRunRow>(html`<op-run-row src="/admin/operations/${run.run_id}"></op-run-row>`);
  },
  'the activity': (name) => {
    backend.activity(7).enqueue(activityOf([runs[name]]));
    return activity();
  },
  'the list': (name) => {
    backend.collection().enqueue(collectionOf([runs[name]]));
    return list();
  },
  'the open overlay': (name) => {
    backend.overlay(7).enqueue(overlayOf([runs[name]]));
    return overlay();
  },
};

const IN_PROGRESS: ReadonlySet<RunName> = new Set(runNames.filter((name) => runs[name].active_state.show_in_active_progress));

function keepsTheCopyLaw(element: AnyElement, { meaning }: Expected, except = ''): void {
  const text = except === '' ? textOf(element) : textOf(element).replaceAll(except, '');
  for (const forbidden of forbiddenBeside(meaning)) expect(text).not.to.match(forbidden);
  if (meaning !== 'fresh') expect(byRole(element, 'progressbar').length, 'progress as reassurance').to.equal(0);
}

function showsProgress(element: AnyElement, progress: Expected['progress']): void {
  const bars = byRole<HTMLProgressElement>(element, 'progressbar');
  expect(bars.length).to.equal(progress === undefined ? 0 : 1);
  if (progress === undefined) return;
  const [bar] = bars;
  expect(bar!.getAttribute('aria-label')).not.to.be.empty;
  expect(bar!.position).to.be.closeTo(progress === 'indeterminate' ? -1 : progress, 0.0001);
}

describe('what is read of a run', () => {
  for (const [surface, show] of Object.entries(COMPACT)) {
    for (const name of runNames) {
      const expected = EXPECTED[name];
      if (surface === 'the open overlay' && !IN_PROGRESS.has(name)) continue;
      it(`${surface} says of ${name}: ${expected.badge}`, async () => {
        const element = await show(name);
        expect(partTexts(element, 'operation')).to.deep.equal([runs[name].operation_label]);
        expect(partTexts(element, 'badge')).to.deep.equal([expected.badge]);
        expect([...partTexts(element, 'guidance'), ...partTexts(element, 'progress')].map((line) => line.replace(/ ?·$/, ''))).to.deep.equal(expected.lines);
        expect(parts(element, 'notice').length).to.equal(0);
        showsProgress(element, expected.progress);
        // The counts of the activity and the list show the name of every state, also with a zero.
        const counts = surface === 'the activity' || surface === 'the list';
        keepsTheCopyLaw(element, expected, counts && expected.meaning !== 'stale' ? 'Likely stale' : '');
      });
    }
  }

  for (const name of runNames) {
    const expected = EXPECTED[name];
    it(`the banner says of ${name}: ${expected.heading}`, async () => {
      backend.run(runs[name].run_id).enqueue(detailOf(runs[name]));
      const element = await banner(runs[name].run_id);
      expect(byRole(element, 'heading').map(({ innerText }) => innerText.trim())).to.deep.equal([expected.heading]);
      expect(partTexts(element, 'explanation')).to.deep.equal([expected.explanation]);
      expect(partTexts(element, 'lineage')).to.deep.equal(expected.lineage === undefined ? [] : [expected.lineage]);
      expect(parts(element, 'notice').length).to.equal(0);
      expect(byRole(element, 'progressbar').length).to.equal(0);
      keepsTheCopyLaw(element, expected);
    });

    it(`a row that fetched the run detail of ${name} tells the same meaning as the banner`, async () => {
      backend.run(runs[name].run_id).enqueue(detailOf(runs[name]));
      const element = await row(runs[name].run_id);
      keepsTheCopyLaw(element, expected);
      expect(partTexts(element, 'badge')).to.have.length(1);
      if (expected.meaning === 'stale') expect(partTexts(element, 'badge')[0]).to.equal('Likely stale');
      if (expected.meaning === 'unknown') expect(partTexts(element, 'badge')[0]).to.equal('State unknown');
      if (expected.meaning === 'reconciled') expect(partTexts(element, 'badge')[0]).to.equal('Automatically reconciled as failed');
    });
  }

  for (const name of runNames.filter((each) => !IN_PROGRESS.has(each))) {
    it(`the overlay is gone when all that it is told of is ${name}`, async () => {
      backend.overlay(7).enqueue(overlayOf([runs[name]]));
      const element = await overlay();
      expect(textOf(element).trim()).to.equal('');
      expect(element.getBoundingClientRect().height).to.equal(0);
    });
  }

  it('a stale run is explained once on each surface', async () => {
    const run = runs.staleRunning;
    backend.overlay(7).enqueue(overlayOf([run]));
    backend.run(run.run_id).enqueue(detailOf(run));
    const [panel, detail] = [await overlay(), await banner(run.run_id)];
    for (const [element, part] of [[panel, 'panel'], [detail, 'summary']] as const) {
      const [text] = partTexts(element, part);
      expect(text!.match(/likely stale/gi)).to.have.length(1);
      expect(text!.match(/past its/gi)).to.have.length(1);
    }
  });

  it('a mixed tenant is counted per state, and one stale run does not make it all stale', async () => {
    const { staleRunning, freshDeterminate, freshQueued, unknownActive } = runs;
    backend.overlay(7).enqueue(overlayOf([staleRunning, freshDeterminate, freshQueued, unknownActive]));
    const element = await overlay();
    expect(partTexts(element, 'pill')).to.deep.equal(['2 active 1 likely stale 1 unknown']);
    expect(partTexts(element, 'badge').filter((badge) => /stale/i.test(badge))).to.have.length(1);
  });

  it('no state is told by colour alone: each tone has a shape of its own', async () => {
    const shapes = new Set<string>();
    for (const name of ['freshRunning', 'staleQueued', 'failed', 'succeeded', 'unknown'] as const) {
      const element = await COMPACT['a row that was handed its item']!(name);
      shapes.add(parts(element, 'badge')[0]!.querySelector('svg')!.innerHTML);
    }
    expect(shapes.size).to.equal(5);
  });

  it('hostile names and texts are text, never markup', async () => {
    const evil = '<img src=x onerror="window.pwned = true"><b>bold</b>';
    const run = { ...runs.freshQueued, operation_label: evil, tenant_label: evil, status_label: evil };
    backend.overlay(7).enqueue(overlayOf([run]));
    backend.run(run.run_id).enqueue(detailOf(run, { top_summary: evil }));
    for (const element of [await load<OpRunRow>(html`<op-run-row .item=${run}></op-run-row>`), await overlay(), await banner(run.run_id)]) {
      expect(element.shadowRoot!.querySelectorAll('img, b')).to.have.length(0);
      expect(textOf(element)).to.contain('<b>bold</b>');
    }
    expect('pwned' in window).to.be.false;
  });
});
