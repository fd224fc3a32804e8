import { expect, test } from 'vitest';
import { createOpenOrderLimit } from './open-order-limit.ts';

function createTrial(maxOpenOrders: number) {
  const open = new Map<string, number>();
  const state = { counted: 0 };
  const limit = createOpenOrderLimit({
    maxOpenOrders,
    store: {
      counts: async (queries) => {
        state.counted += queries.length;
        return queries.map(({ accountId }) => open.get(accountId) ?? 0);
      },
    },
  });
  /** Places orders of an account in one batch; returns how many pass. */
  const place = async (accountId: string, count: number): Promise<number> => {
    const answers = await limit.take(Array.from({ length: count }, () => accountId));
    const placed = answers.filter(Boolean).length;
    open.set(accountId, (open.get(accountId) ?? 0) + placed);
    return placed;
  };
  return { open, state, place };
}

test('an account has at most the highest number of open orders, and room again when some end', async () => {
  const { open, place } = createTrial(1_000);
  let placed = 0;
  for (let batch = 0; batch < 15; batch++) placed += await place('acc_1', 100);
  expect(placed).toBe(1_000);
  expect(await place('acc_2', 1)).toBe(1);
  open.set('acc_1', 970);
  expect(await place('acc_1', 100)).toBe(30);
});

test('open orders are counted once in many new ones', async () => {
  const { state, place } = createTrial(100_000);
  for (let order = 0; order < 100; order++) await place('acc_1', 1);
  expect(state.counted).toBe(0);
  for (let order = 0; order < 1_000; order++) await place('acc_1', 1);
  expect(state.counted).toBe(2);
});

test('the accounts of one batch are limited each by itself', async () => {
  const { open, place } = createTrial(50);
  open.set('acc_1', 50);
  expect([await place('acc_1', 60), await place('acc_2', 60)]).toEqual([0, 50]);
});
