import { afterAll, beforeAll, expect, test } from 'vitest';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS, TOPICS } from '#contracts/names.ts';
import { DEPOSIT } from '#test/support/wallet/wallet.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTradingWallet, type TradingWallet } from './trading.ts';

const quote = (changes: Partial<QuoteRecord>): QuoteRecord => ({
  v: 1,
  ticker: 'PETR4',
  phase: 'CONTINUOUS',
  tradeDate: '2024-06-03',
  last: null,
  open: null,
  high: null,
  low: null,
  previousClose: null,
  bid: null,
  bidQuantity: null,
  ask: null,
  askQuantity: null,
  volume: 0,
  turnoverCentavos: 0,
  tradeCount: 0,
  theoreticalPrice: null,
  theoreticalQuantity: null,
  atMs: 0,
  sequence: 1,
  ...changes,
});

let at: TradingWallet;
let accountId = '';
beforeAll(async () => {
  at = await createTradingWallet('2024-06-03');
  accountId = await at.open('usr_ana');
});
afterAll(() => at.wallet.part.stop());

const publish = async (...quotes: QuoteRecord[]): Promise<void> => {
  await at.wallet.eventLog.append(
    TOPICS.quotes,
    quotes.map((one) => ({ key: one.ticker, value: quoteCodec.encode(one) })),
  );
  await eventually(async () =>
    expect(await at.wallet.eventLog.lag([TOPICS.quotes], 'wallet-closes')).toBe(0),
  );
};
const equity = async (from: string, to: string) =>
  (
    await at.account(
      'usr_ana',
      accountId,
      `equity(from: "${from}", to: "${to}") { date equity netFlow profit }`,
    )
  )['equity'];

test('values each trading day at its close, and today at the last price', async () => {
  // Monday: a deposit of ten million and 1,000 shares at 10.00, costs 3.00; the close is 10.50.
  await at.trade(accountId, [{ ticker: 'PETR4', side: 'BUY', quantity: 1_000, priceCentavos: 1_000 }]);
  await at.close();
  await publish(
    quote({ last: 1_040 }),
    quote({ ticker: 'PETR4F', phase: 'CLOSED', last: 1_111 }),
    quote({ phase: 'CLOSED', last: 1_050 }),
  );
  // Tuesday: 200 more in the fractional market, no closing quote; Wednesday begins with its previous close.
  at.begin('2024-06-04');
  await at.trade(accountId, [
    { ticker: 'PETR4F', side: 'BUY', quantity: 99, priceCentavos: 1_000 },
    { ticker: 'PETR4F', side: 'BUY', quantity: 99, priceCentavos: 1_000 },
  ]);
  await at.close();
  await publish(quote({ tradeDate: '2024-06-05', previousClose: 1_020 }));
  // Wednesday: a withdrawal and shares of another custodian.
  at.begin('2024-06-05');
  const withdraw = { accountId, amount: '1000.00', id: 'out' };
  await at.wallet.execute('usr_ana', DEPOSIT.replace('deposit(', 'withdraw('), withdraw);
  const input = { accountId, ticker: 'PETR4', quantity: 10, totalCost: '99.99', clientTransferId: 'in' };
  await at.wallet.execute(
    'usr_ana',
    `mutation ($input: DepositSharesInput!) { depositShares(input: $input) { __typename } }`,
    { input },
  );
  const hot = quote({ tradeDate: '2024-06-05', last: 1_100, sequence: 9 });
  await at.wallet.dependencies.cache.setMany([[CACHE_KEYS.hotPrice('PETR4'), quoteCodec.encode(hot)]]);
  expect(await equity('2024-06-01', '2024-06-30')).toEqual([
    // 10,000,000.00 - 10,003.00 + 1,000 x 10.50.
    { date: '2024-06-03', equity: '10000497.00', netFlow: '10000000.00', profit: '497.00' },
    // - 1,980.00 - 0.58 + 198 x 10.20, and 0.30 less a share on 1,000.
    { date: '2024-06-04', equity: '10000236.02', netFlow: '0.00', profit: '-260.98' },
    // - 1,000.00 + 10 x 11.00, and 0.80 more a share on 1,198.
    { date: '2024-06-05', equity: '10000304.42', netFlow: '-900.01', profit: '968.41' },
  ]);
});

test('a period begins at its own first day', async () => {
  expect(await equity('2024-06-05', '2024-06-05')).toEqual([
    { date: '2024-06-05', equity: '10000304.42', netFlow: '-900.01', profit: '968.41' },
  ]);
  expect(await equity('2024-05-01', '2024-05-31')).toEqual([]);
});
