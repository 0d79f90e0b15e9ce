/** The stored pictures of stories: reading, writing, comparing, and showing differences. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { encode } from './png.ts';
import type { Story, Variant } from './studio.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STORED = join(import.meta.dirname, 'pictures');
const DIFFERENCES = join(ROOT, '.cache/pictures');

/**
 * The difference of colour at which pixelmatch counts a pixel as changed: more than the rounding of png.ts, and far less than an eye
 * can see. Pixels that only smooth an edge do not count.
 */
const THRESHOLD = 0.05;

const nameOf = (story: string, variant: Variant): string => `${story}.${variant}.png`;
const fileOf = (story: string, variant: Variant): string => join(STORED, nameOf(story, variant));

/** One sentence about how a picture differs from the stored one, and where to see it; null when it does not. */
export function difference(story: string, variant: Variant, taken: Buffer): string | null {
  const seen = join(DIFFERENCES, `${story}--${variant}.png`);
  rmSync(seen, { force: true });
  const now = PNG.sync.read(taken);
  const stored = read(fileOf(story, variant));
  const compared = stored && compare(stored, now);
  if (compared?.changed === 0) return null;

  mkdirSync(DIFFERENCES, { recursive: true });
  writeFileSync(seen, compared ? PNG.sync.write(beside(compared.panels)) : taken);
  const where = relative(ROOT, seen);
  if (!compared) return `No picture "${variant}" of this story is stored. This is it: ${where}\nAccept it: npm run accept-pictures -- ${story}`;
  const share = ((100 * compared.changed) / (compared.panels[0].width * compared.panels[0].height)).toFixed(2);
  return `Its picture "${variant}" has changed: ${compared.changed} pixels, ${share} %. Stored, taken, difference: ${where}\nIf it should: npm run accept-pictures -- ${story}`;
}

/** Stores a picture, unless it equals the stored one. True when it was stored. */
export function accept(story: string, variant: Variant, taken: Buffer): boolean {
  const stored = read(fileOf(story, variant));
  const now = PNG.sync.read(taken);
  if (stored && compare(stored, now).changed === 0) return false;
  mkdirSync(STORED, { recursive: true });
  writeFileSync(fileOf(story, variant), encode(now));
  return true;
}

/** The names of stored pictures that belong to none of these stories. */
export function orphans(stories: readonly Story[]): string[] {
  const owned = new Set(stories.flatMap(({ id, variants }) => variants.map((variant) => nameOf(id, variant))));
  return readdirSync(STORED).filter((name) => !owned.has(name));
}

export function remove(name: string): void {
  rmSync(join(STORED, name));
}

function read(file: string): PNG | null {
  try {
    return PNG.sync.read(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

interface Comparison {
  readonly changed: number;
  /** The stored picture, the new one and the difference, all of the same size. */
  readonly panels: readonly [PNG, PNG, PNG];
}

/** Compares two pictures. If one is larger, its additional area counts as changed. */
function compare(stored: PNG, now: PNG): Comparison {
  const width = Math.max(stored.width, now.width);
  const height = Math.max(stored.height, now.height);
  const [before, after] = [grown(stored, width, height), grown(now, width, height)];
  const shown = new PNG({ width, height });
  const changed = pixelmatch(before.data, after.data, shown.data, width, height, { threshold: THRESHOLD });
  return { changed, panels: [before, after, shown] };
}

/** Enlarges a picture with a colour that no story has. */
function grown(picture: PNG, width: number, height: number): PNG {
  if (picture.width === width && picture.height === height) return picture;
  const larger = new PNG({ width, height });
  larger.data.fill(Buffer.from([255, 0, 255, 255]));
  PNG.bitblt(picture, larger, 0, 0, picture.width, picture.height, 0, 0);
  return larger;
}

function beside(panels: readonly PNG[]): PNG {
  const gap = 16;
  const { width, height } = panels[0]!;
  const all = new PNG({ width: panels.length * (width + gap) - gap, height });
  panels.forEach((panel, index) => PNG.bitblt(panel, all, 0, 0, width, height, index * (width + gap), 0));
  return all;
}
