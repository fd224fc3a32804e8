import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createActivityBudget } from './activity-budget.ts';

/** Actions of one command that a budget allows over a duration. */
const spent = (
  rate: number,
  { speed, seconds }: { readonly speed: number; readonly seconds: number },
): number => {
  const budget = createActivityBudget({ commandsPerSecond: rate, maxCommandsPerSecond: 1_000, stepMs: 100 });
  let count = 0;
  for (let step = 0; step <= seconds * 10; step++) {
    budget.gain(step * 100 * speed, 1);
    while (budget.isPositive()) {
      budget.spendAction(1);
      count++;
    }
  }
  return count;
};

test.each([1, 50, 1_000, 20_000])('allows %d commands a second', (rate) => {
  const count = spent(rate, { speed: 1, seconds: 20 });
  expect(Math.abs(count - 20 * rate)).toBeLessThanOrEqual(1);
});

test('follows the market speed up to the maximum of the machine', () => {
  expect(spent(10, { speed: 20, seconds: 20 })).toBe(4_000);
  expect(spent(10, { speed: 1_000, seconds: 20 })).toBe(20_000);
});

test('a step ends, whatever its actions send, and commands that answer reports count', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1 }), (costs) => {
      const budget = createActivityBudget({
        commandsPerSecond: 50,
        maxCommandsPerSecond: 1_000,
        stepMs: 100,
      });
      budget.gain(0, 1);
      budget.gain(1_000, 1);
      let turns = 0;
      for (; budget.isPositive(); turns++) budget.spendAction(costs[turns % costs.length] ?? 0);
      expect(turns).toBeLessThanOrEqual(250);
    }),
  );
  const budget = createActivityBudget({ commandsPerSecond: 50, maxCommandsPerSecond: 1_000, stepMs: 100 });
  budget.gain(0, 1);
  budget.gain(100, 1);
  budget.spend(10);
  expect(budget.isPositive()).toBe(false);
});
