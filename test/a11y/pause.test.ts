/** The pause button stops the refresh of an element, the element says so, and the button resumes it (WCAG 2.2.2). */
import type { TemplateResult } from 'lit';
import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import type { OpRequestEvent } from '../../src/index.ts';
import { asked, expect, html, load, nameOf, parts, partTexts, time, useStage, type AnyElement } from '../elements/stage.ts';

useStage();

const MINUTE = 60_000;
const RUN = runs.freshRunning;

/** Answers requests at once in `op-request`, since virtual minutes pass faster than a network can answer. */
function answer(event: Event): void {
  const request = event as OpRequestEvent;
  const { pathname } = new URL(request.request.url);
  const payloads: Readonly<Record<string, object>> = {
    '/admin/t/7/operations/progress': overlayOf([RUN]),
    '/admin/t/7/dashboard': activityOf([RUN]),
    '/admin/t/7/review-pack': reviewPacks.generating,
    '/admin/operations': collectionOf([RUN]),
    [`/admin/operations/${RUN.run_id}`]: detailOf(RUN),
    [`/api/admin/operations/${RUN.run_id}`]: records.freshRunning,
  };
  request.respondWith(Response.json(payloads[pathname]));
}

const SURFACES: Readonly<Record<string, () => TemplateResult>> = {
  'op-tenant-activity': () => html`<op-tenant-activity tenant-id="7" pausable></op-tenant-activity>`,
  'op-run-list': () => html`<op-run-list tenant-id="7" pausable></op-run-list>`,
  'op-run-list, filtered': () => html`<op-run-list tenant-id="7" active-tab="active" problem-class="none" pausable></op-run-list>`,
  'op-run-row': () => html`<op-run-row run-id=${RUN.run_id} pausable></op-run-row>`,
  'op-run-detail-banner': () => html`<op-run-detail-banner run-id=${RUN.run_id} pausable></op-run-detail-banner>`,
  'op-run-diagnostics': () => html`<op-run-diagnostics run-id=${RUN.run_id} open pausable></op-run-diagnostics>`,
  'op-review-pack-card': () => html`<op-review-pack-card tenant-id="7" pausable></op-review-pack-card>`,
  'op-progress-overlay': () => html`<op-progress-overlay tenant-id="7" open pausable></op-progress-overlay>`,
};

describe('the pause control', () => {
  beforeEach(() => document.addEventListener('op-request', answer));
  afterEach(() => document.removeEventListener('op-request', answer));

  for (const [name, template] of Object.entries(SURFACES)) {
    it(`stops every refresh of ${name}, says so with the time, and resumes it`, async () => {
      const element = await load<AnyElement>(template());
      await time.advance(MINUTE);
      const updating = asked().length;
      expect(updating, 'requests of a minute').to.be.above(3);

      const [button] = parts(element, 'pause');
      expect(nameOf(button!)).to.equal('Pause updates');
      button!.click();
      await element.updateComplete;
      await time.advance(10 * MINUTE);
      expect(asked().length, 'requests while it is paused').to.equal(updating);
      expect(partTexts(element, 'notice').join()).to.match(/^Paused - as of 14:(?:02:5|03:[01])\d$/);
      expect(nameOf(button!)).to.equal('Resume updates');

      button!.click();
      await element.updateComplete;
      await time.advance(MINUTE);
      expect(asked().length, 'requests after it').to.be.above(updating + 3);
      expect(partTexts(element, 'notice')).to.deep.equal([]);
    });
  }

  it('is not shown where the host does not ask for it', async () => {
    expect(parts(await load(html`<op-run-row run-id=${RUN.run_id}></op-run-row>`), 'pause')).to.deep.equal([]);
  });
});
