import { becomes, brokenPayloads, detailOf, malformedJson, overlayOf, reviewPacks, runs } from '../../mocks/index.ts';
import type { OpReviewPackCard } from '../../src/index.ts';
import { asked, backend, byRole, expect, fired, fixture, html, link, listen, load, overlay, pack, parts, partTexts, put, row, settle, textOf, time, until, useStage } from './stage.ts';
import { CALM, OVERCLAIM, STALE } from './states.ts';

useStage();

const RUN = `${location.origin}/admin/operations/4104`;
const PATH = '/admin/t/7/review-pack';

interface Expected {
  readonly badge: string;
  readonly guidance: readonly string[];
  readonly progress?: string;
  readonly download?: string;
  readonly open?: string;
  readonly polls: boolean;
}

/** The words that the card must show for a pack in each state, written by hand: they are not taken from the catalogue. */
const EXPECTED: Readonly<Record<keyof typeof reviewPacks, Expected>> = {
  notStarted: { badge: 'Not started', guidance: ['No review pack has been generated yet.'], polls: false },
  queued: { badge: 'Queued', guidance: ['Waiting for worker.'], open: RUN, polls: true },
  generating: { badge: 'Generating', guidance: [], progress: 'Collecting the evidence of 41 policies', open: RUN, polls: true },
  generatingByStaleRun: { badge: 'Generating', guidance: [], progress: 'Progress details pending.', open: `${location.origin}/admin/operations/4107`, polls: true },
  ready: { badge: 'Ready', guidance: ['Generated Mar 2, 2026'], download: `${location.origin}/admin/t/7/exports/4104`, open: RUN, polls: false },
  failed: { badge: 'Failed', guidance: ['The storage account refused the upload.'], open: RUN, polls: false },
  unknown: { badge: 'State unknown', guidance: ['The backend reports no state for this review pack.'], polls: false },
  readyAndPolling: { badge: 'Ready', guidance: [], download: `${location.origin}/admin/t/7/exports/4104`, polls: false },
};
const names = Object.keys(reviewPacks) as (keyof typeof reviewPacks)[];

const show = (payload: object): Promise<OpReviewPackCard> => {
  backend.reviewPack(7).enqueue(payload);
  return pack();
};
const violations = (element: OpReviewPackCard): string[] =>
  fired('op-contract-violation', element).flatMap(({ detail }) => detail.violations.map(({ path, rule }: { path: string; rule: string }) => `${rule} ${path}`));

describe('what is read of a review pack', () => {
  for (const name of names) {
    const expected = EXPECTED[name];
    it(`${name}: ${expected.badge}`, async () => {
      const element = await show(reviewPacks[name]);
      expect(partTexts(element, 'name')).to.deep.equal(['Review pack']);
      expect(partTexts(element, 'badge')).to.deep.equal([expected.badge]);
      expect(partTexts(element, 'guidance').map((text) => text.replace(/, \d\d:\d\d:\d\d$/, ''))).to.deep.equal(expected.guidance);
      expect(partTexts(element, 'progress')).to.deep.equal(expected.progress === undefined ? [] : [expected.progress]);
      expect((parts(element, 'download') as HTMLAnchorElement[]).map(({ href }) => href)).to.deep.equal(expected.download === undefined ? [] : [expected.download]);
      expect((parts(element, 'open') as HTMLAnchorElement[]).map(({ href }) => href)).to.deep.equal(expected.open === undefined ? [] : [expected.open]);
      expect(parts(element, 'notice').length).to.equal(0);
      expect(textOf(element)).not.to.match(STALE).and.not.to.match(OVERCLAIM);
      for (const bar of byRole<HTMLProgressElement>(element, 'progressbar')) expect(bar.position).to.equal(-1);
      expect(byRole(element, 'region', /^Review pack$/).length).to.equal(1);
    });

    it(`${name}: ${expected.polls ? 'asked for every ten seconds' : 'never asked for again'}`, async () => {
      await show(reviewPacks[name]);
      if (expected.polls) {
        await time.advance(9_999);
        expect(asked()).to.have.length(1);
        await time.advance(1);
        expect(asked()).to.deep.equal([PATH, PATH]);
      } else {
        await time.advance(3_600_000);
        expect(asked()).to.deep.equal([PATH]);
      }
    });
  }

  for (const payload of [reviewPacks.queued, reviewPacks.generating]) {
    it(`${payload.generation_state}: not asked for again when the payload says so`, async () => {
      await show({ ...payload, keep_active_polling: false });
      await time.advance(3_600_000);
      expect(asked()).to.have.length(1);
    });
  }

  it('follows it to the end, and stops there', async () => {
    backend.reviewPack(7).enqueue(reviewPacks.queued, reviewPacks.generating, reviewPacks.ready);
    const element = await pack();
    for (const badge of ['Generating', 'Ready']) {
      await time.advance(10_000);
      await until(() => partTexts(element, 'badge')[0] === badge, `it is ${badge}`);
    }
    expect(textOf(element)).not.to.match(CALM);
    await time.advance(3_600_000);
    expect(asked()).to.have.length(3);
  });

  it('wakes when work is enqueued for its tenant', async () => {
    backend.reviewPack(7).enqueue(reviewPacks.notStarted, reviewPacks.queued);
    const element = await pack();
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 8 } }));
    expect(asked()).to.have.length(1);
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 7 } }));
    await until(() => partTexts(element, 'badge')[0] === 'Queued', 'the pack is queued');
  });

  it('is shown from a payload or from the page without a request, and asked for only while it is generated', async () => {
    for (const element of [
      await load<OpReviewPackCard>(html`<op-review-pack-card .payload=${reviewPacks.ready}></op-review-pack-card>`),
      await fixture<OpReviewPackCard>(`<op-review-pack-card><script type="application/json">${JSON.stringify(reviewPacks.ready)}</script></op-review-pack-card>`),
    ]) {
      await element.updateComplete;
      await settle();
      expect(partTexts(element, 'badge')).to.deep.equal(['Ready']);
      element.remove();
    }
    await time.advance(3_600_000);
    expect(asked()).to.be.empty;
    await load(html`<op-review-pack-card .payload=${reviewPacks.queued}></op-review-pack-card>`);
    await time.advance(10_000);
    expect(asked()).to.deep.equal([PATH]);
  });

  it('has room for its pack before it knows it, and says that it loads', async () => {
    const release = backend.reviewPack(7).hold(reviewPacks.ready);
    const element = await put<OpReviewPackCard>(html`<op-review-pack-card tenant-id="7"></op-review-pack-card>`);
    expect(element.shadowRoot!.querySelector('[aria-busy="true"]')).to.exist;
    expect(textOf(element)).to.not.match(CALM);
    const { height } = element.getBoundingClientRect();
    release();
    await until(() => partTexts(element, 'badge')[0] === 'Ready', 'the pack is shown');
    expect(element.getBoundingClientRect().height).to.equal(height);
  });

  it('is another tenant\'s at once, and never the last one\'s again', async () => {
    const element = await show(reviewPacks.ready);
    const release = backend.reviewPack(8).hold({ ...reviewPacks.queued, tenant_id: 8, run_id: 1 });
    element.tenantId = 8;
    await element.updateComplete;
    expect(parts(element, 'badge').length + parts(element, 'download').length).to.equal(0);
    release();
    await until(() => partTexts(element, 'badge')[0] === 'Queued', 'the other pack is shown');
    backend.reviewPack(8).enqueue(reviewPacks.ready);
    await element.refresh();
    expect(partTexts(element, 'badge'), 'an answer about another tenant is no answer').to.deep.equal(['Queued']);
    expect(fired('op-error', element)[0]!.detail.message).to.contain('tenant_id');
  });

  it('is unknown in a state that the kit does not know, and keeps what else can be read', async () => {
    const element = await show(brokenPayloads.reviewPackInAnUnrecognisedState.payload);
    expect(partTexts(element, 'badge')).to.deep.equal(['State unknown']);
    expect(textOf(element)).not.to.match(CALM);
    expect(violations(element)).to.include('broken-part generation_state');
    await time.advance(3_600_000);
    expect(asked()).to.have.length(1);
    const other = await load<OpReviewPackCard>(html`<op-review-pack-card .payload=${brokenPayloads.reviewPackWithAnUnreadableTime.payload}></op-review-pack-card>`);
    expect(partTexts(other, 'badge')).to.deep.equal(['Ready']);
    expect(parts(other, 'guidance').length).to.equal(0);
  });

  it('is reported when it contradicts itself', async () => {
    const element = await show(reviewPacks.readyAndPolling);
    expect(violations(element)).to.deep.equal(['contradiction keep_active_polling']);
  });

  it('is told in the server\'s words only where they agree with its state', async () => {
    for (const [payload, message] of [
      [reviewPacks.failed, 'Waiting for worker. No action needed yet.'],
      [reviewPacks.ready, 'Progress details pending.'],
      [reviewPacks.generating, 'The worker died and the pack is lost.'],
      [reviewPacks.queued, 'Likely stale. Review worker health.'],
    ] as const) {
      const element = await load<OpReviewPackCard>(html`<op-review-pack-card .payload=${{ ...payload, message }}></op-review-pack-card>`);
      expect(textOf(element), payload.generation_state).not.to.contain(message);
      expect(violations(element)).to.include('copy-replaced message');
      element.remove();
    }
  });
});

describe('the links of a review pack', () => {
  for (const hostile of ['javascript:alert(1)', 'data:text/html,x', ' JaVaScRiPt:alert(1)', 'blob:https://x/1', 'file:///etc/passwd']) {
    it(`are none for ${hostile}, which is reported`, async () => {
      const element = await show({ ...reviewPacks.ready, download_url: hostile, detail_url: hostile });
      expect(byRole(element, 'link').length).to.equal(0);
      expect(partTexts(element, 'badge')).to.deep.equal(['Ready']);
      expect(violations(element)).to.have.members(['unsafe-url download_url', 'unsafe-url detail_url']);
    });
  }

  it('offer no download before the pack is ready', async () => {
    for (const payload of [reviewPacks.queued, reviewPacks.generating, reviewPacks.failed, reviewPacks.notStarted, reviewPacks.unknown]) {
      const element = await load<OpReviewPackCard>(html`<op-review-pack-card .payload=${{ ...payload, download_url: '/old.zip' }}></op-review-pack-card>`);
      expect(parts(element, 'download').length, payload.generation_state).to.equal(0);
      element.remove();
    }
  });

  it('open the run on its canonical page where the payload tells only its id, and let a host route there', async () => {
    backend.reviewPack(7).enqueue({ ...reviewPacks.queued, detail_url: null });
    const element = await load<OpReviewPackCard>(html`<op-review-pack-card tenant-id="7" workspace="3"></op-review-pack-card>`);
    const open = link(element, /^view operation$/i)!;
    expect(open.href).to.equal(`${location.origin}/admin/workspaces/3/operations/4104`);
    element.addEventListener('op-run-open', (event) => event.preventDefault(), { once: true });
    open.click();
    expect(fired('op-run-open', element)[0]!.detail).to.deep.equal({ runId: 4104, url: open.href });
  });
});

describe('a review pack whose run another surface knows', () => {
  for (const [what, payload] of [
    ['generated', reviewPacks.generatingByStaleRun],
    ['queued', { ...reviewPacks.queued, run_id: 4107 }],
    ['generated, without asking to be polled', { ...reviewPacks.generatingByStaleRun, keep_active_polling: false }],
  ] as const) {
    it(`is likely stale with it, without a calm word, while it is ${what}; and goes on polling`, async () => {
      backend.run(4107).enqueue(detailOf(runs.staleRunning));
      await row(4107);
      const element = await show(payload);
      expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);
      expect(partTexts(element, 'guidance')).to.deep.equal(['Past its lifecycle window. Review worker health.']);
      expect(textOf(element)).not.to.match(CALM).and.not.to.match(OVERCLAIM);
      expect(byRole(element, 'progressbar').length).to.equal(0);
      const before = backend.reviewPack(7).requests.length;
      await time.advance(10_000);
      await until(() => backend.reviewPack(7).requests.length > before, 'it is asked for again');
    });
  }

  it('learns at once that the run became likely stale, is heard once, and is itself again when it is ready', async () => {
    const run = { ...runs.freshRunning, run_id: 4107 };
    backend.overlay(7).enqueue(overlayOf([run]), overlayOf([becomes(run, runs.staleRunning)]));
    backend.reviewPack(7).enqueue(reviewPacks.generatingByStaleRun);
    const [panel, element] = [await overlay(), await pack()];
    expect(partTexts(element, 'badge')).to.deep.equal(['Generating']);
    const heard = listen();
    await panel.refresh();
    await element.updateComplete;
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);
    expect(backend.reviewPack(7).requests).to.have.length(1);
    await time.advance(1_000);
    expect(heard).to.deep.equal(['Review pack: Likely stale Baseline compare: Likely stale']);
    backend.reviewPack(7).enqueue(reviewPacks.ready);
    await element.refresh();
    expect(partTexts(element, 'badge')).to.deep.equal(['Ready']);
    await time.advance(1_000);
    expect(heard.slice(1)).to.deep.equal(['Review pack: Ready']);
  });

  it('never says that the pack is being generated by a run that was reconciled', async () => {
    backend.run(4107).enqueue(detailOf(becomes(runs.staleRunning, runs.reconciledByScheduler)));
    await row(4107);
    const element = await show(reviewPacks.generatingByStaleRun);
    expect(partTexts(element, 'badge')).to.deep.equal(['Automatically reconciled as failed']);
    expect(textOf(element)).not.to.match(CALM).and.not.to.contain('Generating');
  });

  it('claims nothing about the run for the other surfaces', async () => {
    const element = await show(reviewPacks.generatingByStaleRun);
    backend.run(4107).enqueue(detailOf(runs.staleRunning));
    const other = await row(4107);
    expect(partTexts(other, 'badge')).to.deep.equal(['Likely stale']);
    expect(fired('op-state-change')).to.be.empty;
    element.remove();
  });

  it('learns of it also from a surface that comes to the page later', async () => {
    const element = await show(reviewPacks.generatingByStaleRun);
    expect(partTexts(element, 'badge')).to.deep.equal(['Generating']);
    backend.run(4107).enqueue(detailOf(runs.staleRunning));
    await row(4107);
    await settle();
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);
    expect(textOf(element)).not.to.match(CALM);
  });

  it('does not follow a run of another backend', async () => {
    const element = await show(reviewPacks.generatingByStaleRun);
    await load(html`<op-run-row base-url="https://other.example/" .item=${runs.staleRunning}></op-run-row>`);
    await settle();
    expect(partTexts(element, 'badge')).to.deep.equal(['Generating']);
  });
});

describe('what is heard of a review pack', () => {
  it('each change of its state, once, and neither its first state nor a change of words', async () => {
    backend.reviewPack(7).enqueue(reviewPacks.queued, reviewPacks.generating, { ...reviewPacks.generating, message: 'Writing the archive' }, reviewPacks.generating, reviewPacks.failed);
    const heard = listen();
    const [element] = [await pack(), await pack()];
    await time.advance(1_000);
    expect(heard).to.deep.equal([]);
    for (let round = 0; round < 4; round += 1) {
      await element.refresh();
      await time.advance(1_000);
    }
    expect(heard).to.deep.equal(['Review pack: Generating', 'Review pack: Failed']);
  });
});

describe('a review pack that cannot be refreshed', () => {
  for (const [what, failure, notice] of [
    ['a 500', 500, 'Not updating - as of 14:02:10'],
    ['cut-off JSON', malformedJson(), 'Not updating - as of 14:02:10'],
    ['an unreadable pack', brokenPayloads.malformedReviewPack.payload, 'Not updating - as of 14:02:10'],
    ['the end of the session', 401, 'Session ended - as of 14:02:10. Sign in again.'],
  ] as const) {
    it(`says as of when its calm words were true, after ${what}`, async () => {
      for (const [payload, words] of [[reviewPacks.queued, 'Waiting for worker.'], [reviewPacks.generating, 'Collecting the evidence of 41 policies']] as const) {
        backend.reset();
        backend.reviewPack(7).enqueue(payload, failure);
        const element = await pack();
        await time.advance(5_000);
        await element.refresh();
        expect(partTexts(element, 'notice')).to.deep.equal([notice]);
        expect([...partTexts(element, 'guidance'), ...partTexts(element, 'progress')]).to.deep.equal([`As of 14:02:10: ${words}`]);
        for (const bar of byRole(element, 'progressbar')) expect(bar.getAnimations().length).to.equal(0);
        element.remove();
        await settle();
        time.stop();
      }
    });
  }

  for (const failure of [403, 404]) {
    it(`removes the pack and its links after ${failure}`, async () => {
      backend.reviewPack(7).enqueue(reviewPacks.ready, failure);
      const element = await pack();
      await element.refresh();
      expect(byRole(element, 'link').length + parts(element, 'badge').length).to.equal(0);
      expect(partTexts(element, 'notice')).to.have.length(1);
    });
  }
});
