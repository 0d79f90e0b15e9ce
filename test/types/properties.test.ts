/** Vue, Svelte and React set a property to the text of a template: `limit="5"`, `runId="15"`. Elements read digits as a number. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import 'op-run-elements/define';

/** The URL that an element would fetch with these properties. */
function asks(tag: 'op-run-list' | 'op-run-row' | 'op-progress-overlay', properties: object): string | null {
  const element = document.createElement(tag);
  Object.assign(element, { baseUrl: 'https://app.example.com/', ...properties });
  const { subject, address } = element.wanted as { subject: { url(address: unknown): string | null }; address: unknown };
  return subject.url(address);
}

/** A minimal document, since Node has none: it constructs the classes. */
const document = { createElement: <Tag extends keyof HTMLElementTagNameMap>(tag: Tag) => new (customElements.get(tag) as unknown as new () => HTMLElementTagNameMap[Tag])() };

describe('a number that is written as text', () => {
  test('narrows a list to its tenant: a list of all tenants would be shown in its place', () => {
    assert.equal(asks('op-run-list', { tenantId: '7' }), 'https://app.example.com/admin/operations?tenant=7');
  });

  test('names a run, and a tenant', () => {
    assert.equal(asks('op-run-row', { runId: '15' }), 'https://app.example.com/admin/operations/15');
    assert.equal(asks('op-progress-overlay', { tenantId: '7' }), 'https://app.example.com/admin/t/7/operations/progress');
  });

  test('as a number does, while what is no number names nothing', () => {
    assert.equal(asks('op-run-row', { runId: 15 }), 'https://app.example.com/admin/operations/15');
    for (const runId of ['fifteen', '', '0', '-1', '1.5', null, undefined]) assert.equal(asks('op-run-row', { runId }), null, String(runId));
  });
});
