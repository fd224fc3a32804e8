import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compositionOn, indexValueOf, type IndexComposition, type MemberPrice } from './stock-index.ts';

const composition: IndexComposition = {
  ticker: 'IBOV',
  from: '2026-03-16',
  divisorE8: 10_00000000n,
  members: [
    { ticker: 'PETR4', quantity: 1_000, sharePpm: 600_000 },
    { ticker: 'VALE3', quantity: 200, sharePpm: 400_000 },
  ],
};
const prices =
  (table: Readonly<Record<string, readonly [number, number]>>) =>
  (ticker: string): MemberPrice | null => {
    const [now, previousClose] = table[ticker] ?? [];
    return now === undefined || previousClose === undefined ? null : { now, previousClose };
  };

describe('an index value', () => {
  test('is the sum of price times quantity over the divisor', () => {
    // 1000 x 30.00 + 200 x 100.00 = 50,000.00; divided by 10: 5,000.00 points.
    const value = indexValueOf(composition, null, prices({ PETR4: [3_000, 3_000], VALE3: [10_000, 10_000] }));
    expect(value).toEqual({ value: 500_000, previousClose: 500_000 });
    // PETR4 rises by 10 %: 3,000.00 more, 300 points.
    const later = indexValueOf(composition, null, prices({ PETR4: [3_300, 3_000], VALE3: [10_000, 10_000] }));
    expect(later).toEqual({ value: 530_000, previousClose: 500_000 });
  });

  test('reduces the divisor by the share of absent members, and is null without any', () => {
    const value = indexValueOf(composition, null, prices({ PETR4: [3_000, 3_000] }));
    expect(value).toEqual({ value: 500_000, previousClose: 500_000 });
    expect(indexValueOf(composition, null, () => null)).toBeNull();
  });

  test('does not jump when a corporate action or another composition changes the adjusted closes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 50_000_000 }),
        fc.array(
          fc.record({
            close: fc.integer({ min: 1, max: 50_000 }),
            quantity: fc.integer({ min: 1, max: 10 ** 10 }),
          }),
          { minLength: 1, maxLength: 90 },
        ),
        (lastClose, members) => {
          const next = {
            ...composition,
            members: members.map(({ quantity }, index) => ({ ticker: `A${index}`, quantity, sharePpm: 1 })),
          };
          const closes = prices(
            Object.fromEntries(members.map(({ close }, index) => [`A${index}`, [close, close] as const])),
          );
          expect(indexValueOf(next, lastClose, closes)).toEqual({
            value: lastClose,
            previousClose: lastClose,
          });
        },
      ),
    );
  });

  test('moves by the weighted mean of its members', () => {
    fc.assert(
      fc.property(fc.integer({ min: -900, max: 900 }), (change) => {
        const now = (close: number): number => close + (close * change) / 1_000;
        const value = indexValueOf(
          composition,
          12_000_000,
          prices({ PETR4: [now(3_000), 3_000], VALE3: [now(10_000), 10_000] }),
        );
        expect(value?.value).toBe(12_000_000 + 12_000 * change);
      }),
    );
  });
});

test('selects the newest composition that has begun', () => {
  const next = { ...composition, from: '2026-05-04' };
  expect(compositionOn([next, composition], '2026-03-15')).toBeNull();
  expect(compositionOn([next, composition], '2026-05-03')).toBe(composition);
  expect(compositionOn([next, composition], '2026-05-04')).toBe(next);
});
