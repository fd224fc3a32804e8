import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { declare, deposit, goTo, MORNING, positionOf, soon } from '#test/support/wallet/actions.ts';
import { openTrader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

let wallet: TestWallet;
beforeAll(async () => {
  wallet = await createTestWallet({ startMs: instantOf('2026-03-16', MORNING) });
});
afterAll(() => wallet.part.stop());

test('a split that comes after its ex-day was closed leaves notes and results of closed days as they are', async () => {
  const trader = await openTrader(wallet, 'usr_late');
  await deposit(wallet, 'usr_late', trader.accountId, { ticker: 'PETR4', quantity: 100, price: '20.00' });
  await goTo(wallet, '2026-03-18');
  const sale = {
    day: '2026-03-18',
    ticker: 'PETR4',
    side: 'SELL',
    quantity: 40,
    priceCentavos: 1_100,
  } as const;
  await trader.trade(sale);
  await trader.close('2026-03-18');
  const closed = `notes { nodes { number tradeDate sold netAmount } }
    results(from: "2026-03-18", to: "2026-03-18") { nodes { quantity proceeds cost profit } }`;
  const before = await trader.read(closed);
  // The clients knew their shares as those of before: 100, of which 40 are sold at the average of 20.00.
  expect(before).toMatchObject({ results: { nodes: [{ cost: '800.00', profit: '-360.12' }] } });
  // Declared late: entitled are the 100 shares of the record date, and the split is booked on the next open day.
  await declare(wallet, { factor: '2' });
  const after = { quantity: 160, cost: '1200.00', averagePrice: '7.5000', realizedProfit: '-360.12' };
  await soon(async () => expect(await positionOf(trader)).toMatchObject(after), wallet);
  expect(await trader.read(closed)).toEqual(before);
  // A trade of the closed day that arrives later still corrects its note, and changes no share of the split.
  await trader.trade({ ...sale, quantity: 10 });
  await soon(async () => {
    expect(await trader.read('notes { nodes { number sold } }')).toEqual({
      notes: { nodes: [{ number: 1, sold: '550.00' }] },
    });
  }, wallet);
  expect(await positionOf(trader)).toMatchObject({ quantity: 150 });
  await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
});
