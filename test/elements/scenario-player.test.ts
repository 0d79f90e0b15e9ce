import { expect, fixture, fixtureCleanup, html } from '@open-wc/testing';
import 'axe-core';
import type axe from 'axe-core';
import '../../src/define.ts';
import { scenarios } from '../../mocks/index.ts';
import { pageStore } from '../../src/refresh/index.ts';
import { formatFaults, parseFaults } from '../../stories/scenario-player/faults.ts';
import type { PlayerState, ScenarioPlayer } from '../../stories/scenario-player/scenario-player.define.ts';
import '../../stories/scenario-player/scenario-player.define.ts';
import { until } from './page-time.ts';

const { axe: checker } = globalThis as unknown as { axe: typeof axe };

async function player(scenario: keyof typeof scenarios, at = 0, faults = ''): Promise<ScenarioPlayer> {
  const element = await fixture<ScenarioPlayer>(html`<scenario-player .scenario=${scenario} .at=${at} .faults=${faults}></scenario-player>`);
  await element.settled;
  return element;
}

/** The player's state as it would be in the URL. */
const stateOf = ({ scenario, at, faults }: ScenarioPlayer): PlayerState => ({ scenario, at, faults });

function button(element: ScenarioPlayer, name: string): HTMLButtonElement {
  const found = [...element.shadowRoot!.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.innerText.trim()) === name);
  if (!found) throw new Error(`There is no button "${name}".`);
  return found;
}

async function press(element: ScenarioPlayer, name: string): Promise<void> {
  button(element, name).click();
  await element.settled;
  await element.settled;
}

async function jumpTo(element: ScenarioPlayer, seconds: number): Promise<void> {
  const slider = element.shadowRoot!.querySelector<HTMLInputElement>('[aria-label="Jump to"]')!;
  slider.value = String(seconds);
  slider.dispatchEvent(new Event('change'));
  await element.settled;
}

const logOf = (element: ScenarioPlayer): string[] =>
  [...element.shadowRoot!.querySelectorAll('[aria-label="Log entries"] li')].map((entry) => (entry.textContent ?? '').replace(/\s+/g, ' ').trim());

const requestsOf = (element: ScenarioPlayer): string[] => logOf(element).filter((line) => line.includes('GET '));

/** How many requests each path got. */
function countsOf(element: ScenarioPlayer): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of requestsOf(element)) {
    const path = /GET (\S+)/.exec(line)![1]!;
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return counts;
}

/** All text that the kit's elements show on the stage, in order. */
function screenOf(root: ParentNode): string[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    if (!element.localName.startsWith('op-')) return [];
    const own = [...element.shadowRoot!.children].map((child) => (child as HTMLElement).innerText ?? '').filter(Boolean);
    return [`${element.localName}: ${own.join(' ').replace(/\s+/g, ' ')}`, ...screenOf(element.shadowRoot!)];
  });
}

const surface = (element: ScenarioPlayer, tag: string): string => screenOf(element.shadowRoot!).find((text) => text.startsWith(`${tag}: `)) ?? '';

interface Moment {
  readonly requests: string[];
  readonly words: Set<string>;
}

/** The log grouped by second. Answers of one second may come in any order, and announcements may be one text or two. */
function toldAt(log: readonly string[]): Record<string, Moment> {
  const moments: Record<string, Moment> = {};
  for (const line of log) {
    const [time = '', ...words] = line.replace(/[“”,]/g, '').split(' ');
    const moment = (moments[time] ??= { requests: [], words: new Set() });
    if (line.includes('GET ')) moment.requests.push(line);
    else for (const word of words) moment.words.add(word);
    moment.requests.sort();
  }
  return moments;
}

describe('the scenario player', () => {
  const { environment } = pageStore;

  afterEach(() => {
    fixtureCleanup();
    expect(pageStore.environment).to.equal(environment);
  });

  it('steps one refresh: each URL that is polled is asked exactly once more', async () => {
    const element = await player('workerDies', 5);
    const before = countsOf(element);
    await press(element, 'Step one refresh');
    const after = countsOf(element);
    const polled = [...after].filter(([path]) => !path.endsWith('/review-pack'));
    expect(polled.map(([path]) => path)).to.have.members(['/admin/t/7/operations/progress', '/admin/t/7/dashboard', '/admin/operations/4103', '/admin/operations?tenant=7']);
    for (const [path, count] of polled) expect(count, path).to.equal(before.get(path)! + 1);
    // A review pack that is not being generated is not polled.
    expect(after.get('/admin/t/7/review-pack')).to.equal(1);
    expect(requestsOf(element).every((line) => line.endsWith('200 · 80 ms'))).to.be.true;
    expect(element.at).to.equal(11);
  });

  it('steps to the end when nothing asks any more', async () => {
    const element = await player('queuedToDone', 130);
    const before = requestsOf(element);
    await press(element, 'Step one refresh');
    expect(requestsOf(element)).to.deep.equal(before);
    expect(element.at).to.equal(scenarios.queuedToDone.duration);
    expect(button(element, 'Step one refresh').disabled).to.be.true;
  });

  it('tells a run’s way once per change, with all surfaces that showed it', async () => {
    const element = await player('workerDies', 210);
    const told = logOf(element).filter((line) => /#\d+ \w+ > /.test(line));
    expect(told.map((line) => /#\d+ \w+ > \w+/.exec(line)![0])).to.deep.equal(['#4104 fresh > terminal', '#4103 fresh > stale', '#4103 stale > reconciled']);
    expect(told[1]).to.include('op-run-detail-banner').and.to.include('op-tenant-activity').and.to.include('op-progress-overlay');
    const announced = logOf(element).filter((line) => line.includes('“'));
    expect(announced).to.have.lengthOf(3);
    expect(announced[1]).to.match(/^1:40 announcement “Inventory sync: Likely stale”$/);
  });

  for (const name of Object.keys(scenarios) as (keyof typeof scenarios)[]) {
    it(`${name}: a jump shows and logs what step after step does, forwards and back`, async () => {
      const walked = await player(name);
      const { duration } = scenarios[name];
      while (walked.at < duration * 0.7) await press(walked, 'Step one refresh');
      const { at } = walked;
      const [screen, log] = [screenOf(walked.shadowRoot!), logOf(walked)];
      await jumpTo(walked, duration);
      await jumpTo(walked, at);
      expect(screenOf(walked.shadowRoot!)).to.deep.equal(screen);
      expect(toldAt(logOf(walked))).to.deep.equal(toldAt(log));
    }).timeout(20_000);
  }

  it('plays what a jump shows, and pauses where it is told to', async () => {
    const element = await player('workerDies', 90);
    const sixty = [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('[name=speed]')].at(-1)!;
    sixty.click();
    await press(element, 'Play');
    await until(() => element.at >= 110, 'the player plays on');
    await press(element, 'Pause');
    const { at } = element;
    const [screen, log] = [screenOf(element.shadowRoot!), logOf(element)];
    expect(button(element, 'Play').disabled).to.be.false;
    await jumpTo(element, 0);
    await jumpTo(element, at);
    expect(screenOf(element.shadowRoot!)).to.deep.equal(screen);
    expect(logOf(element)).to.deep.equal(log);
  });

  it('says all that is needed to show and log the same again', async () => {
    const element = await player('mixedTenant', 12);
    let state = stateOf(element);
    element.addEventListener('player-change', ({ detail }) => (state = detail));
    await press(element, '500');
    await press(element, 'Step one refresh');
    await press(element, 'Step one refresh');
    await press(element, '500');
    await press(element, 'Offline');
    await jumpTo(element, 70);
    await press(element, 'Offline');
    await press(element, 'Slow');
    await press(element, 'Next moment');
    const [screen, log] = [screenOf(element.shadowRoot!), logOf(element)];
    expect(state.at).to.equal(118);
    expect(state.faults).to.match(/^500-12-\d+ offline-\d+-70 slow-70$/);
    fixtureCleanup();
    const again = await player(state.scenario as keyof typeof scenarios, state.at, state.faults);
    expect(screenOf(again.shadowRoot!)).to.deep.equal(screen);
    expect(logOf(again)).to.deep.equal(log);
  }).timeout(20_000);

  it('follows its properties, and the last one wins', async () => {
    const element = await player('queuedToDone', 20);
    element.at = 60;
    await until(() => element.shadowRoot!.querySelector('[aria-busy=true]'), 'the player replays');
    element.scenario = 'tenantSwitch';
    element.at = 50;
    await element.settled;
    expect(surface(element, 'op-tenant-activity')).to.include('Evidence export').and.not.to.include('Policy restore');
    expect(logOf(element)[0]).to.include('The host shows Contoso.');
    expect(element.at).to.equal(50);
  });

  it('is not taken back by a state that it has told and left since', async () => {
    const element = await player('queuedToDone', 5);
    const told: PlayerState[] = [];
    element.addEventListener('player-change', ({ detail }) => told.push(detail));
    await press(element, 'Next moment');
    await press(element, 'Next moment');
    expect(told.map(({ at }) => at)).to.deep.equal([8, 26]);
    Object.assign(element, told[0]);
    await element.settled;
    expect(element.at).to.equal(26);
  });

  describe('injects', () => {
    it('500: what was shown stays, with the time of which it is', async () => {
      const element = await player('workerDies', 12);
      await press(element, '500');
      await press(element, 'Step one refresh');
      expect(requestsOf(element).at(-1)).to.match(/ 500 · 80 ms$/);
      for (const tag of ['op-tenant-activity', 'op-run-row', 'op-run-detail-banner', 'op-run-list', 'op-progress-overlay']) {
        expect(surface(element, tag), tag).to.include('Not updating - as of 14:02:20');
      }
      expect(surface(element, 'op-run-row')).not.to.include('stale');
      await press(element, '500');
      await press(element, 'Step one refresh');
      expect(surface(element, 'op-run-row')).not.to.include('Not updating');
      const announced = logOf(element).filter((line) => line.includes('“'));
      expect(announced.map((line) => /“.*”/.exec(line)![0])).to.deep.equal(['“Operation information is not updating.”', '“Operation information is updating again.”']);
    });

    it('500 from the beginning: the first load fails, too', async () => {
      const element = await player('workerDies', 0);
      await press(element, '500');
      await press(element, 'Step one refresh');
      expect(requestsOf(element)).to.have.lengthOf(5);
      expect(requestsOf(element).every((line) => line.includes(' 500 '))).to.be.true;
      expect(surface(element, 'op-tenant-activity')).not.to.include('Inventory sync');
    });

    it('slow: the elements give up after 15 seconds', async () => {
      const element = await player('workerDies', 12, 'slow-12');
      await press(element, 'Step one refresh');
      expect(requestsOf(element).at(-1)).to.match(/timed out · 15 s$/);
      expect(surface(element, 'op-run-row')).to.include('Not updating - as of 14:02:20');
    });

    it('truncated: half an answer is no answer', async () => {
      const element = await player('workerDies', 12, 'truncated-12');
      await press(element, 'Step one refresh');
      expect(surface(element, 'op-tenant-activity')).to.include('Not updating - as of 14:02:20');
      expect(surface(element, 'op-tenant-activity')).to.include('Inventory sync');
    });

    it('offline: no request leaves, and the return asks at once', async () => {
      const element = await player('workerDies', 12);
      const before = requestsOf(element).length;
      await press(element, 'Offline');
      expect(button(element, 'Offline').getAttribute('aria-pressed')).to.equal('true');
      await jumpTo(element, 60);
      expect(requestsOf(element)).to.have.lengthOf(before);
      expect(surface(element, 'op-tenant-activity')).to.include('Not updating - as of');
      await press(element, 'Offline');
      expect(requestsOf(element)).to.have.lengthOf(before + 4);
      expect(element.at).to.equal(60);
      expect(element.faults).to.equal('offline-12-60');
      await press(element, 'Step one refresh');
      expect(surface(element, 'op-tenant-activity')).not.to.include('Not updating');
    });
  });

  it('leaves the page as it found it, also in the middle of a replay', async () => {
    const element = await player('workerDies', 30);
    expect(pageStore.environment).not.to.equal(environment);
    element.at = 200;
    await element.updateComplete;
    element.remove();
    expect(pageStore.environment).to.equal(environment);
    await element.settled;
    expect(pageStore.environment).to.equal(environment);
    expect(document.querySelector('[data-op-announcer]')).to.equal(null);
    expect(screenOf(element.shadowRoot!)).to.deep.equal([]);
  });

  it('comes back with what it showed', async () => {
    const element = await player('workerDies', 104);
    const screen = screenOf(element.shadowRoot!);
    const place = element.parentElement!;
    element.remove();
    await element.settled;
    place.append(element);
    await element.settled;
    expect(screenOf(element.shadowRoot!)).to.deep.equal(screen);
  });

  it('has no accessibility violation while it plays, and with faults', async () => {
    for (const scheme of ['light', 'dark']) {
      document.documentElement.style.colorScheme = scheme;
      const element = await player('mixedTenant', 40, '500-12-30 slow-36');
      const { violations } = await checker.run(element, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: true } } });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: node }) => node).join(' ')}`)).to.deep.equal([]);
      fixtureCleanup();
    }
    document.documentElement.style.colorScheme = '';
  });
});

describe('faults in the URL', () => {
  it('are read as they are written, and what cannot be read is left out', () => {
    expect(formatFaults(parseFaults('500-30-60 slow-70'))).to.equal('500-30-60 slow-70');
    expect(parseFaults('500-30+offline-1-2 fire-3 slow slow-x 500-')).to.deep.equal([
      { kind: '500', from: 30, to: null },
      { kind: 'offline', from: 1, to: 2 },
    ]);
    expect(parseFaults('')).to.deep.equal([]);
  });
});
