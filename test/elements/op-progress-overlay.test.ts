import { sendKeys } from '@web/test-runner-commands';
import { becomes, overlayOf, runLists, runs } from '../../mocks/index.ts';
import type { OpProgressOverlay } from '../../src/index.ts';
import { answered, asked, backend, byRole, expect, fired, html, link, load, overlay, parts, partTexts, put, textOf, time, until, useStage } from './stage.ts';

useStage();

const collapsed = (): Promise<OpProgressOverlay> => load(html`<op-progress-overlay tenant-id="7"></op-progress-overlay>`);
const pill = (element: OpProgressOverlay): HTMLElement => parts(element, 'pill')[0]!;
const focused = (element: OpProgressOverlay): Element | null => element.shadowRoot!.activeElement;

describe('op-progress-overlay, collapsed', () => {
  it('is one small button that tells how many runs are in which state', async () => {
    backend.overlay(7).enqueue(overlayOf(runLists.mixedActive));
    const element = await collapsed();
    const buttons = byRole(element, 'button');
    expect(buttons.length).to.equal(1);
    expect(buttons[0]!.innerText.replace(/\s+/g, ' ').trim()).to.equal('2 active 1 likely stale 1 unknown');
    expect(buttons[0]!.getAttribute('aria-expanded')).to.equal('false');
    expect(parts(element, 'panel').length).to.equal(0);
    expect(byRole(element, 'link').length).to.equal(0);
  });

  it('floats in the corner and takes no room on the page', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshQueued]));
    const element = await collapsed();
    const { right, bottom, left, top } = element.getBoundingClientRect();
    expect(right).to.be.at.most(document.documentElement.clientWidth).and.above(document.documentElement.clientWidth - 40);
    expect(bottom).to.be.at.most(window.innerHeight).and.above(window.innerHeight - 40);
    expect(left).to.be.at.least(0);
    expect(top).to.be.at.least(0);
    expect(element.parentElement!.offsetHeight).to.equal(0);
  });

  it('counts no run that has ended', async () => {
    backend.overlay(7).enqueue(overlayOf(runLists.mixedTenant));
    expect(partTexts(await collapsed(), 'pill')).to.deep.equal(['2 active 1 likely stale 1 unknown']);
  });

  it('shows a stale run that its backend would hide', async () => {
    const hidden = { ...runs.staleQueued, active_state: { ...runs.staleQueued.active_state, show_in_active_progress: false, keep_active_polling: false } };
    backend.overlay(7).enqueue(overlayOf([hidden], { has_visible_active_runs: false, poll_interval: '10s' }));
    const element = await collapsed();
    expect(partTexts(element, 'pill')).to.deep.equal(['1 likely stale']);
    const before = asked().length;
    await time.advance(10_000);
    expect(asked()).to.have.length(before + 1);
  });

  it('does not poll when the backend says so, even for a stale run', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.staleQueued], { poll_interval: null }));
    await collapsed();
    await time.advance(3_600_000);
    expect(asked()).to.have.length(1);
  });
});

describe('op-progress-overlay, opened', () => {
  it('opens and closes by a click on the pill', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshQueued]));
    const element = await collapsed();
    pill(element).click();
    await element.updateComplete;
    expect(element.open).to.be.true;
    expect(pill(element).getAttribute('aria-expanded')).to.equal('true');
    expect(element.shadowRoot!.getElementById(pill(element).getAttribute('aria-controls')!) === parts(element, 'panel')[0]).to.be.true;
    pill(element).click();
    await element.updateComplete;
    expect(element.open).to.be.false;
    expect(parts(element, 'panel').length).to.equal(0);
  });

  it('opens and closes by its open attribute', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshQueued]));
    const element = await collapsed();
    element.setAttribute('open', '');
    await element.updateComplete;
    expect(parts(element, 'panel').length).to.equal(1);
    element.removeAttribute('open');
    await element.updateComplete;
    expect(parts(element, 'panel').length).to.equal(0);
  });

  it('works by keyboard: Tab reaches the pill, Enter and Space toggle it, Tab goes on to the link, Escape closes it and returns to the pill', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshRunning]));
    const element = await collapsed();
    await sendKeys({ press: 'Tab' });
    expect(focused(element) === pill(element)).to.be.true;
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(element.open).to.be.true;
    await sendKeys({ press: 'Space' });
    await element.updateComplete;
    expect(element.open).to.be.false;
    await sendKeys({ press: 'Space' });
    await element.updateComplete;
    expect(element.open).to.be.true;
    await sendKeys({ press: 'Tab' });
    expect(focused(element) === link(element, /view operation/i)).to.be.true;
    await sendKeys({ press: 'Escape' });
    await element.updateComplete;
    expect(element.open).to.be.false;
    expect(focused(element) === pill(element)).to.be.true;
  });

  it('an Escape that closes it does not close the host\'s dialog too, and one that closes nothing is the host\'s', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshRunning]));
    const element = await overlay();
    const seen: string[] = [];
    const listen = (event: KeyboardEvent) => seen.push(event.key);
    document.addEventListener('keydown', listen);
    pill(element).focus();
    await sendKeys({ press: 'Escape' });
    expect(seen).to.be.empty;
    await sendKeys({ press: 'Escape' });
    document.removeEventListener('keydown', listen);
    expect(seen).to.deep.equal(['Escape']);
  });

  it('shows the likely stale runs first, at most five, and counts the others', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshQueued, runs.freshRunning, runs.freshDeterminate, runs.freshPhase, runs.systemInitiated, runs.staleQueued, runs.staleRunning]));
    const element = await overlay();
    expect(parts(element, 'run').length).to.equal(5);
    expect(partTexts(element, 'badge').slice(0, 3)).to.deep.equal(['Likely stale', 'Likely stale', 'Queued']);
    expect(partTexts(element, 'more')).to.deep.equal(['+2 more']);
    expect(partTexts(element, 'pill')).to.deep.equal(['5 active 2 likely stale']);
  });

  it('shows as many runs as max-items says, and no "more" when all are shown', async () => {
    backend.overlay(7).enqueue(overlayOf(runLists.overflow));
    const element = await overlay();
    element.maxItems = 2;
    await element.updateComplete;
    expect(parts(element, 'run').length).to.equal(2);
    expect(partTexts(element, 'more')).to.deep.equal(['+5 more']);
    element.setAttribute('max-items', '7');
    await element.updateComplete;
    expect(parts(element, 'run').length).to.equal(7);
    expect(parts(element, 'more').length).to.equal(0);
  });

  it('takes max-items that is no number, or was removed, for its default', async () => {
    backend.overlay(7).enqueue(overlayOf(runLists.overflow));
    const element = await overlay();
    for (const change of [() => element.setAttribute('max-items', 'many'), () => element.setAttribute('max-items', '-1'), () => element.removeAttribute('max-items')]) {
      change();
      await element.updateComplete;
      expect(parts(element, 'run').length).to.equal(5);
      expect(partTexts(element, 'more')).to.deep.equal(['+2 more']);
    }
  });

  it('opens the run of a single operation, by its detail_url or by the canonical route', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshRunning]), overlayOf([runs.freshQueued]));
    const element = await overlay();
    expect(byRole(element, 'link').length).to.equal(1);
    expect(link(element, /^view operation$/i)!.href).to.equal(`${location.origin}/admin/operations/4102`);
    await element.refresh();
    expect(link(element, /^view operation$/i)!.href).to.equal(`${location.origin}/admin/operations/4101`);
    element.workspace = '3';
    await answered(element);
    expect(link(element, /^view operation$/i)!.href).to.equal(`${location.origin}/admin/workspaces/3/operations/4101`);
  });

  it('opens the canonical list of several: with the stale filter when one is likely stale, else the active tab', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshRunning, runs.staleQueued]), overlayOf([runs.freshRunning, runs.freshQueued]));
    const element = await overlay();
    expect(byRole(element, 'link').length).to.equal(1);
    expect(link(element, /^review operations$/i)!.href).to.equal(`${location.origin}/admin/operations?tenant=7&problemClass=active_stale_attention`);
    await element.refresh();
    expect(link(element, /^review operations$/i)!.href).to.equal(`${location.origin}/admin/operations?tenant=7&activeTab=active`);
  });

  it('opens nothing by a click on a run itself', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshRunning]));
    const element = await overlay();
    parts(element, 'run')[0]!.click();
    expect(fired('op-run-open')).to.be.empty;
  });
});

describe('op-progress-overlay over time', () => {
  it('is gone when the last run has ended, asks no more, and is back as soon as work is enqueued', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshRunning]), overlayOf([becomes(runs.freshRunning, runs.succeeded)]), overlayOf([runs.freshQueued]));
    const element = await collapsed();
    await time.advance(10_000);
    await until(() => textOf(element).trim() === '', 'the overlay is gone');
    const before = asked().length;
    await time.advance(3_600_000);
    expect(asked()).to.have.length(before);
    document.dispatchEvent(new CustomEvent('op-run-enqueued'));
    expect(asked()).to.have.length(before + 1);
    await until(() => partTexts(element, 'pill')[0] === '1 active', 'the overlay is back');
  });

  it('is woken by work of its own tenant only, and by work of nobody in particular', async () => {
    backend.overlay(7).enqueue(overlayOf([]));
    await collapsed();
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 8 } }));
    expect(asked()).to.have.length(1);
    document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 7 } }));
    expect(asked()).to.have.length(2);
  });

  it('stays silent where it is not allowed, also when work is enqueued, and comes up once it is', async () => {
    backend.overlay(7).enqueue(403, 403, overlayOf([runs.freshQueued]));
    const element = await collapsed();
    expect(textOf(element).trim()).to.equal('');
    document.dispatchEvent(new CustomEvent('op-run-enqueued'));
    await until(() => backend.overlay(7).requests.length === 2, 'it has asked again');
    await element.refresh();
    await until(() => partTexts(element, 'pill')[0] === '1 active', 'the overlay is shown');
  });

  it('says that the session ended, also when it had nothing to show', async () => {
    backend.overlay(7).enqueue(overlayOf([]), 401);
    const element = await collapsed();
    await element.refresh();
    expect(textOf(element)).to.contain('Session ended');
  });

  it('says that it is not updating, also when it had nothing to show', async () => {
    backend.overlay(7).enqueue(overlayOf([]), 500);
    const element = await collapsed();
    await element.refresh();
    expect(textOf(element)).to.contain('Not updating - as of 14:02:10');
  });

  it('shows nothing while it is hidden, whatever arrives', async () => {
    backend.overlay(7).enqueue(overlayOf([runs.freshQueued]));
    const element = await collapsed();
    element.hidden = true;
    expect(getComputedStyle(element).display).to.equal('none');
    await element.refresh();
    expect(pill(element)).to.be.undefined;
    element.hidden = false;
    expect(partTexts(element, 'pill')).to.deep.equal(['1 active']);
  });

  it('stays inside a narrow window, with a long name in it', async () => {
    backend.overlay(7).enqueue(overlayOf([{ ...runs.staleRunning, operation_label: 'Inventorysynchronisation'.repeat(12) }]));
    const element = await put<OpProgressOverlay>(html`<op-progress-overlay tenant-id="7" open></op-progress-overlay>`);
    await answered(element);
    const { left, right } = parts(element, 'panel')[0]!.getBoundingClientRect();
    expect(left).to.be.at.least(0);
    expect(right).to.be.at.most(document.documentElement.clientWidth);
    expect(parts(element, 'panel')[0]!.scrollWidth).to.be.at.most(parts(element, 'panel')[0]!.clientWidth);
  });
});
