import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPerson, type Person } from '../person.ts';
import { post } from '../raw.ts';
import type { GraphScene } from './scene.ts';

/** Orders that the graph refuses. They run in a market without orders. */
export function orderRefusals(scene: () => GraphScene): void {
  let url = '';
  let ana: Person;
  let bob: Person;

  beforeAll(async () => {
    ({ url } = scene().broker);
    ana = await newPerson(url, '10000.00');
    bob = await newPerson(url);
  });

  afterAll(async () => {
    await Promise.all([ana.broker.close(), bob.broker.close()]);
  });

  const order = (changes: object = {}): Record<string, unknown> => ({
    accountId: ana.accountId,
    clientOrderId: randomUUID(),
    ticker: 'PETR4',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'DAY',
    quantity: 100,
    limitPrice: '1.00',
    ...changes,
  });

  const PLACE = `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { __typename ... on Refusal { rule message field limit observed } ... on Order { id status } } }`;
  const placeRaw = (input: object) => post(url, PLACE, { variables: { input }, token: ana.token });

  test('an account of another user looks like one that does not exist', async () => {
    for (const accountId of [bob.accountId, 'acc_00000000000000000000000000', 'acc_\0']) {
      const placed = await placeRaw(order({ accountId }));
      expect(placed.body.data?.['placeOrder']).toMatchObject({ rule: 'ACCOUNT_NOT_FOUND' });
    }
  });

  describe('refusals of an order, by precedence', () => {
    test.each([
      [{ clientOrderId: 'with space', ticker: 'NOPE3' }, 'INVALID_ID'],
      [{ clientOrderId: '' }, 'INVALID_ID'],
      [{ clientOrderId: 'x'.repeat(65) }, 'INVALID_ID'],
      [{ ticker: 'NOPE3', quantity: 0 }, 'UNKNOWN_TICKER'],
      [{ timeInForce: 'AUCTION', displayQuantity: 150 }, 'PHASE'],
      [{ type: 'STOP', timeInForce: 'FOK', stopPrice: '30.00', quantity: 0 }, 'INVALID_COMBINATION'],
      [{ timeInForce: 'GTD' }, 'INVALID_COMBINATION'],
      [{ timeInForce: 'GTD', expiresOn: '2020-01-02' }, 'INVALID_COMBINATION'],
      [{ expiresOn: '2099-01-01' }, 'INVALID_COMBINATION'],
      [{ displayQuantity: 150, quantity: 150 }, 'INVALID_COMBINATION'],
      [{ minimumQuantity: 200 }, 'INVALID_COMBINATION'],
      [{ type: 'STOP_LIMIT', limitPrice: '28.90' }, 'PRICE_REQUIRED'],
      [{ quantity: 0, limitPrice: null }, 'QUANTITY_LIMIT'],
      [{ quantity: -100 }, 'QUANTITY_LIMIT'],
      [{ quantity: 2_000_000_000 }, 'QUANTITY_LIMIT'],
      [{ quantity: 150, limitPrice: '0.001' }, 'LOT_SIZE'],
      [{ limitPrice: null }, 'PRICE_REQUIRED'],
      [{ type: 'MARKET' }, 'PRICE_NOT_ALLOWED'],
      [{ limitPrice: '28.905' }, 'TICK_SIZE'],
      [{ limitPrice: '0.00' }, 'TICK_SIZE'],
      [{ limitPrice: '9999.00' }, 'PRICE_BAND'],
      [{ type: 'STOP', limitPrice: null, stopPrice: '9999.00' }, 'PRICE_BAND'],
      [{ type: 'MARKET', limitPrice: null }, 'NO_OPPOSITE_PRICE'],
      [{ side: 'SELL', limitPrice: null, type: 'MARKET' }, 'NO_OPPOSITE_PRICE'],
    ])('%j is %s', async (changes, rule) => {
      const answer = await placeRaw(order(changes));
      expect(answer.body.data?.['placeOrder']).toMatchObject({ __typename: 'Refusal', rule });
    });

    test('an order beyond the cash or the shares of the account is refused', async () => {
      const { asset } = await ana.broker.asset({ ticker: 'PETR4' });
      const limitPrice = asset?.priceBand?.low ?? '';
      const cash = await placeRaw(order({ limitPrice, quantity: 100_000 }));
      expect(cash.body.data?.['placeOrder']).toMatchObject({
        rule: 'INSUFFICIENT_CASH',
        observed: expect.any(String) as string,
      });
      const shares = await placeRaw(order({ limitPrice, side: 'SELL' }));
      expect(shares.body.data?.['placeOrder']).toMatchObject({ rule: 'INSUFFICIENT_SHARES' });
    });

    test('the same id with other content is ID_REUSED; after a refusal it is free', async () => {
      const { asset } = await ana.broker.asset({ ticker: 'PETR4' });
      const limitPrice = asset?.priceBand?.low ?? '';
      const input = order({ limitPrice, quantity: 150 });
      expect((await placeRaw(input)).body.data?.['placeOrder']).toMatchObject({ rule: 'LOT_SIZE' });
      const placed = (await placeRaw({ ...input, quantity: 100 })).body.data?.['placeOrder'];
      expect(placed).toMatchObject({ __typename: 'Order' });
      expect((await placeRaw({ ...input, quantity: 100 })).body.data?.['placeOrder']).toMatchObject({
        id: (placed as { id: string }).id,
      });
      expect((await placeRaw({ ...input, quantity: 200 })).body.data?.['placeOrder']).toMatchObject({
        rule: 'ID_REUSED',
      });
    });

    test('each of 101 orders is TOO_MANY_ORDERS', async () => {
      const inputs = Array.from({ length: 101 }, () => order());
      const query =
        'mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) { ... on Refusal { rule } } }';
      const { body } = await post(url, query, { variables: { inputs }, token: ana.token });
      expect(body.data?.['placeOrders']).toEqual(inputs.map(() => ({ rule: 'TOO_MANY_ORDERS' })));
    });
  });

  describe('numbers of the wrong kind', () => {
    test.each(['1e3', ' 1', '', '01', 'NaN', '9'.repeat(400), '1,50', '+1'])(
      'the decimal %j is BAD_USER_INPUT',
      async (limitPrice) => {
        const answer = await placeRaw(order({ limitPrice }));
        expect(answer.code).toBe('BAD_USER_INPUT');
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      },
    );

    test('a number for a decimal, a fraction for a quantity and a quantity beyond 32 bits are BAD_USER_INPUT', async () => {
      expect((await placeRaw(order({ limitPrice: 28.9 }))).code).toBe('BAD_USER_INPUT');
      expect((await placeRaw(order({ quantity: 1.5 }))).code).toBe('BAD_USER_INPUT');
      expect((await placeRaw(order({ quantity: 3_000_000_000 }))).code).toBe('BAD_USER_INPUT');
    });
  });
}
