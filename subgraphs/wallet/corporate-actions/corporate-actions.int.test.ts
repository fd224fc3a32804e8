import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { declare, deposit, goTo, MORNING, positionOf, soon } from '#test/support/wallet/actions.ts';
import { openTrader, type Trader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

const wallets: TestWallet[] = [];
afterAll(() => Promise.all(wallets.map((wallet) => wallet.part.stop())));

async function walletOn(day: string): Promise<TestWallet> {
  const wallet = await createTestWallet({ startMs: instantOf(day, MORNING) });
  wallets.push(wallet);
  return wallet;
}

const payment = (changes: Partial<DeclaredAction>) => ({
  kind: 'DIVIDEND' as const,
  factor: null,
  ...changes,
});

interface Line {
  readonly kind: string;
  readonly amount: string | null;
  readonly quantity: number | null;
  readonly description: string;
}
const STATEMENT = `statement(first: 200, kinds: [DIVIDEND, CORPORATE_ACTION, TAX]) { nodes { kind amount quantity description } }`;
async function linesOf(trader: Trader): Promise<(string | number | null)[][]> {
  const { statement } = (await trader.read(STATEMENT)) as { statement: { nodes: Line[] } };
  return statement.nodes.map(({ kind, amount, quantity }) => [kind, amount, quantity]).reverse();
}
describe('changes of shares', () => {
  let wallet: TestWallet;
  beforeAll(async () => {
    wallet = await walletOn('2026-03-16');
  });
  afterAll(async () => expect(await wallet.ledgerViolations()).toEqual([]));

  test('[C1] [C2] [C6] reach the positions of the record date on the ex-day', async () => {
    const [split, reverse, bonus] = [
      await openTrader(wallet, 'usr_c1'),
      await openTrader(wallet, 'usr_c2'),
      await openTrader(wallet, 'usr_c6'),
    ];
    await deposit(wallet, 'usr_c1', split.accountId, { ticker: 'PETR4', quantity: 100, price: '80.00' });
    await deposit(wallet, 'usr_c2', reverse.accountId, { ticker: 'VALE3', quantity: 900, price: '2.00' });
    await deposit(wallet, 'usr_c6', bonus.accountId, { ticker: 'AESB3', quantity: 50, price: '10.38' });
    const purchase = { side: 'BUY', ticker: 'VALE3', quantity: 100, priceCentavos: 200 } as const;
    await reverse.trade({ day: '2026-03-16', ...purchase });
    await declare(wallet, { factor: '2' });
    await declare(wallet, { ticker: 'VALE3', kind: 'REVERSE_SPLIT', factor: '0.1' });
    await declare(wallet, { ticker: 'AESB3', kind: 'BONUS', factor: '1.32', pricePerShare: '8.30' });
    await goTo(wallet, '2026-03-17');
    const settled = `position(ticker: "VALE3") { quantity settled }`;
    await soon(async () => {
      const doubled = { quantity: 200, averagePrice: '40.0000', cost: '8000.00' };
      expect(await positionOf(split)).toMatchObject(doubled);
      // The purchase of the record date settles as ten shares.
      expect(await reverse.read(settled)).toEqual({ position: { quantity: 100, settled: 90 } });
      expect(await positionOf(bonus, 'AESB3')).toMatchObject({ quantity: 66, averagePrice: '9.8758' });
    }, wallet);
    await deposit(wallet, 'usr_c1', split.accountId, { ticker: 'PETR4', quantity: 50, price: '42.00' });
    const sale = { side: 'SELL', ticker: 'PETR4', quantity: 150, priceCentavos: 4_500 } as const;
    await split.trade({ day: '2026-03-17', ...sale });
    await split.close('2026-03-17');
    const left = { quantity: 100, averagePrice: '40.4000', cost: '4040.00' };
    expect(await positionOf(split)).toMatchObject(left);
    expect(await linesOf(split)).toContainEqual(['CORPORATE_ACTION', null, 100]);
    await goTo(wallet, '2026-03-18');
    await soon(
      async () => expect(await reverse.read(settled)).toEqual({ position: { quantity: 100, settled: 100 } }),
      wallet,
    );
  });

  test('that add no whole share take the cost of the fraction alone', async () => {
    const own = await walletOn('2026-03-16');
    const trader = await openTrader(own, 'usr_half');
    await deposit(own, 'usr_half', trader.accountId, { ticker: 'PETR4', quantity: 1, price: '30.00' });
    await declare(own, { factor: '1.5' });
    await goTo(own, '2026-03-17');
    await soon(
      async () => expect(await positionOf(trader)).toMatchObject({ quantity: 1, cost: '20.00' }),
      own,
    );
    expect(await own.ledgerViolations()).toEqual([]);
  });

  test('come before the trades of the ex-day when several days are closed at once', async () => {
    const days = { recordDate: '2026-03-18', exDate: '2026-03-19' };
    const trader = await openTrader(wallet, 'usr_down');
    await deposit(wallet, 'usr_down', trader.accountId, { ticker: 'PETR4', quantity: 100, price: '80.00' });
    await declare(wallet, { ...days, factor: '2' });
    wallet.marketClock.set(instantOf('2026-03-19', MORNING));
    const sale = { side: 'SELL', ticker: 'PETR4', quantity: 50, priceCentavos: 4_500 } as const;
    await trader.trade({ day: '2026-03-19', ...sale });
    wallet.marketClock.set(instantOf('2026-03-20', MORNING));
    await wallet.restart();
    const after = { quantity: 150, averagePrice: '40.0000', cost: '6000.00' };
    await soon(async () => expect(await positionOf(trader)).toMatchObject(after), wallet);
  });

  test('wait for the shares that an order holds, and for that account alone', async () => {
    const days = { recordDate: '2026-03-20', exDate: '2026-03-23' };
    const trader = await openTrader(wallet, 'usr_held');
    const other = await openTrader(wallet, 'usr_free');
    for (const [userId, { accountId }] of [
      ['usr_held', trader],
      ['usr_free', other],
    ] as const)
      await deposit(wallet, userId, accountId, { ticker: 'BBAS3', quantity: 100, price: '2.00' });
    await wallet.reserve(trader.accountId, 'ord_held', 'BBAS3', 100);
    await declare(wallet, { ...days, ticker: 'BBAS3', kind: 'REVERSE_SPLIT', factor: '0.1' });
    // The ex-day has begun and the record date is not closed yet: nobody may sell the shares from before the split.
    wallet.marketClock.set(instantOf('2026-03-23', MORNING));
    const refused = [{ outcome: 'INSUFFICIENT', available: 0 }];
    expect(await wallet.reserve(other.accountId, 'ord_early', 'BBAS3', 10)).toEqual(refused);
    const preview = { accountId: other.accountId, ticker: 'BBAS3' };
    expect(await wallet.part.calls.available(preview)).toMatchObject({ shares: 0 });
    // Nor after a restart, before the wallet has read its actions, nor in another process of it.
    await wallet.restart();
    expect(await wallet.reserve(other.accountId, 'ord_early', 'BBAS3', 10)).toEqual(refused);
    await goTo(wallet, '2026-03-23');
    await soon(async () => expect(await positionOf(other, 'BBAS3')).toMatchObject({ quantity: 10 }), wallet);
    expect(await positionOf(trader, 'BBAS3')).toMatchObject({ quantity: 100, available: 0 });
    const reserved = [{ outcome: 'RESERVED' }];
    await soon(async () => {
      expect(await wallet.reserve(other.accountId, 'ord_later', 'BBAS3', 10)).toEqual(reserved);
    }, wallet);
    await wallet.part.calls.voidReservations({ reservationIds: ['ord_held'], correlationId: 'test' });
    const ten = { quantity: 10, available: 10 };
    await soon(async () => expect(await positionOf(trader, 'BBAS3')).toMatchObject(ten), wallet);
  });
});

describe('fractions', () => {
  let wallet: TestWallet;
  beforeAll(async () => {
    wallet = await walletOn('2022-11-10');
  });
  afterAll(async () => expect(await wallet.ledgerViolations()).toEqual([]));

  test('[C7] of a bonus, which is credited on its day, are sold in an auction later', async () => {
    const trader = await openTrader(wallet, 'usr_c7');
    await deposit(wallet, 'usr_c7', trader.accountId, { ticker: 'PETR4', quantity: 105, price: '9.00' });
    const bonus: Partial<DeclaredAction> = {
      ...{ kind: 'BONUS', factor: '1.1', pricePerShare: '13.65162423', recordDate: '2022-11-10' },
      ...{ exDate: '2022-11-11', paysOn: '2022-11-16' },
    };
    await declare(wallet, bonus);
    await goTo(wallet, '2022-11-15');
    await soon(async () => expect(await positionOf(trader)).toMatchObject({ quantity: 105 }), wallet);
    await goTo(wallet, '2022-11-16');
    const credited = { quantity: 115, cost: '1081.52', averagePrice: '9.4045' };
    await soon(async () => expect(await positionOf(trader)).toMatchObject(credited), wallet);
    const fractionSale = { paysOn: '2022-12-28', price: '8.53' };
    await declare(wallet, { ...bonus, version: 2, fractionSale });
    await goTo(wallet, '2022-12-28');
    const lines = [
      ['CORPORATE_ACTION', null, 10],
      ['CORPORATE_ACTION', '4.26', 0],
    ];
    await soon(async () => expect(await linesOf(trader)).toEqual(lines), wallet);
    // The fraction was sold at 4.26 and cost 6.83.
    expect(await positionOf(trader)).toMatchObject({ quantity: 115, realizedProfit: '-2.57' });
  });

  test('without an auction are paid at the last close, after twenty trading days', async () => {
    const trader = await openTrader(wallet, 'usr_fraction');
    await deposit(wallet, 'usr_fraction', trader.accountId, { ticker: 'VALE3', quantity: 15, price: '2.00' });
    const days = { recordDate: '2022-12-28', exDate: '2022-12-29' };
    await declare(wallet, { ...days, ticker: 'VALE3', kind: 'REVERSE_SPLIT', factor: '0.1' });
    await goTo(wallet, '2023-01-26');
    const reduced = ['CORPORATE_ACTION', null, -14];
    await soon(async () => expect(await linesOf(trader)).toEqual([reduced]), wallet);
    await goTo(wallet, '2023-01-27');
    const paid = ['CORPORATE_ACTION', '14.45', 0];
    await soon(async () => expect(await linesOf(trader)).toEqual([reduced, paid]), wallet);
    // Half a share of 20.00 was sold at 14.45.
    const kept = { quantity: 1, cost: '20.00', realizedProfit: '4.45' };
    expect(await positionOf(trader, 'VALE3')).toMatchObject(kept);
  });
});

describe('payments', () => {
  let wallet: TestWallet;
  beforeAll(async () => {
    wallet = await walletOn('2026-03-16');
  });

  test('go to the holders of the record date by trade date, once, and survive a restart', async () => {
    const seller = await openTrader(wallet, 'usr_seller');
    await deposit(wallet, 'usr_seller', seller.accountId, { ticker: 'PETR4', quantity: 100, price: '20.00' });
    const buyer = await openTrader(wallet, 'usr_buyer');
    const trade = { ticker: 'PETR4', quantity: 30, priceCentavos: 2_000 } as const;
    await seller.trade({ ...trade, day: '2026-03-16', side: 'SELL' });
    await buyer.trade({ ...trade, day: '2026-03-16', side: 'BUY' });
    const terms = payment({ amountPerShare: '0.1334', paysOn: '2026-03-20' });
    await declare(wallet, terms);
    await declare(wallet, payment({ kind: 'JCP', amountPerShare: '0.4702', paysOn: '2026-03-20' }));
    await declare(wallet, { ...payment({ amountPerShare: '9' }), id: 'cac_open', paysOn: null });
    await goTo(wallet, '2026-03-17');
    await buyer.trade({ ...trade, day: '2026-03-17', side: 'SELL' });
    const late = await openTrader(wallet, 'usr_late');
    await late.trade({ ...trade, day: '2026-03-17', side: 'BUY' });
    await wallet.restart();
    await goTo(wallet, '2026-03-20');
    // 17.5 % of 32.91 and of 14.10 is withheld from interest on equity.
    await soon(async () => {
      expect(await linesOf(seller)).toEqual([
        ['DIVIDEND', '9.33', 0],
        ['DIVIDEND', '32.91', 0],
        ['TAX', '-5.75', 0],
      ]);
      expect(await linesOf(buyer)).toEqual([
        ['DIVIDEND', '4.00', 0],
        ['DIVIDEND', '14.10', 0],
        ['TAX', '-2.46', 0],
      ]);
    }, wallet);
    await declare(wallet, { ...terms, version: 2 });
    await goTo(wallet, '2026-03-23');
    await soon(async () => expect(await linesOf(late)).toEqual([]), wallet);
    expect(await linesOf(seller)).toHaveLength(3);
    await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
  });

  test('of one company above 50,000 in a month bear 10 %, over all accounts of the person', async () => {
    const first = await openTrader(wallet, 'usr_rich');
    const opened = await wallet.execute(
      'usr_rich',
      'mutation { openAccount(name: "second") { ... on Account { id } } }',
    );
    const { id: secondId } = opened.data?.['openAccount'] as { id: string };
    for (const accountId of [first.accountId, secondId])
      await deposit(wallet, 'usr_rich', accountId, { ticker: 'BBAS3', quantity: 30_000, price: '20.00' });
    const terms = { ticker: 'BBAS3', recordDate: '2026-03-23', exDate: '2026-03-24' };
    const free = { approvedOn: '2025-12-30', id: 'cac_free' };
    await declare(wallet, { ...terms, ...payment({ amountPerShare: '2', paysOn: '2026-03-25', ...free }) });
    await declare(wallet, { ...terms, ...payment({ amountPerShare: '1', paysOn: '2026-03-26' }) });
    await goTo(wallet, '2026-03-26');
    const taxes = async (accountId: string) => {
      const { data } = await wallet.execute('usr_rich', `{ account(id: "${accountId}") { ${STATEMENT} } }`);
      const { statement } = data?.['account'] as { statement: { nodes: Line[] } };
      return statement.nodes.filter(({ kind }) => kind === 'TAX').map(({ amount }) => amount);
    };
    // 60,000.00 of the free dividend count for nothing; of the other one, both accounts together pass the limit.
    await soon(async () => {
      const withheld = [...(await taxes(first.accountId)), ...(await taxes(secondId))];
      expect(withheld).toEqual(['-6000.00']);
    }, wallet);
    await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
  });

  test('that come late are applied at once, to the shares of their day', async () => {
    const trader = await openTrader(wallet, 'usr_slow');
    await deposit(wallet, 'usr_slow', trader.accountId, { ticker: 'VALE3', quantity: 10, price: '20.00' });
    await goTo(wallet, '2026-04-10');
    await soon(async () => undefined, wallet);
    await deposit(wallet, 'usr_slow', trader.accountId, { ticker: 'VALE3', quantity: 1_000, price: '20.00' });
    const days = { ticker: 'VALE3', recordDate: '2026-03-27', exDate: '2026-03-30' };
    await declare(wallet, { ...days, ...payment({ amountPerShare: '1.50', paysOn: '2026-04-02' }) });
    await soon(async () => expect(await linesOf(trader)).toEqual([['DIVIDEND', '15.00', 0]]), wallet);
    await declare(wallet, {
      ...days,
      kind: 'CAPITAL_RETURN',
      factor: null,
      amountPerShare: '2',
      paysOn: '2026-04-02',
    });
    await soon(
      async () =>
        expect(await positionOf(trader, 'VALE3')).toMatchObject({ quantity: 1_010, cost: '20180.00' }),
      wallet,
    );
    await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
  });
});
