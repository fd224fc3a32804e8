import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { newTraderWithShares, type Trader } from '../order-life.ts';
import { centavosOf, money } from '../prices.ts';
import { post } from '../raw.ts';
import type { GraphScene } from './scene.ts';

/** Orders and nodes of the graph through the gateway: lookups by id, fills, changes and refused literals. */
export function orderViews(scene: () => GraphScene): void {
  let url = '';
  let ana: Trader;
  let bob: Trader;
  /** The previous close, in centavos. */
  let price = 0;

  beforeAll(async () => {
    ({ url } = scene().broker);
    ana = await newTraderWithShares(url);
    bob = await newTraderWithShares(url);
    const { asset } = await ana.person.broker.asset({ ticker: 'PETR4' });
    price = centavosOf(asset?.quote?.previousClose);
  });

  afterAll(async () => {
    await ana.close();
    await bob.close();
  });

  const query = (text: string, variables: object = {}, token: string | undefined = ana.person.token) =>
    post(url, text, { variables, ...(token === undefined ? {} : { token }) });

  describe('nodes', () => {
    const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) {
      __typename id
      ... on Order { ticker accountId asset { name } account { name } }
      ... on Account { name orders { totalCount } }
      ... on Position { ticker quantity marketValue }
      ... on Asset { ticker name quote { phase } }
      ... on User { name accounts { name } } } }`;
    const ABSENT = ['ord_1', 'acc_1', 'pos_acc_1_PETR4', 'ast_XXXX9', 'usr_1', 'nonsense'];

    test('have the data of the parts that own them, and are null without an error when absent or of another user', async () => {
      const order = await ana.placeResting({ limitPrice: money(price - 50) });
      const { accountId, userId, token } = ana.person;
      const { body } = await query(
        `{ account(id: "${accountId}") { positions { id } } asset(ticker: "PETR4") { id } }`,
      );
      const { account, asset } = body.data as {
        account: { positions: { id: string }[] };
        asset: { id: string };
      };
      const found = [order.id, accountId, account.positions[0]?.id ?? '', asset.id, userId];
      const nodes = await query(NODES, { ids: [...found, ...ABSENT, bob.person.accountId] }, token);
      expect(nodes.body.errors).toBeUndefined();
      expect(nodes.body.data?.['nodes']).toMatchObject([
        { __typename: 'Order', ticker: 'PETR4', accountId, asset: {}, account: { name: 'main' } },
        { __typename: 'Account', name: 'main', orders: { totalCount: 1 } },
        { __typename: 'Position', ticker: 'PETR4', quantity: 100_000 },
        { __typename: 'Asset', ticker: 'PETR4', quote: { phase: 'CONTINUOUS' } },
        { __typename: 'User', name: 'Ana Souza', accounts: [{ name: 'main' }] },
        ...[null, null, null, null, null, null, null],
      ]);
      const foreign = await query(NODES, { ids: found.slice(0, 3) }, bob.person.token);
      expect(foreign.body).toEqual({ data: { nodes: [null, null, null] } });
    });

    test('without a token are the instruments alone', async () => {
      const text =
        '{ nodes(ids: ["ast_PETR4", "ord_1"]) { ... on Asset { ticker } } node(id: "ast_XXXX9") { id } }';
      const { body } = await post(url, text);
      expect(body).toMatchObject({
        data: { nodes: [{ ticker: 'PETR4' }, null], node: null },
        errors: [{ path: ['nodes', 1], extensions: { code: 'UNAUTHENTICATED' } }],
      });
    });
  });

  describe('the fills of an order', () => {
    test('are the newest, oldest first, and the stream has each with its update', async () => {
      const prices = [1, 2, 3].map((more) => price + more);
      for (const centavos of prices) await bob.placeResting({ side: 'SELL', limitPrice: money(centavos) });
      const { id } = await ana.place({ quantity: 300, limitPrice: money(price + 3) });
      await ana.until(id, ({ status }) => status === 'FILLED');
      const { body } = await query(`{ order(id: "${id}") {
        executionCount one: executions(last: 1) { price } all: executions { price order { id } } } }`);
      const all = prices.map((centavos) => ({ price: money(centavos), order: { id } }));
      expect(body.data).toEqual({
        order: { executionCount: 3, one: [{ price: money(price + 3) }], all },
      });
      expect(ana.fills(id).map((fill) => fill.price)).toEqual(prices.map(money));
      expect(ana.life(id).map(({ version }) => version)).toEqual(
        [1, 2, 3, 4, 5].slice(0, ana.life(id).length),
      );
      // Quotes follow a fill a moment later.
      await eventually(async () => {
        const movers = await query('{ movers(by: TURNOVER) { id ticker tradeCount asset { name } } }');
        expect(movers.body.data).toMatchObject({ movers: [{ id: 'quo_PETR4', ticker: 'PETR4', asset: {} }] });
      });
      const tooMany = await query(`{ order(id: "${id}") { executions(last: 1001) { id } } }`);
      expect(tooMany.code).toBe('BAD_USER_INPUT');
    });
  });

  describe('null in a replace', () => {
    test('of displayQuantity shows the whole order', async () => {
      const offer = {
        side: 'SELL',
        quantity: 300,
        displayQuantity: 100,
        limitPrice: money(price + 9),
      } as const;
      const iceberg = await bob.placeResting(offer);
      await ana.untilOffers([price + 9, 100, 1]);
      await bob.replace(iceberg.id, { displayQuantity: null });
      await ana.untilOffers([price + 9, 300, 1]);
      const shown = await bob.until(iceberg.id, ({ displayQuantity }) => displayQuantity === null);
      expect(shown).toMatchObject({ quantity: 300, status: 'OPEN', pendingRequest: null });
    });

    test('of another field is BAD_USER_INPUT', async () => {
      const REPLACE = `mutation ($input: ReplaceOrderInput!) { replaceOrder(input: $input) { __typename } }`;
      const input = { orderId: 'ord_1', clientRequestId: 'one', limitPrice: null };
      expect((await query(REPLACE, { input })).body).toMatchObject({
        data: { replaceOrder: null },
        errors: [{ path: ['replaceOrder'], extensions: { code: 'BAD_USER_INPUT' } }],
      });
    });
  });

  describe('orderByClientOrderId', () => {
    const FIND = `query ($accountId: ID!, $clientOrderId: String!) { account(id: $accountId) {
      orderByClientOrderId(clientOrderId: $clientOrderId) { id version } } }`;
    const find = async (clientOrderId: string, trader = ana): Promise<unknown> => {
      const { accountId, token } = trader.person;
      const { body } = await query(FIND, { accountId, clientOrderId }, token);
      expect(body.errors).toBeUndefined();
      return (body.data as { account: { orderByClientOrderId: unknown } }).account.orderByClientOrderId;
    };

    test('finds an order of the account by its id, in the state of the stream', async () => {
      const { id } = await ana.placeResting({ clientOrderId: 'mine-1', limitPrice: money(price - 60) });
      const { version } = ana.life(id).at(-1) ?? {};
      expect(await find('mine-1')).toEqual({ id, version });
      await ana.clear();
      const ended = await ana.until(id, ({ status }) => status === 'CANCELED');
      expect(ended.version).toBeGreaterThan(version ?? 0);
      expect(await find('mine-1')).toEqual({ id, version: ended.version });
    });

    test.each(['mine-2', 'mine 1', '', 'x'.repeat(65), 'mine-1\u0000'])('%j is null', async (id) => {
      expect(await find(id)).toBeNull();
    });

    test('does not find an order of another account', async () => {
      expect(await find('mine-1', bob)).toBeNull();
    });
  });

  test('cancelAllOrders refuses an unknown ticker', async () => {
    const { accountId, broker: client } = ana.person;
    const { cancelAllOrders } = await client.cancelAllOrders({ accountId, ticker: 'XXXX9' });
    expect(cancelAllOrders).toMatchObject({ rule: 'UNKNOWN_TICKER', field: 'ticker', observed: 'XXXX9' });
  });

  test('a refused literal is quoted as it was written, with its field and place', async () => {
    const text = `mutation { placeOrder(input: { accountId: "a", clientOrderId: "c", ticker: "PETR4", side: BUY, quantity: 100, limitPrice: 28.90 }) { __typename } }`;
    expect(await query(text)).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
      body: {
        errors: [
          {
            message: '"input.limitPrice", a Decimal, must be a string like "28.90" or an integer, not 28.90.',
            locations: [{ line: 1, column: text.indexOf('28.90') + 1 }],
          },
        ],
      },
    });
  });
}
