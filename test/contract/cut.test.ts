/** Where a body is cut, which bodies are not cut at all, and that a cut keeps no body in memory but its own. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { cutBody, textOf, type Cut } from '../../src/contract/cut.ts';
import { EntryMemory } from '../../src/contract/entries.ts';
import { sequences } from './bodies.ts';

const cut = (text: string, before: Cut | null = null): Cut => cutBody(text, before) ?? assert.fail(`not cut: ${text}`);
const textsOf = (of: Cut): string[] => of.ends.map((_, index) => textOf(of, index));
const list = (...entries: unknown[]): string => `{"items":[${entries.join(',')}]}`;
const origins = (before: string, after: string): number[] => [...cut(after, cut(before)).origins];
const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `{"run_id":${from + index}}`);

describe('a body is cut into its frame and its entries', () => {
  const cases: [string, 'items' | 'data', string, string[]][] = [
    ['{"items":[]}', 'items', '{"items":[]}', []],
    ['{"data":[{"run_id":1},{"run_id":2}]}', 'data', '{"data":[]}', ['{"run_id":1}', '{"run_id":2}']],
    [' { "items" : [ 1 ,\n\t{ "a" : [ 2 , 3 ] } \r\n] , "next" : null } ', 'items', ' { "items" : [] , "next" : null } ', ['1', '{ "a" : [ 2 , 3 ] }']],
    ['{"meta":{"data":[1],"items":[2]},"items":["]","},{","\\"","\\\\"]}', 'items', '{"meta":{"data":[1],"items":[2]},"items":[]}', ['"]"', '"},{"', '"\\""', '"\\\\"']],
    ['{"a":"\\"items\\":[","data":[null,true,"\u2028😀",[[]]],"b":"]}"}', 'data', '{"a":"\\"items\\":[","data":[],"b":"]}"}', ['null', 'true', '"\u2028😀"', '[[]]']],
  ];
  for (const [text, key, frame, entries] of cases) {
    test(text, () => {
      const found = cut(text);
      assert.deepEqual([found.key, found.frame, textsOf(found)], [key, frame, entries]);
      assert.deepEqual(found.origins, entries.map(() => -1));
    });
  }
});

describe('an unusual body is left to be read whole', () => {
  const cases = {
    'no JSON at all': 'Bad gateway',
    'nothing': '',
    'a bare list': '[{"run_id":1}]',
    'another kind of value': 'null',
    'an empty object': '{}',
    'no list': '{"run_id":1}',
    'an object in place of the list': '{"items":{}}',
    'a string in place of the list': '{"items":"1]"}',
    'null in place of the list': '{"items":null}',
    'both keys': '{"items":[1],"data":[2]}',
    'both keys, one of them without a list': '{"items":[1],"data":null}',
    'two lists at the same key': '{"items":[1],"items":[2]}',
    'a list at an escaped key': '{"\\u0069tems":[1]}',
    'a key whose escape makes it the second of its kind': '{"items":[1],"\\u0069tems":[2]}',
    'a byte order mark': '\ufeff{"items":[1]}',
    'something behind the end': '{"items":[1]}1',
    'a second body behind the end': '{"items":[1]}{"items":[2]}',
    'a list that does not end': '{"items":[1,2',
    'a string that does not end': '{"items":["1]}',
    'an object that does not end': '{"items":[1]',
    'a bracket too many': '{"items":[1]]}',
    'a bracket too few': '{"items":[[1]}',
    'the wrong bracket': '{"items":[1}}',
    'a comma with nothing behind it': '{"items":[1],}',
    'a key without quotes': '{items:[1]}',
  };
  for (const [name, text] of Object.entries(cases)) {
    test(name, () => {
      assert.equal(cutBody(text, null), null);
      assert.equal(cutBody(text, cut('{"items":[1]}')), null);
    });
  }

  test('and where its pieces are JSON, so is the body that was cut', () => {
    const valueOf = (of: Cut): unknown => {
      try {
        return { ...(JSON.parse(of.frame) as object), [of.key]: textsOf(of).map((text) => JSON.parse(text)) };
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(sequences, (bodies) => {
        for (const { text } of bodies) {
          const found = cutBody(text, null);
          const value = found && valueOf(found);
          if (value) assert.deepStrictEqual(value, JSON.parse(text));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a known text is found again', () => {
  const cases: [string, string, string, number[]][] = [
    ['where nothing changed', list(1, 2, 3), list(1, 2, 3), [0, 1, 2]],
    ['with other white space around it', list(1, 2, 3), list(' 1', '\n2 ', 3), [0, 1, 2]],
    ['in front of, and behind, one that changed', list(1, 2, 3), list(1, 5, 3), [0, -1, 2]],
    ['but not where it only starts a longer one', list(1, 2, 3), list(12, 2, 34), [-1, 1, -1]],
    ['nor where it ends a longer one', list(1, 2, 3), list(1, 12, 3), [0, -1, 2]],
    ['behind one that came', list(1, 2, 3), list(0, 1, 2, 3), [-1, 0, 1, 2]],
    ['behind one that went', list(1, 2, 3), list(2, 3), [1, 2]],
    ['as the last one, when the last one went', list(1, 2, 3), list(1, 2), [0, 1]],
    ['no longer as the last one', list(1, 2), list(1, 2, 3), [0, 1, -1]],
    ['after all were turned around', list(1, 2, 3, 4), list(4, 3, 2, 1), [3, 2, 1, 0]],
    ['when another frame is around it', list(1, 2), '{"at":"09:41","items":[1,2],"next":"/3"}', [0, 1]],
    ['under the other key', list(1, 2), '{"data":[1,2]}', [0, 1]],
    ['once for each time it was there', list(1, 1, 2), list(1, 1, 1, 2), [0, 1, -1, 2]],
    ['behind more new ones than are looked past', list(...numbered(50)), list(...numbered(150, 1000), ...numbered(50)), [...numbered(150).map(() => -1), ...numbered(50).keys()]],
    ['behind more than are looked past that went', list(...numbered(150)), list(...numbered(50, 100)), numbered(50).map((_, index) => 100 + index)],
  ];
  for (const [name, before, after, expected] of cases) test(name, () => assert.deepEqual(origins(before, after), expected));
});

describe('what stays in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => (collect(), process.memoryUsage().heapUsed);
  /** Half a megabyte, with one short entry that is new in each. */
  const body = (index: number): string => Buffer.from(`{"generated_at":"2026-03-02 ${index}","items":["${'x'.repeat(500_000)}","a run with the number ${index}"],"next":null}`).toString();

  test('is not the body, where only its frame is kept', () => {
    const before = heap();
    const frames = Array.from({ length: 40 }, (_, index) => cut(body(index)).frame);
    assert.ok(heap() - before < 5_000_000, 'the frames keep their bodies');
    assert.equal(frames.length, 40);
  });

  test('is the last body only, where the entries of all are kept', () => {
    const memory = new EntryMemory((json) => ({ json }));
    const before = heap();
    const added = Array.from({ length: 40 }, (_, index) => memory.take(body(index))?.added.at(-1));
    assert.ok(heap() - before < 5_000_000, 'the entries keep their bodies');
    assert.deepEqual(added.at(-1), { json: 'a run with the number 39' });
  });
});
