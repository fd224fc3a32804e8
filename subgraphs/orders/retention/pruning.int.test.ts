import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { encodeCursor } from '#platform/graphql/resolvers/pagination.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { countRows, createTestDatabase } from '#test/support/database/database.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { createPrismaOrderStore } from '../store/store.prisma.ts';
import { buy } from '../test/order-scene.ts';
import { ACCOUNT, ALICE, createTestOrders, type TestOrders } from '../test/test-support.ts';
import { ordersPruning } from './pruning.ts';

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on Order { id } } }`;
const STREAM = `subscription ($id: ID!, $after: Cursor) { orders(accountId: $id, after: $after) { cursor } }`;

let orders: TestOrders;
beforeEach(async () => {
  orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 1_000_000_00);
});
afterEach(() => orders.stop());

const place = (clientOrderId: string) => orders.execute(ALICE, PLACE, { input: buy({ clientOrderId }) });
const countOf = (condition: string): Promise<number> =>
  countRows(orders.dependencies.database, `order_facts WHERE ${condition}`);
/** The code of the error with which a subscription after a sequence is refused; null when it opens. */
const codeAfter = async (sequence: number): Promise<unknown> => {
  const stream = await orders.settle(
    orders.part().subgraph.subscribe({
      query: STREAM,
      variables: { id: ACCOUNT, after: encodeCursor(`orders stream ${ACCOUNT}`, String(sequence)) },
      correlationId: 'cor_stream',
      statement: orders.dependencies.statements.sign(callerOf(ALICE)),
    }),
  );
  if (!(Symbol.asyncIterator in stream)) return stream.errors?.[0]?.extensions['code'];
  await stream.return?.();
  return null;
};

test('prunes old updates that the wallet has booked; their cursors have expired', async () => {
  for (const name of ['a', 'b', 'c']) await place(name);
  await orders.until(() => orders.wallet.facts.length === 3);
  expect(await codeAfter(1)).toBeNull();
  // From here on a run of the pruning, which the moved wall clock starts, may remove them.
  orders.marketClock.advance(31 * DAY_MS);
  await place('d');
  await orders.until(() => orders.wallet.facts.length === 4);
  orders.wallClock.advance(600_000);
  await orders.until(async () => (await countOf('true')) === 1);
  expect(await countOf('sequence = 4')).toBe(1);
  expect(await codeAfter(1)).toBe('CURSOR_EXPIRED');
  expect(await codeAfter(2)).toBe('CURSOR_EXPIRED');
  expect(await codeAfter(3)).toBeNull();
  expect(await codeAfter(4)).toBeNull();
  expect(await codeAfter(5)).toBe('BAD_USER_INPUT');
});

test('keeps updates that the wallet has not booked, and those of its outbox', async () => {
  const database = await createTestDatabase('orders');
  const { sql, close } = await createPrismaOrderStore(database, { engineShards: 1 });
  await sql.$executeRaw`
    INSERT INTO account_streams (account_id, last_sequence) SELECT 'acc_' || a, 2000 FROM generate_series(1, 3) AS a`;
  await sql.$executeRaw`
    INSERT INTO order_facts (account_id, sequence, payload, order_id, version)
    SELECT account_id, n, '{"sequence":' || n || ',"v":1,"atMs":' || n || '}', 'ord_1', n
    FROM account_streams, generate_series(1, last_sequence) AS n`;
  await sql.$executeRaw`INSERT INTO fact_outbox (account_ids, sequences) VALUES ('{acc_3}', '{7}')`;
  const clock = createManualClock(0);
  const booked = async ({ accountIds }: { accountIds: string[] }) =>
    accountIds.map((id) => (id === 'acc_1' ? 3 : 2_000));
  const [facts] = ordersPruning({
    ...{
      sql,
      wallet: { bookedFacts: booked },
      retention: TEST_RETENTION,
      marketClock: clock,
      wallClock: clock,
    },
  });
  while (((await facts?.removeBatch(1_500)) ?? 0) > 0);
  await close();
  const left = (condition: string) => countRows(database, `order_facts WHERE ${condition}`);
  expect(await left(`account_id = 'acc_1' AND sequence > 3`)).toBe(1_997);
  expect(await left(`account_id = 'acc_1'`)).toBe(1_997);
  expect(await left(`account_id = 'acc_2' AND sequence >= 1500`)).toBe(501);
  expect(await left(`account_id = 'acc_2'`)).toBe(501);
  expect(await left(`account_id = 'acc_3'`)).toBe(502);
});
