/** Vue, Svelte and React write what stands in a template as text into the property of that name: `limit="5"`, `runId="15"`. A number in digits is meant as one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import 'op-run-elements/define';

/** What an element would ask for with these properties, whatever their types. */
function asks(tag: 'op-run-list' | 'op-run-row' | 'op-progress-overlay', properties: object): string | null {
  const element = document.createElement(tag);
  Object.assign(element, { baseUrl: 'https://app.example.com/', ...properties });
  const { subject, address } = element.source as { subject: { url(address: unknown): string | null }; address: unknown };
  return subject.url(address);
}

/** In Node there is no document; the classes are there. */
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
