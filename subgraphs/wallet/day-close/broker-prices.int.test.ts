import { afterAll, beforeAll, expect, test } from 'vitest';
import { NO_BROKERAGE, type Brokerage } from '#domain/costs/brokerage.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { openTrader, type TestTrade, type Trader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

const [FIRST, SECOND, THIRD] = ['2026-03-16', '2026-03-17', '2026-03-18'] as const;
const RAISED: Brokerage = { type: 'FIXED', centavos: 490, other: { type: 'NOTE', centavos: 290 } };
const RATE: Brokerage = { type: 'RATE', rate: 500_000 };
const buy: TestTrade = { day: FIRST, side: 'BUY', ticker: 'PETR4', quantity: 100, priceCentavos: 2_000 };

let wallet: TestWallet;
let trader: Trader;
beforeAll(async () => {
  wallet = await createTestWallet({ startMs: instantOf(FIRST, 10 * 60) });
  trader = await openTrader(wallet, 'usr_priced');
});
afterAll(() => wallet.part.stop());

interface Costs {
  readonly tradeDate: string;
  readonly costs: readonly { readonly name: string; readonly amount: string }[];
}
/** The broker's own costs of each note, oldest first. */
const ownCosts = async (): Promise<unknown> => {
  const { notes } = (await trader.read('notes { nodes { tradeDate costs { name amount } } }')) as {
    notes: { nodes: Costs[] };
  };
  return notes.nodes
    .toReversed()
    .map(({ tradeDate, costs }) => [
      tradeDate,
      ...costs.flatMap(({ name, amount }) => (/BROKERAGE|OTHER/.test(name) ? `${name} ${amount}` : [])),
    ]);
};
const sheet = async (): Promise<string> => {
  const csv = await wallet.part.documentCalls.yearPositions({ userId: 'usr_priced', year: 2026, offset: 0 });
  return JSON.stringify(csv);
};
const expectClean = async (): Promise<void> => {
  const days = await wallet.part.auditCalls.persons({ after: null, limit: 50 });
  const { wrongPositions, wrongNotes, wrongResults, missingNotes, wrongMonths, quarantined } = days;
  expect([wrongPositions, wrongNotes, wrongResults, missingNotes, wrongMonths, quarantined].flat()).toEqual(
    [],
  );
  expect(await wallet.ledgerViolations()).toEqual([]);
};

const FREE_NOTE = [FIRST];
const MIXED_NOTE = [SECOND, 'BROKERAGE 4.90', 'BROKERAGE_TAXES 0.47', 'OTHER 2.90'];

test('an order keeps the price under which it was accepted: earlier notes, fills of the day and the tax sheet stay', async () => {
  await trader.trade(buy);
  await trader.close(FIRST);
  const sheetBefore = await sheet();
  await wallet.restart();
  expect(await sheet()).toBe(sheetBefore);
  wallet.marketClock.set(instantOf(SECOND, 10 * 60));
  // The first order of the day comes before the change of the price, the second one after it.
  await trader.trade({ ...buy, day: SECOND });
  await wallet.restart();
  await trader.trade({ ...buy, day: SECOND, side: 'SELL', quantity: 50, brokerage: RAISED });
  expect(await ownCosts()).toEqual([FREE_NOTE, MIXED_NOTE]);
  await trader.close(SECOND);
  expect(await ownCosts()).toEqual([FREE_NOTE, MIXED_NOTE]);
  await expectClean();
});

test('a trade that is booked late charges nothing again: each order of the day pays its own price', async () => {
  wallet.marketClock.set(instantOf(THIRD, 10 * 60));
  await trader.trade({ ...buy, day: THIRD, brokerage: RATE });
  await trader.close(THIRD);
  await trader.trade({ ...buy, quantity: 10, brokerage: NO_BROKERAGE });
  await trader.close(THIRD);
  expect(await ownCosts()).toEqual([
    FREE_NOTE,
    MIXED_NOTE,
    // 0.5 % of 2,000.00.
    [THIRD, 'BROKERAGE 10.00', 'BROKERAGE_TAXES 0.96'],
  ]);
  await expectClean();
});
