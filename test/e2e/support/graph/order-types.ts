import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrderInput, ReplaceOrderInput } from '#sdk/src/index.ts';
import { auditFromHere } from '../audit.ts';
import { hasEnded, newTraderWithShares, type Trader } from '../order-life.ts';
import { granted } from '../person.ts';
import { centavosOf, costing, money, stillCosting } from '../prices.ts';
import type { GraphScene } from './scene.ts';

/** Orders of every kind between two traders. They run in a market without trades. */
export function orderTypes(scene: () => GraphScene): void {
  let ana: Trader;
  let bob: Trader;
  /** The previous close, in centavos, and the top of the band. */
  let price = 0;
  let top = 0;

  beforeAll(async () => {
    const { url } = scene().broker;
    ana = await newTraderWithShares(url);
    bob = await newTraderWithShares(url);
    const { asset } = await ana.person.broker.asset({ ticker: 'PETR4' });
    price = centavosOf(asset?.quote?.previousClose);
    top = centavosOf(asset?.priceBand?.high);
  });

  afterEach(() => Promise.all([ana.clear(), bob.clear()]));

  afterAll(async () => {
    await ana.close();
    await bob.close();
  });

  type Terms = Partial<PlaceOrderInput>;
  const at = (centavos: number, terms: Terms = {}): Terms => ({ limitPrice: money(centavos), ...terms });

  /** Bob sells to Ana at a price. */
  async function trade(centavos: number): Promise<void> {
    await bob.placeResting(at(centavos, { side: 'SELL' }));
    const { id } = await ana.place(at(centavos));
    await ana.until(id, ({ status }) => status === 'FILLED');
  }

  /** Trades at a price and waits until the quote shows it as the last price. */
  async function lastPriceIs(centavos: number): Promise<void> {
    await trade(centavos);
    await ana.untilQuote(({ last }) => last === money(centavos));
  }

  describe('orders that rest', () => {
    const days: Terms[] = [
      { timeInForce: 'DAY' },
      { timeInForce: 'GTC' },
      { timeInForce: 'GTD', expiresOn: '2099-12-31' },
      { timeInForce: 'AT_CLOSE' },
      { quantity: 500, displayQuantity: 100 },
    ];
    test.each(days)('%j: reserves, opens, cancels and releases', async (terms) => {
      const quantity = terms.quantity ?? 100;
      const preview = await ana.preview(at(price, terms));
      expect(preview.netAmount).toBe(costing(price * quantity));
      const order = await ana.placeResting(at(price, terms));
      expect(order).toMatchObject({ ...terms, limitPrice: money(price), reservedCash: preview.netAmount });
      await ana.clear();
      expect(await ana.until(order.id, hasEnded)).toMatchObject({ status: 'CANCELED', reservedCash: '0.00' });
      expect(ana.statuses(order.id)).toEqual(['PENDING', 'OPEN', 'CANCELED']);
    });

    test('a market order at the close waits and reserves at the top of the price band', async () => {
      const terms = { type: 'MARKET', timeInForce: 'AT_CLOSE' } as const;
      const order = await ana.placeResting(terms);
      expect(order).toMatchObject({ limitPrice: null, reservedCash: costing(top * 100) });
      expect((await ana.preview(terms)).netAmount).toBe(order.reservedCash);
      await ana.untilOffers();
    });
  });

  describe('orders that must fill on entry', () => {
    test.each<[terms: Terms, status: string, filled: number]>([
      [{ timeInForce: 'IOC' }, 'EXPIRED', 200],
      [{ timeInForce: 'FOK' }, 'EXPIRED', 0],
      [{ timeInForce: 'FOK', quantity: 200 }, 'FILLED', 200],
      [{ minimumQuantity: 300 }, 'EXPIRED', 0],
      [{ minimumQuantity: 200 }, 'PARTIALLY_FILLED', 200],
      [{ minimumQuantity: 200, timeInForce: 'IOC' }, 'EXPIRED', 200],
      [{ type: 'MARKET' }, 'PARTIALLY_FILLED', 200],
      [{ type: 'MARKET', minimumQuantity: 300 }, 'EXPIRED', 0],
      [{ type: 'MARKET', timeInForce: 'IOC' }, 'EXPIRED', 200],
      [{ type: 'MARKET', timeInForce: 'FOK' }, 'EXPIRED', 0],
    ])('%j for 300 shares against an offer of 200 ends up %s', async (terms, status, filled) => {
      await bob.placeResting(at(price, { side: 'SELL', quantity: 200 }));
      await ana.untilQuote(({ ask, askQuantity }) => ask === money(price) && askQuantity === 200);
      const prices = terms.type === 'MARKET' ? {} : at(price);
      const { id } = await ana.place({ ...prices, quantity: 300, ...terms });
      const order = await ana.until(id, (one) => one.status === status && one.filledQuantity === filled);
      const isRest = status === 'PARTIALLY_FILLED';
      expect(order).toMatchObject({
        leavesQuantity: isRest ? 100 : 0,
        reservedCash: isRest ? stillCosting(price * 300, filled * price) : '0.00',
      });
      if (isRest) expect(order.limitPrice).toBe(money(price));
    });
  });

  describe('stops', () => {
    test('a trade triggers a buy stop, which takes the best offer and then reserves its cost only', async () => {
      await lastPriceIs(price);
      const terms = { type: 'STOP', stopPrice: money(price + 10), timeInForce: 'GTC' } as const;
      const most = Math.floor((price + 10) * 1.1);
      expect(await ana.preview(terms)).toMatchObject({
        referencePrice: money(price + 10),
        netAmount: costing(most * 100),
      });
      const { id } = await ana.placeResting(terms);
      await ana.untilOffers();
      await bob.placeResting(at(price + 10, { side: 'SELL', quantity: 200 }));
      await ana.place(at(price + 10));
      await ana.until(id, ({ status }) => status === 'FILLED');
      expect(ana.statuses(id)).toEqual(['PENDING', 'OPEN', 'FILLED']);
      const updates = ana.life(id).map((one) => [one.triggeredAt !== null, one.limitPrice, one.reservedCash]);
      expect(updates).toEqual([
        [false, null, costing(most * 100)],
        [false, null, costing(most * 100)],
        [true, money(price + 10), costing((price + 10) * 100)],
        [true, money(price + 10), '0.00'],
      ]);
    });

    test('a triggered stop without an opposite order rests at the last price, and can be replaced as a limit order', async () => {
      await lastPriceIs(price);
      const { id } = await ana.placeResting({ type: 'STOP', stopPrice: money(price + 5) });
      await trade(price + 5);
      const rest = await ana.until(id, ({ triggeredAt }) => triggeredAt !== null);
      expect(rest).toMatchObject({ status: 'OPEN', limitPrice: money(price + 5), leavesQuantity: 100 });
      await ana.replace(id, { limitPrice: money(price + 4) });
      await ana.until(
        id,
        ({ limitPrice, pendingRequest }) => limitPrice === money(price + 4) && !pendingRequest,
      );
      const late = { orderId: id, clientRequestId: randomUUID(), stopPrice: money(price + 20) };
      expect((await ana.person.broker.replaceOrder({ input: late })).replaceOrder).toMatchObject({
        __typename: 'Refusal',
        rule: 'PRICE_NOT_ALLOWED',
        field: 'stopPrice',
      });
    });

    test('a sell stop limit trades down to its limit', async () => {
      await lastPriceIs(price);
      const prices = { stopPrice: money(price - 5), limitPrice: money(price - 8) };
      const { id } = await ana.placeResting({ side: 'SELL', type: 'STOP_LIMIT', quantity: 300, ...prices });
      await bob.placeResting(at(price - 7, { quantity: 100 }));
      await trade(price - 5);
      const order = await ana.until(id, ({ filledQuantity }) => filledQuantity === 100);
      expect(order).toMatchObject({
        status: 'PARTIALLY_FILLED',
        limitPrice: money(price - 8),
        reservedQuantity: 200,
      });
      expect(ana.fills(id).map((one) => one.price)).toEqual([money(price - 7)]);
      await ana.untilOffers([price - 8, 200, 1]);
    });

    test('a replace moves a waiting stop and its reservation', async () => {
      await lastPriceIs(price);
      const { id } = await ana.placeResting({ type: 'STOP', stopPrice: money(price + 10) });
      await ana.replace(id, { stopPrice: money(price + 20), quantity: 200 });
      const moved = await ana.until(
        id,
        ({ stopPrice, pendingRequest }) => stopPrice === money(price + 20) && !pendingRequest,
      );
      const most = Math.floor((price + 10) * 1.1) + 10;
      expect(moved).toMatchObject({ quantity: 200, reservedCash: costing(most * 200), triggeredAt: null });
    });
  });

  describe('an iceberg', () => {
    test('displays a part, and its next part queues behind the other orders at its price', async () => {
      const iceberg = await bob.placeResting(
        at(price, { side: 'SELL', quantity: 300, displayQuantity: 100 }),
      );
      const behind = await bob.placeResting(at(price, { side: 'SELL', quantity: 100 }));
      await ana.untilOffers([price, 200, 2]);
      await ana.place(at(price, { timeInForce: 'IOC' }));
      await bob.until(iceberg.id, ({ filledQuantity }) => filledQuantity === 100);
      await ana.untilOffers([price, 200, 2]);
      await ana.place(at(price, { timeInForce: 'IOC' }));
      await bob.until(behind.id, ({ status }) => status === 'FILLED');
      expect(bob.life(iceberg.id).at(-1)).toMatchObject({ filledQuantity: 100, reservedQuantity: 200 });
      await bob.replace(iceberg.id, { displayQuantity: 200 });
      await ana.untilOffers([price, 200, 1]);
      expect(await bob.until(iceberg.id, ({ displayQuantity }) => displayQuantity === 200)).toMatchObject({
        quantity: 300,
        leavesQuantity: 200,
      });
    });
  });

  describe('a replace', () => {
    test('with a minimum quantity changes the order only when the minimum fills at once', async () => {
      const bid = await ana.placeResting(at(price - 1, { quantity: 300 }));
      await bob.placeResting(at(price, { side: 'SELL', quantity: 100 }));
      await ana.replace(bid.id, { limitPrice: money(price), minimumQuantity: 200 });
      await ana.until(bid.id, ({ pendingRequest }) => pendingRequest === 'REPLACE');
      await expect.poll(() => ana.life(bid.id).at(-1)?.pendingRequest).toBeNull();
      expect(ana.life(bid.id).at(-1)).toMatchObject({
        status: 'OPEN',
        limitPrice: money(price - 1),
        minimumQuantity: null,
        reservedCash: bid.reservedCash,
      });
      await ana.replace(bid.id, { limitPrice: money(price), minimumQuantity: 100 });
      expect(await ana.until(bid.id, ({ filledQuantity }) => filledQuantity === 100)).toMatchObject({
        status: 'PARTIALLY_FILLED',
        limitPrice: money(price),
        minimumQuantity: 100,
      });
    });

    test.each<[changes: Partial<ReplaceOrderInput>, kept: boolean]>([
      [{ quantity: 100 }, true],
      [{ quantity: 300 }, false],
      [{ displayQuantity: 100 }, false],
    ])('of %j keeps the time priority: %s', async (changes, kept) => {
      const first = await bob.placeResting(at(price, { side: 'SELL', quantity: 200 }));
      const second = await bob.placeResting(at(price, { side: 'SELL', quantity: 200 }));
      await bob.replace(first.id, changes);
      await bob.until(first.id, (one) => one.pendingRequest === 'REPLACE');
      await expect.poll(() => bob.life(first.id).at(-1)?.pendingRequest).toBeNull();
      await ana.place(at(price, { timeInForce: 'IOC' }));
      await bob.until((kept ? first : second).id, ({ filledQuantity }) => filledQuantity === 100);
    });
  });

  test('orders of one user never trade with each other, even from different accounts', async () => {
    const { openAccount } = await ana.person.broker.openAccount({ name: 'second' });
    const { id: accountId } = granted(openAccount);
    const cash = { accountId, amount: '100000.00', clientTransferId: 'in' };
    granted((await ana.person.broker.deposit({ input: cash })).deposit);
    const own = await ana.placeResting(at(price, { side: 'SELL' }));
    const input = { accountId, clientOrderId: 'own', ticker: 'PETR4', side: 'BUY', quantity: 100 } as const;
    const { placeOrder } = await ana.person.broker.placeOrder({
      input: { ...input, limitPrice: money(price) },
    });
    const { id } = granted(placeOrder);
    await expect.poll(async () => (await ana.person.broker.order({ id })).order?.status).toBe('CANCELED');
    expect((await ana.person.broker.order({ id })).order).toMatchObject({
      filledQuantity: 0,
      reservedCash: '0.00',
    });
    expect(ana.life(own.id).at(-1)).toMatchObject({ status: 'OPEN', filledQuantity: 0 });
  });

  describe('refusals', () => {
    test.each<[rule: string, terms: () => Terms]>([
      ['PHASE', () => at(price, { timeInForce: 'AUCTION' })],
      ['PHASE', () => ({ type: 'MARKET', timeInForce: 'AUCTION' })],
      ['INVALID_COMBINATION', () => ({ type: 'STOP', timeInForce: 'AUCTION', stopPrice: money(price + 1) })],
      ['INVALID_COMBINATION', () => ({ type: 'STOP', timeInForce: 'IOC', stopPrice: money(price + 1) })],
      ['INVALID_COMBINATION', () => ({ type: 'MARKET', timeInForce: 'GTC' })],
      ['INVALID_COMBINATION', () => at(price, { timeInForce: 'GTD' })],
      ['INVALID_COMBINATION', () => at(price, { timeInForce: 'FOK', minimumQuantity: 100 })],
      ['INVALID_COMBINATION', () => at(price, { displayQuantity: 100, minimumQuantity: 100 })],
      ['INVALID_COMBINATION', () => at(price, { displayQuantity: 200 })],
      ['PRICE_REQUIRED', () => ({ type: 'STOP' })],
      ['PRICE_NOT_ALLOWED', () => at(price, { type: 'STOP', stopPrice: money(price + 1) })],
      ['PRICE_BAND', () => ({ type: 'STOP', stopPrice: money(top + 1) })],
      ['STOP_PRICE', () => ({ type: 'STOP', stopPrice: money(price - 100) })],
      ['STOP_PRICE', () => at(price + 100, { type: 'STOP_LIMIT', stopPrice: money(price + 101) })],
      ['NO_OPPOSITE_PRICE', () => ({ type: 'MARKET' })],
      ['INSUFFICIENT_CASH', () => ({ type: 'STOP', stopPrice: money(price + 100), quantity: 900_000 })],
    ])('%s, case %#', async (rule, terms) => {
      await ana.untilQuote(({ ask }) => ask === null);
      expect(await ana.refused(terms())).toBe(rule);
    });
  });

  test('the auditor finds no violation while orders of every kind are open', async () => {
    await lastPriceIs(price);
    await bob.placeResting(at(price + 1, { side: 'SELL', quantity: 500, displayQuantity: 100 }));
    await ana.untilQuote(({ ask }) => ask === money(price + 1));
    const { id } = await ana.place({ type: 'MARKET', quantity: 600 });
    await ana.until(id, ({ filledQuantity }) => filledQuantity === 500);
    const waiting: Terms[] = [
      { type: 'STOP', stopPrice: money(price + 20), timeInForce: 'GTC' },
      at(price + 30, { type: 'STOP_LIMIT', stopPrice: money(price + 20) }),
      { type: 'STOP', stopPrice: money(price - 20), side: 'SELL' },
      { type: 'MARKET', timeInForce: 'AT_CLOSE' },
      at(price - 1, { timeInForce: 'GTD', expiresOn: '2099-12-31', quantity: 300, displayQuantity: 100 }),
    ];
    const orders = await Promise.all(waiting.map((terms) => ana.placeResting(terms)));
    await ana.replace(orders[0]?.id ?? '', { stopPrice: money(price + 25) });
    const { dataDir, broker } = scene();
    expect(await auditFromHere(dataDir, broker.wallClock)).toBe('');
  });
}
