/** The elements on a page with the strictest Content-Security-Policy that still allows scripts. */
import { activityOf, collectionOf, detailOf, overlayOf, records, reviewPacks, runs } from '../../mocks/index.ts';
import { expect, until } from './stage.ts';

/** The policy names the origin, because in Firefox 'self' does not match it for a page that is written into a frame. */
const POLICY = `default-src 'none'; script-src ${location.origin}; style-src ${location.origin}; connect-src ${location.origin}`;

const ELEMENTS: Readonly<Record<string, object>> = {
  'op-progress-overlay': overlayOf([runs.freshDeterminate, runs.staleCalmLabels]),
  'op-tenant-activity': activityOf([runs.freshRunning, runs.staleRunning, runs.failed, runs.succeeded, runs.unknown]),
  'op-run-row': detailOf(runs.freshPhase),
  'op-run-detail-banner': detailOf(runs.staleLineage),
  'op-run-list': collectionOf([runs.freshDeterminate, runs.staleRunning]),
  'op-run-diagnostics': records.reconciledByScheduler,
  'op-review-pack-card': reviewPacks.generating,
};

/** Makes a page with a policy and all elements, server-rendered. Collects its violations of the policy. */
async function pageUnder(policy: string): Promise<{ page: Document; violations: string[]; errors: string[]; remove: () => void }> {
  const markup = Object.entries(ELEMENTS).map(([tag, payload]) => `<${tag} open><script type="application/json">${JSON.stringify(payload)}</script></${tag}>`);
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Strict</title></head><body>${markup.join('')}</body></html>`;
  document.body.append(frame);
  await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
  const page = frame.contentDocument!;
  const violations: string[] = [];
  const errors: string[] = [];
  page.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`));
  frame.contentWindow!.addEventListener('error', ({ message }) => errors.push(message));
  const script = page.createElement('script');
  script.type = 'module';
  script.src = trusted(frame.contentWindow!, new URL('../../src/define.ts', import.meta.url).href);
  page.head.append(script);
  return { page, violations, errors, remove: () => frame.remove() };
}

/** A trusted script URL, by the test's own Trusted Types policy. */
function trusted(view: Window, url: string): string {
  const { trustedTypes } = view as Window & { trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } };
  return trustedTypes.createPolicy('the-test', { createScriptURL: (given: string) => given }).createScriptURL(url);
}

const rootsOf = (page: Document): ShadowRoot[] => Object.keys(ELEMENTS).map((tag) => page.querySelector(tag)!.shadowRoot!);

describe('under a strict content security policy', () => {
  for (const [name, policy] of [
    ['without inline styles, inline scripts and eval', POLICY],
    ['with trusted types on top', `${POLICY}; require-trusted-types-for 'script'; trusted-types lit-html the-test`],
  ] as const) {
    it(`${name}, all elements render with their styles and violate nothing`, async () => {
      const { page, violations, errors, remove } = await pageUnder(policy);
      await until(() => Object.keys(ELEMENTS).every((tag) => page.querySelector(tag)!.shadowRoot?.textContent?.trim()), 'all elements have rendered');
      const text = rootsOf(page).map((root) => root.textContent);
      expect(text[0]).to.contain('Likely stale');
      expect(text[1]).to.contain('Follow-up');
      expect(text[2]).to.contain('Evidence export');
      expect(text[3]).to.contain('before it ended');
      expect(text[4]).to.contain('Likely stale');
      expect(text[5]).to.contain('Scheduled reconciler');
      expect(text[6]).to.contain('Collecting the evidence');
      expect(page.querySelector('op-run-list')!.shadowRoot!.querySelector('[part=row]')!.textContent).to.contain('Inventory sync');
      const view = page.defaultView!;
      expect(view.getComputedStyle(page.querySelector('op-progress-overlay')!).position).to.equal('fixed');
      for (const badge of rootsOf(page).flatMap((root) => [...root.querySelectorAll('[part~=badge]')])) {
        expect(view.getComputedStyle(badge).borderTopStyle).to.equal('solid');
      }
      expect(violations).to.deep.equal([]);
      expect(errors).to.deep.equal([]);
      remove();
    });
  }

  it('is really in force: what the elements must not do would be seen', async () => {
    const { page, violations, remove } = await pageUnder(POLICY);
    page.body.insertAdjacentHTML('beforeend', '<p style="color: red">inline</p>');
    await until(() => violations.length > 0, 'an inline style is reported');
    expect(violations[0]).to.contain('style-src');
    remove();
  });

  it('no element has a style attribute, a style element, a script or an event attribute inside', async () => {
    const { page, remove } = await pageUnder(POLICY);
    await until(() => Object.keys(ELEMENTS).every((tag) => page.querySelector(tag)!.shadowRoot?.textContent?.trim()), 'all elements have rendered');
    for (const root of rootsOf(page)) {
      expect(root.querySelectorAll('[style], style, script, link')).to.have.length(0);
      expect([...root.querySelectorAll('*')].flatMap((inner) => inner.getAttributeNames()).filter((name) => name.startsWith('on'))).to.deep.equal([]);
    }
    remove();
  });
});
