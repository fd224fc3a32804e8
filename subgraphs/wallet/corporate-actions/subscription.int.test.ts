import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { subscriptionTerms } from '#test/support/samples/declared-action.ts';
import { declare, deposit, goTo, MORNING, positionOf, soon } from '#test/support/wallet/actions.ts';
import { openTrader, type Trader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

let wallet: TestWallet;
beforeAll(async () => {
  wallet = await createTestWallet({ startMs: instantOf('2026-03-16', MORNING) });
});
afterAll(() => wallet.part.stop());

const EXERCISE = `mutation ($accountId: ID!, $ticker: Ticker!, $quantity: Int!, $id: String!) {
  exerciseSubscription(input: { accountId: $accountId, ticker: $ticker, quantity: $quantity, clientTransferId: $id }) {
    ... on Transfer { amount ticker quantity isRepeat }
    ... on Refusal { rule field limit observed }
  }
}`;
const exercise = async (
  userId: string,
  accountId: string,
  quantity: number,
  id: string,
  ticker = 'PETR2',
) => {
  const { data, errors } = await wallet.execute(userId, EXERCISE, { accountId, ticker, quantity, id });
  expect(errors).toBeUndefined();
  return data?.['exerciseSubscription'];
};
const lines = async (trader: Trader): Promise<(string | number | null)[][]> => {
  const { statement } = (await trader.read(
    'statement(kinds: [CORPORATE_ACTION]) { nodes { amount ticker quantity } }',
  )) as { statement: { nodes: { amount: string | null; ticker: string; quantity: number }[] } };
  return statement.nodes.map(({ amount, ticker, quantity }) => [ticker, quantity, amount]).reverse();
};
/** Refusal of an exercise with its limit. */
const refused = (rule: string, limit: unknown = expect.anything()) =>
  expect.objectContaining({ rule, limit }) as unknown;

describe('subscription rights', () => {
  let holder: Trader;
  let buyer: Trader;

  test('are given on the ex-day for the shares of the record date, at no cost', async () => {
    holder = await openTrader(wallet, 'usr_holder', '1000.00');
    buyer = await openTrader(wallet, 'usr_buyer', '1000.00');
    await deposit(wallet, 'usr_holder', holder.accountId, { ticker: 'PETR4', quantity: 105, price: '30.00' });
    await declare(wallet, subscriptionTerms());
    expect(await exercise('usr_holder', holder.accountId, 1, 'early')).toEqual(
      refused('UNKNOWN_TICKER', null),
    );
    await goTo(wallet, '2026-03-17');
    const given = { quantity: 10, available: 10, cost: '0.00' };
    await soon(async () => expect(await positionOf(holder, 'PETR2')).toMatchObject(given), wallet);
  });

  test('are exercised once for an id, up to the rights that are settled', async () => {
    const done = { amount: '-100.00', ticker: 'PETR10', quantity: 4, isRepeat: false };
    expect(await exercise('usr_holder', holder.accountId, 4, 'x1')).toEqual(done);
    expect(await exercise('usr_holder', holder.accountId, 4, 'x1')).toEqual({ ...done, isRepeat: true });
    expect(await exercise('usr_holder', holder.accountId, 5, 'x1')).toEqual(refused('ID_REUSED', null));
    expect(await exercise('usr_holder', holder.accountId, 7, 'x2')).toEqual(
      refused('INSUFFICIENT_SHARES', '6'),
    );
    expect(await exercise('usr_holder', holder.accountId, 0, 'x2')).toEqual(refused('QUANTITY_LIMIT'));
    expect(await exercise('usr_holder', holder.accountId, 1, 'bad id')).toEqual(refused('INVALID_ID'));
    expect(await exercise('usr_buyer', holder.accountId, 1, 'x2')).toEqual(
      refused('ACCOUNT_NOT_FOUND', null),
    );
    expect(await positionOf(holder, 'PETR10')).toMatchObject({ quantity: 4, cost: '100.00' });
  });

  test('that were bought are exercised once they have settled, and their cost belongs to the shares', async () => {
    const trade = { day: '2026-03-17', ticker: 'PETR2', quantity: 10, priceCentavos: 300 } as const;
    await buyer.trade({ ...trade, side: 'BUY' });
    await holder.trade({ ...trade, side: 'SELL', quantity: 3 });
    expect(await exercise('usr_buyer', buyer.accountId, 1, 'x1')).toEqual(
      refused('INSUFFICIENT_SHARES', '0'),
    );
    await holder.close('2026-03-17');
    await goTo(wallet, '2026-03-19');
    const paid = { amount: '-150.00', ticker: 'PETR10', quantity: 6 };
    await soon(async () => {
      expect(await exercise('usr_buyer', buyer.accountId, 6, 'x1')).toMatchObject(paid);
    }, wallet);
    expect(await positionOf(buyer, 'PETR10')).toMatchObject({ quantity: 6, cost: '168.00' });
    expect(await positionOf(buyer, 'PETR2')).toMatchObject({ quantity: 4, cost: '12.00' });
  });

  test('that nobody exercises lapse; the cost of bought ones is a loss of the position', async () => {
    await goTo(wallet, '2026-03-25');
    expect(await exercise('usr_holder', holder.accountId, 1, 'x3')).toMatchObject({ quantity: 1 });
    await wallet.restart();
    await goTo(wallet, '2026-03-26');
    expect(await exercise('usr_holder', holder.accountId, 1, 'x4')).toMatchObject({
      rule: 'SUBSCRIPTION_CLOSED',
      limit: '2026-03-17 to 2026-03-25',
    });
    const lapsed = { quantity: 0, cost: '0.00', realizedProfit: '-12.00' };
    await soon(async () => expect(await positionOf(buyer, 'PETR2')).toMatchObject(lapsed), wallet);
    await soon(async () => expect(await positionOf(holder, 'PETR2')).toMatchObject({ quantity: 0 }), wallet);
    expect(await wallet.ledgerViolations()).toEqual([]);
  });

  test('become shares on the day of the credit, which may be declared later', async () => {
    await declare(wallet, { ...subscriptionTerms({ paysOn: '2026-04-10' }), version: 2 });
    await goTo(wallet, '2026-04-10');
    const credited = { quantity: 110, cost: '3275.00' };
    await soon(async () => expect(await positionOf(holder)).toMatchObject(credited), wallet);
    await soon(async () => {
      expect(await positionOf(buyer)).toMatchObject({ quantity: 6, cost: '168.00', averagePrice: '28.0000' });
    }, wallet);
    expect(await lines(holder)).toEqual([
      ['PETR2', 10, null],
      ['PETR10', 4, '-100.00'],
      ['PETR2', -4, null],
      ['PETR10', 1, '-25.00'],
      ['PETR2', -1, null],
      ['PETR2', -2, null],
      ['PETR10', -5, null],
      ['PETR4', 5, null],
    ]);
    await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
    const report = await wallet.part.auditCalls.ledger({});
    expect(report).toMatchObject({ exercises: 3 });
  });
});

test('[C11] ten shares at 102.00 beside a hundred at 100.00 have an average of 100.1818', async () => {
  const trader = await openTrader(wallet, 'usr_c11', '1100.00');
  await deposit(wallet, 'usr_c11', trader.accountId, { ticker: 'BBAS3', quantity: 100, price: '100.00' });
  const days = { tradesFrom: null, tradesUntil: null, exercisesUntil: '2026-04-14' };
  await declare(wallet, {
    ...subscriptionTerms({ ticker: 'BBAS3', pricePerShare: '102.00', paysOn: '2026-04-15' }),
    ...{ recordDate: '2026-04-10', exDate: '2026-04-13' },
    rights: { ticker: 'BBAS1', receiptTicker: 'BBAS9', ...days },
  });
  await goTo(wallet, '2026-04-13');
  await soon(async () => expect(await positionOf(trader, 'BBAS1')).toMatchObject({ quantity: 10 }), wallet);
  const accountId = trader.accountId;
  expect(await exercise('usr_c11', accountId, 10, 'c11', 'BBAS1')).toMatchObject({ amount: '-1020.00' });
  await goTo(wallet, '2026-04-15');
  const average = { quantity: 110, averagePrice: '100.1818' };
  await soon(async () => expect(await positionOf(trader, 'BBAS3')).toMatchObject(average), wallet);
});

test('an exercise pays with settled cash alone, and the rights of an order cannot be exercised', async () => {
  const trader = await openTrader(wallet, 'usr_poor', '100.00');
  await deposit(wallet, 'usr_poor', trader.accountId, { ticker: 'VALE3', quantity: 100, price: '60.00' });
  await declare(wallet, {
    ...subscriptionTerms({ ticker: 'VALE3', pricePerShare: '30.00' }),
    ...{ recordDate: '2026-04-15', exDate: '2026-04-16' },
    rights: {
      ...{ ticker: 'VALE1', receiptTicker: 'VALE9', exercisesUntil: '2026-04-30' },
      ...{ tradesFrom: '2026-04-16', tradesUntil: '2026-04-22' },
    },
  });
  await goTo(wallet, '2026-04-16');
  await soon(async () => expect(await positionOf(trader, 'VALE1')).toMatchObject({ quantity: 10 }), wallet);
  await trader.trade({
    day: '2026-04-16',
    side: 'SELL',
    ticker: 'VALE3',
    quantity: 10,
    priceCentavos: 6_000,
  });
  const { accountId } = trader;
  expect(await exercise('usr_poor', accountId, 4, 'x', 'VALE1')).toEqual(
    refused('INSUFFICIENT_CASH', '100.00'),
  );
  await wallet.reserve(accountId, 'ord_rights', 'VALE1', 8);
  expect(await exercise('usr_poor', accountId, 3, 'x', 'VALE1')).toEqual(refused('INSUFFICIENT_SHARES', '2'));
  expect(await exercise('usr_poor', accountId, 2, 'x', 'VALE1')).toMatchObject({ amount: '-60.00' });
  // The exchange cancels the order when the right is delisted; the rights lapse then.
  await goTo(wallet, '2026-05-04');
  await soon(async () => expect(await positionOf(trader, 'VALE1')).toMatchObject({ quantity: 8 }), wallet);
  await wallet.part.calls.voidReservations({ reservationIds: ['ord_rights'], correlationId: 'test' });
  await soon(async () => expect(await positionOf(trader, 'VALE1')).toMatchObject({ quantity: 0 }), wallet);
  await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
});

test('receipts of an exercise before a split become the shares after it, at the same cost', async () => {
  const trader = await openTrader(wallet, 'usr_split');
  await deposit(wallet, 'usr_split', trader.accountId, { ticker: 'ITSA3', quantity: 100, price: '40.00' });
  const days = { tradesFrom: null, tradesUntil: null, exercisesUntil: '2026-05-11' };
  await declare(wallet, {
    ...subscriptionTerms({ ticker: 'ITSA3', pricePerShare: '30.00', paysOn: '2026-05-15' }),
    ...{ recordDate: '2026-05-05', exDate: '2026-05-06' },
    rights: { ticker: 'ITSA1', receiptTicker: 'ITSA9', ...days },
  });
  await goTo(wallet, '2026-05-06');
  await soon(async () => expect(await positionOf(trader, 'ITSA1')).toMatchObject({ quantity: 10 }), wallet);
  const { accountId } = trader;
  expect(await exercise('usr_split', accountId, 10, 'split', 'ITSA1')).toMatchObject({ amount: '-300.00' });
  const split = {
    kind: 'SPLIT',
    ticker: 'ITSA3',
    factor: '2',
    recordDate: '2026-05-12',
    exDate: '2026-05-13',
  } as const;
  await declare(wallet, split);
  await goTo(wallet, '2026-05-13');
  await soon(async () => expect(await positionOf(trader, 'ITSA3')).toMatchObject({ quantity: 200 }), wallet);
  expect(await positionOf(trader, 'ITSA9')).toMatchObject({ quantity: 10, cost: '300.00' });
  await goTo(wallet, '2026-05-15');
  const credited = { quantity: 220, cost: '4300.00' };
  await soon(async () => expect(await positionOf(trader, 'ITSA3')).toMatchObject(credited), wallet);
  await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
});
