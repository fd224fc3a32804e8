import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const settings = fc.record({
  firstMs: fc.integer({ min: 1, max: 1_000 }),
  maxMs: fc.integer({ min: 1_000, max: 60_000 }),
});
const failures = fc.integer({ min: 1, max: 5_000 });

test('doubles from the first delay to the bound', () => {
  const delays = [1, 2, 3, 4, 5, 6, 1_100].map((count) => backoffMs(count, { firstMs: 100, maxMs: 2_000 }));
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
});

test('never shrinks and never passes the bound', () => {
  fc.assert(
    fc.property(settings, failures, (backoff, count) => {
      const delayMs = backoffMs(count, backoff);
      expect(delayMs).toBeGreaterThanOrEqual(backoff.firstMs);
      expect(delayMs).toBeLessThanOrEqual(backoffMs(count + 1, backoff));
      expect(delayMs).toBeLessThanOrEqual(backoff.maxMs);
    }),
  );
});

test('jitter takes at most half of a delay away', () => {
  fc.assert(
    fc.property(
      settings,
      failures,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (backoff, count, draw) => {
        const fullMs = backoffMs(count, backoff);
        const delayMs = backoffMs(count, { ...backoff, random: () => draw });
        expect(delayMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(delayMs).toBeLessThanOrEqual(fullMs);
      },
    ),
  );
});
