import { expect, test } from 'vitest';
import { createRandom } from '#platform/random.ts';
import { quantile } from '../../bench/measure.ts';
import { normal } from '#simulator/model/noise.ts';
import {
  autocorrelation,
  correlation,
  deviation,
  everyNth,
  excessKurtosis,
  mean,
  returnsOf,
} from './statistics.ts';

test('computes moments of small tables', () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 2, 6])).toBe(3);
  expect(deviation([1, 3])).toBe(1);
  expect(excessKurtosis([1, 1])).toBe(0);
  expect(excessKurtosis([-1, 1, -1, 1])).toBe(-2);
  expect(quantile([3, 1, 2, 4], 0.5)).toBe(3);
  expect(everyNth([0, 1, 2, 3, 4], 2)).toEqual([0, 2, 4]);
  expect(returnsOf([1, Math.E, 1])).toEqual([1, -1]);
});

test('finds correlations and none where there are none', () => {
  const random = createRandom(1);
  const noise = Array.from({ length: 20_000 }, () => normal(random));
  expect(Math.abs(excessKurtosis(noise))).toBeLessThan(0.15);
  expect(Math.abs(autocorrelation(noise, 1))).toBeLessThan(0.02);
  expect(correlation(noise, noise)).toBeCloseTo(1);
  expect(correlation(noise, [])).toBe(0);
  expect(autocorrelation([1, -1, 1, -1, 1, -1], 1)).toBeCloseTo(-1);
});
