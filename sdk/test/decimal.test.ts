import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, multiply, round, subtract, toTick } from '../src/decimal.ts';

test.each([
  [add('0.1', '0.2'), '0.3'],
  [add('-0.05', '0.05'), '0.00'],
  [subtract('1', '0.05'), '0.95'],
  [subtract('0.05', '1'), '-0.95'],
  [multiply('27.50', '1.005'), '27.63750'],
  [multiply('9007199254740993.01', '100'), '900719925474099301.00'],
  [round('27.635', 2), '27.64'],
  [round('-27.635', 2), '-27.64'],
  [round('27.6', 2), '27.60'],
  [round('-0.001', 2), '0.00'],
  [round('27.631', 2, 'up'), '27.64'],
  [round('-27.639', 2, 'up'), '-27.63'],
  [round('-27.631', 2, 'down'), '-27.64'],
  [toTick('27.777', '0.01'), '27.78'],
  [toTick('27.777', '0.01', 'down'), '27.77'],
  [toTick('27.33', '0.05'), '27.35'],
])('%s is %s', (actual, expected) => expect(actual).toBe(expected));

test('sums, products and comparisons agree with whole numbers', () => {
  const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const text = (value: number): string => {
    const digits = String(Math.abs(value)).padStart(3, '0');
    return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(add(text(a), text(b))).toBe(text(a + b));
      expect(subtract(text(a), text(b))).toBe(text(a - b));
      expect(multiply(text(a), String(b))).toBe(text(a * b));
      expect(compare(text(a), text(b))).toBe(Math.sign(a - b));
    }),
  );
});

test.each(['', '1.', '.5', '1e3', 'NaN', '1,5', ' 1'])('"%s" is no decimal', (text) => {
  expect(() => add(text, '1')).toThrow(RangeError);
});

test('a tick is positive', () => {
  expect(() => toTick('1', '0')).toThrow(RangeError);
});
