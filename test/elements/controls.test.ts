/** Options of every element: the button that pauses it (WCAG 2.2.2), and the density. */
import { sendKeys } from '@web/test-runner-commands';
import { activityOf, becomes, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { everyElement, TAGS, type Tag } from './every.ts';
import { asked, backend, byRole, expect, fixture, focused, html, load, nameOf, parts, partTexts, settle, textOf, time, until, useStage, type AnyElement } from './stage.ts';

useStage();

const RUN = runs.freshRunning;
const STALE = becomes(RUN, runs.staleRunning);

interface Kind {
  readonly template: (pausable: boolean) => ReturnType<typeof html>;
  /** Scripts the element's answers: a calm one, then a different one. */
  readonly serve: () => void;
  readonly news: RegExp;
}

const KINDS: Readonly<Record<Tag, Kind>> = {
  'op-progress-overlay': {
    template: (pausable) => html`<op-progress-overlay tenant-id="7" open ?pausable=${pausable}></op-progress-overlay>`,
    serve: () => backend.overlay(7).enqueue(overlayOf([RUN]), overlayOf([STALE])),
    news: /likely stale/i,
  },
  'op-tenant-activity': {
    template: (pausable) => html`<op-tenant-activity tenant-id="7" ?pausable=${pausable}></op-tenant-activity>`,
    serve: () => backend.activity(7).enqueue(activityOf([RUN]), activityOf([STALE])),
    news: /past its lifecycle window/i,
  },
  'op-run-list': {
    template: (pausable) => html`<op-run-list tenant-id="7" ?pausable=${pausable}></op-run-list>`,
    serve: () => backend.collection().enqueue(collectionOf([RUN]), collectionOf([STALE])),
    news: /past its lifecycle window/i,
  },
  'op-run-row': {
    template: (pausable) => html`<op-run-row run-id="4102" ?pausable=${pausable}></op-run-row>`,
    serve: () => backend.run(4102).enqueue(detailOf(RUN), detailOf(STALE)),
    news: /likely stale/i,
  },
  'op-run-detail-banner': {
    template: (pausable) => html`<op-run-detail-banner run-id="4102" ?pausable=${pausable}></op-run-detail-banner>`,
    serve: () => backend.run(4102).enqueue(detailOf(RUN), detailOf(STALE)),
    news: /likely stale/i,
  },
  'op-run-diagnostics': {
    template: (pausable) => html`<op-run-diagnostics run-id="4102" open ?pausable=${pausable}></op-run-diagnostics>`,
    serve: () => backend.lifecycleRun(4102).enqueue(records.freshRunning, { ...records.freshRunning, initiator_name: 'Sam Okafor' }),
    news: /sam okafor/i,
  },
  'op-review-pack-card': {
    template: (pausable) => html`<op-review-pack-card tenant-id="7" ?pausable=${pausable}></op-review-pack-card>`,
    serve: () => backend.reviewPack(7).enqueue(reviewPacks.generating, reviewPacks.failed),
    news: /failed/i,
  },
};

const show = async (tag: Tag, pausable = true): Promise<AnyElement> => {
  KINDS[tag].serve();
  return load(KINDS[tag].template(pausable));
};
const control = (element: AnyElement): HTMLButtonElement => byRole<HTMLButtonElement>(element, 'button', /updates$/)[0]!;

describe('the pause control', () => {
  for (const tag of TAGS) {
    it(`of ${tag} stops the refresh and says as of when, then goes on when it is due`, async () => {
      const element = await show(tag);
      expect(nameOf(control(element))).to.equal('Pause updates');
      expect(parts(element, 'notice').length).to.equal(0);
      control(element).click();
      await element.updateComplete;
      await settle();
      expect(nameOf(control(element))).to.equal('Resume updates');
      expect(element.paused).to.be.true;
      expect(partTexts(element, 'notice')[0]).to.equal('Paused - as of 14:02:10');
      expect(parts(element, 'as-of').length).to.equal(0);

      await time.advance(4_000);
      control(element).click();
      await element.updateComplete;
      expect(parts(element, 'notice').length).to.equal(0);
      expect(nameOf(control(element))).to.equal('Pause updates');
      expect(asked(), 'not before it is due').to.have.length(1);
      await time.advance(5_999);
      expect(asked()).to.have.length(1);

      control(element).click();
      await element.updateComplete;
      await time.advance(600_000);
      expect(asked()).to.have.length(1);
      expect(textOf(element)).not.to.match(KINDS[tag].news);
      control(element).click();
      await until(() => KINDS[tag].news.test(textOf(element)), 'the news is shown');
      expect(asked()).to.have.length(2);
    });

    it(`of ${tag} is one button, reached and pressed by keyboard, which keeps the focus`, async () => {
      const element = await show(tag);
      expect(byRole(element, 'button', /updates$/).length).to.equal(1);
      expect(parts(element, 'pause').length).to.equal(1);
      for (let stops = 0; stops < 12 && focused() !== control(element); stops += 1) await sendKeys({ press: 'Tab' });
      expect(focused() === control(element), 'the control has the focus').to.be.true;
      await sendKeys({ press: 'Enter' });
      await element.updateComplete;
      expect(element.paused).to.be.true;
      await sendKeys({ press: 'Space' });
      await element.updateComplete;
      expect(element.paused).to.be.false;
      expect(focused() === control(element)).to.be.true;
      const { width, height } = control(element).getBoundingClientRect();
      expect(Math.min(width, height)).to.be.at.least(24);
      const { outlineStyle, outlineWidth } = getComputedStyle(control(element));
      expect(`${outlineStyle} ${parseFloat(outlineWidth) >= 2}`).to.equal('solid true');
    });

    it(`of ${tag} is not there unless the host wants it, also while it is paused`, async () => {
      const element = await show(tag, false);
      element.paused = true;
      await element.updateComplete;
      expect(byRole(element, 'button', /updates$/).length).to.equal(0);
      expect(partTexts(element, 'notice')[0]).to.equal('Paused - as of 14:02:10');
      element.setAttribute('pausable', '');
      await element.updateComplete;
      expect(nameOf(control(element))).to.equal('Resume updates');
    });

    it(`of ${tag} does not open the run, and tells nobody that it failed`, async () => {
      const element = await show(tag);
      const fired: string[] = [];
      for (const type of ['op-run-open', 'op-error', 'op-filter-change', 'op-state-change']) element.addEventListener(type, () => fired.push(type));
      control(element).click();
      await element.updateComplete;
      expect(fired).to.deep.equal([]);
    });
  }

  it('of one element leaves the others going', async () => {
    KINDS['op-run-row'].serve();
    const [paused, going] = [await load<AnyElement>(KINDS['op-run-row'].template(true)), await load<AnyElement>(KINDS['op-run-detail-banner'].template(true))];
    control(paused).click();
    await paused.updateComplete;
    await time.advance(10_000);
    await until(() => /likely stale/i.test(textOf(going)), 'the other one is refreshed');
    // Another element has learned the new state, so the paused one shows it too (L3).
    expect(textOf(paused)).to.match(/likely stale/i);
  });

  it('of a filtered list stops the counts, too', async () => {
    backend.collection().enqueue(collectionOf([RUN]));
    const element = await load<AnyElement>(html`<op-run-list tenant-id="7" active-tab="active" problem-class="none" pausable></op-run-list>`);
    await until(() => partTexts(element, 'filter')[0] === 'All 1', 'the counts are known');
    control(element).click();
    await element.updateComplete;
    await time.advance(600_000);
    expect(asked()).to.have.length(2);
    control(element).click();
    await until(() => asked().length === 4, 'both are asked for again');
  });
});

describe('density="compact"', () => {
  for (const [index, tag] of TAGS.entries()) {
    it(`makes ${tag} tighter, and says no less`, async () => {
      const place = await fixture<HTMLElement>(html`<div style="inline-size: 600px"></div>`);
      const element = (await everyElement(RUN, place))[index]!;
      const inner = tag === 'op-progress-overlay' ? parts(element, 'panel')[0]! : element;
      const { height } = inner.getBoundingClientRect();
      const text = textOf(element);
      element.setAttribute('density', 'compact');
      await element.updateComplete;
      await settle();
      expect(inner.getBoundingClientRect().height).to.be.below(height);
      expect(textOf(element)).to.equal(text);
      for (const target of [...byRole(element, 'button'), ...byRole(element, 'link')]) expect(target.getBoundingClientRect().height, nameOf(target)).to.be.at.least(24);
      element.removeAttribute('density');
      await element.updateComplete;
      await settle();
      expect(inner.getBoundingClientRect().height).to.equal(height);
    });
  }

  it('of a list is that of its rows, and so is compact', async () => {
    for (const [name, value] of [['density', 'compact'], ['compact', '']] as const) {
      const element = await load<AnyElement>(html`<op-run-list tenant-id="7" .payload=${collectionOf([RUN])}></op-run-list>`);
      const row = (): number => element.shadowRoot!.querySelector('[part=row]')!.getBoundingClientRect().height;
      const before = row();
      element.setAttribute(name, value);
      await element.updateComplete;
      await settle();
      expect(row(), name).to.be.below(before);
      element.remove();
    }
  });
});
