import { expect, test } from 'vitest';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { ExecutionRecord, OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { snapshotOf } from '#domain/orders/lifecycle/order-record.ts';
import { execution, orderFact } from '#test/support/wallet/wallet.ts';
import { orderOf } from '#test/support/samples/order-reports.ts';
import type { OrderRange } from '../store/store.ts';
import { createSubgraphScene, USER } from '../test/subgraph-scene.ts';

const FILLS = 1_000;
/** Fills of a stream: more than the 100 that an event lists at most. */
const STREAMED = 130;
const ordersFilled = (count: number, fills: number): OrderRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    ...orderOf('BUY', FILLS, 2890),
    orderId: `ord_${index}`,
    ownerId: USER,
    executionCount: fills,
  }));

/** The subgraph over orders with fills; it counts the calls to the store and the rows that they read. */
function createFilledOrders(orders: readonly OrderRecord[]) {
  const read = { calls: 0, rows: 0 };
  const fillsOf = ({ orderId, from, to }: OrderRange): ExecutionRecord[] =>
    Array.from({ length: to - from + 1 }, (_, index) => execution(orderId, from + index, 1, 2890));
  /** Updates from before version 10 are no longer kept. */
  const updatesOf = ({ orderId, from, to }: OrderRange): OrderFact[] =>
    Array.from({ length: Math.max(0, to - Math.max(from, 10) + 1) }, (_, index) => {
      const fact = orderFact({ accountId: 'acc_1', sequence: index + 1, orderId });
      return { ...fact, order: { ...fact.order, version: Math.max(from, 10) + index } };
    });
  const scene = createSubgraphScene({
    store: {
      orders: async (ids) => ids.map((id) => orders.find(({ orderId }) => orderId === id) ?? null),
      pages: async () => [orders],
      lastSequence: async () => 0,
      executions: async (ranges) => {
        const fills = ranges.map(fillsOf);
        read.calls += 1;
        read.rows += fills.flat().length;
        return fills;
      },
      factsOfOrders: async (ranges) => {
        read.calls += 1;
        return ranges.map(updatesOf);
      },
    },
    facts: orders.flatMap((order) =>
      Array.from({ length: order.executionCount }, (_, index) => {
        const fill = execution(order.orderId, index + 1, 1, 2890);
        const fact = orderFact({
          accountId: 'acc_1',
          sequence: index + 1,
          orderId: order.orderId,
          execution: fill,
        });
        return { ...fact, order: { ...snapshotOf(order), executionCount: index + 1 } };
      }),
    ),
  });
  return { ...scene, read };
}

const numbersOf = (fills: unknown): number[] =>
  (fills as { id: string }[]).map(({ id }) => Number(id.split('_').at(-1)));

test('the newest fills come oldest first, and their count is that of all', async () => {
  const { query } = createFilledOrders(ordersFilled(1, FILLS));
  const { data } = await query(
    '{ order(id: "ord_0") { executionCount all: executions(last: 1000) { id } few: executions(last: 3) { id } some: executions { id } none: executions(last: 0) { id } } }',
  );
  const order = data?.['order'] as Record<string, unknown>;
  expect(order['executionCount']).toBe(FILLS);
  expect(numbersOf(order['few'])).toEqual([998, 999, 1000]);
  expect(numbersOf(order['all'])).toEqual(Array.from({ length: FILLS }, (_, index) => index + 1));
  expect(numbersOf(order['some'])).toHaveLength(100);
  expect(order['none']).toEqual([]);
});

const versionsOf = (updates: unknown): number[] =>
  (updates as { order: { version: number } }[]).map(({ order }) => order.version);

test('the newest updates that are kept come oldest first', async () => {
  const { query } = createFilledOrders([{ ...orderOf('BUY', FILLS, 2890), ownerId: USER, version: 60 }]);
  const { data } = await query(
    `{ order(id: "ord_1") { few: updates(last: 2) { order { version } } some: updates { order { version } }
      all: updates(last: 200) { order { version } } none: updates(last: 0) { kind } } }`,
  );
  const order = data?.['order'] as Record<string, unknown>;
  expect(versionsOf(order['few'])).toEqual([59, 60]);
  expect(versionsOf(order['some'])).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
  expect(versionsOf(order['all'])).toEqual(Array.from({ length: 51 }, (_, index) => index + 10));
  expect(order['none']).toEqual([]);
});

test.each([-1, 201])('updates(last: %i) is BAD_USER_INPUT', async (last) => {
  const { query } = createFilledOrders(ordersFilled(1, 1));
  const { errors } = await query(`{ order(id: "ord_0") { updates(last: ${last}) { kind } } }`);
  expect(errors?.[0]).toMatchObject({ path: ['order', 'updates'], extensions: { code: 'BAD_USER_INPUT' } });
});

test.each([-1, 1_001])('last: %i is BAD_USER_INPUT', async (last) => {
  const { query } = createFilledOrders(ordersFilled(1, 1));
  const { errors } = await query(`{ order(id: "ord_0") { executions(last: ${last}) { id } } }`);
  expect(errors?.[0]).toMatchObject({
    path: ['order', 'executions'],
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test('a list of orders reads all fills in one call', async () => {
  const { query, read } = createFilledOrders(ordersFilled(50, 4));
  const { errors } = await query(
    '{ node(id: "acc_1") { ... on Account { orders { nodes { executions(last: 2) { id } } } } } }',
  );
  expect(errors).toBeUndefined();
  expect(read).toEqual({ calls: 1, rows: 100 });
});

test.each([
  ['executions(last: 10) { id }', 10 * STREAMED],
  ['executions { id }', 100 * STREAMED],
  ['executions(last: 1000) { id }', 100 * STREAMED],
  ['executionCount', 0],
])('a stream of 130 fills with %s reads at most %i rows', async (selection, rows) => {
  const { follow, read } = createFilledOrders(ordersFilled(1, STREAMED));
  const updates = await follow(
    `subscription { orders(accountId: "acc_1") { order { ${selection} } execution { id } } }`,
    STREAMED,
  );
  expect(numbersOf(updates.map(({ data }) => (data?.['orders'] as { execution: object }).execution))).toEqual(
    Array.from({ length: STREAMED }, (_, index) => index + 1),
  );
  expect(read.rows).toBeLessThanOrEqual(rows);
});
