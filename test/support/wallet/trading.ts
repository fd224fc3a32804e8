import { expect } from 'vitest';
import { TOPICS } from '#contracts/names.ts';
import { NO_BROKERAGE, type Brokerage } from '#domain/costs/brokerage.ts';
import { costRulesOn } from '#domain/costs/cost-schedule.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { totalOf } from '#domain/costs/cost.ts';
import { NOTHING_FILLED, provisionalCostsOfFill } from '#domain/costs/provisional.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar, settlementDay } from '#domain/calendar/trading-calendar.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Side } from '#domain/orders/order.ts';
import { LAST_FILLS_MS } from '#wallet/day-close/day-close-run.ts';
import { eventually } from '../eventually.ts';
import { orderFact, type TestWallet } from './wallet.ts';

const calendar = createTradingCalendar();
const CLOSED_MINUTES = 20 * 60;

/** A fill of an order of its own. */
export interface TestTrade {
  readonly day: string;
  readonly side: Side;
  readonly ticker: string;
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly isAuction?: boolean;
  /** The broker's price when it accepted the order, if not that of the trader. */
  readonly brokerage?: Brokerage;
}

/** Trades of one account, as the orders subgraph reports them: provisional costs and all. */
export interface Trader {
  readonly accountId: string;
  /** Publishes a fill of each trade and waits until they are booked. */
  trade(...trades: TestTrade[]): Promise<void>;
  /** Moves the market clock behind the close of the day, waits for the last fills and for the day close. */
  close(day: string): Promise<void>;
  /** The same for a day on which one account cannot be closed. */
  closeDespite(day: string, brokenId: string): Promise<void>;
  /** Fields of the account. */
  read(selection: string): Promise<unknown>;
}

/** Opens an account with cash that trades on a test wallet. */
export async function openTrader(
  wallet: TestWallet,
  userId: string,
  cash = '1000000.00',
  usualBrokerage: Brokerage = NO_BROKERAGE,
): Promise<Trader> {
  const accountId = await wallet.accountOf(userId, cash);
  let sequence = 0;
  const factOf = async (trade: TestTrade) => {
    sequence += 1;
    const orderId = `ord_${accountId}_${sequence}`;
    const { side, ticker, quantity, priceCentavos, brokerage = usualBrokerage } = trade;
    const fill = fillOf(trade, orderId, brokerage);
    const released = side === 'BUY' ? fill.grossCentavos + fill.feesCentavos : quantity;
    const asset = side === 'BUY' ? 'BRL' : custodyTickerOf(ticker);
    expect(await wallet.reserve(accountId, orderId, asset, released)).toEqual([{ outcome: 'RESERVED' }]);
    return {
      ...orderFact({ accountId, sequence, orderId, side, ticker, released, execution: fill, brokerage }),
      atMs: fill.atMs,
      priceCentavos,
    };
  };
  return {
    accountId,
    trade: async (...trades) => {
      for (const trade of trades) {
        await wallet.publish(await factOf(trade));
        await eventually(async () =>
          expect(await wallet.eventLog.lag([TOPICS.orderFacts], 'wallet')).toBe(0),
        );
      }
    },
    close: (day) => closeDay(wallet, day, async () => expect(await openTrades(wallet)).toBe(0)),
    closeDespite: (day, brokenId) =>
      closeDay(wallet, day, async () => {
        const { quarantined } = await wallet.part.auditCalls.persons({ after: null, limit: 50 });
        expect(quarantined).toContainEqual(expect.stringContaining(brokenId));
        expect(await openTrades(wallet)).toBe(1);
      }),
    read: async (selection) => {
      const query = `query ($id: ID!) { account(id: $id) { ${selection} } }`;
      const { data, errors } = await wallet.execute(userId, query, { id: accountId });
      expect(errors).toBeUndefined();
      return data?.['account'];
    },
  };
}

const openTrades = async (wallet: TestWallet): Promise<number> =>
  (await wallet.part.auditCalls.ledger({})).openTrades;

async function closeDay(wallet: TestWallet, day: string, isClosed: () => Promise<void>): Promise<void> {
  wallet.marketClock.set(Math.max(wallet.marketClock.nowMs(), instantOf(day, CLOSED_MINUTES)));
  await eventually(async () => {
    wallet.wallClock.advance(LAST_FILLS_MS);
    await isClosed();
  });
}

function fillOf(trade: TestTrade, orderId: string, brokerage: Brokerage) {
  const { day, quantity, priceCentavos, isAuction = false } = trade;
  const grossCentavos = quantity * priceCentavos;
  const rules = costRulesOn({ tables: B3_COST_TABLES, brokerage }, day);
  if (!rules) throw new Error(`no cost table covers ${day}`);
  const costs = [...provisionalCostsOfFill(rules, NOTHING_FILLED, { grossCentavos, isAuction })];
  return {
    executionId: `exe_${orderId}`,
    tradeId: `trd_${orderId}`,
    orderId,
    priceCentavos,
    quantity,
    grossCentavos,
    isAuction,
    costs,
    feesCentavos: totalOf(costs),
    tradeDate: day,
    settlesOn: settlementDay(calendar, day),
    atMs: instantOf(day, 12 * 60),
  };
}
