import { expect, test } from 'vitest';
import { curveOf, pointAt, resultOf, withPresent, withStart, type EquityPoint } from './equity-curve.ts';

const point = (date: string, equity: string, netFlow: string, profit: string): EquityPoint => ({
  date,
  equity,
  netFlow,
  profit,
});
const DAYS = [
  point('2026-03-12', '1000.00', '1000.00', '0.00'),
  point('2026-03-13', '1100.00', '0.00', '100.00'),
  point('2026-03-16', '2090.00', '1100.00', '-110.00'),
];

test('the present value is that of today, and its change is profit', () => {
  const [, , today] = withPresent(DAYS, '2026-03-16', '2100.50');
  expect(today).toEqual(point('2026-03-16', '2100.50', '1100.00', '-99.50'));
  expect(withPresent(DAYS, '2026-03-17', '2100.50')).toBe(DAYS);
  expect(withPresent(DAYS, '2026-03-16', undefined)).toBe(DAYS);
  expect(withPresent([], '2026-03-16', '1.00')).toEqual([]);
});

test('the curve begins with what the first day began with', () => {
  const [, second] = DAYS;
  expect(withStart(DAYS.slice(1))[0]).toEqual({ ...second, equity: '1000.00', profit: '0.00' });
  expect(withStart([])).toEqual([]);
});

test('deposits are no result: 10 % up and 5 % down are 4.5 %', () => {
  expect(resultOf(DAYS)).toEqual({ profit: '-10.00', percent: '4.50' });
});

test('an account with nothing has no return', () => {
  expect(resultOf([])).toEqual({ profit: '0.00', percent: null });
  expect(resultOf([point('2026-03-16', '0.00', '0.00', '0.00')])).toEqual({ profit: '0.00', percent: null });
});

test('the curve fills its frame', () => {
  const { places, low, high, line } = curveOf(DAYS, 100, 50);
  expect([low, high]).toEqual([1000, 2090]);
  expect(places.map(({ x }) => x)).toEqual([0, 50, 100]);
  expect(places[0]?.y).toBeCloseTo(46);
  expect(places[2]?.y).toBeCloseTo(4);
  expect(line).toMatch(/^M0\.0 46\.0L50\.0 [\d.]+L100\.0 4\.0$/);
});

test('one point, and points of the same value, stand in the middle', () => {
  expect(curveOf(DAYS.slice(0, 1), 100, 50).places).toEqual([{ x: 50, y: 25 }]);
});

test.each([
  [-0.2, 0],
  [0.3, 1],
  [1.7, 3],
])('at the part %d of the width stands the point %i', (part, index) => {
  expect(pointAt(4, part)).toBe(index);
});
