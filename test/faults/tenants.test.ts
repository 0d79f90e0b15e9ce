/** A late answer about tenant or run A never reaches an element that has changed to B, or other elements of B (P7). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overlayOf, records, reviewPacks, runs, tenants } from '../../mocks/index.ts';
import { CONTRACT, json, type ChaosServer, type Exchange } from './chaos-server.ts';
import { openLab } from './lab.ts';
import { ORDERS } from './permutations.ts';
import { SURFACES } from './surfaces.ts';

const A = runs.freshQueued;
const B = { ...runs.staleQueued, ...tenants.fabrikam };
const TENANT_A = tenants.contoso.tenant_id;
const TENANT_B = tenants.fabrikam.tenant_id;
const OF_A = /Inventory sync|4101|Contoso|Dana Reyes|pack of A/;
const OF_B = /Policy restore|4106|Fabrikam|Sam Okafor|pack of B/;

interface Kind {
  readonly html: string;
  /** What is changed, and between which values. */
  readonly attribute: string;
  readonly a: string;
  readonly b: string;
}
const ofTenant = (html: string): Kind => ({ html, attribute: 'tenant-id', a: String(TENANT_A), b: String(TENANT_B) });
const ofRun = (html: string): Kind => ({ html, attribute: 'run-id', a: String(A.run_id), b: String(B.run_id) });

const KINDS: Readonly<Record<string, Kind>> = {
  'op-progress-overlay': ofTenant(SURFACES['op-progress-overlay'].html),
  'op-tenant-activity': ofTenant(SURFACES['op-tenant-activity'].html),
  'op-run-list': ofTenant(SURFACES['op-run-list'].html),
  'op-review-pack-card': ofTenant(SURFACES['op-review-pack-card'].html),
  'op-run-row': ofRun(SURFACES['op-run-row'].html),
  'op-run-detail-banner': ofRun(SURFACES['op-run-detail-banner'].html),
  'op-run-diagnostics': ofRun(SURFACES['op-run-diagnostics'].html),
  'op-run-row with a src': {
    html: `<op-run-row src="/admin/operations/${A.run_id}"></op-run-row>`,
    attribute: 'src',
    a: `/admin/operations/${A.run_id}`,
    b: `/admin/operations/${B.run_id}`,
  },
};

function tellOfBoth(server: ChaosServer): void {
  server.world = { items: [A, B], records: Object.values(records), pack: null };
  for (const [tenant_id, message] of [[TENANT_A, 'The pack of A'], [TENANT_B, 'The pack of B']] as const) {
    server.script(`/admin/t/${tenant_id}/review-pack`, json({ ...reviewPacks.generating, tenant_id, run_id: null, message }));
  }
}

describe('from A to B, to A, to B while four requests are under way', () => {
  for (const [name, { html, attribute, a, b }] of Object.entries(KINDS)) {
    it(`${name} tells of B alone, in whatever order the answers come`, async () => {
      await using lab = await openLab();
      const { server } = lab;
      const tab = await lab.open(html);
      const element = name.split(' ')[0]!;
      const become = (value: string) => tab.do(({ element, attribute, value }) => document.querySelector(element)!.setAttribute(attribute, value), { element, attribute, value });
      for (const order of ORDERS) {
        server.heal();
        tellOfBoth(server);
        await become(a);
        await tab.refresh(element);
        assert.match(await tab.text(), OF_A);

        const gate = server.hold(CONTRACT);
        await tab.refresh(element);
        for (const value of [b, a, b]) {
          await become(value);
          assert.doesNotMatch(await tab.text(), value === b ? OF_A : OF_B, 'what was shown goes with its subject');
        }
        await tab.forget();
        assert.equal(gate.waiting.length, 4);
        const requests = [...gate.waiting];
        server.heal();
        tellOfBoth(server);
        for (const index of order) {
          const { logged } = requests[index]!;
          requests[index]!.answer((exchange) => server.scriptOf(logged.url)(exchange));
          await lab.settle();
        }
        const text = await tab.text();
        assert.match(text, OF_B);
        assert.doesNotMatch(text, OF_A);
        const told = [await tab.mutations(), await tab.heard(), await tab.events('op-load'), await tab.events('op-state-change')];
        assert.doesNotMatch(JSON.stringify(told), OF_A, 'not for a moment, and to nobody');
      }
    });
  }
});

describe('while another element still shows A', () => {
  it('its late answer reaches that one alone', async () => {
    await using lab = await openLab();
    const { server } = lab;
    tellOfBoth(server);
    const tab = await lab.open(SURFACES['op-tenant-activity'].html + SURFACES['op-tenant-activity'].html);
    for (const order of [[0, 1], [1, 0]]) {
      server.heal();
      tellOfBoth(server);
      await tab.do(() => document.querySelector('op-tenant-activity')!.setAttribute('tenant-id', '7'));
      const gate = server.hold(CONTRACT);
      await tab.refresh('op-tenant-activity');
      await tab.do((tenant) => document.querySelector('op-tenant-activity')!.setAttribute('tenant-id', tenant), String(TENANT_B));
      assert.equal(gate.waiting.length, 2);
      const requests = [...gate.waiting];
      server.heal();
      server.world.items = [{ ...A, operation_label: 'Inventory sync, later' }, B];
      for (const index of order) {
        requests[index]!.answer((exchange) => server.scriptOf(exchange.logged.url)(exchange));
        await lab.settle();
        assert.doesNotMatch((await tab.texts())[0]!, OF_A);
      }
      const [first, second] = await tab.texts();
      assert.match(first!, OF_B);
      assert.match(second!, /Inventory sync, later/);
      assert.doesNotMatch(second!, OF_B);
    }
  });

  it('the same run number of another tenant is another run', async () => {
    await using lab = await openLab();
    const { server } = lab;
    const same = { ...B, run_id: A.run_id };
    server.world.items = [A, same];
    const tab = await lab.open(`${SURFACES['op-tenant-activity'].html}<op-tenant-activity tenant-id="${TENANT_B}"></op-tenant-activity>`);
    for (const order of [[0, 1], [1, 0]]) {
      const gate = server.hold(CONTRACT);
      await tab.refresh('op-tenant-activity');
      const requests = [...gate.waiting];
      for (const index of order) {
        requests[index]!.answer((exchange) => json(server.payloadOf(exchange.logged.url))(exchange));
        await lab.settle();
        assert.deepEqual([await tab.parts('operation'), await tab.parts('badge')], [['Inventory sync', 'Policy restore'], ['Queued', 'Likely stale']]);
      }
    }
  });
});

describe('an answer about A at the URL of B', () => {
  it('is refused by every element, and tells nothing of A', async () => {
    await using lab = await openLab();
    const { server } = lab;
    tellOfBoth(server);
    const asB = ({ html, attribute, a, b }: Kind): string => html.replace(`${attribute}="${a}"`, `${attribute}="${b}"`);
    const tab = await lab.open(Object.values(KINDS).filter(({ attribute }) => attribute !== 'src').map(asB).join(''));
    for (const text of await tab.texts()) assert.match(text, OF_B);
    const asA = (url: string): string => url.replace(String(B.run_id), String(A.run_id)).replace(new RegExp(`(/t/|tenant=)${TENANT_B}\\b`), `$1${TENANT_A}`);
    server.script(CONTRACT, (exchange) => {
      const url = asA(exchange.logged.url);
      return json(server.payloadOf(url) ?? { ...reviewPacks.generating, message: 'The pack of A' })(exchange);
    });
    await lab.advance(11_000);
    for (const [index, text] of (await tab.texts()).entries()) {
      assert.doesNotMatch(text, OF_A);
      assert.match(text, OF_B, `${index} keeps what it showed`);
      assert.match(text, /Not updating - as of 14:02:10/);
    }
  });
});

describe('two operators, each in a browser profile of their own', () => {
  it('are told what they asked for, in whatever order a server that knows them by their cookies answers', async () => {
    await using one = await openLab();
    await using other = await openLab({ server: one.server });
    const { server } = one;
    const operators = [{ lab: one, name: 'Ann' }, { lab: other, name: 'Ben' }] as const;
    const greet = (exchange: Exchange): void => {
      const name = /operator=(\w+)/.exec(exchange.request.headers.cookie ?? '')?.[1];
      void json(overlayOf([{ ...A, operation_label: `Run of ${name}` }]))(exchange);
    };
    server.script(CONTRACT, greet);
    for (const { lab, name } of operators) {
      await lab.context.addCookies([{ name: 'operator', value: name, url: server.url }]);
      await lab.open(SURFACES['op-progress-overlay'].html);
    }
    for (const order of [[0, 1], [1, 0]]) {
      const gate = server.hold(CONTRACT);
      for (const { lab } of operators) await lab.tabs[0]!.refresh('op-progress-overlay');
      const requests = [...gate.waiting];
      for (const index of order) {
        requests[index]!.answer(greet);
        for (const { lab, name } of operators) {
          await lab.settle();
          assert.deepEqual(await lab.tabs[0]!.parts('operation'), [`Run of ${name}`]);
        }
      }
    }
    assert.equal(server.asked().length, 6);
  });
});
