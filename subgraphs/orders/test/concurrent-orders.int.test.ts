import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buy, CANCEL, createOrderScene, PLACE, type OrderScene, type OrderView } from './order-scene.ts';
import { ACCOUNT, ALICE, BOB, BOBS_ACCOUNT } from './test-support.ts';

let orders: OrderScene;
beforeEach(async () => {
  orders = await createOrderScene();
});
afterEach(() => orders.stop());

/** Sends requests at once, so that they share batches; returns their answers. */
const placeAtOnce = async (requests: readonly (readonly [userId: string, changes: object])[]) => {
  const sent = requests.map(async ([userId, changes]) => {
    const { data, errors } = await orders.send(userId, PLACE, { input: buy(changes) });
    const answer = data?.['placeOrder'] as OrderView | null;
    return answer?.rule ?? answer?.__typename ?? errors?.[0]?.extensions.code;
  });
  return orders.settle(Promise.all(sent));
};

test('concurrent orders of several users are answered each for itself', async () => {
  orders.wallet.give(BOBS_ACCOUNT, 'BRL', 2_900_00);
  const answers = await placeAtOnce([
    [ALICE, { clientOrderId: 'a1' }],
    [ALICE, { clientOrderId: 'a2', quantity: 101 }],
    [ALICE, { clientOrderId: 'a3', ticker: 'VALE3' }],
    [BOB, { clientOrderId: 'a4' }],
    [ALICE, { clientOrderId: 'not an id' }],
    [BOB, { clientOrderId: 'b1', accountId: BOBS_ACCOUNT }],
    [ALICE, { clientOrderId: 'a5' }],
    [ALICE, { clientOrderId: 'a1' }],
    [ALICE, { clientOrderId: 'a6', quantity: 100_000 }],
    [ALICE, { clientOrderId: 'a7', side: 'SELL' }],
  ]);
  expect(answers).toEqual([
    'Order',
    'LOT_SIZE',
    'UNKNOWN_TICKER',
    'ACCOUNT_NOT_FOUND',
    'INVALID_ID',
    'Order',
    'Order',
    'Order',
    'INSUFFICIENT_CASH',
    'Order',
  ]);
  await orders.expectConsistent();
  expect(orders.commands).toHaveLength(4);
  expect(orders.commands.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

test('of 200 concurrent orders that exceed the cash by one centavo, exactly 199 are placed', async () => {
  const each = 2_890_98;
  orders.wallet.give(BOBS_ACCOUNT, 'BRL', 200 * each - 1);
  const answers = await placeAtOnce(
    Array.from({ length: 200 }, (_, index) => [
      BOB,
      { clientOrderId: `tight-${index}`, accountId: BOBS_ACCOUNT },
    ]),
  );
  expect(answers.filter((answer) => answer === 'Order')).toHaveLength(199);
  expect(answers.filter((answer) => answer === 'INSUFFICIENT_CASH')).toHaveLength(1);
  await orders.expectConsistent();
  expect(orders.commands).toHaveLength(199);
  expect(orders.wallet.free(BOBS_ACCOUNT, 'BRL')).toBe(each - 1);
});

test('a refused batch of reservations of one request harms no other', async () => {
  const { reserve } = orders.wallet;
  let calls = 0;
  const failing: WalletRpc['reserve'] = async (input) => {
    calls += 1;
    if (input.reservations.some(({ amount }) => amount > 5_000_00)) throw new Error('a bug of the wallet');
    return reserve(input);
  };
  Object.assign(orders.wallet, { reserve: failing });
  orders.wallet.give(ACCOUNT, 'BRL', 100_000_00);
  const answers = await placeAtOnce([
    [ALICE, { clientOrderId: 'first' }],
    [ALICE, { clientOrderId: 'good' }],
    [ALICE, { clientOrderId: 'bad', quantity: 200 }],
    [ALICE, { clientOrderId: 'fine' }],
  ]);
  expect(answers).toEqual(['Order', 'Order', 'INTERNAL_SERVER_ERROR', 'Order']);
  expect(calls).toBeGreaterThan(1);
  await orders.expectConsistent();
  expect(orders.commands).toHaveLength(3);
});

test('while a step is behind, orders are refused before anything is reserved, and cancels pass', async () => {
  const order = await orders.place({ clientOrderId: 'before' });
  await orders.expectConsistent();
  await orders.part().stop();
  // Every measurement exceeds it.
  await orders.restart({ maxBacklog: -1 });
  // The first orders pass unmeasured; the same id places one.
  await orders.until(async () => {
    const { errors } = await orders.send(ALICE, PLACE, { input: buy({ clientOrderId: 'unmeasured' }) });
    return errors !== undefined;
  });
  const refused = await orders.execute(ALICE, PLACE, { input: buy({ clientOrderId: 'behind' }) });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterMs: 1_000 });
  const { data } = await orders.execute(ALICE, CANCEL, { id: order.id });
  expect(data).toMatchObject({ cancelOrder: { __typename: 'Order', pendingRequest: 'CANCEL' } });
  await orders.expectConsistent();
  expect(Object.keys(orders.wallet.holds())).toHaveLength(2);
});
