/** What each element says when a refresh fails: it speaks about its own knowledge, never about the run (L7, P3, P4). */
import { activityOf, brokenPayloads, collectionOf, detailOf, malformedJson, networkError, overlayOf, records, reviewPacks, runs, type Endpoint, type Reply } from '../../mocks/index.ts';
import { activity, asked, backend, banner, byRole, diagnostics, expect, fired, html, list, overlay, pack, parts, partTexts, put, row, setHidden, textOf, time, until, useStage, type AnyElement } from './stage.ts';
import { CALM, EXPECTED, runNames, STALE, type RunName } from './states.ts';

useStage();

const RUN = 'freshQueued' satisfies RunName;
const AT = 'as of 14:02:10';

interface Kind {
  /** A text that is shown only while the element shows the run. */
  readonly mark: string;
  /** Whether it shows calm copy for a fresh run. Diagnostics show facts only. */
  readonly calm: boolean;
  readonly endpoint: (name: RunName) => Endpoint;
  readonly payload: (name: RunName) => Reply;
  readonly show: (name: RunName) => Promise<AnyElement>;
  readonly malformed: Reply;
}

const ofRun = { mark: runs[RUN].operation_label, calm: true };

const KINDS: Readonly<Record<string, Kind>> = {
  overlay: { ...ofRun, endpoint: () => backend.overlay(7), payload: (name) => overlayOf([runs[name]]), show: overlay, malformed: brokenPayloads.malformedOverlay.payload },
  activity: { ...ofRun, endpoint: () => backend.activity(7), payload: (name) => activityOf([runs[name]]), show: activity, malformed: brokenPayloads.malformedActivity.payload },
  list: { ...ofRun, endpoint: () => backend.collection(), payload: (name) => collectionOf([runs[name]]), show: list, malformed: brokenPayloads.malformedCollection.payload },
  row: { ...ofRun, endpoint: (name) => backend.run(runs[name].run_id), payload: (name) => detailOf(runs[name]), show: (name) => row(runs[name].run_id), malformed: brokenPayloads.malformedDetail.payload },
  banner: { ...ofRun, endpoint: (name) => backend.run(runs[name].run_id), payload: (name) => detailOf(runs[name]), show: (name) => banner(runs[name].run_id), malformed: brokenPayloads.malformedDetail.payload },
  diagnostics: {
    mark: 'Dana Reyes',
    calm: false,
    endpoint: (name) => backend.lifecycleRun(runs[name].run_id),
    payload: (name) => ({ ...records[name === 'freshRunning' ? name : RUN], id: runs[name].run_id }),
    show: (name) => diagnostics(runs[name].run_id),
    malformed: brokenPayloads.malformedRecord.payload,
  },
  'review pack': {
    mark: 'Waiting for worker.',
    calm: true,
    endpoint: () => backend.reviewPack(7),
    payload: (name) => (name === 'freshRunning' ? reviewPacks.generating : { ...reviewPacks.queued, run_id: runs[name].run_id }),
    show: pack,
    malformed: brokenPayloads.malformedReviewPack.payload,
  },
};

/** Calm copy that is not qualified with an absolute time. */
const unqualifiedCalm = (element: AnyElement): string[] =>
  textOf(element)
    .split(/\n+/)
    .filter((line) => /waiting for|details pending|no action|inside its lifecycle/i.test(line) && !/as of \d\d:\d\d:\d\d: /i.test(line));

for (const [surface, { mark, calm, endpoint, payload, show, malformed }] of Object.entries(KINDS)) {
  describe(`the ${surface}, when it cannot fetch`, () => {
      for (const [what, failure] of Object.entries({ 'a 500': 500, 'a 503': 503, 'no connection': networkError(), 'cut-off JSON': malformedJson(), 'a payload against the contract': malformed })) {
      it(`keeps what it showed after ${what}, with the absolute time of it, and every calm word behind that time`, async () => {
        endpoint(RUN).enqueue(payload(RUN), failure);
        const element = await show(RUN);
        expect(unqualifiedCalm(element).length > 0).to.equal(calm);
        await element.refresh();
        expect(partTexts(element, 'notice')[0]).to.equal(`Not updating - ${AT}`);
        expect(textOf(element)).to.contain(mark);
        expect(unqualifiedCalm(element)).to.be.empty;
        for (const notice of partTexts(element, 'notice')) expect(notice).not.to.match(/stale|past|lifecycle|overdue|late/i);
        if (surface !== 'activity' && surface !== 'list') expect(textOf(element)).not.to.match(STALE);
      });
    }

    it('says the time of the last good answer, not the time of the failure', async () => {
      endpoint(RUN).enqueue(payload(RUN), 500);
      const element = await show(RUN);
      await time.advance(10_000);
      await until(() => parts(element, 'notice').length > 0, 'the failure is shown');
      await time.advance(100_000);
      expect(partTexts(element, 'notice')[0]).to.equal(`Not updating - ${AT}`);
    });

    it('shows no moving bar while it is not updating', async () => {
      endpoint('freshRunning').enqueue(payload('freshRunning'), 500);
      const element = await show('freshRunning');
      await element.refresh();
      for (const bar of byRole(element, 'progressbar')) expect(bar.getAnimations().length).to.equal(0);
    });

    // Diagnostics do not show the state, and a review pack gets it from another element.
    if (surface !== 'diagnostics' && surface !== 'review pack') it('keeps saying that a run is likely stale, beside the notice and without a calm word', async () => {
      endpoint('staleCalmLabels').enqueue(payload('staleCalmLabels'), 500);
      const element = await show('staleCalmLabels');
      await element.refresh();
      expect(partTexts(element, 'notice')[0]).to.equal(`Not updating - ${AT}`);
      expect(textOf(element)).to.match(/likely stale/i).and.not.to.match(CALM);
    });

    it('is current again after the next good answer', async () => {
      endpoint(RUN).enqueue(payload(RUN), 500, payload(RUN));
      const element = await show(RUN);
      const before = textOf(element);
      await element.refresh();
      await element.refresh();
      expect(parts(element, 'notice').length).to.equal(0);
      expect(textOf(element)).to.equal(before);
    });

    it('retries later and later, not at once and not in a storm', async () => {
      endpoint(RUN).enqueue(payload(RUN), 500);
      await show(RUN);
      const first = asked().length;
      await time.advance(10_000);
      expect(asked().length - first).to.equal(1);
      await time.advance(9_000);
      expect(asked().length - first).to.equal(1);
      await time.advance(60_000);
      expect(asked().length - first).to.be.within(2, 4);
    });

    it('stops when the session ends, and says so with the time of what it still shows', async () => {
      endpoint(RUN).enqueue(payload(RUN), 401);
      const element = await show(RUN);
      await element.refresh();
      expect(partTexts(element, 'notice')[0]).to.equal(`Session ended - ${AT}. Sign in again.`);
      expect(unqualifiedCalm(element)).to.be.empty;
      const before = asked().length;
      await time.advance(3_600_000);
      expect(asked()).to.have.length(before);
    });

    it('says that the session ended when it did so before anything was shown', async () => {
      endpoint(RUN).enqueue(401);
      const element = await show(RUN);
      expect(textOf(element)).to.contain('Session ended. Sign in again.');
      expect(textOf(element)).not.to.contain(mark);
    });

    for (const [code, words] of [[403, 'You do not have permission to view operation runs.'], [404, 'Not found.']] as const) {
      it(`removes at once what it showed when a refresh is answered ${code}`, async () => {
        endpoint(RUN).enqueue(payload(RUN), code);
        const element = await show(RUN);
        await element.refresh();
        const text = textOf(element);
        expect(text).not.to.contain(mark).and.not.to.contain('Contoso').and.not.to.match(CALM);
        expect(element.shadowRoot!.innerHTML).not.to.contain(mark);
        if (surface === 'overlay') expect(text.trim()).to.equal('');
        else expect(text).to.contain(words);
        const before = asked().length;
        await time.advance(3_600_000);
        expect(asked()).to.have.length(before);
      });

      it(`${surface === 'overlay' ? 'is silent' : 'says why'} when the first answer is ${code}`, async () => {
        endpoint(RUN).enqueue(code);
        const element = await show(RUN);
        if (surface === 'overlay') {
          expect(textOf(element).trim()).to.equal('');
          expect(element.getBoundingClientRect().height).to.equal(0);
        } else {
          expect(textOf(element)).to.contain(words);
        }
      });
    }

    for (const [what, failure, words] of [
      ['a 500', 500, 'The server could not answer. Trying again.'],
      ['no connection', networkError(), 'Could not reach the server. Trying again.'],
      ['cut-off JSON', malformedJson(), 'The server sent an answer that cannot be read. Trying again.'],
      ['a payload against the contract', malformed, 'The server sent an answer that cannot be read. Trying again.'],
    ] as const) {
      it(`says what is wrong when the first answer is ${what}, and comes up by itself afterwards`, async () => {
        endpoint(RUN).enqueue(failure, payload(RUN));
        const element = await show(RUN);
        expect(textOf(element)).to.contain(words).and.not.to.match(/past its|likely stale operation|review worker/i);
        expect(fired('op-error', element)[0]!.detail.message).to.be.a('string').and.not.be.empty;
        await time.advance(15_001);
        await until(() => textOf(element).includes(mark), 'the run is shown');
        expect(parts(element, 'notice').length).to.equal(0);
      });
    }

    it('asks nothing while the page is hidden, and once when it comes back', async () => {
      endpoint(RUN).enqueue(payload(RUN));
      await show(RUN);
      const before = asked().length;
      setHidden(true);
      await time.advance(600_000);
      expect(asked()).to.have.length(before);
      setHidden(false);
      expect(asked()).to.have.length(before + 1);
    });

    it('says that it is paused, with the time, and asks nothing until it goes on', async () => {
      endpoint(RUN).enqueue(payload(RUN));
      const element = await show(RUN);
      element.paused = true;
      await element.updateComplete;
      const before = asked().length;
      await time.advance(600_000);
      expect(asked()).to.have.length(before);
      expect(partTexts(element, 'notice')[0]).to.equal(`Paused - ${AT}`);
      expect(unqualifiedCalm(element)).to.be.empty;
      expect(element.paused).to.be.true;
      element.paused = false;
      await element.updateComplete;
      expect(asked()).to.have.length(before + 1);
    });
  });
}

describe('before the first answer', () => {
  it('a row and a banner say that they load, and the overlay shows nothing', async () => {
    backend.run(15).hold(detailOf({ ...runs.freshQueued, run_id: 15 }));
    backend.overlay(7).hold(overlayOf([runs.freshQueued]));
    backend.activity(7).hold(activityOf([runs.freshQueued]));
    for (const element of [await put(html`<op-run-row run-id="15"></op-run-row>`), await put(html`<op-run-detail-banner run-id="15"></op-run-detail-banner>`)]) {
      expect(textOf(element)).to.contain('Loading operations').and.not.to.match(CALM);
      expect(element.shadowRoot!.querySelector('[aria-busy="true"]')).to.exist;
    }
    const tenant = await put(html`<op-tenant-activity tenant-id="7"></op-tenant-activity>`);
    expect(tenant.shadowRoot!.querySelector('[aria-busy="true"]')).to.exist;
    // Before the first answer even a zero would be a false claim.
    expect(textOf(tenant)).not.to.match(/\d/);
    expect(textOf(await put(html`<op-progress-overlay tenant-id="7"></op-progress-overlay>`)).trim()).to.equal('');
  });
});

describe('one broken item', () => {
  it('is shown as unknown in the overlay, and its neighbours stay what they are', async () => {
    backend.overlay(7).enqueue(brokenPayloads.overlayWithOneBrokenItem.payload);
    const element = await overlay();
    expect(partTexts(element, 'operation')).to.have.members(['Inventory sync', 'Policy restore', 'Policy restore']);
    expect(partTexts(element, 'badge')).to.have.members(['Running', 'State unknown', 'Likely stale']);
    expect(partTexts(element, 'pill')).to.deep.equal(['1 active 1 likely stale 1 unknown']);
  });

  it('is shown as unknown in the activity, and its neighbours stay what they are', async () => {
    backend.activity(7).enqueue(brokenPayloads.activityWithOneBrokenItem.payload);
    const element = await activity();
    expect(partTexts(element, 'badge')).to.have.members(['Running', 'State unknown', 'Likely stale']);
  });

  it('is shown as unknown in the list, and its neighbours stay what they are', async () => {
    backend.collection().enqueue(brokenPayloads.collectionWithOneBrokenItem.payload);
    const element = await list();
    expect(partTexts(element, 'badge')).to.deep.equal(['Running', 'State unknown', 'Likely stale']);
  });

  it('a state that the kit does not know is shown as unknown by row and banner', async () => {
    backend.run(4101).enqueue(brokenPayloads.unrecognisedFreshnessDetail.payload);
    expect(partTexts(await row(4101), 'badge')).to.deep.equal(['State unknown']);
    const element = await banner(4101);
    expect(byRole(element, 'heading')[0]!.innerText.trim()).to.equal('Operation state unknown');
    expect(textOf(element)).not.to.match(CALM);
  });

  it('without a readable id it is shown, and opens nothing', async () => {
    backend.activity(7).enqueue({ tenant_id: 7, items: [{ operation_label: 'Policy restore' }, 'nonsense', null] });
    const element = await activity();
    expect(partTexts(element, 'operation')).to.deep.equal(['Policy restore', 'Unreadable operation', 'Unreadable operation']);
    expect(byRole(element, 'link', /policy restore|unreadable/i).length).to.equal(0);
  });
});

describe('a run that nobody polls for', () => {
  for (const name of runNames.filter((each) => ['ended', 'followUp', 'reconciled', 'unknown'].includes(EXPECTED[each].meaning))) {
    it(`is asked for once when it is ${name}, by all elements that show it`, async () => {
      backend.run(runs[name].run_id).enqueue(detailOf(runs[name]));
      backend.overlay(7).enqueue(overlayOf([runs[name]]));
      backend.activity(7).enqueue(activityOf([runs[name]]));
      backend.collection().enqueue(collectionOf([runs[name]]));
      await Promise.all([row(runs[name].run_id), banner(runs[name].run_id), overlay(), activity(), list()]);
      expect(asked()).to.have.length(4);
      await time.advance(3_600_000);
      expect(asked()).to.have.length(4);
    });
  }
});
