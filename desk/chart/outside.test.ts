import { expect, test } from 'vitest';
import { isWithin, outsideOf, roomFor } from './outside.ts';

const lines = [29, 31, 33, 25, 27.5].map((price) => ({ price }));

test('of the lines out of view the closest one of each side is named', () => {
  expect(outsideOf(lines, { top: 30, bottom: 28 })).toEqual({
    above: { nearest: { price: 31 }, more: 1 },
    below: { nearest: { price: 27.5 }, more: 1 },
  });
  expect(outsideOf(lines, { top: 40, bottom: 20 })).toEqual({ above: null, below: null });
});

test('a line has its name once: within the range, or beyond its edge', () => {
  const range = { top: 31, bottom: 27.5 };
  const { above, below } = outsideOf(lines, range);
  const beyond = [above, below].reduce((count, one) => count + (one ? 1 + one.more : 0), 0);
  expect(lines.filter(({ price }) => isWithin(price, range)).length + beyond).toBe(lines.length);
});

test.each([
  [[], 700, 40],
  [['Compra 200'], 700, 93],
  [['Compra 200', 'Stop · Venda 300'], 700, 132],
  [['Stop · Venda 300'], 200, 60],
  [[], 0, 0],
])('names %j in %i pixels have %i', (names, width, room) => {
  expect(roomFor(names, width)).toBeCloseTo(room);
});
