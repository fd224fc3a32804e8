import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latencyOf, percentile } from './statistics.ts';

test('a percentile is one of the values, and its share of them does not exceed it', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.5, 0.99, 1), (list, share) => {
      const found = percentile(list, share);
      expect(list).toContain(found);
      expect(list.filter((one) => one <= found).length).toBeGreaterThanOrEqual(share * list.length);
    }),
  );
});

test('100 samples: the p99 leaves out the slowest one', () => {
  const list = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(latencyOf(list)).toEqual({ samples: 100, p50Ms: 50, p99Ms: 99, maxMs: 100 });
});

test('no samples give zeros', () => {
  expect(latencyOf([])).toEqual({ samples: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 });
});
