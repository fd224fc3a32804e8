import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqlOf } from '#test/support/probes/sql.ts';
import {
  buy,
  CANCEL,
  createOrderScene,
  field,
  ONE,
  PLACE,
  PREVIEW,
  quantities,
  REPLACE,
  type OrderScene,
} from './order-scene.ts';
import { ACCOUNT, ALICE, BOB } from './test-support.ts';

let orders: OrderScene;
beforeEach(async () => {
  orders = await createOrderScene();
});
afterEach(() => orders.stop());

describe('requests for orders', () => {
  test('to cancel join the pending cancel', async () => {
    const placed = await orders.place();
    await orders.accepted(placed.id);
    const first = field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder');
    const second = field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder');
    expect(first).toMatchObject({ pendingRequest: 'CANCEL' });
    expect(second).toMatchObject({ pendingRequest: 'CANCEL' });
    await orders.until(() => orders.commands.length === 2);
    const command = orders.commands[1];
    if (command?.type !== 'CANCEL_ORDER') throw new Error('no cancel came');
    const { requestId } = command;
    await orders.report({
      type: 'CANCELED',
      orderId: placed.id,
      ticker: 'PETR4',
      ...quantities(100, 0, true),
      requestId,
      reason: 'REQUESTED',
    });
    await orders.untilStatus(placed.id, 'CANCELED');
    expect(await orders.orderNow(placed.id)).toMatchObject({ pendingRequest: null, reservedCash: '0.00' });
    expect(field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder')).toMatchObject({
      rule: 'ORDER_ENDED',
    });
    await orders.expectConsistent();
    expect(orders.commands).toHaveLength(2);
  });

  test('to cancel that cross the last fill leave one final update, in which nothing is pending', async () => {
    const placed = await orders.place();
    await orders.accepted(placed.id);
    field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder');
    await orders.until(() => orders.commands.length === 2);
    const command = orders.commands[1];
    if (command?.type !== 'CANCEL_ORDER') throw new Error('no cancel came');
    await orders.filled(placed.id, 100, 100, 2890);
    await orders.report({
      type: 'CANCEL_REJECTED',
      orderId: placed.id,
      ticker: 'PETR4',
      requestId: command.requestId,
      rule: 'ORDER_ENDED',
      message: 'filled',
    });
    await orders.until(async () => (await orders.part().calls.backlog({})).lastReportSequence === 3);
    await orders.expectConsistent();
    const final = orders.wallet.facts.filter(({ order }) => order.status === 'FILLED');
    expect(final.map(({ type, order }) => [type, order.pendingRequest])).toEqual([['FILLED', null]]);
    expect(await orders.part().calls.backlog({})).toMatchObject({ impossibleReports: 0 });
    expect(await orders.orderNow(placed.id)).toMatchObject({ status: 'FILLED', pendingRequest: null });
  });

  test('to replace reserve the extra amount of the new terms until the exchange answers', async () => {
    const placed = await orders.place();
    await orders.accepted(placed.id);
    await orders.untilStatus(placed.id, 'OPEN');
    const input = { orderId: placed.id, clientRequestId: 'r1', quantity: 200, limitPrice: '29.00' };
    const requested = field(await orders.execute(ALICE, REPLACE, { input }), 'replaceOrder');
    expect(requested).toMatchObject({ pendingRequest: 'REPLACE', quantity: 100, reservedCash: '5801.90' });
    expect(field(await orders.execute(ALICE, REPLACE, { input }), 'replaceOrder')).toEqual(requested);
    expect(
      field(await orders.execute(ALICE, REPLACE, { input: { ...input, quantity: 300 } }), 'replaceOrder'),
    ).toMatchObject({ rule: 'ID_REUSED', field: 'clientRequestId' });
    await orders.expectConsistent();
    const command = orders.commands[1];
    if (command?.type !== 'REPLACE_ORDER') throw new Error('no replace came');
    await orders.report({
      type: 'REPLACE_REJECTED',
      orderId: placed.id,
      ticker: 'PETR4',
      requestId: command.requestId,
      rule: 'PHASE',
      message: 'closed',
    });
    await orders.until(
      async () =>
        (await orders.orderNow(placed.id)).status === 'OPEN' &&
        orders.wallet.free(ACCOUNT, 'BRL') === 10_000_00 - 2890_98,
    );
    expect(await orders.orderNow(placed.id)).toMatchObject({ pendingRequest: null, reservedCash: '2890.98' });
    const UPDATES = `query ($id: ID!) { order(id: $id) { version updates { kind order { quantity } } last: updates(last: 1) { kind } } }`;
    const order = { quantity: 100 };
    expect(field(await orders.execute(ALICE, UPDATES, { id: placed.id }), 'order')).toEqual({
      version: 4,
      updates: [
        { kind: 'PLACED', order },
        { kind: 'ACCEPTED', order },
        { kind: 'REPLACE_REQUESTED', order },
        { kind: 'REPLACE_REJECTED', order },
      ],
      last: [{ kind: 'REPLACE_REJECTED' }],
    });
    const tooMuch = { orderId: placed.id, clientRequestId: 'r2', quantity: 400 };
    expect(field(await orders.execute(ALICE, REPLACE, { input: tooMuch }), 'replaceOrder')).toMatchObject({
      rule: 'INSUFFICIENT_CASH',
    });
    await orders.expectConsistent();
  });

  test('get the same refusal for unknown orders and for orders of another user', async () => {
    const placed = await orders.place();
    for (const [userId, id] of [
      [BOB, placed.id],
      [ALICE, 'ord_none'],
    ] as const) {
      expect(field(await orders.execute(userId, CANCEL, { id }), 'cancelOrder')).toMatchObject({
        rule: 'ORDER_NOT_FOUND',
      });
      const input = { orderId: id, clientRequestId: 'r', quantity: 200 };
      expect(field(await orders.execute(userId, REPLACE, { input }), 'replaceOrder')).toMatchObject({
        rule: 'ORDER_NOT_FOUND',
      });
      expect(field(await orders.execute(userId, ONE, { id }), 'order')).toBeNull();
    }
    const all = `mutation ($accountId: ID!) { cancelAllOrders(accountId: $accountId) { __typename ... on Refusal { rule } ... on CancelAllResult { requested orders { id } } } }`;
    expect(field(await orders.execute(BOB, all, { accountId: ACCOUNT }), 'cancelAllOrders')).toMatchObject({
      rule: 'ACCOUNT_NOT_FOUND',
    });
    expect(field(await orders.execute(ALICE, all, { accountId: ACCOUNT }), 'cancelAllOrders')).toEqual({
      __typename: 'CancelAllResult',
      requested: 1,
      orders: [{ id: placed.id }],
    });
  });

  test('to cancel all orders count those with a pending cancel, and refuse an unknown ticker', async () => {
    const [first, second] = [await orders.place(), await orders.place({ clientOrderId: 'two' })];
    field(await orders.execute(ALICE, CANCEL, { id: first.id }), 'cancelOrder');
    const cancelAll = async (ticker?: string) => {
      const query = `mutation ($accountId: ID!, $ticker: Ticker) {
        cancelAllOrders(accountId: $accountId, ticker: $ticker) {
          ... on CancelAllResult { requested orders { id pendingRequest } }
          ... on Refusal { rule field observed } } }`;
      return field<unknown>(
        await orders.execute(ALICE, query, { accountId: ACCOUNT, ...(ticker ? { ticker } : {}) }),
        'cancelAllOrders',
      );
    };
    const both = [second, first].map(({ id }) => ({ id, pendingRequest: 'CANCEL' }));
    const sorted = (answer: unknown) => {
      const { requested, orders: canceling } = answer as { requested: number; orders: { id: string }[] };
      return { requested, orders: canceling.toSorted((a, b) => a.id.localeCompare(b.id)) };
    };
    for (const ticker of [undefined, 'PETR4'])
      expect(sorted(await cancelAll(ticker))).toEqual(sorted({ requested: 2, orders: both }));
    const refused = { rule: 'UNKNOWN_TICKER', field: 'ticker', observed: 'PETR9' };
    expect(await cancelAll('PETR9')).toEqual(refused);
    await orders.expectConsistent();
    expect(orders.commands.filter(({ type }) => type === 'CANCEL_ORDER')).toHaveLength(2);
  });

  test('without a token fail with UNAUTHENTICATED', async () => {
    for (const [query, variables] of [
      [PLACE, { input: buy() }],
      [CANCEL, { id: 'ord_1' }],
      [ONE, { id: 'ord_1' }],
      [PREVIEW, { input: buy() }],
      ['{ node(id: "ord_1") { id } }', {}],
    ] as const) {
      const { errors } = await orders.execute(null, query, variables);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});

test('the lists of orders of an operation are one statement of SQL, and their counts another', async () => {
  const one = await orders.place();
  // Ids of one instant are in no order.
  orders.wallClock.advance(1);
  const ids = [one, await orders.place({ clientOrderId: 'two' })].map(({ id }) => id);
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on Account {
    newest: orders(first: 1) { nodes { id } totalCount } all: orders { nodes { id } totalCount }
    sales: orders(side: SELL) { nodes { id } totalCount } } } }`;
  const references = [{ __typename: 'Account', id: ACCOUNT }];
  let answer: unknown;
  const sql = await sqlOf(async () => {
    answer = (await orders.execute(ALICE, query, { references })).data?.['_entities'];
  });
  const list = (found: readonly (string | undefined)[], totalCount: number) => ({
    nodes: found.map((id) => ({ id })),
    totalCount,
  });
  expect(JSON.parse(JSON.stringify(answer))).toEqual([
    { newest: list([ids[1]], 2), all: list([ids[1], ids[0]], 2), sales: list([], 0) },
  ]);
  expect(sql.filter((text) => text.includes('FROM orders o') && text.includes('LIMIT'))).toHaveLength(1);
  expect(sql.filter((text) => text.includes('FROM orders o') && text.includes('count(*)'))).toHaveLength(1);
});
