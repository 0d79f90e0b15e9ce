/**
 * Writes small PNGs with at most 256 colours, less than half the usual size. The colours of areas are exact; those that smooth the
 * edges of letters are rounded.
 */
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** How many of the most frequent colours are kept exactly. */
const KEPT = 24;

/** Steps per channel for the other colours, finest first. With coarser ones a picture would differ from itself (pictures.ts). */
const STEPS = [32, 24, 18, 14];

export function encode(picture: PNG): Buffer {
  const colours = coloursOf(picture);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const reduced = reduce([...counts.keys()].sort((one, other) => counts.get(other)! - counts.get(one)!));
  if (!reduced) return PNG.sync.write(picture, { colorType: 2, deflateLevel: 9 });
  const { palette, index } = reduced;
  // Each row begins with its filter type; 0 means none.
  const rows = Buffer.alloc((picture.width + 1) * picture.height);
  colours.forEach((colour, pixel) => (rows[pixel + Math.floor(pixel / picture.width) + 1] = index.get(colour)!));

  const header = Buffer.alloc(13);
  header.writeUInt32BE(picture.width, 0);
  header.writeUInt32BE(picture.height, 4);
  // Bit depth 8, colour type 3 (palette).
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const coloursOf = ({ width, height, data }: PNG): Uint32Array =>
  new Uint32Array(width * height).map((_, pixel) => (data[4 * pixel]! << 16) | (data[4 * pixel + 1]! << 8) | data[4 * pixel + 2]!);

interface Reduced {
  readonly palette: number[];
  /** Maps a colour of the picture to its index in the palette. */
  readonly index: ReadonlyMap<number, number>;
}

/** @param colours all of the picture, commonest first; null when they are too many */
function reduce(colours: readonly number[], [steps, ...coarser] = STEPS): Reduced | null {
  if (steps === undefined) return null;
  const nearest = (value: number): number => Math.round((Math.round((value / 255) * (steps - 1)) * 255) / (steps - 1));
  const shown = colours.map((colour, rank) =>
    rank < KEPT ? colour : (nearest(colour >> 16) << 16) | (nearest((colour >> 8) & 255) << 8) | nearest(colour & 255),
  );
  const palette = [...new Set(shown)];
  if (palette.length > 256) return reduce(colours, coarser);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  return { palette, index: new Map(colours.map((colour, rank) => [colour, places.get(shown[rank]!)!])) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, check]);
}
