import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { openTrader, type TestTrade, type Trader } from '#test/support/wallet/trading.ts';
import { createTestWallet, DEPOSIT_SHARES, type TestWallet } from '#test/support/wallet/wallet.ts';

const MORNING = 10 * 60;

/** A wallet on the morning of a day. */
const walletOn = (day: string, options = {}) =>
  createTestWallet({ startMs: instantOf(day, MORNING), ...options });

const POSITION = `position(ticker: "PETR4") { quantity averagePrice cost realizedProfit realizedDayTradeProfit }`;
const STATEMENT = `statement(first: 200, kinds: [TRADE, FEE, TAX]) { nodes { at kind amount description } }`;
interface Statement {
  statement: { nodes: { at: string; kind: string; amount: string; description: string }[] };
}
const amountsOf = async (trader: Trader): Promise<string[]> => {
  const { statement } = (await trader.read(STATEMENT)) as Statement;
  return statement.nodes.map(({ kind, amount }) => `${kind} ${amount}`).reverse();
};

describe('a day trade', () => {
  const day = '2026-03-16';
  const buy: TestTrade = { day, side: 'BUY', ticker: 'PETR4', quantity: 100, priceCentavos: 2_000 };
  const sell: TestTrade = { ...buy, side: 'SELL', priceCentavos: 2_100 };
  let wallet: TestWallet;
  beforeAll(async () => {
    wallet = await walletOn(day);
  });
  afterAll(() => wallet.part.stop());

  test.each([
    ['buy first', 'usr_buy', [buy, sell]],
    ['sell first', 'usr_sell', [sell, buy]],
  ] as const)('[D2] leaves the average price alone: %s', async (_order, userId, trades) => {
    const trader = await openTrader(wallet, userId);
    const shares = { accountId: trader.accountId, ticker: 'PETR4', quantity: 100, price: '10.00', id: 's' };
    await wallet.execute(userId, DEPOSIT_SHARES, shares);
    await trader.trade(...trades);
    // Of 4,100.00 the settlement fee of 0.0180 % is 0.73, the trading fee of 0.0050 % is 0.20.
    const after = {
      position: {
        quantity: 100,
        averagePrice: '10.0000',
        cost: '1000.00',
        realizedProfit: '99.07',
        realizedDayTradeProfit: '99.07',
      },
    };
    expect(await trader.read(POSITION)).toEqual(after);
    await trader.close(day);
    expect(await trader.read(POSITION)).toEqual(after);
    expect((await amountsOf(trader)).slice(-2)).toEqual(['FEE 0.31', 'TAX -0.99']);
    expect(await wallet.ledgerViolations()).toEqual([]);
  });
});

describe('published notes', () => {
  test.each([
    [
      'N2: a purchase',
      '2024-07-12',
      [{ side: 'BUY', ticker: 'BBAS3', quantity: 300, priceCentavos: 2_661 }],
      { net: '-7985.38', on: '2024-07-16', averagePrice: '26.6179' },
    ],
    [
      'N5: fractional sales, of which the tax is shown only',
      '2024-05-21',
      [1, 23, 98].map((quantity) => ({
        ...{ side: 'SELL' as const, ticker: 'AESB3F', quantity, priceCentavos: 1_113 },
      })),
      { net: '1357.47', on: '2024-05-23', averagePrice: '0.0000' },
    ],
  ] as const)('[%s] settle to the centavo', async (_name, day, trades, expected) => {
    const wallet = await walletOn(day);
    const trader = await openTrader(wallet, 'usr_note');
    const { ticker } = trades[0];
    if (trades[0].side === 'SELL') {
      const shares = { accountId: trader.accountId, ticker, quantity: 122, price: '10.00', id: 's' };
      await wallet.execute('usr_note', DEPOSIT_SHARES, shares);
    }
    await trader.trade(...trades.map((trade): TestTrade => ({ ...trade, day })));
    await trader.close(day);
    const account = (await trader.read(
      `cash { projected { date amount } } position(ticker: "${ticker}") { averagePrice }`,
    )) as { cash: { projected: { date: string; amount: string }[] }; position: { averagePrice: string } };
    const projected = new Map(account.cash.projected.map(({ date, amount }) => [date, Number(amount)]));
    const change = (projected.get(expected.on) ?? 0) - 1_000_000;
    expect(change.toFixed(2)).toBe(expected.net);
    expect(account.position.averagePrice).toBe(expected.averagePrice);
    expect(await wallet.ledgerViolations()).toEqual([]);
    await wallet.part.stop();
  });

  test('[N1] brokerage and its taxes are costs of the note', async () => {
    const day = '2017-06-01';
    const brokerage = { type: 'FIXED', centavos: 250 } as const;
    const wallet = await walletOn(day);
    const trader = await openTrader(wallet, 'usr_n1', '1000000.00', brokerage);
    const quantities = [300, 100, 100];
    await trader.trade(
      ...quantities.map((quantity): TestTrade => ({
        day,
        side: 'BUY',
        ticker: 'WEGE3',
        quantity,
        priceCentavos: 1_906,
      })),
    );
    await trader.close(day);
    const { statement, cash } = (await trader.read(
      `${STATEMENT} cash { projected { date amount } }`,
    )) as Statement & { cash: { projected: object[] } };
    expect(statement.nodes[0]?.description).toBe(
      'Costs of note 1 of 2017-06-01: SETTLEMENT 2.62, TRADING 0.47, BROKERAGE 7.50, BROKERAGE_TAXES 0.72',
    );
    // The published net amount without its other costs of 2.90; D+3.
    expect(cash.projected.at(-1)).toEqual({ date: '2017-06-06', amount: (1_000_000 - 9_541.31).toFixed(2) });
    await wallet.part.stop();
  });
});

test('[N3] the tax of small sales is shown by the note and not deducted', async () => {
  const day = '2020-09-29';
  const wallet = await walletOn(day);
  const trader = await openTrader(wallet, 'usr_n3');
  const { accountId } = trader;
  for (const [ticker, quantity] of [
    ['BIDI11', 45],
    ['ITSA3', 79],
  ] as const) {
    const shares = { accountId, ticker, quantity, price: '10.00', id: ticker };
    await wallet.execute('usr_n3', DEPOSIT_SHARES, shares);
  }
  const deals: readonly [TestTrade['side'], string, number, number][] = [
    ['BUY', 'BIDI3F', 99, 1_656],
    ['BUY', 'BIDI3F', 42, 1_656],
    ['BUY', 'ITSA4F', 29, 883],
    ['BUY', 'ITSA4F', 63, 883],
    ['SELL', 'BIDI11F', 45, 5_194],
    ['SELL', 'ITSA3F', 67, 1_012],
    ['SELL', 'ITSA3F', 12, 1_012],
  ];
  await trader.trade(
    ...deals.map(([side, ticker, quantity, priceCentavos]) => ({
      ...{ day, side, ticker, quantity, priceCentavos },
    })),
  );
  await trader.close(day);
  expect(await trader.read(`cash { projected { date amount } }`)).toMatchObject({
    cash: { projected: [{}, {}, { date: '2020-10-01', amount: (1_000_000 - 12.45).toFixed(2) }] },
  });
  expect((await amountsOf(trader)).filter((entry) => entry.startsWith('TAX'))).toEqual([]);
  expect(await wallet.ledgerViolations()).toEqual([]);
  await wallet.part.stop();
});

test('[P1] fractional shares belong to the position, and all of it can be sold in one order', async () => {
  const day = '2026-03-16';
  const wallet = await walletOn(day);
  const trader = await openTrader(wallet, 'usr_p1');
  const trade = { day, side: 'BUY', quantity: 50, priceCentavos: 2_800 } as const;
  await trader.trade({ ...trade, ticker: 'PETR4F' }, { ...trade, ticker: 'PETR4F', priceCentavos: 2_811 });
  const position = { quantity: 100, available: 100, averagePrice: '28.0633' };
  const selection = `positions { ticker quantity available averagePrice }
    twin: position(ticker: "PETR4F") { ticker }`;
  expect(await trader.read(selection)).toEqual({
    positions: [{ ticker: 'PETR4', ...position }],
    twin: { ticker: 'PETR4' },
  });
  await trader.trade({ ...trade, side: 'SELL', quantity: 100, ticker: 'PETR4' });
  expect(await trader.read(`positions { ticker }`)).toEqual({ positions: [] });
  expect(await wallet.ledgerViolations()).toEqual([]);
  await wallet.part.stop();
});
