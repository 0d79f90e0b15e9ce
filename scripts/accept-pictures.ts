/**
 * `npm run accept-pictures`: stores what the stories look like now as the expected pictures. Words after `--` limit it to
 * the stories whose id contains one of them.
 */
import { accept, orphans, remove } from '../test/stories/pictures.ts';
import { SEATS, Studio } from '../test/stories/studio.ts';

const wanted = process.argv.slice(2);
const studio = await Studio.open();
try {
  const stories = await studio.stories();
  const chosen = stories.filter(({ id }) => wanted.length === 0 || wanted.some((word) => id.includes(word)));
  const queue = chosen.flatMap(({ id, variants }) => variants.map((variant) => ({ id, variant })));
  const pictures = queue.length;
  let accepted = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { id, variant } = next;
      const { picture, complaints } = await studio.shoot(id, variant);
      if (complaints.length > 0) {
        process.exitCode = 1;
        console.log(`✖ ${id}\n${complaints.join('\n')}`);
      } else if (accept(id, variant, picture)) {
        accepted += 1;
        console.log(`✔ ${id} ${variant}`);
      }
    }
  };
  await Promise.all(Array.from({ length: SEATS }, work));
  const left = orphans(stories);
  left.forEach(remove);
  console.log(`${pictures} pictures of ${chosen.length} stories: ${accepted} are new or have changed. ${left.length} that no story has were removed.`);
} finally {
  await studio.close();
}
