import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { openTrader, type TestTrade, type Trader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';
import { createBookingClock } from '../ledger/booking-clock.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { createPrismaWalletStore } from '../store/store.prisma.ts';
import type { WalletStore } from '../store/store.ts';
import { closeAccounts } from './close-batch.ts';

const DAY = '2026-03-16';
const buy: TestTrade = { day: DAY, side: 'BUY', ticker: 'PETR4', quantity: 100, priceCentavos: 2_000 };
const calendar = createTradingCalendar();
const rules = { tables: B3_COST_TABLES, calendar };

let wallet: TestWallet;
let store: WalletStore;
let ledger: Ledger;
let traders: readonly Trader[];
beforeAll(async () => {
  wallet = await createTestWallet({ startMs: instantOf(DAY, 10 * 60) });
  store = createPrismaWalletStore(wallet.dependencies.database);
  const counter = noMetrics.counter('transfers', 'Transfers.', ['kind']);
  ledger = createLedger(store, createBookingClock(wallet.marketClock, calendar), counter, () => undefined);
  traders = [await openTrader(wallet, 'usr_one'), await openTrader(wallet, 'usr_two')];
});
afterAll(async () => {
  await store.close();
  await wallet.part.stop();
});

/** A ledger that crashes before or after the transaction with this number. */
function crashing(step: number, when: 'before' | 'after'): Ledger {
  let steps = 0;
  return {
    ...ledger,
    transact: async (scope, work) => {
      steps += 1;
      if (steps === step && when === 'before') throw new Error('crash');
      const result = await ledger.transact(scope, work);
      if (steps === step) throw new Error('crash');
      return result;
    },
  };
}

const close = async (used: Ledger): Promise<void> => {
  const accounts = await store.accountsToClose(DAY, '', 10);
  const { wallClock } = wallet;
  if (accounts.length > 0)
    await closeAccounts({ store, ledger: used, rules, wallClock }, accounts, DAY, 'close');
};
const POSITION = `cash { available owed } position(ticker: "PETR4") { quantity cost realizedProfit }
  statement(first: 200, kinds: [FEE, TAX]) { nodes { amount } }`;

test('a crash at any step, and a second process meanwhile, close each account once', async () => {
  for (const [step, when] of [
    [1, 'before'],
    [1, 'after'],
    [2, 'before'],
    [2, 'after'],
    [3, 'after'],
  ] as const) {
    for (const trader of traders) await trader.trade(buy, { ...buy, side: 'SELL', priceCentavos: 2_100 });
    await close(crashing(step, when));
    await Promise.all([close(ledger), close(ledger)]);
    expect(await store.accountsToClose(DAY, '', 10)).toEqual([]);
    expect(await wallet.ledgerViolations()).toEqual([]);
    const [one, two] = await Promise.all(traders.map((trader) => trader.read(POSITION)));
    expect(one).toEqual(two);
  }
});
