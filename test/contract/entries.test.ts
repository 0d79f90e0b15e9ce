/** What a reader of bodies sees from one body to the next: the same entries where nothing changed, and what came and went. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EntryMemory, type Taken } from '../../src/contract/entries.ts';
import { readsLikeTheWhole, sequences } from './bodies.ts';

interface Run {
  readonly run_id: number;
  readonly done?: number;
}

const run = (id: number, done = 0): string => `{"run_id":${id},"done":${done}}`;
const list = (...entries: string[]): string => `{"items":[${entries.join(',')}]}`;
const ids = (entries: readonly Run[]): number[] => entries.map(({ run_id }) => run_id);

/** A memory that has taken `body`, with what it read since. */
function memoryOf(body: string): { memory: EntryMemory<Run>; first: Taken<Run>; read: unknown[]; take: (text: string) => Taken<Run> } {
  const read: unknown[] = [];
  const memory = new EntryMemory((json) => (read.push(json), json as Run));
  const take = (text: string): Taken<Run> => memory.take(text) ?? assert.fail(`not taken: ${text}`);
  const first = take(body);
  read.length = 0;
  return { memory, first, read, take };
}

describe('from one body to the next', () => {
  test('the first body brings all of its entries', () => {
    const { first } = memoryOf('{"at":"09:41","data":[{"run_id":1},{"run_id":2}]}');
    assert.deepEqual(first, { key: 'data', frame: { at: '09:41', data: [] }, entries: [{ run_id: 1 }, { run_id: 2 }], added: [{ run_id: 1 }, { run_id: 2 }], gone: [] });
  });

  test('the same body again gives the same list, and nothing is read', () => {
    const { first, read, take } = memoryOf(list(run(1), run(2)));
    const again = take(list(run(1), run(2)));
    assert.equal(again.entries, first.entries);
    assert.equal(again.frame, first.frame);
    assert.deepEqual([again.added, again.gone, read], [[], [], []]);
  });

  test('one run that moved on is read, and the others stay the objects they were', () => {
    const { first, read, take } = memoryOf(list(run(1), run(2), run(3)));
    const { entries, added, gone } = take(list(run(1), run(2, 50), run(3)));
    assert.equal(entries[0], first.entries[0]);
    assert.equal(entries[2], first.entries[2]);
    assert.deepEqual(read, [{ run_id: 2, done: 50 }]);
    assert.deepEqual([added, gone], [[entries[1]], [first.entries[1]]]);
    assert.deepEqual(ids(first.entries), [1, 2, 3]);
    assert.equal(first.entries[1]!.done, 0);
  });

  test('a new order is a new list of the same objects', () => {
    const { first, read, take } = memoryOf(list(run(1), run(2), run(3)));
    const { entries, added, gone } = take(list(run(3), run(1), run(2)));
    assert.deepEqual([entries[0] === first.entries[2], entries[1] === first.entries[0], entries[2] === first.entries[1]], [true, true, true]);
    assert.deepEqual([added, gone, read], [[], [], []]);
  });

  test('only the frame changes: the list is the same', () => {
    const { first, take } = memoryOf('{"items":[{"run_id":1}],"at":1}');
    const { entries, frame } = take('{"items":[{"run_id":1}],"at":2}');
    assert.equal(entries, first.entries);
    assert.deepEqual(frame, { items: [], at: 2 });
  });

  test('all runs end and the list is empty', () => {
    const { first, take } = memoryOf(list(run(1), run(2)));
    const { entries, added, gone } = take(list());
    assert.deepEqual([entries, added, gone], [[], [], first.entries]);
  });

  test('a run that is listed twice has two entries', () => {
    const { first, take } = memoryOf(list(run(1), run(1)));
    assert.notEqual(first.entries[0], first.entries[1]);
    const { entries, gone } = take(list(run(1)));
    assert.deepEqual([entries, gone], [[first.entries[0]], [first.entries[1]]]);
  });
});

describe('a body that cannot be used', () => {
  const broken = {
    'an unusual one': '{"items":[],"data":[]}',
    'one whose last entry is broken': list(run(1), run(9), '{"run_id":}'),
    'one whose frame is broken': '{"items":[{"run_id":9}],"at":09:41}',
    'one with nothing between two commas': list(run(9), '', run(1)),
  };
  for (const [name, text] of Object.entries(broken)) {
    test(`${name} is given up unread, and what was known still is`, () => {
      const { memory, first, read, take } = memoryOf(list(run(1), run(2)));
      assert.equal(memory.take(text), null);
      assert.deepEqual(read, []);
      assert.equal(take(list(run(1), run(2))).entries, first.entries);
    });
  }

  test('after it was told to forget, it reads all anew', () => {
    const { memory, first, read, take } = memoryOf(list(run(1)));
    memory.forget();
    const { entries, added, gone } = take(list(run(1)));
    assert.notEqual(entries[0], first.entries[0]);
    assert.deepEqual([added, gone, read], [entries, [], [{ run_id: 1, done: 0 }]]);
  });
});

test('whatever a backend sends, reading by entries and reading the whole come to the same', () => {
  let cuts = 0;
  fc.assert(fc.property(sequences, (bodies) => void (cuts += readsLikeTheWhole(bodies))), { numRuns: 1500 });
  // Were all of them given up, the property would hold too.
  assert.ok(cuts > 2000, `only ${cuts} bodies were cut`);
});
