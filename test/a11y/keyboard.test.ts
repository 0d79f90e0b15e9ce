/** A page with all four elements, walked through by keyboard; and the size of what a finger has to hit. */
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { activityOf, detailOf, overlayOf, runLists, runs } from '../../mocks/index.ts';
import { answered, backend, byRole, expect, fired, fixture, html, nameOf, until, useStage, type AnyElement } from '../elements/stage.ts';

useStage();

/** A host's page: a dashboard with a list, a run and the overlay. */
async function page(): Promise<AnyElement[]> {
  backend.overlay(7).enqueue(overlayOf(runLists.overflow));
  backend.activity(7).enqueue(activityOf(runLists.mixedTenant));
  backend.run(4107).enqueue(detailOf(runs.staleRunning));
  const main = await fixture<HTMLElement>(html`
    <main>
      <h1>Contoso</h1>
      <op-tenant-activity tenant-id="7"></op-tenant-activity>
      <op-run-row run-id="4107"></op-run-row>
      <op-run-detail-banner run-id="4107"><button type="button">Show diagnostics</button></op-run-detail-banner>
      <op-progress-overlay tenant-id="7"></op-progress-overlay>
    </main>
  `);
  const elements = [...main.querySelectorAll<AnyElement>('op-tenant-activity, op-run-row, op-run-detail-banner, op-progress-overlay')];
  await Promise.all(elements.map(answered));
  return elements;
}

const focused = (): HTMLElement => {
  let active = document.activeElement as HTMLElement;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement as HTMLElement;
  return active;
};

describe('by keyboard', () => {
  before(() => setViewport({ width: 1000, height: 1200 }));

  it('everything that opens something is reached in the order in which it is read, and the focus is seen', async () => {
    await page();
    const reached: string[] = [];
    for (let stop = 0; stop < 14; stop += 1) {
      await sendKeys({ press: 'Tab' });
      const element = focused();
      if (element === document.body) break;
      reached.push(nameOf(element));
      if (element.localName === 'button' && element.innerText === 'Show diagnostics') continue;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      expect(`${outlineStyle} ${parseFloat(outlineWidth) >= 2}`, nameOf(element)).to.equal('solid true');
    }
    expect(reached.map((name) => name.replace(/^((?:\+?\d+ )?[A-Z]?[a-z-]+(?: [a-z]+)?).*/, '$1'))).to.deep.equal([
      '2 Active',
      '1 Likely stale',
      '2 Follow-up',
      'Inventory sync',
      'Inventory sync',
      'Inventory sync',
      'Custom import',
      'Inventory sync',
      '+2 more',
      'Inventory sync',
      'Show diagnostics',
      '5 active',
    ]);
  });

  it('Enter opens a run as a click does', async () => {
    const [activity] = await page();
    activity!.addEventListener('op-run-open', (event) => event.preventDefault());
    byRole(activity!, 'link', /inventory sync/i)[0]!.focus();
    await sendKeys({ press: 'Enter' });
    expect(fired('op-run-open', activity)).to.have.length(1);
    expect(fired('op-run-open', activity)[0]!.detail.runId).to.equal(4107);
  });

  it('a refresh does not take the focus away from what the operator is doing in the host\'s own page', async () => {
    const [, , banner] = await page();
    const button = banner!.querySelector('button')!;
    button.focus();
    await banner!.refresh();
    expect(focused() === button).to.be.true;
  });

  it('nothing hidden is reached: neither the closed panel nor a hidden element', async () => {
    const elements = await page();
    for (const element of elements.slice(0, 3)) element.hidden = true;
    const reached = new Set<string>();
    for (let stop = 0; stop < 4; stop += 1) {
      await sendKeys({ press: 'Tab' });
      reached.add(focused().innerText.replace(/\s+/g, ' ').trim());
    }
    expect([...reached].filter((name) => /review|inventory|more/i.test(name))).to.deep.equal([]);
  });
});

describe('by finger', () => {
  it('every target is at least 24 px in both directions, also in a narrow window', async () => {
    for (const width of [1000, 320]) {
      await setViewport({ width, height: 800 });
      const elements = await page();
      const overlay = elements.find((element) => element.localName === 'op-progress-overlay')!;
      byRole(overlay, 'button')[0]!.click();
      await until(() => byRole(overlay, 'link').length > 0, 'the panel is open');
      for (const element of elements) {
        for (const target of [...byRole(element, 'link'), ...byRole(element, 'button')]) {
          const box = target.getBoundingClientRect();
          expect(Math.min(box.width, box.height), `${element.localName}: ${nameOf(target)} at ${width} px`).to.be.at.least(24);
        }
      }
      elements[0]!.parentElement!.remove();
    }
  });

  it('nothing is wider than a window of 320 px', async () => {
    await setViewport({ width: 320, height: 800 });
    for (const element of await page()) {
      const { left, right } = element.getBoundingClientRect();
      expect(left, element.localName).to.be.at.least(0);
      expect(right, element.localName).to.be.at.most(320);
    }
    expect(document.documentElement.scrollWidth).to.be.at.most(320);
  });
});
