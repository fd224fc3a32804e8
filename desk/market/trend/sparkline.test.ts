import { expect, test } from 'vitest';
import { linePoints } from './sparkline.tsx';

test.each<[readonly number[], string]>([
  [[1, 2, 3], '0.0,10.0 10.0,5.0 20.0,0.0'],
  [[5, 5], '0.0,5.0 20.0,5.0'],
  [[7], '0.0,5.0'],
])('the line of %j fills its area', (values, points) => {
  expect(linePoints(values, 20, 10)).toBe(points);
});
