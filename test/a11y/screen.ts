/** Forced colours, and pictures of the page, read as pixels. */
import { executeServerCommand } from '@web/test-runner-commands';

export const forceColours = (active: boolean): Promise<unknown> => executeServerCommand('force-colours', active);

/** The pixels of a box of the page, left to right, top to bottom. */
export async function pixelsOf({ x, y, width, height }: DOMRect): Promise<ImageData> {
  const clip = { x: Math.round(x + scrollX), y: Math.round(y + scrollY), width: Math.ceil(width), height: Math.ceil(height) };
  const picture = await executeServerCommand<string, typeof clip>('picture', clip);
  const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  canvas.drawImage(image, 0, 0);
  return canvas.getImageData(0, 0, image.width, image.height);
}

/** The colours of one row of pixels, from left to right. */
export const rowOf = ({ data, width }: ImageData, y: number): string[] =>
  Array.from({ length: width }, (_, x) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)].join(' '));
