import { expect, test } from 'vitest';
import { corporateActionFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { declaredAction } from '#test/support/samples/declared-action.ts';
import { eventually } from '#test/support/eventually.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { declare, deposit, goTo, MORNING, soon } from '#test/support/wallet/actions.ts';
import { openTrader } from '#test/support/wallet/trading.ts';
import { createTestWallet, DEPOSIT_SHARES } from '#test/support/wallet/wallet.ts';
import { LAST_FILLS_MS } from '../day-close/day-close-run.ts';
import { buy, createTradingWallet, type TradingWallet } from '../test/trading.ts';

const RECORD_DATE = '2026-03-16';
const action = declaredAction({
  ...{ kind: 'CAPITAL_RETURN', factor: null, amountPerShare: '30', recordDate: RECORD_DATE },
  ...{ exDate: '2026-03-17', paysOn: '2026-03-18' },
});

async function declareIn({ wallet }: TradingWallet): Promise<void> {
  const value = corporateActionFactCodec.encode({ v: 1, ...action });
  await wallet.eventLog.append(TOPICS.corporateActions, [{ key: action.id, value }]);
  const lag = () => wallet.eventLog.lag([TOPICS.corporateActions], 'wallet-corporate-actions');
  await eventually(async () => expect(await lag()).toBe(0));
}

test('capital is paid back once the purchases of the day before have raised the cost', async () => {
  const at = await createTradingWallet(RECORD_DATE);
  const accountId = await at.open('usr_returned');
  await at.wallet.execute('usr_returned', DEPOSIT_SHARES, {
    ...{ accountId, ticker: 'PETR4', quantity: 99, price: '10.00', id: 'shares' },
  });
  await declareIn(at);
  await at.trade(accountId, [buy('PETR4', 1, 1_000)]);
  await at.close();
  at.begin('2026-03-17');
  await at.trade(accountId, [buy('PETR4', 100, 5_000)]);
  // The day of the payment begins while the day before is still open.
  at.begin('2026-03-18');
  expect(await at.wallet.ledgerViolations()).toEqual([]);
  const paid = `statement(first: 9, kinds: [CORPORATE_ACTION]) { nodes { amount } }`;
  await eventually(async () => {
    at.wallet.wallClock.advance(LAST_FILLS_MS);
    const found = await at.account('usr_returned', accountId, paid);
    expect(found).toEqual({ statement: { nodes: [{ amount: '3000.00' }] } });
  });
  // 1,000.00 and 5,001.50 with costs, less 100 x 30.00.
  expect(
    await at.account(
      'usr_returned',
      accountId,
      'position(ticker: "PETR4") { cost realizedProfit } results(from: "2026-01-01", to: "2026-12-31") { nodes { id } }',
    ),
  ).toEqual({ position: { cost: '3001.50', realizedProfit: '0.00' }, results: { nodes: [] } });
  expect(await at.wallet.ledgerViolations()).toEqual([]);
  await at.wallet.part.stop();
});

test('a sale that is booked after a capital return has used up the cost leaves its account out of quarantine', async () => {
  const wallet = await createTestWallet({ startMs: instantOf(RECORD_DATE, MORNING) });
  const trader = await openTrader(wallet, 'usr_late_sale');
  await deposit(wallet, 'usr_late_sale', trader.accountId, {
    ticker: 'PETR4',
    quantity: 100,
    price: '10.00',
  });
  await declare(wallet, { ...action, amountPerShare: '10' });
  await goTo(wallet, '2026-03-18');
  const figures = 'position(ticker: "PETR4") { quantity cost realizedProfit }';
  const after = (quantity: number, realizedProfit: string) =>
    soon(async () => {
      const position = { quantity, cost: '0.00', realizedProfit };
      expect(await trader.read(figures)).toEqual({ position });
    }, wallet);
  await after(100, '0.00');
  const sale = { side: 'SELL', ticker: 'PETR4', quantity: 50, priceCentavos: 1_000 } as const;
  await trader.trade({ ...sale, day: '2026-03-17' });
  // The sale loses its costs of 0.14, and 500.00 of the payment exceed the cost that it left.
  await after(50, '499.86');
  const { quarantined } = await wallet.part.auditCalls.persons({ after: null, limit: 50 });
  expect(quarantined).toEqual([]);
  await soon(async () => expect(await wallet.ledgerViolations()).toEqual([]), wallet);
  await wallet.part.stop();
});
