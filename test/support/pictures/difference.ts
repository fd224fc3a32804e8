import type { Picture } from './png.ts';

/** How two pictures differ. */
export interface Difference {
  /** Points that differ. */
  readonly points: number;
  /** Draws the second picture in pale grey, with the points that differ in red. */
  readonly draw: () => Picture;
}

/** A smaller distance of one colour, of 255, is the work of another version of the drawing library. */
const LEAST_DISTANCE = 40;
const RED = [255, 0, 0] as const;

/** Compares two pictures point by point; of two sizes, every point of the larger one's rest differs. */
export function differenceOf(one: Picture, other: Picture): Difference {
  const [width, height] = [Math.max(one.width, other.width), Math.max(one.height, other.height)];
  let points = 0;
  for (let y = 0; y < height; y += 1) {
    if (isSameRow(one, other, y)) continue;
    for (let x = 0; x < width; x += 1) if (differs(one, other, x, y)) points += 1;
  }
  return { points, draw: () => drawn(one, other, width, height) };
}

function drawn(one: Picture, other: Picture, width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const seen = pointOf(other, x, y);
      const grey = seen < 0 ? 255 : 170 + (other.rgb[seen + 1] ?? 0) / 3;
      rgb.set(differs(one, other, x, y) ? RED : [grey, grey, grey], (y * width + x) * 3);
    }
  return { width, height, rgb };
}

/** Most rows are: to compare their bytes at once takes far less than point by point. */
function isSameRow(one: Picture, other: Picture, y: number): boolean {
  if (one.width !== other.width || y >= one.height || y >= other.height) return false;
  const [from, to] = [y * one.width * 3, (y + 1) * one.width * 3];
  return Buffer.compare(one.rgb.subarray(from, to), other.rgb.subarray(from, to)) === 0;
}

function differs(one: Picture, other: Picture, x: number, y: number): boolean {
  const [at, seen] = [pointOf(one, x, y), pointOf(other, x, y)];
  return at < 0 || seen < 0 || isFar(one, at, other, seen);
}

/** Index of a point's first byte; -1 outside of the picture. */
const pointOf = ({ width, height }: Picture, x: number, y: number): number =>
  x < width && y < height ? (y * width + x) * 3 : -1;

function isFar(one: Picture, at: number, other: Picture, seen: number): boolean {
  for (let colour = 0; colour < 3; colour += 1)
    if (Math.abs((one.rgb[at + colour] ?? 0) - (other.rgb[seen + colour] ?? 0)) >= LEAST_DISTANCE)
      return true;
  return false;
}
