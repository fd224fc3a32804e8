import { expect, test } from 'vitest';
import { createOperationSlots, WAITING_PER_SLOT } from './operation-slots.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('operations run up to the limit, wait in their order, and are refused when too many wait', async () => {
  const slots = createOperationSlots(() => 2, 2 * WAITING_PER_SLOT);
  const outcomes: string[] = [];
  const count = 2 + 2 * WAITING_PER_SLOT + 3;
  for (let number = 1; number <= count; number += 1)
    void slots.enter().then((mayRun) => outcomes.push(`${number} ${mayRun ? 'runs' : 'refused'}`));
  await turn();
  expect(outcomes).toEqual(['1 runs', '2 runs', '13 refused', '14 refused', '15 refused']);
  slots.leave();
  await turn();
  expect(outcomes.at(-1)).toBe('3 runs');
  for (let left = 1 + 2 * WAITING_PER_SLOT; left > 0; left -= 1) slots.leave();
  await turn();
  expect(outcomes.slice(6).map((outcome) => parseInt(outcome, 10))).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect([await slots.enter(), await slots.enter()]).toEqual([true, true]);
});
