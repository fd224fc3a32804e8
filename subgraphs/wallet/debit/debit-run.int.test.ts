import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { openTrader, type Trader } from '#test/support/wallet/trading.ts';
import { goTo, MORNING, soon } from '#test/support/wallet/actions.ts';
import { createTestWallet, DEPOSIT, DEPOSIT_SHARES, type TestWallet } from '#test/support/wallet/wallet.ts';

/** Beyond the proceeds of the sale: the account owes. */
const brokerage = { type: 'FIXED', centavos: 10_000 } as const;
let wallet: TestWallet;
let trader: Trader;
beforeAll(async () => {
  wallet = await createTestWallet({
    startMs: instantOf('2026-03-18', MORNING),
    debitCharge: { type: 'BROKERS' },
  });
  trader = await openTrader(wallet, 'usr_debit', '1.00', brokerage);
});
afterAll(() => wallet.part.stop());

const cash = async (): Promise<unknown> =>
  ((await trader.read('cash { available owed }')) as { cash: unknown }).cash;
const charges = async (): Promise<unknown> => {
  const { statement } = (await trader.read(
    'statement(kinds: [FEE], first: 50) { nodes { at description amount } }',
  )) as { statement: { nodes: { at: string; description: string; amount: string }[] } };
  return statement.nodes
    .filter(({ description }) => description.startsWith('Charge of'))
    .map(({ at, description }) => [at, description])
    .reverse();
};

test('a debit balance is charged at the end of each trading day, once, and a deposit repays it first', async () => {
  const shares = { accountId: trader.accountId, ticker: 'PETR4', quantity: 100, id: 'shares' };
  await wallet.execute('usr_debit', DEPOSIT_SHARES, shares);
  const sale = { day: '2026-03-18', side: 'SELL', ticker: 'PETR4', quantity: 1, priceCentavos: 100 } as const;
  await trader.trade(sale);
  await soon(async () => expect(await cash()).toEqual({ available: '0.00', owed: '107.67' }), wallet);
  // The note gives two centavos back: the fees of the sale are nothing.
  const first = ['2026-03-19T03:00:00.000Z', 'Charge of R$ 107.65 owed at the end of 2026-03-18'];
  await goTo(wallet, '2026-03-19');
  await soon(async () => expect(await charges()).toEqual([first]), wallet);
  // The wallet is down over a weekend: each trading day is charged, the days between are not.
  wallet.marketClock.set(instantOf('2026-03-23', MORNING));
  await wallet.restart();
  await wallet.restart();
  // The settlement of the sale may come first: then the charges, which are late, do not stand before it.
  const late: unknown = expect.stringMatching(/^2026-03-(2[01]T03|23T13):00:00.000Z$/);
  const later = [
    [late, 'Charge of R$ 117.55 owed at the end of 2026-03-19'],
    [late, 'Charge of R$ 127.45 owed at the end of 2026-03-20'],
  ];
  await soon(async () => expect(await charges()).toEqual([first, ...later]), wallet);
  expect(await cash()).toEqual({ available: '0.00', owed: '137.35' });
  const { statement } = (await trader.read('statement { nodes { at } }')) as {
    statement: { nodes: { at: string }[] };
  };
  const times = statement.nodes.map(({ at }) => at);
  expect(times).toEqual(times.toSorted().reverse());
  await wallet.execute('usr_debit', DEPOSIT, { accountId: trader.accountId, amount: '140.00', id: 'repaid' });
  expect(await cash()).toEqual({ available: '2.65', owed: '0.00' });
  await goTo(wallet, '2026-03-25');
  await soon(async () => expect(await charges()).toHaveLength(3), wallet);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('the entries of a note that is owed in part sum to its net amount, and a deposit has its whole amount', async () => {
  const day = '2026-03-25';
  const seller = await openTrader(wallet, 'usr_seller', '1.00', { type: 'FIXED', centavos: 490 });
  const { accountId } = seller;
  const shares = { accountId, ticker: 'PETR4', quantity: 1, price: '1.00', id: 'shares' };
  await wallet.execute('usr_seller', DEPOSIT_SHARES, shares);
  await seller.trade({ day, side: 'SELL', ticker: 'PETR4F', quantity: 1, priceCentavos: 1 });
  await wallet.execute('usr_seller', DEPOSIT, { accountId, amount: '3.00', id: 'repaid' });
  await seller.close(day);
  const { notes, statement } = (await seller.read(`notes { nodes { netAmount } }
    statement { nodes { kind amount balance } }`)) as {
    notes: { nodes: { netAmount: string }[] };
    statement: { nodes: { kind: string; amount: string | null; balance: string }[] };
  };
  expect(statement.nodes.toReversed().filter(({ kind }) => !/CUSTODY|RE/.test(kind))).toEqual([
    { kind: 'DEPOSIT', amount: '1.00', balance: '1.00' },
    { kind: 'TRADE', amount: '0.01', balance: '1.01' },
    { kind: 'FEE', amount: '-5.40', balance: '-4.39' },
    { kind: 'DEPOSIT', amount: '3.00', balance: '-1.39' },
    { kind: 'FEE', amount: '0.03', balance: '-1.36' },
  ]);
  expect(notes.nodes).toEqual([{ netAmount: '-5.36' }]);
  expect(await seller.read('cash { available owed }')).toEqual({ cash: { available: '0.00', owed: '1.36' } });
  expect(await wallet.ledgerViolations()).toEqual([]);
});
