import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { refuse } from '#domain/refusal.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { orderOf } from '#test/support/samples/order-reports.ts';
import { newOrderCommand } from '../accept/engine-commands.ts';
import { createPrismaOrderStore } from './store.prisma.ts';
import type { OutgoingFact } from './store.ts';

type Store = Awaited<ReturnType<typeof createPrismaOrderStore>>;
let stores: [Store, Store];
beforeAll(async () => {
  const database = await createTestDatabase('orders');
  stores = [
    await createPrismaOrderStore(database, { engineShards: 1 }),
    await createPrismaOrderStore(database, { engineShards: 1 }),
  ];
});
afterAll(() => Promise.all(stores.map((store) => store.close())));

const factOf = (type: 'PLACED' | 'ACCEPTED', order: OrderRecord) =>
  draftFact(type, order.reservedCentavos, order, { atMs: 1, correlationId: 'cor_1' });

async function accept(store: Store, orderId: string): Promise<OrderRecord> {
  const order = { ...orderOf('BUY', 100, 2_890), orderId, clientOrderId: orderId };
  expect(await store.addIntents([order])).toEqual(['WRITTEN']);
  const accepted = await store.acceptOrders([
    { orderId, fact: factOf('PLACED', order), command: newOrderCommand(order) },
  ]);
  expect([...accepted]).toEqual([orderId]);
  return order;
}

const lock = (store: Store, orderId: string): Promise<readonly OrderRecord[]> =>
  store.transaction((tx) => tx.lockOrders([orderId, 'ord_unknown']));

const save = (store: Store, order: OrderRecord): Promise<void> =>
  store.transaction(async (tx) => {
    await tx.lockOrders([order.orderId]);
    tx.saveOrders([order]);
  });

test('an order that is locked is as the last committed transaction of any instance has left it', async () => {
  const [one, two] = stores;
  const placed = await accept(one, 'ord_locked');
  for (const store of stores) expect(await lock(store, placed.orderId)).toEqual([placed]);
  const refusal = refuse('UNKNOWN_TICKER', { message: 'a "quote", a \\ and a\nline of {}' });
  const replacement = { requestId: 'rpl_1', quantity: 300, limitPriceCentavos: 2_891 };
  const terms = { stopPriceCentavos: null, displayQuantity: 0, minimumQuantity: null };
  const opened: OrderRecord = {
    ...placed,
    ...{ status: 'OPEN', version: 2, updatedAtMs: 1_795_000_000_000, triggeredAtMs: 7 },
    ...{ refusal, replacement: { ...replacement, ...terms } },
  };
  await save(two, opened);
  for (const store of stores) expect(await lock(store, placed.orderId)).toEqual([opened]);
  const failing = one.transaction(async (tx) => {
    tx.saveOrders([{ ...opened, quantity: 999, version: 3 }]);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  await save(two, { ...opened, quantity: 200, version: 3 });
  for (const store of stores)
    expect(await lock(store, placed.orderId)).toEqual([{ ...opened, quantity: 200, version: 3 }]);
});

test('an intent is no order yet, also for the instance that has written it', async () => {
  const [one] = stores;
  const order = { ...orderOf('SELL', 100, 2_890), orderId: 'ord_intent', clientOrderId: 'ord_intent' };
  await one.addIntents([order]);
  expect(await lock(one, order.orderId)).toEqual([]);
});

test('facts are published as they are stored, by the instance that has stored them and by another', async () => {
  for (const publisher of stores) {
    const order = await accept(stores[0], `ord_published_${stores.indexOf(publisher)}`);
    await stores[0].transaction(async (tx) =>
      tx.addFacts([factOf('ACCEPTED', order), factOf('ACCEPTED', order)]),
    );
    const published: OutgoingFact[] = [];
    await publisher.publishFacts(async (facts) => void published.push(...facts));
    const stored = await stores[0].encodedFacts(order.accountId, 0, 100);
    const bodies = published.map(({ body }) => Buffer.from(body).toString());
    expect(bodies).toEqual(stored.slice(-bodies.length));
    expect(bodies.length).toBeGreaterThanOrEqual(3);
  }
});
