import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import {
  activitySubject,
  backendOf,
  collectionSubject,
  diagnosticsSubject,
  itemSubject,
  listPageUrl,
  overlaySubject,
  reviewPackSubject,
  runPageUrl,
  runSubject,
  safeUrl,
} from '../../src/refresh/index.ts';
import { addressOf } from './stage.ts';

const at = (baseURI: string) => Object.assign(globalThis, { document: { baseURI } });
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'document');
});

describe('F1: routes below base-url', () => {
  for (const [name, baseUrl, expected] of [
    ['absent: the origin of the document', null, 'https://host.example/'],
    ['empty, as from a template without a value: as absent', '', 'https://host.example/'],
    ['absolute with a slash', 'https://api.example/', 'https://api.example/'],
    ['absolute without a slash', 'https://api.example', 'https://api.example/'],
    ['absolute with a path', 'https://api.example/v2/ops', 'https://api.example/v2/ops/'],
    ['absolute with a port', 'http://localhost:4310', 'http://localhost:4310/'],
    ['relative to the document', 'ops', 'https://host.example/tenants/ops/'],
    ['relative to the origin', '/ops', 'https://host.example/ops/'],
    ['relative to the scheme', '//api.example/ops', 'https://api.example/ops/'],
    ['with a query and a fragment, which belong to no backend', 'https://api.example/v2?x=1#y', 'https://api.example/v2/'],
    ['no URL at all: kept, so that its requests fail like those to a server that is not there', 'http://[', 'http://[/'],
  ] as const) {
    test(`F1 base-url ${name}`, () => {
      at('https://host.example/tenants/7?tab=all#top');
      assert.equal(backendOf(addressOf({ baseUrl })), expected);
      assert.equal(overlaySubject.url(addressOf({ baseUrl, tenantId: 7 })), `${expected}admin/t/7/operations/progress`);
      assert.equal(listPageUrl(addressOf({ baseUrl }), { tenant: 7 }), `${expected}admin/operations?tenant=7`);
    });
  }

  test('F1 without a document there is still a backend', () => {
    assert.equal(backendOf(addressOf({ baseUrl: null })), 'http://localhost/');
  });

  test('F1 each subject has its contract route', () => {
    const address = addressOf({ tenantId: 7, runId: 15 });
    assert.equal(overlaySubject.url(address), 'https://app.example/admin/t/7/operations/progress');
    assert.equal(activitySubject.url(address), 'https://app.example/admin/t/7/dashboard');
    assert.equal(runSubject.url(address), 'https://app.example/admin/operations/15');
    assert.equal(reviewPackSubject.url(address), 'https://app.example/admin/t/7/review-pack');
    assert.equal(diagnosticsSubject.url(address), 'https://app.example/api/admin/operations/15');
    assert.equal(itemSubject.url(address), null);
  });

  test('F1 without an id there is nothing to ask for', () => {
    for (const subject of [overlaySubject, activitySubject, runSubject, reviewPackSubject, diagnosticsSubject]) assert.equal(subject.url(addressOf()), null);
    assert.equal(collectionSubject.url(addressOf()), 'https://app.example/admin/operations', 'the list of all tenants has no id');
  });

  test('F1 workspace switches the canonical routes, and no others', () => {
    const address = addressOf({ workspace: '3', tenantId: 7, runId: 15 });
    assert.equal(runSubject.url(address), 'https://app.example/admin/workspaces/3/operations/15');
    assert.equal(runPageUrl(address, 16), 'https://app.example/admin/workspaces/3/operations/16');
    assert.equal(listPageUrl(address, {}), 'https://app.example/admin/workspaces/3/operations');
    assert.equal(overlaySubject.url(address), 'https://app.example/admin/t/7/operations/progress');
    assert.equal(activitySubject.url(address), 'https://app.example/admin/t/7/dashboard');
    assert.equal(collectionSubject.url(address), 'https://app.example/admin/workspaces/3/operations?tenant=7');
    assert.equal(reviewPackSubject.url(address), 'https://app.example/admin/t/7/review-pack');
    assert.equal(diagnosticsSubject.url(address), 'https://app.example/api/admin/operations/15');
  });

  test('F1 a workspace is one path segment, whatever it is called', () => {
    assert.equal(runPageUrl(addressOf({ workspace: '../t/8?x#' }), 15), 'https://app.example/admin/workspaces/..%2Ft%2F8%3Fx%23/operations/15');
    assert.equal(runPageUrl(addressOf({ workspace: '' }), 15), 'https://app.example/admin/operations/15');
  });

  test('F1 src overrides everything, with and without an id', () => {
    at('https://host.example/tenants/7');
    for (const [src, expected] of [
      ['/progress.json', 'https://host.example/progress.json'],
      ['progress.json?x=1', 'https://host.example/tenants/progress.json?x=1'],
      ['https://api.example/p', 'https://api.example/p'],
      ['http://[', 'http://['],
    ] as const) {
      for (const subject of [overlaySubject, activitySubject, runSubject, reviewPackSubject, diagnosticsSubject]) {
        assert.equal(subject.url(addressOf({ src, workspace: '3', tenantId: 7, runId: 15 })), expected);
        assert.equal(subject.url(addressOf({ src })), expected);
      }
    }
    assert.equal(overlaySubject.url(addressOf({ src: '', tenantId: 7 })), 'https://app.example/admin/t/7/operations/progress');
    assert.equal(runSubject.url(addressOf({ src: '' })), null);
  });

  test('F1 without base-url, the backend of a src is its origin', () => {
    at('https://host.example/tenants/7');
    assert.equal(backendOf(addressOf({ baseUrl: null, src: 'https://api.example/deep/progress?x' })), 'https://api.example/');
    assert.equal(backendOf(addressOf({ baseUrl: null, src: '/progress.json' })), 'https://host.example/');
    for (const src of ['data:application/json,{}', 'blob:https://host.example/1', 'http://[']) {
      assert.equal(backendOf(addressOf({ baseUrl: null, src })), 'https://host.example/');
    }
  });

  test('F1 the list page carries its filters', () => {
    assert.equal(listPageUrl(addressOf(), {}), 'https://app.example/admin/operations');
    assert.equal(
      listPageUrl(addressOf(), { tenant: 7, activeTab: 'active', problemClass: 'active_stale_attention' }),
      'https://app.example/admin/operations?tenant=7&activeTab=active&problemClass=active_stale_attention',
    );
    assert.equal(listPageUrl(addressOf(), { tenant: null, problemClass: 'none' }), 'https://app.example/admin/operations?problemClass=none');
  });
});

describe('F1: what the operations list is narrowed to', () => {
  const url = (address: Parameters<typeof addressOf>[0]) => collectionSubject.url(addressOf(address));

  test('F1 only what is set is asked for', () => {
    assert.equal(url({ tenantId: 7 }), 'https://app.example/admin/operations?tenant=7');
    assert.equal(url({ filter: {} }), 'https://app.example/admin/operations');
    assert.equal(url({ filter: { activeTab: null, problemClass: '' } }), 'https://app.example/admin/operations');
    assert.equal(url({ filter: { activeTab: 'active' } }), 'https://app.example/admin/operations?activeTab=active');
    assert.equal(
      url({ workspace: '3', tenantId: 7, filter: { activeTab: 'active', problemClass: 'terminal_follow_up' } }),
      'https://app.example/admin/workspaces/3/operations?tenant=7&activeTab=active&problemClass=terminal_follow_up',
    );
  });

  test('F1 below a base-url with a path', () => assert.equal(url({ baseUrl: 'https://api.example/v2/ops?x=1', tenantId: 7 }), 'https://api.example/v2/ops/admin/operations?tenant=7'));

  test('F1 a filter is a value, whatever it is made of', () => {
    const asked = new URL(url({ filter: { activeTab: 'a&b=c#d ?é', problemClass: '../x' } })!);
    assert.deepEqual([asked.pathname, asked.hash, [...asked.searchParams]], ['/admin/operations', '', [['activeTab', 'a&b=c#d ?é'], ['problemClass', '../x']]]);
  });

  test('F1 a src of the host’s is narrowed in the same way, and keeps what it asks for by itself', () => {
    at('https://host.example/tenants/7');
    const narrowed = (src: string, address: Parameters<typeof addressOf>[0] = { tenantId: 7, filter: { problemClass: 'active_stale_attention' } }) => url({ src, workspace: '3', ...address });
    assert.equal(narrowed('/runs'), 'https://host.example/runs?tenant=7&problemClass=active_stale_attention');
    assert.equal(narrowed('runs?per_page=50', { filter: { activeTab: 'active' } }), 'https://host.example/tenants/runs?per_page=50&activeTab=active');
    assert.equal(narrowed('/runs?page=2', {}), 'https://host.example/runs?page=2');
    assert.equal(narrowed('/runs?tenant=8&problemClass=none'), 'https://host.example/runs?tenant=7&problemClass=active_stale_attention', 'the attribute is the later word');
    assert.equal(new URL(narrowed('/runs?q=a%26b+c')!).searchParams.get('q'), 'a&b c');
  });

  test('F1 a src with a fragment is narrowed before it, and one with a second question mark keeps it', () => {
    at('https://host.example/tenants/7');
    const parts = (src: string) => {
      const { pathname, searchParams } = new URL(url({ src, tenantId: 7 })!);
      return [pathname, Object.fromEntries(searchParams)];
    };
    assert.deepEqual(parts('/runs#top'), ['/runs', { tenant: '7' }]);
    assert.deepEqual(parts('/runs?page=2#top'), ['/runs', { page: '2', tenant: '7' }]);
    assert.deepEqual(parts('/runs?next=/list?page=2'), ['/runs', { next: '/list?page=2', tenant: '7' }]);
  });

  test('F1 a src that is no URL stays as it is', () => assert.equal(url({ src: 'http://[' }), 'http://['));
});

describe('links of a server', () => {
  test('http(s) links are made absolute', () => {
    at('https://host.example/tenants/7');
    for (const [url, expected] of [
      ['https://other.example/run/15', 'https://other.example/run/15'],
      ['HTTP://other.example', 'http://other.example/'],
      ['/admin/operations/15', 'https://host.example/admin/operations/15'],
      ['operations/15', 'https://host.example/tenants/operations/15'],
      ['//other.example/run', 'https://other.example/run'],
      ['  /admin/operations/15\n', 'https://host.example/admin/operations/15'],
      ['?run=15', 'https://host.example/tenants/7?run=15'],
      ['run:15'.replace(':', '%3A'), 'https://host.example/tenants/run%3A15'],
    ] as const) {
      assert.equal(safeUrl(url), expected, url);
    }
  });

  test('whatever could do more than navigate is not opened', () => {
    at('https://host.example/tenants/7');
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      '  javascript:alert(1)',
      '\u0000javascript:alert(1)',
      '\u0001\u001fjavascript:alert(1)',
      'java\nscript:alert(1)',
      'java\tscript:alert(1)',
      'java\rscript:alert(1)',
      'javascript\n:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'blob:https://host.example/3c5c',
      'vbscript:msgbox(1)',
      'file:///etc/passwd',
      'about:blank',
      'mailto:someone@example.com',
      'ftp://host.example/',
      'filesystem:https://host.example/x',
      'http://',
      'http://[',
      'https://exa mple.com',
      'http://host.example:99999/',
    ]) {
      assert.equal(safeUrl(url), null, JSON.stringify(url));
    }
  });
});

describe('P12: what relative URLs are relative to', () => {
  const of = (origin: string, baseURI: string, href = baseURI) => {
    Object.assign(globalThis, { document: { baseURI }, location: { href } });
    Object.defineProperty(globalThis, 'origin', { value: origin, configurable: true });
  };
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'location');
    Reflect.deleteProperty(globalThis, 'origin');
  });

  for (const [name, baseURI, href, expected] of [
    ['the page', 'https://host.example/tenants/7', 'https://host.example/tenants/7', 'https://host.example/tenants/runs'],
    ['a <base> of the page', 'https://host.example/app/', 'https://host.example/tenants/7', 'https://host.example/app/runs'],
    ['the page, and not a <base> on another origin', 'https://cdn.example/assets/', 'https://host.example/tenants/7', 'https://host.example/tenants/runs'],
    ['the page without the name and password in its URL', 'https://olivia:secret@host.example/tenants/7', 'https://olivia:secret@host.example/tenants/7', 'https://host.example/tenants/runs'],
    ['the origin of a document without a URL of its own', 'blob:https://host.example/1f0c', 'blob:https://host.example/1f0c', 'https://host.example/runs'],
    ['the page around a srcdoc document', 'https://host.example/tenants/7', 'about:srcdoc', 'https://host.example/tenants/runs'],
  ] as const) {
    test(`P12 ${name}`, () => {
      of('https://host.example', baseURI, href);
      assert.equal(runSubject.url(addressOf({ src: 'runs' })), expected);
      assert.equal(backendOf(addressOf({ baseUrl: null })), 'https://host.example/');
    });
  }
});
