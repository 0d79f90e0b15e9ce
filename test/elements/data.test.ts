/** Where an element's data comes from, and how a host can see and change that: attributes, properties, inline data, events. */
import { activityOf, becomes, brokenPayloads, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { register } from '../../src/elements/shared/register.ts';
import { OpRunRow, type OpProgressOverlay, type OpRequestEvent, type OpRunDetailBanner, type OpTenantActivity } from '../../src/index.ts';
import { activity, answered, asked, backend, banner, diagnostics, expect, fired, fixture, html, link, list, load, nextFrame, overlay, pack, parts, partTexts, put, row, settle, textOf, time, until, useStage, type AnyElement } from './stage.ts';

useStage();

const overlayPayload = overlayOf([runs.freshRunning]);

/** Answers requests in a listener of `op-request`, as a host may. */
function answerRequests(answer: (event: OpRequestEvent) => void): () => void {
  const listener = (event: Event) => answer(event as OpRequestEvent);
  document.addEventListener('op-request', listener);
  return () => document.removeEventListener('op-request', listener);
}

describe('where the data comes from', () => {
  it('each element asks its contract route below the document\'s origin', async () => {
    backend.overlay(7).enqueue(overlayPayload);
    backend.activity(7).enqueue(activityOf([]));
    backend.run(4112).enqueue(detailOf(runs.succeeded));
    backend.collection().enqueue(collectionOf([]));
    backend.lifecycleRun(4112).enqueue(records.succeeded);
    backend.reviewPack(7).enqueue(reviewPacks.ready);
    await Promise.all([overlay(), activity(), row(4112), banner(4112), list(), diagnostics(4112), pack()]);
    expect(asked().sort()).to.deep.equal([
      '/admin/operations',
      '/admin/operations/4112',
      '/admin/t/7/dashboard',
      '/admin/t/7/operations/progress',
      '/admin/t/7/review-pack',
      '/api/admin/operations/4112',
    ]);
    const { headers, credentials, cache, method } = backend.run(4112).requests[0]!;
    expect([method, headers.get('accept'), credentials, cache]).to.deep.equal(['GET', 'application/json', 'same-origin', 'no-cache']);
  });

  it('base-url moves the routes, with or without its last slash, and src replaces them', async () => {
    const stop = answerRequests((event) => event.respondWith(Response.json(event.request.url.includes('operations/7') ? detailOf(runs.succeeded) : overlayPayload)));
    try {
      await load(html`<op-progress-overlay tenant-id="7" base-url="/app"></op-progress-overlay>`);
      await load(html`<op-progress-overlay tenant-id="7" base-url="https://ops.example/app/"></op-progress-overlay>`);
      await load(html`<op-progress-overlay src="/own/path?x=1" base-url="/app"></op-progress-overlay>`);
    } finally {
      stop();
    }
    expect(fired('op-request').map(({ request }) => request.url)).to.deep.equal([
      `${location.origin}/app/admin/t/7/operations/progress`,
      'https://ops.example/app/admin/t/7/operations/progress',
      `${location.origin}/own/path?x=1`,
    ]);
  });

  it('a payload is shown at once, without a request, and refreshed when it asks for it', async () => {
    backend.overlay(7).enqueue(overlayOf([becomes(runs.freshRunning, runs.staleRunning)]));
    const element = await load<OpProgressOverlay>(html`<op-progress-overlay .payload=${overlayPayload}></op-progress-overlay>`);
    expect(partTexts(element, 'pill')).to.deep.equal(['1 active']);
    expect(asked()).to.be.empty;
    await time.advance(10_000);
    await until(() => partTexts(element, 'pill')[0] === '1 likely stale', 'the refreshed state is shown');
    expect(asked()).to.deep.equal(['/admin/t/7/operations/progress']);
  });

  it('a payload of ended work is shown and never refreshed, by any element', async () => {
    await load(html`<op-progress-overlay .payload=${overlayOf([])}></op-progress-overlay>`);
    await load(html`<op-tenant-activity .payload=${activityOf([runs.succeeded, runs.unknownActive])}></op-tenant-activity>`);
    await load(html`<op-run-row .payload=${detailOf(runs.failed)}></op-run-row>`);
    await load(html`<op-run-detail-banner .payload=${detailOf(runs.failed)}></op-run-detail-banner>`);
    await load(html`<op-run-list .payload=${collectionOf([runs.succeeded, runs.unknownActive])}></op-run-list>`);
    await load(html`<op-run-diagnostics open .payload=${records.failed}></op-run-diagnostics>`);
    await load(html`<op-review-pack-card .payload=${reviewPacks.ready}></op-review-pack-card>`);
    await time.advance(3_600_000);
    expect(asked()).to.be.empty;
  });

  it('the next payload replaces the last one in place', async () => {
    const element = await load<OpTenantActivity>(html`<op-tenant-activity .payload=${activityOf([runs.freshRunning])}></op-tenant-activity>`);
    element.payload = activityOf([becomes(runs.freshRunning, runs.staleRunning), runs.succeeded]);
    await element.updateComplete;
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale', 'Succeeded']);
    expect(fired('op-state-change', element)).to.have.length(1);
  });

  it('a payload that breaks the contract is an error that names the field, and keeps what was shown', async () => {
    const element = await load<OpTenantActivity>(html`<op-tenant-activity tenant-id="7" .payload=${activityOf([runs.succeeded])}></op-tenant-activity>`);
    for (const broken of [{ tenant_id: 7 }, null, 'x', 7, [], undefined].slice(0, 5)) {
      element.payload = broken;
      await element.updateComplete;
      expect(textOf(element), JSON.stringify(broken)).to.contain('Not updating - as of 14:02:10').and.to.contain('Inventory sync');
    }
    expect(fired('op-error', element)[0]!.detail).to.include({ reason: 'unreadable' });
    expect(fired('op-error', element)[0]!.detail.message).to.contain('items');
  });

  it('a payload that no JSON can be made of is an error, not an exception', async () => {
    const loop: Record<string, unknown> = { tenant_id: 7, items: [] };
    loop['self'] = loop;
    for (const broken of [loop, { tenant_id: 7n, items: [] }, () => 1, Symbol('x')]) {
      const element = await put(html`<op-tenant-activity .payload=${broken}></op-tenant-activity>`);
      await settle();
      expect(textOf(element)).to.match(/cannot be read|no operations/i);
    }
  });

  for (const [what, make] of [
    ['overlay', () => fixture<AnyElement>(`<op-progress-overlay><script type="application/json">${JSON.stringify(overlayPayload)}</script></op-progress-overlay>`)],
    ['activity', () => fixture<AnyElement>(`<op-tenant-activity><script type="application/json">${JSON.stringify(activityOf([runs.freshRunning]))}</script></op-tenant-activity>`)],
    ['row', () => fixture<AnyElement>(`<op-run-row><script type="application/json">${JSON.stringify(detailOf(runs.freshRunning))}</script></op-run-row>`)],
    ['list', () => fixture<AnyElement>(`<op-run-list><script type="application/json">${JSON.stringify(collectionOf([runs.freshRunning]))}</script></op-run-list>`)],
    ['diagnostics', () => fixture<AnyElement>(`<op-run-diagnostics open><script type="application/json">${JSON.stringify(records.freshRunning)}</script></op-run-diagnostics>`)],
    ['review pack', () => fixture<AnyElement>(`<op-review-pack-card><script type="application/json">${JSON.stringify(reviewPacks.queued)}</script></op-review-pack-card>`)],
    ['banner', () => fixture<AnyElement>(`<op-run-detail-banner><script type="application/json">${JSON.stringify(detailOf(runs.freshRunning))}</script><p>Diagnostics</p></op-run-detail-banner>`)],
  ] as const) {
    it(`an inline payload paints the ${what} with the page, without a request`, async () => {
      const element = await make();
      await element.updateComplete;
      expect(textOf(element)).to.match(/1 active|running|operation in progress|dana reyes|queued/i);
      expect(asked()).to.be.empty;
      await time.advance(10_000);
      expect(asked()).to.have.length(1);
    });
  }

  it('a broken inline payload is reported, and the element fetches instead', async () => {
    backend.run(4112).enqueue(detailOf(runs.succeeded));
    const element = await fixture<OpRunRow>('<op-run-row run-id="4112"><script type="application/json">{ "run_id": </script></op-run-row>');
    await answered(element);
    expect(partTexts(element, 'operation')).to.deep.equal(['Inventory sync']);
    expect(fired('op-contract-violation', element)[0]!.detail.violations[0].message).to.contain('inline payload');
  });

  it('a changed id never shows the last one\'s data, not even by its late answer', async () => {
    const fresh = { ...runs.freshRunning, tenant_id: 8, tenant_label: 'Fabrikam', operation_label: 'Fabrikam import' };
    backend.overlay(7).enqueue(overlayPayload);
    const late = backend.overlay(7).hold(overlayOf([runs.staleRunning, runs.staleQueued]));
    const release = backend.overlay(8).hold(overlayOf([fresh], { tenant_id: 8 }));
    const element = await load<OpProgressOverlay>(html`<op-progress-overlay tenant-id="7" open></op-progress-overlay>`);
    void element.refresh();
    await until(() => backend.overlay(7).requests.length === 2, 'the second request is under way');
    element.tenantId = 8;
    await element.updateComplete;
    expect(textOf(element).trim(), 'nothing of tenant 7 while tenant 8 is not known').to.equal('');
    late();
    await settle();
    expect(textOf(element).trim(), 'nor by its late answer').to.equal('');
    release();
    await until(() => partTexts(element, 'operation')[0] === 'Fabrikam import', 'tenant 8 is shown');
    expect(textOf(element)).not.to.contain('Baseline compare').and.not.to.match(/stale/i);
    expect(link(element)!.href).to.contain('/admin/operations/4102');
    expect(fired('op-state-change')).to.be.empty;
  });

  it('a removed element aborts its request, and polls no more', async () => {
    backend.run(4102).enqueue(detailOf(runs.freshRunning)).hold(detailOf(runs.succeeded));
    const element = await row(4102);
    void element.refresh();
    await until(() => backend.run(4102).requests.length === 2, 'the second request is under way');
    const { request } = fired('op-request')[1]!;
    element.remove();
    await until(() => request.signal.aborted, 'the request was aborted');
    const before = asked().length;
    await time.advance(3_600_000);
    expect(asked()).to.have.length(before);
  });

  it('an element that is moved keeps what it shows, and its schedule, without a request', async () => {
    backend.overlay(7).enqueue(overlayPayload);
    backend.activity(7).enqueue(activityOf([runs.freshRunning]));
    backend.run(4102).enqueue(detailOf(runs.freshRunning));
    backend.collection().enqueue(collectionOf([runs.freshRunning]));
    backend.lifecycleRun(4102).enqueue(records.freshRunning);
    backend.reviewPack(7).enqueue(reviewPacks.queued);
    for (const show of [overlay, activity, () => row(4102), () => banner(4102), list, () => diagnostics(4102), pack]) {
      const element = await show();
      const text = textOf(element);
      const place = document.createElement('section');
      element.parentElement!.append(place);
      const before = asked().length;
      place.append(element);
      await element.updateComplete;
      await settle();
      for (let frames = 0; frames < 2; frames += 1) await nextFrame();
      expect(textOf(element)).to.equal(text);
      expect(asked(), element.localName).to.have.length(before);
      expect(fired('op-load', element), element.localName).to.have.length(1);
      await time.advance(10_000);
      expect(asked().length, 'it goes on polling').to.be.above(before);
      element.remove();
      await settle();
    }
  });
});

describe('what a host sees', () => {
  it('op-load once per change, with the value, and not for an unchanged answer', async () => {
    backend.activity(7).enqueue(activityOf([runs.freshRunning]), activityOf([runs.freshRunning]), activityOf([runs.succeeded]));
    const element = await activity();
    await element.refresh();
    expect(fired('op-load', element)).to.have.length(1);
    await element.refresh();
    expect(fired('op-load', element)).to.have.length(2);
    expect(fired('op-load', element)[1]!.detail.value.items[0].run_id).to.equal(4112);
    expect(fired('op-load', element)[0]!.bubbles).to.be.false;
  });

  for (const [code, reason] of [[401, 'session'], [403, 'permission'], [404, 'missing'], [500, 'server']] as const) {
    it(`op-error with reason ${reason} for ${code}, once while it stays the same`, async () => {
      backend.run(15).enqueue(code);
      const element = await row(15);
      await element.refresh();
      await element.refresh();
      expect(fired('op-error', element)).to.have.length(1);
      expect(fired('op-error', element)[0]!.detail.reason).to.equal(reason);
      expect(fired('op-error', element)[0]!.detail.message).to.be.a('string').and.not.be.empty;
      expect(fired('op-error', element)[0]!.bubbles).to.be.false;
      expect(fired('op-load', element)).to.be.empty;
    });
  }

  it('op-state-change for a run that changed its state, and for no other', async () => {
    const [first, second] = [runs.freshRunning, runs.freshQueued];
    backend.overlay(7).enqueue(overlayOf([first, second]), overlayOf([becomes(first, runs.staleRunning), second]), overlayOf([becomes(first, runs.reconciledByScheduler), second, runs.staleQueued]));
    const element = await overlay();
    expect(fired('op-state-change')).to.be.empty;
    await element.refresh();
    await element.refresh();
    expect(fired('op-state-change', element).map(({ detail }) => detail)).to.deep.equal([
      { runId: 4102, from: 'fresh', to: 'stale' },
      { runId: 4102, from: 'stale', to: 'reconciled' },
    ]);
  });

  it('op-contract-violation once per deviation, bubbling to the document', async () => {
    const { payload } = brokenPayloads.activityWithOneBrokenItem;
    backend.activity(7).enqueue(payload, { ...payload, items: [...payload.items, runs.succeeded], extra: 1 }, payload);
    const element = await activity();
    const first = fired('op-contract-violation', element);
    expect(first).to.have.length(1);
    expect(first[0]!.bubbles && first[0]!.composed).to.be.true;
    expect(first[0]!.detail.violations.map(({ path }: { path: string }) => path)).to.include('items[1].active_state.problem_class');
    await element.refresh();
    await element.refresh();
    const all = fired('op-contract-violation', element).flatMap(({ detail }) => detail.violations.map(({ message }: { message: string }) => message));
    expect(new Set(all).size).to.equal(all.length);
    expect(all.filter((message: string) => message.includes('extra'))).to.have.length(1);
  });

  it('op-contract-violation for calm texts under a stale state, which are not shown', async () => {
    const element = await load<OpRunRow>(html`<op-run-row .item=${runs.staleCalmLabels}></op-run-row>`);
    const violations = fired('op-contract-violation', element).flatMap(({ detail }) => detail.violations);
    expect(violations.map(({ rule, path }) => `${rule} ${path}`)).to.include('copy-replaced active_state.compact_label').and.to.include('copy-replaced active_state.guidance');
  });

  it('op-run-open on a plain click, cancelable for a router, and never on a click for a new tab', async () => {
    const opened: string[] = [];
    const onClick = (event: Event) => {
      opened.push(event.defaultPrevented ? 'kept' : 'left');
      event.preventDefault();
    };
    backend.activity(7).enqueue(activityOf([runs.freshRunning]));
    backend.overlay(7).enqueue(overlayPayload);
    backend.collection().enqueue(collectionOf([runs.freshRunning]));
    backend.reviewPack(7).enqueue({ ...reviewPacks.queued, run_id: 4102, detail_url: runs.freshRunning.detail_url });
    const elements = [await load<OpRunRow>(html`<op-run-row .item=${runs.freshRunning}></op-run-row>`), await activity(), await overlay(), await list(), await pack()];
    document.addEventListener('click', onClick);
    try {
      for (const element of elements) {
        const target = link(element, /baseline compare|view operation/i)!;
        for (const modifier of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }]) {
          target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, ...modifier }));
        }
        expect(fired('op-run-open', element), 'a modified click is the browser\'s').to.be.empty;
        target.click();
        const [event] = fired('op-run-open', element);
        expect(event!.detail).to.deep.equal({ runId: 4102, url: `${location.origin}/admin/operations/4102` });
        expect(event!.bubbles && event!.composed && event!.cancelable).to.be.true;
        element.addEventListener('op-run-open', (open) => open.preventDefault(), { once: true });
        target.click();
        expect(opened.splice(0)).to.deep.equal(['left', 'left', 'left', 'left', 'left', 'left', 'kept']);
      }
    } finally {
      document.removeEventListener('click', onClick);
    }
  });

  it('op-request, where headers are added, answers are given, and requests are held back', async () => {
    backend.run(15).enqueue(detailOf({ ...runs.freshRunning, run_id: 15 }));
    let stop = answerRequests(({ request }) => request.headers.set('X-CSRF-TOKEN', 'abc'));
    const element = await row(15);
    stop();
    expect(backend.run(15).requests[0]!.headers.get('x-csrf-token')).to.equal('abc');
    const [event] = fired('op-request', element);
    expect(event!.bubbles && event!.composed && event!.cancelable).to.be.true;

    stop = answerRequests((request) => request.respondWith(Promise.resolve(Response.json(detailOf({ ...runs.staleRunning, run_id: 15 })))));
    await element.refresh();
    stop();
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);

    stop = answerRequests((request) => request.preventDefault());
    await element.refresh();
    stop();
    expect(backend.run(15).requests).to.have.length(1);
    expect(partTexts(element, 'badge')).to.deep.equal(['Likely stale']);
    expect(parts(element, 'notice').length).to.equal(0);
    const before = asked().length;
    await time.advance(10_000);
    expect(asked()).to.have.length(before + 1);
  });

  it('an answer of the host that fails is a failure like any other', async () => {
    const stop = answerRequests((event) => event.respondWith(Promise.reject(new Error('the host\'s own client broke'))));
    const element = await row(15);
    stop();
    expect(textOf(element)).to.contain('Could not reach the server. Trying again.');
  });

  it('refresh() that never rejects, also without anything to refresh', async () => {
    const { warn } = console;
    console.warn = () => undefined;
    const element = await put<OpRunDetailBanner>(html`<op-run-detail-banner></op-run-detail-banner>`);
    await element.refresh();
    element.remove();
    await element.refresh();
    console.warn = warn;
    expect(asked()).to.be.empty;
  });
});

describe('defining the elements', () => {
  it('twice, by the same or by another copy of the kit, throws nothing and keeps the first', () => {
    const warnings: string[] = [];
    const { warn } = console;
    console.warn = (...words: unknown[]) => warnings.push(words.join(' '));
    try {
      register('op-run-row', OpRunRow);
      expect(warnings).to.be.empty;
      register('op-run-row', class extends HTMLElement {});
      expect(warnings).to.have.length(1);
    } finally {
      console.warn = warn;
    }
    expect(customElements.get('op-run-row')).to.equal(OpRunRow);
  });
});
