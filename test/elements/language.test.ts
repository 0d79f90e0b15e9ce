/** The language of each element: the nearest `lang`, applied at once, complete, and with the same meaning in each language. */
import type { OperationRunSurfaceItem } from '../../src/contract/index.ts';
import { registerLocale, type OpReviewPackCard, type OpRunDiagnostics, type OpRunList, type OpRunRow } from '../../src/index.ts';
import { catalogueFor, runDetailOf, surfaceItemOf } from '../../src/projection/index.ts';
import { activityOf, becomes, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { everyElement } from './every.ts';
import { asked, backend, expect, fired, fixture, html, listen, load, nameOf, nextFrame, parts, partTexts, put, rowsOf, settle, textOf, time, until, useStage, type AnyElement } from './stage.ts';
import { runNames } from './states.ts';

useStage();

const LABEL = 'Testlauf';

/** English words of the kit that do not occur in its German. */
const ENGLISH =
  /\b(the|this|is|its|it|of|and|not|no|yes|none|runs?|operations?|queued|running|waiting|for|pending|progress|likely|stale|past|window|review|health|outcome|reconciled|reconciler|automatically|failed|succeeded|partially|blocked|completed|state|unknown|active|needs?|follow|updating|pause|paused|resume|updates|as|session|sign|permission|loading|download|generated|generating|ready|view|show|all|more|diagnostics|evidence|started|created|duration|reason|counts|source|lifecycle|backend|reports|again|found|pack|by|ago|minutes?|hours?|seconds?|last|known|step|match)\b/i;

/** A run without any text from the server except its name. */
const mute = ({ run_id, tenant_id, active_state, ...rest }: OperationRunSurfaceItem): OperationRunSurfaceItem => {
  const { freshness_state, problem_class, surface_category, is_currently_active, is_reconciled, show_in_active_progress, keep_active_polling } = active_state;
  const progress = rest.progress?.kind === 'phase' ? { ...rest.progress, label: 'Archiv' } : rest.progress;
  return {
    run_id,
    tenant_id: tenant_id ?? null,
    operation_label: LABEL,
    active_state: { freshness_state, problem_class, surface_category, is_currently_active, is_reconciled, show_in_active_progress, keep_active_polling },
    ...(progress === undefined ? {} : { progress }),
  };
};

const row = (item: object, lang?: string): Promise<OpRunRow> => load(lang === undefined ? html`<op-run-row .item=${item}></op-run-row>` : html`<op-run-row lang=${lang} .item=${item}></op-run-row>`);
const badge = (element: AnyElement): string | undefined => partTexts(element, 'badge')[0];

async function updated(...elements: AnyElement[]): Promise<void> {
  await settle();
  await Promise.all(elements.map((element) => element.updateComplete));
  // A list that was just moved lays out its rows in the next frame.
  for (let frames = 0; frames < 2; frames += 1) await nextFrame();
}

afterEach(() => {
  document.documentElement.lang = 'en';
});

describe('the language of an element', () => {
  for (const lang of ['de', 'DE', 'de-AT', 'de_CH']) {
    it(`is German for lang="${lang}", its numbers as they are written there`, async () => {
      const element = await row(mute(runs.freshDeterminate), lang);
      const number = (value: number) => value.toLocaleString(lang.replace('_', '-')).replace(/\s/g, ' ');
      expect(badge(element)).to.equal('Aktiv');
      expect(partTexts(element, 'progress')).to.deep.equal([`${number(1840)} von ${number(5200)}`]);
    });
  }

  // Numbers must be in the same language as the words.
  for (const lang of ['en', 'en-GB', 'fr', 'ar-EG', '', 'not a tag']) {
    it(`is English for lang="${lang}", its numbers too`, async () => {
      const element = await row(mute(runs.freshDeterminate), lang);
      expect(badge(element)).to.equal('Active');
      expect(partTexts(element, 'progress')).to.deep.equal(['1,840 of 5,200']);
    });
  }

  it('is that of the nearest lang: its own, then an ancestor\'s, then the page\'s, also out of shadow roots', async () => {
    document.documentElement.lang = 'de';
    const item = mute(runs.staleQueued);
    const host = await fixture<HTMLElement>(html`<div><p id="plain"></p><div lang="en"><p id="english"></p><div lang=""><p id="none"></p></div></div></div>`);
    const inside = async (id: string, own?: string, shadow = false): Promise<string | undefined> => {
      const place = host.querySelector(`#${id}`)!;
      const outer = document.createElement('div');
      place.append(outer);
      const root = shadow ? outer.attachShadow({ mode: 'open' }).appendChild(document.createElement('div')).attachShadow({ mode: 'open' }) : outer;
      const element = document.createElement('op-run-row');
      if (own !== undefined) element.lang = own;
      element.item = item;
      root.append(element);
      await element.updateComplete;
      return badge(element);
    };
    const [german, english] = ['Vermutlich überfällig', 'Likely stale'];
    expect(await inside('plain')).to.equal(german);
    expect(await inside('plain', 'en')).to.equal(english);
    expect(await inside('plain', undefined, true)).to.equal(german);
    expect(await inside('english')).to.equal(english);
    expect(await inside('english', 'de')).to.equal(german);
    expect(await inside('english', undefined, true)).to.equal(english);
    expect(await inside('none'), 'a lang that says nothing says so').to.equal(english);
  });

  it('is that of the list for its rows, whatever the page speaks', async () => {
    const element = await load<OpRunList>(html`<op-run-list lang="de" .payload=${collectionOf([mute(runs.staleQueued)])}></op-run-list>`);
    expect(badge(element)).to.equal('Vermutlich überfällig');
    expect(partTexts(element, 'filter')).to.deep.equal(['Alle 1', 'Aktiv 0', 'Vermutlich überfällig 1', 'Nacharbeit 0']);
  });

  it('is spoken in its announcements', async () => {
    backend.run(4102).enqueue(detailOf(runs.freshRunning), detailOf(becomes(runs.freshRunning, runs.staleRunning)), 500);
    const element = await load<OpRunRow>(html`<op-run-row lang="de" run-id="4102"></op-run-row>`);
    const heard = listen();
    await element.refresh();
    await time.advance(1_000);
    await element.refresh();
    await time.advance(1_000);
    expect(heard).to.deep.equal(['Baseline compare: Vermutlich überfällig', 'Die Angaben zu den Vorgängen werden nicht aktualisiert.']);
  });
});

describe('a change of the language', () => {
  for (const [what, change] of [
    ['of the page', (_place: HTMLElement, lang: string) => void (document.documentElement.lang = lang)],
    ['of an ancestor', (place: HTMLElement, lang: string) => void (place.lang = lang)],
    ['of each element', (place: HTMLElement, lang: string) => place.querySelectorAll<HTMLElement>(':scope > *').forEach((element) => (element.lang = lang))],
  ] as const) {
    it(`${what} is seen at once on every element, without a request, and back again`, async () => {
      const place = await fixture<HTMLElement>(html`<main></main>`);
      const elements = await everyElement(mute(runs.staleQueued), place);
      const english = elements.map(textOf);
      change(place, 'de');
      await updated(...elements);
      for (const [index, element] of elements.entries()) {
        expect(textOf(element), element.localName).not.to.equal(english[index]);
        if (element.localName !== 'op-review-pack-card') expect(textOf(element).replace(/worker-2|Dana Reyes|Baseline compare/g, ''), element.localName).not.to.match(ENGLISH);
      }
      change(place, 'en');
      await updated(...elements);
      expect(elements.map(textOf)).to.deep.equal(english);
      expect(asked()).to.be.empty;
      expect(fired('op-load')).to.have.length(elements.length);
      expect(fired('op-state-change')).to.be.empty;
    });
  }

  it('above a shadow root is seen by the element inside', async () => {
    const host = await fixture<HTMLElement>(html`<section></section>`);
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<div></div>';
    const [element] = await everyElement(mute(runs.staleQueued), root.firstElementChild!);
    host.lang = 'de';
    await updated(element!);
    expect(badge(element!)).to.equal('Vermutlich überfällig');
    (root.firstElementChild as HTMLElement).lang = 'en';
    await updated(element!);
    expect(badge(element!)).to.equal('Likely stale');
  });

  it('is none for an element with a nearer lang', async () => {
    const element = await row(mute(runs.staleQueued), 'en');
    let renders = 0;
    element.addController({ hostUpdated: () => void (renders += 1) });
    document.documentElement.lang = 'de';
    await updated(element);
    expect(badge(element)).to.equal('Likely stale');
    expect(renders).to.equal(0);
  });

  it('is what a move to another part of the page is, too', async () => {
    const page = await fixture<HTMLElement>(html`<div><div lang="en"></div><div lang="de"></div></div>`);
    const [english, german] = page.children as unknown as [HTMLElement, HTMLElement];
    const elements = await everyElement(mute(runs.staleQueued), english);
    const before = elements.map(textOf);
    german.append(...elements);
    await updated(...elements);
    for (const element of elements.filter(({ localName }) => localName !== 'op-review-pack-card')) {
      expect(textOf(element).replace(/worker-2|Dana Reyes|Baseline compare/g, ''), element.localName).not.to.match(ENGLISH);
    }
    english.append(...elements);
    await updated(...elements);
    expect(elements.map(textOf)).to.deep.equal(before);
    expect(asked()).to.be.empty;
  });

  it('is seen by an element whose host was moved into another shadow root, among others that stay', async () => {
    await row(mute(runs.staleQueued));
    const page = await fixture<HTMLElement>(html`<div><section></section><aside></aside></div>`);
    const [inner, outer] = page.children as unknown as [HTMLElement, HTMLElement];
    const [element] = await everyElement(mute(runs.staleQueued), inner.attachShadow({ mode: 'open' }));
    const place = outer.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
    place.append(inner);
    await updated(element!);
    place.lang = 'de';
    await updated(element!);
    expect(badge(element!)).to.equal('Vermutlich überfällig');
  });

  it('leaves the focus, the open panel and the open disclosure as they are', async () => {
    const elements = await everyElement(mute(runs.staleQueued));
    const diagnostics = elements.find(({ localName }) => localName === 'op-run-diagnostics') as OpRunDiagnostics;
    const [summary] = parts(diagnostics, 'summary');
    summary!.focus();
    document.documentElement.lang = 'de';
    await updated(...elements);
    expect(diagnostics.shadowRoot!.activeElement === summary).to.be.true;
    expect(nameOf(summary!)).to.equal('Diagnose');
    expect(diagnostics.open).to.be.true;
    expect(parts(elements[0]!, 'panel').length).to.equal(1);
  });

  it('is heard of by nobody once the last element has left the page, and known to one that comes back', async () => {
    const { MutationObserver: Real } = window;
    let watching = 0;
    window.MutationObserver = class extends Real {
      #watches = false;
      override observe(...given: Parameters<MutationObserver['observe']>): void {
        if (given[1]?.attributeFilter?.includes('lang') && !this.#watches) {
          this.#watches = true;
          watching += 1;
        }
        super.observe(...given);
      }
      override disconnect(): void {
        if (this.#watches) watching -= 1;
        this.#watches = false;
        super.disconnect();
      }
    };
    try {
      const elements = await everyElement(mute(runs.staleQueued));
      expect(watching).to.equal(1);
      const place = elements[0]!.parentElement!;
      let renders = 0;
      for (const element of elements) {
        element.remove();
        element.addController({ hostUpdated: () => void (renders += 1) });
      }
      await settle();
      expect(watching).to.equal(0);
      document.documentElement.lang = 'de';
      await updated(...elements);
      expect(renders).to.equal(0);
      place.append(elements[3]!);
      await updated(elements[3]!);
      expect(badge(elements[3]!)).to.equal('Vermutlich überfällig');
    } finally {
      window.MutationObserver = Real;
    }
  });
});

describe('two languages on one page', () => {
  it('say the same of a run, in their own words, also while news arrives', async () => {
    const run = mute(runs.freshQueued);
    backend.run(run.run_id).enqueue(detailOf(run), detailOf(becomes(run, mute(runs.staleQueued))));
    const english = await load<OpRunRow>(html`<op-run-row lang="en" run-id=${run.run_id}></op-run-row>`);
    const german = await load<OpRunRow>(html`<op-run-row lang="de" .item=${run}></op-run-row>`);
    expect([badge(english), badge(german)]).to.deep.equal(['Active', 'Aktiv']);
    await english.refresh();
    await updated(german);
    expect([badge(english), badge(german)]).to.deep.equal(['Likely stale', 'Vermutlich überfällig']);
    expect(partTexts(german, 'guidance')).to.deep.equal(['Über das erwartete Laufzeitfenster hinaus. Zustand der Worker prüfen.']);
  });

  for (const name of runNames) {
    it(`have a tone and a number of lines in common for ${name}`, async () => {
      const [english, german] = [await row(mute(runs[name]), 'en'), await row(mute(runs[name]), 'de')];
      const shape = (element: AnyElement) => [parts(element, 'badge')[0]!.dataset['tone'], parts(element, 'guidance').length, parts(element, 'progress').length];
      expect(shape(german)).to.deep.equal(shape(english));
    });
  }
});

describe('German', () => {
  beforeEach(() => {
    document.documentElement.lang = 'de';
  });

  const withoutHost = (element: AnyElement): string => textOf(element).replaceAll(/Contoso|Dana Reyes|Sam Okafor|Testlauf/g, '');

  for (const name of runNames) {
    it(`is all that the kit itself says of ${name}, on every surface`, async () => {
      const run = mute(runs[name]);
      for (const element of (await everyElement(run)).slice(0, 5)) {
        expect(withoutHost(element), element.localName).not.to.match(ENGLISH);
        if (element.localName !== 'op-progress-overlay') expect(withoutHost(element)).to.match(/\p{L}{4}/u);
      }
    });
  }

  for (const [name, record] of Object.entries(records)) {
    it(`is what a backend that serves ${name} in the kit's own English words is told in`, async () => {
      const label = { type_label: LABEL, operator_message: undefined, reconciliation: undefined };
      const told = { ...record, ...label, ...('reconciliation' in record && record.reconciliation ? { reconciliation: { ...record.reconciliation, reason_message: 'Grund', evidence: {} } } : {}) };
      const [item, detail] = [surfaceItemOf(told), runDetailOf(told)];
      const elements = [
        await row(item),
        await load<AnyElement>(html`<op-run-detail-banner .payload=${detail}></op-run-detail-banner>`),
        await load<AnyElement>(html`<op-run-list .payload=${collectionOf([item])}></op-run-list>`),
        await load<AnyElement>(html`<op-tenant-activity .payload=${activityOf([item])}></op-tenant-activity>`),
        await load<AnyElement>(html`<op-progress-overlay open .payload=${overlayOf([item])}></op-progress-overlay>`),
      ];
      for (const element of elements) expect(withoutHost(element), element.localName).not.to.match(ENGLISH);
    });

    it(`is what the diagnostics of ${name} are told in, with its dates, numbers and durations`, async () => {
      const bare = { ...record, type_label: LABEL, operator_message: undefined, failure_summary: [], summary_counts: { a: 5200 }, diagnostics: { threshold_seconds: 3900 }, reconciliation: undefined };
      const told = 'reconciliation' in record && record.reconciliation ? { ...bare, reconciliation: { source: record.reconciliation.source, reconciled_at: record.reconciliation.reconciled_at } } : bare;
      const element = await load<OpRunDiagnostics>(html`<op-run-diagnostics open .payload=${JSON.parse(JSON.stringify(told))}></op-run-diagnostics>`);
      expect(withoutHost(element)).not.to.match(ENGLISH);
      expect(textOf(element)).to.contain('5.200').and.contain('1 Stunde').and.contain('vor 8 Monaten').and.match(/\d\d\.\d\d\.2026, \d\d:\d\d:\d\d/);
    });
  }

  for (const [name, payload] of Object.entries(reviewPacks)) {
    it(`is what the review pack is told in when it is ${name}`, async () => {
      const element = await load<OpReviewPackCard>(html`<op-review-pack-card .payload=${{ ...payload, message: null }}></op-review-pack-card>`);
      expect(withoutHost(element)).not.to.match(ENGLISH);
      expect(partTexts(element, 'name')).to.deep.equal(['Prüfpaket']);
    });
  }

  for (const failure of [401, 403, 404, 500, 'unreadable'] as const) {
    it(`is what every element says when it is answered ${failure}, at first and later`, async () => {
      const reply = failure === 'unreadable' ? { nonsense: true } : failure;
      const run = mute(runs.freshQueued);
      const { id } = records.freshQueued;
      for (const first of [true, false]) {
        backend.reset();
        const script = <Payload extends object>(endpoint: { enqueue(...replies: (Payload | typeof reply)[]): unknown }, payload: Payload) => (first ? endpoint.enqueue(reply) : endpoint.enqueue(payload, reply));
        script(backend.overlay(7), overlayOf([run]));
        script(backend.activity(7), activityOf([run]));
        script(backend.collection(), collectionOf([run]));
        script(backend.run(id), detailOf(run));
        script(backend.lifecycleRun(id), { ...records.freshQueued, type_label: LABEL });
        script(backend.reviewPack(7), { tenant_id: 7, generation_state: 'queued', keep_active_polling: true });
        const elements: AnyElement[] = [];
        for (const template of [
          html`<op-progress-overlay tenant-id="7" open pausable></op-progress-overlay>`,
          html`<op-tenant-activity tenant-id="7" pausable></op-tenant-activity>`,
          html`<op-run-list tenant-id="7" pausable></op-run-list>`,
          html`<op-run-row run-id=${id} pausable></op-run-row>`,
          html`<op-run-detail-banner run-id=${id} pausable></op-run-detail-banner>`,
          html`<op-run-diagnostics run-id=${id} open pausable></op-run-diagnostics>`,
          html`<op-review-pack-card tenant-id="7" pausable></op-review-pack-card>`,
        ]) {
          elements.push(await load<AnyElement>(template));
        }
        if (!first) await Promise.all(elements.map((element) => element.refresh()));
        for (const element of elements) {
          expect(withoutHost(element), `${element.localName}, ${first ? 'first' : 'later'}`).not.to.match(ENGLISH);
          if (failure !== 403 && failure !== 404) expect(withoutHost(element)).to.match(/Sitzung beendet|Wird nicht aktualisiert|Ein neuer Versuch/);
          element.remove();
        }
        await settle();
      }
    });
  }

  it('is what every element says while it loads, is empty, filtered, paused or shows not all', async () => {
    const mutes = runNames.map((name) => mute(runs[name]));
    backend.run(1).hold(404);
    backend.collection().hold(404);
    const elements = [
      await put(html`<op-run-row run-id="1"></op-run-row>`),
      await put(html`<op-run-detail-banner run-id="1"></op-run-detail-banner>`),
      await put(html`<op-run-list></op-run-list>`),
      await put(html`<op-run-diagnostics run-id="1"></op-run-diagnostics>`),
      await load(html`<op-run-list tenant-id="1" pausable paused limit="2" .payload=${collectionOf(mutes)}></op-run-list>`),
      await load(html`<op-run-list tenant-id="2" .payload=${collectionOf([])}></op-run-list>`),
      await load(html`<op-run-list tenant-id="3" problem-class="none" .payload=${collectionOf([])}></op-run-list>`),
      await load(html`<op-tenant-activity pausable .payload=${activityOf(mutes)}></op-tenant-activity>`),
      await load(html`<op-tenant-activity tenant-id="8" .payload=${activityOf([], { tenant_id: 8 })}></op-tenant-activity>`),
      await load(html`<op-progress-overlay open pausable paused .payload=${overlayOf(mutes)}></op-progress-overlay>`),
    ];
    for (const element of elements) expect(withoutHost(element), element.outerHTML).not.to.match(ENGLISH);
    expect(rowsOf(elements[4] as OpRunList).length).to.equal(2);
    expect(textOf(elements[4]!)).to.match(/\+\d+ weitere/);
  });

  it('would be missed where it is missing: English words are found by this test', async () => {
    document.documentElement.lang = 'en';
    for (const element of await everyElement(mute(runs.staleQueued))) expect(withoutHost(element), element.localName).to.match(ENGLISH);
  });

  it('leaves a sentence of the host\'s own as it is', async () => {
    const element = await row({ ...runs.blocked });
    expect(textOf(element)).to.contain('The storage account refused the upload.');
  });
});

describe('a language that a host registers', () => {
  const klingon = (stale: string) => {
    const en = catalogueFor('en');
    return { ...en, label: { ...en.label, stale }, lexicon: { ...en.lexicon } };
  };

  it('is spoken at once by the elements that waited for it, numbers included', async () => {
    const elements = [await row(mute(runs.staleQueued), 'nl'), await row(mute(runs.freshDeterminate), 'nl')];
    expect(badge(elements[0]!)).to.equal('Likely stale');
    expect(partTexts(elements[1]!, 'progress')).to.deep.equal(['1,840 of 5,200']);
    registerLocale('nl', { ...klingon('Waarschijnlijk te laat'), progress: (processed, total) => `${processed} van ${total}` });
    await updated(...elements);
    expect(badge(elements[0]!)).to.equal('Waarschijnlijk te laat');
    expect(partTexts(elements[1]!, 'progress')).to.deep.equal(['1.840 van 5.200']);
    expect(asked()).to.be.empty;
  });

  it('is spoken at once, too, where a region replaces its base language', async () => {
    const [swiss, german] = [await row(mute(runs.staleQueued), 'de-CH'), await row(mute(runs.staleQueued), 'de')];
    registerLocale('de-CH', { ...catalogueFor('de'), label: { ...catalogueFor('de').label, stale: 'Vermutlich überfällig (CH)' } });
    await updated(swiss, german);
    expect(badge(swiss)).to.equal('Vermutlich überfällig (CH)');
    expect(badge(german)).to.equal('Vermutlich überfällig');
  });

  it('is spoken at once, too, where it replaces one that is spoken', async () => {
    registerLocale('tlh', klingon('ngabchu’ law’'));
    const element = await row(mute(runs.staleQueued), 'tlh');
    expect(badge(element)).to.equal('ngabchu’ law’');
    registerLocale('tlh', klingon('ngabchu’ law’ (2)'));
    await until(() => badge(element) === 'ngabchu’ law’ (2)', 'the new words are shown');
  });
});
