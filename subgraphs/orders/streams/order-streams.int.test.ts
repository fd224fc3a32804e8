import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionResult } from 'graphql';
import { encodeCursor } from '#platform/graphql/resolvers/pagination.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { buy } from '../test/order-scene.ts';
import {
  ACCOUNT,
  ALICE,
  BOB,
  BOBS_ACCOUNT,
  createTestOrders,
  type TestOrders,
} from '../test/test-support.ts';

const STREAM = `subscription ($accountId: ID!, $after: Cursor) { orders(accountId: $accountId, after: $after) {
  cursor at execution { quantity } order { id status pendingRequest filledQuantity executions { id } } } }`;
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on Order { id } } }`;
const ACCOUNT_QUERY = `query ($id: ID!, $first: Int, $after: Cursor, $status: [OrderStatus!]) {
  node(id: $id) { __typename ... on Account { ordersCursor orders(first: $first, after: $after, status: $status) {
    totalCount nodes { clientOrderId } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`;

interface Update {
  readonly cursor: string;
  readonly execution: { readonly quantity: number } | null;
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly filledQuantity: number;
    readonly executions: readonly { readonly id: string }[];
  };
}
type Stream = AsyncIterableIterator<ExecutionResult>;

let orders: TestOrders;
beforeEach(async () => {
  orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 1_000_000_00);
});
afterEach(() => orders.stop());

const subscribe = (userId: string | null, accountId: string, after: string | null = null) =>
  orders.settle(
    orders.part().subgraph.subscribe({
      query: STREAM,
      variables: { accountId, after },
      correlationId: 'cor_stream',
      ...(userId === null ? {} : { statement: orders.dependencies.statements.sign(callerOf(userId)) }),
    }),
  );
const open = async (accountId: string, after: string | null = null): Promise<Stream> => {
  const result = await subscribe(ALICE, accountId, after);
  if (!(Symbol.asyncIterator in result)) throw new Error(JSON.stringify(result));
  return result;
};
const next = async (stream: Stream): Promise<Update> => {
  const { value } = (await orders.settle(stream.next())) as { value: ExecutionResult };
  expect(value.errors).toBeUndefined();
  return value.data?.['orders'] as Update;
};
const take = async (stream: Stream, count: number): Promise<Update[]> => {
  const updates: Update[] = [];
  while (updates.length < count) updates.push(await next(stream));
  return updates;
};
const place = async (clientOrderId: string): Promise<string> => {
  const { data } = await orders.execute(ALICE, PLACE, { input: buy({ clientOrderId }) });
  return (data?.['placeOrder'] as { id: string }).id;
};
const fillInTwo = async (orderId: string): Promise<void> => {
  const common = { orderId, ticker: 'PETR4', quantity: 100, limitPriceTicks: 2890 } as const;
  const fill = (filledQuantity: number) =>
    ({
      ...common,
      type: 'FILLED',
      filledQuantity,
      leavesQuantity: 100 - filledQuantity,
      executionId: `exe_${orderId}_${filledQuantity}`,
      tradeId: 'trd_1',
      priceTicks: 2890,
      fillQuantity: 50,
      liquidity: 'MAKER',
    }) as const;
  await orders.report(
    { ...common, type: 'ACCEPTED', filledQuantity: 0, leavesQuantity: 100 },
    fill(50),
    fill(100),
  );
};

describe('the stream of orders', () => {
  test('emits every update after its opening, each with the order as it was then', async () => {
    await place('before');
    const stream = await open(ACCOUNT);
    const id = await place('one');
    await fillInTwo(id);
    const updates = await take(stream, 4);
    expect(updates.map(({ order }) => [order.status, order.filledQuantity, order.executions.length])).toEqual(
      [
        ['PENDING', 0, 0],
        ['OPEN', 0, 0],
        ['PARTIALLY_FILLED', 50, 1],
        ['FILLED', 100, 2],
      ],
    );
    expect(updates.map(({ execution }) => execution?.quantity ?? null)).toEqual([null, null, 50, 50]);
    await stream.return?.();
  });

  test('resumes after any cursor, across a restart, without a gap or a repeat', async () => {
    const first = await open(ACCOUNT);
    await fillInTwo(await place('one'));
    const all = await take(first, 4);
    await orders.part().stop();
    expect(await orders.settle(first.next())).toMatchObject({ done: true });
    await orders.restart();
    for (const [index, { cursor }] of all.entries()) {
      const again = await open(ACCOUNT, cursor);
      expect(await take(again, all.length - index - 1)).toEqual(all.slice(index + 1));
      await again.return?.();
    }
    const resumed = await open(ACCOUNT, all.at(-1)?.cursor ?? null);
    await place('two');
    expect((await next(resumed)).order.status).toBe('PENDING');
  });

  test('catches up with more facts than it keeps in memory', async () => {
    const { data } = await orders.execute(ALICE, ACCOUNT_QUERY, { id: ACCOUNT, first: 0 });
    const { ordersCursor } = data?.['node'] as { ordersCursor: string };
    const slow = await open(ACCOUNT);
    const many = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) { __typename } }`;
    for (let batch = 0; batch < 3; batch++) {
      const inputs = Array.from({ length: 100 }, (_, index) => buy({ clientOrderId: `${batch}-${index}` }));
      await orders.execute(ALICE, many, { inputs });
    }
    await orders.expectConsistent();
    const seen = await take(slow, 300);
    expect(new Set(seen.map(({ cursor }) => cursor)).size).toBe(300);
    expect(await take(await open(ACCOUNT, ordersCursor), 300)).toEqual(seen);
  });

  test('refuses other users, and cursors of other streams', async () => {
    await place('one');
    const code = async (
      userId: string | null,
      accountId: string,
      after: string | null = null,
    ): Promise<unknown> => {
      const result = await subscribe(userId, accountId, after);
      return 'errors' in result ? result.errors?.[0]?.extensions['code'] : 'a stream';
    };
    expect(await code(null, ACCOUNT)).toBe('UNAUTHENTICATED');
    expect(await code(BOB, ACCOUNT)).toBe('NOT_FOUND');
    expect(await code(ALICE, 'acc_nobody')).toBe('NOT_FOUND');
    expect(await code(ALICE, ACCOUNT, 'nonsense')).toBe('BAD_USER_INPUT');
    expect(await code(ALICE, ACCOUNT, encodeCursor(`orders stream ${BOBS_ACCOUNT}`, '0'))).toBe(
      'BAD_USER_INPUT',
    );
    expect(await code(ALICE, ACCOUNT, encodeCursor(`orders stream ${ACCOUNT}`, '-1'))).toBe('BAD_USER_INPUT');
    expect(await code(ALICE, ACCOUNT, encodeCursor(`orders stream ${ACCOUNT}`, '2'))).toBe('BAD_USER_INPUT');
    expect(await code(ALICE, ACCOUNT, encodeCursor(`orders stream ${ACCOUNT}`, '1'))).toBe('a stream');
  });
});

describe('the list of orders', () => {
  interface List {
    readonly totalCount: number;
    readonly nodes: readonly { readonly clientOrderId: string }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly endCursor: string;
    };
  }
  const list = async (variables: object): Promise<List> => {
    const { data, errors } = await orders.execute(ALICE, ACCOUNT_QUERY, { id: ACCOUNT, ...variables });
    expect(errors).toBeUndefined();
    return (data?.['node'] as { orders: List }).orders;
  };

  test('has pages, newest first, each order once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) {
      await place(name);
      orders.marketClock.advance(name === 'c' ? 0 : 1000);
    }
    const seen: string[] = [];
    let page = await list({ first: 2 });
    for (;;) {
      expect(page.totalCount).toBe(5);
      seen.push(...page.nodes.map((node) => node.clientOrderId));
      if (!page.pageInfo.hasNextPage) break;
      page = await list({ first: 2, after: page.pageInfo.endCursor });
      expect(page.pageInfo.hasPreviousPage).toBe(true);
    }
    expect(seen[0]).toBe('e');
    expect(seen.at(-1)).toBe('a');
    expect(seen.toSorted()).toEqual(names);
    expect(await list({ status: ['FILLED'] })).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await list({ first: 0 })).toMatchObject({ totalCount: 5, nodes: [] });
  });

  test.each([
    { first: 201 },
    { first: -1 },
    { after: 'nonsense' },
    { after: encodeCursor('orders list acc_bob', '1 ord_1') },
  ])('%j is BAD_USER_INPUT', async (variables) => {
    const { errors } = await orders.execute(ALICE, ACCOUNT_QUERY, { id: ACCOUNT, ...variables });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
