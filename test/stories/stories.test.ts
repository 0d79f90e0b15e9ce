/** Every story of the built Storybook is a test: it renders without errors, axe finds no violation, and it looks like its stored picture. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { difference, orphans } from './pictures.ts';
import { SEATS, Studio } from './studio.ts';

const studio = await Studio.open();
after(() => studio.close());
const stories = await studio.stories();

describe('the story', { concurrency: SEATS }, () => {
  for (const { id, variants } of stories) {
    it(id, async () => {
      const wrong: string[] = [];
      for (const variant of variants) {
        const { picture, complaints } = await studio.shoot(id, variant);
        const changed = difference(id, variant, picture);
        wrong.push(...complaints, ...(changed === null ? [] : [changed]));
      }
      if (wrong.length > 0) assert.fail(wrong.join('\n'));
    });
  }
});

describe('the stored pictures', () => {
  it('are all of a story', () => {
    assert.deepEqual(orphans(stories), [], 'no story has these; npm run accept-pictures removes them');
  });
});
