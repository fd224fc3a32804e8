import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { orderOf } from '#test/support/samples/order-reports.ts';
import { cancelOrderCommand, newOrderCommand } from '../accept/engine-commands.ts';
import { createPrismaOrderStore } from './store.prisma.ts';
import type { OutgoingCommand, OutgoingFact } from './store.ts';

type Store = Awaited<ReturnType<typeof createPrismaOrderStore>>;
const alone = { wallClock: createManualClock(0), log: silentLog };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
/** Reads the tables as another process would; it publishes nothing. */
let other: Store;
const opened: Store[] = [];
const open = async (): Promise<Store> => {
  const store = await createPrismaOrderStore(database, { engineShards: 1, alone });
  opened.push(store);
  return store;
};
beforeAll(async () => {
  database = await createTestDatabase('orders');
  other = await createPrismaOrderStore(database, { engineShards: 1 });
});
afterAll(() => Promise.all([other, ...opened].map((store) => store.close())));

const orderNamed = (orderId: string) => ({
  ...orderOf('BUY', 100, 2_890),
  orderId,
  clientOrderId: orderId,
});

async function accept(store: Store, orderIds: readonly string[]): Promise<void> {
  const orders = orderIds.map(orderNamed);
  await store.addIntents(orders);
  await store.acceptOrders(
    orders.map((order) => ({
      orderId: order.orderId,
      fact: draftFact('PLACED', order.reservedCentavos, order, { atMs: 1, correlationId: 'cor_1' }),
      command: newOrderCommand(order),
    })),
  );
}

async function publishedBy(store: Store) {
  const commands: OutgoingCommand[] = [];
  const facts: OutgoingFact[] = [];
  await store.publishCommands(0, 100, async (batch) => void commands.push(...batch));
  await store.publishFacts(async (batch) => void facts.push(...batch));
  return { commands, facts };
}

/** The rows of the tables, which stay. */
async function rowsIn(store: Store) {
  const commands: OutgoingCommand[] = [];
  const facts: OutgoingFact[] = [];
  const keep = new Error('not confirmed');
  await store
    .publishCommands(0, 100, async (batch) => {
      commands.push(...batch);
      throw keep;
    })
    .catch(() => undefined);
  await store
    .publishFacts(async (batch) => {
      facts.push(...batch);
      throw keep;
    })
    .catch(() => undefined);
  return { commands, facts };
}

test('a process alone publishes from memory what the tables have, and removes it later', async () => {
  const store = await open();
  await accept(store, ['ord_1']);
  const first = await rowsIn(other);
  expect(await publishedBy(store)).toEqual(first);
  await accept(store, ['ord_2', 'ord_3']);
  await store.transaction(async (tx) =>
    tx.addCommands([cancelOrderCommand(orderNamed('ord_2'), 'can_1', 'cor_2')]),
  );
  const { commands, facts } = await publishedBy(store);
  const rows = await rowsIn(other);
  expect(commands).toEqual(rows.commands.slice(-3));
  expect(commands.map(({ number }) => number)).toEqual([2, 3, 4]);
  expect(facts).toEqual(rows.facts.slice(-2));
  expect(await store.outboxDepths()).toEqual({ commands: 0, facts: 0 });
  alone.wallClock.advance(250);
  await expect.poll(() => rowsIn(other)).toEqual({ commands: [], facts: [] });
});

test('after a crash, what was not removed is published again under the same numbers', async () => {
  const store = await open();
  await publishedBy(store);
  await accept(store, ['ord_4', 'ord_5']);
  const before = await publishedBy(store);
  const restarted = await open();
  expect(await publishedBy(restarted)).toEqual(before);
});
