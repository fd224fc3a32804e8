import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { B3_CASH_FEES } from './fee-table.ts';
import { costsOf, costsOfFill, scheduleOn } from './fees.ts';

const schedule = fc.constantFrom(...B3_CASH_FEES);
const gross = fc.integer({ min: 1, max: 1_000_000_000_000 });

test.each([
  ['2019-01-02', '2021-02-02'],
  ['2021-02-02', '2021-02-02'],
  ['2025-07-31', '2021-02-02'],
  ['2025-08-01', '2025-08-01'],
  ['2030-01-01', '2025-08-01'],
])('on %s the fees of %s are in force', (day, from) => {
  expect(scheduleOn(B3_CASH_FEES, day).from).toBe(from);
});

test('an empty fee table throws', () => {
  expect(() => scheduleOn([], '2026-03-16')).toThrow(/empty/);
});

test('the table lists schedules oldest first', () => {
  const days = B3_CASH_FEES.map((entry) => entry.from);
  expect(days).toEqual([...days].sort());
});

describe('costs', () => {
  test('of R$ 10,000.00', () => {
    const [former, current] = B3_CASH_FEES.map((entry) => costsOf(entry, 1_000_000));
    expect(former).toEqual({
      costs: [
        { name: 'TRADING', amountCentavos: 50 },
        { name: 'SETTLEMENT', amountCentavos: 250 },
      ],
      totalCentavos: 300,
    });
    expect(current?.totalCentavos).toBe(230);
  });

  test('of an order do not depend on the sizes of its fills', () => {
    fc.assert(
      fc.property(schedule, fc.array(gross, { minLength: 1, maxLength: 20 }), (fees, fills) => {
        let filled = 0;
        const sums = new Map<string, number>();
        for (const fill of fills) {
          const { costs, totalCentavos } = costsOfFill(fees, filled, fill);
          expect(totalCentavos).toBeGreaterThanOrEqual(0);
          for (const cost of costs) sums.set(cost.name, (sums.get(cost.name) ?? 0) + cost.amountCentavos);
          filled += fill;
        }
        const whole = costsOf(fees, filled).costs.map((cost) => [cost.name, cost.amountCentavos]);
        expect([...sums]).toEqual(whole);
      }),
    );
  });

  test('never fall when the traded amount grows', () => {
    fc.assert(
      fc.property(schedule, gross, gross, (fees, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(costsOf(fees, low).totalCentavos).toBeLessThanOrEqual(costsOf(fees, high).totalCentavos);
      }),
    );
  });
});
