import { expect, test } from 'vitest';
import { courseOf, linePoints } from './sparkline.tsx';

test.each<[readonly number[], string]>([
  [[1, 2, 3], '0.0,10.0 10.0,5.0 20.0,0.0'],
  [[5, 5], '0.0,5.0 20.0,5.0'],
  [[7], '0.0,5.0'],
])('the line of %j fills its area', (values, points) => {
  expect(linePoints(values, 20, 10)).toBe(points);
});

test.each([
  [[], 'flat'],
  [[5], 'flat'],
  [[5, 9, 6], 'up'],
  [[5, 9, 4], 'down'],
  [[5, 9, 5], 'flat'],
] as const)('the course %j is %s', (values, course) => {
  expect(courseOf(values)).toBe(course);
});
