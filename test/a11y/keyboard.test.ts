/** A page with every surface, used by keyboard (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11), and the size of its targets (2.5.8). */
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { reviewPacks, runLists, runs } from '../../mocks/index.ts';
import { byRole, expect, fired, focused, nameOf, parts, rowsOf, until, useStage } from '../elements/stage.ts';
import type { OpRunList } from '../../src/index.ts';
import { insideOf } from './geometry.ts';
import { laidOut, page, say, type Looks, type Page } from './surfaces.ts';
import { targetsOf, tooSmall } from './targets.ts';

useStage();

async function dashboard(looks?: Looks): Promise<Page> {
  say({ run: runs.staleRunning, items: runLists.overflow, pack: { ...reviewPacks.ready, run_id: 1 } });
  return page(looks);
}

const press = (key: string): Promise<void> => sendKeys({ press: key });
const shortNameOf = (element: HTMLElement): string => nameOf(element).replace(/ #\d.*$/, '');

/** Presses `key` from one end of the page to the other, and returns the controls of the elements that had the focus. */
async function walk(key: 'Tab' | 'Shift+Tab', at: (element: HTMLElement) => void = () => undefined): Promise<HTMLElement[]> {
  const [before, after] = [document.createElement('button'), document.createElement('button')];
  document.body.prepend(before);
  document.body.append(after);
  const [start, end] = key === 'Tab' ? [before, after] : [after, before];
  const reached: HTMLElement[] = [];
  try {
    start.focus();
    if (key === 'Shift+Tab') await sendKeys({ down: 'Shift' });
    for (let stop = 0; stop < 80; stop += 1) {
      await press('Tab');
      const element = focused();
      if (element === end) return reached;
      reached.push(element);
      at(element);
    }
  } finally {
    if (key === 'Shift+Tab') await sendKeys({ up: 'Shift' });
    before.remove();
    after.remove();
  }
  throw new Error(`The focus does not leave the page: ${reached.slice(-5).map(nameOf).join(', ')}`);
}

const focusOn = async (element: HTMLElement): Promise<void> => {
  element.focus();
  expect(focused() === element, `${nameOf(element)} takes the focus`).to.be.true;
};

describe('by keyboard', () => {
  beforeEach(() => setViewport({ width: 1000, height: 3000 }));

  it('every control is reached in the order in which it is read, forwards and backwards, and the focus is seen', async () => {
    const whole = await dashboard();
    const controls = targetsOf(whole);
    const forwards = await walk('Tab', (element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      expect(`${outlineStyle} ${parseFloat(outlineWidth) >= 2}`, nameOf(element)).to.equal('solid true');
    });
    expect(forwards.map(nameOf)).to.deep.equal(controls.map(nameOf));
    expect((await walk('Shift+Tab')).map(nameOf)).to.deep.equal(controls.map(nameOf).reverse());
    expect(forwards.map(shortNameOf)).to.deep.equal([
      ...['5 Active', '2 Likely stale', '0 Follow-up', 'Policy restore', 'Inventory sync', 'Inventory sync', 'Baseline compare', 'Inventory sync', '+2 more', 'Pause updates'],
      ...['All 7', 'Active 5', 'Likely stale 2', 'Follow-up 0'],
      ...['Policy restore', 'Inventory sync', 'Inventory sync', 'Baseline compare', 'Inventory sync', 'Evidence export', 'Nightly inventory sync', 'Pause updates'],
      ...['Inventory sync', 'Pause updates'],
      'Pause updates',
      ...['Diagnostics', 'Pause updates'],
      ...['Download', 'View operation', 'Pause updates'],
      ...['5 active 2 likely stale', 'Pause updates', 'Review operations'],
    ]);
  });

  it('what stands lower is reached later', async () => {
    const whole = await dashboard({ open: false });
    const tops = targetsOf(whole).filter((target) => !whole['op-progress-overlay'].shadowRoot!.contains(target)).map((target) => target.getBoundingClientRect());
    for (const [index, box] of tops.entries()) if (index > 0) expect(box.bottom).to.be.above(tops[index - 1]!.top);
  });

  it('Enter opens a run from every surface, as a click does', async () => {
    const whole = await dashboard();
    whole.main.addEventListener('op-run-open', (event) => event.preventDefault());
    const links = [whole['op-tenant-activity'], whole['op-run-list'], whole['op-run-row'], whole['op-review-pack-card']].map((element) => byRole(element, 'link', /inventory|view/i)[0]!);
    for (const [index, link] of links.entries()) {
      await focusOn(link);
      await press('Enter');
      expect(fired('op-run-open').length, nameOf(link)).to.equal(index + 1);
    }
  });

  it('Enter follows the download', async () => {
    const [download] = byRole((await dashboard())['op-review-pack-card'], 'link', /download/i);
    let followed = '';
    download!.addEventListener('click', (event) => {
      event.preventDefault();
      followed = (event.currentTarget as HTMLAnchorElement).pathname;
    });
    await focusOn(download!);
    await press('Enter');
    expect(followed).to.equal('/admin/t/7/exports/4104');
  });

  for (const key of ['Enter', 'Space']) {
    it(`${key} chooses a filter, and the focus stays on it`, async () => {
      const list = (await dashboard())['op-run-list'] as OpRunList;
      const [, , stale] = byRole(list, 'button');
      await focusOn(stale!);
      await press(key);
      await until(() => list.problemClass === 'active_stale_attention', 'the filter is chosen');
      await laidOut([list]);
      expect(stale!.ariaPressed).to.equal('true');
      expect(focused() === stale).to.be.true;
    });

    it(`${key} pauses and resumes every surface, and the focus stays on its button`, async () => {
      const { all } = await dashboard();
      for (const element of all) {
        const [button] = parts(element, 'pause');
        await focusOn(button!);
        for (const paused of [true, false]) {
          await press(key);
          await element.updateComplete;
          expect(element.paused, element.localName).to.equal(paused);
          expect(nameOf(button!), element.localName).to.equal(paused ? 'Resume updates' : 'Pause updates');
          expect(focused() === button, element.localName).to.be.true;
        }
      }
    });

    it(`${key} opens and closes the diagnostics and the overlay, and the focus stays on what opened them`, async () => {
      const whole = await dashboard({ open: false });
      for (const [tag, part, inside] of [['op-run-diagnostics', 'summary', 'section'], ['op-progress-overlay', 'pill', 'run']] as const) {
        const element = whole[tag];
        const [control] = parts(element, part);
        await focusOn(control!);
        await press(key);
        await until(() => parts(element, inside).length > 0, `${tag} is open`);
        expect(focused() === control, tag).to.be.true;
        await press(key);
        await until(() => parts(element, inside).length === 0, `${tag} is closed`);
        expect(focused() === control, tag).to.be.true;
      }
    });
  }

  it('Escape closes the overlay from anywhere inside it, and gives the focus back to its button', async () => {
    const overlay = (await dashboard())['op-progress-overlay'];
    const [link] = parts(overlay, 'open');
    await focusOn(link!);
    await press('Escape');
    await overlay.updateComplete;
    expect(parts(overlay, 'run')).to.deep.equal([]);
    expect(focused() === parts(overlay, 'pill')[0]).to.be.true;
  });

  it('arrow keys, Home and End go from row to row, and stay where the list ends', async () => {
    const list = (await dashboard())['op-run-list'] as OpRunList;
    const rows = rowsOf(list);
    rows[0]!.focus();
    for (const [key, at] of [['ArrowDown', 1], ['ArrowDown', 2], ['ArrowUp', 1], ['End', rows.length - 1], ['ArrowDown', rows.length - 1], ['Home', 0], ['ArrowUp', 0]] as const) {
      await press(key);
      expect(rows.findIndex((row) => row.contains(focused())), key).to.equal(at);
    }
  });

  it('a refresh does not take the focus away', async () => {
    const whole = await dashboard();
    for (const element of whole.all) {
      const control = [...byRole(element, 'link'), ...byRole(element, 'button')].at(-1)!;
      await focusOn(control);
      await element.refresh();
      expect(focused() === control, element.localName).to.be.true;
    }
  });

  it('nothing hidden is reached: neither what is closed nor a hidden element', async () => {
    const whole = await dashboard({ open: false });
    for (const element of whole.all) if (!/diagnostics|overlay|banner/.test(element.localName)) element.hidden = true;
    expect((await walk('Tab')).map(nameOf)).to.deep.equal(['Pause updates', 'Diagnostics', '5 active 2 likely stale']);
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    for (const width of [1000, 320]) {
      it(`the overlay's button never covers what has the focus, at ${width} px, ${dir}`, async () => {
        await setViewport({ width, height: 420 });
        const whole = await dashboard({ open: false, dir });
        // As docs/accessibility.md advises for a page with an overlay.
        whole.main.style.paddingBlockEnd = '6rem';
        const pill = parts(whole['op-progress-overlay'], 'pill')[0]!;
        const seen = (control: HTMLElement): void => {
          if (control === pill) return;
          const box = control.getBoundingClientRect();
          const cover = pill.getBoundingClientRect();
          expect(box.top < innerHeight && box.bottom > 0, `${nameOf(control)} is in the window`).to.be.true;
          const covered = box.left >= cover.left && box.right <= cover.right && Math.min(box.bottom, innerHeight) <= cover.bottom && box.top >= cover.top;
          expect(covered, `${nameOf(control)} is covered`).to.be.false;
        };
        await walk('Tab', seen);
        await walk('Shift+Tab', seen);
      });
    }
  }
});

describe('by finger', () => {
  for (const width of [1000, 320]) {
    for (const lang of ['en', 'de']) {
      it(`every target is at least 24 px in both directions, at ${width} px, ${lang}`, async () => {
        await setViewport({ width, height: 5000 });
        const whole = await dashboard({ lang });
        expect(targetsOf(whole)).to.have.length.above(25);
        expect(tooSmall(whole)).to.deep.equal([]);
        for (const element of whole.all) element.density = 'compact';
        await laidOut(whole.all);
        expect(tooSmall(whole)).to.deep.equal([]);
      });
    }
  }

  it('so is the way out of a filter that nothing passes, and what leads to the rest of a list', async () => {
    await setViewport({ width: 320, height: 5000 });
    say({ run: runs.freshRunning, items: runLists.overflow });
    const whole = await page();
    const list = whole['op-run-list'] as OpRunList;
    list.limit = 3;
    await laidOut([list]);
    expect(parts(list, 'more')).to.have.length(1);
    expect(tooSmall(whole)).to.deep.equal([]);
    list.payload = { tenant_filter: 7, active_tab: null, problem_class: null, items: [] };
    list.problemClass = 'terminal_follow_up';
    await until(() => byRole(list, 'button', /show all/i).length > 0, 'the list tells that nothing passes');
    expect(tooSmall(whole)).to.deep.equal([]);
  });

  it('targets do not lie on each other', async () => {
    await setViewport({ width: 320, height: 6000 });
    const whole = await dashboard({ open: false });
    const boxes = targetsOf(whole).filter((target) => !whole['op-progress-overlay'].shadowRoot!.contains(target)).map((target) => ({ name: nameOf(target), box: target.getBoundingClientRect() }));
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const meet = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 1 && Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 1;
        expect(meet, `${one.name} and ${other.name}`).to.be.false;
      }
    }
    expect([...insideOf(whole.main)].filter((inside) => (inside as HTMLElement).tabIndex > 0)).to.deep.equal([]);
  });
});
