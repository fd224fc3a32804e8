import { expect, test } from 'vitest';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import type { OrderService } from '../accept/order-service.ts';
import { createOrdersSubgraph } from '../start.ts';
import type { OrderStore } from '../store/store.ts';
import type { OrderStreams } from '../streams/order-streams.ts';
import { readStreamCursor } from './present.ts';

const ACCOUNT = 'acc_1';
const statements = createStatements(Buffer.alloc(32, 7), createManualClock(0));

/** The subgraph over a store that gets another order, with its fact, after every read. */
function createTrial() {
  const orders: OrderRecord[] = [];
  const reads: string[] = [];
  const readThenWrite = async <T>(name: string, read: () => T): Promise<T> => {
    reads.push(name);
    const result = read();
    const order: Partial<OrderRecord> = {
      orderId: `ord_${orders.length}`,
      accountId: ACCOUNT,
      createdAtMs: 0,
    };
    orders.push(order as OrderRecord);
    return result;
  };
  const store: Partial<OrderStore> = {
    lastSequence: () => readThenWrite('cursor', () => orders.length),
    pages: (queries) => readThenWrite('list', () => queries.map(() => [...orders])),
  };
  const owners: OrderService['owners'] = {
    of: async (ids) => ids.map(() => 'usr_1'),
    owns: async () => true,
  };
  const service: Partial<OrderService> = { store: store as OrderStore, owners, log: silentLog };
  const subgraph = createOrdersSubgraph(service as OrderService, {} as OrderStreams, statements);
  const query = async (text: string): Promise<unknown> => {
    const { data, errors } = await subgraph.execute({
      query: text,
      correlationId: 'test',
      statement: statements.sign(callerOf('usr_1')),
    });
    if (errors) throw new Error(errors[0]?.message);
    return data;
  };
  return { query, reads };
}

/** The values of all fields of this name in an answer. */
const valuesOf = (answer: unknown, name: string): unknown[] =>
  Object.entries(answer ?? {}).flatMap(([field, value]: [string, unknown]) =>
    field === name ? [value] : typeof value === 'object' ? valuesOf(value, name) : [],
  );

const LIST = 'orders { nodes { id } }';

test.each([
  ['the list first', `{ node(id: "${ACCOUNT}") { ... on Account { ${LIST} ordersCursor } } }`],
  ['the cursor first', `{ node(id: "${ACCOUNT}") { ... on Account { ordersCursor ${LIST} } } }`],
  [
    'between two lists',
    `{ node(id: "${ACCOUNT}") { ... on Account { ${LIST} ordersCursor open: ${LIST} } } }`,
  ],
  [
    'in a fragment',
    `query { node(id: "${ACCOUNT}") { ... on Account { ${LIST} ...Position } } }
     fragment Position on Account { ordersCursor }`,
  ],
  [
    'under another field',
    `{ node(id: "${ACCOUNT}") { ... on Account { ${LIST} } }
       again: node(id: "${ACCOUNT}") { ... on Account { ordersCursor } } }`,
  ],
])('a cursor is not newer than any list read with it: %s', async (_case, text) => {
  const { query, reads } = createTrial();
  const answer = await query(text);
  const [cursor] = valuesOf(answer, 'ordersCursor');
  const lists = valuesOf(answer, 'nodes') as unknown[][];
  expect(lists.length).toBeGreaterThan(0);
  for (const list of lists)
    expect(readStreamCursor(ACCOUNT, String(cursor))).toBeLessThanOrEqual(list.length);
  expect(reads.filter((read) => read === 'cursor')).toHaveLength(1);
});

test('a list alone reads no cursor', async () => {
  const { query, reads } = createTrial();
  await query(`{ node(id: "${ACCOUNT}") { ... on Account { ${LIST} } } }`);
  expect(reads).toEqual(['list']);
});

test('a list that ends before it begins is bad input', async () => {
  const { query, reads } = createTrial();
  const list = (from: string, to: string) =>
    query(
      `{ node(id: "${ACCOUNT}") { ... on Account { orders(from: "${from}", to: "${to}") { nodes { id } } } } }`,
    );
  await expect(list('2026-03-17T00:00:00Z', '2026-03-16T23:00:00Z')).rejects.toThrow('must not be after');
  expect(reads).toEqual([]);
  // The same instant in two forms, which text would order wrongly: an empty period, as the end is not included.
  await list('2026-03-17T00:00:00-03:00', '2026-03-17T03:00:00Z');
});
