import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { differenceOf } from './difference.ts';
import { decodePng, encodePng, type Picture } from './png.ts';

const picture = (width: number, height: number, at: (x: number, y: number) => number): Picture => {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rgb.set([at(x, y), x * 9, y * 7], (y * width + x) * 3);
  return { width, height, rgb };
};

test('a picture comes back from its file', () => {
  const one = picture(5, 3, (x, y) => x * y * 11);
  expect(decodePng(encodePng(one))).toEqual(one);
});

test('each filter of a row is taken back, and opacity is left out', () => {
  // One column of points of four bytes; the first byte of a row is its filter. Worked out by hand from the specification.
  const rows = [
    [0, 10, 20, 30, 255],
    [1, 1, 2, 3, 255],
    [2, 5, 6, 7, 0],
    [3, 1, 1, 1, 0],
    [4, 2, 2, 2, 0],
  ];
  const head = Buffer.from(encodePng(picture(1, rows.length, () => 0)).subarray(0, 33));
  head[25] = 6;
  const body = deflateSync(Buffer.from(rows.flat()));
  const part = Buffer.alloc(body.length + 12);
  part.writeUInt32BE(body.length, 0);
  part.write('IDAT', 4, 'latin1');
  part.set(body, 8);
  expect([...decodePng(Buffer.concat([head, part])).rgb]).toEqual([
    10, 20, 30, 1, 2, 3, 6, 8, 10, 4, 5, 6, 6, 7, 8,
  ]);
});

test('points that differ are counted and marked; a shade does not count', () => {
  const before = picture(4, 4, () => 100);
  const after = picture(4, 4, (x, y) => (x === 1 && y === 2 ? 200 : 110));
  const { points, draw } = differenceOf(before, after);
  expect(points).toBe(1);
  const marked = draw();
  expect([...marked.rgb.subarray((2 * 4 + 1) * 3, (2 * 4 + 1) * 3 + 3)]).toEqual([255, 0, 0]);
  expect(differenceOf(before, before).points).toBe(0);
});

test('of two sizes, what only one picture has differs', () => {
  const { points, draw } = differenceOf(
    picture(2, 2, () => 0),
    picture(3, 1, () => 0),
  );
  expect(points).toBe(4);
  const { width, height } = draw();
  expect([width, height]).toEqual([3, 2]);
});
