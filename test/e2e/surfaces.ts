/** Puts every surface of the kit on one page. */
import type { Page } from 'playwright-core';

export const SURFACES = ['op-progress-overlay', 'op-tenant-activity', 'op-review-pack-card', 'op-run-list', 'op-run-row', 'op-run-detail-banner', 'op-run-diagnostics'];

/** A page of the host that has no surfaces itself. */
export const BARE = '/admin/operations/99999';

/** Adds the surfaces of the first tenant and of `run` to an open page. */
export async function embed(page: Page, run: number, sessionKey: string | null = null): Promise<void> {
  await page.evaluate(
    ({ names, run, sessionKey }) => {
      for (const name of names) {
        const surface = document.createElement(name);
        const ofRun = /row|banner|diagnostics/.test(name);
        surface.setAttribute(ofRun ? 'run-id' : 'tenant-id', String(ofRun ? run : 1));
        surface.toggleAttribute('open', name === 'op-run-diagnostics');
        if (sessionKey !== null) surface.setAttribute('session-key', sessionKey);
        document.querySelector('main')!.append(surface);
      }
    },
    { names: SURFACES, run, sessionKey },
  );
}

/** The rendered text of each surface of a page, by its element's name. */
export const texts = (page: Page): Promise<Record<string, string>> =>
  page.evaluate((names) =>
    Object.fromEntries(
      names.map((name) => {
        const sections = [...(document.querySelector(name)?.shadowRoot?.children ?? [])].filter((part): part is HTMLElement => part instanceof HTMLElement);
        return [name, sections.map((part) => part.innerText).join(' ').replace(/\s+/g, ' ').trim()];
      }),
    ),
    SURFACES,
  );
